"""Names compared across spellings: strings in, "same", "different" or "not known" out.

Two full names that differ are two people, however alike they look: nothing further up may merge them.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import DamerauLevenshtein

from crosswire import lexicon

_POSSESSIVE = re.compile(r"['’`]s?$")
_PIECE = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_DOUBLED = re.compile(r"(.)\1+")
_INITIAL = re.compile(r"[a-z]")

SOUNDS = (
    (re.compile(r"kh"), "h"),
    (re.compile(r"tsch|tch"), "ch"),
    (re.compile(r"ts|tz"), "c"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck"), "k"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"yo|io|jo"), "yo"),
    (re.compile(r"(?<=[aeo])w"), "v"),
    (re.compile(r"(?:iy|yi|yy|ij|ii|y|j)(?=$|[^aeou])"), "i"),
    (re.compile(r"(?<=.)(?:iy|yi|y|j)"), "i"),
)
"""Spellings of one sound in romanised names, applied in order."""

PARTICLES = frozenset(
    "al el bin bint ibn ben abu de del della di da dos van von der den le la".split()
)
SUFFIXES = frozenset("jr sr ii iii iv".split())
LEGAL = frozenset(
    "inc incorporated corp corporation co company ltd limited llc llp plc ag sa nv gmbh spa oyj ab as".split()
)
SMALL = frozenset("of the and for in on at to de la du des del der und et a an".split())

SPELLINGS = {
    "defence": "defense",
    "organisation": "organization",
    "centre": "center",
    "labour": "labor",
    "programme": "program",
    "dept": "department",
    "intl": "international",
    "natl": "national",
    "govt": "government",
}


def unmarked(text: str) -> str:
    """Return `text` in lower case without accents; other scripts are written in Latin letters."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return (plain if plain.isascii() else anyascii(plain)).lower()


def without_possessive(name: str) -> str:
    """Return `name` without a closing 's or apostrophe."""
    return _POSSESSIVE.sub("", name) if name[-1:] in "s'’`" else name


@lru_cache(maxsize=20_000)
def name_tokens(name: str) -> tuple[str, ...]:
    """Return the words of `name` in lower case without accents, hyphens opened, honorifics and suffixes dropped."""
    words = [unmarked(w) for w in _PIECE.findall(without_possessive(name.strip()))]
    words = [re.sub(r"[^a-z0-9]", "", w) for w in words]
    kept = [w for w in words if w and w not in SUFFIXES]
    while len(kept) > 1 and kept[0] in _honorifics():
        kept = kept[1:]
    return tuple(kept)


@lru_cache(maxsize=1)
def _honorifics() -> frozenset[str]:
    rows = lexicon.table("offices")
    return frozenset(
        row["title"].rstrip(".") for row in rows if row["kind"] in ("honorific", "rank")
    )


@lru_cache(maxsize=1)
def _families() -> frozenset[str]:
    return lexicon.words("family_names_first")


@lru_cache(maxsize=20_000)
def sounded(token: str) -> str:
    """Return a lower-case token with the spellings of one sound made one ("georgiy", "georgy": "georgi")."""
    if len(token) == 1:
        return token
    for pattern, plain in SOUNDS:
        token = pattern.sub(plain, token)
    return _DOUBLED.sub(r"\1", token)


def family_first(name: str) -> bool:
    """Tell whether `name` has its family name first, as Korean, Chinese and Vietnamese names have."""
    words = name.split()
    tokens = name_tokens(name)
    if not 2 <= len(tokens) <= 3 or tokens[0] not in _families():
        return False
    given = tokens[1:]
    if "-" in words[-1] or len(given) == 2:
        return all(len(g) <= 6 for g in given)
    return given[0] not in lexicon.words("given_names_female") | lexicon.words("given_names_male")


def surname(name: str) -> str:
    """Return the token by which a person of this full name is called later, in lower case."""
    tokens = name_tokens(name)
    if not tokens:
        return ""
    return tokens[0] if family_first(name) else tokens[-1]


def same_person(a: str, b: str) -> bool | None:
    """Tell whether two names are one person's: False where they cannot be, None where they may be.

    True needs full names that agree but for spelling, a dropped middle or second surname, an initial or
    the order of family and given name. A surname alone proves nothing (None).
    """
    first, second = name_tokens(a), name_tokens(b)
    if not first or not second:
        return None
    one, two = [sounded(t) for t in first], [sounded(t) for t in second]
    if len(one) == 1 or len(two) == 1:
        short, long, full = (one[0], two, b) if len(one) == 1 else (two[0], one, a)
        if len(long) == 1:
            return True if short == long[0] else None if _near(short, long[0]) else False
        if "".join(long) == short:
            return True
        calls = {sounded(surname(full)), long[-1], long[0]}
        return None if any(_near(short, call) for call in calls) else False
    if "".join(one) == "".join(two) or sorted(one) == sorted(two):
        return True
    if family_first(a) or family_first(b):
        return _same_family_first(one, two)
    return _same_western(one, two)


def _same_family_first(one: list[str], two: list[str]) -> bool:
    joined = "".join(one)
    turned = "".join([*two[1:], two[0]]), "".join([two[-1], *two[:-1]])
    return joined in turned


def _same_western(one: list[str], two: list[str]) -> bool:
    short, long = sorted((one, two), key=len)
    if not _same_given(short[0], long[0]):
        return False
    if len(short) == len(long):
        middles = zip(short[1:-1], long[1:-1], strict=True)
        return _near(short[-1], long[-1]) and all(_same_given(x, y) for x, y in middles)
    rest = iter(long[1:])
    return all(any(_near(x, y) or _is_initial(x, y) for y in rest) for x in short[1:])


def _near(x: str, y: str) -> bool:
    if x == y:
        return True
    shorter = min(len(x), len(y))
    if shorter < 5 or x[0] != y[0]:
        return False
    return DamerauLevenshtein.distance(x, y, score_cutoff=1) <= 1 and shorter >= 6


def _is_initial(x: str, y: str) -> bool:
    return (len(x) == 1 or len(y) == 1) and x[0] == y[0]


def _same_given(x: str, y: str) -> bool:
    if _near(x, y) or _is_initial(x, y):
        return True
    short, long = sorted((x, y), key=len)
    return len(short) >= 3 and long.startswith(short)


# ---------------------------------------------------------------- organisations


@lru_cache(maxsize=20_000)
def organization_key(name: str) -> str:
    """Return what is left of a body's name without article, legal form, case, spelling and word order.

    "the Ministry of Defence" and "Defense Ministry" give one key; a country in it is kept as `xyz:`, so
    that the ministries of two states differ.
    """
    plain = unmarked(name.strip())
    country, rest = _country_in(plain)
    words = [w.replace("'", "").replace("’", "") for w in _PIECE.findall(rest)]
    words = [SPELLINGS.get(w, w) for w in words if w != "s"]
    while len(words) > 1 and words[0] in ("the", "a"):
        words = words[1:]
    while len(words) > 1 and words[-1] in LEGAL:
        words = words[:-1]
    if len(words) > 2 and words[1] == "of" and words[0] in ("ministry", "department", "bureau"):
        words = [w for w in words[2:] if w not in ("affairs", "the")] + [words[0]]
    words = ["ministry" if w == "ministries" else w for w in words if w not in SMALL or w == "and"]
    words = [w for w in words if w != "affairs" or words[-1] != "ministry"]
    return (country + ":" if country else "") + " ".join(words)


@lru_cache(maxsize=1)
def _country_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for row in lexicon.table("countries"):
        for cell in ("name", "names", "adjectives"):
            for word in row[cell].split("|"):
                if word:
                    words.setdefault(unmarked(word), row["iso3"].lower())
    return words


def _country_in(plain: str) -> tuple[str, str]:
    """Return the country that `plain` begins with or ends in ("of X", "in X"), and the rest."""
    known = _country_words()
    words = plain.split()
    if words[:1] == ["the"]:
        words = words[1:]
    for size in (3, 2, 1):
        if len(words) > size:
            head = without_possessive(" ".join(words[:size]))
            if head in known:
                return known[head], " ".join(words[size:])
            if len(words) > size + 1 and words[-size - 1] in ("of", "in"):
                tail = " ".join(words[-size:])
                if tail in known:
                    return known[tail], " ".join(words[: -size - 1])
    return "", " ".join(words)


def acronyms(name: str) -> frozenset[str]:
    """Return the acronyms, in capitals, that the words of `name` give, with and without small words."""
    words = [w for w in re.split(r"[\s\-–]+", without_possessive(name)) if w[:1].isalnum()]
    if words and words[0].lower() == "the":
        words = words[1:]
    every = "".join(w[0] for w in words).upper()
    great = "".join(w[0] for w in words if w.lower() not in SMALL).upper()
    return frozenset(a for a in (every, great) if len(a) > 1)


def same_organization(a: str, b: str) -> bool | None:
    """Tell whether two names are one body's: None where one may be short for the other.

    True: one key, or one is the acronym of the other. None: the words of one are among the other's, or one key has a
    country and the other, otherwise the same, has none. False: anything else.
    """
    one, two = organization_key(a), organization_key(b)
    if not one or not two:
        return None
    if one == two:
        return True
    for short, long in ((a, b), (b, a)):
        letters = re.sub(r"[^A-Z0-9]", "", short)
        if letters and letters == re.sub(r"[.\s]", "", short) and letters in acronyms(long):
            return True
    land_one, _, core_one = one.rpartition(":")
    land_two, _, core_two = two.rpartition(":")
    if land_one and land_two and land_one != land_two:
        return False
    if core_one == core_two:
        return None
    less, more = sorted((set(core_one.split()), set(core_two.split())), key=len)
    return None if less and less < more else False
