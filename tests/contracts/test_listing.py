"""The list of stories is the same whichever filter it begins with, in every store."""

import random

import pytest

from crosswire.model.document import Document, Published
from crosswire.model.dossier import Conflict, Dossier, DossierStory
from crosswire.store import listing
from tests.contracts.test_store import story

OUTLETS = ("Post", "Echo", "Signal")
DAYS = [f"2031-05-{day:02}T06:00:00Z" for day in range(1, 10)]


@pytest.fixture
def filled(each_store):
    """A store of stories of one to four reports, some with a conflict, some that a reader has seen."""
    draw = random.Random(3)
    with each_store.writer() as writer:
        stories = []
        for number in range(60):
            made = [
                Document(
                    id=f"d{number}-{at}",
                    sha256=f"{number}-{at}",
                    text=draw.choice(["The ferry sank.", "The strike ended.", "The ferry strike."]),
                    outlet=draw.choice(OUTLETS),
                    published_at=Published(
                        value=draw.choice(DAYS), precision="minute", known_from="metadata"
                    ),
                )
                for at in range(draw.choice([1, 1, 2, 4]))
            ]
            writer.put_documents(made)
            stories.append(story(f"s{number}", *(d.id for d in made)))
        writer.put_stories(tuple(stories), {})
        for number in range(0, 60, 7):
            found = Conflict(
                id="x1",
                kind="figure",
                class_="dispute",
                question="",
                sides=(),
                reading="",
                severity="low",
            )
            told = Dossier(
                story=DossierStory(id=f"s{number}", title="T"), documents=(), conflicts=(found,)
            )
            writer.put_revision(f"s{number}", told, "state")
        for number in range(0, 60, 4):
            writer.put_seen("me", f"s{number}", number % 3)
    return each_store.view()


def test_lists_are_what_each_filter_leaves(filled, monkeypatch):
    draw = random.Random(5)
    texts = {d.id: d.text.lower() for d in filled.documents()}
    outlets = {d.id: d.outlet for d in filled.documents()}
    whole = {s.id: s for s in filled.stories()}
    lines = filled.story_lines(limit=1000)
    seen = filled.all_seen("me")

    def fits(line, wanted):
        held = whole[line.id].documents
        words = wanted.get("words", "").split()
        look = seen.get(line.id)
        known = (
            look and look.revision in (0, *range(line.revision, 9)) and look.at >= line.changed_at
        )
        return (
            (not words or any(all(w in texts[d] for w in words) for d in held))
            and line.last_at >= wanted.get("since", "")
            and line.last_at < wanted.get("until", "9")
            and all(
                name in {outlets[d] for d in held} if kind == "outlet" else bool(line.conflicts)
                for kind, name in wanted.get("facets", ())
            )
            and (not wanted.get("conflicts") or bool(line.conflicts))
            and line.documents >= wanted.get("least", 1)
            and not ("unseen" in wanted and known)
        )

    choices = {
        "words": lambda: draw.choice(["ferry", "ferry strike", "none"]),
        "since": lambda: draw.choice(DAYS),
        "until": lambda: draw.choice(DAYS),
        "facets": lambda: draw.sample(
            [*(("outlet", name) for name in OUTLETS), ("conflict", "dispute")], draw.randint(1, 2)
        ),
        "conflicts": lambda: True,
        "least": lambda: draw.choice([2, 4]),
        "unseen": lambda: "me",
    }
    listed = 0
    for _ in range(120):
        wanted = {name: choices[name]() for name in draw.sample(list(choices), draw.randint(1, 3))}
        order = draw.choice(["newest", "largest"])
        key = (lambda x: x.last_at) if order == "newest" else (lambda x: x.documents)
        fit = sorted((x for x in lines if fits(x, wanted)), key=lambda x: x.id)
        fit.sort(key=key, reverse=True)
        monkeypatch.setattr(listing, "FEW", draw.choice([0, 8, 10_000]))
        found = filled.story_lines(order=order, limit=5, offset=2, **wanted)
        assert [x.id for x in found] == [x.id for x in fit[2:7]], wanted
        assert filled.story_count(**wanted) == len(fit), wanted
        listed += len(found)
    assert listed > 100
