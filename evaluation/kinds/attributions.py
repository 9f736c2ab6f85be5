"""Kinds of error in who says what: missed and invented relations by their cue, speakers, contents."""

import re
from collections.abc import Sequence
from functools import cache

from crosswire.lexicon import table
from evaluation.kinds.base import Item, Kinds, characters, field, jaccard, size, words_at

PRONOUNS = {"he", "she", "they", "i", "we", "it", "you", "who", "him", "her", "them", "that"}
PAST = {
    "said": "say", "told": "tell", "thought": "think", "wrote": "write", "knew": "know", "felt": "feel",
    "found": "find", "saw": "see", "heard": "hear", "meant": "mean", "made": "make", "gave": "give",
    "spoke": "speak", "sought": "seek", "swore": "swear", "understood": "understand", "held": "hold",
}  # fmt: skip
"""Irregular forms of frequent cues."""
ALIKE = 0.5
"""Jaccard of contents from which the relation counts as found, as the sets' own measure has it."""
NEARLY = 0.8
"""Below, a content that counts as found is called too long or too short nevertheless."""
SPEAKER_ALIKE = 0.3


ENDINGS = (
    ("", ""),
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("d", ""),
    ("ed", ""),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
)
"""What is taken off a word, and put on, to come to what the lexicon lists."""


@cache
def classes() -> dict[str, str]:
    """Return the part of speech of each listed cue, that of the verb where there are two."""
    rows = sorted(table("cues"), key=lambda row: row["pos"] == "verb")
    return {row["lemma"]: row["pos"] for row in rows}


def cue_kind(item: Item) -> str:
    """Name what sort of cue an attribution hangs on."""
    words = re.findall(r"[a-z]+", words_at(item["text"], item.get("cue", ())))
    if not words:
        return "no cue"
    if "according" in words:
        return "“according to”"
    found = [pos for word in words if (pos := part_of_speech(word))]
    return f"cue is a listed {found[0]}" if found else "cue is not listed"


def part_of_speech(word: str) -> str | None:
    bases = [PAST.get(word, word)]
    bases += [word.removesuffix(off) + on for off, on in ENDINGS if word.endswith(off)]
    bases += [base[:-1] for base in bases if base[-2:-1] == base[-1:]]
    return next((classes()[base] for base in bases if base in classes()), None)


def nearness(wanted: Item, found: Item) -> float:
    """Return how much the contents overlap; a common cue alone counts for very little."""
    share = jaccard(wanted.get("content", ()), found["content"])
    cues = characters(wanted["cue"]) & characters(found["cue"])
    return share or (0.001 if cues else 0.0)


def content(wanted: Item, found: Item) -> str | None:
    if "content" not in wanted or jaccard(wanted["content"], found["content"]) >= ALIKE:
        return None
    if not characters(wanted["content"]) & characters(found["content"]):
        return "content elsewhere"
    return "content much too " + longer(wanted, found, "content")


def longer(wanted: Item, found: Item, part: str) -> str:
    return "long" if size(found[part]) > size(wanted[part]) else "short"


def speaker(wanted: Item, found: Item) -> str | None:
    """Name what is wrong with the speaker; one within the right one's words is right."""
    if "speaker" not in wanted:
        return None
    right, ours = characters(wanted["speaker"]), characters(found["speaker"])
    words = words_at(wanted["text"], wanted["speaker"])
    if not (right or ours) or (ours and ours <= right):
        return None
    if not right:
        return "speaker where the text has none"
    if not ours:
        return "speaker missing, a pronoun" if words in PRONOUNS else "speaker missing"
    if jaccard(wanted["speaker"], found["speaker"]) >= SPEAKER_ALIKE:
        return None
    if right & ours:
        return "speaker much too long"
    pronoun = words_at(wanted["text"], found["speaker"]) in PRONOUNS
    return "speaker is another, a pronoun" if pronoun else "speaker is another"


def cue(wanted: Item, found: Item) -> str | None:
    if characters(wanted["cue"]) & characters(found["cue"]) or not wanted["cue"] + found["cue"]:
        return None
    return "cue is another" if wanted["cue"] and found["cue"] else "cue on one side only"


def content_edges(wanted: Item, found: Item) -> str | None:
    if "content" not in wanted or jaccard(wanted["content"], found["content"]) >= NEARLY:
        return None
    return f"content a little too {longer(wanted, found, 'content')}"


def missed(wanted: Item, found: Sequence[Item]) -> str:
    return f"missed, {cue_kind(wanted)}"


def extra(found: Item, wanted: Sequence[Item]) -> str:
    return f"extra, {cue_kind(found)}"


ATTRIBUTIONS = Kinds(
    nearness,
    (content, speaker, field("form"), field("status")),
    (cue, content_edges),
    missed,
    extra,
)
