"""Every kind of error has its name, and confidence is held against being right."""

import io
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path

import pytest
from evaluation import calibration, errors, gold, own, verdicts
from evaluation.cases import read_cases
from evaluation.kinds import LAYERS, matched

ROOT = Path(__file__).parent.parent

TEXT = "The mayor said on Friday that the bridge would close. She added nothing."


def said(speaker: str, cue: str, content: str) -> dict[str, object]:
    def spans(words: str) -> list[tuple[int, int]]:
        return [(TEXT.index(words), TEXT.index(words) + len(words))] if words else []

    parts = {"speaker": spans(speaker), "cue": spans(cue), "content": spans(content)}
    return {**parts, "text": TEXT, "status": "asserted", "form": "indirect"}


def figure(words: str, **fields: object) -> dict[str, object]:
    at = {"start": 0, "end": len(words), "words": words}
    about = {"value": 5.0, "low": None, "high": None, "change": "=", "unit": "boats"}
    return {**at, **about, "counted": None, "increment": False, "part_of": False, **fields}


def moment(value: str | None, kind: str = "DATE", end: int = 6) -> dict[str, object]:
    return {"start": 0, "end": end, "value": value, "type": kind}


def event(kind: str, actor: str | None, recipient: str | None, order: int = 0) -> dict[str, object]:
    sides = {"actor": actor, "recipient": recipient}
    parties = {
        k: v and {"code": v if v != "?" else None, "sector": "GOV"} for k, v in sides.items()
    }
    return {"type": kind, "order": order, "realis": "actual", "mode": None, **parties}


def coded(kind: str, actors: set[str], recipients: set[str]) -> dict[str, object]:
    return {"type": kind, "actors": actors, "recipients": recipients, "sectors": {"GOV"}}


def name(kind: str, *names: str, **fields: object) -> dict[str, object]:
    about = {"titles": (), "country": None, "words": names[0]}
    return {"type": kind, "names": set(names), **about, **fields}


def place(
    lat: float | None, lon: float | None, country: str | None, kind: str = "city"
) -> dict[str, object]:
    return {"start": 0, "end": 5, "lat": lat, "lon": lon, "country": country, "kind": kind}


def at(lat: float, lon: float) -> dict[str, object]:
    return {"start": 0, "end": 5, "lat": lat, "lon": lon}


BRIDGE = "that the bridge would close"
MAYOR = said("The mayor", "said", BRIDGE)
IN_TURN = "actor and recipient the wrong way round"
RANGE = "a range read as one number, or one as a range"
COMPARED = [
    ("attributions", MAYOR, said("mayor", "said", BRIDGE), True, None),
    ("attributions", MAYOR, said("The mayor", "said", "that the"), False, "content much too short"),
    ("attributions", MAYOR, said("The mayor", "said", "bridge would close"), True, "content a little too short"),
    ("attributions", MAYOR, said("The mayor", "said", "on Friday"), False, "content elsewhere"),
    ("attributions", MAYOR, said("", "said", BRIDGE), False, "speaker missing"),
    ("attributions", MAYOR, said("She", "said", BRIDGE), False, "speaker is another, a pronoun"),
    ("attributions", MAYOR, said("The mayor", "added", BRIDGE), True, "cue is another"),
    ("attributions", {**MAYOR, "status": "denied"}, MAYOR, False, "status is another: asserted for denied"),
    ("figures", figure("5 boats"), figure("5 boats"), True, None),
    ("figures", figure("5 boats"), figure("5 boats", value=5000.0), False, "scale wrong"),
    ("figures", figure("5 boats"), figure("5 boats", value=6.0), False, "value wrong"),
    ("figures", figure("5 boats"), figure("5 boats", value=None, low=4.0), False, RANGE),
    ("figures", figure("5 boats", change="~"), figure("5 boats"), False, "bound missed"),
    ("figures", figure("5 boats"), figure("5 boats", change="up"), False, "movement where there is none"),
    ("figures", figure("5 boats"), figure("5 boats", unit=None), False, "unit missing"),
    ("figures", figure("5 boats"), figure("5 boats", unit="old boats"), False, "unit too long or too short"),
    ("figures", figure("5 boats"), figure("5 boats", low=5.0), False, "end of range wrong"),
    ("times", moment("2031-05-06"), moment("2031-05-06"), True, None),
    ("times", moment("2031-05-06"), moment("2031-05-13"), False, "a week off"),
    ("times", moment("2031-05-06"), moment("2030-05-06"), False, "a year off"),
    ("times", moment("2031-05-06"), moment("2031-05"), False, "coarser than said"),
    ("times", moment("2031-05-06"), moment(None), False, "no value"),
    ("times", moment("2031-05-32"), moment("2031-05-31"), False, "another value"),
    ("times", moment("P2D", "DURATION"), moment("2031-05-06"), False, "type is another: a date for a duration"),
    ("times", moment("2031-05-06"), moment("2031-05-06", end=9), True, "words too many"),
    ("events", coded("ACCUSE", {"NOR"}, {"ISL"}), event("ACCUSE", "NOR", "ISL"), True, None),
    ("events", coded("DISAPPROVE", {"NOR"}, {"ISL"}), event("ACCUSE", "NOR", "ISL"), True, None),
    ("events", coded("ACCUSE", {"NOR"}, {"ISL"}), event("AID", "NOR", "ISL"), False, "type is another: AID for ACCUSE"),
    ("events", coded("ACCUSE", {"NOR"}, {"ISL"}), event("ACCUSE", None, "ISL"), False, "actor missing"),
    ("events", coded("ACCUSE", {"NOR"}, {"ISL"}), event("ACCUSE", "?", "ISL"), False, "actor without its country"),
    ("events", coded("ACCUSE", {"NOR"}, {"ISL"}), event("ACCUSE", "ISL", "NOR"), False, IN_TURN),
    ("events", coded("ACCUSE", {"NOR"}, {"ISL"}), event("ACCUSE", "NOR", "FIN"), False, "recipient is another country"),
    ("events", coded("AGREE", {"NOR", "ISL"}, set()), event("AGREE", "NOR", "ISL"), True, None),
    ("events", coded("ACCUSE", {"NOR"}, {"ISL"}), event("ACCUSE", "NOR", "ISL", 1), True, "not given first"),
    ("names", name("person", "Ann Ost"), name("person", "Ann Ost"), True, None),
    ("names", name("person", "Ann Ost"), name("place", "Ann Ost"), False, "kind is another: place for person"),
    ("names", name("person", "Ann Ost", mentions="Ost"), name("person", "Ann Ost"), False, "an alias left out"),
    ("places", at(60.4, 5.3), place(60.39, 5.32, "NO"), True, None),
    ("places", at(60.4, 5.3), place(None, None, None), False, "no coordinates"),
    ("places", at(60.4, 5.3), place(52.77, 4.7, "NL"), False, "a place in another country"),
    ("places", at(60.4, 5.3), place(62.0, 10.0, "NO", "country"), False, "middle of a large area"),
    ("places", at(60.4, 5.3), place(69.65, 18.96, "NO"), False, "another place of the country"),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "wanted", "found", "right", "kind"), COMPARED)
def test_what_is_wrong_has_a_name(
    layer: str, wanted: dict, found: dict, right: bool, kind: str | None
) -> None:
    assert matched(LAYERS[layer], [wanted], [found]) == [(0, 0)]
    assert verdicts.compared(LAYERS[layer], wanted, found, None) == (right, kind)


ALONE = [
    ("attributions", MAYOR, "cue is a listed verb"),
    ("attributions", said("She", "close", "nothing"), "cue is not listed"),
    ("attributions", said("She", "", "nothing"), "no cue"),
    ("figures", figure("5 boats"), "digits"),
    ("figures", figure("a boat"), "one"),
    ("figures", figure("five boats"), "words"),
    ("times", moment("P2D", "DURATION"), "a duration"),
]


@pytest.mark.parametrize(("layer", "item", "sort"), ALONE)
def test_what_has_no_partner_is_missed_or_extra(layer: str, item: dict, sort: str) -> None:
    kinds = LAYERS[layer]
    assert kinds.missed(item, []) == f"missed, {sort}"
    assert kinds.extra(item, []) == f"extra, {sort}"
    assert matched(kinds, [item], []) == [(0, None)]
    assert matched(kinds, [], [item]) == [(None, 0)]


def test_names_are_split_mixed_or_cut() -> None:
    kinds, ann, ben = LAYERS["names"], name("person", "Ann Ost"), name("person", "Ben Ost")
    assert kinds.missed(ann, [name("person", "Ben Ost", "Ann Ost")]) == "mixed with another"
    assert kinds.missed(ann, [name("organization", "Ost")]) == "missed, part of it read as a name"
    assert kinds.missed(ann, []) == "missed: person"
    assert kinds.extra(ann, [name("person", "Ann Ost", "Ost")]) == "split in two"
    assert kinds.extra(ben, [ann]) == "extra: person"


def test_the_nearest_are_matched_first_and_one_to_one() -> None:
    near = {**moment("2031-05-06"), "start": 0, "end": 6}
    far = {**moment("2031-05-06"), "start": 4, "end": 12}
    assert matched(LAYERS["times"], [near], [far, near]) == [(0, 1), (None, 0)]
    assert matched(LAYERS["times"], [near, far], [near]) == [(0, 0), (1, None)]


def found(confidence: float | None, right: bool, rule: str = "verb:say") -> verdicts.Verdict:
    return verdicts.Verdict("times", "own cases", right, None, True, rule, confidence)


def test_calibration_is_binned_and_far_off_is_warned_of() -> None:
    some = [
        *[found(0.9, n < 60) for n in range(100)],
        *[found(0.5, n < 5) for n in range(10)],
        found(None, True),
    ]
    low, high, unstated = calibration.bins(
        [*some, verdicts.Verdict("times", "x", False, "missed", False)]
    )
    assert (low.name, low.findings, low.stated, low.right, low.off) == (
        "0.5 to 0.6",
        10,
        0.5,
        0.5,
        False,
    )
    assert (high.name, high.findings, high.right, high.off) == ("0.9 to 1.0", 100, 0.6, True)
    assert (unstated.name, unstated.stated, unstated.off) == ("not stated", None, False)
    assert calibration.expected_error([low, high, unstated]) == pytest.approx(100 * 0.3 / 110)
    assert calibration.expected_error([unstated]) is None
    assert [rule.name for rule in calibration.rules(some)] == ["verb"]
    few = calibration.bins([found(0.9, False) for _ in range(29)])
    assert not few[0].off
    assert calibration.bins([found(1.0, True)])[0].name == "0.9 to 1.0"


def test_kinds_of_error_are_counted_with_what_they_tell_apart() -> None:
    (most, least) = errors.by_kind(
        ["type is another: A for B", "missed", "type is another: A for B"]
    )
    assert most == {"kind": "type is another", "count": 2, "details": [["A for B", 2]]}
    assert least == {"kind": "missed", "count": 1, "details": []}
    assert errors.kind_line(most) == "type is another (A for B 2)"


def test_our_own_cases_are_counted_as_the_floors_count_them() -> None:
    outcomes = list(own.judge_all(c for c in read_cases() if c.layer in LAYERS))
    for layer in LAYERS:
        counts = errors.part(layer, None)
        (ours,) = counts["sets"]
        states = Counter(o.state for o in outcomes if o.layer == layer)
        assert ours["right"] == states["right"]
        assert ours["missed"] == states["missed"]
        assert ours["findings"] == states["right"] + states["found"] + states["extra"]
        assert sum(kind["count"] for kind in counts["kinds"]) == counts["errors"]
        assert sum(b["count"] for b in counts["bins"]) == ours["findings"]
        assert layer in errors.text_of(counts)


SETS = {
    "figures": (
        "newsquant/dev/sentences.jsonl",
        '{"id": "1", "text": "At least 12 boats sank off Bergen.", "quantities": [{"change": "=", "value": "12", '
        '"unit": "boats", "normalized_unit": "boats"}]}\n',
        "bound where there is none",
    ),
    "events": (
        "plover_gsr/dev/records.jsonl",
        '{"id": "1", "date": "2031-05-06", "event": "AID", "source": [{"code": "NOR"}], "target": [{"code": '
        '"ISLGOV"}], "text": "Norway accused Iceland of hiding a report."}\n',
        "type is another",
    ),
    "places": (
        "geovirus/dev/geovirus.xml",
        "<articles><article><text>A ferry sank off Bergen.</text><locations><location><name>ferry</name>"
        "<start>2</start><end>7</end><lat>1</lat><lon>1</lon></location></locations></article></articles>",
        "missed, no name seen",
    ),
}  # fmt: skip


@pytest.mark.parametrize("layer", SETS)
def test_a_set_of_others_is_read_and_judged(layer: str, tmp_path: Path) -> None:
    path, content, kind = SETS[layer]
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(content)
    samples = list(errors.others(layer, tmp_path))
    assert len(samples) == 1
    assert kind in {(v.kind or "").partition(":")[0] for v in verdicts.verdicts(layer, samples)}


def archive(path: Path, files: dict[str, str]) -> Path:
    with tarfile.open(path, "w:gz") as out:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            out.addfile(member, io.BytesIO(content.encode()))
    return path


def test_brat_files_are_read_in_the_coordinates_of_the_text(tmp_path: Path) -> None:
    marks = "T1\tSource 0 9\tx\nT2\tCue 10 14\tx\nT3\tContent 25 52\tx\n"
    marks += "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n"
    files = {
        "dev/text/a.txt": TEXT,
        "dev/attributions/a_1.ann": marks,
        "dev/attributions/a_2.ann": "",
    }
    (sample,) = gold.polnear(archive(tmp_path / "dev.tar.gz", files))
    (item,) = sample.items
    words = {k: " ".join(TEXT[s:e] for s, e in item[k]) for k in ("speaker", "cue", "content")}
    assert words == {
        "speaker": "The mayor",
        "cue": "said",
        "content": "that the bridge would close",
    }
    assert [v.right for v in verdicts.verdicts("attributions", [sample]) if v.kind is None] == [
        True
    ]


def test_articles_of_tokens_are_set_as_print_and_cut_to_what_is_annotated(tmp_path: Path) -> None:
    words = [(0, "Bridge"), (0, "shut"), (1, "May"), (1, "6"), (2, '"'), (2, "No"), (2, '"'), (2, ","), (2, "said"),
             (2, "Ost"), (2, "on"), (2, "Monday"), (2, "."), (6, "Tuesday")]  # fmt: skip
    tokens = "".join(
        f'<token t_id="{n}" sentence="{s}">{w.replace(chr(34), "&quot;")}</token>'
        for n, (s, w) in enumerate(words)
    )
    marks = (
        '<TIMEX3 functionInDocument="CREATION_TIME" value="2031-05-06" type="DATE"><token_anchor t_id="2"/></TIMEX3>'
        '<TIMEX3 value="2031-05-05" type="DATE"><token_anchor t_id="11"/></TIMEX3>'
        '<TIMEX3 value="2031-05-06" type="DATE"><token_anchor t_id="13"/></TIMEX3>'
    )
    files = {"one.xml": f"<Document>{tokens}<Markables>{marks}</Markables></Document>"}
    (sample,) = gold.meantime(archive(tmp_path / "annotated.tar.gz", files))
    assert sample.document.text.strip() == 'Bridge shut\n\n"No", said Ost on Monday.'
    (item,) = sample.items
    assert sample.document.text[item["start"] : item["end"]] == "Monday"
    assert [v.right for v in verdicts.verdicts("times", [sample])] == [True]


def test_a_layer_that_nobody_knows_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "evaluation.errors", "smells"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "no layer is called smells" in done.stderr
