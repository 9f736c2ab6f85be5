"""Places by name."""

from crosswire.text.places import is_place, places_named


def test_the_largest_comes_first() -> None:
    found = places_named("Paris")
    assert (found[0].country, found[0].kind) == ("FR", "city")
    assert any(spot.state == "TX" for spot in found)


def test_accents_case_and_saints_do_not_matter() -> None:
    assert places_named("dusseldorf")[0].country == "DE"
    assert places_named("St Louis")[0].name == "St. Louis"


def test_abbreviated_states_and_old_names() -> None:
    assert places_named("Calif.")[0].name == "California"
    assert places_named("Bombay")[0].name == "Mumbai"


def test_what_is_no_place() -> None:
    assert places_named("Qarzendol") == ()
    assert not is_place("")
    assert is_place("Vladivostok", least=500)
    assert not is_place("Vladivostok", least=5000)


def test_every_row_of_the_file_is_found_by_its_name() -> None:
    from crosswire.text import places
    from crosswire.text.names import unmarked

    rows = places._table().decode().strip("\n").split("\n")
    keys = [unmarked(row.split("\t")[0]) for row in rows]
    assert keys == sorted(keys)
    for row in [rows[0], *rows[::997], rows[-1]]:
        name, country = row.split("\t")[:2]
        assert any(s.country == country for s in places_named(name)), row


def test_a_name_is_found_short_and_in_full() -> None:
    assert places_named("Mt. Vernon")[0].name == "Mount Vernon"
    assert any(s.state == "MN" for s in places_named("St. Paul"))
    assert {s.kind for s in places_named("Oklahoma City")} == {"city"}
