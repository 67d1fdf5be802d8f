"""`check` finds every mistake in one run, each with file and line, what is wrong and what to do. Never a traceback."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from etl.submissions.checked_record import check
from tests.support.places import ROOT

DECLARATION = "declarations/kz-ru-2025/"


def edit(record: Path, file: str, old: str, new: str, count: int = 1) -> int:
    """Replace text in a file of the record; returns the line the change begins in."""
    path = record / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def problems(record: Path) -> list[str]:
    return [str(problem) for problem in check(record).problems]


def test_shipped_record_is_in_order() -> None:
    assert problems(ROOT / "data") == []


def test_unknown_indicator_is_named_with_a_hint(record: Path) -> None:
    line = edit(record, DECLARATION + "pledges.yaml", "indicators: [energy-route-disruption-days,", "indicators: [cpc-shipment,")
    assert f'{DECLARATION}pledges.yaml:{line}: pledge D25: unknown indicator "cpc-shipment"; did you mean "cpc-shipments"?' in problems(
        record
    )


def test_duplicate_id_is_found_where_it_stands_again(record: Path) -> None:
    line = edit(record, DECLARATION + "pledges.yaml", "id: D02", "id: D01")
    assert f"{DECLARATION}pledges.yaml:{line}: pledge D01: this id stands twice; every pledge has an id of its own" in problems(record)


def test_bad_period_says_how_to_write_one(record: Path) -> None:
    line = edit(record, "observations/wdi.csv", ",2019,", ",2019 Jan-Sep,")
    found = [problem for problem in problems(record) if problem.startswith(f"observations/wdi.csv:{line}: ")]
    assert len(found) == 1
    assert '"2019 Jan-Sep" is no period; write 2025, 2025-S1' in found[0]


def test_text_where_a_number_belongs(record: Path) -> None:
    path = record / "observations/cisstat.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[4].split(",")
    cells[4] = "about 5"
    lines[4] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert any(
        problem.startswith("observations/cisstat.csv:5: ") and '"about 5", a text where a number belongs' in problem
        for problem in problems(record)
    )


def test_missing_source_of_an_observation(record: Path) -> None:
    line = edit(record, "observations/usgs.csv", ",usgs,https", ",,https")
    assert any(problem.startswith(f"observations/usgs.csv:{line}: ") and "source" in problem for problem in problems(record))


def test_unknown_source_of_an_observation(record: Path) -> None:
    line = edit(record, "observations/usgs.csv", ",usgs,https", ",usgss,https")
    found = problems(record)
    assert any(
        problem.startswith(f"observations/usgs.csv:{line}: ") and 'unknown source "usgss"; did you mean "usgs"?' in problem
        for problem in found
    )


def test_missing_translation(record: Path) -> None:
    path = record / DECLARATION / "pledges.yaml"
    text = path.read_text(encoding="utf-8")
    at = text.index("\n    kk: ", text.index("\n  title:"))
    end = text.index("\n", at + 1)
    path.write_text(text[:at] + text[end:], encoding="utf-8")
    assert any("pledge D01: title has no text in kk; add the translation" in problem for problem in problems(record))


def test_empty_translation(record: Path) -> None:
    path = record / DECLARATION / "events.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split(",")
    assert "summary_fr" in header
    path.write_text("\n".join([lines[0].replace("summary_fr", "summary_xx"), *lines[1:]]) + "\n", encoding="utf-8")
    assert any(problem.startswith(f"{DECLARATION}events.csv:1: the header has no summary_fr") for problem in problems(record))


def test_target_with_neither_year_nor_stated_without_year(record: Path) -> None:
    edit(record, DECLARATION + "indicators.yaml", "stated_without_year: true", "stated_without_year: false")
    assert any("neither a period nor stated_without_year: true" in problem for problem in problems(record))


def test_target_in_another_unit_than_its_indicator(record: Path) -> None:
    path = record / DECLARATION / "indicators.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("- id: north-south-eastern-capacity\n")
    at = text.index("unit: MT_YR", text.index("target:", start))
    path.write_text(text[:at] + "unit: MT" + text[at + len("unit: MT_YR") :], encoding="utf-8")
    line = text[:at].count("\n") + 1
    expected = "the target is in MT, the indicator in MT_YR; a target has its indicator's unit"
    assert f"{DECLARATION}indicators.yaml:{line}: indicator north-south-eastern-capacity: {expected}" in problems(record)


def test_series_of_another_concept_is_refused(record: Path) -> None:
    """Capacity (million tonnes a year) is not freight (million tonnes)."""
    edit(record, DECLARATION + "indicators.yaml", "reported:north-south-eastern-freight:KAZ", "reported:north-south-eastern-capacity:KAZ")
    assert any("is in MT_YR, which is no MT; attach it to an indicator of its own concept" in problem for problem in problems(record))


def test_wrong_country_code(record: Path) -> None:
    line = edit(record, "observations/owid.csv", ",KAZ,", ",KZ,")
    found = problems(record)
    assert any(
        problem.startswith(f"observations/owid.csv:{line}: ") and 'unknown country or group "KZ" in geo' in problem for problem in found
    )


def test_look_alike_letters_are_no_country_code(record: Path) -> None:
    """KАZ with a Cyrillic A looks the same and is not."""
    edit(record, "observations/owid.csv", ",KAZ,", ",K\u0410Z,")
    assert any('unknown country or group "K\u0410Z"' in problem for problem in problems(record))


def test_pledge_that_ends_nowhere(record: Path) -> None:
    path = record / DECLARATION / "pledges.yaml"
    text = re.sub(r"(- id: D40\n(?:.*\n)*?)  indicators: .*\n", r"\1  indicators: []\n", path.read_text(encoding="utf-8"), count=1)
    path.write_text(text, encoding="utf-8")
    assert any("pledge D40: neither indicators nor not_measurable" in problem for problem in problems(record))


def test_bad_yaml_names_its_line(record: Path) -> None:
    line = edit(record, DECLARATION + "indicators.yaml", "  frequency: A", "  frequency: A: B")
    found = problems(record)
    assert any(problem.startswith(f"{DECLARATION}indicators.yaml:{line}: bad YAML") for problem in found)


def test_wrong_encoding_names_its_line(record: Path) -> None:
    path = record / DECLARATION / "searches.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode() + "D25,2026-11-23,ru,тасс,ничего\n".encode("cp1251"))
    lines = path.read_bytes().count(b"\n")
    assert f"{DECLARATION}searches.csv:{lines}: byte 0xf2 is not UTF-8; save the file with the encoding UTF-8" in problems(record)


def test_row_with_a_cell_too_many(record: Path) -> None:
    line = edit(record, "geos.csv", "\nRUS,", "\nRUS,x,")
    assert f"geos.csv:{line + 1}: 7 cells where the header has 6; a text with a comma needs quotes" in problems(record)


def test_missing_value_without_reason(record: Path) -> None:
    path = record / "observations/uis.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    cells[4] = ""
    lines[1] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert any(
        problem.startswith("observations/uis.csv:2: ") and "no value: then status is M and note says why" in problem
        for problem in problems(record)
    )


def test_all_mistakes_come_in_one_run(record: Path) -> None:
    edit(record, "observations/owid.csv", ",KAZ,", ",KZ,")
    edit(record, DECLARATION + "pledges.yaml", "family: declaratory", "family: solemn")
    edit(record, DECLARATION + "events.csv", ",act,", ",deed,")
    files = {problem.split(":")[0] for problem in problems(record)}
    assert {"observations/owid.csv", DECLARATION + "pledges.yaml", DECLARATION + "events.csv"} <= files


def test_missing_folder_is_a_sentence() -> None:
    assert problems(Path("no-such-folder")) == ["no-such-folder:1: there is no such folder; name the folder of the record with --data"]


@pytest.mark.parametrize("seed", range(12))
def test_no_damage_to_a_file_brings_a_traceback(record: Path, seed: int) -> None:
    """Random bytes cut, doubled or changed anywhere: problems or none, never an exception."""
    chance = random.Random(seed)
    for path in sorted(record.rglob("*.*")):
        raw = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(raw))
            kind = chance.randrange(3)
            if kind == 0:
                raw[at] = chance.randrange(256)
            elif kind == 1:
                del raw[at : at + chance.randrange(40)]
            else:
                raw[at:at] = raw[at : at + chance.randrange(40)]
        path.write_bytes(bytes(raw))
    for problem in check(record).problems:
        assert re.match(r"[^:]+:\d+: .+", str(problem))


def test_command_prints_one_line_each_and_exits_1(record: Path) -> None:
    edit(record, "observations/owid.csv", ",KAZ,", ",KZ,")
    done = subprocess.run(
        [sys.executable, "-m", "etl", "check", "--data", str(record)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert all(re.match(r"[^:]+:\d+: .+", line) for line in done.stdout.splitlines())
    assert "Traceback" not in done.stderr
