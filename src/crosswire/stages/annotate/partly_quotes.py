"""Quotations and statements of a report that is read in part, with who says them by name; the nameless are left out.

Frames: a quotation and after it a verb of saying and a name; a name, such a verb and after a colon a quotation; a
sentence that ends in a comma, such a verb and a name, or says by whose account it is. Quotation marks are those
of the world; what a name is goes by capitals and the language's particles.
"""

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from crosswire.model.annotation import Attribution, Cue, Entity, Part
from crosswire.model.span import Span, cut
from crosswire.stages.annotate.partly import Line, Token, Words

LEAST = 3
"""Words of a quotation; fewer are a name or a word held at a distance."""
ROLE = 9
"""Words of an office that stands before a name."""
_OPENING = {"«": "»", "“": "”", '"': '"', "„": "“"}


class _Said(NamedTuple):
    """A content, who says it and the words of saying, as places of tokens `[first, last)`."""

    content: tuple[int, int]
    speaker: tuple[int, int]
    cue: tuple[int, int]
    lemma: str
    direct: bool
    rule: str


def find_attributions(
    lines: Sequence[Line], text: str, words: Words
) -> tuple[tuple[Entity, ...], tuple[Attribution, ...]]:
    """Return who is named as speaking, and what they are named for, in order."""
    full, known = _full_names(lines, words), _known(lines)
    entities: dict[str, Entity] = {}
    found: list[Attribution] = []
    for line in lines:
        for said in _of_line(line.tokens, words, known):
            speaker = _span(line.tokens, said.speaker, text)
            name = full.get(speaker.text, speaker.text)
            entity = entities.setdefault(
                name, Entity(id=f"e{len(entities) + 1}", type="other", name=name)
            )
            found.append(
                Attribution(
                    id=f"a{len(found) + 1}",
                    speaker=Part(spans=(speaker,), entity=entity.id),
                    cue=Cue(spans=(_span(line.tokens, said.cue, text),), lemma=said.lemma),
                    content=Part(spans=(_span(line.tokens, said.content, text),)),
                    form="direct" if said.direct else "indirect",
                    rule=said.rule,
                )
            )
    return tuple(entities.values()), tuple(found)


def _span(tokens: Sequence[Token], places: tuple[int, int], text: str) -> Span:
    return cut(text, tokens[places[0]].start, tokens[places[1] - 1].end)


# ---------------------------------------------------------------- frames


def _of_line(tokens: Sequence[Token], words: Words, known: Set[str]) -> Iterator[_Said]:
    quoted = list(_quotations(tokens))
    taken = False
    for first, last in quoted:
        said = _after_quotation(tokens, first, last, words) or _before_quotation(
            tokens, first, last, words, known
        )
        if said is not None:
            taken = True
            yield said
    if not taken and not quoted:
        indirect = _closing(tokens, words) or _opening(tokens, words) or _that(tokens, words, known)
        if indirect is not None:
            yield indirect


def _quotations(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the quotations of a sentence, marks included, as places of tokens."""
    at = 0
    while at < len(tokens):
        closing = _OPENING.get(tokens[at].text)
        if closing is None:
            at += 1
            continue
        end = next((i for i in range(at + 1, len(tokens)) if tokens[i].text == closing), None)
        if end is None:
            return
        if sum(token.text[0].isalpha() for token in tokens[at:end]) >= LEAST:
            yield at, end + 1
        at = end + 1


def _after_quotation(tokens: Sequence[Token], first: int, last: int, words: Words) -> _Said | None:
    """«…», dijo NAME"""
    at = last
    while at < len(tokens) and tokens[at].text in (",", "—", "–", "-"):
        at += 1
    return _cue_and_name(tokens, at, (first, last), words, direct=True, rule="after")


def _before_quotation(
    tokens: Sequence[Token], first: int, last: int, words: Words, known: Set[str]
) -> _Said | None:
    """NAME dijo …: «…»"""
    if not first or tokens[first - 1].text != ":":
        return None
    starts = [0, *(i + 1 for i in range(first) if tokens[i].text == ",")]
    named = (_name_and_verb(tokens, words, known, start) for start in starts)
    found = next((one for one in named if one is not None), None)
    if found is None or found[1][1] > first - 1:
        return None
    speaker, cue, lemma = found
    between = tokens[cue[1] : first - 1]
    if any(words.has("say", token) or token.text in ".;" for token in between):
        return None
    return _Said((first, last), speaker, cue, lemma, True, "colon")


def _closing(tokens: Sequence[Token], words: Words) -> _Said | None:
    """…, dijo NAME. or …, según NAME."""
    for at in range(len(tokens) - 2, LEAST, -1):
        if tokens[at].text != ",":
            continue
        said = _cue_and_name(tokens, at + 1, (0, at), words, direct=False, rule="closing")
        if said is not None:
            return said
    return None


def _opening(tokens: Sequence[Token], words: Words) -> _Said | None:
    """Según NAME, …"""
    size, lemma = words.match("by", tokens, 0)
    if not size:
        return None
    name = _name_at(tokens, size, words)
    if name is None or name[1] >= len(tokens) or tokens[name[1]].text != ",":
        return None
    end = len(tokens) - (tokens[-1].text in ".!…")
    if end - name[1] - 1 < LEAST:
        return None
    return _Said((name[1] + 1, end), name, (0, size), lemma, False, "opening")


def _that(tokens: Sequence[Token], words: Words, known: Set[str]) -> _Said | None:
    """NAME dijo que …"""
    found = _name_and_verb(tokens, words, known)
    if found is None:
        return None
    speaker, cue, lemma = found
    that, _ = words.match("that", tokens, cue[1])
    end = len(tokens) - (tokens[-1].text in ".!…")
    if not that or end - cue[1] - that < LEAST:
        return None
    return _Said((cue[1] + that, end), speaker, cue, lemma, False, "that")


def _cue_and_name(
    tokens: Sequence[Token],
    at: int,
    content: tuple[int, int],
    words: Words,
    *,
    direct: bool,
    rule: str,
) -> _Said | None:
    """Return what is said with a cue at `at` and a name right after it."""
    for kind in ("say", "by"):
        size, lemma = words.match(kind, tokens, at)
        if size:
            name = _name_at(tokens, _past_asides(tokens, at + size, words), words)
            if name is not None and content[1] - content[0] >= LEAST:
                return _Said(content, name, (at, at + size), lemma, direct, rule)
    return None


def _past_asides(tokens: Sequence[Token], at: int, words: Words) -> int:
    """Return the place after words that tell when or where somebody spoke ("este jueves", "en rueda de prensa")."""
    while size := words.match("aside", tokens, at)[0]:
        at += size
    return at


def _name_and_verb(
    tokens: Sequence[Token], words: Words, known: Set[str], start: int = 0
) -> tuple[tuple[int, int], tuple[int, int], str] | None:
    """Return the name at `start` (after an office, perhaps) and the verb of saying right after it."""
    name = _name_at(tokens, start, words)
    if name is None or (name == (0, 1) and tokens[0].text not in known):
        return None  # one word that opens a sentence may have its capital from that
    at = name[1] + (name[1] < len(tokens) and tokens[name[1]].text == "," and name[0] > start)
    size, lemma = words.match("say", tokens, at)
    return (name, (at, at + size), lemma) if size else None


# ---------------------------------------------------------------- names


def _name_at(tokens: Sequence[Token], at: int, words: Words) -> tuple[int, int] | None:
    """Return the name that stands at `at`: bare, after its article, or after an office ("el alcalde, Tomás Ibarra").

    None where only an office or a description stands there.
    """
    if at >= len(tokens):
        return None
    article = words.has("article", tokens[at])
    if tokens[at].is_name and not article:
        return None if words.has("stop", tokens[at]) else _run(tokens, at, words)
    place = at + 1
    if not article or place >= len(tokens):
        return None
    if tokens[place].is_name:
        return _run(tokens, place, words)
    step = place
    while step < min(place + ROLE, len(tokens)):
        token = tokens[step]
        if token.text == ",":
            named = step + 1 < len(tokens) and tokens[step + 1].is_name
            return _run(tokens, step + 1, words) if named else None
        if token.is_name:
            run = _run(tokens, step, words)
            if run is None or not words.has("particle", tokens[step - 1]):
                return run
            step = run[1]  # of whom or what it is the office
            continue
        if not token.text[0].isalpha() or words.has("stop", token) or words.has("say", token):
            return None
        step += 1
    return None


def _run(tokens: Sequence[Token], at: int, words: Words) -> tuple[int, int] | None:
    """Return the name that begins at `at`: words with capitals, particles between them."""
    end = at + 1
    while end < len(tokens):
        step = end
        while step < len(tokens) and step < end + 2 and words.has("particle", tokens[step]):
            step += 1
        if step >= len(tokens) or not tokens[step].is_name:
            break
        end = step + 1
    if end + 1 < len(tokens) and words.has("and", tokens[end]) and tokens[end + 1].is_name:
        return None  # two speak
    return (at, end) if len("".join(token.text for token in tokens[at:end])) > 2 else None


def _known(lines: Sequence[Line]) -> frozenset[str]:
    """Return the words that have a capital inside a sentence."""
    return frozenset(token.text for line in lines for token in line.tokens[1:] if token.is_name)


def _full_names(lines: Sequence[Line], words: Words) -> dict[str, str]:
    """Return for a surname the one full name of the report that ends in it."""
    found: dict[str, set[str]] = {}
    for line in lines:
        at = 1  # what begins a sentence may have its capital from that
        while at < len(line.tokens):
            run = _run(line.tokens, at, words) if line.tokens[at].is_name else None
            if run is not None and run[1] - run[0] > 1:
                name = " ".join(token.text for token in line.tokens[run[0] : run[1]])
                found.setdefault(line.tokens[run[1] - 1].text, set()).add(name)
            at = run[1] if run is not None else at + 1
    return {last: min(names) for last, names in found.items() if len(names) == 1}
