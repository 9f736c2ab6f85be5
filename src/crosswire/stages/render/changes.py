"""What is new in a story, and a report's versions, for a terminal, in Markdown and in JSON: every line with its words.

Loud lines (what nobody announced, what was taken back) stand first and are marked. Plain text marks edits as
[-taken out-] and {+put in+}, Markdown strikes them through and sets them bold.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from crosswire.errors import UsageError
from crosswire.model.change import Change, Changes, CitedReport, History, SentenceChange, State
from crosswire.model.change import VersionChange as Edit
from crosswire.model.codec import to_json
from crosswire.model.span import Evidence
from crosswire.stages.render import wording
from crosswire.stages.render.clean import line as safe
from crosswire.stages.render.clean import markdown

HEADINGS: Mapping[str, str] = {
    "report-withdrawn": "Taken back",
    "source-withdrawn": "Copied from what was taken back",
    "report-updated": "Reports changed",
    "point-withdrawn": "No longer said by any report",
    "root-gone": "Rests on less than before",
    "conflict-new": "New disagreements",
    "figure-changed": "Figures",
    "status-changed": "Said otherwise",
    "root-new": "Now from more than one root",
    "conflict-gone": "Disagreements gone",
    "expectation-due": "Past due",
    "point-new": "New",
    "expectation-new": "Newly expected",
    "report-added": "Reports added",
    "report-removed": "Reports no longer here",
}
MOST = 12
"""Lines of one kind that a reader is shown at first; JSON has them all."""
WORDS = 3
"""Passages shown behind a line."""


def said(change: Change) -> str:
    """Return a line of what is new in plain words; what is only attributed names its holder."""
    holders = change.speakers
    match change.kind:
        case "report-added":
            return f"{change.text}: {change.after}" if change.after else change.text
        case "point-new" | "status-changed":
            stance = wording.stance_of(change.after or "asserted", holders)  # type: ignore[arg-type]
            stood = f" (before: {change.before})" if change.kind == "status-changed" else ""
            return f"{stance}: {change.text}{stood}" if stance else f"{change.text}{stood}"
        case "figure-changed":
            told = [wording.listing(holders)] if holders else []
            told += [f"as of {wording.day(change.as_of)}"] if change.as_of else []
            behind = f" ({', '.join(told)})" if told else ""
            return f"{change.text} {change.before} → {change.after}{behind}"
        case "root-new":
            return f"{change.text}: {change.before} → {change.after}, now also {wording.listing(holders)}"
        case "root-gone":
            return f"{change.text}: {change.before} → {change.after}, no longer {wording.listing(holders)}"
        case "conflict-new":
            return f"{change.text} {_short(change.after, 160)}"
        case "conflict-gone":
            return f"{change.text} No longer so: {_short(change.before, 160)}"
        case "expectation-new" | "expectation-due":
            by = f" ({wording.listing(holders)})" if holders else ""
            return f"{change.text}{by}{f', due {change.after}' if change.after else ''}"
        case _:
            return change.text


def called(report: CitedReport | None, name: str) -> str:
    """Return what a reader calls a report: its outlet, else its id."""
    return (report.outlet if report else None) or name


def stood(state: State) -> str:
    """Return what a state is called: "revision 2, 2024-05-03T09:12Z"."""
    parts = [f"revision {state.revision}"] if state.revision is not None else []
    parts += [f"{state.at[:16]}Z"] if state.at else []
    return ", ".join(parts) or "the first look"


def grouped(changes: Changes) -> Iterator[tuple[str, list[Change]]]:
    """Yield the lines under their headings, loud ones first."""
    groups: dict[str, list[Change]] = {}
    for change in changes.changes:
        groups.setdefault(change.kind, []).append(change)
    for kind, lines in groups.items():
        yield HEADINGS[kind], lines


# ---------------------------------------------------------------- terminal


def render_changes_terminal(
    changes: Changes, *, width: int | None = None, colour: bool = False, whole: bool = False
) -> str:
    """Return what is new as lines of at most `width` columns; colour only where it is asked for."""
    console, out = _console(width, colour)
    reports = {r.id: r for r in changes.reports}
    console.print(Text(safe(changes.story.title), "bold"))
    counts = f"{changes.since.reports} → {wording.count(changes.until.reports, 'report')}"
    console.print(
        Text(f"{changes.story.id} · since {stood(changes.since)} · {counts}", style="dim")
    )
    if not changes:
        console.print("\nNothing new.")
    for heading, lines in grouped(changes):
        console.print()
        console.print(Text(heading, "bold red" if any(c.loud for c in lines) else "bold"))
        for change in lines if whole else lines[:MOST]:
            mark = "! " if change.loud else "  "
            console.print(_hanging(mark, Text(safe(said(change)))))
            for sign, words in _behind(change):
                source = called(reports.get(words.document), words.document)
                text = Text(f"{sign} “{safe(words.text)}” — {safe(source)}", style="dim")
                console.print(Padding(text, (0, 0, 0, 4)))
            for edit in _edits_of(change, changes.versions):
                for sentence in edit.sentences:
                    console.print(Padding(_marked(sentence), (0, 0, 0, 4)))
        if not whole and len(lines) > MOST:
            console.print(f"  … {len(lines) - MOST} more (--all shows them)")
    return "\n".join(text.rstrip() for text in out.getvalue().split("\n"))


def render_history_terminal(
    history: History, *, width: int | None = None, colour: bool = False
) -> str:
    """Return a report's versions and what changed between them as lines of at most `width` columns."""
    console, out = _console(width, colour)
    edits = {edit.after: edit for edit in history.changes}
    for number, version in enumerate(history.versions, start=1):
        told = [version.outlet or "outlet not known", version.published_at.value or "undated"]
        told += [f"came {version.acquired_at[:16]}Z"] if version.acquired_at else []
        style = "bold" if version.state == "current" else ""
        console.print(Text(f"{number}  {safe(version.document)}  ({version.state})", style))
        console.print(Padding(Text(safe(" · ".join(told)), "dim"), (0, 0, 0, 3)))
        if version.title:
            console.print(Padding(Text(safe(version.title)), (0, 0, 0, 3)))
        if version.reason:
            console.print(Padding(Text(safe(version.reason), "red"), (0, 0, 0, 3)))
        edit = edits.get(version.document)
        if edit is not None:
            console.print(Padding(Text(how(edit), "bold red" if edit.silent else ""), (0, 0, 0, 3)))
            for sentence in edit.sentences:
                console.print(Padding(_marked(sentence), (0, 0, 0, 3)))
            for claim in edit.claims:
                text = Text(
                    safe(f"{claim.kind}: {claim.text} — {_short(claim.after or claim.before)}")
                )
                console.print(Padding(text, (0, 0, 0, 3)))
        console.print()
    return "\n".join(text.rstrip() for text in out.getvalue().rstrip().split("\n")) + "\n"


def how(edit: Edit) -> str:
    """Return how a version came about, in words: silently, or by what note or time."""
    if edit.silent:
        return "! changed silently: no note, no new time"
    if not edit.sentences:
        return "its words unchanged"
    reasons = [f"note: “{safe(edit.note.text)[:160]}”"] if edit.note else []
    reasons += [f"the agency: “{safe(edit.said)[:160]}”"] if edit.said else []
    reasons += ["a later time"] if edit.restamped else []
    return f"changed ({'; '.join(reasons)})"


def _short(words: str | None, longest: int = 120) -> str:
    """Return at most `longest` code points of `words`; "" for None."""
    words = words or ""
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _console(width: int | None, colour: bool) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width or 80, 40),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    return console, out


def _hanging(mark: str, text: Text) -> Padding:
    return Padding(Text(mark, "bold red" if mark.strip() else "").append_text(text), (0, 0, 0, 0))


def _behind(change: Change) -> list[tuple[str, Evidence]]:
    """Return the passages shown behind a line: what is new, then what stood before; none where edits say it."""
    if change.kind == "report-updated":
        return []
    new = [("+" if change.was else "·", e) for e in change.evidence[:WORDS]]
    return new + [("-", e) for e in change.was[:WORDS]]


def _edits_of(change: Change, edits: Iterable[Edit]) -> list[Edit]:
    return [e for e in edits if change.kind == "report-updated" and e.after == change.after]


_STYLES = {"keep": "", "add": "green", "delete": "red", "replace": ""}
_SIGNS = {"add": "+", "delete": "-", "edit": "~", "move": "="}


def _marked(sentence: SentenceChange) -> Text:
    """Return a sentence with what was taken out and put in marked; without colour the brackets say it."""
    text = Text(f"{_SIGNS[sentence.action]} ")
    for piece, taken, put in _pieces(sentence):
        if piece:
            text.append(piece)
        if taken:
            text.append(f"[-{taken}-]", "red")
        if put:
            text.append(f"{{+{put}+}}", "green")
    text.rstrip()
    return text


def _pieces(sentence: SentenceChange) -> Iterator[tuple[str, str, str]]:
    """Yield (kept, taken out, put in) runs of a changed sentence."""
    was, now = sentence.before, sentence.after
    if sentence.action == "edit":
        for edit in sentence.words:
            if edit.action == "keep":
                yield safe(f"x{edit.after}x")[1:-1], "", ""
            else:
                blank = " " if (edit.after or edit.before)[-1:].isspace() else ""
                yield "", safe(edit.before), safe(edit.after)
                yield blank, "", ""
    elif sentence.action == "add" and now:
        yield "", "", safe(now.text)
    elif sentence.action == "delete" and was:
        yield "", safe(was.text), ""
    elif now:
        yield f"{safe(now.text)} (moved)", "", ""


# ---------------------------------------------------------------- Markdown


def render_changes_md(changes: Changes) -> str:
    """Return what is new as Markdown; nothing of a report's text is markup in it."""
    reports = {r.id: r for r in changes.reports}
    counts = f"{changes.since.reports} → {wording.count(changes.until.reports, 'report')}"
    lines = [
        f"# {markdown(changes.story.title)}",
        "",
        f"What is new since {stood(changes.since)}; {counts}.",
    ]
    if not changes:
        lines += ["", "Nothing new."]
    for heading, found in grouped(changes):
        lines += ["", f"## {heading}", ""]
        for change in found:
            lines.append(f"- {'**!** ' if change.loud else ''}{markdown(said(change))}")
            for sign, words in _behind(change):
                source = markdown(called(reports.get(words.document), words.document))
                struck = f"~~{markdown(words.text)}~~" if sign == "-" else markdown(words.text)
                lines.append(f"  - “{struck}” — {source}")
            for edit in _edits_of(change, changes.versions):
                lines += [f"  - {_md_sentence(s)}" for s in edit.sentences]
    return "\n".join([*lines, "", wording.RULE, ""])


def _md_sentence(sentence: SentenceChange) -> str:
    parts = []
    for piece, taken, put in _pieces(sentence):
        if piece:
            parts.append(markdown(f"x{piece}x")[1:-1])
        if taken:
            parts.append(f"~~{markdown(taken)}~~")
        if put:
            parts.append(f"{' ' if taken else ''}**{markdown(put)}**")
    return "".join(parts)


# ---------------------------------------------------------------- by name


def render_changes_json(changes: Changes) -> bytes:
    """Return what is new as JSON (`crosswire/changes/1`)."""
    return to_json(changes, indent=2) + b"\n"


def _atom(changes: Changes) -> bytes:
    from crosswire.stages.render.atom import render_atom

    return render_atom([changes])


FORMATS: Mapping[str, Callable[[Changes], str | bytes]] = {
    "terminal": render_changes_terminal,
    "json": render_changes_json,
    "md": render_changes_md,
    "atom": _atom,
}


def render_changes(changes: Changes, name: str) -> str | bytes:
    """Return what is new in the format `name`; raises UsageError that lists the formats there are."""
    known = {"text": "terminal", "txt": "terminal", "markdown": "md"}.get(name, name)
    if known not in FORMATS:
        raise UsageError(f"no format {name!r} of changes; there are: {', '.join(FORMATS)}")
    return FORMATS[known](changes)


def summary(changes: Changes) -> str:
    """Return the count of what is new in a line: "2 new points, 1 figure changed"."""
    counts: dict[str, int] = {}
    for change in changes.changes:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    return ", ".join(f"{n} {kind.replace('-', ' ')}" for kind, n in counts.items()) or "nothing new"


__all__: Sequence[str] = [
    "called",
    "grouped",
    "how",
    "render_changes",
    "render_changes_md",
    "render_changes_terminal",
    "render_history_terminal",
    "said",
    "stood",
    "summary",
]
