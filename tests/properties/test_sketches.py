"""Law of sketching: many documents at once give what each gives alone, to the last bit."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.cluster.reports import FERRY, QUAKES, report

from crosswire.stages.cluster.pile import packed
from crosswire.stages.cluster.sketch import KEEP_NAMES, KEEP_TERMS, MOST_WORDS, pack, sketch
from crosswire.stages.cluster.sketches import LONG, packs, sketches

WORDS = st.sampled_from(
    "Lindmar lindmar LINDMAR Lindmars ferry Ferry 214 1,500 U.S. US well-known O'Hara the The — ... "
    "Brandvik's 港 東京都知事 ǅungla İzmir 3rd e-mail".split()
)
LINES = st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=60)
REPORTS = st.builds(
    report,
    st.uuids().map(str),
    LINES,
    LINES,
    day=st.sampled_from([None, "2031-03-01", "2031-03", "2031-03-01T23:59:00+02:00"]),
)
MANY = " ".join(f"Zor{chr(97 + i % 26)}ba{i} talked of item{i}" for i in range(2 * KEEP_TERMS))


@settings(max_examples=60, deadline=None)
@given(st.lists(REPORTS, max_size=6))
@example([report("names", "Round-up: what happened", MANY), report("blank", "", "")])
@example([report("long", "So long", "harbour wall " * MOST_WORDS, day="2031-03-01")])
@example([report("longer", "So long", "harbour wall " * LONG), report("next", "Ferry", "lost")])
@example([*FERRY, *QUAKES])
def test_at_once_or_each_alone_is_one(documents):
    alone = [sketch(document) for document in documents]
    at_once = list(sketches(documents))
    assert [pack(item) for item in at_once] == [pack(item) for item in alone]
    assert [(item.id, item.rank) for item in at_once] == [(item.id, item.rank) for item in alone]
    assert list(packs(documents)) == [packed(item) for item in alone]


def test_the_examples_reach_every_limit():
    assert len(sketch(report("names", "Who", MANY)).names) == KEEP_NAMES
    assert len(sketch(report("names", "Who", MANY)).terms) >= KEEP_TERMS
