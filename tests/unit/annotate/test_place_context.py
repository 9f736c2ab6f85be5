"""Where a report plays: outlets' homes, countries of addresses, and names that vote."""

from crosswire.model.document import Block, Document
from crosswire.stages.annotate.place_context import (
    VOTERS,
    Context,
    country_of_address,
    home_of,
)
from crosswire.text.places import places_named


def document(text: str, outlet: str | None = None) -> Document:
    blocks = (Block(start=0, end=len(text), kind="body"),)
    return Document(id="d", sha256="0" * 64, text=text, blocks=blocks, outlet=outlet)


def test_an_address_tells_its_country() -> None:
    assert country_of_address("vesknews.co.uk") == "GB"
    assert country_of_address("https://www.arnby.se/news/1") == "SE"
    assert country_of_address("vesknews.com") == ""
    assert country_of_address("The Vesk Herald") == ""


def test_a_known_outlet_has_a_home_under_each_of_its_hosts() -> None:
    home = home_of("https://sports.latimes.com/a/b")
    assert home is not None
    assert (home.name, home.state) == ("Los Angeles", "CA")
    assert home_of("vesknews.com") is None
    assert home_of(None) is None


def test_states_stand_anywhere_but_for_the_ambiguous() -> None:
    context = Context(document("The Ohio Water Board met in Washington."), ())
    assert dict(context.states) == {("US", "OH"): 1}


def test_a_name_with_one_reading_says_more_than_one_with_many() -> None:
    context = Context(document(""), ())
    context.vote("tulsa", places_named("Tulsa"))
    context.vote("springfield", places_named("Springfield"))
    tulsa = places_named("Tulsa")[0]
    ohio = next(s for s in places_named("Springfield") if s.state == "OH")
    assert context.together("x", tulsa) > 10 * context.together("x", ohio) > 0


def test_only_so_many_names_vote() -> None:
    context = Context(document(""), ())
    for number in range(VOTERS + 50):
        context.vote(str(number), places_named("Tulsa"))
    assert context.together("x", places_named("Tulsa")[0]) == VOTERS
