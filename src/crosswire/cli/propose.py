"""`propose`: what a language model proposes to a story, each proposal checked against the words it cites."""

from pathlib import Path
from typing import Annotated

import typer

from crosswire.cli import options
from crosswire.cli.desk import Name, open_desk
from crosswire.cli.output import out, progress
from crosswire.errors import UsageError
from crosswire.model.codec import to_json
from crosswire.model.proposal import Proposal
from crosswire.stages.render.table import known, render


def propose(
    story: Name,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="lede, link, question or translation; may be given again.", show_default="lede"
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--to", help="Language of a translation, such as de.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="File for the dossier with the proposals: .json, .html or .md.",
            show_default=False,
        ),
    ] = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
    offline: options.Offline = False,
    quiet: options.Quiet = False,
) -> None:
    """Ask the language model of the settings for proposals to a story, and check each; off unless configured."""
    if offline:
        raise UsageError("asking a model needs a network; leave --offline out")
    kinds = kind or (["translation"] if language else ["lede"])
    name = known(output.suffix.lstrip(".") if output else "json")
    with open_desk(workspace) as desk, progress(quiet) as report:
        found = desk.propose(story, kinds, language=language, progress=report)
        if output:
            made = render(found, name, [desk.document(d.id) for d in found.documents])
            output.write_bytes(made.encode() if isinstance(made, str) else made)
    if as_json:
        out(to_json(found, indent=2).decode())
        return
    kept = [p for p in found.proposals if p.state == "kept"]
    for proposal in (*kept, *(p for p in found.proposals if p.state == "refused")):
        _show(proposal)
    out(f"{len(kept)} kept, {len(found.proposals) - len(kept)} refused")


def _show(proposal: Proposal) -> None:
    said = proposal.text or " ".join([proposal.relation or "", *proposal.claims])
    out(f"{proposal.state:8} {proposal.kind}: {' '.join(said.split())}")
    for reason in proposal.reasons:
        out(f"         because {reason}")
    for evidence in proposal.evidence:
        words = " ".join(evidence.text.split())
        out(f"         words   {evidence.document} [{evidence.start}, {evidence.end}): “{words}”")
    if proposal.state == "kept":
        out(
            f"         by      {proposal.producer.model} at {proposal.producer.host}, not by Crosswire"
        )
