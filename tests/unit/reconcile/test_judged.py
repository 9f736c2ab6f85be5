"""What a person judged stands, whatever the scores say, and shows whose decision it was."""

import json

import pytest

from crosswire.model.act import Judgement
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.pipeline.run import with_story_date
from crosswire.stages.acquire.sources import acquire
from crosswire.stages.annotate.layers import annotate
from crosswire.stages.reconcile.assemble import reconcile

TEXTS = (
    "Minister Lena Brox resigned on Monday. The mayor of Velden said the harbour would stay closed.",
    "Minister Lena Brox resigned on Monday. Nobody was hurt when the quay broke, according to L. Brox-Amsel.",
    "The minister gave up her office. The harbour stays shut, the Velden port authority said.",
)


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    path = tmp_path_factory.mktemp("judged") / "reports.jsonl"
    path.write_text(
        "\n".join(
            json.dumps(
                {"id": f"r{n}", "outlet": f"Outlet {n}", "text": text, "published_at": "2024-03-04"}
            )
            for n, text in enumerate(TEXTS)
        )
    )
    documents = with_story_date([d for d in acquire([str(path)]) if isinstance(d, Document)])
    layers = list(annotate(documents))

    def make(*judgements: Judgement) -> Dossier:
        return reconcile(documents, layers, judgements=judgements)

    return make


def claim(made: Dossier, document: str, words: str):
    return next(
        (point, c)
        for point in made.points
        for c in point.claims
        if c.document == document and words in c.evidence.text
    )


def judge(about: str, holds: bool, *claims, names: tuple[str, ...] = ()) -> Judgement:
    return Judgement(
        act="act-7",
        about=about,
        holds=holds,
        names=names or tuple(c.id for c in claims),
        evidence=tuple(c.evidence for c in claims),
    )


def test_claims_confirmed_as_one_share_a_point(story):
    made = story()
    here, one = claim(made, "r0", "resigned")
    there, other = claim(made, "r2", "gave up")
    assert here.id != there.id
    told = story(judge("alignment", True, one, other))
    assert claim(told, "r0", "resigned")[0].id == claim(told, "r2", "gave up")[0].id
    assert claim(told, "r2", "gave up")[1].decided == ("act-7",)


def test_claims_rejected_as_one_are_parted(story):
    made = story()
    here, one = claim(made, "r0", "resigned")
    there, other = claim(made, "r1", "resigned")
    assert here.id == there.id
    told = story(judge("alignment", False, one, other))
    assert claim(told, "r0", "resigned")[0].id != claim(told, "r1", "resigned")[0].id


def test_a_root_rejected_is_gone_and_one_confirmed_is_there(story):
    made = story()
    _, one = claim(made, "r2", "stays shut")
    (root,) = [r.name for p in made.points for r in p.roots if r.id == one.root]
    told = story(judge("root", False, one, names=(one.id, root)))
    assert claim(told, "r2", "stays shut")[1].root is None
    told = story(judge("root", True, one, names=(one.id, "Harbour union")))
    point, again = claim(told, "r2", "stays shut")
    assert [r.name for r in point.roots if r.id == again.root] == ["Harbour union"]


def test_two_names_confirmed_as_one_are_one_entity(story):
    made = story()
    names = {e.name for e in made.entities}
    assert {"Velden", "Lena Brox"} <= names
    one, other = (next(e for e in made.entities if e.name == n) for n in ("Velden", "Lena Brox"))
    told = story(
        Judgement(
            act="a",
            about="alias",
            holds=True,
            names=(one.name, other.name),
            evidence=(one.evidence[0], other.evidence[0]),
        )
    )
    assert (
        len({e.id for e in told.entities if {a.text for a in e.aliases} & {"Velden", "Lena Brox"}})
        == 1
    )


def test_words_that_are_gone_are_told_and_those_of_other_stories_are_not(story):
    made = story()
    _, one = claim(made, "r0", "resigned")
    moved = one.evidence.__class__(document="r0", start=0, end=1, text="M")
    told = story(
        Judgement(
            act="a", about="alignment", holds=True, names=("x", "y"), evidence=(one.evidence, moved)
        )
    )
    assert [u.kind for u in told.unresolved].count("judgement") == 1
    away = one.evidence.__class__(document="elsewhere", start=0, end=1, text="M")
    told = story(
        Judgement(act="a", about="alignment", holds=True, names=("x", "y"), evidence=(away, away))
    )
    assert told == made
