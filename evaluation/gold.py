"""Sets annotated by others and our own labelled cases, read into one form: texts with the items that are right.

An item is a mapping with the fields that its layer is judged by (`evaluation/kinds.py`); a field that is not
there is not judged. Of the sets of others, only kinds and counts leave this folder, never a sentence.
"""

import json
import re
import tarfile
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from crosswire.model.document import Document
from evaluation import places
from evaluation.cases import Case, Label, Report, read_cases
from evaluation.own import acquired

Item = Mapping[str, Any]
Spans = list[tuple[int, int]]


class Sample(NamedTuple):
    """A text and what is right of one layer in it."""

    set: str
    document: Document
    items: tuple[Item, ...]
    case: Case | None = None
    """The labelled case of ours that it is, if it is one."""
    whole: bool = True
    """Whether the items are all there are, so that anything else is wrong."""


def own_cases(layer: str) -> Iterator[Sample]:
    """Yield our own labelled cases of a layer."""
    for case in read_cases():
        if case.layer == layer:
            (document,) = acquired(case.reports)
            items = tuple(labelled(layer, label, document.text) for label in case.labels)
            yield Sample("own cases", document, items, case)


def labelled(layer: str, label: Label, text: str) -> Item:
    """Return the item that a label of ours says is right."""
    item: dict[str, Any] = {key: typed(layer, value) for key, value in label.fields.items()}
    item |= {"label": label, "words": label.words[0][0]}
    if layer == "names":
        return item | {"type": label.kind, "names": {label.words[0][0]}}
    start, end = label.span(text)
    item |= {"start": start, "end": end}
    if layer == "attributions":
        for part in ("speaker", "content"):
            if part in item:
                item[part] = pieces(item[part], text)
        item["cue"] = [(start, end)]
        item["text"] = text
    return item


def typed(layer: str, value: str) -> Any:
    """Return a label's value as the records have it; only figures have numbers."""
    if value in ("null", "true", "false"):
        return {"null": None, "true": True, "false": False}[value]
    number = layer == "figures" and re.fullmatch(r"-?\d+(\.\d+)?", value)
    return float(value) if number else value


def pieces(words: str | None, text: str) -> Spans:
    """Return where the pieces of a wording stand, which " … " parts."""
    found = [(text.find(piece), len(piece)) for piece in (words or "").split(" … ") if piece]
    return [(at, at + size) for at, size in found if at >= 0]


def read_as(name: str, texts: Sequence[tuple[str, dict[str, str]]]) -> tuple[Document, ...]:
    """Return the documents of texts with their fields; none is dated by another."""
    reports = [Report(f"{name}-{n}", text, fields) for n, (text, fields) in enumerate(texts)]
    return tuple(document for report in reports for document in acquired([report]))


# ---------------------------------------------------------------- attributions


def polnear(archive: Path) -> Iterator[Sample]:
    """Yield the articles of PolNeAR (an archive of texts and brat files); of two annotators, the first by name."""
    texts: dict[str, str] = {}
    marks: dict[str, str] = {}
    with tarfile.open(archive) as given:
        for member in sorted(given.getmembers(), key=lambda m: m.name):
            content = given.extractfile(member) if member.isfile() else None
            path = Path(member.name)
            if content and path.suffix == ".txt" and path.parent.name == "text":
                texts[path.stem] = content.read().decode()
            elif content and path.suffix == ".ann":
                marks.setdefault(path.stem.rsplit("_", 1)[0], content.read().decode())
    names = [name for name in sorted(texts) if name in marks]
    for name, document in zip(names, read_as("p", [(texts[n], {}) for n in names]), strict=True):
        shift = document.text.find(texts[name])
        yield Sample("PolNeAR", document, tuple(brat(marks[name], document.text, shift)))


def brat(marks: str, text: str, shift: int) -> Iterator[Item]:
    """Yield the attributions of a brat file that have a content."""
    spans: dict[str, Spans] = {}
    for line in marks.split("\n"):
        fields = line.split("\t")
        if re.match(r"T\d+\t", line):
            places = fields[1].split(" ", 1)[1].split(";")
            ends = [tuple(map(int, place.split())) for place in places]
            spans[fields[0]] = [(start + shift, end + shift) for start, end in ends]
        elif re.match(r"E\d+\t", line):
            parts: dict[str, Spans] = defaultdict(list)
            for part in fields[1].split():
                role, reference = part.split(":")
                parts[role.rstrip("0123456789").lower()] += spans.get(reference, [])
            if parts["content"]:
                kept = {k: sorted(parts[v]) for k, v in ROLES.items()}
                yield {**kept, "text": text}


ROLES = {"speaker": "source", "cue": "cue", "content": "content"}


# ---------------------------------------------------------------- figures


def newsquant(path: Path) -> Iterator[Sample]:
    """Yield the sentences of NewsQuant, whose quantities have no place in the text."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    documents = read_as("q", [(row["text"], {}) for row in rows])
    for row, document in zip(rows, documents, strict=True):
        yield Sample(
            "NewsQuant", document, tuple(quantity(q, row["text"]) for q in row["quantities"])
        )


def quantity(given: dict[str, str], text: str) -> Item:
    numbers = re.findall(r"^-?[\d.]+(?:[eE][+-]?\d+)?|(?<=-)[\d.]+$", str(given["value"]))
    ends = [float(n) for n in numbers]
    digits = f"{ends[0]:.10g}" in text.replace(",", "")
    return {
        "value": ends[0] if len(ends) == 1 else None,
        "range": (min(ends), max(ends)) if len(ends) == 2 else None,
        "change": given["change"],
        "units": (given["unit"], given["normalized_unit"]),
        "words": f"{ends[0]:g}" if digits else "one" if ends == [1.0] else "",
    }


# ---------------------------------------------------------------- times

ANNOTATED_SENTENCES = 6  # of a MEANTIME text: the headline and five more carry marks, the rest none


def meantime(archive: Path) -> Iterator[Sample]:
    """Yield the annotated sentences of MEANTIME's articles."""
    with tarfile.open(archive) as given:
        for member in sorted(given.getmembers(), key=lambda m: m.name):
            content = given.extractfile(member) if member.name.endswith(".xml") else None
            if content:
                yield cat(ElementTree.fromstring(content.read()))


def cat(root: ElementTree.Element) -> Sample:
    """Return one article in the CAT form; the sentence that only gives its date is left out."""
    marks = [(t, [a.get("t_id") for a in t.iter("token_anchor")]) for t in root.iter("TIMEX3")]
    created = [m for m in marks if m[0].get("functionInDocument") == "CREATION_TIME"]
    day = created[0][0].get("value", "")[:10] if created else ""
    tokens = [t for t in root.iter("token") if int(t.get("sentence", "0")) < ANNOTATED_SENTENCES]
    dated = {t.get("sentence") for t in tokens if created and t.get("t_id") in created[0][1]} - {
        "0"
    }
    text, at = joined([t for t in tokens if t.get("sentence") not in dated])
    (document,) = read_as("m", [(text, {"published_at": day} if day else {})])
    shift = document.text.find(text)
    items = tuple(
        {
            "start": min(at[i][0] for i in anchors) + shift,
            "end": max(at[i][1] for i in anchors) + shift,
            "value": mark.get("value"),
            "type": mark.get("type"),
        }
        for mark, anchors in marks
        if anchors and mark not in [c[0] for c in created] and all(i in at for i in anchors)
    )
    return Sample("MEANTIME", document, items)


def joined(tokens: Sequence[ElementTree.Element]) -> tuple[str, dict[str | None, tuple[int, int]]]:
    """Return the tokens set as print would set them, and where each stands."""
    text, at, last, open_quote = "", {}, None, False
    for token in tokens:
        word, sentence = token.text or "", token.get("sentence")
        close = word == '"' and open_quote
        tight = re.match(r"[,.;:!?)\]%']|n't$", word) or close or text.endswith(("(", "[", "$"))
        if text and sentence != last:
            text += "\n\n" if last == "0" else " "
        elif text and not tight and not (text.endswith('"') and open_quote):
            text += " "
        open_quote ^= word == '"'
        at[token.get("t_id")] = (len(text), len(text) + len(word))
        text, last = text + word, sentence
    return text, at


# ---------------------------------------------------------------- events

CODES = {"JAP": "JPN", "ITL": "ITA"}
"""Misspelt codes of the records."""


def plover(path: Path) -> Iterator[Sample]:
    """Yield the sentences of PLOVER's records, each with the one event that they code."""
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [r for r in map(json.loads, filter(None, lines)) if r.get("event") and r.get("text")]
    fields = [{"published_at": row["date"]} if row.get("date") else {} for row in rows]
    documents = read_as("e", [(r["text"], f) for r, f in zip(rows, fields, strict=True)])
    for row, document in zip(rows, documents, strict=True):
        item = {
            "type": row["event"],
            "actors": codes(row.get("source")),
            "recipients": codes(row.get("target")),
            "sectors": {a.get("sector") or "" for a in listed(row.get("source"))} - {"", "***"},
        }
        yield Sample("PLOVER", document, (item,), whole=False)


def listed(actors: Any) -> list[dict[str, Any]]:
    return actors if isinstance(actors, list) else [actors] if isinstance(actors, dict) else []


def codes(actors: Any) -> set[str]:
    """Return the countries of actors."""
    found = {a["code"][:3] for a in listed(actors) if a.get("code")}
    return {CODES.get(code, code) for code in found}


# ---------------------------------------------------------------- names and places


def stories(folder: Path) -> Iterator[Sample]:
    """Yield the reports of annotated stories, each with those of the story's entities that it names."""
    for path in sorted(folder.glob("*/gold.json")):
        entities = json.loads(path.read_text(encoding="utf-8"))["entities"]
        lines = (path.parent / "documents.jsonl").read_text(encoding="utf-8").split("\n")
        for record in (json.loads(line) for line in lines if line.strip()):
            fields = {k: record[k] for k in ("title", "outlet", "published_at") if record.get(k)}
            for document in read_as("s", [(record["text"], fields)]):
                yield Sample("stories", document, named(entities, document), whole=False)


def named(entities: list[dict[str, Any]], document: Document) -> tuple[Item, ...]:
    """Return the entities that a name in the document's prose stands for; "the driver" is no name."""
    prose = "\n".join(document.text[b.start : b.end] for b in document.prose())
    items = []
    for entity in entities:
        names = [n for n in (entity["name"], *entity["aliases"]) if n[:1].isupper()]
        names = [n for n in names if re.search(rf"\b{re.escape(n)}\b", prose)]
        if names and entity["type"] in ("person", "organization", "place"):
            items.append({"type": entity["type"], "names": set(names), "words": names[0]})
    return tuple(items)


def geovirus(path: Path) -> Iterator[Sample]:
    """Yield the articles of GeoVirus."""
    for article in ElementTree.parse(path).getroot():
        text = article.findtext("text") or ""
        items = (
            {"start": g.start, "end": g.end, "lat": g.lat, "lon": g.lon}
            for g in places.gold(article)
        )
        yield Sample("GeoVirus", places.document(text), tuple(items))
