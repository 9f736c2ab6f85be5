"""A client of the S3 protocol under the name `s3`, for the test's own bucket."""

from obstore.fsspec import FsspecStore


class Client(FsspecStore):
    protocol = "s3"
