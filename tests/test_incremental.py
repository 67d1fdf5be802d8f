"""A build made out of the one before it holds what a build of everything holds: row for row, under the same id."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl import warehouse
from etl.submission import Decided, Proposal, Submission
from tests.registers import FOLDER, add_row, comment, edit_csv, edit_pledges, edit_yaml, make_internal
from tests.test_submit import LINK, PASSENGERS

SECOND = "declarations/another"
Change = Callable[[Path], None]


def contents(path: Path) -> dict[str, list[Any]]:
    """Every table, its rows in one order."""
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        views = connection.execute("select schema_name || '.' || view_name from duckdb_views() where not internal").fetchall()
        return {name: connection.execute(f"from {name} order by all").fetchall() for (name,) in (*tables, *views)}


class Builds:
    """Builds of a record that changes, each made out of the one before it."""

    def __init__(self, record: Path, folder: Path) -> None:
        self.record, self.folder, self.steps = record, folder, list[str]()

    def build(self, **given: Any) -> warehouse.Build:
        self.steps.clear()
        return warehouse.build(self.record, self.folder / "w", progress=self.steps.append, **given)

    @property
    def grown(self) -> bool:
        """Whether the last build was made out of the one before it, and of nothing else."""
        return "replace" in self.steps and self.steps.count("01_record") == 1

    def matches(self, **given: Any) -> warehouse.Build:
        """Build, and hold the build against one of everything."""
        made = self.build(**given)
        whole = warehouse.build(self.record, self.folder / "whole", **given)
        assert made.id == whole.id
        ours, theirs = contents(made.path), contents(whole.path)
        assert ours.keys() == theirs.keys()
        assert [name for name in ours if ours[name] != theirs[name]] == []
        shutil.rmtree(self.folder / "whole")
        return made


@pytest.fixture
def builds(record: Path, tmp_path: Path) -> Builds:
    return Builds(record, tmp_path)


def second_declaration(record: Path) -> None:
    """Another declaration, which shares the series of the first."""
    shutil.copytree(record / FOLDER, record / SECOND)
    head = record / SECOND / "declaration.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("id: kz-ru-2025", "id: another-2025", 1), encoding="utf-8")


def an_observation(record: Path) -> None:
    """A value becomes another: of a series from which others are computed."""

    def change(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["series"] == "bns:KZ.EXPORTS.PARTNER:KAZ:RUS" and row["period"] == "2024")
        row["value"] = str(float(row["value"]) * 1.5)

    edit_csv(record, "observations/bns.csv", change)


def many_observations(record: Path) -> None:
    """Values here and there in every file, those of two reporters of one flow among them."""

    def change(rows: list[dict[str, str]]) -> None:
        for row in rows[::40]:
            row["value"] = str(float(row["value"] or 1) * 1.5)
            row["status"] = row["status"].replace("M", "A")

    for path in (record / "observations").glob("*.csv"):
        edit_csv(record, f"observations/{path.name}", change)


def a_new_period(record: Path) -> None:
    """A value for one more year, recorded on a day nothing was recorded on before."""

    def change(rows: list[dict[str, str]]) -> None:
        newest = max((row for row in rows if row["series"] == rows[0]["series"]), key=lambda row: row["period"])
        later = {"period": str(int(newest["period"][:4]) + 1), "published": "2026-11-27", "recorded": "2026-11-27"}
        rows.append({**newest, **later, "published_basis": "stated", "value": "1", "status": "A"})

    edit_csv(record, "observations/wdi.csv", change)


def an_event(record: Path) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows.append({**rows[-1], "id": "E900", "date": "2026-11-20", "pledges": "D25 D12"})

    edit_csv(record, f"{FOLDER}/events.csv", change)


def a_coding(record: Path) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows.append({**next(row for row in rows if row["score"] == "1"), "score": "0", "date": "2026-11-28", "coder": "Another"})

    edit_csv(record, f"{FOLDER}/codings.csv", change)


def a_target(record: Path) -> None:
    def change(listed: list[dict[str, Any]]) -> None:
        target = next(item["target"] for item in listed if item["target"] and item["target"]["value"])
        target["value"] = float(target["value"]) * 2

    edit_yaml(record, f"{FOLDER}/indicators.yaml", change)


def a_declaration_is_gone(record: Path) -> None:
    shutil.rmtree(record / SECOND)


GROWN: dict[str, Change] = {
    "observation": an_observation,
    "observations": many_observations,
    "period": a_new_period,
    "event": an_event,
    "coding": a_coding,
    "comment": lambda record: add_row(record, "comments.csv", comment()),
    "target": a_target,
    "gone": a_declaration_is_gone,
    "added": second_declaration,
}


def test_a_changed_observation_touches_what_rests_on_it(builds: Builds) -> None:
    builds.build()
    an_observation(builds.record)
    builds.matches()
    assert builds.grown


@pytest.mark.full
def test_a_declaration_more_and_nothing_new(builds: Builds) -> None:
    builds.build()
    second_declaration(builds.record)
    first = builds.matches()
    assert builds.grown
    assert builds.build() == first
    assert "copy" not in builds.steps and "01_record" not in builds.steps


@pytest.mark.full
def test_change_after_change_ends_in_what_a_build_of_everything_holds(builds: Builds) -> None:
    second_declaration(builds.record)
    builds.build()
    for name, change in GROWN.items():
        change(builds.record)
        builds.matches()
        assert builds.grown, name


@pytest.mark.full
def test_an_accepted_submission_and_its_end(builds: Builds) -> None:
    builds.build()
    sent = Submission("S1", Proposal("observations", (PASSENGERS,), LINK, "of 2024"), "Aliya", "2026-11-24T10:00:00+00:00", ())
    accepted = Submission(**{**sent.__dict__, "decided": (Decided(1, "accepted", "Boris", "2026-11-25T10:00:00+00:00", ""),)})
    builds.matches(accepted=[accepted])
    assert builds.grown
    reverted = (*accepted.decided, Decided(2, "reverted", "Boris", "2026-11-26T10:00:00+00:00", "wrong table"))
    undone = Submission(**{**sent.__dict__, "decided": reverted})
    builds.matches(reverted=[undone])


@pytest.mark.full
def test_another_day_of_knowledge(builds: Builds) -> None:
    builds.build()
    builds.matches(as_of=date(2026, 12, 20))
    assert builds.grown, "nothing is dated after the record's own day"
    builds.matches(as_of=date(2025, 11, 12))
    assert not builds.grown, "much became known between the two days"


@pytest.mark.full
def test_everything_is_made_anew_where_more_may_have_changed(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    builds.build()
    edit_yaml(builds.record, "units.yaml", lambda listed: listed[0].update(decimals=3))
    builds.matches()
    assert not builds.grown, "a unit"
    edit_csv(builds.record, "observations/uis.csv", lambda rows: rows.pop())
    builds.matches()
    assert not builds.grown, "a period is gone"
    make_internal(builds.record)
    builds.build()
    assert not builds.grown, "something is internal"
    edit_pledges(builds.record, D12={"domain": "culture"})
    builds.matches()
    assert not builds.grown, "a build that leaves something out is none to begin with"
    monkeypatch.setattr(duckdb, "__version__", "0.0")
    builds.matches()
    assert not builds.grown, "the code"


def test_what_is_wrong_is_told_as_ever_and_a_spoilt_build_is_no_hindrance(builds: Builds) -> None:
    first = builds.build()
    file = builds.record / "observations/uis.csv"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(",RUS,", ",RU,", 1), encoding="utf-8")
    with pytest.raises(warehouse.BadRecord, match=r'observations/uis.csv:\d+: series .*: unknown country or group "RU" in geo'):
        builds.build()
    assert warehouse.current(builds.folder / "w") == first
    file.write_text(whole, encoding="utf-8")
    an_event(builds.record)
    first.path.write_bytes(first.path.read_bytes()[:50_000])
    builds.matches()
    assert not builds.grown
