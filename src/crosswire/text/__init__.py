"""Pure functions on strings that two stages or more need."""
