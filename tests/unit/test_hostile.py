"""The hostile strings are what they claim to be."""

import json

from tests.hostile import INJECTIONS, hostile_records


def test_two_hundred_different_strings() -> None:
    assert len(set(INJECTIONS)) == len(INJECTIONS) >= 200


def test_every_report_can_be_carried_as_json_and_together_they_hold_all() -> None:
    records = hostile_records()
    texts = "".join(r["text"] for r in records)
    assert all(injection in texts for injection in INJECTIONS)
    assert json.loads(json.dumps(records)) == records
