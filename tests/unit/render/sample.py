"""A dossier made by hand of an invented collision at sea: six reports and one of everything a page can show."""

from pathlib import Path

from crosswire.model.annotation import Status
from crosswire.model.document import Published
from crosswire.model.dossier import (
    Claim,
    Conflict,
    CoverageRow,
    Dossier,
    DossierDocument,
    DossierEntity,
    DossierEvent,
    DossierPlace,
    DossierStory,
    Edge,
    Expectation,
    FigureGroup,
    FigureMention,
    LedeSentence,
    Link,
    NameUse,
    Omission,
    OpenQuestion,
    Point,
    Producer,
    Provenance,
    Quote,
    QuoteSpeaker,
    QuoteVariant,
    Root,
    Side,
    TimelineEntry,
    Unresolved,
    Verdict,
)
from crosswire.model.record import content_id
from crosswire.model.skipped import Skipped
from crosswire.model.span import Evidence


def _read(name: str) -> str:
    return (Path(__file__).parent / "reports" / name).read_text(encoding="utf-8")


REPORTS = {
    "post.txt": (_read("post.txt"), "The Halden Post", None, "2031-03-03T18:20:00Z"),
    "wire.txt": (_read("wire.txt"), "Nordwire", "Nordwire", "2031-03-03T19:05:00Z"),
    "radio.txt": (_read("radio.txt"), "Merrin Radio", None, "2031-03-03T20:00:00Z"),
    "tribune.txt": (_read("tribune.txt"), "Tavast Tribune", None, "2031-03-04T10:30:00Z"),
    "trade.txt": (_read("trade.txt"), "Sea Trade Daily", None, "2031-03-04T22:15:00Z"),
    "blog.txt": (_read("blog.txt"), None, "Nordwire", None),
}

GUARD = Root(id="r-guard", kind="party", name="Merrin Coast Guard")
MINISTRY = Root(id="r-ministry", kind="party", name="Tavast Foreign Ministry")
PORT = Root(id="r-port", kind="party", name="Halden Port Authority")
OWNER = Root(id="r-owner", kind="party", name="Lind Shipping")
INSURERS = Root(id="r-insurers", kind="party", name="insurers")
SELF = {key: Root(id=f"r-{key}", kind="report", name=key) for key in REPORTS}


def words(document: str, text: str, nth: int = 0) -> Evidence:
    """Return where `text` stands in a report (its `nth` occurrence, from 0)."""
    full = REPORTS[document][0]
    start = -1
    for _ in range(nth + 1):
        start = full.index(text, start + 1)
    return Evidence(document=document, start=start, end=start + len(text), text=text)


def link(document: str, speaker: str, cue: str = "said", channel: str | None = None) -> Link:
    return Link(speaker=speaker, cue=cue, channel=channel, evidence=words(document, speaker))


def claim(
    document: str,
    text: str,
    *links: Link,
    root: Root | None = None,
    status: Status = "asserted",
    relation: str = "same",
) -> Claim:
    return Claim(
        id=content_id("c", document, text),
        document=document,
        evidence=words(document, text),
        attribution=links,
        root=root.id if root else None,
        status=status,
        relation=relation,  # type: ignore[arg-type]
    )


def point(
    key: str,
    text: str,
    topic: str,
    verdict: Verdict,
    claims: tuple[Claim, ...],
    roots: tuple[Root, ...],
    status: Status = "asserted",
    against: tuple[str, ...] = (),
    weight: float = 1.0,
) -> Point:
    documents = dict.fromkeys(c.document for c in claims)
    return Point(
        id=key,
        text=text,
        topic=topic,
        verdict=verdict,
        status=status,
        reports=len(documents),
        outlets=len({REPORTS[d][1] for d in documents} - {None}),
        roots=roots,
        disputed=bool(against),
        disputed_with=against,
        claims=claims,
        weight=weight,
    )


COLLIDED = (
    "A Merrin coast guard cutter and a fishing vessel from Tavast collided on Monday afternoon "
    "near the Kessa lighthouse."
)
MISSING = "Four of the 31 people on the trawler are missing, according to the Merrin Coast Guard."
WARNED = "We gave three warnings by radio and none was answered"
OPEN_WATERS = "was at all times in open waters"

POINTS = (
    point(
        "p1",
        COLLIDED,
        "collision",
        "both-sides",
        (
            claim("wire.txt", COLLIDED, root=SELF["wire.txt"]),
            claim("blog.txt", COLLIDED, root=SELF["wire.txt"]),
            claim(
                "post.txt",
                "The Merrin patrol ship Aster and the Tavast trawler Lumme collided off the Kessa "
                "light on Monday",
                link("post.txt", "Merrin Coast Guard"),
                root=GUARD,
            ),
            claim(
                "tribune.txt",
                "A Merrin frigate struck the trawler Lumme on Monday",
                link("tribune.txt", "foreign ministry in Velle"),
                root=MINISTRY,
            ),
        ),
        (GUARD, MINISTRY, SELF["wire.txt"]),
        weight=9.0,
    ),
    point(
        "p2",
        MISSING,
        "casualties",
        "one-root",
        (
            claim("wire.txt", MISSING, link("wire.txt", "Merrin Coast Guard"), root=GUARD),
            claim("blog.txt", MISSING, link("blog.txt", "Merrin Coast Guard"), root=GUARD),
            claim(
                "post.txt",
                "four fishermen are missing",
                link("post.txt", "Merrin Coast Guard"),
                root=GUARD,
            ),
            claim(
                "radio.txt",
                "Four of 31 fishermen are missing after a collision off the Kessa light",
                link("radio.txt", "the coast guard", "told", "told Merrin Radio"),
                root=GUARD,
            ),
        ),
        (GUARD,),
        against=("p3",),
        weight=8.0,
    ),
    point(
        "p3",
        "six men were missing",
        "casualties",
        "multi-root",
        (
            claim(
                "tribune.txt",
                "six men were missing",
                link("tribune.txt", "Kaja Lind"),
                root=OWNER,
            ),
            claim(
                "trade.txt",
                "The Merrin Coast Guard raised the number of the missing to six late on Tuesday.",
                link("trade.txt", "Merrin Coast Guard", "raised"),
                root=GUARD,
            ),
        ),
        (OWNER, GUARD),
        against=("p2",),
        weight=7.5,
    ),
    point(
        "p4",
        WARNED,
        "warnings",
        "one-root",
        (
            claim("post.txt", WARNED, link("post.txt", "Varga"), root=GUARD),
            claim("wire.txt", WARNED, link("wire.txt", "Commander Ilse Varga"), root=GUARD),
            claim(
                "radio.txt",
                "Three times we called them by radio and no one answered",
                link("radio.txt", "commander Varga", "said", "in Merrin's own language"),
                root=GUARD,
            ),
        ),
        (GUARD,),
        against=("p5",),
        weight=7.0,
    ),
    point(
        "p5",
        "no warning had been heard",
        "warnings",
        "single-report",
        (
            claim(
                "tribune.txt",
                "no warning had been heard",
                link("tribune.txt", "Kaja Lind"),
                link("tribune.txt", "the skipper", "quoting"),
                root=OWNER,
            ),
        ),
        (OWNER,),
        against=("p4",),
        weight=6.5,
    ),
    point(
        "p6",
        "the trawler had entered closed waters",
        "position",
        "one-root",
        (
            claim(
                "post.txt",
                "the trawler had entered closed waters",
                link("post.txt", "Tavast’s foreign ministry", "denied"),
                root=MINISTRY,
                status="denied",
            ),
            claim(
                "wire.txt",
                "the Lumme “was at all times in open waters”",
                link("wire.txt", "Tavast foreign ministry", "said", "statement"),
                root=MINISTRY,
                relation="contradicts",
            ),
            claim(
                "tribune.txt",
                "The Lumme was at all times in open waters",
                link("tribune.txt", "the ministry", "said", "statement"),
                root=MINISTRY,
                relation="contradicts",
            ),
        ),
        (MINISTRY,),
        status="denied",
        weight=6.0,
    ),
    point(
        "p7",
        "the trawler being towed into Halden with its bow torn open",
        "collision",
        "observed",
        (
            claim(
                "radio.txt",
                "the trawler being towed into Halden with its bow torn open",
                root=SELF["radio.txt"],
            ),
            claim("tribune.txt", "is being towed to Halden", root=SELF["tribune.txt"]),
        ),
        (SELF["radio.txt"], SELF["tribune.txt"]),
        weight=5.0,
    ),
    point(
        "p8",
        "It summoned the Merrin ambassador, Oden Brix, for Tuesday.",
        "diplomacy",
        "multi-root",
        (
            claim(
                "post.txt",
                "It summoned the Merrin ambassador, Oden Brix, for Tuesday.",
                root=SELF["post.txt"],
            ),
            claim(
                "tribune.txt",
                "Ambassador Oden Brix was handed a note of protest on Tuesday morning.",
                root=SELF["tribune.txt"],
                relation="entails",
            ),
        ),
        (SELF["post.txt"], SELF["tribune.txt"]),
        weight=4.5,
    ),
    point(
        "p9",
        "Merrin release the crew at once",
        "diplomacy",
        "single-report",
        (
            claim(
                "tribune.txt",
                "Merrin release the crew at once",
                link("tribune.txt", "Tavast demands"[:6], "demands"),
                root=MINISTRY,
                status="demand",
            ),
        ),
        (MINISTRY,),
        status="demand",
        weight=4.0,
    ),
    point(
        "p10",
        "About 40 tonnes of diesel may have leaked",
        "pollution",
        "one-root",
        (
            claim(
                "post.txt",
                "About 40 tonnes of diesel may have leaked",
                link("post.txt", "Halden port authority"),
                root=PORT,
                status="possible",
            ),
            claim(
                "trade.txt",
                "The port of Halden put the leak at about 40 tonnes.",
                link("trade.txt", "The port of Halden", "put"),
                root=PORT,
                status="possible",
            ),
        ),
        (PORT,),
        status="possible",
        weight=3.5,
    ),
    point(
        "p11",
        "whether the trawler's transponder was switched off",
        "position",
        "unsourced",
        (
            claim(
                "blog.txt",
                "whether the trawler's transponder was switched off",
                status="unconfirmed",
            ),
        ),
        (),
        status="unconfirmed",
        weight=2.0,
    ),
    point(
        "p12",
        "Insurers said that they would not comment.",
        "pollution",
        "single-report",
        (
            claim(
                "trade.txt",
                "Insurers said that they would not comment.",
                link("trade.txt", "Insurers"),
                root=INSURERS,
                status="no-comment",
            ),
        ),
        (INSURERS,),
        status="no-comment",
        weight=1.0,
    ),
    point(
        "p13",
        "Merrin and Tavast signed a fishing treaty in 2019 that closes the Kessa bank from "
        "January to April.",
        "treaty",
        "background",
        (
            claim(
                "wire.txt",
                "Merrin and Tavast signed a fishing treaty in 2019 that closes the Kessa bank "
                "from January to April.",
                root=SELF["wire.txt"],
            ),
        ),
        (SELF["wire.txt"],),
        weight=0.5,
    ),
)


def figure(document: str, text: str, counted: str | None, **fields: object) -> FigureMention:
    found = words(document, text)
    return FigureMention(
        document=document,
        start=found.start,
        end=found.end,
        text=text,
        counted=counted,
        **fields,  # type: ignore[arg-type]
    )


FIGURES = (
    FigureGroup(
        id="f1",
        question="How many people aboard the trawler are missing?",
        relation="updated",
        low=4,
        best=6,
        high=6,
        points=("p2", "p3"),
        mentions=(
            figure(
                "post.txt",
                "four fishermen",
                "fishermen of the Lumme",
                value=4,
                attributed_to="Merrin Coast Guard",
                as_of="2031-03-03",
                root="r-guard",
            ),
            figure(
                "wire.txt",
                "Four of the 31 people",
                "people on the trawler",
                value=4,
                attributed_to="Merrin Coast Guard",
                as_of="2031-03-03",
                root="r-guard",
            ),
            figure(
                "radio.txt",
                "Four of 31 fishermen",
                "fishermen",
                value=4,
                attributed_to="the coast guard",
                root="r-guard",
            ),
            figure(
                "tribune.txt",
                "six men",
                "men",
                value=6,
                attributed_to="Kaja Lind",
                as_of="2031-03-04",
                root="r-owner",
            ),
            figure(
                "trade.txt",
                "six",
                "missing",
                value=6,
                attributed_to="Merrin Coast Guard",
                as_of="2031-03-04",
                root="r-guard",
            ),
            figure(
                "blog.txt",
                "Four of the 31 people",
                "people on the trawler",
                value=4,
                attributed_to="Merrin Coast Guard",
                root="r-guard",
            ),
        ),
    ),
    FigureGroup(
        id="f2",
        question="How much diesel leaked?",
        relation="agree",
        low=40,
        best=40,
        high=40,
        points=("p10",),
        mentions=(
            figure(
                "post.txt",
                "About 40 tonnes of diesel",
                "diesel leaked",
                value=40,
                change="~",
                unit="tonnes",
                attributed_to="Halden port authority",
                root="r-port",
            ),
            figure(
                "trade.txt",
                "about 40 tonnes",
                "leak",
                value=40,
                change="~",
                unit="tonnes",
                attributed_to="The port of Halden",
                root="r-port",
            ),
        ),
    ),
    FigureGroup(
        id="f3",
        question="How much diesel did the trawler carry?",
        relation="refine",
        low=100,
        high=120,
        mentions=(
            figure(
                "trade.txt",
                "up to 120 tonnes of fuel",
                "fuel at risk",
                high=120,
                change="<",
                unit="tonnes",
            ),
            figure(
                "trade.txt",
                "between 100 and 120 tonnes of marine diesel",
                "marine diesel",
                low=100,
                high=120,
                unit="tonnes",
                attributed_to="Lind Shipping",
                as_of="2031-03-04",
                root="r-owner",
            ),
        ),
    ),
    FigureGroup(
        id="f4",
        question="How many warnings were given?",
        relation="single",
        low=3,
        best=3,
        high=3,
        mentions=(
            figure(
                "post.txt",
                "three warnings",
                None,
                value=3,
                attributed_to="Ilse Varga",
                root="r-guard",
            ),
        ),
    ),
)


def variant(
    document: str, text: str, speaker: str, relation: str, form: str = "direct", **fields: object
) -> QuoteVariant:
    found = words(document, text)
    return QuoteVariant(
        document=document,
        start=found.start,
        end=found.end,
        text=text,
        speaker_as_given=speaker,
        relation=relation,  # type: ignore[arg-type]
        form=form,  # type: ignore[arg-type]
        **fields,  # type: ignore[arg-type]
    )


QUOTES = (
    Quote(
        id="q1",
        speaker=QuoteSpeaker(entity="e1", name="Ilse Varga"),
        variants=(
            variant("post.txt", WARNED, "Varga", "exact", channel="told reporters"),
            variant("wire.txt", WARNED, "Commander Ilse Varga", "exact"),
            variant(
                "radio.txt",
                "Three times we called them by radio and no one answered",
                "commander Varga",
                "translation",
                channel="in Merrin's own language",
            ),
        ),
    ),
    Quote(
        id="q2",
        speaker=QuoteSpeaker(entity="e3", name="Tavast Foreign Ministry"),
        variants=(
            variant(
                "tribune.txt",
                "The Lumme was at all times in open waters",
                "the ministry",
                "exact",
                channel="statement",
            ),
            variant(
                "wire.txt",
                "was at all times in open waters",
                "The Tavast foreign ministry",
                "truncated",
                "mixed",
                channel="statement",
                difference=(("The Lumme", ""),),
            ),
        ),
    ),
    Quote(
        id="q3",
        speaker=QuoteSpeaker(entity="e4", name="Kaja Lind"),
        variants=(
            variant(
                "tribune.txt",
                "Nobody called us. We heard nothing on any channel",
                "Lind",
                "exact",
                channel="quoting the skipper",
            ),
        ),
    ),
)


def side(text: str, *evidence: Evidence, roots: tuple[Root, ...]) -> Side:
    documents = tuple(dict.fromkeys(e.document for e in evidence))
    return Side(
        text=text,
        evidence=evidence,
        reports=len(documents),
        roots=tuple(r.id for r in roots),
        documents=documents,
    )


CONFLICTS = (
    Conflict(
        id="x1",
        kind="polarity",
        class_="dispute",
        question="Was the trawler warned before the collision?",
        sides=(
            side(WARNED, words("post.txt", WARNED), words("wire.txt", WARNED), roots=(GUARD,)),
            side(
                "Nobody called us. We heard nothing on any channel",
                words("tribune.txt", "Nobody called us. We heard nothing on any channel"),
                words("tribune.txt", "no warning had been heard"),
                roots=(OWNER,),
            ),
        ),
        reading="The coast guard and the owner, quoting the skipper, say opposite things. No "
        "report names anybody who was neither on the cutter nor on the trawler.",
        severity="high",
        points=("p4", "p5"),
        explain=("same predicate: warn", "opposite polarity", "roots differ"),
    ),
    Conflict(
        id="x2",
        kind="headline-body",
        class_="contradiction",
        question="Was the trawler sunk, or damaged and towed?",
        sides=(
            side(
                "Merrin warship sinks Tavast trawler",
                words("tribune.txt", "Merrin warship sinks Tavast trawler"),
                roots=(SELF["tribune.txt"],),
            ),
            side(
                "The trawler was badly damaged and is being towed to Halden.",
                words("tribune.txt", "The trawler was badly damaged and is being towed to Halden."),
                words(
                    "radio.txt", "saw the trawler being towed into Halden with its bow torn open"
                ),
                roots=(SELF["tribune.txt"], SELF["radio.txt"]),
            ),
        ),
        reading="A headline says sinks; its own body and another report's eyewitness say towed.",
        severity="high",
        points=("p7",),
    ),
    Conflict(
        id="x3",
        kind="figure",
        class_="update",
        question="How many are missing?",
        sides=(
            side(
                "four fishermen are missing",
                words("post.txt", "four fishermen are missing"),
                words("wire.txt", MISSING),
                words("radio.txt", "Four of 31 fishermen"),
                words("blog.txt", MISSING),
                roots=(GUARD,),
            ),
            side(
                "six men were missing",
                words("tribune.txt", "six men were missing"),
                words("trade.txt", "raised the number of the missing to six"),
                roots=(OWNER, GUARD),
            ),
        ),
        reading="The later figure is of 4 March; the coast guard itself raised it.",
        severity="medium",
        points=("p2", "p3"),
    ),
    Conflict(
        id="x4",
        kind="name",
        class_="naming",
        question="What kind of ship was the Aster?",
        sides=(
            side(
                "patrol ship Aster",
                words("post.txt", "patrol ship Aster"),
                roots=(SELF["post.txt"],),
            ),
            side(
                "coast guard cutter",
                words("wire.txt", "coast guard cutter"),
                words("blog.txt", "coast guard cutter"),
                roots=(SELF["wire.txt"],),
            ),
            side(
                "Merrin frigate",
                words("tribune.txt", "Merrin frigate"),
                roots=(SELF["tribune.txt"],),
            ),
        ),
        reading="Three words for one ship; a frigate is a warship, a cutter is not.",
        severity="low",
        points=("p1",),
    ),
    Conflict(
        id="x5",
        kind="attribution",
        class_="framing",
        question="Is the leak stated or only possible?",
        sides=(
            side(
                "About 40 tonnes of diesel may have leaked",
                words("post.txt", "About 40 tonnes of diesel may have leaked"),
                roots=(PORT,),
            ),
            side(
                "The port of Halden put the leak at about 40 tonnes.",
                words("trade.txt", "The port of Halden put the leak at about 40 tonnes."),
                roots=(PORT,),
            ),
        ),
        reading="One report keeps the port's “may”, the other drops it.",
        severity="medium",
        points=("p10",),
    ),
)

TIMELINE = (
    TimelineEntry(
        date="2019",
        precision="year",
        status="background",
        text="Merrin and Tavast signed a fishing treaty",
        points=("p13",),
        evidence=(words("wire.txt", "Merrin and Tavast signed a fishing treaty in 2019"),),
        documents=("wire.txt",),
    ),
    TimelineEntry(
        date="2031-03-03",
        precision="part-of-day",
        status="happened",
        text="A Merrin coast guard cutter and a fishing vessel from Tavast collided",
        points=("p1",),
        evidence=(words("wire.txt", COLLIDED), words("blog.txt", COLLIDED)),
        said_on="2031-03-03",
        documents=("wire.txt", "blog.txt"),
    ),
    TimelineEntry(
        date="2031-03-03",
        precision="day",
        status="alleged",
        text="Three warnings by radio, none answered",
        points=("p4",),
        evidence=(words("post.txt", WARNED),),
        said_on="2031-03-03",
        documents=("post.txt", "wire.txt"),
    ),
    TimelineEntry(
        date="2031-03-04",
        precision="day",
        status="happened",
        text="Ambassador Oden Brix was handed a note of protest",
        points=("p8",),
        evidence=(words("tribune.txt", "handed a note of protest on Tuesday morning"),),
        alternatives=("2031-03-03",),
        documents=("post.txt", "tribune.txt"),
    ),
    TimelineEntry(
        date="2031-03-07",
        precision="day",
        status="expected",
        text="The authority expects to publish a first measurement",
        points=("p10",),
        evidence=(
            words("post.txt", "The authority expects to publish a first measurement by Friday."),
        ),
        said_on="2031-03-03",
        documents=("post.txt",),
    ),
)


def use(text: str, *documents: str) -> NameUse:
    return NameUse(text=text, documents=documents)


ENTITIES = (
    DossierEntity(
        id="e1",
        type="person",
        name="Ilse Varga",
        country="MRN",
        aliases=(use("Varga", "post.txt", "radio.txt"), use("Ilse Varga", "post.txt", "wire.txt")),
        titles=(
            use("coast guard commander", "post.txt"),
            use("Commander", "wire.txt"),
            use("commander", "radio.txt"),
        ),
        evidence=(words("post.txt", "Ilse Varga"), words("wire.txt", "Ilse Varga")),
    ),
    DossierEntity(
        id="e2",
        type="person",
        name="Oden Brix",
        aliases=(use("Oden Brix", "post.txt", "tribune.txt"),),
        titles=(use("Merrin ambassador", "post.txt"), use("Ambassador", "tribune.txt")),
        evidence=(words("post.txt", "Oden Brix"), words("tribune.txt", "Oden Brix")),
    ),
    DossierEntity(
        id="e3",
        type="organization",
        name="Tavast Foreign Ministry",
        aliases=(
            use("Tavast’s foreign ministry", "post.txt"),
            use("the Tavast foreign ministry", "wire.txt"),
            use("the foreign ministry in Velle", "tribune.txt"),
        ),
        titles=(),
        evidence=(words("post.txt", "Tavast’s foreign ministry"),),
    ),
    DossierEntity(
        id="e4",
        type="person",
        name="Kaja Lind",
        aliases=(use("Lind", "tribune.txt"),),
        titles=(use("Shipowner", "tribune.txt"),),
        evidence=(words("tribune.txt", "Kaja Lind"),),
    ),
    DossierEntity(
        id="e5",
        type="product",
        name="Aster",
        aliases=(use("patrol ship Aster", "post.txt"),),
        titles=(),
        evidence=(words("post.txt", "Aster"),),
    ),
)

EVENTS = (
    DossierEvent(
        id="v1",
        actor="MRN",
        actor_sector="MIL",
        recipient="TVS",
        recipient_sector="CVL",
        type="ASSAULT",
        mode=None,
        cameo="180",
        date="2031-03-03",
        place="Kessa",
        realis="actual",
        actor_text="Merrin coast guard cutter",
        recipient_text="trawler Lumme",
        evidence=(words("wire.txt", COLLIDED),),
    ),
    DossierEvent(
        id="v2",
        actor="TVS",
        actor_sector="GOV",
        recipient="MRN",
        recipient_sector="GOV",
        type="ACCUSE",
        mode="disapprove",
        cameo="114",
        date="2031-03-04",
        place=None,
        realis="actual",
        actor_text="Tavast’s foreign ministry",
        recipient_text="Merrin ambassador",
        evidence=(words("post.txt", "It summoned the Merrin ambassador"),),
    ),
)

PROVENANCE = Provenance(
    roots=(GUARD, MINISTRY, PORT, OWNER, INSURERS, *SELF.values()),
    edges=(
        Edge(
            from_="blog.txt",
            to="wire.txt",
            kind="uses-copy",
            stated=True,
            score=1.0,
            evidence=(words("blog.txt", "HALDEN, March 3 (Nordwire)"),),
        ),
        Edge(
            from_="wire.txt",
            to="Nordwire",
            kind="credits",
            stated=True,
            score=1.0,
            evidence=(words("wire.txt", "By Nordwire"),),
        ),
        Edge(
            from_="blog.txt",
            to="Nordwire",
            kind="credits",
            stated=True,
            score=1.0,
            evidence=(words("blog.txt", "Nordwire"),),
        ),
        Edge(
            from_="post.txt",
            to="wire.txt",
            kind="shares-utterance",
            stated=False,
            score=0.97,
            evidence=(words("post.txt", WARNED), words("wire.txt", WARNED)),
        ),
    ),
)


def coverage() -> tuple[CoverageRow, ...]:
    rows = []
    for held in POINTS:
        cells = dict.fromkeys(REPORTS, "absent")
        for found in held.claims:
            cells[found.document] = {"contradicts": "contradicts", "part-of": "partial"}.get(
                found.relation, "supports"
            )
        for other in held.disputed_with:
            for found in next(p for p in POINTS if p.id == other).claims:
                if cells[found.document] == "absent":
                    cells[found.document] = "contradicts"
        rows.append(CoverageRow(point=held.id, cells=cells))  # type: ignore[arg-type]
    return tuple(rows)


def dossier(*, texts: bool = True) -> Dossier:
    """Return the sample; with the full reports inside unless told otherwise."""
    return Dossier(
        story=DossierStory(
            id="s1",
            title="Merrin cutter and Tavast trawler collide, four missing",
            title_points=("p1", "p2"),
            happened_on="2031-03-03",
            first_published_at="2031-03-03T18:20:00Z",
            last_published_at="2031-03-04T22:15:00Z",
        ),
        documents=tuple(
            DossierDocument(
                id=key,
                sha256=content_id("", key) * 6,
                outlet=outlet,
                agency=agency,
                title=text.split("\n", 1)[0],
                language="en",
                url=f"https://example.org/{key}" if outlet else None,
                published_at=Published(value=at, precision="minute", known_from="metadata")
                if at
                else Published(),
                text=text if texts else None,
            )
            for key, (text, outlet, agency, at) in REPORTS.items()
        ),
        lede=(
            LedeSentence(
                text=COLLIDED,
                points=("p1",),
                evidence=(words("wire.txt", COLLIDED), words("blog.txt", COLLIDED)),
            ),
            LedeSentence(
                text=MISSING,
                points=("p2",),
                evidence=(
                    words("wire.txt", MISSING),
                    words("post.txt", "four fishermen are missing"),
                ),
            ),
            LedeSentence(
                text="Tavast’s foreign ministry denied that the trawler had entered closed waters.",
                points=("p6",),
                evidence=(
                    words(
                        "post.txt",
                        "Tavast’s foreign ministry denied that the trawler "
                        "had entered closed waters.",
                    ),
                ),
            ),
        ),
        points=POINTS,
        figures=FIGURES,
        quotes=QUOTES,
        timeline=TIMELINE,
        entities=ENTITIES,
        events=EVENTS,
        conflicts=CONFLICTS,
        provenance=PROVENANCE,
        coverage=coverage(),
        omissions=(
            Omission(
                document="tribune.txt",
                points=("p4",),
                text="Does not mention the coast guard's account of three radio warnings.",
            ),
        ),
        expectations=(
            Expectation(
                text="The authority expects to publish a first measurement by Friday.",
                by="Halden port authority",
                due="2031-03-07",
                evidence=(
                    words(
                        "post.txt",
                        "The authority expects to publish a first measurement by Friday.",
                    ),
                ),
            ),
            Expectation(
                text="will reopen it on 10 March if the measurement allows",
                by="Aron Dahl",
                due="2031-03-10",
                evidence=(
                    words("trade.txt", "will reopen it on 10 March if the measurement allows"),
                ),
            ),
            Expectation(
                text="Tavast demands that Merrin release the crew at once.",
                by="Tavast",
                due=None,
                evidence=(
                    words("tribune.txt", "Tavast demands that Merrin release the crew at once."),
                ),
            ),
        ),
        open_questions=(
            OpenQuestion(
                text="Was the trawler's transponder switched off? Not confirmed.",
                evidence=(
                    words(
                        "blog.txt",
                        "It could not be confirmed whether the "
                        "trawler's transponder was switched off.",
                    ),
                ),
            ),
            OpenQuestion(
                text="What is insured? The insurers would not comment.",
                evidence=(words("trade.txt", "Insurers said that they would not comment."),),
            ),
        ),
        places=(
            DossierPlace(
                name="Halden",
                country="SE",
                lat=58.35,
                lon=17.9,
                evidence=(words("post.txt", "HALDEN"), words("trade.txt", "Halden")),
            ),
            DossierPlace(
                name="Kessa",
                country=None,
                lat=58.6,
                lon=19.6,
                evidence=(words("wire.txt", "Kessa lighthouse"),),
            ),
            DossierPlace(
                name="Velle",
                country="EE",
                lat=59.3,
                lon=24.6,
                evidence=(words("tribune.txt", "VELLE"),),
            ),
            DossierPlace(
                name="Tavast",
                country=None,
                lat=None,
                lon=None,
                evidence=(words("wire.txt", "Tavast"),),
            ),
        ),
        skipped=(Skipped(document="kessa-fi.txt", reason="not English (fi): kept, not read"),),
        unresolved=(
            Unresolved(
                kind="time",
                reason="“Tuesday” could be 4 or 11 March",
                evidence=(words("post.txt", "Tuesday"),),
            ),
        ),
        producer=Producer(
            version="0.1.0",
            settings="3f2a9c41d0",
            steps={"parse": "1", "attributions": "2", "reconcile": "1"},
        ),
    )
