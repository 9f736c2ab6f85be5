"""The verbs: pure functions from records to records. Stages never meet each other, only `model`, `text` and `lexicon`."""
