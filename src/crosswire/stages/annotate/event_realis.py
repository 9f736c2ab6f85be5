"""Whether an event happened, did not, will, or might: from auxiliaries, negation and what governs it.

In: a predicate with its governors. Out: actual, negated, future or hypothetical, the innermost doubt
winning; and the type that a promise, threat, demand or refusal of an event has (a table).
"""

from crosswire.model.annotation import Realis
from crosswire.stages.annotate.event_predicates import UNREAL, Predicate
from crosswire.stages.annotate.tree import Tree

COOPERATIVE = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
MATERIAL_CONFLICT = {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}

_MODALS: dict[str, Realis] = {
    "will": "future", "shall": "future", "'ll": "future", "’ll": "future", "wo": "future",
    "would": "hypothetical", "could": "hypothetical", "may": "hypothetical",
    "might": "hypothetical", "should": "hypothetical", "must": "hypothetical", "can": "hypothetical",
    "ca": "hypothetical", "ought": "hypothetical",
}  # fmt: skip
_IF = {"if", "unless", "whether", "lest"}
_NEVER = {"not", "n't", "n’t", "never", "no", "neither", "nor"}
_NONE = {"no", "nothing", "nobody", "none", "neither"}
_UNLIKELY = {"likely", "probably", "possibly", "perhaps", "maybe", "reportedly"}

_EVIDENCE = {"evidence", "sign", "indication", "proof", "suggestion", "hint", "question", "confirmation",
             "word", "report", "claim"}  # fmt: skip

_POSSIBLE = {"possible", "potential", "planned", "imminent", "looming", "threatened", "feared", "future",
             "proposed", "likely", "expected", "hypothetical", "further", "any", "upcoming"}  # fmt: skip
_PROSPECTS = {"threat", "risk", "fear", "possibility", "plan", "prospect", "danger", "likelihood", "warning",
              "speculation", "rumour", "rumor", "idea", "probability", "chance", "preparation", "proposal",
              "prevent", "avoid", "avert", "deter", "prepare", "consider", "rule", "cancel", "demand",
              "threaten", "want", "seek", "postpone", "urge", "propose", "await", "expect"}  # fmt: skip

AGREE_CAMEO = {"CONSULT": "036", "AID": "033", "COOPERATE": "031", "RETREAT": "034", "CONCEDE": "035",
               "SUPPORT": "030"}  # fmt: skip
REQUEST_CAMEO = {"CONSULT": "105", "AID": "103", "COOPERATE": "101", "RETREAT": "105",
                 "CONCEDE": "104", "SUPPORT": "102", "AGREE": "101"}  # fmt: skip
REJECT_CAMEO = {"CONSULT": "125", "AID": "122", "COOPERATE": "121", "RETREAT": "124",
                "CONCEDE": "123", "SUPPORT": "121", "AGREE": "125"}  # fmt: skip
THREATEN_CAMEO = {"ASSAULT": "138", "SANCTION": "131", "COERCE": "132", "PROTEST": "133",
                  "MOBILIZE": "138"}  # fmt: skip
DEMANDED = {"CONSULT": "meet", "AID": "assist", "COOPERATE": "assist", "RETREAT": "yield",
            "CONCEDE": "change", "SUPPORT": "change", "AGREE": "meet"}  # fmt: skip
THREATENED = {"ASSAULT": "violence", "SANCTION": "relations", "COERCE": "restrict",
              "PROTEST": "restrict", "MOBILIZE": "violence"}  # fmt: skip


def own_realis(tree: Tree, verb: int, depth: int = 0) -> Realis:
    """Return what the verb's own auxiliaries, negation, mood and conjunction say."""
    auxiliaries = [tree.parse.words[k].lower() for k in tree.kids(verb, "aux")]
    if _negated(tree, verb) or _nearly(tree, verb):
        return "negated"
    if _under_if(tree, verb):
        return "hypothetical"
    modal = next((_MODALS[a] for a in auxiliaries if a in _MODALS), None)
    if modal == "hypothetical" and "would" in auxiliaries and "have" not in auxiliaries:
        return "future" if _reported(tree, verb) else modal
    if modal is not None:
        return modal
    return _borrowed(tree, verb, auxiliaries, depth + 1) if depth < 12 else "actual"


def _borrowed(tree: Tree, verb: int, auxiliaries: list[str], depth: int) -> Realis:
    """Return what a verb without a modal of its own takes from where it hangs."""
    dep, head = tree.parse.deps[verb], tree.parse.heads[verb]
    if _commanded(tree, verb, auxiliaries):
        return "hypothetical"
    if dep == "conj" and head != verb and not auxiliaries and tree.child(verb, "nsubj") is None:
        return own_realis(tree, head, depth)
    if dep in ("csubj", "pcomp", "acl") and _head_would(tree, verb):
        return "hypothetical"
    if dep == "advcl" and tree.parse.tags[verb] == "VBG" and _modal(tree, head):
        # "could fail, allowing units to ..."
        return "hypothetical"
    if "to" in auxiliaries and dep in ("advcl", "relcl", "acl"):
        return "hypothetical"
    if "to" in auxiliaries and dep in ("xcomp", "ccomp"):
        return _obliged(tree, head, depth)
    unsaid = dep == "csubj" and not auxiliaries and tree.child(verb, "nsubj") is None
    if unsaid and tree.parse.tags[head] in ("VBZ", "VBP"):
        # "Removing the ban is out of the question"
        return "hypothetical"
    if dep in ("ccomp", "acl") and _denied_noun(tree, verb):
        return "hypothetical"
    return "actual"


def _under_if(tree: Tree, verb: int) -> bool:
    """Tell whether the clause, or the one it is coordinated with, begins with "if" or its like."""
    for _ in range(4):
        if _inverted(tree, verb):
            return True
        if any(tree.parse.words[k].lower() in _IF for k in tree.kids(verb, "mark")):
            return True
        if tree.parse.deps[verb] != "conj":
            return False
        verb = tree.parse.heads[verb]
    return False


def _inverted(tree: Tree, verb: int) -> bool:
    """Tell whether the auxiliary stands before the subject of a side clause: "had it fired, ..."."""
    subject = tree.child(verb, "nsubj", "nsubjpass")
    if subject is None or tree.parse.deps[verb] not in ("advcl", "ccomp"):
        return False
    before = [k for k in tree.kids(verb, "aux", "auxpass") if k < subject]
    return any(tree.parse.words[k].lower() in ("had", "should", "were") for k in before)


def _commanded(tree: Tree, verb: int, auxiliaries: list[str]) -> bool:
    """Tell whether the verb is an imperative, which happens nowhere yet."""
    above = tree.parse.heads[verb] == verb or tree.parse.deps[verb] in ("ccomp", "advcl")
    bare = above and tree.parse.tags[verb] == "VB" and not auxiliaries
    return bare and tree.child(verb, "nsubj", "nsubjpass", "csubj") is None


def _modal(tree: Tree, verb: int) -> bool:
    words = {tree.parse.words[k].lower() for k in tree.kids(verb, "aux")}
    return bool(words & _MODALS.keys()) or _under_if(tree, verb)


def _obliged(tree: Tree, head: int, depth: int) -> Realis:
    """Return the reality of an infinitive under "be" or "have": "is to sign", "has yet to sign"."""
    lemma, tag = tree.parse.lemmas[head].lower(), tree.parse.tags[head]
    if lemma == "have":
        if any(tree.parse.lemmas[k].lower() == "yet" for k in tree.kids(head, "advmod")):
            return "negated"
        return "actual" if tag in ("VBD", "VBN") else "hypothetical"
    if lemma == "be":
        return "future"
    return own_realis(tree, head, depth) if tree.parse.deps[head] == "advcl" else "actual"


def _denied_noun(tree: Tree, verb: int) -> bool:
    """Tell whether the clause says what there is no evidence of, or what is not clear."""
    head = tree.parse.heads[verb]
    if tree.parse.lemmas[head].lower() not in _EVIDENCE:
        return False
    above = tree.parse.heads[head]
    negatives = [k for t in (head, above) for k in tree.kids(t, "neg", "det")]
    return any(tree.parse.words[k].lower() in _NEVER for k in negatives)


def _nearly(tree: Tree, verb: int) -> bool:
    return any(
        tree.parse.lemmas[k].lower() in ("almost", "nearly") for k in tree.kids(verb, "advmod")
    )


def _negated(tree: Tree, verb: int) -> bool:
    negations = [k for k in tree.kids(verb, "neg", "preconj") if not _not_only(tree, k)]
    if any(tree.parse.words[k].lower() in _NEVER for k in negations):
        return True
    return any(
        tree.parse.words[d].lower() in _NONE
        for k in tree.kids(verb, "dobj", "nsubj", "nsubjpass")
        for d in (k, *tree.kids(k, "det"))
    )


def _not_only(tree: Tree, token: int) -> bool:
    after = token + 1
    return after < len(tree.parse.words) and tree.parse.words[after].lower() in ("only", "just")


def _reported(tree: Tree, verb: int) -> bool:
    if tree.parse.deps[verb] != "ccomp" and tree.child(verb, "ccomp", "parataxis") is None:
        return False
    return not any(
        tree.parse.words[m].lower() in _IF
        for k in tree.kids(verb, "advcl")
        for m in tree.kids(k, "mark")
    )


def _head_would(tree: Tree, verb: int) -> bool:
    """Tell whether the clause that this one is the subject of is under "would" or "could"."""
    current = verb
    for _ in range(4):
        current = tree.parse.heads[current]
        if tree.parse.pos[current] in ("VERB", "AUX"):
            auxiliaries = {tree.parse.words[k].lower() for k in tree.kids(current, "aux")}
            return bool(auxiliaries & {"would", "could", "might", "may"})
    return False


def realis(tree: Tree, predicate: Predicate, found: dict[int, Predicate]) -> Realis:
    """Return the reality of the event at `predicate`, through all that governs it but reports."""
    own = own_realis(tree, predicate.token)
    for above in predicate.governors:
        governor = found[above]
        if governor.sense.effect == "report":
            if own == "actual" and _negated(tree, above):
                # "could not confirm that it was so": nobody says that it was
                return "hypothetical"
            break
        if governor.sense.effect in UNREAL and own == "actual" and _negated(tree, above):
            return "hypothetical"
        if governor.sense.effect in UNREAL and own == "actual":
            return "future" if UNREAL[governor.sense.effect] == "future" else "hypothetical"
        if own == "actual" and governor.sense.type and _purpose(tree, predicate.token):
            return "hypothetical"
        if own == "actual":
            own = own_realis(tree, above)
    if own == "future" and hedged(tree, predicate.token):
        return "future"
    return own


def nominal_realis(tree: Tree, noun: int) -> Realis:
    """Return the reality of an event that a noun names: "a possible attack", "the threat of an invasion"."""
    words = {tree.parse.lemmas[k].lower() for k in tree.kids(noun, "amod", "det", "compound")}
    if words & _NONE:
        return "negated"
    if words & _POSSIBLE:
        return "hypothetical"
    current = noun
    for _ in range(20):
        head = tree.parse.heads[current]
        if head == current:
            break
        current = head
        if tree.parse.lemmas[current].lower() in _PROSPECTS:
            return "hypothetical"
        if tree.parse.pos[current] in ("VERB", "AUX"):
            real = own_realis(tree, current)
            return "hypothetical" if real != "actual" and not _negated(tree, current) else "actual"
    return "actual"


def _purpose(tree: Tree, verb: int) -> bool:
    return any(tree.parse.words[k].lower() == "to" for k in tree.kids(verb, "aux"))


def hedged(tree: Tree, verb: int) -> bool:
    """Tell whether "likely" or its like stands by the verb: a forecast, not a promise."""
    return any(tree.parse.lemmas[k].lower() in _UNLIKELY for k in tree.kids(verb, "advmod"))


def composed(effect: str, type_: str, inner: str | None) -> tuple[str, str | None, str] | None:
    """Return (type, mode, CAMEO) of an operator of class `effect` over an event of type `inner`.

    None where there is no event in it: a failure to do what is no deed of cooperation.
    """
    if effect in ("pledge", "plan", "will") and inner in MATERIAL_CONFLICT:
        return "THREATEN", THREATENED[inner], THREATEN_CAMEO[inner]
    if effect in ("pledge", "plan", "will"):
        return "AGREE", None, AGREE_CAMEO.get(inner or "", "030")
    if effect == "threat":
        return "THREATEN", THREATENED.get(inner or ""), THREATEN_CAMEO.get(inner or "", "130")
    if effect == "demand":
        return "REQUEST", DEMANDED.get(inner or "", "change"), REQUEST_CAMEO.get(inner or "", "100")
    if effect == "refuse":
        return "REJECT", DEMANDED.get(inner or ""), REJECT_CAMEO.get(inner or "", "120")
    if effect == "prepare":
        return ("MOBILIZE", "troops", "150") if inner == "ASSAULT" else None
    if effect == "failure":
        return ("REJECT", None, "120") if inner in COOPERATIVE else None
    return (type_, None, "") if type_ else None
