"""Two versions of a report, or two states of a story, to what changed between them."""
