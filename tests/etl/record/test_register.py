"""The register through time: pledges replaced by others, parties that answer, mistakes that are corrected in public."""

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from etl.__main__ import main
from etl.queries.query import ask_as_of
from etl.record.kinds import ENTRIES
from etl.submissions.checked_record import check
from etl.warehouse import builds
from tests.etl.warehouse.test_as_of import AS_KNOWN
from tests.support.registers import (
    FOLDER,
    MERGED,
    PARTS,
    REPLACED_ON,
    SPLIT,
    UNITED,
    add_row,
    comment,
    correction,
    edit_pledges,
    replace_pledges,
)

pytestmark = pytest.mark.slow

DAY_BEFORE = REPLACED_ON - timedelta(days=1)
OLD, NEW = {SPLIT, *MERGED}, {*PARTS, UNITED}
Lines = Callable[..., list[str]]


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lines:
    """What a command prints, with a ledger and a warehouse of its own; its exit code has to be the expected one."""
    monkeypatch.setenv("SERVANDA_LEDGER", f"sqlite:///{tmp_path}/ledger.sqlite")
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(tmp_path / "w"))

    def run(*arguments: str, code: int = 0) -> list[str]:
        returned = main([*arguments])
        captured = capsys.readouterr()
        assert returned == code, captured.err
        return (captured.err if code else captured.out).splitlines()

    return run


def problems(record: Path) -> list[str]:
    return [str(problem) for problem in check(record).problems]


def register(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {key for (key,) in connection.execute("select pledge from pledges").fetchall()}


def filled(record: Path, day: date) -> duckdb.DuckDBPyConnection:
    loaded = check(record)
    assert loaded.problems == []
    connection = duckdb.connect()
    builds.fill(connection, loaded.record, day)
    return connection


def test_a_replaced_pledge_counts_until_the_day_and_its_successors_from_it(record: Path) -> None:
    replace_pledges(record)
    with filled(record, date(2027, 1, 31)) as connection:
        seen = {}
        for day in (date(2019, 6, 30), DAY_BEFORE, REPLACED_ON, date(2027, 1, 31)):
            ask_as_of(connection, day)
            seen[day] = register(connection)
            statuses = {key for (key,) in connection.execute("select pledge from pledge_statuses").fetchall()}
            assert statuses == seen[day], day
        assert seen[date(2019, 6, 30)] == seen[DAY_BEFORE] and seen[REPLACED_ON] == seen[date(2027, 1, 31)]
        assert seen[DAY_BEFORE] - seen[REPLACED_ON] == OLD
        assert seen[REPLACED_ON] - seen[DAY_BEFORE] == NEW


@pytest.mark.parametrize("day", [pytest.param(DAY_BEFORE, marks=pytest.mark.full), REPLACED_ON])
def test_a_look_up_answers_what_a_build_of_that_day_would(record: Path, day: date) -> None:
    replace_pledges(record)
    queries = (*AS_KNOWN, "select * from pledges order by all", "select * exclude (known_from) from last_statuses order by all")
    with filled(record, date(2027, 1, 31)) as later, filled(record, day) as then:
        ask_as_of(later, day)
        for query in queries:
            assert later.execute(query).fetchall() == then.execute(query).fetchall(), query


def test_a_replacement_is_no_change_of_status_and_leaves_no_hole(record: Path) -> None:
    replace_pledges(record)
    with filled(record, date(2027, 1, 31)) as connection:
        assert connection.execute("select * from status_changes where day = $1", [REPLACED_ON]).fetchall() == []
        spans = connection.execute(
            "select pledge, min(known_from), max(known_to), count(*) filter (known_to is null) from history.pledge_statuses where pledge in"
            " (select unnest($1)) group by pledge order by pledge",
            [[SPLIT, *PARTS]],
        ).fetchall()
    assert spans[0][1:] == (date(1900, 1, 1), REPLACED_ON, 0)
    assert [(begun, still) for _, begun, _, still in spans[1:]] == [(REPLACED_ON, 1), (REPLACED_ON, 1)]


def test_what_was_split_can_be_split_again(record: Path) -> None:
    replace_pledges(record)
    day = date(2027, 1, 15)
    edit_pledges(
        record,
        **{
            PARTS[0]: {"replaced_by": ["D42"], "replaced_on": day.isoformat()},
            "D42": {"valid_from": day.isoformat()},
        },
    )
    with filled(record, date(2027, 1, 31)) as connection:
        assert PARTS[0] not in register(connection) and "D42" in register(connection)
        ask_as_of(connection, REPLACED_ON)
        assert PARTS[0] in register(connection) and "D42" not in register(connection)


def test_old_ids_keep_working_and_say_what_replaced_them(record: Path, lines: Lines) -> None:
    replace_pledges(record)
    lines("build", "--data", str(record), "--today", "2027-01-31")
    now, then = "\n".join(lines("explain", SPLIT)), "\n".join(lines("explain", SPLIT, "--as-of", DAY_BEFORE.isoformat()))
    for part in PARTS:
        assert f"Replaced on 1 Dec 2026 by {part}: " in now and part not in then
    assert "Trajectory: " in now, "its last status stays to be read"
    new = "\n".join(lines("explain", UNITED))
    for old in MERGED:
        assert f"It replaces {old} (" in new
    assert (
        f'"{UNITED}" stands in the register from {REPLACED_ON} on'
        in lines("explain", UNITED, "--as-of", DAY_BEFORE.isoformat(), code=1)[-1]
    )
    assert "Replaced on 1 Dec 2026 by D62" in "\n".join(lines("explain", MERGED[1]))
    listed = {item["pledge"] for item in json.loads("\n".join(lines("status", "--format", "json")))}
    assert listed & (OLD | NEW) == NEW
    listed = {item["pledge"] for item in json.loads("\n".join(lines("status", "--format", "json", "--as-of", DAY_BEFORE.isoformat())))}
    assert listed & (OLD | NEW) == OLD


def test_mistakes_in_replacements_are_found_at_their_line(record: Path) -> None:
    replace_pledges(record)
    edit_pledges(
        record,
        D01={"replaced_by": ["D99"], "replaced_on": "2026-12-01"},
        D02={"replaced_by": ["D03"]},
        D03={"replaced_on": "2025-01-01", "replaced_by": ["D04"]},
        D07={"replaced_by": ["D08"], "replaced_on": "2026-12-02"},
        D09={"replaced_by": ["D10"], "replaced_on": "2026-12-01", "valid_from": "2026-12-02"},
        D60={"replaced_by": ["D12"], "replaced_on": "2026-12-05"},
        D61={"internal": True},
    )
    add_row(
        record,
        "codings.csv",
        dict.fromkeys(("rationale", "rationale_fr", "rationale_ru", "rationale_kk"), "why")
        | {"pledge": "D06", "coder": "A", "date": "2026-12-01", "coder_kind": "person", "role": "coding"},
    )
    found = "\n".join(problems(record))
    text = (record / FOLDER / "pledges.yaml").read_text(encoding="utf-8").splitlines()
    line = text.index("- D99") + 1 if "- D99" in text else text.index("  - D99") + 1
    assert f'{FOLDER}/pledges.yaml:{line}: pledge D01: unknown successor "D99"' in found
    for sentence in (
        "pledge D02: replaced_by and replaced_on belong together",
        "pledge D03: replaced_on 2025-01-01 is not after valid_from 2025-11-12",
        "pledge D07: replaced on 2026-12-02, but its successor D08 is valid from 2025-11-12; make the two days one",
        "pledge D12: it is replaced by D60, which D12 replaces again; break the circle",
        "pledge D60: it is replaced by D12, which D60 replaces again; break the circle",
        "pledge D12: one of it and its successor D61 is internal; make both internal, or neither",
        "coding of D06 by A: made on 2026-12-01, but D06 was replaced on 2026-12-01; code D62",
    ):
        assert sentence in found, sentence
    assert f"{FOLDER}/codings.csv:" in found


def test_a_partys_comment_stands_beside_the_status_and_changes_none(record: Path, lines: Lines) -> None:
    lines("build", "--data", str(record))
    before = lines("status", "--format", "csv")
    add_row(record, "comments.csv", comment())
    lines("build", "--data", str(record))
    retained = [{name: cell for name, cell in row.items() if name != "build"} for row in csv.DictReader(lines("status", "--format", "csv"))]
    assert retained == [{name: cell for name, cell in row.items() if name != "build"} for row in csv.DictReader(before)]
    explained = "\n".join(lines("explain", "D25"))
    assert "What the parties say" in explained and "not scored" in explained
    assert (
        "Kazakhstan, Ministry of Energy, 20 Nov 2026, our translation (language: Russian): It is being done. https://www.gov.kz/answer"
        in explained
    )
    assert "министр" not in explained.lower() and "Это делается." in "\n".join(lines("explain", "D25", "--lang", "ru"))
    assert "It is being done." not in "\n".join(lines("explain", "D25", "--as-of", "2026-11-19"))


def test_only_a_party_comments_and_in_its_own_publication(record: Path) -> None:
    add_row(record, "comments.csv", comment(party="UZB"))
    add_row(record, "comments.csv", comment(source="orda-kz"))
    add_row(record, "comments.csv", comment(pledge="D99", text_kk=""))
    add_row(record, "comments.csv", comment(pledge="D98"))
    found = problems(record)
    assert any(line.startswith(f'{FOLDER}/comments.csv:2: comment of UZB on D25: "UZB" is no party') for line in found)
    assert any(line.startswith(f"{FOLDER}/comments.csv:3: ") and "a party's words need its own publication" in line for line in found)
    assert any(line.startswith(f"{FOLDER}/comments.csv:4: ") and "text_kk is empty" in line for line in found)
    assert any(line.startswith(f"{FOLDER}/comments.csv:5: ") and 'unknown pledge "D98"' in line for line in found)


def test_a_correction_names_what_it_concerns(record: Path) -> None:
    add_row(record, "corrections.csv", correction(id="C001"))
    add_row(record, "corrections.csv", correction(id="C001", concerns="kz-ru-2025 trade-turnver"))
    found = problems(record)
    assert [line.split(": ", 1)[1] for line in found] == [
        'correction C001: it concerns "trade-turnver", which is no pledge, indicator or event; did you mean "trade-turnover"?',
        "correction C001: this id stands twice; every correction has an id of its own",
    ]
    assert all(line.startswith(f"{FOLDER}/corrections.csv:3: ") for line in found)


def submitted(folder: Path, kind: str, row: dict[str, str]) -> str:
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ENTRIES[kind].model_fields))
        writer.writeheader()
        writer.writerow(row)
    return str(path)


@pytest.mark.parametrize(("kind", "row"), [pytest.param("comments", comment(), marks=pytest.mark.full), ("corrections", correction())])
def test_comments_and_corrections_can_be_submitted_and_what_is_reverted_is_told(
    lines: Lines, tmp_path: Path, kind: str, row: dict[str, str]
) -> None:
    sent = ("--author", "Aliya", "--source", "https://www.gov.kz/", "--note", "the answer")
    name = lines("submit", submitted(tmp_path, kind, row), "--kind", kind, *sent)[-1]
    lines("review", "accept", name, "--by", "Boris")

    def rows(query: str) -> list[tuple[object, ...]]:
        with builds.open_build(builds.current(tmp_path / "w")) as connection:
            return connection.execute(query).fetchall()

    assert rows(f"select count(*) from {kind}") == [(1,)]
    assert rows("select * from reversals") == []
    lines("review", "revert", name, "--by", "Boris", "--why", "it was said of another pledge")
    assert rows(f"select count(*) from {kind}") == [(0,)]
    assert rows("select submission, kind, why from reversals") == [(name, kind, "it was said of another pledge")]
    assert not {"Aliya", "Boris"} & {str(cell) for row in rows("from recorded_reversals") for cell in row}, "nobody is named"
