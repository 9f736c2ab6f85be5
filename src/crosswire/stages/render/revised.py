"""Changes and people's decisions in words: what `diff` found and what acts say, for the page."""

from collections.abc import Mapping

from crosswire.model.act import Act
from crosswire.model.change import ChangeKind, Changes
from crosswire.stages.render.wording import clock, count, day, listing

CHANGES: Mapping[ChangeKind, str] = {
    "report-added": "New report:",
    "report-updated": "Report changed:",
    "report-withdrawn": "Report withdrawn:",
    "source-withdrawn": "Its source was withdrawn:",
    "report-removed": "Report removed:",
    "point-new": "New:",
    "point-withdrawn": "No longer reported:",
    "root-new": "New root:",
    "root-gone": "Root gone:",
    "status-changed": "Stands otherwise:",
    "figure-changed": "Number changed:",
    "conflict-new": "New disagreement:",
    "conflict-gone": "Disagreement gone:",
    "expectation-new": "Newly expected:",
    "expectation-due": "Due:",
}


def changed_span(changes: Changes) -> str:
    """Return between which states the changes lie: "Since revision 2 (3 March 2031, 18:20), 4 reports then"."""
    since, until = changes.since, changes.until
    state = f"revision {since.revision}" if since.revision else "your last look"
    at = f" ({moment_words(since.at)})" if since.at else ""
    return f"Since {state}{at}: {count(since.reports, 'report')} then, {until.reports} now."


def moment_words(at: str) -> str:
    """Return an ISO time to the minute in words."""
    return f"{day(at[:10])}, {clock(at[11:16])} UTC" if len(at) > 15 else day(at)


def decision(act: Act) -> str:
    """Return what a person decided, in words."""
    match act.kind:
        case "merge":
            return f"Put together: {count(len(act.documents) + len(act.others), 'report')} are of one story."
        case "split":
            return f"Taken apart: {listing(act.documents)} are of another story."
        case "note":
            return f"Note: {act.text or ''}"
        case _:
            said = "Confirmed" if act.kind == "confirm" else "Rejected"
            return f"{said}: {_ABOUT[act.about or 'alignment']}{_named(act)}."


_ABOUT = {
    "alignment": "that these passages say one thing",
    "alias": "that these names are of one party",
    "root": "that this passage ends in this root",
}


def _named(act: Act) -> str:
    return f" ({listing(act.names)})" if act.about == "alias" else ""
