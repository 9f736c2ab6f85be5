"""Invented reports for the tests of clustering: a test states only what matters to it."""

import hashlib

from crosswire.model.document import Block, BlockKind, Document, Published


def report(name: str, *lines: str, day: str | None = None, kinds: str = "") -> Document:
    """Return a report of `lines`: a headline, then body; `kinds` gives "p" for promo, "c" caption."""
    letters: dict[str, BlockKind] = {"h": "headline", "b": "body", "p": "promo", "c": "caption"}
    text = "\n".join(lines)
    blocks, at = [], 0
    for number, line in enumerate(lines):
        letter = kinds[number] if number < len(kinds) else ("b" if number else "h")
        blocks.append(Block(start=at, end=at + len(line), kind=letters[letter]))
        at += len(line) + 1
    published = Published(value=day, precision="day", known_from="metadata") if day else Published()
    return Document(
        id=name,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        blocks=tuple(blocks),
        published_at=published,
    )


FERRY = (
    report(
        "ferry-1",
        "Ferry runs aground off Lindmar, 214 taken off",
        "LINDMAR, March 3 - The ferry Astrid Voss ran aground on a sandbank off the port of Lindmar on"
        " Sunday night with 214 people on board, the Norland coast guard said.",
        "Lifeboats brought all passengers ashore by morning. Captain Ulla Brandvik told investigators that the"
        " steering had failed in heavy seas. Nobody was badly hurt.",
        day="2031-03-03",
    ),
    report(
        "ferry-2",
        "Passengers rescued after Astrid Voss hits sandbank",
        "More than 200 passengers spent the night in a school in Lindmar after their ferry, the Astrid"
        " Voss, struck a sandbank in a storm.",
        "The coast guard of Norland said lifeboats had taken off 214 people. The ship's captain, Ulla"
        " Brandvik, blamed a failure of the steering.",
        day="2031-03-04",
    ),
    report(
        "ferry-3",
        "Norland ferry stuck on sandbank, steering failure suspected",
        "Investigators boarded the ferry Astrid Voss on Monday, a day after she ran aground near Lindmar.",
        "Captain Ulla Brandvik has said the steering failed. All 214 people aboard were brought ashore by"
        " lifeboats, the coast guard said.",
    ),
)
"""Three reports of one event; the third has no date."""

QUAKES = (
    report(
        "quake-1",
        "Earthquake of magnitude 5.8 shakes Tarvos",
        "An earthquake of magnitude 5.8 struck the province of Tarvos in eastern Belland on Tuesday, killing at"
        " least 17 people and damaging hundreds of houses, officials said.",
        "Rescue workers searched the rubble for survivors in the town of Ommeny. Governor Piet Arlen"
        " declared an emergency.",
        day="2031-05-06",
    ),
    report(
        "quake-2",
        "Earthquake of magnitude 6.1 shakes Sanqiri",
        "An earthquake of magnitude 6.1 struck the island of Sanqiri in southern Orvania on Tuesday, killing at"
        " least 42 people and damaging hundreds of houses, officials said.",
        "Rescue workers searched the rubble for survivors in the port of Dela Munte. Mayor Irina Costin"
        " declared an emergency.",
        day="2031-05-06",
    ),
)
"""Two events told by one template."""
