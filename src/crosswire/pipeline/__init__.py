"""Which steps run, in what order: the only place that joins stages with an engine and a store."""
