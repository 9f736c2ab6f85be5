"""Bytes to `Document`: read a source, find the text, its blocks, its outlet and its time."""
