"""Who published a report, and whose copy it says it is."""

import pytest

from crosswire.stages.acquire.blocks import find_blocks
from crosswire.stages.acquire.outlets import find_agency, host

BODY = "The bridge was opened on Friday, the port authority said.\n\nIt had cost nine million.\n"


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (f"Bridge opens\n\nBy AFP\n\n{BODY}", "AFP", "By AFP"),
        (f"Bridge opens\n\nBy Jo Park, Associated Press\n\n{BODY}", "Associated Press", None),
        (f"GRAZ, Austria (Reuters) - {BODY}", "Reuters", "(Reuters)"),
        (f"{BODY}\nReuters - AP - AFP", "Reuters, Associated Press, AFP", None),
        (
            f"{BODY}\nCopyright 2017 The Associated Press. All rights reserved.",
            "Associated Press",
            None,
        ),
        (f"Bridge opens\n\nKyodo reported the news.\n\n{BODY}", "Kyodo", None),
        (f"{BODY}\njp/al (AFP, dpa)", "AFP, dpa", None),
    ],
)
def test_credit_of_the_report(text: str, name: str, words: str | None) -> None:
    found = find_agency(text, find_blocks(text))
    assert found is not None
    assert found[0] == name
    assert text[found[1].start : found[1].end] == found[1].text
    assert words is None or found[1].text == words


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"Bridge opens\n\nJo Park / AFP\n\n{BODY}",
        f"{BODY}\nPeople cross the bridge (Jo Park/AP)\n\nNobody was hurt in the rush that followed.",
        f"{BODY}\nReuters\n\nNobody was hurt in the rush that followed.",
        f"It would stay open, the AFP news agency reported.\n\n{BODY}",
        f"Bridge opens\n\nBy Jo Park\n\n{BODY}",
    ],
)
def test_pictures_and_passages_credit_no_report(text: str) -> None:
    assert find_agency(text, find_blocks(text)) is None


def test_host() -> None:
    assert host("https://www.example.co.uk/a/b") == "example.co.uk"
    assert host("no address") is None
    assert host("http://[::broken") is None
    assert host(None) is None
