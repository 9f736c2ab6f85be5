"""What a desk wants to be told of: rules over what changes in stories, and the alerts they give."""

from typing import Literal

import msgspec

from crosswire.model.change import Changes
from crosswire.model.record import Record, content_id

When = Literal[
    "figure",
    "speaker",
    "conflict",
    "word",
    "entity",
    "grows",
    "withdrawn",
    "silent-edit",
    "any",
]


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of a rules file. `when` says what it looks for, the fields below what exactly.

    An alert goes to the command `run` (arguments, no shell; JSON on standard input) or to the webhook `post`, or both;
    without either it is only told.
    """

    name: str
    when: When
    about: tuple[str, ...] = ()
    """figure: words of its question or of what is counted, any of them."""
    above: float | None = None
    """figure: the bound that a number passes upwards."""
    below: float | None = None
    """figure: the bound that a number passes downwards."""
    who: tuple[str, ...] = ()
    """speaker, entity: names, any of them; a part of a name in whole words does."""
    words: tuple[str, ...] = ()
    """word: words or phrases, any of them, in any letter case."""
    kinds: tuple[str, ...] = ()
    """conflict: its kinds (figure, date …) or classes (contradiction, dispute …); any without."""
    roots: int | None = None
    outlets: int | None = None
    reports: int | None = None
    """grows: how many of them a story must have."""
    story: str | None = None
    """The one story that is meant; all without."""
    least: int = 2
    """Reports that a story must have to be looked at; 1 has the parser read every report."""
    run: tuple[str, ...] = ()
    post: str | None = None
    seconds: float = 60
    """How long the command may take."""

    @property
    def reader(self) -> str:
        """Return the name under which it is remembered how far this rule has looked; a changed rule looks anew."""
        return f"rule:{self.name}:{content_id('', *msgspec.to_builtins(self).items())}"


class Alert(Record, frozen=True, kw_only=True):
    """What a rule tells: its name and the lines it is about, with their words."""

    schema: str = "crosswire/alert/1"
    id: str
    rule: str
    changes: Changes


class Pending(Record, frozen=True, kw_only=True):
    """An alert that must still reach its receiver: between which revisions of a story it arose, what hindered it."""

    reader: str
    rule: str
    story: str
    since: int | None
    until: int
    tries: int = 0
    trouble: str | None = None


class Failure(Record, frozen=True, kw_only=True):
    """An alert that could not be delivered; it is tried again at the next check."""

    rule: str
    story: str
    tries: int
    reason: str


class Checked(Record, frozen=True, kw_only=True):
    """What a check of the rules did: alerts that were delivered, and those that could not be."""

    stories: int
    alerts: tuple[Alert, ...] = ()
    failures: tuple[Failure, ...] = ()
