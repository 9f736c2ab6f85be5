"""What a holder makes of a content: the effects of modality, class and negation folded from the inside out."""

from crosswire.model.annotation import CueClass, Status
from crosswire.stages.annotate.cues import Cue
from crosswire.stages.annotate.tree import Tree

_EFFECT: dict[CueClass, Status | None] = {
    "neutral": None,
    "strong": None,
    "factive": None,
    "threat": None,
    "distancing": "alleged",
    "negative": "denied",
    "no-comment": "no-comment",
    "unconfirmed": "unconfirmed",
    "directive": "demand",
    "commissive": "pledge",
    "prospective": "expected",
}
"""None leaves the status that the content has by itself."""

_MODAL: dict[str, Status] = {
    "may": "possible",
    "might": "possible",
    "could": "possible",
    "can": "asserted",
    "will": "expected",
    "'ll": "expected",
    "’ll": "expected",
    "wo": "expected",
    "shall": "expected",
    "should": "demand",
    "must": "demand",
}
_EXPECTING = frozenset({"expect", "plan", "schedule", "set", "slate", "due", "likely", "intend"})
_CHANCES = frozenset({"possibility", "risk", "chance", "danger", "potential", "likelihood"})
_OTHER_CLAUSES = frozenset({"conj", "advcl", "parataxis", "ccomp", "relcl"})
_POSSIBLE = frozenset({"possible", "possibly", "perhaps", "maybe", "probably"})
_RETALIATING = frozenset(
    """respond retaliate punish strike attack answer act pay regret destroy hit sanction react avenge face
    suffer bomb invade fire sue""".split()
)
_BELIEVING = frozenset({"believe", "think", "feel", "expect", "agree", "accept"})
_CONFIRMING = frozenset("confirm verify certify corroborate authenticate substantiate".split())
_FINDING = frozenset(
    """ascertain certify conclude decide demonstrate determine document establish find illustrate indicate prove rule
    show""".split()
)
"""Verbs whose content is open where they are negated: who did not find that it leaks did not find it to be so.
What somebody does not know or regret is taken for granted all the same (Kiparsky and Kiparsky 1970)."""
_WITHHOLDING = frozenset(
    """say tell confirm deny comment answer reply respond disclose reveal discuss elaborate explain address
    mention identify name specify detail acknowledge confess announce provide give talk speak verify describe
    reference release state clarify""".split()
)
_HANDING_OUT = frozenset("give provide release state".split())
"""Verbs that withhold only what tells something: "gave no details", not "does not give up"."""
_TELLING = frozenset(
    """comment detail information reason explanation answer statement figure number name estimate account
    interview assessment evidence timeline timetable word breakdown toll age identity""".split()
)
_FORECASTS = frozenset("forecast outlook prediction projection".split())
_ABLE = frozenset({"can", "could", "able", "unable", "ca"})
_REFUSING = frozenset({"decline", "refuse", "fail", "unable", "unwilling"})


def content_status(tree: Tree, head: int) -> Status:
    """Return the status that a content has by its own modality: possible, expected, conditional or asserted."""
    if head < 0:
        return "asserted"
    parse = tree.parse
    if _is_conditional(tree, head):
        return "conditional"
    for aux in tree.kids(head, "aux"):
        status = _MODAL.get(parse.words[aux].lower())
        if status:
            return status
    if parse.lemmas[head].lower() in _CHANCES:
        return "possible"
    near = [head, *(c for c in tree.children[head] if parse.deps[c] not in _OTHER_CLAUSES)]
    if any(parse.lemmas[t].lower() in _POSSIBLE for t in near):
        return "possible"
    if any(_expects(tree, t) for t in near if parse.deps[t] != "nsubj"):
        return "expected"
    return "asserted"


def _expects(tree: Tree, token: int) -> bool:
    """Tell whether the word looks ahead; "too likely to burn" is what a thing is like now."""
    if tree.parse.lemmas[token].lower() not in _EXPECTING:
        return False
    return not any(tree.parse.words[t].lower() == "too" for t in tree.kids(token, "advmod"))


def _is_conditional(tree: Tree, token: int) -> bool:
    """Tell whether a clause with "if" or "unless" hangs on the verb."""
    return any(
        tree.parse.words[mark].lower() in ("if", "unless")
        for clause in tree.kids(token, "advcl")
        for mark in tree.kids(clause, "mark")
    )


def cue_class(
    tree: Tree, cue: Cue, frame_class: CueClass, head: int, speaker: int | None = None
) -> CueClass:
    """Return the class of the cue where it stands: negation turns speaking into silence and doubt."""
    lemmas = tree.parse.lemmas
    foretold = speaker is not None and lemmas[speaker].lower() in _FORECASTS
    if frame_class == "directive" and foretold:
        return "prospective"  # a forecast that calls for rain asks nobody for it
    if cue.lemma in ("decline", "refuse") and head >= 0:
        return "no-comment" if lemmas[head].lower() in _WITHHOLDING else "negative"
    refused = any(lemmas[t].lower() in _REFUSING for t in _governors(tree, cue.token))
    if not cue.negated and not refused:
        return frame_class
    if cue.lemma in _CONFIRMING and _is_inability(tree, cue):
        return "unconfirmed"
    if cue.pos == "noun":
        nothing_to_it = frame_class in ("distancing", "prospective", "commissive")
        if frame_class == "negative":
            return "strong"  # no doubt that
        return "negative" if nothing_to_it else frame_class
    if frame_class in ("directive", "commissive", "prospective"):
        return frame_class
    if cue.lemma in _WITHHOLDING:
        return "no-comment"
    return "negative" if cue.lemma in _BELIEVING else frame_class


def _is_inability(tree: Tree, cue: Cue) -> bool:
    """Tell whether the holder could not, rather than would not: "could not confirm", "was unable to"."""
    if cue.passive:
        return True
    near = [*tree.kids(cue.token, "aux"), *_governors(tree, cue.token)]
    return any(tree.parse.words[t].lower() in _ABLE for t in near)


def _governors(tree: Tree, token: int) -> list[int]:
    return [tree.parse.heads[token]] if tree.parse.deps[token] == "xcomp" else []


def fold(tree: Tree, cue: Cue, class_: CueClass, head: int, same_party: bool) -> Status:
    """Return the status of a content for its holder."""
    inner = (_own_silence(tree, head) if same_party else None) or content_status(tree, head)
    if 0 <= head < cue.token and cue.pos == "verb" and _is_conditional(tree, cue.token):
        inner = "conditional"  # "the line would close, he warned, unless the state helps"
    if class_ == "threat":
        return _threat(tree, cue, head, inner, same_party)
    effect = _EFFECT[class_]
    if class_ == "negative" and cue.negated and cue.pos != "noun":
        return inner
    if effect is not None:
        return effect
    if class_ == "factive" and cue.negated:
        return "unconfirmed" if cue.lemma in _FINDING else "presupposed"
    if head >= 0 and tree.parse.deps[head] == "ccomp" and _is_question(tree, head):
        return "unconfirmed"
    return inner


def _own_silence(tree: Tree, head: int) -> Status | None:
    """Return what "said it could not confirm" or "said it would not comment" amounts to."""
    if head < 0 or tree.child(head, "neg") is None:
        return None
    lemma = tree.parse.lemmas[head].lower()
    if lemma in _CONFIRMING:
        able = any(tree.parse.words[t].lower() in _ABLE for t in tree.kids(head, "aux"))
        return "unconfirmed" if able else "no-comment"
    return "no-comment" if lemma in _WITHHOLDING and _withholds(tree, head, lemma) else None


def _withholds(tree: Tree, verb: int, lemma: str) -> bool:
    """Tell whether what is not given would tell something."""
    if lemma not in _HANDING_OUT:
        return True
    return any(tree.parse.lemmas[t].lower() in _TELLING for t in tree.kids(verb, "dobj"))


def _is_question(tree: Tree, head: int) -> bool:
    return any(tree.parse.words[t].lower() in ("whether", "if") for t in tree.kids(head, "mark"))


def _threat(tree: Tree, cue: Cue, head: int, inner: Status, same_party: bool) -> Status:
    """Return "threat" where the warner, or a blow, is what is announced; a warning of others' acts is not."""
    if cue.lemma == "threaten" or (cue.pos == "noun" and cue.lemma == "threat"):
        return "threat"
    announced = inner in ("expected", "conditional", "demand")
    if head >= 0 and announced and (same_party or tree.parse.lemmas[head].lower() in _RETALIATING):
        return "threat"
    return inner
