"""The traps that are in the shipped numbers, each handled and each held here."""

import csv
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from etl.warehouse import builds
from tests.support.places import ROOT


@pytest.fixture
def connection(many_assessed: builds.Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build in which many indicators are assessed."""
    with builds.open_build(many_assessed) as opened:
        yield opened


def one(connection: duckdb.DuckDBPyConnection, query: str, *values: object) -> Any:
    row = connection.execute(query, list(values)).fetchone()
    assert row is not None, "no such row"
    return row if len(row) > 1 else row[0]


def status(connection: duckdb.DuckDBPyConnection, indicator: str) -> tuple[str, str | None]:
    return one(connection, "select status, reason from indicator_statuses where indicator = $1", indicator)


def test_turnover_comes_from_statistics_and_the_statements_stand_beside_it(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        "select place, round(value, 2), qualifier, evidence from indicator_observations where indicator = 'trade-turnover' and period = '2024' order by place"
    ).fetchall()
    assert rows[0] == (1, 28.14, "=", "statistics")
    fields = {(value, qualifier) for place, value, qualifier, _ in rows if place > 1}
    assert {(28.7, "="), (28.0, "=")} <= fields or {(28.7, "="), (28.0, "~")} <= fields
    assert all(evidence != "statistics" for place, _, _, evidence in rows if place > 1)


@pytest.mark.parametrize(("year", "turnover"), [(2022, 26.97), (2023, 27.05), (2024, 28.14), (2025, 27.79)])
def test_headline_turnover(connection: duckdb.DuckDBPyConnection, year: int, turnover: float) -> None:
    value = one(
        connection, "select value from indicator_observations where indicator = 'trade-turnover' and place = 1 and period = $1", str(year)
    )
    assert round(value, 2) == turnover


def test_disagreeing_turnover_of_2022_is_kept_whole(connection: duckdb.DuckDBPyConnection) -> None:
    text = connection.execute(
        "select round(value, 2) from indicator_observations where indicator = 'trade-turnover' and period = '2022'"
    ).fetchall()
    assert {26.97, 26.1, 24.3} <= {value for (value,) in text}


def test_two_reporters_of_one_flow_never_share_a_series(connection: duckdb.DuckDBPyConnection) -> None:
    kazakh = one(connection, "select value from observations where series = 'cisstat:MIGR.DEPARTURES:KAZ:RUS' and period = '2023'")
    russian = one(connection, "select value from observations where series = 'cisstat:MIGR.ARRIVALS:RUS:KAZ' and period = '2023'")
    assert (kazakh, russian) == (11737, 48465)
    mixed = connection.execute(
        "select indicator from indicator_observations where series like 'cisstat:MIGR%' group by indicator having count(distinct geo) > 1"
    ).fetchall()
    assert mixed == []


def test_reporters_that_disagree_give_no_status(connection: duckdb.DuckDBPyConnection) -> None:
    pairs = connection.execute(
        """
        select mine.indicator, mine.status, mine.reason, mine.own_status, other.own_status
        from indicators
        join indicator_statuses as mine on indicators.indicator = mine.indicator
        join indicator_statuses as other on indicators.mirror_of = other.indicator
        """
    ).fetchall()
    assert len(pairs) == 4
    bad = {"off_track", "moving_away"}
    for _, shown, reason, own, other in pairs:
        if own and other and (own in bad) != (other in bad):
            assert (shown, reason) == ("not_assessable", "sources_disagree")
    assert any(reason == "sources_disagree" for _, _, reason, _, _ in pairs)


def test_freight_turnover_is_not_assessed_across_its_break(connection: duckdb.DuckDBPyConnection) -> None:
    assert one(connection, "select status from observations where series = 'bns:702179:KAZ' and period = '2023'") == "B"
    (indicator,) = connection.execute(
        "select indicator from indicator_series where series = 'bns:702179:KAZ' and place = 1"
    ).fetchone() or ("",)
    assert status(connection, indicator) == ("not_assessable", "break_in_series")


def test_value_carried_forward_is_an_estimate_and_no_point(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        "select period, value, status from observations where series = 'owid:net_elec_imports:KAZ' and period in ('2024', '2025') order by period"
    ).fetchall()
    assert rows[0][1] == rows[1][1]
    assert rows[1][2] == "E"
    estimated = one(
        connection,
        """
        select count(*) from annual_points
        join indicator_observations as observed
            on annual_points.indicator = observed.indicator and observed.place = 1 and observed.period = cast(annual_points.t as varchar)
        where observed.status in ('E', 'M')
        """,
    )
    assert estimated == 0


def test_partial_month_never_completes_a_year(connection: duckdb.DuckDBPyConnection) -> None:
    assert one(connection, "select status from observations where series = 'nbk:REMIT_SENT.RUB:KAZ' and period = '2026-08'") == "P"
    years = connection.execute(
        "select t from annual_points where indicator in (select indicator from indicator_series where series = 'nbk:REMIT_SENT.RUB:KAZ')"
    ).fetchall()
    assert sorted(year for (year,) in years) == [2022, 2023, 2024, 2025]


def test_part_of_a_year_is_never_an_annual_point(connection: duckdb.DuckDBPyConnection) -> None:
    wrong = one(
        connection,
        """
        select count(*) from annual_points
        where not exists (
            select 1 from indicator_observations as observed
            where observed.indicator = annual_points.indicator and observed.place = 1
                and (observed.frequency in ('M', 'Q') or observed.period = cast(annual_points.t as varchar))
        )
        """,
    )
    assert wrong == 0


def test_a_currency_is_not_a_country(connection: duckdb.DuckDBPyConnection) -> None:
    assert one(connection, "select counterpart from observations where series = 'nbk:REMIT_SENT.RUB:KAZ' limit 1") == ""


def test_missing_year_stays_missing(connection: duckdb.DuckDBPyConnection) -> None:
    years = [
        year for (year,) in connection.execute("select period from observations where series = 'derived:trade-turnover:KAZ:RUS'").fetchall()
    ]
    assert "2010" not in years
    assert {"2009", "2011"} <= set(years)


def test_no_missing_value_became_zero(connection: duckdb.DuckDBPyConnection) -> None:
    assert one(connection, "select count(*) from observations where value is null and status <> 'M'") == 0
    zeros = {series for (series,) in connection.execute("select distinct series from observations where value = 0").fetchall()}
    published = set()
    for path in (ROOT / "data/observations").glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            published |= {row["series"] for row in csv.DictReader(file) if row["value"] and float(row["value"]) == 0}
    assert zeros <= published


@pytest.mark.parametrize(
    ("series", "period", "value", "qualifier"),
    [
        ("reported:national-currency-share:KAZ+RUS", "2025-11", 96, ">"),
        ("reported:trucks-queued-border:KAZ+RUS", "2025-10-02", 7500, "~"),
        ("reported:gas-transit-uzbekistan:KAZ:UZB", "2024", 3, "<"),
    ],
)
def test_values_keep_their_qualifiers(
    connection: duckdb.DuckDBPyConnection, series: str, period: str, value: float, qualifier: str
) -> None:
    found = connection.execute("select value, qualifier from observations where series = $1 and period = $2", [series, period]).fetchall()
    assert (value, qualifier) in found


def test_inexact_values_are_no_points(connection: duckdb.DuckDBPyConnection) -> None:
    count = one(
        connection,
        """
        select count(*) from annual_points
        join indicator_observations as observed
            on annual_points.indicator = observed.indicator and observed.place = 1 and observed.period = cast(annual_points.t as varchar)
        where observed.qualifier <> '='
        """,
    )
    assert count == 0


def test_capacity_is_not_volume(connection: duckdb.DuckDBPyConnection) -> None:
    freight, capacity = "north-south-eastern-freight", "north-south-eastern-capacity"
    units = dict(connection.execute("select indicator, unit from indicators where indicator in ($1, $2)", [freight, capacity]).fetchall())
    assert units == {freight: "MT", capacity: "MT_YR"}
    assert connection.execute("select value from targets where indicator = $1 and kind in ('target', 'plan')", [freight]).fetchall() == []
    assert {15.0, 20.0} <= {
        value for (value,) in connection.execute("select value from targets where indicator = $1", [capacity]).fetchall()
    }
    values = connection.execute(
        "select value from indicator_observations where indicator = $1 and period = '2024' and place = 1", [freight]
    ).fetchall()
    assert values == [(2.5,)]


def test_forecasts_and_lapsed_targets_are_never_assessed_against(connection: duckdb.DuckDBPyConnection) -> None:
    wrong = one(
        connection,
        """
        select count(*) from indicator_statuses as judged
        join targets on judged.indicator = targets.indicator and targets.place = 1
        where judged.target is not null and (targets.lapsed or targets.kind in ('forecast', 'expectation') or targets.year is null)
        """,
    )
    assert wrong == 0


def test_third_party_acts_are_no_act_of_a_party(connection: duckdb.DuckDBPyConnection) -> None:
    strikes = connection.execute(
        "select attribution, cause from events where summary['en'] ilike '%drone%' and nature in ('act', 'outcome')"
    ).fetchall()
    assert strikes
    assert all("third-party" in row for row in strikes)


def test_a_mirror_never_stands_alone_for_a_headline_figure(connection: duckdb.DuckDBPyConnection) -> None:
    alone = connection.execute(
        """
        select latest.indicator
        from indicator_headlines as latest
        join indicator_statuses on latest.indicator = indicator_statuses.indicator
        join sources on latest.source = sources.source
        where indicator_statuses.status <> 'not_assessable' and sources.tier = 'mirror'
        """
    ).fetchall()
    assert alone == []
