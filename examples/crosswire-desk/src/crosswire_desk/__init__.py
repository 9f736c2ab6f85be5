"""Plug-ins of one desk for Crosswire: an example."""
