"""`search` and `read`: what the reports of the workspace say, and having them read before one asks."""

from typing import Annotated

import typer

from crosswire.cli import options
from crosswire.cli.desk import open_desk
from crosswire.cli.output import complain, out, out_json, progress
from crosswire.model.finding import Hit


def search(
    query: Annotated[
        list[str],
        typer.Argument(
            show_default=False,
            help="""Words, "phrases", speaker:NAME, entity:, place:, outlet:, after:DAY, before:, date:, """
            """'killed > 50', -without.""",
        ),
    ],
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    offset: Annotated[int, typer.Option(min=0, help="Reports to pass over.")] = 0,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Find reports by words, speakers, names, places, figures and dates, with the passages."""
    with open_desk(workspace) as desk:
        found = desk.find(as_query(query), limit=limit, offset=offset)
    if as_json:
        out_json(found)
        return
    for hit in found.hits:
        _show(hit)
    if not found.hits:
        out("nothing meets all of this" if offset == 0 else "no more")
    if (found.total > offset + len(found.hits) or found.at_least) and not quiet:
        bound = "at least " if found.at_least else ""
        complain(f"{len(found.hits)} of {bound}{found.total}; --limit and --offset show others")
    if found.unread and not quiet:
        bound = "at least " if found.unread_at_least else ""
        complain(
            f"{bound}{found.unread} report(s) were never read, so who says what in them is not known; "
            "`crosswire read` reads them"
        )


def read(
    least: Annotated[
        int, typer.Option(min=1, help="Reports that a story must have; 1 reads everything.")
    ] = 2,
    limit: Annotated[int, typer.Option(min=1, help="Reports to read at most.")] = 1_000_000_000,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Have the reports of stories read that were not yet: dossiers open at once, and search knows more."""
    with open_desk(workspace) as desk, progress(quiet) as report:
        count = desk.read(limit=limit, least=least, progress=report)
    out_json({"read": count}) if as_json else out(f"{count} read")


def as_query(given: list[str]) -> str:
    """Return the words of a command line as one query, with the quotes that the shell took away."""
    return given[0] if len(given) == 1 else " ".join(map(_quoted, given))


def _quoted(word: str) -> str:
    if '"' in word or not any(c.isspace() for c in word):
        return word
    field, colon, value = word.partition(":")
    return f'{field}:"{value}"' if colon and field.isalpha() else f'"{word}"'


def _show(hit: Hit) -> None:
    out(f"{hit.document}  {hit.title or ''}".rstrip())
    for passage in hit.passages:
        out(f"    “{' '.join(passage.evidence.text.split())}”")
