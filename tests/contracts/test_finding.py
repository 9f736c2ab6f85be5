"""Finding by looking at the latest first is finding by looking at all, in every store and at every size of steps."""

import random
import sqlite3
from contextlib import closing

import pytest

from crosswire.model.annotation import Annotations, Entity, Figure, Mention
from crosswire.model.document import Document, Published
from crosswire.model.finding import Condition
from crosswire.model.span import Span
from crosswire.store import finding, orders, search
from crosswire.store.finding import Level
from crosswire.store.fulltext import fts5, unicode61
from crosswire.store.fulltext.phrase import Phrase

WORDS = "the ferry was held at Lindmar by ice until café naïve STRASSE straße storm_wall re-opened".split()
ODD = [
    "‘the’",
    "“ferry”",
    "\u017fea",
    "\u212aiel",
    "e\u0301clair",
    "港口",
    "العبارة",
    "x\u0000y",
    "ﬁn",
    "İda",
]
OUTLETS = ["Tessport Post", "Post of Lindmar", "The Echo", None]


def reports(count: int, seed: int) -> list[Document]:
    """Return made-up reports, many of them alike."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        title = " ".join(draw.choices(WORDS, k=3))
        body = " ".join(draw.choices(WORDS + ODD, [9] * len(WORDS) + [1] * len(ODD), k=14))
        day = draw.choice([None, *(f"2031-05-0{d}" for d in range(1, 9))])
        made.append(
            Document(
                id=f"r{draw.randrange(10**6)}-{number}",
                sha256=str(number),
                text=f"{title}\n\n{body}",
                title=Span(start=0, end=len(title), text=title),
                outlet=draw.choice(OUTLETS),
                agency=draw.choice(["Wire", None]),
                language=draw.choice(["en", "en", "en", "de"]),
                published_at=Published(value=day, precision="day") if day else Published(),
            )
        )
    return made


def reading(document: Document) -> Annotations:
    """Return what a parser might say of a report: a place where it is named, and a figure."""
    at = document.text.find("Lindmar")
    named = at >= 0
    entities = (Entity(id="e1", type="place", name="Lindmar"),) if named else ()
    mentions = (
        (Mention(start=at, end=at + 7, text="Lindmar", entity="e1", type="place"),) if named else ()
    )
    size = len(document.text)
    word = document.text.split()[0]
    figure = Figure(start=0, end=len(word), text=word, value=float(size), counted="people killed")
    return Annotations(
        id=document.id,
        sha256=document.sha256,
        text=document.text,
        entities=entities,
        mentions=mentions,
        figures=(figure,),
    )


def fill(store, count=150, seed=1):
    made = reports(count, seed)
    with store.writer() as writer:
        writer.put_documents(made)
        writer.put_annotations(
            [reading(d) for d in made[::3]], dict.fromkeys([d.id for d in made], "x")
        )
        for document in made[5::11]:
            writer.withdraw(document.id, "wrong")
    return made


def query(draw: random.Random) -> tuple[Condition, ...]:
    """Return some conditions, as a reader may put them together."""
    word = lambda: draw.choice([*WORDS, *ODD, "_", "none"])  # noqa: E731
    kinds = {
        "words": lambda: {"text": word() if draw.random() < 0.7 else word()[:2] + "*"},
        "phrase": lambda: {"text": f"{word()} {word()}"},
        "outlet": lambda: {"text": draw.choice(["post", "Lindmar", "echo", "t", "zz"])},
        "agency": lambda: {"text": "wire"},
        "language": lambda: {"text": draw.choice(["en", "de", "fr"])},
        "title": lambda: {"text": draw.choice(["the", "ferry", "st", "ferry the"])},
        "published": lambda: dict(zip(("low", "high"), days(draw), strict=True), text="on"),
        "entity": lambda: {"text": draw.choice(["lindmar", "the", "lind*"])},
        "figure": lambda: {"text": draw.choice(["killed", ""]), "low": float(draw.randrange(80, 140))},
    }  # fmt: skip
    chosen = draw.choices(list(kinds), [5, 2, 2, 1, 2, 2, 2, 2, 1], k=draw.randint(1, 4))
    return tuple(
        Condition(kind=kind, excluded=draw.random() < 0.25, **kinds[kind]()) for kind in chosen
    )


def days(draw: random.Random) -> tuple[float | None, float | None]:
    first = 741_591 + draw.randrange(8)  # 2031-05-01 and after
    return draw.choice([(float(first), None), (None, float(first)), (first, first + 2.0)])


PLAIN = (Level(None, None),)
STEPS = (Level(6, 12), Level(25, 40), Level(None, None))


def test_latest_first_finds_what_listing_all_finds(each_store, monkeypatch):
    fill(each_store)
    view = each_store.view()
    draw = random.Random(7)
    monkeypatch.setattr(finding, "COUNTED", 20)
    monkeypatch.setattr(search, "LATEST", 10)
    found = 0
    for _ in range(250):
        conditions = query(draw)
        limit, offset = draw.choice([(5, 0), (3, 4), (40, 0)])
        monkeypatch.setattr(finding, "LEVELS", PLAIN)
        monkeypatch.setattr(search, "PAGES", 1000)
        monkeypatch.setattr(orders, "FEW", 5000)
        plain = view.find(conditions, limit, offset)
        monkeypatch.setattr(finding, "LEVELS", STEPS)
        monkeypatch.setattr(finding, "FIRST", draw.choice([1, 7, 300]))
        monkeypatch.setattr(finding, "BASE", draw.choice([10, 1000]))
        monkeypatch.setattr(search, "PAGES", draw.choice([-1, 5, 1000]))
        monkeypatch.setattr(fts5, "TEXT", draw.choice([0.0001, 16]))
        few = draw.choice([3, 5000])
        monkeypatch.setattr(orders, "FEW", few)
        monkeypatch.setattr(orders, "TESTED", few)
        monkeypatch.setattr(orders, "PAGE", 9)
        stepped = view.find(conditions, limit, offset)
        assert stepped.matches == plain.matches, conditions
        assert stepped.at_least >= plain.at_least
        if stepped.at_least:
            assert offset + limit <= stepped.total <= plain.total
        else:
            assert stepped.total == plain.total
        if stepped.unread_at_least:
            assert 1 <= stepped.unread <= plain.unread
        else:
            assert stepped.unread == plain.unread
        found += len(stepped.matches)
    assert found > 300


def test_listing_all_is_what_the_words_say(each_store):
    made = fill(each_store)
    withdrawn = {d.id for d in made[5::11]}
    left = [d for d in made if d.id not in withdrawn]
    view = each_store.view()
    asked = {
        "ferry -ice": lambda d: "ferry" in tokens(d) and "ice" not in tokens(d),
        "outlet:post ferry": lambda d: "Post" in (d.outlet or "") and "ferry" in tokens(d),
        "-outlet:post language:de": lambda d: "Post" not in (d.outlet or "") and d.language == "de",
        "title:the": lambda d: any(w.startswith("the") for w in d.title.text.split()),
        "cafe stra*": lambda d: (
            "café" in tokens(d) and any(w.startswith("stra") for w in tokens(d))
        ),
    }  # fmt: skip
    from crosswire.text.query import parse_query

    for text, meets in asked.items():
        found = view.find(parse_query(text), 1000, 0)
        assert {m.document for m in found.matches} == {d.id for d in left if meets(d)}, text
        assert found.total == len(found.matches)


def tokens(document: Document) -> set[str]:
    parted = document.text.translate({ord(c): " " for c in "‘’“”_-"})
    return {word.lower() for word in parted.split()}


def test_more_than_a_thousand_are_told_as_that(each_store):
    with each_store.writer() as writer:
        writer.put_documents(
            Document(id=f"r{n}", sha256=str(n), text="The ferry was late.", outlet="Echo")
            for n in range(1100)
        )
    view = each_store.view()
    for condition in (Condition(kind="words", text="ferry"), Condition(kind="outlet", text="echo")):
        first = view.find((condition,), 20, 0)
        assert (first.total, first.at_least, len(first.matches)) == (1000, True, 20)
        deep = view.find((condition,), 50, 1030)
        assert (deep.total, deep.at_least, len(deep.matches)) == (1080, True, 50)
        last = view.find((condition,), 50, 1080)
        assert (last.total, last.at_least, len(last.matches)) == (1100, False, 20)


@pytest.mark.parametrize("seed", range(3))
def test_a_text_is_told_to_hold_what_the_index_finds_in_it(seed):
    draw = random.Random(seed)
    letters = [chr(c) for c in (*range(1, 0x2100), 0x212A, 0xFB01, 0x1F600, *range(0x3040, 0x3060))]
    letters = [c for c in letters if not 0xD800 <= ord(c) < 0xE000]
    texts = [d.text for d in reports(40, seed)]
    texts += ["".join(draw.choices([*letters, *"the  "], k=60)) + " the x" for _ in range(60)]
    with closing(sqlite3.connect(":memory:")) as held:
        held.execute("CREATE VIRTUAL TABLE w USING fts5(text, tokenize='unicode61')")
        held.executemany("INSERT INTO w (rowid, text) VALUES (?, ?)", enumerate(texts))
        for _ in range(60):
            words = draw.choice(texts).replace("\0", " ").split()
            start = draw.randrange(len(words))
            given = words[start : start + draw.randint(1, 2)]
            phrase = Phrase([w.replace('"', " ") for w in given], draw.random() < 0.3)
            tests = unicode61.looked_for([phrase])
            if tests is None:
                continue
            asked = fts5.together(*phrase)
            indexed = {n for (n,) in held.execute("SELECT rowid FROM w WHERE w MATCH ?", (asked,))}
            assert {n for n, body in enumerate(texts) if tests[0](body, body.lower())} == indexed, (
                phrase
            )
