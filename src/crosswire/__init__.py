"""Crosswire reads many reports of one event and reconciles them into a dossier with the words behind every line."""

__version__ = "0.1.0"
