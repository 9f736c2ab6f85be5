"""Sources as OPML 2.0: an outline of outlets with their reports, or a list of feeds that any reader takes."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree

from crosswire.model.dossier import Dossier, DossierDocument
from crosswire.stages.render.clean import address, line
from crosswire.stages.render.formats.identity import moment


def render_opml(dossier: Dossier) -> bytes:
    """Return the outlets of `dossier`, each with its reports as links, in the order of the reports."""
    root, body = _frame(dossier.story.title)
    outlets: dict[str, list[DossierDocument]] = {}
    for document in dossier.documents:
        outlets.setdefault(document.outlet or "Outlet not known", []).append(document)
    for outlet, documents in outlets.items():
        branch = ElementTree.SubElement(body, "outline", {"text": line(outlet)})
        for document in documents:
            ElementTree.SubElement(branch, "outline", _link(document))
    return _written(root)


def render_feeds(title: str, feeds: Iterable[tuple[str, str, str | None]]) -> bytes:
    """Return feeds as a subscription list; each is its title, its address and the address of its site, if known."""
    root, body = _frame(title)
    for name, feed, site in feeds:
        known = {"text": line(name), "title": line(name), "type": "rss", "xmlUrl": feed}
        ElementTree.SubElement(body, "outline", {**known, **({"htmlUrl": site} if site else {})})
    return _written(root)


def _frame(title: str) -> tuple[ElementTree.Element, ElementTree.Element]:
    root = ElementTree.Element("opml", {"version": "2.0"})
    head = ElementTree.SubElement(root, "head")
    ElementTree.SubElement(head, "title").text = line(title)
    return root, ElementTree.SubElement(root, "body")


def _link(document: DossierDocument) -> dict[str, str]:
    """Return a report as a link, or as plain text where it has no address."""
    found = {"text": line(document.title or document.id)}
    if document.published_at.value:
        time = datetime.fromisoformat(moment(document.published_at.value))
        found["created"] = format_datetime(time, usegmt=True)
    url = address(document.url)
    if url:
        found |= {"type": "link", "url": url}
    if document.agency and document.agency != document.outlet:
        found["category"] = line(document.agency).replace(",", " ")
    if document.language:
        found["language"] = document.language
    return found


def _written(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
