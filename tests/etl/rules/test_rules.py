"""What the rules promise: their publishers' results, and properties that hold for any series."""

import csv
import io
import math
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some

from etl.__main__ import main
from etl.assessment.assess_tables import assess_files
from etl.rules import SERIES_RULES, rule_sql
from tests.support.parameters import mostly_full
from tests.support.reproduction import SCORES, aggregated, reproduction

WORDS = {
    "destatis": {"sun", "sun_cloud", "cloud", "storm", None},
    "cagr_ratio": {
        "target_achieved", "substantial_progress", "moderate_progress", "limited_progress", "deterioration", "not_available",
    },
    "eurostat": {
        "significant_progress", "moderate_progress", "no_progress", "moderate_deterioration", "significant_deterioration", "not_available",
    },
    "unsd": {"on_track", "fair", "stagnation_or_regression", "not_available"},
    "sdsn": {"green", "yellow", "orange", "red", None},
}  # fmt: skip
SHARES = {"cagr_ratio": 1.0, "eurostat": 1.0, "destatis": 1.0, "sdsn": 0.975, "g20_compliance": 1.0}
Spec = dict[str, Any]
Points = dict[int, float | None]
SPEC_TYPES = {
    "series": "varchar", "grp": "varchar", "direction": "integer", "kind": "varchar", "base_year": "integer", "target": "double",
    "target_year": "integer", "natural_limit": "double", "low": "double", "high": "double", "optimum": "double", "green": "double",
    "red": "double", "lower_bound": "double", "trend_start": "integer", "goal_year": "integer",
}  # fmt: skip

# Every rule is looked for exceptions in the full tests; what publishers published is compared for all of them in the quick ones, too.
QUICK_RULES = mostly_full(SERIES_RULES, "destatis")


def judge(rule: str, spec: Spec, points: Points) -> dict[str, Any]:
    """One series by one rule."""
    with duckdb.connect() as connection:
        connection.execute(f"create table specs ({', '.join(f'{name} {kind}' for name, kind in SPEC_TYPES.items())})")
        connection.execute(
            f"insert into specs values ({', '.join('?' for _ in SPEC_TYPES)})", [{"series": "s", **spec}.get(name) for name in SPEC_TYPES]
        )
        connection.execute("create table points (series varchar, t integer, value double)")
        for year, value in points.items():
            if value is not None:
                connection.execute("insert into points values ('s', ?, ?)", [year, value])
        cursor = connection.execute(rule_sql(rule))
        row = cursor.fetchone()
        assert row is not None and cursor.description is not None
        return dict(zip([column[0] for column in cursor.description], row, strict=True))


# Values on a grid of three digits: differences and products of the tests stay exact enough not to cross a threshold by rounding.
values = some.integers(-999, 999).map(lambda number: number / 8)
positive = some.integers(1, 999).map(lambda number: number / 8)


@some.composite
def cases(draw: some.DrawFn, above_zero: bool = False) -> tuple[Spec, Points]:
    """A spec every rule can use, and one to twelve points."""
    number = positive if above_zero else values
    years = draw(some.lists(some.integers(2005, 2024), min_size=1, max_size=12, unique=True))
    points: Points = {year: draw(number) for year in sorted(years)}
    kind = draw(some.sampled_from(("value", "threshold", "direction")))
    spec: Spec = {
        "direction": draw(some.sampled_from((1, -1))),
        "kind": kind,
        "base_year": draw(some.none() | some.integers(2005, 2022)),
        "target": None if kind == "direction" else draw(some.none() | number),
        "target_year": draw(some.none() | some.integers(2025, 2035)),
        "natural_limit": draw(some.none() | number),
        "trend_start": draw(some.integers(2005, 2020)),
        "goal_year": 2030,
    }
    if kind == "threshold" and draw(some.booleans()):
        spec["target"], (spec["low"], spec["high"]) = None, sorted((draw(number), draw(number)))
    lower, red, green, optimum = sorted(draw(some.lists(number, min_size=4, max_size=4, unique=True)), reverse=spec["direction"] < 0)
    return spec | {"lower_bound": lower, "red": red, "green": green, "optimum": optimum}, points


AMOUNTS = ("target", "natural_limit", "low", "high", "lower_bound", "red", "green", "optimum")


def scaled(spec: Spec, factor: float) -> Spec:
    """The same spec in another unit."""
    return spec | {name: spec[name] * factor for name in AMOUNTS if spec.get(name) is not None}


def replaces_zero(rule: str, spec: Spec, points: Points) -> bool:
    """Whether the publisher itself puts 0.001 in the place of a zero."""
    return rule in ("cagr_ratio", "eurostat") and (spec.get("target") == 0 or any(value == 0 for value in points.values()))


@pytest.mark.parametrize("rule", QUICK_RULES)
@settings(deadline=None)
@given(case=cases(), power=some.integers(-12, 12))
def test_another_unit_never_changes_a_status(rule: str, case: tuple[Spec, Points], power: int) -> None:
    spec, points = case
    assume(not replaces_zero(rule, spec, points))
    factor = 2.0**power
    other = judge(rule, scaled(spec, factor), {year: value * factor for year, value in points.items() if value is not None})
    assert other["status"] == judge(rule, spec, points)["status"]


@pytest.mark.parametrize("rule", QUICK_RULES)
@settings(deadline=None)
@given(case=cases())
def test_less_of_the_negative_is_more_of_the_positive(rule: str, case: tuple[Spec, Points]) -> None:
    spec, points = case
    assume(not replaces_zero(rule, spec, points))
    mirrored = scaled(spec, -1.0) | {"direction": -spec["direction"]}
    if spec.get("low") is not None:
        mirrored |= {"low": -spec["high"], "high": -spec["low"]}
    other = judge(rule, mirrored, {year: -value for year, value in points.items() if value is not None})
    assert other["status"] == judge(rule, spec, points)["status"]


@pytest.mark.parametrize("rule", QUICK_RULES)
@settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(case=cases(above_zero=True), older=positive)
def test_a_point_before_the_window_changes_nothing(rule: str, case: tuple[Spec, Points], older: float) -> None:
    spec, points = case
    if rule == "destatis":
        assume(len(points) >= 6)
        before = sorted(points)[-6] - 1
    elif rule == "sdsn":
        spec = spec | {"trend_start": max(spec["trend_start"], min(points))}
        before = min(points) - 1
    else:
        spec = spec | {"base_year": min(points)}
        before = min(points) - 1
    assume(before not in points)
    assert judge(rule, spec, {**points, before: older}) == judge(rule, spec, points)


@pytest.mark.parametrize("rule", QUICK_RULES)
@settings(deadline=None)
@given(case=cases(), gap=some.integers(2005, 2026))
def test_a_missing_value_is_never_zero(rule: str, case: tuple[Spec, Points], gap: int) -> None:
    spec, points = case
    without = {year: value for year, value in points.items() if year != gap}
    assume(without)
    out = [io.StringIO(), io.StringIO()]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _files(folder, rule, spec, {**without, gap: None})
        assess_files(rule, folder / "specs.csv", folder / "obs.csv", out[0])
        _files(folder, rule, spec, without)
        assess_files(rule, folder / "specs.csv", folder / "obs.csv", out[1])
    assert out[0].getvalue() == out[1].getvalue()


def _files(folder: Path, rule: str, spec: Spec, points: Points) -> None:
    header = {"natural_limit": "limit", "lower_bound": "lower", "grp": "group"}
    names = [name for name in SPEC_TYPES if name != "grp"]
    with (folder / "specs.csv").open("w", newline="") as file:
        csv.writer(file).writerows([[header.get(name, name) for name in names], [{"series": "s", **spec}.get(name) for name in names]])
    with (folder / "obs.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("series", "period", "value"), *(("s", year, value) for year, value in points.items())])


EXTREME = some.sampled_from((0.0, 5e-324, -5e-324, 1e-300, -1e-300, 1.0, -1.0, 1e100, -1e100, 99.99999999999999))


@pytest.mark.parametrize("rule", QUICK_RULES)
@settings(deadline=None)
@given(case=cases(), extremes=some.lists(EXTREME, min_size=12, max_size=12), amounts=some.lists(EXTREME, min_size=8, max_size=8))
def test_no_nan_and_no_infinity_reaches_a_status(rule: str, case: tuple[Spec, Points], extremes: list[float], amounts: list[float]) -> None:
    spec, points = case
    spec = spec | {name: amount for name, amount in zip(AMOUNTS, amounts, strict=True) if spec.get(name) is not None}
    found = judge(rule, spec, dict(zip(points, extremes, strict=False)))
    assert found["status"] in WORDS[rule]
    for name in ("value", "score"):
        assert found[name] is None or isinstance(found[name], str) or math.isfinite(found[name])


@settings(deadline=None)
@given(case=cases())
def test_destatis_never_answers_on_fewer_than_four_points(case: tuple[Spec, Points]) -> None:
    spec, points = case
    found = judge("destatis", spec, points)
    if len(points) < 4:
        assert (found["status"], found["reason"]) == (None, "too_few_points")


@pytest.mark.parametrize("rule", ["cagr_ratio", "eurostat", "unsd"])
@pytest.mark.parametrize(
    ("points", "reason"),
    [({}, "no_data"), ({2015: 5.0}, "too_few_points"), ({2015: -5.0, 2020: 5.0}, "too_few_points"), ({2015: 5.0, 2020: -5.0}, "too_few_points")],
    ids=["no points", "one year", "negative to positive", "positive to negative"],
)  # fmt: skip
def test_growth_is_not_available_where_it_has_no_meaning(rule: str, points: Points, reason: str) -> None:
    found = judge(rule, {"direction": 1, "kind": "value"}, points)
    assert (found["status"], found["value"], found["reason"]) == ("not_available", None, reason)


@pytest.mark.parametrize(
    ("rule", "spec", "points", "status"),
    [
        ("unsd", {"target": 100.0, "target_year": 2030}, {2015: 50.0, 2020: 65.0}, "on_track"),
        ("unsd", {"target": 100.0, "target_year": 2030}, {2015: 50.0, 2020: 55.0}, "fair"),
        ("unsd", {"target": 100.0, "target_year": 2030}, {2015: 50.0, 2020: 50.5}, "stagnation_or_regression"),
        ("unsd", {}, {2015: 100.0, 2020: 111.0}, "on_track"),
        ("unsd", {}, {2015: 100.0, 2020: 103.0}, "fair"),
        ("unsd", {}, {2015: 100.0, 2020: 102.0}, "stagnation_or_regression"),
        ("eurostat", {"target": 100.0, "target_year": 2030}, {2015: 50.0, 2020: 53.0}, "moderate_deterioration"),
        ("eurostat", {}, {2015: 100.0, 2025: 99.5}, "no_progress"),
        ("eurostat", {"base_year": 2015}, {2014: 100.0, 2016: 50.0, 2024: 75.0}, "significant_progress"),
        ("cagr_ratio", {"natural_limit": 100.0}, {2015: 100.0, 2024: 100.0}, "substantial_progress"),
        ("cagr_ratio", {"target": 5.0, "target_year": 2030}, {2024: 7.0}, "target_achieved"),
        ("sdsn", {"optimum": 100.0, "green": 80.0, "red": 40.0, "lower_bound": 0.0, "trend_start": 2015, "goal_year": 2030},
         {2015: 50.0, 2020: 60.5}, "yellow"),
    ],
)  # fmt: skip
def test_thresholds_by_hand(rule: str, spec: Spec, points: Points, status: str) -> None:
    assert judge(rule, {"direction": 1, "kind": "value", **spec}, points)["status"] == status


def test_zero_put_in_the_place_of_a_base_is_flagged() -> None:
    assert (
        judge("cagr_ratio", {"direction": -1, "kind": "value", "target": 0.0, "target_year": 2030}, {2015: 9.0, 2020: 5.0})["flag"]
        == "zero_replaced"
    )


def test_published_results_are_reproduced(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints the table the Method page shows, and fails where the page's numbers are not what the rules reach."""
    found = reproduction()
    with capsys.disabled():
        print()
        for rule, what, matched, total in found:
            print(f"  {rule}: {matched} of {total} published results ({what})")
    assert {rule for rule, *_ in found} == set(SHARES)
    for rule, _, matched, total in found:
        assert total > 0 and matched >= SHARES[rule] * total
    with SCORES.open(encoding="utf-8", newline="") as file:
        shown = [(row["rule"], row["what"], int(row["matched"]), int(row["total"])) for row in csv.DictReader(file)]
    assert shown == found, "the Method page shows other scores; run: python -m tests.support.reproduction"


def codings(*scores: object) -> list[dict[str, str]]:
    return [{"commitment": "c", "member": f"m{place}", "score": str(score)} for place, score in enumerate(scores)]


def test_g20_percent_is_rounded_half_up_from_the_unrounded_mean() -> None:
    found = aggregated("g20_compliance", codings(1, 1, 1, 1, 1, 0, 0, 0))["commitment", "c"]
    assert (found["n"], found["average"], found["percent"]) == ("8", "0.625", "81")
    assert aggregated("g20_compliance", codings(1, 0, 0, 0))["overall", "overall"]["percent"] == "63"


def test_an_empty_score_is_excluded_and_never_zero() -> None:
    assert aggregated("g20_compliance", codings(1, "", ""))["commitment", "c"]["average"] == "1.0"
    assert aggregated("implementation_scale", codings(3, "", ""))["commitment", "c"]["percent"] == "100.0"
    assert aggregated("g20_compliance", codings("", ""))["commitment", "c"]["average"] == ""


def test_implementation_scale_is_a_share_of_three_steps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "codings.csv"
    file.write_text(
        "commitment,member,score,began,reached,deadline\n"
        "slow,x,2,2025-01-01,2026-01-01,2026-06-01\nfast,x,2,2025-01-01,2026-01-01,2026-08-01\nopen,x,2,2025-01-01,2026-01-01,\nnone,x,0,,,\n"
    )
    assert main(["assess", "--rule", "implementation_scale", "--codings", str(file)]) == 0
    found = {row["key"]: row for row in csv.DictReader(capsys.readouterr().out.splitlines())}
    assert {key: found[key]["pace"] for key in ("slow", "fast", "open", "none")} == {
        "slow": "late",
        "fast": "in_time",
        "open": "",
        "none": "",
    }
    assert (found["overall"]["n"], float(found["overall"]["percent"])) == ("4", 50.0)


def test_a_wrong_coding_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "codings.csv"
    file.write_text("commitment,member,score\nc,m,1\nc,n,2\nc,o,yes\n")
    assert main(["assess", "--rule", "g20_compliance", "--codings", str(file)]) == 1
    assert [line[:14] for line in capsys.readouterr().err.splitlines()] == ["codings.csv:3:", "codings.csv:4:"]
    assert main(["assess", "--rule", "g20_compliance"]) == 2
    assert main(["assess", "--rule", "destatis"]) == 2


def test_parquet_and_csv_give_the_same(tmp_path: Path) -> None:
    _files(tmp_path, "destatis", {"direction": 1, "kind": "direction"}, {2015 + year: float(year) for year in range(6)})
    duckdb.execute(f"copy (select * from '{tmp_path}/obs.csv') to '{tmp_path}/obs.parquet'")
    out = [io.StringIO(), io.StringIO()]
    assess_files("destatis", tmp_path / "specs.csv", tmp_path / "obs.csv", out[0])
    assess_files("destatis", tmp_path / "specs.csv", tmp_path / "obs.parquet", out[1])
    assert out[0].getvalue() == out[1].getvalue()
