"""The public names: sorted, complete, each one there, and costing nothing until used."""

import subprocess
import sys

import pytest

import crosswire

PUBLIC = """__version__ Annotations CrosswireError Document Dossier Evidence Settings Story Workspace dossier_tables
load_settings open render""".split()  # a golden list: a name that goes, goes with a line in the changelog
HEAVY = "spacy sqlalchemy trafilatura typer rich jinja2 msgspec".split()


def test_the_public_names_are_these_in_order():
    assert crosswire.__all__ == PUBLIC
    assert crosswire.__all__[1:] == sorted(crosswire.__all__[1:])


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there_and_documented(name):
    found = getattr(crosswire, name)
    assert found is getattr(crosswire, name)
    assert name == "__version__" or found.__doc__


def test_a_name_that_is_none_lists_those_there_are():
    with pytest.raises(AttributeError, match=r"has no attribute 'nothing'; it has .*Workspace"):
        _ = crosswire.nothing


def test_importing_costs_nothing_and_the_command_line_no_parser():
    for module, absent in (("crosswire", HEAVY), ("crosswire.cli.main", ["spacy"])):
        script = f"import sys, {module}; print(*[m for m in {absent!r} if m in sys.modules])"
        found = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
        )
        assert found.stdout.split() == []


def test_the_readme_example_of_the_library_works():
    with crosswire.open() as workspace:
        assert workspace.stories() == ()
        with pytest.raises(crosswire.CrosswireError, match="no such file or folder"):
            workspace.add("nowhere/")
