"""What is internal never leaves: not a word of it is in what viewers, sites, exports and briefings read."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.__main__ import main
from etl.record.redaction import public
from etl.submissions.apply import with_reverted
from etl.submissions.checked_record import check
from etl.submissions.models import Decided, Proposal, Submission
from etl.warehouse import builds as warehouse
from etl.warehouse.stage import newest_day
from tests.support.places import DATA
from tests.support.registers import (
    CODED_FROM_IT,
    EVENT,
    FOLDER,
    INDICATOR,
    PLEDGE,
    SECRET,
    SECRET_SERIES,
    TRACKED_BY_IT,
    edit_csv,
    edit_pledges,
    edit_yaml,
    make_internal,
)

Builds = tuple[Path, Path]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """A record with internal items, and the folder of its builds."""
    folder = tmp_path_factory.mktemp("internal")
    record = copied(folder / "data")
    make_internal(record)
    assert [str(problem) for problem in check(record).problems] == []
    warehouse.build(record, folder / "w")
    return record, folder / "w"


def copied(to: Path) -> Path:
    return Path(shutil.copytree(DATA, to))


def opened(folder: Path, audience: warehouse.Audience) -> duckdb.DuckDBPyConnection:
    return warehouse.open_build(warehouse.current(folder, audience))


def cells(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Everything of every table and view of every schema as text, by its name."""
    named = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() union all"
        " select schema_name || '.' || view_name from duckdb_views() where not internal order by 1"
    ).fetchall()
    return {name: "\n".join(str(row) for row in connection.execute(f"from {name}").fetchall()) for (name,) in named}


def test_not_a_word_of_it_is_in_what_everybody_reads(builds: Builds) -> None:
    _, folder = builds
    hidden = (SECRET.lower(), f"'{PLEDGE}'", INDICATOR, f"'{EVENT}'", SECRET_SERIES)
    with opened(folder, "everybody") as shown, opened(folder, "editors") as whole:
        everybody, editors = cells(shown), cells(whole)
    assert set(everybody) == set(editors) and len(everybody) > 50
    for word in hidden:
        assert [name for name, text in everybody.items() if word in (text.lower() if word == SECRET.lower() else text)] == [], word
        assert any(word in (text.lower() if word == SECRET.lower() else text) for text in editors.values()), word
    assert SECRET.encode() not in warehouse.current(folder, "everybody").path.read_bytes()
    marked = {name for name, text in editors.items() if SECRET in text}
    assert marked >= {
        "main.recorded_pledges", "main.indicators", "main.recorded_events", "main.recorded_codings", "main.recorded_searches",
        "main.recorded_comments", "main.recorded_corrections", "main.recorded_observations", "main.sources", "main.proper_names",
        "main.derived_inputs", "history.observations",
    }  # fmt: skip


def test_statuses_do_not_tell_what_internal_items_say(builds: Builds) -> None:
    """What everybody reads is what would be read had the internal items never been written."""
    record, folder = builds
    loaded = check(record)
    never = record.parent / "never"
    copied(never)
    for name in (f"{FOLDER}/pledges.yaml", f"{FOLDER}/indicators.yaml"):
        gone = PLEDGE if "pledges" in name else INDICATOR
        edit_yaml(never, name, lambda listed, gone=gone: listed.remove(next(item for item in listed if item["id"] == gone)))  # type: ignore[misc]

    def without(listed: list[dict[str, Any]]) -> None:
        for item in listed:
            item["indicators"] = [name for name in item["indicators"] if name != INDICATOR]
            item.get("answers", {}).pop(INDICATOR, None)

    edit_yaml(never, f"{FOLDER}/pledges.yaml", without)
    own = {name for item in loaded.record.declarations[0].pledges if item.id == PLEDGE for name in item.indicators}
    others = {name for item in loaded.record.declarations[0].pledges if item.id != PLEDGE for name in item.indicators}
    edit_yaml(never, f"{FOLDER}/indicators.yaml", lambda listed: drop(listed, "id", own - others))
    edit_csv(
        never, f"{FOLDER}/codings.csv", lambda rows: drop_rows(rows, lambda row: row["pledge"] == PLEDGE or EVENT in row["events"].split())
    )
    edit_csv(never, f"{FOLDER}/searches.csv", lambda rows: drop_rows(rows, lambda row: row["pledge"] == PLEDGE))
    edit_csv(never, f"{FOLDER}/events.csv", lambda rows: drop_rows(rows, lambda row: row["id"] == EVENT or row["pledges"] == PLEDGE))
    edit_csv(never, f"{FOLDER}/events.csv", forget_pledge)
    expected = check(never)
    assert [str(problem) for problem in expected.problems] == []
    with opened(folder, "everybody") as shown, duckdb.connect() as other:
        warehouse.fill(other, expected.record, newest_day(public(loaded.record)))
        for table in ("history.pledge_statuses", "history.indicator_statuses", "status_changes", "history.rule_results", "event_pledges"):
            # The order of the register counts on where something is left out.
            query = (
                f"select * exclude (place) from {table} order by all"
                if table == "history.pledge_statuses"
                else f"from {table} order by all"
            )
            assert shown.execute(query).fetchall() == other.execute(query).fetchall(), table
        assert shown.execute("select status, reason from pledge_statuses where pledge = $1", [CODED_FROM_IT]).fetchone() == (
            "not_assessable",
            "not_coded",
        )


def drop(listed: list[dict[str, Any]], field: str, values: set[str]) -> None:
    listed[:] = [item for item in listed if item[field] not in values]


def drop_rows(rows: list[dict[str, str]], gone: Any) -> None:
    rows[:] = [row for row in rows if not gone(row)]


def forget_pledge(rows: list[dict[str, str]]) -> None:
    for row in rows:
        row["pledges"] = " ".join(name for name in row["pledges"].split() if name != PLEDGE)


def test_counts_differ_by_what_is_internal(builds: Builds) -> None:
    _, folder = builds
    found = {}
    audiences: tuple[warehouse.Audience, ...] = ("editors", "everybody")
    for audience in audiences:
        with opened(folder, audience) as connection:
            found[audience] = connection.execute(
                "select (select count(*) from pledges), (select count(*) from events where event = $1),"
                " (select indicators from pledge_statuses where pledge = $2)",
                [EVENT, TRACKED_BY_IT],
            ).fetchone()
    whole, shown = found["editors"], found["everybody"]
    assert whole is not None and shown is not None
    assert (whole[0] - shown[0], whole[1] - shown[1], whole[2] - shown[2]) == (1, 1, 1)


def test_commands_show_it_only_when_asked(builds: Builds, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _, folder = builds
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(folder))

    def out(*arguments: str) -> tuple[int, str]:
        code = main([*arguments])
        return code, "".join(capsys.readouterr())

    for command in (("status", "--format", "json"), ("changes",), ("explain", TRACKED_BY_IT), ("explain", CODED_FROM_IT)):
        code, text = out(*command)
        assert code == 0 and SECRET not in text and f'"{PLEDGE}"' not in text, command
    code, text = out("explain", PLEDGE)
    assert code == 1 and SECRET not in text
    code, text = out("explain", PLEDGE, "--internal")
    assert code == 0 and SECRET in text and "Internal: no site, export or briefing shows it." in text
    assert SECRET in out("status", "--internal")[1]


def test_nothing_public_changes_with_what_is_internal(builds: Builds, tmp_path: Path) -> None:
    """Another wording of internal items gives another whole and the very same public build."""
    _, folder = builds
    record = copied(tmp_path / "data")
    make_internal(record, SECRET + "s")
    warehouse.build(record, tmp_path / "w")
    assert warehouse.current(tmp_path / "w").id == warehouse.current(folder).id
    assert warehouse.current(tmp_path / "w", "editors").id != warehouse.current(folder, "editors").id


def test_where_nothing_is_internal_all_read_one_file(tmp_path: Path) -> None:
    record = check(DATA).record
    if public(record) is record:
        warehouse.build(DATA, tmp_path)
        assert warehouse.current(tmp_path) == warehouse.current(tmp_path, "editors")
        assert len(list(tmp_path.glob("*.duckdb"))) == 1


def test_both_builds_in_service_are_kept_and_those_before_them(tmp_path: Path) -> None:
    record = copied(tmp_path / "data")
    make_internal(record)
    served: list[set[str]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warehouse, "BUILDS_STORED", 0)
        for measures in ("both", "KAZ", "RUS"):
            edit_pledges(record, **{PLEDGE: {"measures": measures}})
            warehouse.build(record, tmp_path / "w")
            served.append({warehouse.current(tmp_path / "w", audience).id for audience in warehouse.POINTERS})
    assert len(served[1] | served[2]) == 3
    assert served[1] | served[2] <= {path.stem for path in (tmp_path / "w").glob("*.duckdb")}


def test_a_public_pledge_needs_an_indicator_that_may_be_shown(record: Path) -> None:
    def all_of(listed: list[dict[str, Any]]) -> None:
        for item in listed:
            if item["id"] in ("culture-days", "border-questioning-statements"):
                item["internal"] = True
            if item["id"] == "border-protests-lodged":
                item["lead_reason"] = None

    edit_yaml(record, f"{FOLDER}/indicators.yaml", all_of)
    found = "\n".join(str(problem) for problem in check(record).problems)
    assert "pledge D40: all its indicators are internal; name one that may be shown, or make the pledge internal" in found
    assert "pledge D06: its lead indicator is internal, and border-protests-lodged, the first that is shown, has no lead_reason" in found


@pytest.mark.parametrize(
    ("kind", "row", "visible"),
    [
        ("observations", {"indicator": "trade-turnover", "period": "2024", "value": "1"}, True),
        ("observations", {"indicator": INDICATOR, "period": "2024", "value": "1"}, False),
        ("codings", {"pledge": PLEDGE, "events": "E001"}, False),
        ("codings", {"pledge": "D25", "events": f"E001 {EVENT}"}, False),
        ("events", {"id": "E900", "pledges": "D25", "internal": "true"}, False),
        ("events", {"id": "E900", "pledges": "D25", "internal": ""}, True),
    ],
)
def test_what_was_reverted_tells_nothing_internal(builds: Builds, kind: Any, row: dict[str, str], visible: bool) -> None:
    record, _ = builds
    decided = (
        Decided(1, "accepted", "Boris", "2026-11-24T10:00:00+00:00", ""),
        Decided(2, "reverted", "Boris", "2026-11-25T10:00:00+00:00", "why"),
    )
    sent = Submission("S1", Proposal(kind, (row,), "https://example.org/", "note"), "Aliya", "2026-11-23T10:00:00+00:00", decided)
    whole = with_reverted(check(record).record, [sent])
    (reversal,) = whole.declarations[0].reversals
    assert (reversal.date, reversal.why) == (date(2026, 11, 25), "why")
    assert "Boris" not in str(reversal) and "Aliya" not in str(reversal)
    assert len(public(whole).declarations[0].reversals) == visible
