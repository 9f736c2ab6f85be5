"""A dossier as a notebook shows it: a small piece of HTML, everything escaped, no script, nothing loaded.

It is a look, not the page: the lede, the disagreements and the first points, each with who holds it. The numbers
are those of the reports listed at the end.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape

from crosswire.model.dossier import Conflict, Dossier, Point
from crosswire.stages.render import languages, wording
from crosswire.stages.render.clean import line
from crosswire.stages.render.index import (
    Index,
    Line,
    cite,
    cited,
    index,
    name,
    published,
    root_names,
    rooted,
    title,
    trailing,
)

CONFLICTS, POINTS, REPORTS = 5, 8, 12
"""Most entries shown of each list; how many more there are is said."""
_QUIET = Markup('style="opacity:.7"')


def render_notebook(dossier: Dossier) -> str:
    """Return `dossier` as a fragment of HTML of a few kilobytes."""
    book = index(dossier)
    parts = [
        _masthead(book),
        _lede(book),
        _listed(wording.SECTIONS["conflicts"][0], _conflicts(book), CONFLICTS),
        _listed(wording.SECTIONS["points"][0], _points(book), POINTS),
        _reports(book),
        Markup("<p {}><small>{}</small></p>").format(_QUIET, wording.RULE),
    ]
    return str(Markup('<div style="max-width:50em">{}</div>').format(Markup("").join(parts)))


def _text(words: str) -> Markup:
    return escape(line(words))


def _masthead(book: Index) -> Markup:
    dossier, story = book.dossier, book.dossier.story
    held = trailing(book, title(book))
    facts = (
        f"Happened on {wording.day(story.happened_on)}" if story.happened_on else "",
        languages.counted(dossier),
        wording.count(rooted(dossier), "root"),
        wording.count(len(dossier.conflicts), "disagreement"),
        wording.count(len(dossier.points), "point"),
    )
    heading = Markup("<h3>{}</h3>").format(_text(story.title))
    stance = Markup("<p><em>{}</em></p>").format(_text(held)) if held else Markup("")
    small = Markup("<p {}>{}</p>").format(_QUIET, _text(" · ".join(filter(None, facts))))
    return heading + stance + small


def _lede(book: Index) -> Markup:
    sentences = []
    for sentence in book.dossier.lede:
        held = trailing(book, Line(sentence.points, sentence.text, sentence.evidence))
        told = f"{sentence.text} ({held})" if held else sentence.text
        sentences.append(_text(told) + _numbers(cited(book, sentence.evidence)))
    return Markup("<p>{}</p>").format(Markup(" ").join(sentences))


def _conflicts(book: Index) -> list[Markup]:
    return [_conflict(book, conflict) for conflict in book.dossier.conflicts]


def _points(book: Index) -> list[Markup]:
    return [_point(book, point) for point in book.dossier.points if point.within is None]


def _listed(heading: str, entries: list[Markup], most: int) -> Markup:
    if not entries:
        return Markup("")
    rows = Markup("").join(Markup("<li>{}</li>").format(entry) for entry in entries[:most])
    more = _more(len(entries) - most)
    return Markup("<p><b>{}</b></p><ul>{}</ul>{}").format(heading, rows, more)


def _conflict(book: Index, conflict: Conflict) -> Markup:
    sides = []
    for side in conflict.sides:
        roots = root_names(book, side.roots)
        rests = f"rests on {wording.listing(roots)}" if roots else "no source named"
        numbers = _numbers(cite(book, side.documents) or cited(book, side.evidence))
        sides.append(
            Markup("<li>“{}” <span {}>{}</span>{}</li>").format(
                _text(side.text), _QUIET, _text(rests), numbers
            )
        )
    return Markup("{} <span {}>{}</span><ul>{}</ul>").format(
        _text(conflict.question), _QUIET, conflict.class_, Markup("").join(sides)
    )


def _point(book: Index, point: Point) -> Markup:
    held = wording.stance(point)
    lead = Markup("<b>{}:</b> ").format(_text(held)) if held else Markup("")
    numbers = _numbers(cite(book, (claim.document for claim in point.claims)))
    return lead + Markup("{} <span {}>{}</span>{}").format(
        _text(point.text), _QUIET, _text(wording.standing(point)), numbers
    )


def _reports(book: Index) -> Markup:
    rows = []
    for document in book.dossier.documents[:REPORTS]:
        told = " · ".join(
            part
            for part in (
                document.title or document.id,
                name(book, document.id),
                published(book, document.id),
            )
            if part
        )
        rows.append(Markup("<li>{}</li>").format(_text(told)))
    more = _more(len(book.dossier.documents) - REPORTS)
    return Markup("<p><b>The reports</b></p><ol>{}</ol>{}").format(Markup("").join(rows), more)


def _numbers(numbers: Iterable[int]) -> Markup:
    told = ", ".join(map(str, numbers))
    return Markup(" <small>[{}]</small>").format(told) if told else Markup("")


def _more(left: int) -> Markup:
    return Markup("<p {}>… {} more</p>").format(_QUIET, left) if left > 0 else Markup("")
