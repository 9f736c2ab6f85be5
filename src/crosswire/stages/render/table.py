"""The formats by name: what `--format` takes, what each one is as a file and on the wire, and who writes it.

Each module is loaded when its format is first asked for: a template engine is no use to one who wants JSON.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

from crosswire.errors import PluginError, UsageError
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.model.record import Record
from crosswire.plugins import RENDERERS as RENDERERS_OF_OTHERS
from crosswire.plugins import Plugin, plugins


class Format(Record, frozen=True, kw_only=True):
    """A format: `writer` is `MODULE:FUNCTION` of what takes a dossier and returns text or bytes.

    `extra` is the optional part of the package that it needs; `whole` says that it is given the documents,
    too; `parts` that `NAME:TABLE` asks for one table of it.
    """

    writer: str
    suffix: str
    media_type: str
    does: str
    extra: str | None = None
    whole: bool = False
    parts: bool = False


_HERE = "crosswire.stages.render"

FORMATS: Mapping[str, Format] = MappingProxyType({
    "terminal": Format(writer="terminal:render_terminal", suffix=".txt",
                       media_type="text/plain; charset=utf-8", does="for the terminal, 80 columns"),
    "html": Format(writer="html:render_html", suffix=".html",
                   media_type="text/html; charset=utf-8", does="one page, evidence inside"),
    "json": Format(writer="json:render_json", suffix=".json",
                   media_type="application/json", does="everything; what `verify` reads"),
    "md": Format(writer="markdown:render_markdown", suffix=".md",
                 media_type="text/markdown; charset=utf-8", does="Markdown that reads as text"),
    "pdf": Format(writer="formats.pdf:render_pdf", suffix=".pdf", extra="print",
                  media_type="application/pdf", does="to print, evidence as footnotes"),
    "docx": Format(writer="formats.docx:render_docx", suffix=".docx", extra="print",
                   media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                   does="to edit, evidence as footnotes"),
    "csv": Format(writer="formats.csv:render_csv", suffix=".csv.zip", parts=True,
                  media_type="application/zip", does="tables (RFC 4180); csv:TABLE is one of them"),
    "parquet": Format(writer="formats.parquet:render_parquet", suffix=".parquet.zip", parts=True,
                      extra="parquet", media_type="application/zip",
                      does="the same tables with types; parquet:TABLE is one"),
    "geojson": Format(writer="formats.geojson:render_geojson", suffix=".geojson", whole=True,
                      media_type="application/geo+json", does="places and events on a map (RFC 7946)"),
    "stix": Format(writer="formats.stix:render_stix", suffix=".stix.json",
                   media_type="application/stix+json;version=2.1", does="a STIX 2.1 bundle"),
    "jsonld": Format(writer="formats.jsonld:render_jsonld", suffix=".jsonld",
                     media_type="application/ld+json", does="schema.org articles, claims, quotations"),
    "claimreview": Format(writer="formats.jsonld:render_claimreview", suffix=".claimreview.jsonld",
                          media_type="application/ld+json",
                          does="drafts of schema.org ClaimReview, without a rating"),
    "webanno": Format(writer="formats.webanno:render_webanno", suffix=".webanno.jsonld",
                      media_type='application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
                      does="each span as a W3C Web Annotation"),
    "prov": Format(writer="formats.prov:render_prov", suffix=".prov.jsonld",
                   media_type="application/ld+json", does="who has it from whom (PROV-O)"),
    "ics": Format(writer="formats.ical:render_ical", suffix=".ics",
                  media_type="text/calendar; charset=utf-8", does="what is to come, for a calendar"),
    "opml": Format(writer="formats.opml:render_opml", suffix=".opml",
                   media_type="text/x-opml; charset=utf-8", does="the sources as an outline"),
    "bag": Format(writer="formats.bag:render_bag", suffix=".bag.zip", whole=True,
                  media_type="application/zip", does="the whole story (BagIt); `verify` runs on it"),
})  # fmt: skip
"""The formats of the package."""

RENDERERS = FORMATS
ALIASES: Mapping[str, str] = {
    "markdown": "md",
    "htm": "html",
    "text": "terminal",
    "txt": "terminal",
    "json-ld": "jsonld",
    "ical": "ics",
    "bagit": "bag",
    "zip": "bag",
}
SUFFIXES: Mapping[str, str] = {name: found.suffix for name, found in FORMATS.items()}

PART_MEDIA = {
    "csv": "text/csv; charset=utf-8; header=present",
    "parquet": "application/vnd.apache.parquet",
}


def known(name: str) -> str:
    """Return the one name of a format; raises UsageError that lists the formats there are."""
    base, _, part = name.strip().lower().partition(":")
    base = ALIASES.get(base, base)
    if base in FORMATS and FORMATS[base].parts and part:
        from crosswire.stages.render.formats.columns import TABLES

        if part not in TABLES:
            raise UsageError(f"{base} has no table {part!r}; there are: {', '.join(TABLES)}")
        return f"{base}:{part}"
    if part or not (base in FORMATS or base in plugins(RENDERERS_OF_OTHERS)):
        there = [*FORMATS, *plugins(RENDERERS_OF_OTHERS)]
        raise UsageError(f"no format {name!r}; there are: {', '.join(there)}")
    return base


def described(name: str) -> Format:
    """Return what a format is as a file and on the wire, that of one table, too; raises UsageError as `known`."""
    base, _, part = known(name).partition(":")
    found = FORMATS[base] if base in FORMATS else _described(plugins(RENDERERS_OF_OTHERS)[base])
    if not part:
        return found
    return Format(
        writer=found.writer,
        suffix=f".{part}.{base}",
        media_type=PART_MEDIA[base],
        does=f"the table {part}",
        extra=found.extra,
    )


def render(dossier: Dossier, name: str, documents: Sequence[Document] = ()) -> str | bytes:
    """Return `dossier` in the format `name`; `documents` are its reports, for formats that hold them whole.

    Raises UsageError that lists the formats there are, or names the extra that a format needs.
    """
    base, _, part = known(name).partition(":")
    if base not in FORMATS:
        return _rendered(plugins(RENDERERS_OF_OTHERS)[base], dossier)
    found = FORMATS[base]
    home, function = found.writer.split(":")
    write = getattr(import_module(f"{_HERE}.{home}"), function)
    if part:
        content: str | bytes = write(dossier, part)
    else:
        content = write(dossier, documents) if found.whole else write(dossier)
    return content


def _described(plugin: Plugin) -> Format:
    """Return a plug-in's format: suffix and media type are attributes of its function, where it has them."""
    says = (plugin.run.__doc__ or "").strip().partition("\n")[0] if plugin.run else ""
    return Format(
        writer=f"{plugin.package}:{plugin.name}",
        suffix=str(getattr(plugin.run, "suffix", f".{plugin.name}")),
        media_type=str(getattr(plugin.run, "media_type", "application/octet-stream")),
        does=says or f"a plug-in of {plugin.package}",
    )


def _rendered(plugin: Plugin, dossier: Dossier) -> str | bytes:
    """Return what a plug-in makes of `dossier`; raises PluginError that names it."""
    try:
        content = plugin.run(dossier) if plugin.run else None
    except Exception as error:  # a stranger's code: named, and never taken for ours
        raise PluginError(plugin.failed(error)) from error
    if not isinstance(content, str | bytes):
        raise PluginError(f"{plugin} returned {type(content).__name__}; expected text or bytes")
    return content


def missing_extra(extra: str, package: str) -> UsageError:
    """Return the error of a format whose optional package is not installed."""
    return UsageError(
        f"this format needs {package}, which is not installed; pip install 'crosswire[{extra}]'"
    )
