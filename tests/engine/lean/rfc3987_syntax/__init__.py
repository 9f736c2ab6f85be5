"""Stands in for a package of the test environment that Ray's processes would each take seconds to load, unused."""

raise ImportError("left out of the processes of a test cluster")
