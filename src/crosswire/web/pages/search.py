"""Searching over everything: words, speakers, names, places, dates and figures, with the passages that say so."""

from collections.abc import Callable
from typing import Annotated, NamedTuple
from urllib.parse import quote

from fastapi import Query, Request
from fastapi.responses import Response

from crosswire.model.finding import Hit, Passage
from crosswire.web.desk import Desk
from crosswire.web.pages.shell import page

PAGE = 30
EXAMPLES = (
    ("bridge collapse", "all of these words"),
    ("“temporary measure”", "these words together"),
    ("speaker:ministry", "something that a ministry says"),
    ("killed > 50", "a figure with what it counts"),
    ("place:Lisbon date:2024-10-21", "both must hold"),
    ("strike -oil", "the first and not the second"),
)


class Stretch(NamedTuple):
    """A piece of a passage, and whether a condition is met by it."""

    text: str
    met: bool


def search(desk: Desk) -> Callable[..., Response]:
    """Return the handler of the search page."""

    def found(
        request: Request,
        q: Annotated[str, Query(max_length=1000)] = "",
        start: Annotated[int, Query(ge=0, le=100_000)] = 0,
    ) -> Response:
        result = desk.workspace.find(q, limit=PAGE, offset=start) if q.strip() else None
        hits = [(hit, hit.passages[:4]) for hit in result.hits] if result else []
        titles = _titles(desk, [hit for hit, _ in hits])
        return page(
            request, "search.html.j2", q=q, result=result, hits=hits, titles=titles, start=start,
            size=PAGE, examples=EXAMPLES, stretches=stretches, there=there,
        )  # fmt: skip

    return found


def stretches(passage: Passage) -> tuple[Stretch, ...]:
    """Return the words of a passage in pieces; what meets a condition is told apart."""
    text, first = passage.evidence.text, passage.evidence.start
    pieces, at = [], 0
    for start, end in sorted({(m.start - first, m.end - first) for m in passage.marks}):
        if start < at or end > len(text):
            continue
        pieces += [Stretch(text[at:start], False), Stretch(text[start:end], True)]
        at = end
    pieces.append(Stretch(text[at:], False))
    return tuple(piece for piece in pieces if piece.text)


def there(hit: Hit, passage: Passage | None = None) -> str:
    """Return where a passage is shown in its report, beside the dossier."""
    home = f"/stories/{hit.story}"
    if passage is None:
        return home
    at = passage.evidence
    return f"{home}#at={quote(hit.document, safe='')},{at.start},{at.end}"


def _titles(desk: Desk, hits: list[Hit]) -> dict[str, str]:
    view = desk.workspace.store.view()
    lines = (view.story_line(name) for name in {hit.story for hit in hits if hit.story})
    return {line.id: line.title for line in lines if line}
