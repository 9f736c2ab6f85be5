"""What an expectation of `stories/*/expected.toml` asks of a dossier, one judge a kind.

A judge takes a bundle and one table of the file and returns what is wrong, or None. A mention is named
"REPORT: words", a party by its names with `|` between, any of which may stand in the dossier.
"""

import itertools
from collections.abc import Callable, Iterable
from typing import Any

from crosswire.model.document import Document

Plain = dict[str, Any]


class Bundle:
    """One story made of the samples: its reports, and its dossier as plain JSON."""

    def __init__(self, documents: Iterable[Document], dossier: Plain) -> None:
        self.documents = {d.id: d for d in documents}
        self.dossier = dossier
        self.roots = {r["id"]: r["name"] for r in dossier["provenance"]["roots"]}


# ---------------------------------------------------------------- finding by words


def has(text: str, words: str) -> bool:
    return words.casefold() in text.casefold()


def called(name: str, names: str) -> bool:
    """Tell whether `name` is one of the "this|that" in `names`, or has it in it."""
    return any(has(name, one) for one in names.split("|"))


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


def together(group: list[Plain], want: Iterable[str], apart: Iterable[str]) -> str | None:
    """Return which of `want` is not in `group`, or which of `apart` is."""
    missing = [w for w in want if not mentioned(group, w)]
    if missing:
        return f"{missing} not with the others"
    mixed = [w for w in apart if mentioned(group, w)]
    return f"{mixed} with the others" if mixed else None


def parties(found: Iterable[str], want: Iterable[str]) -> str | None:
    """Return what is wrong unless each party of `want`, and nobody else, is named once in `found`."""
    names, sought = sorted(found), list(want)
    once = all(sum(called(n, w) for n in names) == 1 for w in sought)
    return None if once and len(names) == len(sought) else f"rooted in {names}"


# ---------------------------------------------------------------- kinds of expectation


def judge_figure(bundle: Bundle, want: Plain) -> str | None:
    """All of `mentions` stand in one group, and nothing of `apart` with them; or none stands, if `absent`."""
    first = want["mentions"][0]
    groups = [g for g in bundle.dossier["figures"] if mentioned(g["mentions"], first)]
    if want.get("absent"):
        return f"shown: {groups[0]['question']}" if groups else None
    if not groups:
        return f"no figure {first!r}"
    group = groups[0]["mentions"]
    for words in want["mentions"]:
        if not mentioned(group, words):
            return f"{words!r} does not stand with {first!r}"
    for words in want.get("apart", ()):
        if any(has(m["text"], words) for m in group):
            return f"{words!r} stands with {first!r}"
    if not all(has(groups[0]["question"], words) for words in want.get("question", ())):
        return f"asks {groups[0]['question']!r}"
    mention = mentioned(group, first) or {}
    if "attributed" in want and not called(mention["attributed_to"] or "", want["attributed"]):
        return f"attributed to {mention['attributed_to']!r}"
    if not (mention["as_of"] or "").startswith(want.get("as_of", "")):
        return f"as of {mention['as_of']!r}"
    found = {
        "relation": groups[0]["relation"],
        "value": groups[0]["best"],
        "low": groups[0]["low"],
        "high": groups[0]["high"],
        "reports": len({m["document"] for m in group}),
        "roots": sorted({bundle.roots[m["root"]] for m in group if m["root"]}),
    }
    return differing(found, want, found)


def judge_conflict(bundle: Bundle, want: Plain) -> str | None:
    """A conflict has each of the words of `sides` on a side of its own; or none (of `class`) has, if `absent`."""

    def meets(conflict: Plain) -> bool:
        if "kind" in want and conflict["kind"] not in want["kind"]:
            return False
        if want.get("absent") and conflict["class"] != want.get("class", conflict["class"]):
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
    problems = [differing(c, want, ("class", "severity")) for c in found]
    return None if None in problems else " / ".join(map(str, problems))


def judge_quote(bundle: Bundle, want: Plain) -> str | None:
    """One quote, of `speaker`, has all of `variants` and none of `apart`.

    The first of them is a `relation` of the utterance and shows each of `difference` (its own words) as other.
    """
    first, *others = want["variants"]
    quotes = [q for q in bundle.dossier["quotes"] if mentioned(q["variants"], first)]
    if not quotes:
        return f"no quote {first!r}"
    quote = quotes[0]
    problem = together(quote["variants"], others, want.get("apart", ()))
    variant = mentioned(quote["variants"], first) or {}
    own = " ".join(mine for _, mine in variant["difference"])
    if not all(has(own, words) for words in want.get("difference", ())):
        problem = problem or f"differs in {own!r}"
    found = {"speaker": quote["speaker"]["name"], "relation": variant["relation"]}
    return problem or differing(found, want, ("speaker", "relation"))


def judge_point(bundle: Bundle, want: Plain) -> str | None:
    """A point that has `words` in one of its claims, or `exactly` these, is as said; or there is none, if `absent`."""

    def meant(text: str) -> bool:
        if "exactly" in want:
            return bool(text.strip(" .,“”") == want["exactly"])
        return all(has(text, words) for words in want["words"])

    found = [
        p
        for p in bundle.dossier["points"]
        if any(meant(c["evidence"]["text"]) for c in p["claims"])
    ]
    if want.get("absent"):
        found = [p for p in found if differing(p, want, ("status",)) is None]
        return f"shown: {found[0]['text']}" if found else None
    problems = []
    for point in found:
        roots = sorted(r["name"] for r in point["roots"])
        given = {
            **point,
            "roots": roots,
            "in": sorted({c["document"].rpartition("/")[2] for c in point["claims"]}),
        }
        problem = (
            differing(given, want, ("verdict", "status", "reports", "roots", "disputed", "in"))
            or together(
                [c["evidence"] for c in point["claims"]],
                want.get("together", ()),
                want.get("apart", ()),
            )
            or (parties(roots, want["rooted"]) if "rooted" in want else None)
        )
        if not problem:
            return None
        problems.append(problem)
    return " / ".join(problems) or "no such point"


def judge_root(bundle: Bundle, want: Plain) -> str | None:
    """Exactly one party of the story bears any of `names`; or none does, if `absent`."""
    roots = bundle.dossier["provenance"]["roots"]
    found = [r["name"] for r in roots if r["kind"] == "party" and called(r["name"], want["names"])]
    if want.get("absent"):
        return f"shown: {found}" if found else None
    return parties(found, [want["names"]])


def judge_coverage(bundle: Bundle, want: Plain) -> str | None:
    """The cell of a point with `words` and of `report` is `cell`; an empty string stands for a report too early."""
    points = [
        p["id"]
        for p in bundle.dossier["points"]
        if any(all(has(c["evidence"]["text"], w) for w in want["words"]) for c in p["claims"])
    ]
    report = next(d for d in bundle.documents if at(d, want["report"]))
    cells = [r["cells"].get(report, "") for r in bundle.dossier["coverage"] if r["point"] in points]
    return None if want["cell"] in cells else f"cells are {cells}"


def judge_omission(bundle: Bundle, want: Plain) -> str | None:
    """`report` is said to leave something out that has all `words`; or nothing such, if `absent`."""
    texts: dict[str, str] = {p["id"]: p["text"] for p in bundle.dossier["points"]}
    found = [
        o["text"]
        for o in bundle.dossier["omissions"]
        if at(o["document"], want["report"])
        and all(
            has(" ".join([o["text"], *(texts[p] for p in o["points"])]), w) for w in want["words"]
        )
    ]
    if want.get("absent"):
        return f"shown: {found[0]}" if found else None
    return None if found else "no such omission"


def judge_event(bundle: Bundle, want: Plain) -> str | None:
    """An event record, with `words` in its evidence if said, has these fields; or none has, if `absent`."""
    fields = ("actor", "recipient", "type", "mode", "cameo", "date", "realis")
    found = [
        e
        for e in bundle.dossier["events"]
        if differing(e, want, fields) is None
        and all(any(has(x["text"], w) for x in e["evidence"]) for w in want.get("words", ()))
    ]
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
    """An entry of a list holds all `words` and has these fields; or none does, if `absent`.

    A day may be said in several ways: "2025-12-31|2025".
    """
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
    problems = []
    for x in found:
        given = {**x, "in": sorted({e["document"].rpartition("/")[2] for e in x["evidence"]})}
        days = {n: given[n] for n in ("date", "due") if given.get(n) in want.get(n, "").split("|")}
        names = ("date", "end", "due", "status", "by", "in")
        problems.append(differing(given, {**want, **days}, names))
    return None if None in problems else str(problems)


def judge_edge(bundle: Bundle, want: Plain) -> str | None:
    """The words of one report go back to another in the way `kind` says; or not (so), if `absent`."""
    kinds = [
        e["kind"]
        for e in bundle.dossier["provenance"]["edges"]
        if at(e["from"], want["from"]) and at(e["to"], want["to"])
    ]
    if want.get("absent"):
        return f"shown: {kinds}" if kinds and want.get("kind", kinds[0]) in kinds else None
    return None if want["kind"] in kinds else f"only {kinds}"


def judge_title(bundle: Bundle, want: Plain) -> str | None:
    """The story's title has all `words`, and none of those in `without`."""
    title = bundle.dossier["story"]["title"]
    right = all(has(title, words) for words in want["words"])
    return None if right and not any(w in title for w in want.get("without", ())) else title


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
    "root": judge_root,
    "coverage": judge_coverage,
    "omission": judge_omission,
    "event": judge_event,
    "entity": judge_entity,
    "edge": judge_edge,
    "timeline": lambda bundle, want: judge_text("timeline", bundle, want),
    "expectation": lambda bundle, want: judge_text("expectations", bundle, want),
    "open_question": lambda bundle, want: judge_text("open_questions", bundle, want),
    "lede": lambda bundle, want: judge_text("lede", bundle, want),
}
