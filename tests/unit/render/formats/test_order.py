"""The bytes of every format depend on the set of reports and nothing else: not on the order they came in."""

import random

from tests.properties.strategies import ALONE
from tests.unit.render.formats.conftest import Bundle

from crosswire.model.document import Document
from crosswire.pipeline import run
from crosswire.stages.render.table import FORMATS, render


def test_every_format_is_the_same_in_any_order_of_arrival(bundles: dict[str, Bundle]) -> None:
    for documents, annotations in bundles.values():
        pairs = list(zip(documents, annotations, strict=True))
        expected = None
        for seed in range(3):
            random.Random(seed).shuffle(pairs)
            reports: list[Document] = [d for d, _ in pairs]
            dossier = run.make_dossier(reports, [a for _, a in pairs], ALONE)
            found = {name: render(dossier, name, reports) for name in FORMATS}
            expected = expected or found
            assert [name for name in FORMATS if found[name] != expected[name]] == []
