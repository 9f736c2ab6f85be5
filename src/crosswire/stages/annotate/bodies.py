"""Bodies named by common nouns: "Norland's foreign ministry", "the Norlandian embassy", and later "the ministry".

In go the spans known so far, out come further spans of organisations, and the later descriptions of
bodies and office holders.
"""

import re
from itertools import pairwise

from crosswire.model.annotation import EntityType
from crosswire.stages.annotate.aliases import Draft
from crosswire.stages.annotate.gazetteer import Known, is_given
from crosswire.stages.annotate.spotting import BARE, TOWN, Spotted
from crosswire.stages.annotate.tree import Tree
from crosswire.text.names import SPELLINGS, organization_key
from crosswire.text.offices import LOWER_RANK, head_words, read_office, same_office
from crosswire.text.places import is_place

BODY: EntityType = "organization"

_NOUNS = ("NN", "NNP", "NNS")

STATE_BODIES = {
    "ministry": "GOV",
    "embassy": "GOV",
    "consulate": "GOV",
    "government": "GOV",
    "cabinet": "GOV",
    "presidency": "GOV",
    "parliament": "LEG",
    "legislature": "LEG",
    "military": "MIL",
    "army": "MIL",
    "navy": "MIL",
    "police": "COP",
    "force": "MIL",
    "agency": "GOV",
    "service": "GOV",
    "bank": "GOV",
    "court": "JUD",
    "office": "GOV",
    "department": "GOV",
    "brigade": "GOV",
    "guard": "MIL",
    "council": "GOV",
}
"""Nouns that with a state before them name a body of it, and their sector."""

QUALIFIED = {
    "force": {"air"},
    "agency": {
        "intelligence",
        "spy",
        "space",
        "news",
        "nuclear",
        "security",
        "health",
        "meteorological",
    },
    "service": {"intelligence", "security", "emergency", "secret", "fire", "ambulance", "rescue"},
    "bank": {"central"},
    "court": {"supreme", "constitutional", "high", "district", "regional", "criminal", "appeals"},
    "department": {"fire", "police", "health"},
    "brigade": {"fire"},
    "guard": {"coast"},
    "council": {"city", "town", "county"},
    "office": {"presidential"},
}
"""Nouns that name a body only after one of these words."""

LOCAL = {"police", "department", "brigade", "court", "council", "government", "parliament"}
"""Nouns that name a body of a town or region, too."""

EXTENDABLE = {"police", "army", "government"}
EXTENSIONS = {
    "union": "LAB",
    "federation": "LAB",
    "association": "LAB",
    "academy": "EDU",
    "department": "SAME",
    "force": "SAME",
    "service": "SAME",
}
"""Nouns after a body's that make it another body, with its sector, or the same in more words."""

BARE_WORDS = {
    "ministry": set(
        """foreign interior defense defence finance health justice education transport energy economy
        agriculture trade labor labour culture environment information tourism oil industry""".split()
    ),
    "department": {"fire"},
    "brigade": {"fire"},
    "service": {"fire"},
    "guard": {"coast", "national"},
    "bank": {"central"},
    "court": {"supreme", "constitutional"},
}
"""Nouns, and the words before them, that name a body even where its state is not named."""

HOLDERS = set("officials official spokesman spokeswoman spokesperson chief head".split())

SPIES = {"intelligence", "spy", "secret"}
LATER = {
    "ministry", "agency", "company", "firm", "airline", "bank", "party", "union", "university", "council",
    "department", "commission", "committee", "court", "embassy", "newspaper", "institute", "organization",
    "organisation", "group", "service", "association", "authority", "bureau", "board", "carrier", "foundation",
}  # fmt: skip
"""Nouns that with "the" point back to a body named before."""

MOST = 200
"""Entities of one report at most among which a description is looked up."""

CARRIERS = {"facebook", "twitter", "youtube", "instagram", "telegram", "whatsapp", "google"}
"""Companies that reports name for what was said there."""

KINDRED = {
    "agency": {"agency", "service", "administration", "authority", "bureau"},
    "airline": {"airline", "airlines", "airways", "air"},
    "carrier": {"airline", "airlines", "airways", "air"},
    "newspaper": {"newspaper", "times", "post", "news", "zeitung", "herald", "tribune"},
    "organisation": {"organization"},
}


def state_bodies(tree: Tree, spots: list[Spotted]) -> list[Spotted]:
    """Return `spots` with bodies of states and towns added, which take in the name before them, and bare ones."""
    at_end = {s.last: s for s in spots if s.type in ("place", "nationality")}
    taken = {t for s in spots for t in range(s.first, s.last)}
    added: list[Spotted] = []
    for token, word in enumerate(tree.parse.words):
        noun = word.lower()
        sector = STATE_BODIES.get(noun)
        if sector is None or token in taken or tree.parse.tags[token] not in _NOUNS:
            continue
        first = token
        while (
            first > max(0, token - 4) and first not in at_end and _modifies(tree, first - 1, taken)
        ):
            first -= 1
        between = {w.lower() for w in tree.parse.words[first:token]}
        wanted = QUALIFIED.get(noun)
        if wanted and not wanted & between:
            continue
        body = _owned(tree, at_end, first, token, between) or _bare(tree, first, token, between)
        if body:
            added.append(body)
    covered = {s.first for s in added}
    kept = [s for s in spots if not (s.type in ("place", "nationality") and s.first in covered)]
    return sorted([*kept, *added], key=lambda s: s.first)


def _owned(
    tree: Tree, at_end: dict[int, Spotted], first: int, token: int, between: set[str]
) -> Spotted | None:
    """Return the body that ends at `token` with the state or town right before it, if it is one's."""
    noun = tree.parse.words[token].lower()
    owner = at_end.get(first) or (
        at_end.get(first - 1) if tree.parse.tags[first - 1] == "POS" else None
    )
    if owner is None and noun in LOCAL and first < token:
        owner = _town_unseen(tree, first)
    if owner is None or tree.sentence_of[owner.first] != tree.sentence_of[token]:
        return None
    known = owner.known
    if known and known.kind in ("country", "nationality"):
        country = known.country
    elif noun in LOCAL and owner.type == "place":
        country = known.country if known else ""
    else:
        return None
    last = token + 1
    extended = noun in EXTENDABLE and tree.parse.words[last : last + 1]
    wider = EXTENSIONS.get(extended[0].lower(), "") if extended else ""
    last += bool(wider)
    sector = wider if wider not in ("", "SAME") else _sector(noun, between)
    name = tree.span(owner.first, last).text
    return Spotted(owner.first, last, BODY, Known("body", BODY, name, country, sector), "BODY")


def _town_unseen(tree: Tree, token: int) -> Spotted | None:
    """Return the town of some size that `token` names though the parser passed it over ("Vesk police")."""
    word = tree.parse.words[token]
    named = word[0].isupper() and is_place(word, least=TOWN) and not is_given(word)
    return Spotted(token, token + 1, "place", None, "RUN") if named else None


def _bare(tree: Tree, first: int, token: int, between: set[str]) -> Spotted | None:
    """Return a body of which the report does not say whose it is ("the interior ministry", "the coast guard")."""
    words, noun = tree.parse.words, tree.parse.words[token].lower()
    if not between & BARE_WORDS.get(noun, set()) or first == 0:
        return None
    after = words[token + 1].lower() if token + 1 < len(words) else ""
    held = after in HOLDERS and first == tree.sentence(token).first
    led = words[first - 1].lower() == "the" and (after in HOLDERS or not _continued(tree, token))
    if not held and not led:
        return None
    name = tree.span(first, token + 1).text
    return Spotted(
        first, token + 1, BODY, Known("body", BODY, name, "", _sector(noun, between)), BARE
    )


def _sector(noun: str, between: set[str]) -> str:
    if "news" in between:
        return "MED"
    if noun == "ministry":
        return "MIL" if between & {"defense", "defence"} else "GOV"
    if between & SPIES:
        return "SPY"
    return "MIL" if between & {"defense", "defence"} else STATE_BODIES[noun]


KNOWN_AS = re.compile(
    r"""[\s,("“'‘]*(?:also|better|formerly|previously|now)?\s*(?:known|referred to)?\s*"""
    r"""(?:as|formerly|a\.?k\.?a\.?)?\s*(?:the\s)?[\s"“'‘]*"""
)
_SAYS_SO = re.compile(r"known as|referred to as|formerly|a\.?k\.?a", re.I)


def join_known_as(tree: Tree, spots: list[Spotted], bodies: list[Draft]) -> None:
    """Make one of two bodies where the text says so: "the Coastal Watch, also known as the Grey Fleet"."""
    named = [s for s in spots if s.type == BODY]
    owner = {first: body for body in bodies for first, _, _ in body.spans}
    for one, two in pairwise(named):
        between = tree.text[tree.parse.ends[one.last - 1] : tree.parse.starts[two.first]]
        if len(between) > 40 or not KNOWN_AS.fullmatch(between) or not _SAYS_SO.search(between):
            continue
        if _is_of_a_part(tree, one):
            continue
        first, second = owner.get(one.first), owner.get(two.first)
        if first and second and first is not second and second.spans:
            first.canonical = first.canonical or first.names[0]
            first.join(second)
            owner.update({start: first for start, _, _ in first.spans})


_PARTS = frozenset("unit wing arm branch division brigade battalion cell faction corps".split())


def _is_of_a_part(tree: Tree, spotted: Spotted) -> bool:
    """Tell whether the name only says of which body a part is: "a unit under the Coastal Watch, known as ..."."""
    heads, inside = tree.parse.heads, range(spotted.first, spotted.last)
    top = next((t for t in inside if heads[t] not in inside), spotted.first)
    mark = heads[top]
    return tree.parse.deps[top] == "pobj" and tree.parse.lemmas[heads[mark]].lower() in _PARTS


def sector_by_name(body: Draft) -> str:
    """Return the sector that the last word of a state's body tells ("the Norlandian Navy"), or ""."""
    last = body.names[0].split()[-1].lower()
    return STATE_BODIES.get(last, "") if body.country and last not in QUALIFIED else ""


GENERIC = {"spy agency", "intelligence agency", "intelligence service", "spy service"}


def join_described(bodies: list[Draft]) -> None:
    """Make "Norland's spy agency" one with the only service of that state that is named."""
    for body in bodies[:MOST]:
        land, _, core = body.key.partition(":")
        if core not in GENERIC or not body.spans:
            continue
        named = [
            b
            for b in bodies[:MOST]
            if b.spans
            and b.sector == "SPY"
            and b.country.lower() == land
            and b.key.rpartition(":")[2] not in GENERIC
        ]
        if len(named) == 1:
            named[0].canonical = named[0].canonical or named[0].names[0]
            named[0].join(body)


def _modifies(tree: Tree, token: int, taken: set[int]) -> bool:
    return token not in taken and tree.parse.tags[token] in ("JJ", "NN", "NNP", "CC", "NNPS", "NNS")


def country_before(tree: Tree, token: int, at_end: dict[int, Spotted]) -> str:
    """Return the state whose name stands right before `token`, with or without a possessive mark."""
    before = at_end.get(token)
    if before is None and token and tree.parse.tags[token - 1] == "POS":
        before = at_end.get(token - 1)
    return before.known.country if before and before.known else ""


def describe_bodies(tree: Tree, bodies: list[Draft], taken: set[int]) -> None:
    """Add to each of `bodies` the later "the ministry" that can only be it."""
    words = tree.parse.words
    firsts = [(min(b.spans)[0], b) for b in bodies[:MOST] if b.spans]
    for token in range(1, len(words)):
        noun = words[token].lower()
        if noun == "police" and token not in taken:
            _describe_police(tree, bodies, token)
        if noun not in LATER or token in taken or tree.parse.tags[token] != "NN":
            continue
        first = token
        while first > 0 and words[first - 1].lower() in _BODY_QUALIFIERS:
            first -= 1
        if first == 0 or words[first - 1].lower() != "the" or _continued(tree, token):
            continue
        fitting = [b for at, b in firsts if at < token and _is_a(b, noun, words[first:token])]
        if len(fitting) == 1:
            fitting[0].spans.append((first, token + 1, "title"))


def _describe_police(tree: Tree, bodies: list[Draft], token: int) -> None:
    """Add a "police" that says something to the only police that the report names, if that was before."""
    parse = tree.parse
    if parse.deps[token] != "nsubj" or tree.kids(token, "compound", "amod", "poss", "nummod"):
        return
    named = [b for b in bodies[:MOST] if b.spans and b.key.endswith("police")]
    if len(named) == 1 and min(named[0].spans)[0] < token:
        named[0].spans.append((token, token + 1, "title"))


_BODY_QUALIFIERS = SPIES | {"news", "foreign", "defense", "defence", "interior"}


def _continued(tree: Tree, token: int) -> bool:
    """Tell whether the noun goes on ("the ministry of", "the company car"), so that it points to another."""
    if token + 1 >= len(tree.parse.words):
        return False
    return tree.parse.words[token + 1].lower() in ("of", "that", "which", "-") or tree.parse.tags[
        token + 1
    ].startswith("NN")


def _is_a(body: Draft, noun: str, modifiers: list[str]) -> bool:
    kinds = KINDRED.get(noun, {noun})
    heads = {w for name in body.names for w in organization_key(name).rpartition(":")[2].split()}
    if noun in ("company", "firm", "group"):
        return body.sector == "BUS" and body.key not in CARRIERS
    if noun == "agency" and {m.lower() for m in modifiers} & SPIES:
        return body.sector == "SPY"
    if noun == "agency" and body.sector == "MED":
        return bool({m.lower() for m in modifiers} & {"news"})
    wanted = {SPELLINGS.get(m.lower(), m.lower()) for m in modifiers}
    return bool(kinds & heads) and wanted <= heads | {"news"}


GENERAL = frozenset(
    "chief leader official member executive officer president's representative deputy partner".split()
)


def describe_people(
    tree: Tree, people: list[Draft], taken: set[int], at_end: dict[int, Spotted]
) -> None:
    """Add to each of `people` the "the ambassador" without a name that can only be him or her."""
    words, tags = tree.parse.words, tree.parse.tags
    people = [p for p in people if p.titles][:MOST]
    named = {t for p in people for title in p.titles for t in range(title.first, title.last)}
    for token in range(1, len(words)):
        if words[token].lower() not in head_words() or token in taken or token in named:
            continue
        if tags[token] not in ("NN", "NNP") or _continued(tree, token):
            continue
        first = token
        while (
            first > 0
            and first not in at_end
            and words[first - 1].lower() in LOWER_RANK | _QUALIFIERS
        ):
            first -= 1
        country = country_before(tree, first, at_end)
        if not country and words[first - 1].lower() != "the":
            continue
        office = read_office(tree.span(first, token + 1).text)
        if office.kind != "office" or office.office in GENERAL:
            continue
        said = tree.span(first, token + 1).text
        fitting = [p for p in people if _holds(tree, p, said, country)]
        if len(fitting) == 1:
            fitting[0].spans.append((first, token + 1, "title"))


_QUALIFIERS = frozenset("foreign defense defence prime interior finance first".split())


def _holds(tree: Tree, person: Draft, said: str, country: str) -> bool:
    if country and person.country and country != person.country:
        return False
    for title in person.titles:
        same = same_office(said, tree.span(title.first, title.last).text)
        vague = same is None and read_office(said).office == title.office.office == "minister"
        if same or vague:
            return True
    return False
