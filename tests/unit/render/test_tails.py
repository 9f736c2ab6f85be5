"""A long page without its folds: each is a link to its section on the whole page, and nothing else changes."""

import re

from markupsafe import Markup
from tests.unit.render.sample import dossier
from tests.unit.render.test_html import _large

from crosswire.stages.render.html import render_desk
from crosswire.stages.render.tails import short

WHOLE = "/stories/s?whole=true"


def test_a_fold_becomes_a_link_and_folds_within_it_go_with_it() -> None:
    page = Markup(
        '<section id="points"><p>one<details class=ev><summary>a</summary>kept</details>'
        "<details class=more open><summary>2 more</summary>gone<details class=more>"
        "<summary>3</summary>gone</details>gone</details><p>two</section>"
    )
    assert short(page, WHOLE) == (
        '<section id="points"><p>one<details class=ev><summary>a</summary>kept</details>'
        "<details class=more open><summary>2 more</summary>"
        f'<a class=whole href="{WHOLE}#points">on the whole page</a></details><p>two</section>'
    )


def test_a_page_without_folds_stays_as_it_is() -> None:
    page = render_desk(dossier())
    bare = Markup(re.sub(r"<details class=more>.*", "", page, flags=re.DOTALL))
    assert short(bare, WHOLE) == bare


def test_a_long_page_is_much_shorter_and_as_well_formed() -> None:
    page = render_desk(_large(50, 15))
    cut = short(page, WHOLE)
    assert len(cut) < 0.75 * len(page)
    assert cut.count("<details") == cut.count("</details>")
    assert cut.count("<section") == page.count("<section")
    assert cut.count("class=whole") == len(re.findall(r"<details class=more", cut))
    assert 'onerror="' not in short(page, 'x" onerror="y')
