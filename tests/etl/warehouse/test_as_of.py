"""As of any past day: a look-up answers what a build of that day would, and every change of status names its cause."""

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest
import yaml

from etl.__main__ import main
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.queries.change_rows import status_changes
from etl.queries.query import ask_as_of
from etl.reports.register import RECONSTRUCTED
from etl.submissions.checked_record import check
from etl.warehouse import builds
from tests.support.places import DATA
from tests.support.registers import say_nothing_of_answers

pytestmark = pytest.mark.slow

AS_KNOWN = (
    "select * from observations order by all",
    "select * exclude (known_from) from indicator_statuses order by all",
    "select * exclude (known_from) from pledge_statuses order by all",
    "select * from indicator_headlines order by all",
    "select * from usual_ranges order by all",
    "select * from early_readings order by all",
    "select * from rule_results order by all",
    "select * from events order by all",
    "select * from targets order by all",
    "select * from declarations order by all",
    "select * from due order by all",
    "select * from value_changes order by all",
)
PASSENGERS = "observations/wdi.csv"


def days(connection: duckdb.DuckDBPyConnection) -> list[date]:
    """Every day on which something the register knows began."""
    query = "select distinct known_from from history.editions where known_from > date '2000-01-01' order by 1"
    return [day for (day,) in connection.execute(query).fetchall()]


def same_as_built_then(connection: duckdb.DuckDBPyConnection, day: date) -> None:
    ask_as_of(connection, day)
    with duckdb.connect() as then:
        builds.fill(then, check(DATA).record, day)
        for query in AS_KNOWN:
            assert connection.execute(query).fetchall() == then.execute(query).fetchall(), (day, query)


@pytest.mark.parametrize("day", [date(2019, 6, 30), date(2025, 11, 12), date(2026, 2, 26), date(2026, 11, 23), date(2026, 11, 24)])
def test_a_look_up_answers_what_a_build_of_that_day_would(connection: duckdb.DuckDBPyConnection, day: date) -> None:
    same_as_built_then(connection, day)


@pytest.mark.full
def test_every_day_can_be_looked_up(connection: duckdb.DuckDBPyConnection) -> None:
    for day in days(connection):
        same_as_built_then(connection, day)


def test_a_cursor_asks_for_its_own_day(connection: duckdb.DuckDBPyConnection) -> None:
    past, now = connection.cursor(), connection.cursor()
    ask_as_of(past, date(2025, 11, 12))
    count = "select count(*) from observations"
    assert past.execute(count).fetchone() < now.execute(count).fetchone()
    assert connection.execute(count).fetchone() == now.execute(count).fetchone()


def test_a_day_after_the_build_shows_the_build(connection: duckdb.DuckDBPyConnection) -> None:
    newest = ask_as_of(connection, date(2099, 1, 1))
    assert connection.execute("select as_of, reconstructed from declarations").fetchall() == [(newest, False)]


def test_a_day_before_anything_was_recorded_is_reconstructed(connection: duckdb.DuckDBPyConnection) -> None:
    ask_as_of(connection, date(2026, 1, 1))
    assert connection.execute("select reconstructed from declarations").fetchall() == [(True,)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", [("status",), ("status", "--summary"), ("explain", "D25"), ("changes",)], ids=" ".join)
def test_a_past_day_in_the_shell_says_that_it_is_reconstructed(
    built: builds.Build, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], lang: str
) -> None:
    asking = [*command, "--warehouse", str(built.path.parent), "--lang", lang]
    reconstructed = translator(lang).t(RECONSTRUCTED)
    for day in ("2026-02-26", "2026-11-29"):
        assert main([*asking, "--as-of", day]) == 0
        first = capsys.readouterr().out.splitlines()[0]
        assert reconstructed in first and translator(lang).day(date.fromisoformat(day)) in first
    assert main(asking) == 0
    assert reconstructed not in capsys.readouterr().out, "nor is it said of the newest day"


def test_what_programs_read_of_a_past_day_has_no_sentence_before_it(built: builds.Build, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (("status",), ("status", "--summary"), ("changes",)):
        assert main([*command, "--format", "json", "--warehouse", str(built.path.parent), "--as-of", "2026-02-26"]) == 0
        assert isinstance(json.loads(capsys.readouterr().out), list)
    assert main(["status", "--format", "csv", "--warehouse", str(built.path.parent), "--as-of", "2026-02-26"]) == 0
    assert capsys.readouterr().out.startswith("declaration,pledge,")


FREIGHT = "bns:702179:KAZ"
# Fetched later: another value for a period that was known, and a new period.
CHANGES = (("2023", "1"), ("2026", "2"))


def known(connection: duckdb.DuckDBPyConnection, period: str) -> list[tuple[object, ...]]:
    query = (
        "select known_from, published_code, published_basis, value from history.observations where series = $1 and period = $2 order by 1"
    )
    return connection.execute(query, [FREIGHT, period]).fetchall()


def test_figures_that_were_only_fetched_are_known_after_the_longest_lag_the_newest_can_have(connection: duckdb.DuckDBPyConnection) -> None:
    """That of 2025 was first seen on 23 November 2026, 327 days after its end: so late at most came those before."""
    (newest,) = known(connection, "2025")
    assert newest[:3] == (date(2026, 11, 23), "2026-11-23", "first_seen")
    (before,) = known(connection, "2024")
    assert before[:3] == (date(2025, 11, 23), "2025-11-23", "inferred")
    ask_as_of(connection, date(2026, 1, 31))
    shown = connection.execute("select max(period) from observations where series = $1", [FREIGHT]).fetchone()
    assert shown == ("2024",), "a reader of that day had the figure of 2024, and not that of 2025"
    turnover = "select count(*) from indicator_observations where indicator = 'trade-turnover' and place = 1 and value is not null"
    assert connection.execute(turnover).fetchone() > (4,), "what is computed from fetched figures is known as early"


def test_what_is_said_once_has_no_lag(connection: duckdb.DuckDBPyConnection) -> None:
    """Figures of the press, stated days, and what has no value keep the day the record gives."""
    moved = connection.execute(
        """
        select distinct recorded.published_basis, recorded.evidence, recorded.value is null
        from recorded_observations as recorded
        join history.observations as shown
            on recorded.series = shown.series and recorded.period = shown.period and recorded.recorded = shown.recorded
            and recorded.source = shown.source and recorded.value is not distinct from shown.value
        where shown.known_from < recorded.published
        """
    ).fetchall()
    assert moved == [("first_seen", "statistics", False)]


def test_a_revision_that_was_only_fetched_is_known_from_the_day_it_was_seen(record: Path) -> None:
    path = record / "observations/bns.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith(f"{FREIGHT},KAZ,,2023,"))
    value = row.split(",")[4]
    fetched = [row.replace("2026-11-23", "2027-10-01").replace(f",2023,{value},", f",{period},{new},") for period, new in CHANGES]
    path.write_text("\n".join([*lines, *fetched]) + "\n", encoding="utf-8")
    with duckdb.connect() as connection:
        loaded = check(record)
        assert loaded.problems == []
        builds.fill(connection, loaded.record, date(2027, 12, 31))
        first, revised = known(connection, "2023")
        assert (first[0], first[2], first[3]) == (date(2024, 11, 22), "inferred", float(value))
        assert (revised[0], revised[2], revised[3]) == (date(2027, 10, 1), "first_seen", 1.0)
        assert [row[0] for row in known(connection, "2026")] == [date(2027, 10, 1)]
        assert [row[0] for row in known(connection, "2025")] == [date(2026, 11, 23)], "a later load moves no day of an earlier one"


def test_intervals_of_knowledge_have_no_hole_and_no_overlap(connection: duckdb.DuckDBPyConnection) -> None:
    for table, key in (("indicator_statuses", "indicator"), ("pledge_statuses", "pledge")):
        broken = connection.execute(
            f"""
            select {key}, known_from, known_to, lead(known_from) over steps as next
            from history.{table}
            window steps as (partition by declaration, {key} order by known_from)
            qualify known_to is distinct from next
            """
        ).fetchall()
        assert broken == []


def changed(record: Path) -> list[dict[str, object]]:
    say_nothing_of_answers(record)
    loaded = check(record)
    assert loaded.problems == []
    with duckdb.connect() as connection:
        builds.fill(connection, loaded.record, date(2027, 1, 31))
        return status_changes(connection, "en", date(2026, 12, 1))


def add_rows(record: Path, *values: tuple[str, float, str]) -> None:
    """More of a real series, air passengers: period, value, day of publication."""
    path = record / PASSENGERS
    lines = path.read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    known = next(dict(zip(names, line.split(","), strict=True)) for line in lines if line.startswith("wdi:IS.AIR.PSGR:KAZ"))
    for period, value, published in values:
        cells = known | {"period": period, "value": str(value), "published": published, "recorded": published}
        lines.append(",".join(cells[name] for name in names))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def moves(changes: list[dict[str, object]], key: str) -> list[tuple[object, ...]]:
    return [(row["day"], row["status_before"], row["status"], row["cause"], row["basis"]) for row in changes if row["key"] == key]


def test_a_new_period_changes_a_status(record: Path) -> None:
    add_rows(record, ("2024", 9_000_000, "2026-12-15"))
    assert moves(changed(record), "air-passengers-kaz") == [(date(2026, 12, 15), "on_track", "slightly_off", "new_period", "stated")]


def test_a_revision_changes_a_status_and_keeps_what_was(record: Path) -> None:
    add_rows(record, ("2023", 9_000_000, "2026-12-15"), ("2023", 12_000_000, "2026-12-28"))
    assert moves(changed(record), "air-passengers-kaz") == [
        # With the new year the newest value is too old.
        (date(2027, 1, 1), "on_track", "not_assessable", "time_passed", "stated"),
        (date(2026, 12, 28), "slightly_off", "on_track", "revised_data", "stated"),
        (date(2026, 12, 15), "on_track", "slightly_off", "revised_data", "stated"),
    ]


def edit_indicator(record: Path, name: str, **fields: object) -> None:
    path = record / "declarations/kz-ru-2025/indicators.yaml"
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    next(item for item in listed if item["id"] == name).update(fields)
    path.write_text(yaml.safe_dump(listed, allow_unicode=True, sort_keys=False), encoding="utf-8")


def test_a_changed_target_changes_a_status(record: Path) -> None:
    target = {
        "value": 40, "unit": "USD_BN", "period": "2030", "kind": "target", "speaker": "Tokayev", "said_on": "2026-12-20",
        "source": "bns", "url": "https://example.org/",
    }  # fmt: skip
    edit_indicator(record, "trade-turnover", family="quantified", target=target, targets_beside=[])
    (move,) = moves(changed(record), "trade-turnover")
    assert move[0] == date(2026, 12, 20) and move[3:] == ("changed_target", "stated")


def test_a_changed_rule_changes_statuses(record: Path) -> None:
    path = record / "declarations/kz-ru-2025/declaration.yaml"
    rules = '- rule: destatis\n  valid_from: "2025-11-12"\n'
    text = path.read_text(encoding="utf-8")
    assert rules in text
    path.write_text(text.replace(rules, rules + '- rule: eurostat\n  valid_from: "2027-01-01"\n'), encoding="utf-8")
    found = changed(record)
    assert moves(found, "trade-turnover") == [(date(2027, 1, 1), "slightly_off", "on_track", "changed_rule", "stated")]
    assert {row["cause"] for row in found} == {"changed_rule"}


def test_a_new_coding_changes_a_status(record: Path) -> None:
    with (record / "declarations/kz-ru-2025/codings.csv").open("a", encoding="utf-8") as file:
        file.write("A05,Servanda,2027-01-05,3,E110,opened,machine,coding,ouvert,открыто,ашылды\n")
    assert moves(changed(record), "A05") == [(date(2027, 1, 5), "started", "not_assessable", "recoding", "stated")]


def test_first_loads_are_not_counted_as_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """A release that brings a whole series has a day; when each of its values was first known is not told by it."""
    for change in status_changes(connection, "en"):
        if change["level"] == "indicator" and change["reason_before"] == "no_data" and change["status"] != "not_assessable":
            assert change["basis"] == "first_seen", change["key"]
