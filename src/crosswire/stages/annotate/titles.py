"""The titles around a person's name: before it ("Minister A"), after it ("A, head of B,"), set off ("the envoy, A,").

In goes a person's span, out come the words of each title, without article and country, and the country.
"""

from typing import NamedTuple

from crosswire.stages.annotate.gazetteer import Known
from crosswire.stages.annotate.spotting import never_names
from crosswire.stages.annotate.tree import Tree
from crosswire.text.names import unmarked
from crosswire.text.offices import DOMAINS, LOWER_RANK, PASSING, Office, entry_ending, read_office

LONGEST = 14
"""Tokens of a title at most, from the name outwards."""

_STOP_AFTER = frozenset(", ; : . ! ? ( ) [ ] — – \" “ ” '' ``".split())
_SAYING = ("VBD", "VBZ", "VBP", "MD", "WP", "WDT", "WRB", "EX", "PRP")
_PLAIN_ADJECTIVES = frozenset(
    """presidential parliamentary prime chief senior executive general national federal regional local
    military political economic private civil criminal municipal provincial supreme assistant medical
    technical financial social chief-of-staff special permanent royal ruling""".split()
)


class Title(NamedTuple):
    """Tokens `[first, last)` that say what somebody is, the state they name, and the office read from them."""

    first: int
    last: int
    country: str
    office: Office


def titles_of(tree: Tree, first: int, last: int, owner: list[Known | str | None]) -> list[Title]:
    """Return the titles of the person named by tokens `[first, last)`.

    `owner` says for every token what name it belongs to: an entry of the gazetteer, a type, or nothing.
    """
    found = [
        _before(tree, first, owner),
        _after(tree, last, owner),
        _set_off(tree, first, last, owner),
    ]
    return [title for title in found if title is not None]


def is_set_off_by_office(
    tree: Tree, first: int, last: int, owner: list[Known | str | None]
) -> bool:
    """Tell whether a name stands after an office and a comma ("the mayor, Ines Kettering, said"), as persons do."""
    words = tree.parse.words
    before = tuple(w.lower() for w in words[max(0, first - 5) : max(0, first - 1)])
    title = _set_off(tree, first, last, owner)
    return title is not None and bool(entry_ending(before))


def _before(tree: Tree, name: int, owner: list[Known | str | None]) -> Title | None:
    """Return the title that runs up to the name."""
    words, begin = tree.parse.words, tree.sentence(name).first
    first = name
    while first > begin and name - first < LONGEST and _belongs(tree, first - 1, owner):
        first -= 1
    end = name
    while end > first:
        found = entry_ending(tuple(w.lower() for w in words[max(first, end - 4) : end]))
        if not found:
            return _of_form(tree, first, name, owner) if end == name else None
        size, row = found
        if row["class"]:
            break
        end -= size
    else:
        return None
    return _title(tree, first, end, owner)


def _of_form(tree: Tree, first: int, name: int, owner: list[Known | str | None]) -> Title | None:
    """Return a title such as "Vice Minister of Foreign Affairs" right before a name."""
    words, begin = tree.parse.words, tree.sentence(name).first
    for token in range(name - 1, max(begin, name - 7), -1):
        if words[token].lower() in ("of", "for"):
            found = entry_ending(tuple(w.lower() for w in words[max(begin, token - 4) : token]))
            inside = all(
                words[t][0].isupper() or words[t] in ("and", "the") for t in range(token + 1, name)
            )
            if found and found[1]["class"] and inside:
                first = token
                while first > begin and _belongs(tree, first - 1, owner):
                    first -= 1
                return _title(tree, first, name, owner)
            return None
        if owner[token] == "person":
            return None
    return None


def _belongs(tree: Tree, token: int, owner: list[Known | str | None]) -> bool:
    """Tell whether the word at `token` can be part of a title before a name."""
    word, tag = tree.parse.words[token], tree.parse.tags[token]
    low = unmarked(word)
    if low == "-":
        return tree.parse.ends[token - 1] == tree.parse.starts[token]
    if owner[token] == "person" or low == "&":
        return low == "&"
    if tag in ("POS", "NN", "NNP", "NNPS", "VBG") and (word[0].isalnum() or tag == "POS"):
        return True
    if owner[token] is not None:
        return True
    known = low in PASSING or low in LOWER_RANK or low in DOMAINS or low in _PLAIN_ADJECTIVES
    return (
        known
        or (word[0].isupper() and tag == "JJ")
        or low.rstrip(".") in ("gen", "lt", "sgt", "dr")
    )


def _title(tree: Tree, first: int, last: int, owner: list[Known | str | None]) -> Title | None:
    """Return the title in `[first, last)` without article, time words and country; None where it says no office."""
    first, country = _without_country(tree, first, last, owner)
    if first >= last:
        return None
    office = read_office(tree.span(first, last).text)
    if not office.kind or (office.kind == "honorific" and not office.office):
        return None
    return Title(first, last, country or _country_within(owner[first:last]), office)


def _without_country(
    tree: Tree, first: int, last: int, owner: list[Known | str | None]
) -> tuple[int, str]:
    """Return where the title begins after article and state, and the state's alpha-3 code."""
    words, tags, country = tree.parse.words, tree.parse.tags, ""
    token = first
    while token < last:
        mark = owner[token]
        if isinstance(mark, Known) and mark.kind in ("country", "nationality"):
            country, token = mark.country, token + 1
        elif (
            tags[token] == "POS"
            or words[token].lower()
            in (
                "the",
                "a",
                "an",
                "-",
                "its",
                "their",
                "his",
                "her",
            )
            or (tags[token] == "VBG" and token + 1 < last and token == first)
        ):
            token += 1
        else:
            break
    for later in range(token, last - 1):
        mark = owner[later]
        if (
            isinstance(mark, Known)
            and mark.kind == "nationality"
            and words[later - 1].lower() in PASSING
        ):
            country = mark.country
    return token, country


def _country_within(marks: list[Known | str | None]) -> str:
    for mark in marks:
        if isinstance(mark, Known) and mark.country:
            return mark.country
    return ""


def _after(tree: Tree, last: int, owner: list[Known | str | None]) -> Title | None:
    """Return the title between the name's comma and the next mark or verb."""
    words, tags = tree.parse.words, tree.parse.tags
    end = tree.sentence(last - 1).last
    if last + 1 >= end or words[last] not in (",", "(", "—", "–"):
        return None
    first = last + 1
    if words[first].isdigit() and first + 2 < end and words[first + 1] == ",":
        first += 2
    stop = first
    while stop < end and stop - first < LONGEST:
        if words[stop] in _STOP_AFTER or tags[stop] in _SAYING or owner[stop] == "person":
            break
        if tags[stop] in ("VBN", "VBG", "TO", "RB") and stop > first and words[stop - 1] != "-":
            break
        if stop > first and _tells_when(tree, stop, end):
            break
        if words[stop].lower() == "and" and not _second_office(tree, stop, end):
            break
        stop += 1
    if stop == first or (stop < end and owner[stop] == "person"):
        return None
    if tags[first] in ("CC", "IN", "VBD", "VBG", "VBN", "RB", "CD", "WP"):
        return None
    while stop > first and tags[stop - 1] in ("IN", "DT", "CC", "RB", "VBN", "POS", "NNP-TIME"):
        stop -= 1
    if not _office_early(tree, first, stop):
        return None
    return _title(tree, first, stop, owner)


def _tells_when(tree: Tree, token: int, end: int) -> bool:
    """Tell whether a preposition begins an occasion or a time ("at a news conference", "on Monday")."""
    word, after = tree.parse.words[token].lower(), tree.parse.words[token + 1 : end][:1]
    if not after:
        return False
    low = after[0].lower()
    return (word in ("at", "during", "after", "before") and low in ("a", "an")) or (
        word == "on" and low in never_names()
    )


def _second_office(tree: Tree, token: int, end: int) -> bool:
    """Tell whether "and" joins two offices ("founder and chief executive") or two words of a name."""
    for size in (1, 2, 3):
        after = tuple(w.lower() for w in tree.parse.words[token + 1 : min(end, token + 1 + size)])
        if after and entry_ending(after):
            return True
    return (
        tree.parse.words[token + 1 : token + 2] != [] and tree.parse.words[token + 1][0].isupper()
    )


def _office_early(tree: Tree, first: int, stop: int) -> bool:
    """Tell whether an office stands in the head of the phrase, before its first preposition."""
    words = tuple(w.lower() for w in tree.parse.words[first:stop])
    heads = next(
        (
            i
            for i, w in enumerate(words)
            if w in ("of", "for", "in", "at", "from", "with", "on", "to")
        ),
        len(words),
    )
    return any(entry_ending(words[:i]) for i in range(heads, 0, -1))


def _set_off(tree: Tree, first: int, last: int, owner: list[Known | str | None]) -> Title | None:
    """Return the title before the name's comma ("the Norlandian envoy in Vesk, Oru Tamm, said")."""
    words, tags = tree.parse.words, tree.parse.tags
    sentence = tree.sentence(first)
    if first - 2 <= sentence.first or words[first - 1] != ",":
        return None
    if last < sentence.last and words[last] not in (",", ".", "—") and tags[last] not in _SAYING:
        return None
    begin = first - 1
    while begin > sentence.first and first - begin < LONGEST:
        before = begin - 1
        if words[before] in _STOP_AFTER or tags[before] in _SAYING or owner[before] == "person":
            break
        begin = before
        if tags[before] in ("DT", "PRP$") and not words[before].lower().startswith(("th", "a")):
            break
        if tags[before] == "DT" and _office_early(tree, before, first - 1):
            break
    if tags[begin] not in ("DT", "PRP$") and not isinstance(owner[begin], Known):
        return None
    if not _office_early(tree, begin, first - 1):
        return None
    title = _title(tree, begin, first - 1, owner)
    return title if title and title.office.kind == "office" else None
