"""The dossiers of the sample reports against what an editor would say of them (`stories/*/expected.toml`).

Each table of an `expected.toml` is one expectation. One that does not hold yet is marked `known_wrong`,
and then must fail: mending it shows up here, and the mark goes.
"""

import itertools
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crosswire.errors import UsageError
from crosswire.model.document import Document
from crosswire.pipeline import run
from crosswire.pipeline.verify import verify_dossier
from crosswire.samples import BUNDLES, sample_folder
from crosswire.settings import Settings

STORIES = Path(__file__).parent / "stories"
FURNITURE = {"promo", "credit", "caption", "url", "note", "byline", "timestamp"}

Plain = dict[str, Any]


class Bundle:
    """One story made of the samples: its reports, and its dossier as plain JSON."""

    def __init__(self, documents: Iterable[Document], dossier: Plain) -> None:
        self.documents = {d.id: d for d in documents}
        self.dossier = dossier
        self.roots = {r["id"]: r["name"] for r in dossier["provenance"]["roots"]}


@pytest.fixture(scope="session")
def made() -> tuple[run.Acquired, list[Any]]:
    """Everything under the samples' folder, read and reconciled as a whole, once."""
    settings = Settings(workers=1)
    acquired = run.read_sources([str(sample_folder())], run.acquire_options(settings))
    return acquired, [dossier for _, dossier in run.reconcile_documents(acquired, settings)]


@pytest.fixture(scope="session")
def bundles(made: tuple[run.Acquired, list[Any]]) -> dict[str, Bundle]:
    acquired, dossiers = made
    by_id = {d.id: d for d in acquired.documents}
    found = {}
    for dossier in dossiers:
        plain = msgspec.to_builtins(dossier)
        bundle = Bundle([by_id[d["id"]] for d in plain["documents"]], plain)
        found[bundle_of(next(iter(bundle.documents)))] = bundle
    return found


def bundle_of(report: str) -> str:
    """Return which bundle the report named `report` is of."""
    return next(name for name in BUNDLES if report in expected(name)["reports"])


def expected(name: str) -> Plain:
    return tomllib.loads((STORIES / name / "expected.toml").read_text(encoding="utf-8"))


# ---------------------------------------------------------------- finding by words


def has(text: str, words: str) -> bool:
    return words.casefold() in text.casefold()


def at(report: str, place: str) -> bool:
    """Tell whether `place` ("lantern.txt") names the report with this id."""
    return report.rpartition("/")[2] == place


def mentioned(mentions: list[Plain], wanted: str) -> Plain | None:
    """Return the mention or variant that "REPORT: words" means, if it is among `mentions`."""
    place, _, words = wanted.partition(": ")
    return next(
        (m for m in mentions if at(m["document"], place) and has(m["text"], words)),
        None,
    )


def differing(found: Plain, want: Plain, names: Iterable[str]) -> str | None:
    """Return which of the fields `names` that `want` sets is otherwise in `found`."""
    wrong = [f"{n} is {found[n]!r}" for n in names if n in want and found[n] != want[n]]
    return "; ".join(wrong) or None


# ---------------------------------------------------------------- kinds of expectation


def judge_figure(bundle: Bundle, want: Plain) -> str | None:
    """All of `mentions` stand in one group, and nothing of `apart` with them."""
    first = want["mentions"][0]
    groups = [g for g in bundle.dossier["figures"] if mentioned(g["mentions"], first)]
    if not groups:
        return f"no figure {first!r}"
    group = groups[0]["mentions"]
    for words in want["mentions"]:
        if not mentioned(group, words):
            return f"{words!r} does not stand with {first!r}"
    for words in want.get("apart", ()):
        if any(has(m["text"], words) for m in group):
            return f"{words!r} stands with {first!r}"
    found = {
        "relation": groups[0]["relation"],
        "value": groups[0]["best"],
        "reports": len({m["document"] for m in group}),
        "roots": sorted({bundle.roots[m["root"]] for m in group if m["root"]}),
    }
    return differing(found, want, found)


def judge_conflict(bundle: Bundle, want: Plain) -> str | None:
    """A conflict has each of the words of `sides` on a side of its own; or none has, if `absent`."""

    def meets(conflict: Plain) -> bool:
        if "kind" in want and conflict["kind"] not in want["kind"]:
            return False
        texts = [
            " ".join([s["text"], *(e["text"] for e in s["evidence"]), *s["documents"]])
            for s in conflict["sides"]
        ]
        return any(
            all(has(text, words) for text, words in zip(chosen, want["sides"], strict=True))
            for chosen in itertools.permutations(texts, len(want["sides"]))
        )

    found = [c for c in bundle.dossier["conflicts"] if meets(c)]
    if want.get("absent"):
        return f"shown: {found[0]['question']}" if found else None
    if not found:
        return "no such conflict"
    return differing({"class": found[0]["class"]}, want, ["class"])


def judge_quote(bundle: Bundle, want: Plain) -> str | None:
    """One quote has all of `variants`, and its speaker is `speaker`."""
    first, *others = want["variants"]
    quotes = [q for q in bundle.dossier["quotes"] if mentioned(q["variants"], first)]
    if not quotes:
        return f"no quote {first!r}"
    quote = quotes[0]
    apart = [words for words in others if not mentioned(quote["variants"], words)]
    if apart:
        return f"{apart} not with {first!r}"
    return differing({"speaker": quote["speaker"]["name"]}, want, ["speaker"])


def judge_point(bundle: Bundle, want: Plain) -> str | None:
    """A point that has `words` in one of its claims is as said; or there is none, if `absent`."""
    found = [
        p
        for p in bundle.dossier["points"]
        if any(all(has(c["evidence"]["text"], w) for w in want["words"]) for c in p["claims"])
    ]
    if want.get("absent"):
        return f"shown: {found[0]['text']}" if found else None
    problems = []
    for point in found:
        given = {
            **point,
            "roots": sorted({r["name"] for r in point["roots"]}),
            "in": sorted({c["document"].rpartition("/")[2] for c in point["claims"]}),
        }
        problem = differing(
            given, want, ("verdict", "status", "reports", "roots", "disputed", "in")
        )
        if problem is None:
            return None
        problems.append(problem)
    return " / ".join(problems) or "no such point"


def judge_event(bundle: Bundle, want: Plain) -> str | None:
    """An event record has these fields; or none has, if `absent`."""
    fields = ("actor", "recipient", "type", "mode", "cameo", "date", "realis")
    found = [e for e in bundle.dossier["events"] if differing(e, want, fields) is None]
    if want.get("absent"):
        return f"shown: {found[0]}" if found else None
    if not found:
        return "no such event"
    met = {e["document"].rpartition("/")[2] for f in found for e in f["evidence"]}
    missing = sorted(set(want.get("in", ())) - met)
    return f"not from {missing}" if missing else None


def judge_entity(bundle: Bundle, want: Plain) -> str | None:
    """One entity, of this `type` if said, has all `aliases` and `titles`, and none of the names in `apart`."""
    entities = bundle.dossier["entities"]
    found = [e for e in entities if want["aliases"][0] in {a["text"] for a in e["aliases"]}]
    if want.get("absent"):
        return f"shown: {found[0]['name']} ({found[0]['type']})" if found else None
    if len(found) != 1:
        return f"{len(found)} entities are called {want['aliases'][0]!r}"
    names = {a["text"] for a in found[0]["aliases"]}
    titles = {t["text"] for t in found[0]["titles"]}
    missing = [n for n in want["aliases"] if n not in names]
    missing += [t for t in want.get("titles", ()) if t not in titles]
    if missing:
        return f"lacks {missing}"
    shared = sorted(names & set(want.get("apart", ())))
    return f"taken for one: {shared}" if shared else differing(found[0], want, ["type"])


def judge_text(name: str, bundle: Bundle, want: Plain) -> str | None:
    """An entry of a list holds all `words` and has these fields; or none does, if `absent`."""
    found = [
        x
        for x in bundle.dossier[name]
        if all(
            has(" ".join([x["text"], *(e["text"] for e in x["evidence"])]), w)
            for w in want["words"]
        )
    ]
    if want.get("absent"):
        found = [x for x in found if differing(x, want, ("date", "due", "status")) is None]
        return f"shown: {found[0]['text']}" if found else None
    if not found:
        return "no such entry"
    problems = [differing(x, want, ("date", "end", "due", "status", "by")) for x in found]
    return None if None in problems else str(problems)


def judge_edge(bundle: Bundle, want: Plain) -> str | None:
    """The words of one report go back to another, in the way `kind` says."""
    pairs = [
        e
        for e in bundle.dossier["provenance"]["edges"]
        if at(e["from"], want["from"]) and at(e["to"], want["to"])
    ]
    if want.get("absent"):
        return f"shown: {[e['kind'] for e in pairs]}" if pairs else None
    return None if any(e["kind"] == want["kind"] for e in pairs) else f"only {pairs}"


def judge_title(bundle: Bundle, want: Plain) -> str | None:
    """The story's title has all `words`."""
    title = bundle.dossier["story"]["title"]
    return None if all(has(title, words) for words in want["words"]) else title


def judge_document(bundle: Bundle, want: Plain) -> str | None:
    """What is known of a report is as said; an empty string stands for what can't be known."""
    found = next(d for d in bundle.dossier["documents"] if at(d["id"], want["report"]))
    given = {**found, "published": found["published_at"]["value"]}
    given = {key: value or "" for key, value in given.items()}
    return differing(given, want, ("outlet", "agency", "title", "published"))


JUDGES: dict[str, Callable[[Bundle, Plain], str | None]] = {
    "title": judge_title,
    "document": judge_document,
    "figure": judge_figure,
    "conflict": judge_conflict,
    "quote": judge_quote,
    "point": judge_point,
    "event": judge_event,
    "entity": judge_entity,
    "edge": judge_edge,
    "timeline": lambda bundle, want: judge_text("timeline", bundle, want),
    "expectation": lambda bundle, want: judge_text("expectations", bundle, want),
    "open_question": lambda bundle, want: judge_text("open_questions", bundle, want),
    "lede": lambda bundle, want: judge_text("lede", bundle, want),
}


def cases() -> Iterator[Any]:
    for name in BUNDLES:
        for kind, wants in expected(name).items():
            if kind != "reports":
                for want in wants:
                    yield pytest.param(name, kind, want, id=f"{name}: {want['says']}")


@pytest.mark.parametrize(("name", "kind", "want"), list(cases()))
def test_expected(bundles: dict[str, Bundle], name: str, kind: str, want: Plain) -> None:
    problem = JUDGES[kind](bundles[name], want)
    if want.get("known_wrong"):
        assert problem is not None, f"{want['says']}: is right now; take the mark away"
    else:
        assert problem is None, f"{want['says']}: {problem}"


# ---------------------------------------------------------------- what holds of both


def test_two_stories(made: tuple[run.Acquired, list[Any]]) -> None:
    acquired, dossiers = made
    assert acquired.skipped == ()
    found = sorted(sorted(d.id for d in dossier.documents) for dossier in dossiers)
    assert found == sorted(sorted(expected(name)["reports"]) for name in BUNDLES)


@pytest.mark.parametrize("name", BUNDLES)
def test_every_evidence_is_exact(made: tuple[run.Acquired, list[Any]], name: str) -> None:
    acquired, dossiers = made
    reports = set(expected(name)["reports"])
    dossier = next(d for d in dossiers if d.documents[0].id in reports)
    for against in ((), acquired.documents):
        found = verify_dossier(dossier, against)
        assert found.sound, found.mismatches
        assert found.spans > 200


@pytest.mark.parametrize("name", BUNDLES)
def test_nothing_cites_furniture(bundles: dict[str, Bundle], name: str) -> None:
    bundle = bundles[name]
    rest = {k: v for k, v in bundle.dossier.items() if k not in ("documents", "provenance")}
    cited = list(spans(rest))
    assert cited
    for span in cited:
        for block in bundle.documents[span["document"]].blocks:
            if block.kind in FURNITURE:
                assert span["end"] <= block.start or block.end <= span["start"], (block.kind, span)


@pytest.mark.parametrize("name", BUNDLES)
def test_every_line_shown_has_evidence(bundles: dict[str, Bundle], name: str) -> None:
    dossier = bundles[name].dossier
    for part in (
        "lede",
        "timeline",
        "entities",
        "events",
        "expectations",
        "open_questions",
        "places",
    ):
        assert dossier[part], f"nothing in {part}"
        assert all(item["evidence"] for item in dossier[part])
    assert all(point["claims"] for point in dossier["points"])
    assert all(side["evidence"] for c in dossier["conflicts"] for side in c["sides"])


def spans(value: Any) -> Iterator[Plain]:
    if isinstance(value, dict):
        if {"document", "start", "end", "text"} <= value.keys():
            yield value
        for child in value.values():
            yield from spans(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from spans(child)


def test_a_bundle_by_name() -> None:
    assert sample_folder("ferry").parent == sample_folder()
    with pytest.raises(UsageError, match="ambassador, ferry"):
        sample_folder("harvest")


def test_the_notice_says_what_is_invented() -> None:
    notice = (sample_folder().parent / "NOTICE").read_text(encoding="utf-8")
    assert "written for Crosswire" in notice
    for name in BUNDLES:
        assert f"\n{name} " in notice
        assert any(sample_folder(name).iterdir())
