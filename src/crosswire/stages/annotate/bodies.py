"""Bodies named by common nouns: "Norland's foreign ministry", "the Norlandian embassy", and later "the ministry".

In go the spans known so far, out come further spans of organisations, and the later descriptions of
bodies and office holders.
"""

from crosswire.model.annotation import EntityType
from crosswire.stages.annotate.aliases import Draft
from crosswire.stages.annotate.gazetteer import Known
from crosswire.stages.annotate.spotting import Spotted
from crosswire.stages.annotate.tree import Tree
from crosswire.text.names import SPELLINGS, organization_key
from crosswire.text.offices import LOWER_RANK, head_words, read_office, same_office

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
    "service": {"intelligence", "security", "emergency", "secret"},
    "bank": {"central"},
    "court": {"supreme", "constitutional", "high"},
    "office": {"presidential"},
}
"""Nouns that name a body only after one of these words."""

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
    """Return `spots` with bodies of states added, which take in the state's name before them."""
    at_end = {s.last: s for s in spots if s.known and s.known.kind in ("country", "nationality")}
    taken = {t for s in spots for t in range(s.first, s.last)}
    added: list[Spotted] = []
    for token, word in enumerate(tree.parse.words):
        sector = STATE_BODIES.get(word.lower())
        if sector is None or token in taken or tree.parse.tags[token] not in ("NN", "NNP", "NNS"):
            continue
        first = token
        while (
            first > 0
            and first > token - 4
            and first not in at_end
            and _modifies(tree, first - 1, taken)
        ):
            first -= 1
        between = {w.lower() for w in tree.parse.words[first:token]}
        wanted = QUALIFIED.get(word.lower())
        if wanted and not wanted & between:
            continue
        state = at_end.get(first) or (
            at_end.get(first - 1) if tree.parse.tags[first - 1] == "POS" else None
        )
        if (
            state is None
            or state.known is None
            or tree.sentence_of[state.first] != tree.sentence_of[token]
        ):
            continue
        code = "SPY" if between & SPIES else "MIL" if between & {"defense", "defence"} else sector
        code = "MED" if "news" in between else "GOV" if word.lower() == "ministry" else code
        name = tree.span(state.first, token + 1).text
        known = Known("body", "organization", name, state.known.country, code)
        added.append(Spotted(state.first, token + 1, "organization", known, "BODY"))
    covered = {(s.first) for s in added}
    kept = [
        s
        for s in spots
        if not (s.known and s.known.kind in ("country", "nationality") and s.first in covered)
    ]
    return sorted([*kept, *added], key=lambda s: s.first)


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
    firsts = [(min(b.spans)[0], b) for b in bodies[:MOST]]
    for token in range(1, len(words)):
        noun = words[token].lower()
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


BODY: EntityType = "organization"
