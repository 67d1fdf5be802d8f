"""What is due for us to look at: releases by their calendars, named days, searches; and a search logged in the shell."""

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from etl.queries import event_rows, observation_rows
from etl.queries.query import Asking, ask_as_of
from etl.submissions.checked_record import check
from etl.warehouse import builds
from tests.support import commands

pytestmark = pytest.mark.slow

FOLDER = "declarations/kz-ru-2025"
PASSENGERS = "air-passengers-kaz"


def edit(record: Path, file: str, name: str, **fields: object) -> None:
    path = record / FOLDER / file
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    next(item for item in listed if item["id"] == name).update(fields)
    path.write_text(yaml.safe_dump(listed, allow_unicode=True, sort_keys=False), encoding="utf-8")


def due(record: Path, as_of: date = date(2026, 11, 24)) -> list[dict[str, Any]]:
    loaded = check(record)
    assert loaded.problems == []
    with duckdb.connect() as connection:
        builds.fill(connection, loaded.record, as_of)
        return event_rows.due(Asking(connection, "en", "kz-ru-2025"))


def of(rows: list[dict[str, Any]], key: str, kind: str) -> list[tuple[str, str, str]]:
    found = [row for row in rows if key in (row["indicator"], row["pledge"]) and row["kind"] == kind]
    return [(row["reason"], row["due"].isoformat(), row["state"]) for row in found]


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        # The newest figure of the series was published on 8 April 2026.
        ({"every": "P1Y", "next": None}, ("release_expected", "2027-04-08", "later")),
        pytest.param({"every": "P3M", "next": None}, ("release_expected", "2026-07-08", "overdue"), marks=pytest.mark.full),
        pytest.param({"every": "P33W", "next": None}, ("release_expected", "2026-11-25", "due"), marks=pytest.mark.full),
        ({"every": "P230D", "next": None}, ("release_expected", "2026-11-24", "due")),
        pytest.param({"every": "P1Y", "next": "2026-12"}, ("release_announced", "2026-12-31", "later"), marks=pytest.mark.full),
        ({"every": None, "next": "2026-11-23"}, ("release_announced", "2026-11-23", "overdue")),
        # A release announced for a day before the newest figure has come.
        ({"every": "P1Y", "next": "2026-04-01"}, ("release_expected", "2027-04-08", "later")),
        pytest.param({"every": None, "next": None}, None, marks=pytest.mark.full),
    ],
)
def test_a_release_is_due_by_its_calendar(record: Path, release: dict[str, str | None], expected: tuple[str, str, str] | None) -> None:
    edit(record, "indicators.yaml", PASSENGERS, release=release)
    assert of(due(record), PASSENGERS, "data") == ([expected] if expected else [])


def test_figures_too_old_to_assess_by_are_overdue(record: Path) -> None:
    path = record / FOLDER / "declaration.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("stale_after_years: 3", "stale_after_years: 2"), encoding="utf-8")
    assert of(due(record), PASSENGERS, "data") == [("too_old", "2026-01-01", "overdue")]
    assert of(due(record, date(2025, 12, 31)), PASSENGERS, "data") != [("too_old", "2026-01-01", "overdue")]


def test_an_interval_that_is_none_is_told_at_the_build(record: Path) -> None:
    edit(record, "indicators.yaml", PASSENGERS, release={"every": "monthly", "next": None})
    with duckdb.connect() as connection, pytest.raises(builds.BadRecord, match="no duration such as P1M: air-passengers-kaz"):
        builds.fill(connection, check(record).record, date(2026, 11, 24))


def target(**fields: object) -> dict[str, object]:
    named: dict[str, object] = {
        "value": 15, "unit": "PERSONS_MN", "period": "2026-06", "kind": "target", "speaker": "Tokayev", "said_on": "2026-01-20",
        "source": "bns", "url": "https://example.org/",
    }  # fmt: skip
    return named | fields


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [("named_day", "2026-06-30", "overdue")]),
        pytest.param({"period": "2027"}, [("named_day", "2027-12-31", "later")], marks=pytest.mark.full),
        ({"lapsed": True}, [("target_lapsed", "2026-06-30", "overdue")]),
        pytest.param({"lapsed": True, "superseded_by": "a later plan"}, [], marks=pytest.mark.full),
        pytest.param({"kind": "forecast"}, [], marks=pytest.mark.full),
        # A figure reaches to it: the outcome was seen, whatever it is.
        ({"period": "2022"}, []),
    ],
)
def test_a_named_day_is_due_until_its_outcome_is_seen(
    record: Path, fields: dict[str, object], expected: list[tuple[str, str, str]]
) -> None:
    edit(record, "indicators.yaml", PASSENGERS, target=target(**fields), targets_beside=[])
    assert of(due(record), PASSENGERS, "deadline") == expected


def test_a_search_is_due_again_after_a_quarter_and_never_before(record: Path) -> None:
    with (record / FOLDER / "searches.csv").open("a", encoding="utf-8") as file:
        file.write("D08,2026-06-01,ru,example.org,Found nothing.,\n")
    found = due(record)
    assert of(found, "D08", "search") == [("search_again", "2026-08-30", "overdue")]
    assert of(found, "D01", "search") == [("search_again", "2027-02-21", "later")]
    # No day was recorded: it is due a quarter after the signature.
    assert of(found, "D03", "search") == [("never_searched", "2026-02-10", "overdue")]
    assert of(due(record, date(2026, 5, 1)), "D08", "search") == [("never_searched", "2026-02-10", "overdue")]


def test_what_is_due_follows_the_day_asked_for_not_the_clock(connection: duckdb.DuckDBPyConnection) -> None:
    cursor = connection.cursor()
    for day in (date(2026, 1, 31), date(2026, 8, 12), date(2026, 8, 13)):
        ask_as_of(cursor, day)
        rows = cursor.execute("select due, state from due").fetchall()
        assert all((row_due < day) == (state == "overdue") for row_due, state in rows)
    summit = "select state from due where indicator = 'caspian-summit-2026' and kind = 'deadline'"
    assert cursor.execute(summit).fetchall() == [("overdue",)]
    ask_as_of(cursor, date(2026, 8, 12))
    assert cursor.execute(summit).fetchall() == [("due",)]


def test_every_row_names_pledges_and_a_subject(connection: duckdb.DuckDBPyConnection) -> None:
    rows = event_rows.due(Asking(connection.cursor(), "ru", "kz-ru-2025"))
    assert {row["kind"] for row in rows} == {"data", "deadline", "search"}
    for row in rows:
        assert row["pledges"] and row["title"] and row["state"] in ("overdue", "due", "later")
        assert row["kind"] == "search" or row["data_owner"] in row["bodies"].values() or row["bodies"]


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    settings = {"SERVANDA_LEDGER": f"sqlite:///{folder}/ledger.sqlite", "SERVANDA_WAREHOUSE": str(folder / "w")}
    return commands.run(*arguments, **settings)


def test_a_search_logged_in_the_shell_moves_what_is_due(tmp_path: Path) -> None:
    path = tmp_path / "search.csv"
    sent = ("--kind", "searches", "--author", "Aliya", "--source", "https://example.org/", "--note", "monthly search", "--yes")
    path.write_text("pledge,date,languages,outlets,result\nD08,2099-01-01,ru,example.org,Found nothing.\n", encoding="utf-8")
    refused = run(tmp_path, "submit", str(path), *sent)
    assert refused.returncode == 1 and "row 2, date (mistake): This day has not come yet." in refused.stderr
    path.write_text("pledge,date,languages,outlets,result\nD08,2026-11-30,ru,example.org,Found nothing.\n", encoding="utf-8")
    name = run(tmp_path, "submit", str(path), *sent).stdout.split()[-1]
    accepted = run(tmp_path, "review", "accept", name, "--by", "Boris")
    assert accepted.returncode == 0, accepted.stderr
    with builds.open_build(builds.current(tmp_path / "w")) as connection:
        found = connection.execute("select newest, due, state from due where pledge = 'D08'").fetchall()
        assert found == [(date(2026, 11, 30), date(2027, 2, 28), "later")]
        assert connection.execute("select searched_to, as_of from declarations").fetchall() == [("2026-11-30", date(2026, 11, 30))]
    history = run(tmp_path, "history", "--pledge", "D08").stdout
    assert f"Aliya  submitted  {name} D08" in history and f"Boris  accepted  {name} D08" in history
    assert f"Aliya  submitted  {name}" not in run(tmp_path, "history", "--pledge", "D09").stdout
    assert name not in run(tmp_path, "history", "--indicator", PASSENGERS).stdout


def test_a_value_that_was_revised_keeps_what_it_was(record: Path) -> None:
    path = record / "observations/wdi.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith("wdi:IS.AIR.PSGR:KAZ") and ",2023," in line)
    names = lines[0].split(",")
    cells = dict(zip(names, line.split(","), strict=True)) | {"value": "12000000", "published": "2026-10-01", "recorded": "2026-11-24"}
    path.write_text("\n".join([*lines, ",".join(cells[name] for name in names)]) + "\n", encoding="utf-8")
    with duckdb.connect() as connection:
        builds.fill(connection, check(record).record, date(2026, 11, 24))
        rows = observation_rows.value_history(Asking(connection, "en", "kz-ru-2025"), [PASSENGERS])
        newest = rows[0]
        assert (newest["day"], newest["period"], newest["is_first"]) == (date(2026, 10, 1), "2023", False)
        assert newest["value"] / newest["value_before"] == pytest.approx(12_000_000 / 11_884_241.039)
        assert sum(row["period"] == "2023" and row["is_first"] for row in rows) == 1
        ask_as_of(connection, date(2026, 9, 30))
        before = observation_rows.value_history(Asking(connection, "en", "kz-ru-2025"), [PASSENGERS])
        assert all(row["is_first"] for row in before) and len(before) == len(rows) - 1
