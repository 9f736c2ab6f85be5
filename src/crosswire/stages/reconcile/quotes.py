"""Attributed words to utterances: the wordings of one utterance side by side.

1. Utterances meet within one party (a ministry and its minister are one) by the likeness of their words:
   whole, for translations; contained, for truncations. Two parties never share an utterance.
2. The fullest direct wording, by the shortest chain, leads; each other one is exact, truncated,
   translation or altered against it.
3. Altered: a participant, number or negation is changed where the rest agrees.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from math import fsum, sqrt

from msgspec.structs import replace

from crosswire import lexicon
from crosswire.model.annotation import Attribution
from crosswire.model.dossier import Quote, QuoteSpeaker, QuoteVariant
from crosswire.model.record import Record, content_id
from crosswire.stages.reconcile.parties import Party
from crosswire.stages.reconcile.terms import counts, groups
from crosswire.text.tfidf import Rarity, cosine
from crosswire.text.words import is_stop, stem, words

ALIKE = 0.42
CONTAINED = 0.72
"""Share of the shorter wording's weight that the longer one must hold to be a fuller cut of it."""
COMPARED = 8
"""Wordings of an utterance that a further one is held against; the first are the fullest."""
LEAST_WORDS, LEAST_DIRECT = 3, 3
"""Words of a wording that is worth showing: of one in other words than the speaker's, and of a quoted one."""
VERBATIM = 0.9
"""Share of words in order from which two wordings are one, but for a house style."""
LENGTHS_APART = 0.25
"""Share by which two wordings of one sentence may differ in length; beyond it one says something else."""
SAME_FRAME, SAME_WORDS = 0.45, 0.8
"""Share of words in order from which two wordings are one sentence with something changed."""
_NEGATIONS = frozenset(
    stem(w) for w in "not no never none nobody nothing neither nor without n't cannot".split()
)


class Uttered(Record, frozen=True, kw_only=True):
    """One report's wording of what somebody said."""

    document: str
    attribution: Attribution
    start: int
    end: int
    text: str
    party: Party
    speaker: str
    entity: str | None
    named: tuple[tuple[int, int, str], ...]
    """Where the words name a participant: start, end, and the state or entity that it is."""
    chain: int

    @property
    def key(self) -> tuple[str, int, int]:
        """Return document and offsets, by which the order is fixed."""
        return (self.document, self.start, self.end)


def collate(uttered: Sequence[Uttered]) -> tuple[tuple[Quote, tuple[Uttered, ...]], ...]:
    """Return the utterances with their wordings, each with what it was made from, the best first."""
    by_party: dict[str, list[Uttered]] = defaultdict(list)
    for one in sorted(uttered, key=lambda u: u.key):
        if len(one.text.split()) >= (
            LEAST_DIRECT if one.attribution.form == "direct" else LEAST_WORDS
        ):
            by_party[one.party.key].append(one)
    counted = {u.key: counts(u.text) for group in by_party.values() for u in group}
    rarity = Rarity(counted.values())
    vectors = {key: _unit(found, rarity) for key, found in counted.items()}
    pieces = {
        u.key: tuple(_unit(counts(piece), rarity) for piece in _pieces(u))
        for group in by_party.values()
        for u in group
    }
    found = [
        (_quote(group), tuple(group))
        for name in sorted(by_party)
        for group in _grouped(by_party[name], vectors, pieces)
    ]
    return tuple(_told_apart(sorted(found, key=lambda pair: _rank(pair[1]))))


def _told_apart(
    found: Sequence[tuple[Quote, tuple[Uttered, ...]]],
) -> Iterator[tuple[Quote, tuple[Uttered, ...]]]:
    """Give the same words of another speaker ("Ama and Ben said") an id of their own."""
    known: set[str] = set()
    for quote, group in found:
        own = quote.id if quote.id not in known else content_id("q", quote.id, quote.speaker.name)
        known.add(own)
        yield replace(quote, id=own), group


def _unit(found: Mapping[str, float], rarity: Rarity) -> dict[str, float]:
    weights = {t: c * (4.0 if t.startswith("=") else rarity.of(t)) for t, c in found.items()}
    norm = sqrt(fsum(w * w for w in weights.values()))
    return {t: w / norm for t, w in weights.items()} if norm else {}


def _pieces(uttered: Uttered) -> list[str]:
    """Return what stands in quotation marks within an utterance, and a direct utterance itself."""
    found = [m[1] or m[2] for m in _INNER.finditer(uttered.text)]
    own = [uttered.text] if uttered.attribution.form == "direct" else []
    return [piece for piece in (*found, *own) if len(piece.split()) >= LEAST_PIECE]


_INNER = re.compile(r"“([^”]{12,})[”]?|\"([^\"]{12,})\"?")
LEAST_PIECE, PIECE_ALIKE = 5, 0.6
"""Words of a quoted piece, and the likeness from which two such pieces are wordings of one utterance."""


def _grouped(
    listed: Sequence[Uttered],
    vectors: Mapping[tuple[str, int, int], Mapping[str, float]],
    pieces: Mapping[tuple[str, int, int], Sequence[Mapping[str, float]]],
) -> list[list[Uttered]]:
    out: list[list[Uttered]] = []
    for one in sorted(listed, key=lambda u: (u.attribution.form != "direct", -len(u.text), u.key)):
        best = max(
            (
                (max(_alike(one, o, vectors, pieces) for o in group[:COMPARED]), -n)
                for n, group in enumerate(out)
            ),
            default=(0.0, 0),
        )
        if best[0] > 0:
            out[-best[1]].append(one)
        else:
            out.append([one])
    return out


def _alike(
    a: Uttered,
    b: Uttered,
    vectors: Mapping[tuple[str, int, int], Mapping[str, float]],
    pieces: Mapping[tuple[str, int, int], Sequence[Mapping[str, float]]],
) -> float:
    if a.document == b.document and (a.start < b.end and b.start < a.end):
        return 0.0
    left, right = vectors[a.key], vectors[b.key]
    whole = cosine(left, right)
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    held = sum(w * w for t, w in short.items() if t in long) if len(short) >= 3 else 0.0
    if a.document == b.document:
        return whole if whole >= 0.75 else 0.0
    if not (_telling(a) and _telling(b)) and _plain(a.text) != _plain(b.text):
        return 0.0
    if whole >= ALIKE:
        return whole
    if held >= CONTAINED:
        return held * 0.8
    part = max((cosine(p, q) for p in pieces[a.key] for q in pieces[b.key]), default=0.0)
    return part * 0.8 if part >= PIECE_ALIKE else 0.0


_NUMBER = re.compile(r"\d|^(?:hal(?:f|ves)|thirds?|quarters?|fifths?|tenths?|percent)$")


def _telling(uttered: Uttered) -> bool:
    """Tell whether a word in it is no number: "one-half to two-thirds" may be said of anything."""
    found = (w.text.lower() for w in words(uttered.text))
    return any(not is_stop(word) and not _NUMBER.search(word) for word in found)


def _rank(group: Sequence[Uttered]) -> tuple[object, ...]:
    documents = len({u.document for u in group})
    direct = any(u.attribution.form != "indirect" for u in group)
    return (-documents, not direct, min(u.key for u in group))


def _quote(group: list[Uttered]) -> Quote:
    group.sort(
        key=lambda u: (
            {"direct": 0, "mixed": 1, "indirect": 2}[u.attribution.form],
            u.chain,
            -len(u.text),
            u.key,
        )
    )
    lead = group[0]
    variants = tuple(_variant(one, lead, group[:n]) for n, one in enumerate(group))
    who = max(
        group,
        key=lambda u: (
            u.entity is not None,
            sum(o.speaker == u.speaker for o in group),
            len(u.speaker),
            u.speaker,
        ),
    )
    return Quote(
        id=content_id("q", *[part for u in group for part in u.key]),
        speaker=QuoteSpeaker(entity=who.entity, name=who.speaker),
        variants=variants,
    )


def _variant(one: Uttered, lead: Uttered, before: Sequence[Uttered]) -> QuoteVariant:
    attribution = one.attribution
    relation = "exact" if one is lead else relate(lead, one)
    # What is near the leading wording is judged by it; a changed word may show beside another one.
    if relation == "translation" and any(
        _close(other, one) and altered(other, one) for other in before[1:COMPARED]
    ):
        relation = "altered"
    return QuoteVariant(
        document=one.document,
        start=one.start,
        end=one.end,
        text=one.text,
        form=attribution.form,
        speaker_as_given=" ".join(s.text for s in attribution.speaker.spans),
        channel=attribution.channel,
        relation=relation,  # type: ignore[arg-type]
        difference=() if one is lead else difference(lead.text, one.text),
    )


def _close(a: Uttered, b: Uttered) -> bool:
    """Tell whether two wordings are so near that a changed word is no translation's doing."""
    one, two = _plain(a.text), _plain(b.text)
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= SAME_WORDS


def relate(lead: Uttered, other: Uttered) -> str:
    """Return what `other` is to `lead`: exact, truncated, translation or altered."""
    a, b = _plain(lead.text), _plain(other.text)
    if a == b:
        return "exact"
    if altered(lead, other):
        return "altered"
    if SequenceMatcher(None, a, b, autojunk=False).ratio() >= VERBATIM:
        return "exact"
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if f" {' '.join(short)} " in f" {' '.join(long)} ":
        return "truncated"
    return "translation"


def altered(a: Uttered, b: Uttered) -> bool:
    """Tell whether a participant, a number or a negation is changed, the rest agreeing.

    Both wordings must name something else in the very place: a cut that leaves a participant out, or a
    paraphrase that names one elsewhere, alters nothing.
    """
    left, right = _tokens(a), _tokens(b)
    pairs = _pair(left), _pair(right)
    if pairs[0] and pairs[1] and len(pairs[0] & pairs[1]) == 1:
        return True
    matcher = SequenceMatcher(None, [t for t, _ in left], [t for t, _ in right], autojunk=False)
    if matcher.ratio() < SAME_FRAME:
        return False
    names_a = {name for _, name in left if name}
    names_b = {name for _, name in right if name}
    spoken = "indirect" not in (a.attribution.form, b.attribution.form)
    one_length = abs(len(left) - len(right)) <= LENGTHS_APART * max(len(left), len(right))
    if one_length and _swapped(names_a, names_b):
        return True
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "replace" or i2 - i1 > 2 or j2 - j1 > 2:
            continue
        if all(_number_or_stop(t) for t, _ in (*left[i1:i2], *right[j1:j2])):
            # "48 hours" and "two days" may be one number: only bare ones are compared.
            old, new = (_counts(side) for side in (left[i1:i2], right[j1:j2]))
            if spoken and old and new and old != new:
                return True
        if spoken and matcher.ratio() >= SAME_WORDS and _opposite(left[i1:i2], right[j1:j2]):
            return True
    left, right = _cut_alike(left, right)
    ratio = SequenceMatcher(
        None, [t for t, _ in left], [t for t, _ in right], autojunk=False
    ).ratio()
    return ratio >= SAME_WORDS and _says_no(a, left) != _says_no(b, right)


def _cut_alike(
    left: list[tuple[str, str]], right: list[tuple[str, str]]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return two wordings with the longer one cut to the stretch that the shorter one words."""
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if len(short) < LEAST_CUT:
        return left, right
    terms = [t for t, _ in short], [t for t, _ in long]
    block = SequenceMatcher(None, *terms, autojunk=False).find_longest_match()
    start = max(0, block.b - block.a)
    # Only the tail goes: a "not" may stand in front of where the shorter one begins.
    window = long[: start + len(short)]
    return (short, window) if short is left else (window, short)


LEAST_CUT = 5
"""Words that a cut wording must have for its stretch in the longer one to be sought."""


def _opposite(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> bool:
    """Tell whether one word gave way to its opposite: "nobody" and "everybody", "safe" and "unsafe"."""
    one, two = ([t for t, _ in side if not is_stop(t) or t in _ALL_OR_NONE] for side in (old, new))
    if len(one) != 1 or len(two) != 1:
        return False
    (a,), (b,) = one, two
    if {a, b} & _ALL_OR_NONE and {a, b} & _NEGATIONS:
        return True
    return any(
        {a, b} == {x, prefix + x}
        for prefix in ("un", "in", "im", "il", "ir", "dis")
        for x in (a, b)
    )


def _number_or_stop(term: str) -> bool:
    return term[0].isdigit() or is_stop(term)


def _counts(tokens: Sequence[tuple[str, str]]) -> list[str]:
    """Return the numbers among `tokens`; a time of day is none, which is written in many ways."""
    return [t for t, _ in tokens if re.fullmatch(r"\d[\d,]*(?:\.\d+)?%?", t)]


_ALL_OR_NONE = frozenset(
    stem(w) for w in "every everybody everyone all each always any both".split()
)


def _says_no(uttered: Uttered, tokens: Sequence[tuple[str, str]]) -> bool:
    """Tell whether an utterance negates, twice being not at all: "denied that it was" is "said it was not"."""
    negations = sum(t in _NEGATIONS for t, _ in tokens)
    return (negations % 2 == 1) != (uttered.attribution.cue.class_ == "negative")


def _pair(tokens: Sequence[tuple[str, str]]) -> set[str]:
    """Return the two participants that an utterance opens with, joined by "and", if it does."""
    for at in range(min(4, max(0, len(tokens) - 2))):
        (_, one), (joint, _), (_, two) = tokens[at : at + 3]
        if one and two and joint == "and" and one != two:
            return {one, two}
    return set()


def _swapped(one: set[str], two: set[str]) -> bool:
    """Tell whether two sets of participants are of one size, share some and differ in others."""
    return len(one) == len(two) and bool(one - two) and bool(two - one) and bool(one & two)


def _tokens(uttered: Uttered) -> list[tuple[str, str]]:
    """Return the words of an utterance folded to their groups, each with the participant it names, if any."""
    known = groups()
    found = []
    for word in words(uttered.text):
        at = uttered.start + word.start
        name = next((n for start, end, n in uttered.named if start <= at < end), "")
        term = stem(word.text)
        number = _numbers().get(word.text.lower())
        found.append((name or number or known.get(term, term), name))
    return found


@cache
def _numbers() -> Mapping[str, str]:
    """Return number words as digits ("fifty": "50"); "one" is a pronoun as often as a number."""
    rows = lexicon.table("figures_numbers")
    return {r["word"]: r["value"] for r in rows if r["word"].isalpha() and r["word"] != "one"}


def _plain(text: str) -> list[str]:
    return [w.text.casefold().replace("’", "'") for w in words(text)]


def difference(left: str, right: str) -> tuple[tuple[str, str], ...]:
    """Return the runs of words in which two wordings differ, as (words of left, words of right)."""
    a, b = [w.text for w in words(left)], [w.text for w in words(right)]
    known = groups()
    keys = [[known.get(stem(w), stem(w)) for w in side] for side in (a, b)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    found = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            found += [
                (x, y)
                for x, y in zip(a[i1:i2], b[j1:j2], strict=True)
                if x.casefold() != y.casefold()
            ]
        else:
            found.append((" ".join(a[i1:i2]), " ".join(b[j1:j2])))
    return tuple(found)
