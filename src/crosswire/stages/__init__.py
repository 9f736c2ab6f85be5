"""The verbs: pure functions from records to records. Stages meet only in `model`."""
