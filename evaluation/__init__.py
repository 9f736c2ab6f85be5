"""Measures: on sets of others (gate) and on our own labelled cases (own, floors)."""
