"""What commit 29a2e04 wrote is read for good: a data folder, a ledger, a backup, a preset, briefings, a feed, status keys."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.briefing import presets
from etl.ledger.store import Ledger
from etl.reports import atom_feed
from etl.submissions.checked_record import check
from etl.warehouse import builds
from etl.warehouse.rebuild import rebuild
from tests.support.places import ROOT

EARLIER = Path(__file__).parent / "earlier_version"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of what was kept, with a build of it."""
    folder = tmp_path_factory.mktemp("kept")
    shutil.copytree(EARLIER, folder, dirs_exist_ok=True)
    rebuild(folder / "data", f"sqlite:///{folder}/ledger.db", folder / "warehouse")
    yield folder


def run(place: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    settings = {
        "SERVANDA_DATA": str(place / "data"), "SERVANDA_LEDGER": f"sqlite:///{place}/ledger.db", "SERVANDA_WAREHOUSE": str(place / "warehouse"),
        "SERVANDA_PRESETS": str(place / "choices"), "SERVANDA_SNAPSHOTS": str(place / "snapshots"),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )


def test_its_data_folder_is_in_order_and_its_stale_year_is_read_as_an_age() -> None:
    loaded = check(EARLIER / "data")
    assert loaded.problems == []
    (folder,) = loaded.record.declarations
    # The folder names 2022 and was searched to 2026.
    assert folder.declaration.stale_after_years == int(folder.declaration.searched_to[:4]) - 2022


def test_its_ledger_gives_back_what_was_accepted(place: Path) -> None:
    ledger = Ledger(f"sqlite:///{place}/ledger.db")
    assert sorted(item.proposal.kind for item in ledger.accepted()) == ["codings", "events"]
    assert [item.proposal.kind for item in ledger.listed("submitted")] == ["observations"]
    ledger.close()
    with builds.open_build(builds.current(place / "warehouse")) as connection:
        assert connection.execute("select count(*) from events").fetchone() == (2,)
        assert connection.execute("select count(*) from codings").fetchone() == (2,)


def test_its_backup_is_restored(place: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    done = run(place, "etl", "restore", str(place / "backup.zip"), str(new))
    assert done.returncode == 0, done.stderr
    rebuild(new / "data", f"sqlite:///{new}/ledger.sqlite", new / "warehouse")
    with builds.open_build(builds.current(new / "warehouse")) as connection:
        assert connection.execute("select count(*) from events").fetchone() == (2,)


def test_its_preset_is_read(place: Path) -> None:
    assert presets.load(str(place / "choices/Weekly.json")).domains == ("transport",)


@pytest.mark.parametrize("form", ["html", "pptx", "pdf"])
def test_figures_of_its_briefings_are_held_against_the_build(place: Path, form: str) -> None:
    done = run(place, "dashboard", "verify", str(place / f"briefing.{form}"))
    assert "Traceback" not in done.stderr and "holds no briefing" not in done.stderr, done.stderr
    assert "figure" in done.stdout and "Its text was not compared" in done.stdout


def test_entries_of_its_feed_keep_their_ids_and_links(place: Path) -> None:
    def known(text: str) -> set[str]:
        return set(re.findall(r"<id>(tag:[^<]+/\d{4}-\d\d-\d\d)</id>", text))

    now = atom_feed.files(builds.current(place / "warehouse").path)["en"].read_text(encoding="utf-8")
    before = known((place / "feed.en.atom").read_text(encoding="utf-8"))
    assert before and before <= known(now)


def test_its_keys_and_columns_are_still_there(place: Path) -> None:
    before = json.loads((place / "status.json").read_text(encoding="utf-8"))
    now = json.loads(run(place, "etl", "status", "--format", "json").stdout)
    for old, new in zip(before, now, strict=True):
        assert set(old) <= set(new)
        assert all(set(old[key]) <= set(new[key]) for key in old if isinstance(old[key], dict))
    head = next(csv.reader(io.StringIO((place / "status.csv").read_text(encoding="utf-8"))))
    columns = next(csv.reader(io.StringIO(run(place, "etl", "status", "--format", "csv").stdout)))
    assert columns[: len(head)] == head
