"""How firm a status is: rules that agree, the base moved by one, the margin, business as usual, the second clock, recomputing."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.assessment.business_as_usual import usual
from etl.i18n.translator import translator
from etl.reports.explain_indicator import explain_indicators
from etl.rules import rule_sql
from etl.submissions.checked_record import check
from etl.warehouse import builds
from tests.support.places import DATA
from tests.support.registers import say_nothing_of_answers

pytestmark = pytest.mark.slow

STATUS_OF = {"sun": "on_track", "sun_cloud": "slightly_off", "cloud": "off_track", "storm": "moving_away"}
DECLARATION = "kz-ru-2025"


@pytest.fixture
def connection(many_assessed: builds.Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build in which many indicators are assessed."""
    with builds.open_build(many_assessed) as opened:
        yield opened


def assessed(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for (name,) in connection.execute("select indicator from indicator_statuses where status <> 'not_assessable'").fetchall()]


def by_destatis(points: list[tuple[int, float]], direction: int) -> str:
    """The rule for a direction by hand, from its published words."""
    points = sorted(points)
    average = (points[-1][1] - points[0][1]) / (points[-1][0] - points[0][0]) * direction
    last = (points[-1][1] - points[-2][1]) * direction
    if average > 0:
        return "sun" if last > 0 else "sun_cloud"
    return "cloud" if last > 0 else "storm"


def test_every_status_can_be_recomputed_from_what_explain_prints(connection: duckdb.DuckDBPyConnection) -> None:
    """Parsed from the printed words alone: the points, the direction, the headline."""
    summary = explain_indicators(connection, translator("en"), DECLARATION, assessed(connection))
    assert len(summary) > 40
    for item in summary:
        (line,) = [sentence for sentence in item.sentences if sentence.startswith("Points: ")]
        points = [(int(year), float(value.replace(",", ""))) for year, value in re.findall(r"(\d{4}): (-?[\d,.]*\d)", line)]
        change = next(sentence for sentence in item.sentences if sentence.startswith("Average change: "))
        direction = -1 if "less is progress" in change else 1
        assert translator("en").t({"sun": "On track", "sun_cloud": "Slightly off track", "cloud": "Off track", "storm": "Moving away"}[
            by_destatis(points, direction)
        ]) == item.headline, item.indicator  # fmt: skip


def test_rules_agree_counts_what_the_rules_say(connection: duckdb.DuckDBPyConnection) -> None:
    counted = connection.execute(
        """
        select statuses.rules_agreeing, statuses.rules_applicable, count(results.class), count(case when results.class = statuses.class then 1 end)
        from indicator_statuses as statuses join rule_results as results using (declaration, indicator)
        group by statuses.indicator, statuses.rules_agreeing, statuses.rules_applicable
        """
    ).fetchall()
    assert len(counted) > 40
    assert all(row[0] == row[3] and row[1] == row[2] and 1 <= row[0] <= row[1] <= 4 for row in counted)
    assert {row[0] < row[1] for row in counted} == {True, False}


def rule_on(points: list[tuple[int, float]], direction: int) -> str:
    with duckdb.connect() as connection:
        connection.execute(
            "create table specs as select 'x' as series, cast($1 as integer) as direction, null::double as target, null::integer as target_year,"
            " 'direction' as kind, null::integer as base_year, null::double as natural_limit, null::double as low, null::double as high",
            [direction],
        )
        connection.execute("create table points (series varchar, t integer, value double)")
        connection.executemany("insert into points values ('x', $1, $2)", points)
        row = connection.execute(f"select status from ({rule_sql('destatis')})").fetchone()
    assert row is not None
    return str(row[0])


def window(connection: duckdb.DuckDBPyConnection, indicator: str) -> tuple[list[tuple[int, float]], int]:
    points = connection.execute("select t, value from annual_points where indicator = $1 and comparable order by t", [indicator]).fetchall()
    row = connection.execute("select direction from indicators where indicator = $1", [indicator]).fetchone()
    assert row is not None
    return points, -1 if row[0] == "lower" else 1


def test_the_margin_is_where_the_rule_says_something_else(connection: duckdb.DuckDBPyConnection) -> None:
    for indicator, flip, latest in connection.execute(
        "select indicator, flips_at, latest_value from indicator_statuses where flips_at is not null"
    ).fetchall():
        points, direction = window(connection, indicator)
        beyond, short = flip + (flip - latest) * 1e-6, latest + (flip - latest) * (1 - 1e-6)
        before = rule_on(points, direction)
        assert rule_on([*points[:-1], (points[-1][0], short)], direction) == before, indicator
        assert rule_on([*points[:-1], (points[-1][0], beyond)], direction) != before, indicator


def test_the_base_moved_by_one_is_the_rule_on_other_points(connection: duckdb.DuckDBPyConnection) -> None:
    moved = 0
    for indicator, base, earlier, later in connection.execute(
        "select indicator, base_period, base_earlier, base_later from indicator_statuses where status <> 'not_assessable'"
    ).fetchall():
        points, direction = window(connection, indicator)
        if earlier is not None:
            assert STATUS_OF[rule_on([point for point in points if point[0] != base], direction)] == earlier
        if later is not None:
            assert STATUS_OF[rule_on([point for point in points if point[0] > base], direction)] == later
        moved += (earlier is not None) + (later is not None)
    assert moved > 60


POINTS = [(year, 10.0 + (year % 3) * 1.5 + (year - 2014) * 0.5) for year in range(2014, 2025)]


def test_business_as_usual_is_the_same_every_time_and_in_every_unit() -> None:
    one, again = usual(POINTS, 2025), usual(POINTS, 2025)
    assert one is not None and one == again
    scaled = usual([(year, value * 1024) for year, value in POINTS], 2025)
    assert scaled is not None
    assert [(row[0], *(value * 1024 for value in row[1:])) for row in one.ranges] == [pytest.approx(row) for row in scaled.ranges]


def test_business_as_usual_uses_only_what_came_before_the_signature() -> None:
    assert usual([*POINTS, (2025, 999.0), (2026, -999.0)], 2025) == usual(POINTS, 2025)


def test_business_as_usual_widens_and_holds_the_drift() -> None:
    found = usual(POINTS, 2025)
    assert found is not None
    assert [row[0] for row in found.ranges] == [2025, 2026, 2027, 2028, 2029, 2030]
    for _, low90, low80, high80, high90 in found.ranges:
        assert low90 <= low80 < high80 <= high90
    assert found.ranges[-1][3] - found.ranges[-1][2] > found.ranges[0][3] - found.ranges[0][2]


def test_a_gap_gives_no_step_and_nothing_becomes_negative_that_never_was() -> None:
    gap = [(2014, 0.0), (2015, 9.0), (2016, 0.5), (2017, 8.0), (2018, 0.2), (2019, 7.0), (2023, 900.0), (2024, 1.0)]
    found = usual(gap, 2025)
    assert found is not None and found.changed == (2015, 2016, 2017, 2018, 2019, 2024)
    assert min(value for row in found.ranges for value in row[1:]) == 0.0
    assert usual([(year, 7.0) for year in range(2014, 2025)], 2025) is None, "what never changed has no range"


def test_five_points_are_too_few_for_business_as_usual() -> None:
    assert usual(POINTS[-5:], 2025) is None
    assert usual(POINTS[-6:], 2025) is not None
    assert usual([(year - 30, value) for year, value in POINTS], 2025) is None, "data that ended decades ago say nothing of today"


@pytest.fixture(scope="module")
def signed_in_2018(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same record, had the declaration been signed in 2018: the second clock has years to read."""
    record = Path(shutil.copytree(DATA, tmp_path_factory.mktemp("record") / "data"))
    say_nothing_of_answers(record)
    path = record / "declarations/kz-ru-2025/declaration.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('signed: "2025-11-12"', 'signed: "2018-11-12"'), encoding="utf-8")
    loaded = check(record)
    assert loaded.problems == []
    with duckdb.connect() as connection:
        builds.fill(connection, loaded.record, date(2026, 11, 24))
        yield connection


def test_since_the_signature_only_whole_years_after_it_count(signed_in_2018: duckdb.DuckDBPyConnection) -> None:
    read = signed_in_2018.execute(
        "select indicator, since_signature_status, earliest_assessable from indicator_statuses where since_signature_reason is null"
    ).fetchall()
    assert len(read) > 30
    for indicator, status, earliest in read:
        points, direction = window(signed_in_2018, indicator)
        after = sorted(point for point in points if point[0] > 2018)[-6:]
        assert len(after) >= 4
        assert STATUS_OF[by_destatis(after, direction)] == status, indicator
        assert earliest == "2023"


def test_before_four_years_the_second_clock_says_when(connection: duckdb.DuckDBPyConnection) -> None:
    listed = connection.execute(
        "select since_signature_reason, earliest_assessable from indicator_statuses where status <> 'not_assessable'"
    ).fetchall()
    assert {reason for reason, _ in listed} == {"no_data_since_signature"}
    assert {year for _, year in listed} == {"2030"}


def test_the_early_reading_compares_the_same_months(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        "select indicator, parts, first_start, last_start, change, lowest, highest, years from early_readings where years >= 3"
    ).fetchall()
    assert rows
    for indicator, parts, first, last, change, lowest, highest, years in rows:
        months = dict(
            connection.execute(
                "select start_date, value from indicator_observations where indicator = $1 and place = 1 and frequency = 'M' and status <> 'E'",
                [indicator],
            ).fetchall()
        )
        assert first == date(2025, 12, 1) and parts == sum(first <= day <= last for day in months)
        wanted = [day for day in months if first <= day <= last]

        def total(back: int, wanted: list[date] = wanted, months: dict[date, float] = months) -> float:
            return sum(months[day.replace(year=day.year - back)] for day in wanted)

        changes = [(total(back) / total(back + 1) - 1) * 100 for back in range(years + 1)]
        assert changes[0] == pytest.approx(change)
        assert (min(changes[1:]), max(changes[1:])) == (pytest.approx(lowest), pytest.approx(highest))


def test_the_difference_between_sources_is_told(connection: duckdb.DuckDBPyConnection) -> None:
    row = connection.execute(
        "select sources, round(least, 2), round(greatest, 2), round(assessed, 2), round(spread, 1) from disagreements"
        " where indicator = 'trade-turnover' and period = '2024'"
    ).fetchone()
    assert row == (4, 26.34, 28.7, 28.14, 8.4)
