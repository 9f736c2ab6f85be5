"""Every golden case in `cases/`, and the invariants that hold on every one of them."""

import re
import shlex
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crosswire.model.annotation import Annotations
from tests.build import annotate_text

CASES = sorted((Path(__file__).parent / "cases").glob("*/*.txt"))
FIELDS = {"published": "published_at", "title": "title", "outlet": "outlet", "url": "url"}
LAYERS = {
    "block": "blocks",
    "entity": "entities",
    "mention": "mentions",
    "attribution": "attributions",
    "figure": "figures",
    "time": "times",
    "place": "places",
    "event": "events",
    "clause": "clauses",
}
EXPECTATION = re.compile(
    r'^(no |only )?(\w+?)(?: "(.*?)"(?:#(\d+))?)?((?: [\w.]+=(?:"[^"]*"|\S+))*)$'
)


def read_case(path: Path) -> tuple[dict[str, str], str, list[str]]:
    head, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    text, _, expected = rest.partition("\n---\n")
    fields = {}
    for line in head.split("\n"):
        if line and not line.startswith("#"):
            key, _, value = line.partition(":")
            fields[FIELDS[key.strip()]] = value.strip()
    return fields, text, [line for line in expected.split("\n") if line.strip()]


def words_of(layer: str, finding: dict[str, Any]) -> str:
    if layer == "entity":
        return str(finding["name"])
    if layer == "attribution":
        return pieces(finding["cue"])
    return str(finding["text"])


def pieces(part: dict[str, Any]) -> str:
    return " … ".join(span["text"] for span in part["spans"])


def reach(finding: dict[str, Any], key: str) -> Any:
    value: Any = finding
    for name in key.split("."):
        value = None if value is None else value[name]
    if isinstance(value, dict) and "spans" in value:
        return pieces(value)
    return value


def agrees(value: Any, wanted: str) -> bool:
    if wanted == "null":
        return value is None
    if isinstance(value, bool):
        return str(value).lower() == wanted.lower()
    if isinstance(value, int | float):
        return abs(value - float(wanted)) <= 1e-3 * max(1.0, abs(value))
    if isinstance(value, list | tuple):
        return wanted in value
    return str(value) == wanted


def meets(layer: str, finding: dict[str, Any], line: str, plain: dict[str, Any]) -> bool:
    _, _, words, nth, fields = EXPECTATION.match(line).groups()  # type: ignore[union-attr]
    if words is not None:
        found = words_of(layer, finding)
        if layer == "block" and not found.startswith(words):
            return False
        if layer != "block" and found != words:
            return False
    if nth:
        places = [m.start() for m in re.finditer(re.escape(words), plain["text"])]
        if finding["start"] != places[int(nth) - 1]:
            return False
    wanted = [item.split("=", 1) for item in shlex.split(fields)]
    return all(agrees(reach(finding, key), value) for key, value in wanted)


def judge(line: str, all_lines: list[str], plain: dict[str, Any]) -> str | None:
    """Return what is wrong with the expectation on `line`, or None."""
    matched = EXPECTATION.match(line)
    assert matched, f"not an expectation: {line}"
    mode, name = matched.group(1), matched.group(2)
    layer = name if name in LAYERS else next((k for k, v in LAYERS.items() if v == name), "")
    assert layer, f"no such layer: {name}"
    findings = plain[LAYERS[layer]]
    if layer == "block":
        findings = [{**b, "text": plain["text"][b["start"] : b["end"]]} for b in findings]
    hits = [f for f in findings if meets(layer, f, line.removeprefix(mode or ""), plain)]
    if mode == "no ":
        return f"{line}: found {hits}" if hits else None
    if mode == "only ":
        listed = [x for x in all_lines if x.startswith(layer + " ")]
        extra = [f for f in findings if not any(meets(layer, f, x, plain) for x in listed)]
        return f"{line}: also found {extra}" if extra else None
    return None if hits else f"{line}: found only {findings}"


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_case(path: Path) -> None:
    fields, text, expected = read_case(path)
    annotations = annotate_text(text, **fields)
    plain = msgspec.to_builtins(annotations)
    for line in expected:
        if line.startswith("known-wrong:"):
            problem = judge(line.removeprefix("known-wrong:").strip(), expected, plain)
            assert problem is not None, f"{line}: is right now; take the mark away"
        else:
            problem = judge(line, expected, plain)
            assert problem is None, problem
    assert_literal(annotations)


def assert_literal(annotations: Annotations) -> None:
    """Every span's words are exactly the text's."""

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if {"start", "end", "text"} <= value.keys():
                assert annotations.text[value["start"] : value["end"]] == value["text"]
            for child in value.values():
                walk(child)
        elif isinstance(value, list | tuple):
            for child in value:
                walk(child)

    plain = msgspec.to_builtins(annotations)
    plain.pop("text")
    walk(plain)
