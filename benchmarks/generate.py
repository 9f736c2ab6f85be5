"""Made-up reports for measuring speed: seeded, about 300 words each, in stories of long-tailed size.

    python benchmarks/generate.py COUNT [SEED] > reports.jsonl

Sentences come from templates with real English function words, so that a parser works on them as on news;
nouns, verbs and adjectives are drawn by rank (Zipf), names are invented from syllables. The reports of a story
share its people, places, numbers and some of its sentences; a tenth are copies of another with small changes.
"""

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

Report = dict[str, Any]

WORDS = 300
TAIL = 1.2
"""Exponent of the sizes of stories: most are of one report, a few of very many."""
START = datetime(2024, 3, 4, 6)

NOUNS = (
    "company government minister court bridge harbour school hospital police union council factory army "
    "ferry train storm contract report budget election market farmer driver worker student engineer lawyer "
    "inspector passenger soldier doctor teacher road tunnel airport river village tower warehouse refinery "
    "museum library stadium pipeline reactor vessel tanker convoy embassy treaty border customs licence permit "
    "inquiry verdict sentence appeal strike protest march blockade shipment cargo grain fuel timber cement"
).split()
VERBS = (
    "closed opened inspected repaired delayed approved rejected searched damaged cleared visited criticised "
    "defended abandoned rebuilt seized guarded counted measured emptied sealed reviewed sold renamed flooded"
).split()
ADJECTIVES = (
    "new old local national heavy public private early late northern southern main small large urgent quiet "
    "narrow foreign joint final interim safe broken empty wooden coastal remote crowded modern"
).split()
SPEECH = "said added warned claimed confirmed denied explained insisted noted argued".split()
TITLES = "Mayor|Governor|Prosecutor|Police Chief|Transport Minister|Ambassador|Judge|General".split(
    "|"
)
COUNTED = (
    "passengers workers soldiers families houses trucks patients protesters tonnes tickets".split()
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SYLLABLES = "ka lo mir ven tar ol das fe rin sul bre an dor vik hal mo set gru pel nor is tam ul wen".split()

LEADS = (
    "{title} {person} {verb} the {adjective} {noun} in {place} on {day}, and {count} {counted} were affected.",
    "At least {count} {counted} were stranded in {place} on {day} after a {noun} {verb} the {adjective} {noun}.",
    "{organization} {verb} its {noun} near {place} on {day}, {title} {person} {speech}.",
)
FACTS = (
    "{person} {speech} that the {noun} had been {verb} before the {noun} arrived.",
    "“We did not expect the {noun} to be {verb} so {adjective_adverb},” {person} told reporters in {place}.",
    "More than {count} {counted} left {place} between {day} and {day}, according to {organization}.",
    "The {adjective} {noun}, which was {verb} in {year}, belongs to {organization}.",
    "{organization} will send up to {count} {counted} to {place} next month, its spokesman {speech}.",
    "{title} {person} accused {organization} of hiding a report about the {noun}.",
    "{person} declined to say whether the {noun} could be {verb} again.",
    "The {noun} cost about ${money} million, some {percent} percent more than the {noun} of {year}.",
    "Officials in {place} {speech} the number of {counted} had risen to {count} from {count}.",
    "Two days later the {noun} was {verb} by {organization}, and {person} resigned.",
    "It was not clear on {day} who had {verb} the {noun} or why {organization} waited for so long.",
    "{person}, who leads {organization}, met {title} {person} in {place} on {day} to discuss the {noun}.",
    "“This {noun} is {adjective} and it will be {verb},” {speech} {person}, adding that {count} {counted} need it.",
    "In a statement, {organization} {speech} it regretted the {noun} and would pay ${money} million.",
    "The {noun} is expected to be {verb} by the end of {year_after}.",
    "{organization} denied that any {noun} had been {verb} without a {noun}.",
)


class Story:
    """What the reports of one story have in common: names, numbers and the sentences told so far."""

    def __init__(self, random: Random, number: int) -> None:
        self.random = random
        self.number = number
        self.people = [f"{name(random)} {name(random)}" for _ in range(4)]
        self.places = [name(random) for _ in range(3)]
        self.bodies = [
            f"{name(random)} {random.choice(('Rail', 'Bank', 'Energy', 'Council'))}"
            for _ in range(3)
        ]
        self.counts = [random.randint(3, 40) * 10 ** random.randint(0, 3) for _ in range(4)]
        self.nouns = [zipf(random, NOUNS) for _ in range(12)]
        self.told: list[str] = []
        self.start = START + timedelta(minutes=random.randint(0, 60 * 24 * 60))

    def sentence(self, template: str) -> str:
        """Fill a template; every slot is drawn anew."""
        out, rest = "", template
        while "{" in rest:
            before, _, rest = rest.partition("{")
            slot, _, rest = rest.partition("}")
            out += before + self.slot(slot)
        out += rest
        return out[0].upper() + out[1:]

    def slot(self, slot: str) -> str:
        random = self.random
        fills = {
            "person": lambda: random.choice(self.people),
            "place": lambda: random.choice(self.places),
            "organization": lambda: random.choice(self.bodies),
            "count": lambda: f"{random.choice(self.counts):,}",
            "noun": lambda: zipf(random, self.nouns),
            "verb": lambda: zipf(random, VERBS),
            "adjective": lambda: zipf(random, ADJECTIVES),
            "adjective_adverb": lambda: random.choice(("soon", "late", "quickly", "quietly")),
            "speech": lambda: zipf(random, SPEECH),
            "title": lambda: random.choice(TITLES),
            "counted": lambda: random.choice(COUNTED),
            "day": lambda: random.choice(DAYS),
            "year": lambda: str(random.randint(1950, 2022)),
            "year_after": lambda: str(random.randint(2025, 2030)),
            "money": lambda: f"{random.randint(2, 900)}.{random.randint(1, 9)}",
            "percent": lambda: str(random.randint(2, 90)),
        }
        return fills[slot]()

    def report(self, number: int, words: int) -> Report:
        """Return a report that repeats some of what was told and adds to it."""
        random = self.random
        sentences = [self.sentence(random.choice(LEADS))]
        while sum(s.count(" ") + 1 for s in sentences) < words:
            again = [s for s in self.told if s not in sentences]
            if again and random.random() < 0.4:
                sentences.append(random.choice(again))
            else:
                sentences.append(self.sentence(random.choice(FACTS)))
                self.told.append(sentences[-1])
        paragraphs = [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]
        title = f"{random.choice(self.people)} and the {self.nouns[0]} of {self.places[0]}"
        return self.dated(number, title, "\n\n".join(paragraphs))

    def dated(self, number: int, title: str, text: str) -> Report:
        at = self.start + timedelta(minutes=self.random.randint(0, 36 * 60))
        return {
            "id": f"{self.number}-{number}",
            "title": title,
            "text": text,
            "outlet": f"{name(self.random)} Post",
            "published_at": at.strftime("%Y-%m-%dT%H:%M:00Z"),
        }


def zipf(random: Random, words: list[str] | tuple[str, ...]) -> str:
    """Return a word, the one of rank r with weight 1/r."""
    return random.choices(words, [1 / rank for rank in range(1, len(words) + 1)])[0]


def name(random: Random) -> str:
    return "".join(random.choices(SYLLABLES, k=random.randint(2, 3))).capitalize()


def story(size: int, seed: int = 1, number: int = 0, words: int = WORDS) -> Iterator[Report]:
    """Yield `size` reports of one story."""
    random = Random(f"{seed}-{number}")
    common = Story(random, number)
    reports: list[Report] = []
    for n in range(size):
        if reports and random.random() < 0.1:
            copied = random.choice(reports)
            text = copied["text"].rsplit(". ", 1)[0] + "."
            reports.append(common.dated(n, copied["title"], text))
        else:
            reports.append(common.report(n, words))
        yield reports[-1]


def reports(count: int, seed: int = 1, words: int = WORDS) -> list[Report]:
    """Return `count` reports in stories of long-tailed size, by time of publication."""
    random = Random(seed)
    found: list[Report] = []
    number = 0
    while len(found) < count:
        size = min(int(random.paretovariate(TAIL)), count - len(found))
        found += story(size, seed, number, words)
        number += 1
    return sorted(found, key=lambda r: (r["published_at"], r["id"]))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python benchmarks/generate.py COUNT [SEED]")
    for made in reports(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        print(json.dumps(made, ensure_ascii=False))
