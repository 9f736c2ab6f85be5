"""The tables' columns: one literal list of name, type and meaning, from which CSV, Parquet and docs are made."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Kind = Literal["string", "integer", "number", "boolean"]


class Column(NamedTuple):
    """A column: what it is called, what it holds, and what that means."""

    name: str
    kind: Kind
    meaning: str


class Table(NamedTuple):
    """A table: what one row is, and its columns."""

    row: str
    columns: tuple[Column, ...]


LIST = " | "
"""What stands between the items of a cell that holds several."""


def _columns(text: str) -> tuple[Column, ...]:
    kinds: dict[str, Kind] = {"s": "string", "i": "integer", "n": "number", "b": "boolean"}
    found = []
    for line in filter(None, text.splitlines()):
        name, kind, meaning = line.split(maxsplit=2)
        found.append(Column(name, kinds[kind], meaning))
    return tuple(found)


_STORY = "story s id of the story\n"
_SPAN = """
document s id of the report
start i first code point of the passage in the report's text, from 0
end i code point after the last one
text s the exact words: the report's text from start to end
"""
_SEEN = """
outlet s who published the report, where known
source_url s address of the report, where known
published_at s when the report was published (ISO 8601), cut to what is known
"""

TABLES: Mapping[str, Table] = {
    "documents": Table("a report", _columns(_STORY + """
document s id of the report
sha256 s SHA-256 of the original bytes
text_sha256 s SHA-256 of the text in UTF-8, which all offsets count in
outlet s who published it, where known
agency s whose copy it is, where known
title s its headline
source_url s its address, where known
published_at s when it was published (ISO 8601), cut to what is known
published_precision s second, minute, day, month, year or none
published_known_from s text, metadata, header, url or none
language s BCP 47 tag
copy_of s document or agency whose words it reprints, where that is stated or inferred
superseded_by s later version of the report: this row is behind no claim
withdrawn s why its publisher took it back: this row is behind no claim
source_withdrawn s who took back the report that it has words from, and why: it is behind claims all the same
read s how far it is read: whole, part (figures and quotations alone) or none (its language is not analysed)
""")),
    "points": Table("a point: the claims about one thing", _columns(_STORY + """
point s id of the point
text s words of one of its claims; never to be shown without `held`
held s how it is held and by whom, in words: "Alleged by …", "… says", or stated by the report itself
status s asserted, alleged, denied, unconfirmed, no-comment, demand, pledge, threat, expected, possible … (words)
attributed_to s who holds it; empty where a report says it itself
topic s what it is about
verdict s both-sides, multi-root, one-root, single-report, unsourced, observed, background
disputed b whether a party of the story says the opposite
disputed_with s points that dispute it
reports i reports that carry it, copies too
outlets i known outlets that carry it
roots i independent roots it rests on; copies add none
root_names s their names
weight n how much it matters in the story
within s the point whose words hold all of this one's
""")),
    "claims": Table("a claim: what one report says, and from whom", _columns(_STORY + """
claim s id of the claim
point s point it belongs to
""" + _SPAN + """
relation s how it stands to the point: same, entails, part-of, contradicts, related
status s asserted, alleged, denied … (as for points)
attributed_to s who it is put down to; empty where the report says it itself or nobody is named
speaker s source nearest the report, as the report calls it
cue s the words that attribute
channel s how it was said (statement, told reporters …)
chain s all sources, the far end first
root s id of the root the chain ends in; empty where it names nobody
root_kind s party, or report
score n how sure the alignment with the point is, 0 to 1
""" + _SEEN)),
    "roots": Table("a root: where attribution chains end", _columns(_STORY + """
root s id of the root
kind s party, or report
name s who it is
points i points that rest on it
reports i reports that reach it
documents s their ids
""")),
    "figures": Table("a figure as one report gives it", _columns(_STORY + """
figure s id of the group of figures that answer one question
question s the question
relation s how the group's figures stand: agree, refine, updated, differ, part-of, single
""" + _SPAN + """
value n the number as said, scaled; empty where only bounds are said
low n lower bound, from words only ("at least")
high n upper bound, from words only ("up to")
change s = exact, ~ about, < > bound, up, down
unit s unit, where there is one
counted s what is counted
attributed_to s who gives it; empty where the report says it itself or nobody is named
root s id of its root
as_of s the state it is of (ISO 8601)
group_low n least of the group, over all who say
group_best n best-supported value of the group
group_high n greatest of the group
""" + _SEEN)),
    "quotes": Table("an utterance's wording in one report", _columns(_STORY + """
quote s id of the utterance
variant i number of the wording, the fullest direct one first, from 1
speaker s whose utterance it is
speaker_entity s id of that entity
""" + _SPAN + """
form s direct, indirect, mixed
speaker_as_given s speaker as the report calls them
channel s how it was said
relation s against the first wording: exact, truncated, translation, altered
differences s words of the first wording → words of this one, where they differ
""" + _SEEN)),
    "entities": Table("a person, body, place or thing that is named", _columns(_STORY + """
entity s id of the entity
type s person, organization, place, nationality, event, document, product, other
name s its fullest name
country s ISO 3166-1 alpha-3, where known
aliases s all names used
titles s all titles used
mentions i passages that name it
reports i reports that name it
documents s their ids
""")),
    "events": Table("an event record: who did what to whom", _columns(_STORY + """
event s id of the event
event_type s PLOVER type
event_mode s PLOVER mode
event_code s CAMEO code
actor s ISO 3166-1 alpha-3 of who acts
actor_sector s PLOVER sector of who acts
actor_name s who acts, as reported
recipient s ISO 3166-1 alpha-3 of whom it is done to
recipient_sector s PLOVER sector of whom it is done to
recipient_name s whom it is done to, as reported
event_date s when (ISO 8601 or TIMEX3), cut to what is known; never the publication date in its place
time_precision i 1 day, 2 week, 3 month (ACLED), 4 season or year
place s where, as named
country s ISO 3166-1 alpha-2 of the place
latitude n WGS 84
longitude n WGS 84
geo_precision i 1 town, 3 region (ACLED), 4 country or sea
realis s actual, negated, future or hypothetical
held s how it is held and by whom, in words; an event is fact to nobody but its holder
status s asserted, alleged, denied … (as for points); empty where no claim holds its words
attributed_to s who holds it; empty where a report says it itself
reports i reports that carry it, copies too
roots i independent roots behind it; copies add none
""" + _SPAN + """
source_url s address of the first report that has one
sources s outlets that carry it
""")),
    "mentions": Table("a passage behind a record", _columns(_STORY + """
of s table or list of the dossier the record is in
id s id of the record (of a list without ids, its number from 1)
""" + _SPAN + _SEEN)),
    "conflicts": Table("one side of a disagreement", _columns(_STORY + """
conflict s id of the disagreement
class s contradiction, naming, framing, dispute, update
kind s figure, date, place, name, role, verb, headline-body, quote-wording, attribution, polarity, legal, internal
question s what it is about
severity s high, medium, low
reading s how to read it; never a verdict on truth
side i number of the side, from 1
side_text s what this side says
reports i reports on this side
roots s names of the roots on this side
""" + _SPAN + """
documents s reports on this side
points s points it concerns
""")),
    "timeline": Table("something on a date", _columns(_STORY + """
entry i number of the entry, from 1
date s when (ISO 8601 or TIMEX3), cut to what is known
date_end s end of a span of dates
time_precision i 1 day, 2 week, 3 month (ACLED), 4 season or year
status s happened, alleged, expected, background
held s how it is held and by whom, in words
what s what is said of the date
said_on s when it was said
alternatives s other dates given
points s points it concerns
""" + _SPAN + """
documents s reports that have it
""")),
    "coverage": Table("a point against one report", _columns(_STORY + """
point s id of the point
document s id of the report
cell s supports, partial, contradicts, absent
outlet s who published the report, where known
""")),
    "edges": Table("how words reached a report", _columns(_STORY + """
from s report, agency or root
to s report, agency or root
kind s same-version, republishes, uses-copy, credits, cites, shares-utterance, updates, shares-error
stated b whether a report says so; otherwise inferred
score n how sure, 0 to 1
""" + _SPAN)),
    "places": Table("a place that is named", _columns(_STORY + """
place s its name
country s ISO 3166-1 alpha-2
latitude n WGS 84
longitude n WGS 84
geo_precision i 1 town, 3 region (ACLED), 4 country or sea
mentions i passages that name it
reports i reports that name it
documents s their ids
""")),
    "expectations": Table("something said to be coming", _columns(_STORY + """
expectation i number, from 1
due s when it can be checked, cut to what is known
time_precision i 1 day, 2 week, 3 month (ACLED), 4 season or year
by s who says so; empty where nobody is named
what s what is to come
""" + _SPAN)),
}  # fmt: skip
"""The tables by name, in the order in which they are written."""
