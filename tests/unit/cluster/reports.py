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

SUMMONS = (
    report(
        "summons-1",
        "Norland summons Orvanian envoy over troops for Tessaly",
        "VARNEM - Norland's foreign ministry on Monday summoned the Orvanian ambassador, Pavel Drusin, and"
        " demanded that troops sent by Belland to fight for Orvania in Tessaly leave at once.",
        "Deputy minister Elin Torvald told Drusin that Norland condemned the deployment of Belland's"
        " soldiers in the strongest terms. Norland's intelligence service said last week that 1,700"
        " soldiers from Belland had arrived in Orvania.",
        "Drusin said that cooperation between Orvania and Belland was within international law, the"
        " embassy said.",
        day="2031-10-21",
    ),
    report(
        "summons-2",
        "Orvania's ambassador called in by Norland, told to get Belland troops out",
        "Norland called in the ambassador of Orvania on Monday to protest at the sending of soldiers from"
        " Belland to the war in Tessaly.",
        "Elin Torvald, the deputy foreign minister, condemned the deployment in the strongest terms and"
        " demanded that the troops leave at once. Ambassador Pavel Drusin answered that cooperation of"
        " Orvania with Belland did not break international law, according to his embassy.",
    ),
    report(
        "summons-3",
        "Envoy Drusin summoned in Varnem as Norland protests at Belland deployment",
        "The Orvanian ambassador to Norland, Pavel Drusin, was summoned to the foreign ministry in Varnem,"
        " where deputy minister Elin Torvald demanded that Belland's soldiers leave Orvania at once.",
        "Some 1,700 soldiers have arrived from Belland, the intelligence service of Norland believes. The"
        " embassy said Drusin had spoken of cooperation within international law.",
        day="2031-10-22",
    ),
)
"""Three reports of one event in a saga."""

ANNOUNCEMENT = report(
    "announcement",
    "Satellite pictures show vessels at two Belland harbours, Norland's spies say",
    "Belland has begun to ship troops to Orvania for the war in Tessaly, Norland's intelligence service said"
    " on Friday. It showed satellite pictures of vessels in the harbours of Sanqiri and Mosan.",
    "Navy vessels of Orvania carried about 1,700 men of an elite brigade to the port of Sanqiri between"
    " October 8 and October 13, and a second voyage was due soon. The men were given new"
    " uniforms and false papers and are training at three bases by the sea.",
    "President Kasper Holm called his security council together. The alliance could not yet confirm the"
    " report, its secretary said.",
    day="2031-10-18",
)
"""An earlier event of the same saga: the same actors and figure, another main event, other words."""

FOLLOWED = (
    report(
        "fire-1",
        "Fire at Ommeny market hall kills at least nine",
        "At least nine people died when a fire swept through the market hall of Ommeny during the Lantern"
        " Fair on Thursday night. The mayor said the doors on the river side had been locked.",
        day="2031-07-14",
    ),
    report(
        "fire-2",
        "Foreigners among dead of Ommeny fire",
        "Three Norlanders and a Bellander were among the dead of the fire in the market hall of Ommeny,"
        " their embassies said on Friday. Families waited at the hospital of Tarvos for news.",
        day="2031-07-15",
    ),
    report(
        "fire-3",
        "Death toll of Ommeny market fire rises to twelve",
        "A baker who was burned in the market hall of Ommeny on July 14 has died, the twelfth victim of the"
        " fire at the Lantern Fair, the hospital of Tarvos said. Her son died that night.",
        day="2031-08-05",
    ),
)
"""A story over three weeks, told from three sides."""
