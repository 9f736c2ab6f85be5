"""The `crosswire` command (interim: annotate only)."""

import sys

from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.stages.acquire.sources import acquire
from crosswire.stages.annotate.layers import annotate


def run() -> None:
    verb, *sources = sys.argv[1:]
    if verb == "annotate":
        for annotations in annotate(d for d in acquire(sources) if isinstance(d, Document)):
            sys.stdout.buffer.write(to_json(annotations) + b"\n")


if __name__ == "__main__":
    run()
