"""The dossier's terms in plain English. Labels go in, words for readers come out; no markup, no escaping.

Every renderer takes its phrases from here, so that one thing has one name on every surface. What a report
only attributes is never worded as plain fact: `stance` names its holder.
"""

import re
from collections.abc import Mapping, Sequence

from crosswire.model.annotation import Status
from crosswire.model.dossier import (
    Claim,
    Dossier,
    DossierDocument,
    Link,
    Point,
    QuoteVariant,
    TimelineEntry,
)
from crosswire.stages.render.amounts import amount as amount
from crosswire.stages.render.amounts import counted as counted
from crosswire.stages.render.amounts import number as number
from crosswire.stages.render.amounts import reading as reading

RULE = (
    "Crosswire gives no verdict on truth. It shows who says what, where their words end up, and where "
    "they disagree. A copy adds coverage, never corroboration."
)

VERDICT_MEANINGS: Mapping[str, str] = {
    "both sides say it": "parties opposed in this story both say so",
    "2 roots": "the attribution chains end at that many independent sources",
    "seen by a reporter": "a report's own eyes: a photograph, or its reporter at the place",
    "one root, 5 reports": "many reports, but all of them lean on one source",
    "single report": "only one report has it",
    "no source named": "reported, but nobody is named as the source",
    "background": "known before the event, or not about it",
}

STANCES: Mapping[Status, tuple[str, str]] = {
    "asserted": ("{who} {say}", "Said, by whom is not stated"),
    "alleged": ("Alleged by {who}", "Alleged, by whom is not stated"),
    "denied": ("Denied by {who}", "Denied, by whom is not stated"),
    "unconfirmed": ("Not confirmed by {who}", "Not confirmed"),
    "no-comment": ("No comment from {who}", "No comment"),
    "demand": ("Demanded by {who}", "Demanded, by whom is not stated"),
    "pledge": ("Promised by {who}", "Promised, by whom is not stated"),
    "threat": ("Threatened by {who}", "Threatened, by whom is not stated"),
    "expected": ("Expected by {who}", "Expected, by whom is not stated"),
    "possible": ("Possible, according to {who}", "Possible, not stated as fact"),
    "conditional": ("Only on a condition, according to {who}", "Only on a condition"),
    "presupposed": ("Taken for granted by {who}", "Taken for granted, not stated"),
}
"""For each status: the words with a holder, and without one."""

CLASS_MEANINGS: Mapping[str, str] = {
    "contradiction": "both can't be so",
    "dispute": "parties say opposite things",
    "naming": "another word for one thing",
    "framing": "another strength or emphasis",
    "update": "a later state supersedes",
}
CONFLICT_KINDS: Mapping[str, str] = {
    "figure": "number",
    "date": "date",
    "place": "place",
    "name": "name",
    "role": "role",
    "verb": "verb",
    "headline-body": "headline against body",
    "quote-wording": "wording of a quote",
    "attribution": "attribution",
    "polarity": "yes against no",
    "legal": "legal term",
    "internal": "within one report",
}
FIGURE_RELATIONS: Mapping[str, str] = {
    "agree": "the reports agree",
    "refine": "one is more exact than another",
    "updated": "it changed with time",
    "differ": "the reports differ",
    "part-of": "a part and its whole",
    "single": "one report only",
}
QUOTE_RELATIONS: Mapping[str, str] = {
    "exact": "same words",
    "truncated": "cut short",
    "translation": "other translation",
    "altered": "words changed",
}
CLAIM_RELATIONS: Mapping[str, str] = {
    "same": "",
    "entails": "says more",
    "part-of": "says part of it",
    "contradicts": "says otherwise",
    "related": "on the same matter",
}
TIMELINE_STATUSES: Mapping[str, str] = {
    "happened": "happened",
    "alleged": "said to have happened",
    "expected": "expected",
    "background": "background",
}
CELLS: Mapping[str, tuple[str, str]] = {
    "supports": ("●", "has it"),
    "partial": ("◐", "has part of it"),
    "contradicts": ("✕", "says otherwise"),
    "absent": ("·", "does not have it"),
}
EDGES: Mapping[str, str] = {
    "same-version": "is the same text as",
    "republishes": "republishes",
    "uses-copy": "uses copy of",
    "credits": "credits",
    "cites": "cites",
    "shares-utterance": "carries the same utterance as",
    "updates": "is a later version of",
    "shares-error": "shares an error with",
}
ENTITY_TYPES: Mapping[str, str] = {
    "person": "People",
    "organization": "Bodies",
    "place": "Places named",
    "nationality": "Peoples",
    "event": "Events named",
    "document": "Treaties and papers",
    "product": "Things",
    "other": "Others",
}
REALIS: Mapping[str, str] = {
    "actual": "took place",
    "negated": "did not take place",
    "future": "to come",
    "hypothetical": "only spoken of",
}
MONTHS = (
    "January February March April May June July August September October November December".split()
)


SEASONS: Mapping[str, str] = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
PARTS_OF_DAY: Mapping[str, str] = {
    "MO": "morning",
    "MI": "midday",
    "AF": "afternoon",
    "EV": "evening",
    "NI": "night",
}
"""TIMEX3 codes that follow a year or a day."""


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return `number` with its noun: "1 report", "2 reports"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listing(items: Sequence[str], *, most: int = 3) -> str:
    """Return `items` as "a, b and c"; past `most` the rest are counted."""
    if len(items) > most:
        items = [*items[:most], count(len(items) - most, "other")]
    return (
        items[0]
        if len(items) == 1
        else ", ".join(items[:-1]) + " and " + items[-1]
        if items
        else ""
    )


def verdict(point: Point) -> str:
    """Return on what the point rests, in words."""
    match point.verdict:
        case "both-sides":
            return "both sides say it"
        case "multi-root":
            return count(len(point.roots), "root")
        case "one-root":
            return f"one root, {count(point.reports, 'report')}"
        case "single-report":
            return "single report"
        case "unsourced":
            return "no source named"
        case "observed":
            return "seen by a reporter"
        case _:
            return "background"


def supporting(point: Point) -> tuple[Claim, ...]:
    """Return the claims that say the point itself (not those that contradict it or merely touch it)."""
    held = tuple(c for c in point.claims if c.relation not in ("contradicts", "related"))
    return held or point.claims


def holders(point: Point) -> tuple[str, ...]:
    """Return who says the point, in the order of its claims; empty where only reports themselves do."""
    names = {root.id: root.name for root in point.roots if root.kind == "party"}
    found: dict[str, None] = {}
    for claim in supporting(point):
        if claim.root in names:
            found.setdefault(names[claim.root])
        elif claim.attribution and claim.attribution[-1].speaker.lower() not in _PRONOUNS:
            found.setdefault(claim.attribution[-1].speaker)
    return tuple(found)


_PRONOUNS = frozenset("he she it they who which we i you".split())
"""Speakers that the report's own words name, and nobody else can: the words shown have them."""


def stance(point: Point) -> str:
    """Return who holds the point and how ("Denied by Tavast"); "" where its words are a report's own assertion."""
    return "" if plain(point) else stance_of(point.status, holders(point))


def lead_in(point: Point) -> str:
    """Return `stance` for the line where the point's words follow whole; "" where they name who says so themselves."""
    return "" if point.status == "asserted" and _names_holder(point) else stance(point)


def _names_holder(point: Point) -> bool:
    """Tell whether the words shown, its first claim's, hold their one attribution: "officials said four were hurt"."""
    shown = point.claims[0]
    if len(shown.attribution) != 1:
        return False
    (link,) = shown.attribution
    beyond = len(point.text) - len(shown.evidence.text)
    near = (
        shown.evidence.start - beyond <= link.evidence.start
        and link.evidence.end <= shown.evidence.end + beyond
    )
    named = link.evidence.text in point.text and link.cue in point.text
    return near and named and link.evidence.text.lower() not in _PRONOUNS


def plain(point: Point) -> bool:
    """Return whether the words shown for a point are a report's own: asserted, with nobody they are put down to."""
    shown = [c for c in supporting(point) if c.evidence.text == point.text] or supporting(point)
    return point.status == "asserted" and any(
        not c.attribution and c.root is not None and c.status == "asserted" for c in shown[:1]
    )


_PLURAL = re.compile(
    r"\b(?:officials|authorities|experts|analysts|police|media|sources|ministers|lawmakers|critics|"
    r"investigators|residents|witnesses|relatives|organi[sz]ers|scientists|researchers|doctors|rescuers)$",
    re.IGNORECASE,
)
"""Speakers without a name that are many: "officials say"."""


def stance_of(status: Status, who: Sequence[str]) -> str:
    """Return the words for `status` held by `who`; "" for a plain assertion of nobody but the report."""
    if not who:
        return "" if status == "asserted" else STANCES[status][1]
    one = len(who) == 1 and not _PLURAL.search(who[0])
    return STANCES[status][0].format(who=listing(who, most=2), say="says" if one else "say")


def aside(status: Status, who: Sequence[str]) -> str:
    """Return `stance_of` as it reads after the words, in brackets: "according to Varga", "denied by Varga"."""
    if status == "asserted":
        return f"according to {listing(who, most=2)}" if who else ""
    words = stance_of(status, who)
    return words[:1].lower() + words[1:]


def standing(point: Point, *, disputed: bool = True) -> str:
    """Return `verdict` with its counts and, unless `disputed` is false, a flag where the point is disputed."""
    parts = [verdict(point)]
    if point.verdict not in ("one-root", "single-report"):
        parts.append(count(point.reports, "report"))
    if point.outlets > 1:
        parts.append(count(point.outlets, "outlet"))
    if point.disputed and disputed:
        parts.append("disputed")
    if point.withdrawn:
        parts.append(f"taken back since ({point.withdrawn})")
    return " · ".join(parts)


def source_fate(document: DossierDocument) -> str:
    """Return that somebody took back what a report has its words from, where somebody did."""
    why = document.source_withdrawn
    return f"has words that were taken back since ({why})" if why else ""


def chain(links: Sequence[Link]) -> tuple[str, ...]:
    """Return an attribution chain from its far end to the report: ("Varga (told reporters)", "Nordwire")."""
    return tuple(
        f"{link.speaker} ({link.channel})" if link.channel else link.speaker
        for link in reversed(links)
    )


def day(value: str | None) -> str:
    """Return an ISO date or time as "3 March 2031, 18:20"; anything else unchanged, "" for None."""
    if not value:
        return ""
    date, _, time = value.partition("T")
    parts = date.split("-")
    if len(parts) == 2 and (parts[1][:1] == "W" or parts[1] in SEASONS):
        period = SEASONS.get(parts[1]) or f"week {parts[1][1:]} of"
        return f"{period} {parts[0]}"
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return value
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return value
    words = [str(int(parts[2]))] if len(parts) == 3 else []
    words += [MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    written = " ".join([*words, parts[0]])
    of_day = clock(time) if time[:1].isdigit() else PARTS_OF_DAY.get(time, "")
    return f"{written}, {of_day}" if of_day else written


def clock(time: str) -> str:
    """Return the time of day of an ISO time to the minute, with its zone: "18:20 UTC", "18:20 +01:00"."""
    zone = ""
    if time.endswith(("Z", "+00:00")):
        zone = " UTC"
    elif len(time) > 6 and time[-6] in "+-":
        zone = f" {time[-6:]}"
    return time[:5] + zone


def days(first: str | None, last: str | None) -> str:
    """Return a span of days; one date where both are the same or one is missing."""
    low, high = day((first or last or "")[:10]), day((last or first or "")[:10])
    if low == high:
        return low
    head, tail = low.split(" "), high.split(" ")
    if len(head) == len(tail) == 3 and head[1:] == tail[1:]:
        return f"{head[0]}–{high}"
    return f"{low} – {high}"


def dates(entry: TimelineEntry) -> str:
    """Return the date, or the span of dates, of a timeline entry in words."""
    first = day(entry.date)
    return f"{first} – {day(entry.end)}" if entry.end else first


def date_notes(entry: TimelineEntry) -> tuple[str, ...]:
    """Return what else is known of an entry's date: other dates given, and when it was said, if not that day."""
    notes = []
    if entry.alternatives:
        notes.append(f"also dated {listing([day(date) for date in entry.alternatives])}")
    if entry.said_on and entry.said_on != entry.date:
        notes.append(f"said on {day(entry.said_on)}")
    return tuple(notes)


def variant_notes(variant: QuoteVariant) -> tuple[str, ...]:
    """Return how a variant stands to the first: its form, its relation, and words it leaves out."""
    dropped = [f"“{first}”" for first, there in variant.difference if first and not there]
    notes = [variant.form, QUOTE_RELATIONS[variant.relation]]
    return (*notes, f"without {listing(dropped)}") if dropped else tuple(notes)


def capital(text: str) -> str:
    """Return `text` with its first letter upper-case, the rest untouched; hyphens of a slug become spaces."""
    text = text.replace("-", " ") if " " not in text else text
    return text[:1].upper() + text[1:]


SECTIONS: Mapping[str, tuple[str, str]] = {
    "conflicts": ("Where the reports disagree", "disagreements"),
    "points": ("What the reports say", "points"),
    "figures": ("Figures", "figures"),
    "quotes": ("Quotes", "quotes"),
    "timeline": ("Timeline", "dated events"),
    "entities": ("People and bodies", "names"),
    "events": ("Who did what to whom", "event records"),
    "coverage": ("Who reports what", "coverage"),
    "omissions": ("Left out", "notable omissions"),
    "expectations": ("Still to come", "expectations"),
    "open_questions": ("Open questions", "open questions"),
    "places": ("Places", "places"),
}
"""Field of the dossier: its heading, and what is said to have been looked for where it is empty."""


def missing(dossier: Dossier) -> str:
    """Return a sentence that names what was looked for and not found; "" where every section has something."""
    names = [noun for field, (_, noun) in SECTIONS.items() if not getattr(dossier, field)]
    return f"Looked for and not found: {', '.join(names)}." if names else ""
