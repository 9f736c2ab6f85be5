"""`Document` to layers: who is named, who says what, how many, when, where, who did what to whom."""
