"""Outlines to paragraphs: every fact in its wording, every name and number marked where it stands."""

import re
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from evaluation.world.amounts import Amount, named_day
from evaluation.world.facts import FIGURES, PARTIES, Facts, Party
from evaluation.world.plan import Outline, Sentence, Telling
from evaluation.world.truth import NOBODY, Mark
from evaluation.world.writer import Writer

_SLOT = re.compile(r"\{(\w+)\}")
_STATUS = {
    "denial": frozenset(("denied",)),
    "unconfirmed": frozenset(("unconfirmed", "no-comment")),
    "inquiry": frozenset(("expected", "pledge")),
    "visit": frozenset(("expected", "pledge")),
    "cause": frozenset(("possible", "alleged")),
}
_WORDED = ("rumor", "accuse_ing", "accuse_had", "accuse_not")
"""Slots that a cast words in several ways, by family."""
_OPEN_ROOT = frozenset(("inquiry", "visit", "unconfirmed"))
"""Facts of which it can be argued who says them; so it can of an act that is a party's word by itself."""


class Paragraph(NamedTuple):
    """A paragraph's text and the marks in it, counted from its first letter."""

    text: str
    marks: tuple[Mark, ...]


class Draft:
    """One report in the making."""

    def __init__(self, facts: Facts, outline: Outline, rng: Random) -> None:
        self.facts = facts
        self.outline = outline
        self.told = facts.wording.told
        self.seen_from: date = outline.published.date()
        self.root = "agency" if outline.agency else f"report:{outline.id}"
        self.introduced: set[str] = set()
        self.unnamed = rng.choice(self.told["unnamed"])
        self.writer = Writer()
        self.telling = Telling("headline", 0)
        self.seen: dict[str, Any] = {}
        """Figures and day of the clause being written."""
        self.mode = ""
        """How the party that said the last thing is called."""

    def headline(self) -> Paragraph:
        """Return the headline, its claim being the event."""
        self.writer = Writer()
        self.telling = self.outline.headline
        wrong = self.telling.form == "headline"
        verb = self.facts.wording.told.get("headline_wrong") if wrong else None
        listed = self.told["headline"]
        if wrong and not verb:  # a wrong number needs a headline that has one
            listed = [h for h in listed if "{fig1}" in h]
        form = listed[self.telling.family % len(listed)]
        self._expand(verb or form)
        self.writer.mark(
            "claim", "event", 0, form="headline" if verb else "plain", root=self.root, headline=True
        )
        return self._done(headline=True)

    def paragraph(self, sentences: tuple[Sentence, ...], opening: str = "") -> Paragraph:
        """Return a paragraph; `opening` is a dateline."""
        self.writer = Writer()
        self.writer.put(opening)
        for sentence in sentences:
            self.writer.put(" " if self.writer.text and not opening else "")
            self._sentence(sentence)
            opening = ""
        return self._done()

    def _done(self, *, headline: bool = False) -> Paragraph:
        marks = (m._replace(headline=headline or m.headline) for m in self.writer.marks)
        return Paragraph(self.writer.text, tuple(marks))

    # ------------------------------------------------------------ sentences

    def _sentence(self, sentence: Sentence) -> None:
        self.telling = telling = sentence[0]
        if telling.fact.startswith("quote"):
            self._quote(telling)
        elif self._form(telling).endswith("."):
            self._claim(telling)
        elif telling.speaker is None:
            self._claim(telling)
            self.writer.put(".")
        else:
            self._framed(sentence)

    def _framed(self, sentence: Sentence) -> None:
        telling = sentence[0]
        before = len(self.writer.marks)
        if telling.form == "stale":
            frame = "As of late {stale_day}, {c}, {s} said."
        else:
            frame = self.told["frames"][telling.frame]
        for piece in re.split(r"(\{[cC]\})", frame):
            if piece not in ("{c}", "{C}"):
                self._expand(piece)
                continue
            for number, part in enumerate(sentence):
                self.writer.put(" and " if number else "")
                self.telling = part
                self._claim(part)
            self.telling = telling
        marks = self.writer.marks
        marks[before:] = [
            m._replace(mode=self.mode) if m.kind == "claim" else m for m in marks[before:]
        ]

    def _claim(self, telling: Telling) -> None:
        start = len(self.writer.text)
        self.seen = {}
        self._expand(self._form(telling))
        plain = telling.form in ("plain-cause", "dropped", "swapped")
        status = frozenset(("asserted",)) if plain else _STATUS.get(telling.fact, NOBODY)
        if telling.fact == "denial" and "{accuse_not}" in self._form(telling):
            status |= {"asserted"}
        self.writer.mark(
            "claim",
            self._key(telling),
            start,
            also=frozenset(k for k in self.seen if k in FIGURES and k != "bg"),
            value=self.seen.get(telling.fact),
            form=telling.form,
            root=self._root(telling),
            status=status,
            day=self.seen.get("day"),
        )

    def _form(self, telling: Telling) -> str:
        name, family = telling.fact, telling.family
        if telling.form == "plain-cause":
            name = "cause_plain"
        elif telling.form == "swapped":
            return str(self.told["swapped"])
        elif telling.form == "dropped":
            return "{Accused} {accuse_had}."
        return str(self.told[name][family])

    def _key(self, telling: Telling) -> str:
        """Return the fact that is told; each family tells another thing of the past."""
        return f"bg{telling.family}" if telling.fact == "bg" else telling.fact

    def _root(self, telling: Telling) -> str | None:
        if telling.fact in _OPEN_ROOT:
            return None
        if telling.fact == "event" and self.facts.wording.cast.get("acts"):
            return None
        said_by = {"accusation": "accuser", "denial": "accused"}.get(telling.fact)
        if telling.form == "swapped":
            said_by = "accused"
        if telling.form == "dropped":
            return self.root
        return said_by or telling.speaker or self.root

    def _quote(self, telling: Telling) -> None:
        wordings = self.told["quote"][int(telling.fact[-1])]
        known = {"translation": "other", "altered": "altered"}
        if telling.form == "truncated":
            lead_in, words = wordings["cut"]
            frame = self.told["cut_frame"].replace("{lead_in}", lead_in)
        else:
            words = wordings[known.get(telling.form, "full")]
            frame = self.told["quote_frames"][telling.frame]
        for piece in re.split(r"(\{q\})", frame):
            if piece != "{q}":
                self._expand(piece)
                continue
            start = len(self.writer.text)
            self.writer.text += _SLOT.sub(lambda m: self.facts.slots[m.group(1)], words)
            self.writer.mark("quote", telling.fact, start, form=telling.form, root=telling.speaker)

    # ------------------------------------------------------------ slots

    def _expand(self, template: str) -> None:
        at = 0
        for slot in _SLOT.finditer(template):
            self.writer.put(template[at : slot.start()])
            self._slot(slot.group(1))
            at = slot.end()
        self.writer.put(template[at:])

    def _slot(self, name: str) -> None:
        key = name.lower()
        if key in FIGURES:
            self._figure(key)
        elif key == "s":
            self._speaker(self.telling.speaker or "lead")
        elif key in PARTIES:
            self._speaker(key)
        elif key in ("accused_name", "lead_name"):
            self._name(self.facts.parties[key.removesuffix("_name")], "body")
        elif key in ("when", "due", "visit_day", "said", "year", "stale_day"):
            self._day(key)
        elif key in _WORDED:
            wordings = self.facts.wording.cast[key]
            self.writer.put(wordings[self.telling.family % len(wordings)])
        else:
            self.writer.put(self.facts.slots[key])

    def _figure(self, key: str) -> None:
        amount = self._amount(key)
        before, _, number = amount.written(first=self.writer.first).rpartition("|")
        if self.telling.fact == "headline":
            before = ""
        self.writer.put(before)
        start = len(self.writer.text)
        self.writer.put(number)
        self.seen[key] = amount.value
        form = self.telling.form
        changed = {"headline": "fig1", "number": "fig2", "rounded": "fig3", "stale": "fig1"}
        self.writer.mark(
            "figure",
            self._key(self.telling) if key == "bg" else key,
            start,
            value=amount.value,
            form=form if changed.get(form) == key else "plain",
        )

    def _amount(self, key: str) -> Amount:
        counts = self.facts.figures[key]
        form = self.telling.form
        late = min(max((self.seen_from - self.facts.day).days, 0), len(counts) - 1)
        stale = key == "fig1" and "stale" in self.outline.changed
        amount = counts[0 if stale else late]
        if (form, key) == ("number", "fig2") or (form, key) == ("headline", "fig1"):
            return amount.raised(counts)
        if (form, key) == ("rounded", "fig3"):
            near = round(amount.number, -1)
            return amount._replace(number=near or amount.number, about=True)
        return amount

    def _day(self, key: str) -> None:
        facts, style, day = self.facts, self.outline.day_style, self.facts.day
        if key == "year":
            self.seen["day"] = str(facts.year)
            self.writer.put(str(facts.year))
            return
        if key == "stale_day":
            self.writer.put(f"{day:%A}")
            return
        if key == "said":
            self.writer.put(named_day(self.seen_from, self.seen_from, 0))
            return
        if key == "when" and self.telling.form == "other-day":
            day -= timedelta(days=1)
        day = {"when": day, "due": facts.due, "visit_day": facts.visit}[key]
        self.seen["day"] = day.isoformat()
        part = facts.part if key == "when" else ""
        self.writer.put(named_day(day, self.seen_from, style, part))

    # ------------------------------------------------------------ names

    def _speaker(self, key: str) -> None:
        if key == "unnamed":
            self.mode = "unnamed"
            self.writer.put(self.unnamed)
            return
        party = self.facts.parties[key]
        mode = self.outline.modes[key]
        if key in ("accused", "inquirer"):
            mode = "body"
        elif key == "leader" or self.telling.fact.startswith("quote"):
            mode = "head"
        elif mode == "spokes" and not party.spokes:
            mode = "body"
        known = self._name(party, mode)
        self.mode = f"{mode}{' later' if known else ''}"

    def _name(self, party: Party, mode: str) -> bool:
        """Name a party, and tell whether the report has done so before."""
        known = f"{party.key} {mode}" in self.introduced
        self.introduced.add(f"{party.key} {mode}")
        if mode == "spokes" and known:
            self._short(party, f"the {party.spokes}")
        elif mode == "spokes":
            self.writer.put(f"a {party.spokes} for ")
            self._body(party, known=False)
        elif mode == "body":
            self._body(party, known=known)
        else:
            self._head(party, known=known)
        return known

    def _body(self, party: Party, *, known: bool) -> None:
        if known and self.writer.text and self.outline.headline != self.telling:
            self._short(party, f"the {party.short}")
            return
        self.writer.put(party.article)
        start = len(self.writer.text)
        self.writer.put(party.body)
        self.writer.mark("name", party.key, start)

    def _short(self, party: Party, words: str) -> None:
        start = len(self.writer.text)
        self.writer.put(words)
        self.writer.mark("short", party.key, start, form="later")

    def _head(self, party: Party, *, known: bool) -> None:
        person = party.respelled if "respelled" in self.outline.changed else party.person
        formal = party.title[:1].isupper()
        if not known and formal:
            self.writer.put(f"{party.title} ")
        start = len(self.writer.text)
        self.writer.put(person.rsplit(" ", 1)[1] if known else person)
        form = "later" if known else "plain"
        self.writer.mark("name", f"{party.key} head", start, form=form)
        if not known and not formal:
            self.writer.put(f", the head of {party.article}{party.body},")
