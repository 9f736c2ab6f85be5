"""`Document`s to `Story`s, by words, names by shape, numbers, dates and time alone; no parser."""
