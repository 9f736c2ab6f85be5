"""Watch rules: what a desk wants to be told of, looked for after each change and delivered at least once.

1. A rule has looked at a story up to a revision, as a reader has; what it finds since is put down as pending in the
   same transaction that moves it on. So nothing fires twice, and nothing is lost by a run that was killed.
2. Pending alerts are delivered one by one and forgotten when their receiver took them; what failed is tried again.
"""

import os
import subprocess
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import get_args

import msgspec
from msgspec.structs import replace

from crosswire.errors import CrosswireError, UsageError
from crosswire.model.change import Change, Changes
from crosswire.model.codec import to_json
from crosswire.model.dossier import Conflict, Dossier
from crosswire.model.record import Record, content_id
from crosswire.model.rule import Alert, Checked, Failure, Pending, Rule, When
from crosswire.model.story import Story
from crosswire.pipeline.revisions import Earlier, changes_between
from crosswire.pipeline.web import Post
from crosswire.stages.compare.rules import fires
from crosswire.stages.compare.states import cited
from crosswire.store.base import Store

_NEEDS: Mapping[str, tuple[str, ...]] = {
    "figure": ("above", "below"),
    "word": ("words",),
    "entity": ("who",),
    "grows": ("roots", "outlets", "reports"),
}
"""What a rule of each kind must say, at least one of them."""
_EXPECTED = (
    f"when is one of {', '.join(get_args(When))}; besides there may be "
    f"{', '.join(name for name in Rule.__struct_fields__ if name != 'when')}"
)
_KINDS = tuple(
    kind
    for field in msgspec.structs.fields(Conflict)
    if field.name in ("kind", "class_")
    for kind in get_args(field.type)
)
"""Kinds and classes of disagreements."""


class Desk(Record, frozen=True, kw_only=True):
    """What checking needs of a workspace: its store, a story's dossier kept, and one as of a time."""

    store: Store
    dossier: Callable[[str], Dossier]
    as_of: Callable[[Story, str], Dossier]


# ---------------------------------------------------------------- reading them


def load_rules(path: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules of a TOML file: `[[rules]]` of `path`, or of crosswire.toml here; none where that is missing.

    Raises UsageError that names the rule and what is wrong with it.
    """
    place = path or Path("crosswire.toml")
    if not place.is_file():
        if path is not None:
            raise UsageError(f"no file {path}; expected TOML with [[rules]]")
        return ()
    try:
        given = tomllib.loads(place.read_text(encoding="utf-8")).get("rules", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{place}: not TOML ({error}); mend it") from error
    if not isinstance(given, list):
        raise UsageError(f"{place}: rules is no list; write each rule under [[rules]]")
    found: dict[str, Rule] = {}
    for number, one in enumerate(given, start=1):
        rule = _rule(one, f"{place}: rule {number}")
        if rule.name in found:
            raise UsageError(f"{place}: two rules are called {rule.name!r}; name them apart")
        found[rule.name] = rule
    return tuple(found.values())


def _rule(given: object, where: str) -> Rule:
    if isinstance(given, dict):
        one_or_many = ("about", "who", "words", "kinds")
        given = {k: [v] if k in one_or_many and isinstance(v, str) else v for k, v in given.items()}
        if isinstance(given.get("run"), str):
            raise UsageError(
                f'{where}: run is a list of arguments (no shell), as in run = ["notify-send", "news"]'
            )
    try:
        rule = msgspec.convert(given, Rule)
    except msgspec.ValidationError as error:
        raise UsageError(f"{where}: {error}; {_EXPECTED}") from error
    if unknown := [kind for kind in rule.kinds if kind not in _KINDS]:
        known = ", ".join(_KINDS)
        raise UsageError(
            f"{where} ({rule.name}): no kind {unknown[0]!r} of conflict; expected {known}"
        )
    needed = _NEEDS.get(rule.when, ())
    if needed and all(getattr(rule, name) in (None, ()) for name in needed):
        raise UsageError(f"{where} ({rule.name}): {rule.when} needs {' or '.join(needed)}")
    return rule


# ---------------------------------------------------------------- checking


def check_rules(
    desk: Desk,
    rules: Sequence[Rule],
    stories: Iterable[Story],
    post: Post,
    *,
    baseline: bool = False,
) -> Checked:
    """Look at `stories` with each rule, deliver what is pending, and return what was done.

    With `baseline` what there is counts as seen: rules tell of what comes from now on.
    """
    looked = 0
    view = desk.store.view()  # a story that was merged is still meant by the id it had
    named = {r.story: view.story_of(r.story) or r.story for r in rules if r.story is not None}
    for story in stories:
        wanted = [r for r in rules if _meant(r, story, named)]
        if wanted:
            looked += 1
            after = desk.dossier(story.id)
            for rule in wanted:
                _look(desk, rule, story, after, baseline=baseline)
    alerts, failures = _deliver(desk, {r.reader: r for r in rules}, post)
    return Checked(stories=looked, alerts=alerts, failures=failures)


def _meant(rule: Rule, story: Story, named: Mapping[str, str]) -> bool:
    if rule.story is not None:
        return story.id.startswith(named[rule.story])
    return len(story.documents) >= rule.least


def _look(desk: Desk, rule: Rule, story: Story, after: Dossier, *, baseline: bool) -> None:
    """Put down what the rule finds since it looked last, and that it has looked, in one transaction."""
    seen = desk.store.view().seen(rule.reader, story.id)
    if seen is not None and seen.revision >= after.story.revision:
        return
    found = () if baseline else fires(rule, _before(desk, rule.reader, story), after)
    with desk.store.writer() as writer:
        if found:
            pending = Pending(
                reader=rule.reader,
                rule=rule.name,
                story=story.id,
                since=seen.revision if seen else None,
                until=after.story.revision,
            )
            writer.put_record(_key(pending), pending)
        writer.put_seen(rule.reader, story.id, after.story.revision)


def _key(pending: Pending) -> str:
    return content_id("f", pending.reader, pending.story, pending.since, pending.until)


def _before(
    desk: Desk, reader: str, story: Story, since: int | None = None, *, given: bool = False
) -> Dossier | None:
    """Return the state that a rule saw last, or the one of revision `since` where `given`."""
    view = desk.store.view()
    seen = view.seen(reader, story.id)
    number = since if given else seen.revision if seen else None
    if number is None:
        return None
    kept = view.revision(story.id, number)
    if kept is not None:
        return kept
    line = next((x for x in view.revisions(story.id) if x.number == number), None)
    made = desk.as_of(story, line.made_at) if line else None
    return made if made is not None and (made.documents or made.earlier) else None


# ---------------------------------------------------------------- delivering


def _deliver(
    desk: Desk, rules: Mapping[str, Rule], post: Post
) -> tuple[tuple[Alert, ...], tuple[Failure, ...]]:
    alerts, failures = [], []
    waiting = desk.store.view().records(Pending)
    for key, pending in sorted(waiting.items()):
        rule = rules.get(pending.reader)
        alert = _alert(desk, rule, pending, key) if rule else None
        trouble = None
        if rule is not None and alert is not None:
            trouble = _send(rule, alert, post)
        with desk.store.writer() as writer:
            if trouble is None:
                writer.drop_record(key, Pending)
            else:
                again = replace(pending, tries=pending.tries + 1, trouble=trouble)
                writer.put_record(key, again)
        if alert is not None and trouble is None:
            alerts.append(alert)
        elif trouble is not None:
            failures.append(
                Failure(
                    rule=pending.rule,
                    story=pending.story,
                    tries=pending.tries + 1,
                    reason=trouble,
                )
            )
    return tuple(alerts), tuple(failures)


def _alert(desk: Desk, rule: Rule, pending: Pending, key: str) -> Alert | None:
    """Return what a pending alert tells now; None where its story or all it told of is gone since.

    Its words are looked up anew, so that a report which was taken down in between is not quoted.
    """
    name = desk.store.view().story_of(pending.story)
    story = desk.store.view().story(name) if name else None
    if story is None:
        return None
    after = desk.dossier(story.id)
    before = _before(desk, pending.reader, story, pending.since, given=True)
    found = fires(rule, before, after)
    return Alert(id=key, rule=rule.name, changes=_only(before, after, found)) if found else None


def _only(before: Dossier | None, after: Dossier, found: Sequence[Change]) -> Changes:
    number = before.story.revision if before else None
    whole = changes_between(before, after, since=Earlier(revision=number), now="")
    names = {name for change in found for name in change.documents}
    return replace(
        whole,
        until=replace(whole.until, at=None),
        changes=tuple(found),
        versions=tuple(v for v in whole.versions if v.after in names),
        reports=cited(before, after, names),
    )


def _send(rule: Rule, alert: Alert, post: Post) -> str | None:
    """Deliver an alert; return why it could not be, or None."""
    body = to_json(alert)
    if rule.run and (trouble := _run(rule, alert, body)):
        return trouble
    if rule.post is None:
        return None
    try:
        status = post(rule.post, body)
    except CrosswireError as error:
        return str(error)
    return None if 200 <= status < 300 else f"{rule.post}: status {status}; expected 2xx"


def _run(rule: Rule, alert: Alert, body: bytes) -> str | None:
    told = {"CROSSWIRE_RULE": rule.name, "CROSSWIRE_STORY": alert.changes.story.id}
    try:
        done = subprocess.run(
            list(rule.run),
            input=body,
            env={**os.environ, **told},
            capture_output=True,
            timeout=rule.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{rule.run[0]}: not done after {rule.seconds:g} seconds; raise `seconds`"
    except (OSError, ValueError) as error:
        return f"{rule.run[0]}: {error}; check the rule's run"
    if done.returncode == 0:
        return None
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return f"{rule.run[0]}: exit status {done.returncode}{f' ({said[-1][:200]})' if said else ''}"
