"""What a notebook shows of a dossier: small, escaped, who holds it."""

import re

import pytest
from tests.hostile import FORBIDDEN, hostile_records
from tests.properties.strategies import dossiers, read
from tests.unit.render.sample import dossier

from crosswire.model.dossier import Dossier, DossierStory


def test_a_dossier_shows_itself_with_holders_and_numbers() -> None:
    shown = dossier()._repr_html_()
    assert "Denied by Tavast Foreign Ministry:" in shown
    assert re.search(r"<small>\[\d", shown)
    assert dossier().conflicts[0].question.split("“")[0].strip()[:20] in shown
    assert len(shown) < 20_000


def test_an_empty_one_shows_its_title() -> None:
    made = Dossier(story=DossierStory(id="s", title="Nothing <yet>"), documents=())
    assert "Nothing &lt;yet&gt;" in made._repr_html_()


@pytest.mark.slow
def test_hostile_text_is_only_text() -> None:
    (made,) = dossiers(read(hostile_records()))
    shown = made._repr_html_()
    tags = set(re.findall(r"<\s*(\w+)", shown))
    assert tags <= {"div", "h3", "p", "ul", "ol", "li", "b", "em", "span", "small"}
    assert not tags & set(FORBIDDEN)
    attributes = set(re.findall(r"<\w+ ([^>]*)>", shown))
    assert attributes <= {'style="opacity:.7"', 'style="max-width:50em"'}
