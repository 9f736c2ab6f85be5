"""Formats for other tools: each module takes a dossier and returns the bytes of one standard, the same every time."""
