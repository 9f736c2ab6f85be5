"""Every JSON that the command line prints keeps to the JSON Schema it publishes, with no key besides."""

import json

import pytest
from jsonschema import Draft202012Validator
from tests.surfaces.commands import crosswire

from crosswire.samples import BUNDLES, sample_folder


def validator(name: str) -> Draft202012Validator:
    """Return the validator of `crosswire schema NAME`, every object closed against keys it does not name."""
    schema = crosswire("schema", name).json
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(closed(schema))


def closed(value):
    if isinstance(value, dict):
        found = {key: closed(child) for key, child in value.items()}
        return {**found, "additionalProperties": False} if "properties" in found else found
    return [closed(child) for child in value] if isinstance(value, list) else value


def assert_valid(wanted: Draft202012Validator, value: object) -> None:
    problems = [f"{e.json_path}: {e.message[:200]}" for e in wanted.iter_errors(value)]
    assert problems == []


@pytest.fixture(scope="module", params=BUNDLES)
def bundle(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    done = crosswire("add", sample_folder(request.param), "--workspace", folder / "w.db", "-q")
    assert done.status == 0
    return request.param, folder / "w.db"


def test_annotations_keep_to_their_schema(bundle):
    wanted = validator("annotations")
    for options in ([], ["--explain"]):
        lines = crosswire("annotate", sample_folder(bundle[0]), *options).lines
        assert len(lines) >= 3
        for line in lines:
            assert_valid(wanted, line)
            assert line["schema"] == "crosswire/annotations/1"


def test_stories_and_dossiers_keep_to_their_schemas(bundle, tmp_path):
    story, dossier = validator("story"), validator("dossier")
    stories = crosswire("stories", "--json", "--workspace", bundle[1]).json
    assert stories
    for found in stories:
        assert_valid(story, found)
        made = crosswire("dossier", found["id"], "--json", "--workspace", bundle[1]).json
        assert_valid(dossier, made)
        assert made["schema"] == "crosswire/dossier/1"
    done = crosswire(
        "reconcile", sample_folder(bundle[0]), "-o", tmp_path, "--format", "json", "--json"
    )
    for one in done.json["stories"]:
        for path in one["files"]:
            with open(path, encoding="utf-8") as file:
                assert_valid(dossier, json.load(file))


def test_a_wrong_key_a_missing_one_and_a_wrong_kind_are_told(bundle):
    wanted = validator("story")
    (found, *_) = crosswire("stories", "--json", "--workspace", bundle[1]).json
    for wrong in ({**found, "extra": 1}, {"id": "s"}, {**found, "documents": "all"}):
        assert not wanted.is_valid(wrong)
