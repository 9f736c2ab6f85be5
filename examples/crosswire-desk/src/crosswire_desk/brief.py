"""A renderer: a dossier in a few lines for a chat. Every line names who holds it and where it was reported."""

from crosswire import Dossier
from crosswire.model.dossier import Point


def brief(dossier: Dossier) -> str:
    """Return a few lines for a chat, each with its holder."""
    lines = [f"*{dossier.story.title}* ({len(dossier.documents)} reports)"]
    for conflict in dossier.conflicts[:3]:
        sides = " / ".join(f"“{side.text}” ({side.reports})" for side in conflict.sides)
        lines.append(f"≠ {conflict.question} {sides}")
    lines += [f"• {_held(point)}“{point.text}” [{point.verdict}]" for point in dossier.points[:5]]
    return "\n".join(lines) + "\n"


brief.suffix = ".chat.txt"  # type: ignore[attr-defined]
brief.media_type = "text/plain; charset=utf-8"  # type: ignore[attr-defined]


def _held(point: Point) -> str:
    """Return who holds a point: what a report only attributes is never shown as fact."""
    who = ", ".join(root.name for root in point.roots if root.kind == "party")
    if point.status != "asserted":
        return f"{point.status} by {who or 'somebody not named'}: "
    return f"{who}: " if who else ""
