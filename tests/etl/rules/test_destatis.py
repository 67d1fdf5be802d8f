"""The rule `destatis`: one table of hand-computed cases (its published symbols: test_rules)."""

import csv
import io
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.assessment.assess_tables import BadInput, assess_files

SPEC = ["series", "group", "direction", "target", "target_year", "kind", "low", "high"]

# Each case: what it shows, spec, points from 2015 on, expected symbol, expected reason.
CASES = [
    ("sun: less than 5 % of the way missed", {"direction": 1, "kind": "value", "target": 25.4, "target_year": 2030}, [10, 11, 12, 13, 14, 15], "sun", ""),
    ("sun behind cloud: 20 % missed", {"direction": 1, "kind": "value", "target": 27.5, "target_year": 2030}, [10, 11, 12, 13, 14, 15], "sun_cloud", ""),
    ("cloud: more than 20 % missed", {"direction": 1, "kind": "value", "target": 40, "target_year": 2030}, [10, 11, 12, 13, 14, 15], "cloud", ""),
    ("storm: trend leads away", {"direction": 1, "kind": "value", "target": 30, "target_year": 2030}, [15, 14, 13, 12, 11, 10], "storm", ""),
    ("storm: no trend at all", {"direction": 1, "kind": "value", "target": 30, "target_year": 2030}, [15, 14, 13, 12, 11, 15], "storm", ""),
    ("less is better", {"direction": -1, "kind": "value", "target": 0, "target_year": 2030}, [-5, -4, -3, 12, 11, -9], "sun", ""),
    ("reached and holding", {"direction": 1, "kind": "value", "target": 14, "target_year": 2030}, [10, 11, 12, 13, 14, 15], "sun", ""),
    ("reached but worsening", {"direction": 1, "kind": "threshold", "target": 5}, [15, 14, 13, 12, 11, 10], "sun_cloud", ""),
    ("threshold not reached, approaching", {"direction": 1, "kind": "threshold", "target": 50}, [10, 11, 12, 13, 14, 15], "cloud", ""),
    ("threshold not reached, receding", {"direction": 1, "kind": "threshold", "target": 50}, [15, 14, 13, 12, 11, 10], "storm", ""),
    ("direction: average and last right", {"direction": 1, "kind": "direction"}, [10, 11, 12, 13, 14, 15], "sun", ""),
    ("direction: last change wrong", {"direction": 1, "kind": "direction"}, [10, 11, 12, 13, 16, 15], "sun_cloud", ""),
    ("direction: last change none", {"direction": 1, "kind": "direction"}, [10, 11, 12, 13, 15, 15], "sun_cloud", ""),
    ("direction: only the last right", {"direction": 1, "kind": "direction"}, [15, 14, 13, 12, 10, 11], "cloud", ""),
    ("direction: flat, last wrong", {"direction": 1, "kind": "direction"}, [11, 12, 13, 14, 15, 11], "storm", ""),
    ("interval: the weakest bound decides", {"direction": 1, "kind": "threshold", "low": 5, "high": 12}, [10, 11, 12, 13, 14, 15], "storm", ""),
    ("interval: inside, drifting up", {"direction": 1, "kind": "threshold", "low": 5, "high": 20}, [10, 11, 12, 13, 14, 15], "sun_cloud", ""),
    ("three points are too few", {"direction": 1, "kind": "direction"}, [1, 2, 3], "", "too_few_points"),
    ("a target without a year", {"direction": 1, "kind": "value", "target": 30}, [10, 11, 12, 13], "", "no_target_year"),
    ("no points at all", {"direction": 1, "kind": "direction"}, [], "", "no_data"),
]  # fmt: skip


def assess(tmp_path: Path, specs: list[dict[str, object]], points: list[tuple[str, object, object]]) -> list[dict[str, str]]:
    series, observations = tmp_path / "specs.csv", tmp_path / "obs.csv"
    with series.open("w", newline="") as file:
        writer = csv.DictWriter(file, SPEC, restval="")
        writer.writeheader()
        writer.writerows(specs)
    with observations.open("w", newline="") as file:
        csv.writer(file).writerows([("series", "period", "value"), *points])
    out = io.StringIO()
    assess_files("destatis", series, observations, out)
    return list(csv.DictReader(out.getvalue().splitlines()))


@pytest.mark.parametrize(("spec", "values", "symbol", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_symbol(tmp_path: Path, spec: dict[str, object], values: list[float], symbol: str, reason: str) -> None:
    points = [("s", 2015 + year, value) for year, value in enumerate(values)]
    (row,) = assess(tmp_path, [{"series": "s", **spec}], points)
    assert (row["status"], row["reason"]) == (symbol, reason)


def test_average_change_and_ends_are_reported(tmp_path: Path) -> None:
    points = [("s", 2000 + year, float(year)) for year in range(20)]
    (row,) = assess(tmp_path, [{"series": "s", "direction": 1, "kind": "direction"}], points)
    assert (row["base_period"], row["base_value"], row["latest_period"], row["latest_value"]) == ("2014", "14.0", "2019", "19.0")
    assert float(row["value"]) == 1.0


def test_the_office_takes_six_points_whatever_years_they_span(tmp_path: Path) -> None:
    points = [("s", year, value) for year, value in ((1995, 9), (2000, 0), (2004, 1), (2008, 2), (2012, 3), (2016, 4), (2020, 5))]
    (row,) = assess(tmp_path, [{"series": "s", "direction": 1, "kind": "direction"}], points)
    assert (row["base_period"], row["status"], row["latest_period"]) == ("2000", "sun", "2020")


def test_a_survey_held_every_four_years_is_rated(tmp_path: Path) -> None:
    points = [("s", year, value) for year, value in ((2008, 4), (2012, 3), (2016, 2), (2020, 1))]
    (row,) = assess(tmp_path, [{"series": "s", "direction": -1, "kind": "direction"}], points)
    assert (row["status"], row["reason"], row["base_period"]) == ("sun", "", "2008")


def test_zeros_and_negatives_are_values(tmp_path: Path) -> None:
    points = [("s", 2015 + year, value) for year, value in enumerate([-3, -2, -1, 0])]
    (row,) = assess(tmp_path, [{"series": "s", "direction": 1, "kind": "direction"}], points)
    assert row["status"] == "sun"


def test_empty_value_is_missing_and_never_zero(tmp_path: Path) -> None:
    points = [("s", 2015, 5), ("s", 2016, 6), ("s", 2017, 7), ("s", 2018, 8), ("s", 2019, "")]
    (row,) = assess(tmp_path, [{"series": "s", "direction": 1, "kind": "direction"}], points)
    assert (row["status"], row["latest_period"]) == ("sun", "2018")


def test_group_reads_as_its_worst_series(tmp_path: Path) -> None:
    specs = [{"series": name, "group": "g", "direction": 1, "kind": "direction"} for name in ("up", "down")]
    points = [("up", 2015 + year, year) for year in range(6)] + [("down", 2015 + year, -year) for year in range(6)]
    rows = assess(tmp_path, specs, points)
    assert [(row["series"], row["status"]) for row in rows] == [("up", "sun"), ("down", "storm"), ("g", "storm")]


def test_every_bad_cell_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        assess(
            tmp_path,
            [{"series": "s", "direction": "up", "kind": "value"}, {"series": "s", "direction": 1, "kind": "x"}],
            [("s", "", 1), ("s", 2015, "1,5")],
        )
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [
        ("obs.csv", 2),
        ("obs.csv", 3),
        ("specs.csv", 2),
        ("specs.csv", 3),
    ]


def test_command_exits_1_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s.csv").write_text("series,direction\n")
    (tmp_path / "o.csv").write_text("series,period,value\n")
    assert main(["assess", "--rule", "destatis", "--series", str(tmp_path / "s.csv"), "--observations", str(tmp_path / "o.csv")]) == 1
    assert capsys.readouterr().err.startswith("s.csv:1: the header has no kind, target, target_year")


@pytest.mark.parametrize("ends", [("\n", "\r\n"), ("\r\n", "\n"), ("\r", "\n"), ("\r\n", "\r")])
def test_lines_may_end_in_several_ways(tmp_path: Path, ends: tuple[str, str]) -> None:
    """As in a file that two programs wrote at: it reads as if they ended in one."""
    lines = ["series,period,value", *(f"s,{2010 + year},{year}" for year in range(8))]
    mixed = "".join(line + ends[place % 2] for place, line in enumerate(lines))
    (tmp_path / "specs.csv").write_text("series,direction,kind,target,target_year\ns,1,direction,,\n")
    (tmp_path / "obs.csv").write_bytes(mixed.encode())
    out = io.StringIO()
    assess_files("destatis", tmp_path / "specs.csv", tmp_path / "obs.csv", out)
    assert [row["status"] for row in csv.DictReader(out.getvalue().splitlines())] == ["sun"]
    (tmp_path / "obs.csv").write_bytes(mixed.replace("2013,3", "2013,three").encode())
    with pytest.raises(BadInput, match=r'obs\.csv:5: value is "three"'):
        assess_files("destatis", tmp_path / "specs.csv", tmp_path / "obs.csv", io.StringIO())
