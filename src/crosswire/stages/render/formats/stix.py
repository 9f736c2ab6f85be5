"""A dossier as a STIX 2.1 bundle of standard objects only: report, identity, location, note, opinion.

A point is a note whose abstract begins with who holds it; who says otherwise is an opinion that disagrees with it.
No `confidence` is given: Crosswire measures agreement, not truth. Passages are external references with their
place (`#char=start,end`, RFC 5147) and words. Ids are version 5 UUIDs; times are those of the reports.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from crosswire.model.codec import to_json
from crosswire.model.dossier import (
    Conflict,
    Dossier,
    DossierEntity,
    DossierPlace,
    FigureGroup,
    Point,
)
from crosswire.model.span import Evidence
from crosswire.stages.render import wording
from crosswire.stages.render.clean import address, line
from crosswire.stages.render.formats.identity import moment, uuid_of
from crosswire.stages.render.formats.passages import as_evidence
from crosswire.stages.render.index import Index, index, numbered, root_names, says

Object = dict[str, Any]
_CLASSES = {"person": "individual", "organization": "organization", "nationality": "group"}


def render_stix(dossier: Dossier) -> bytes:
    """Return `dossier` as a bundle, objects in a fixed order."""
    objects = list(Bundle(dossier).objects())
    bundle = {
        "type": "bundle",
        "id": f"bundle--{uuid_of('bundle', dossier.story.id, *(o['id'] for o in objects))}",
        "objects": objects,
    }
    return to_json(bundle, indent=2) + b"\n"


def _name(text: str) -> str:
    """Return a name on one line; STIX takes none that is empty."""
    return line(text) or "no name that can be shown"


class Bundle:
    """The objects of one dossier and the ids by which they refer to each other."""

    def __init__(self, dossier: Dossier) -> None:
        self.book: Index = index(dossier)
        self.story = dossier.story
        self.created = moment(self.story.first_published_at)
        latest = self.story.last_published_at or self.story.first_published_at
        self.modified = max(self.created, moment(latest, self.story.revision))
        self.producer = f"identity--{uuid_of('producer', 'crosswire')}"
        self.report = self.id("report", self.story.id)

    def id(self, kind: str, *parts: object) -> str:
        """Return the id of an object of this story."""
        return f"{kind}--{uuid_of(kind, self.story.id, *parts)}"

    def new(self, kind: str, id_: str, **fields: Any) -> Object:
        """Return an object with what all have; fields without a value are left out."""
        common = {"type": kind, "spec_version": "2.1", "id": id_}
        made = {"created_by_ref": self.producer, "created": self.created, "modified": self.modified}
        return {**common, **made, **{k: v for k, v in fields.items() if v not in (None, "", [])}}

    def objects(self) -> Iterator[Object]:
        """Yield every object, those that are referred to first."""
        dossier = self.book.dossier
        yield self._producer()
        parties = list(self._parties())
        locations = [self._location(p) for p in dossier.places if p.country or p.lat is not None]
        outlets = list(self._outlets())
        yield from parties
        yield from outlets
        yield from locations
        yield self._report([o["id"] for o in (*parties, *outlets, *locations)])
        yield from map(self._point, dossier.points)
        yield from map(self._figure, dossier.figures)
        yield from map(self._conflict, dossier.conflicts)
        for point in dossier.points:
            yield from self._opinions(point)

    def _producer(self) -> Object:
        fields = {"name": "Crosswire", "identity_class": "system", "description": wording.RULE}
        made = {"created": moment(None), "modified": moment(None)}
        return {"type": "identity", "spec_version": "2.1", "id": self.producer, **made, **fields}

    def _outlets(self) -> Iterator[Object]:
        names = (d.outlet for d in self.book.dossier.documents if d.outlet)
        for name in dict.fromkeys(names):
            yield self.new(
                "identity",
                self.id("identity", "outlet", name),
                name=_name(name),
                identity_class="organization",
                sectors=["communications"],
                roles=["outlet"],
                external_references=[
                    self._article(d.id) for d in self.book.dossier.documents if d.outlet == name
                ],
            )

    def _parties(self) -> Iterator[Object]:
        """Yield the people, bodies and peoples named, then the roots that are none of those by name."""
        named = set()
        for entity in self.book.dossier.entities:
            if entity.type in _CLASSES:
                named.add(entity.name)
                yield self._entity(entity)
        for root in self.book.roots.values():
            if root.kind == "party" and root.name not in named:
                yield self.new(
                    "identity",
                    self.id("identity", "root", root.id),
                    name=_name(root.name),
                    identity_class="unknown",
                    roles=["root"],
                    external_references=self._references(
                        c.evidence
                        for p in self.book.dossier.points
                        for c in p.claims
                        if c.root == root.id
                    ),
                )

    def _entity(self, entity: DossierEntity) -> Object:
        others = [line(a.text) for a in entity.aliases if a.text != entity.name]
        titles = "; ".join(line(t.text) for t in entity.titles)
        return self.new(
            "identity",
            self.id("identity", entity.id),
            name=_name(entity.name),
            description=". ".join(
                part
                for part in (
                    f"Called {titles}" if titles else "",
                    f"Also written {'; '.join(others)}" if others else "",
                )
                if part
            ),
            identity_class=_CLASSES[entity.type],
            external_references=self._references(entity.evidence),
        )

    def _location(self, place: DossierPlace) -> Object:
        located = place.lat is not None and place.lon is not None
        return self.new(
            "location",
            self.id("location", place.name, place.country, place.lat, place.lon),
            name=_name(place.name),
            country=place.country,
            latitude=place.lat if located else None,
            longitude=place.lon if located else None,
            external_references=self._references(place.evidence),
        )

    def _report(self, refs: list[str]) -> Object:
        lede = " ".join(line(sentence.text) for sentence in self.book.dossier.lede)
        return self.new(
            "report",
            self.report,
            name=_name(self.story.title),
            description=f"{lede}\n\n{wording.RULE}".strip(),
            published=self.modified,
            object_refs=refs or [self.producer],
            external_references=[self._article(d.id) for d in self.book.dossier.documents],
            labels=["crosswire-dossier", f"revision:{self.story.revision}"],
        )

    def point_ref(self, point: str) -> str:
        """Return the id of the note of a point."""
        return self.id("note", "point", point)

    def _point(self, point: Point) -> Object:
        held = wording.stance(point)
        text = line(point.text)
        content = [
            f"{held}: “{text}”" if held else f"Stated by reports themselves: “{text}”",
            f"Standing: {wording.standing(point)}.",
            f"Rests on: {wording.listing(root_names(self.book, (r.id for r in point.roots)), most=9)}."
            if point.roots
            else "No source is named.",
        ]
        return self.new(
            "note",
            self.point_ref(point.id),
            abstract=f"{held}: {text}" if held else text,
            content="\n".join(content),
            authors=[line(name) for name in wording.holders(point)],
            object_refs=[self.report],
            labels=["point", f"status:{point.status}", f"verdict:{point.verdict}"]
            + (["disputed"] if point.disputed else []),
            external_references=self._references(c.evidence for c in point.claims),
        )

    def _figure(self, group: FigureGroup) -> Object:
        lines = [
            f"{wording.amount(m)} {wording.counted(m)} — {says(self.book, m)}, "
            f"{numbered(self.book, m.document)}: “{line(m.text)}”"
            for m in group.mentions
            if m.document in self.book.numbers
        ]
        points = [self.point_ref(p) for p in group.points if p in self.book.points]
        return self.new(
            "note",
            self.id("note", "figure", group.id),
            abstract=line(group.question),
            content="\n".join([f"{wording.FIGURE_RELATIONS[group.relation]}:", *lines]),
            object_refs=points or [self.report],
            labels=["figure", f"relation:{group.relation}"],
            external_references=self._references(as_evidence(m) for m in group.mentions),
        )

    def _conflict(self, conflict: Conflict) -> Object:
        lines = [
            f"- “{line(side.text)}” — {wording.count(side.reports, 'report')}; "
            + (wording.listing(root_names(self.book, side.roots), most=9) or "no source named")
            for side in conflict.sides
        ]
        points = [self.point_ref(p) for p in conflict.points if p in self.book.points]
        return self.new(
            "note",
            self.id("note", "conflict", conflict.id),
            abstract=line(conflict.question),
            content="\n".join(
                [
                    f"{conflict.class_}: {wording.CLASS_MEANINGS[conflict.class_]}",
                    *lines,
                    *([f"Reading: {line(conflict.reading)}"] if conflict.reading else []),
                ]
            ),
            object_refs=points or [self.report],
            labels=["conflict", f"class:{conflict.class_}", f"severity:{conflict.severity}"],
            external_references=self._references(
                e for side in conflict.sides for e in side.evidence
            ),
        )

    def _opinions(self, point: Point) -> Iterator[Object]:
        """Yield what those who dispute a point hold against it, in their own words."""
        for other in point.disputed_with:
            against = self.book.points.get(other)
            if against is None:
                continue
            held = wording.stance(against)
            words = line(against.text)
            yield self.new(
                "opinion",
                self.id("opinion", point.id, against.id),
                opinion="disagree",
                explanation=f"{held}: “{words}”" if held else f"Reported, too: “{words}”",
                authors=[line(name) for name in wording.holders(against)],
                object_refs=[self.point_ref(point.id)],
                external_references=self._references(c.evidence for c in against.claims),
            )

    def _article(self, document: str) -> Object:
        found = self.book.documents[document]
        reference = {
            "source_name": line(found.outlet or found.id) or "report",
            "description": line(found.title or ""),
            "url": address(found.url),
            "external_id": found.id,
        }
        hashed = address(found.url) and re.fullmatch(r"[0-9a-f]{64}", found.sha256)
        hashes = {"hashes": {"SHA-256": found.sha256}} if hashed else {}
        return {**{k: v for k, v in reference.items() if v}, **hashes}

    def _references(self, evidence: Iterable[Evidence]) -> list[Object]:
        """Return passages as external references: report, place in its text, words."""
        references = []
        for found in dict.fromkeys(evidence):
            document = self.book.documents.get(found.document)
            name = (document.outlet if document else None) or found.document
            reference = {
                "source_name": line(name) or "report",
                "description": found.text,
                "url": address(document.url) if document else None,
                "external_id": f"{found.document}#char={found.start},{found.end}",
            }
            references.append({k: v for k, v in reference.items() if v})
        return references
