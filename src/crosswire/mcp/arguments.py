"""What the tools take: records, from which the protocol's schemas are made and by which calls are checked."""

from typing import Annotated

from msgspec import Meta

from crosswire.mcp.lines import SECTIONS
from crosswire.model.dossier import Verdict
from crosswire.model.record import Record

Limit = Annotated[
    int, Meta(ge=1, le=50, description="Lines at most; fewer come where they are long.")
]
Offset = Annotated[
    int, Meta(ge=0, le=1_000_000, description="Lines to leave out; see next_offset.")
]
StoryId = Annotated[
    str, Meta(min_length=1, max_length=80, description="Id of a story, or its only beginning.")
]
Short = Annotated[str, Meta(min_length=1, max_length=400)]


class Given(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No arguments but the page."""

    limit: Limit = 20
    offset: Offset = 0


class OfStory(Given, frozen=True, kw_only=True):
    """A story."""

    story: StoryId


class OfDossier(OfStory, frozen=True, kw_only=True):
    """A story and sections of its dossier."""

    sections: Annotated[
        tuple[str, ...], Meta(max_length=13, description=f"Any of: {', '.join(SECTIONS)}.")
    ] = ("lede", "conflicts", "open_questions")


class OfPoints(OfStory, frozen=True, kw_only=True):
    """A story and the verdict of its points."""

    verdict: Annotated[Verdict | None, Meta(description="How well a point is attested.")] = None
    disputed: bool | None = None


class OfQuotes(OfStory, frozen=True, kw_only=True):
    """A story and words of a speaker's name."""

    speaker: Short | None = None


class OfFigures(OfStory, frozen=True, kw_only=True):
    """A story and words of a figure's question."""

    about: Short | None = None


class OfChanges(OfStory, frozen=True, kw_only=True):
    """A story and since when."""

    since: Annotated[
        str,
        Meta(
            max_length=40,
            description="A revision's number, a time (ISO 8601) or an age such as 2d.",
        ),
    ] = "1d"


class OfText(Given, frozen=True, kw_only=True):
    """A text, and the story to look in."""

    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    story: StoryId | None = None


class OfId(Given, frozen=True, kw_only=True):
    """An id of anything in a dossier; with `other`, of two reports."""

    id: Short
    other: Short | None = None
    story: StoryId | None = None


class OfQuery(Given, frozen=True, kw_only=True):
    """A query in the language of `crosswire search`."""

    query: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=400,
            description='Words, "a phrase", speaker:NAME, place:NAME, outlet:NAME, date:2024-10-21, dead>10.',
        ),
    ]


class OfReport(Given, frozen=True, kw_only=True):
    """A report and where in it to begin."""

    document: Short
    start: Annotated[int, Meta(ge=0, le=100_000_000)] = 0
