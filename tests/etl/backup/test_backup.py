"""A backup is whole, holds what was acknowledged, and restores all of it or nothing into a new place."""

import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from etl.backup import archive, create, restore
from etl.backup.archive import BadArchive
from etl.backup.create import BadPlace, Places, back_up, checked
from etl.ledger.store import Ledger
from tests.support.installation import AT, change, installed, restored, state, submit
from tests.support.places import ROOT

pytestmark = pytest.mark.slow


def test_a_backup_holds_all_that_people_made_and_says_what_it_is(places: Places, archive_path: Path) -> None:
    with zipfile.ZipFile(archive_path) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        for name, text in manifest["files"].items():
            content = opened.read(name)
            assert (len(content), hashlib.sha256(content).hexdigest()) == (text["size"], text["sha256"]), name
        assert set(opened.namelist()) == {"manifest.json", *manifest["files"]}
    assert {name for name in manifest["files"] if not name.startswith("ledger/")} == set(state(places).files)
    assert (manifest["made_by"], manifest["format"], manifest["made"], manifest["ledger"]) == ("Servanda", 1, AT.isoformat(), "0001")
    assert manifest["counts"] == {
        "record": 3, "snapshots": 1, "presets": 1, "submissions": 3, "submission_rows": 6, "decisions": 1, "journal": 4,
    }  # fmt: skip


def test_a_backup_holds_no_secret_and_nobody_else_reads_it(places: Places, archive_path: Path) -> None:
    names = zipfile.ZipFile(archive_path).namelist()
    assert not [name for name in names if "secret" in name or "roles" in name or "audit" in name or "warehouse" in name]
    if os.name == "posix":
        assert stat.S_IMODE(archive_path.stat().st_mode) == 0o600


def test_a_restore_brings_everything_back_and_leaves_what_is_in_use(places: Places, archive_path: Path, tmp_path: Path) -> None:
    then = state(places)
    change(places, "later")
    later = state(places)
    assert state(restored(archive_path, tmp_path / "new")) == then != later and then.wrong == ()
    assert state(places) == later


def test_a_restore_takes_an_empty_folder_and_no_other(places: Places, archive_path: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert state(restored(archive_path, tmp_path / "empty")) == state(places)
    (tmp_path / "used").mkdir()
    (tmp_path / "used/.git").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name, why in (("used", 'used holds ".git"; nothing was changed: name a new or empty folder'), ("file", "is a file; name a new")):
        with pytest.raises(BadPlace, match=why):
            restore.restore(archive_path, tmp_path / name)
    assert [path.name for path in (tmp_path / "used").iterdir()] == [".git"] and (tmp_path / "file").read_text() == "mine"


def test_a_restore_takes_an_empty_ledger_and_no_other(places: Places, archive_path: Path, tmp_path: Path) -> None:
    change(places, "later")
    before = state(places)
    with pytest.raises(BadPlace, match="the ledger to restore into holds entries; nothing was changed"):
        restore.restore(archive_path, tmp_path / "new", places.ledger)
    assert state(places) == before and not (tmp_path / "new").exists()


def test_a_backup_moves_between_sqlite_and_postgresql(url: str, tmp_path: Path) -> None:
    """From the one to the other and back: the same entries, and every hash holds."""
    there = installed(tmp_path / "one")
    back_up(tmp_path / "one.zip", there, AT)
    here = restored(tmp_path / "one.zip", tmp_path / "two", url)
    assert state(here) == state(there) and state(here).wrong == ()
    submit(here, "later")
    back_up(tmp_path / "two.zip", here, AT)
    assert state(restored(tmp_path / "two.zip", tmp_path / "three")) == state(here)


def test_an_earlier_backup_is_replaced_and_nothing_else(places: Places, archive_path: Path, tmp_path: Path) -> None:
    change(places, "later")
    assert back_up(archive_path, places, AT).manifest.counts["submissions"] == 4
    (tmp_path / "README.md").write_text("mine")
    with pytest.raises(BadPlace, match="is no backup"):
        back_up(tmp_path / "README.md", places, AT)
    with pytest.raises(BadPlace, match="which is to be backed up"):
        back_up(places.record / "b.zip", places, AT)
    with pytest.raises(BadPlace, match="there is no folder"):
        back_up(tmp_path / "none/b.zip", places, AT)
    assert (tmp_path / "README.md").read_text() == "mine"


def test_a_record_that_changes_meanwhile_is_read_again(places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dump, changes = create.dump.dump, iter(("8", "9"))

    def changing(*arguments: object) -> object:
        for mark in changes:
            (places.record / "observations/a.csv").write_text(f"series,value\na,{mark * 20}\n")
            break
        return dump(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(create.dump, "dump", changing)
    back_up(tmp_path / "b.zip", places, AT)
    assert zipfile.ZipFile(tmp_path / "b.zip").read("record/observations/a.csv") == (places.record / "observations/a.csv").read_bytes()


def test_a_folder_that_would_be_left_out_is_told(places: Places, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (places.record / "link").symlink_to(tmp_path / "far")
    with pytest.raises(BadPlace, match="is a link to a folder"):
        back_up(tmp_path / "b.zip", places, AT)
    assert not (tmp_path / "b.zip").exists()


def test_a_ledger_that_was_changed_is_backed_up_and_told_and_never_restored(places: Places, tmp_path: Path) -> None:
    engine = create_engine(places.ledger)
    with engine.begin() as connection:
        connection.execute(text("update submissions set note = 'other' where note = 'first 1'"))
    engine.dispose()
    assert back_up(tmp_path / "b.zip", places, AT).wrong_entries == (2,)
    with pytest.raises(BadArchive, match="entry 2 of the ledger does not follow"):
        restore.restore(tmp_path / "b.zip", tmp_path / "new")


def submitting(url: str, folder: Path, processes: int, each: int) -> list[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.support.ledger_worker", url]
    return [
        subprocess.Popen([*command, str(worker), "0", str(each), str(folder / f"{worker}.txt")], cwd=ROOT) for worker in range(processes)
    ]


def acknowledged(folder: Path) -> set[str]:
    lines = [line.split() for path in folder.glob("*.txt") for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]
    return {fields[3] for fields in lines if fields[0] == "submitted"}


def back_up_while_people_submit(places: Places, folder: Path, processes: int, each: int, backups: int) -> None:
    acknowledgements = folder / "said"
    acknowledgements.mkdir()
    running = submitting(places.ledger, acknowledgements, processes, each)
    seen = []
    while any(process.poll() is None for process in running) and len(seen) < backups:
        before = acknowledged(acknowledgements)
        if seen and len(before) <= seen[-1]:
            continue
        back_up(folder / "busy.zip", places, AT)
        with checked(folder / "busy.zip") as (_, ledger):
            held = {item.id for item in ledger.listed()}
            assert before <= held, "acknowledged before the backup began, and not in it"
            assert ledger.wrong_entries() == []
        seen.append(len(before))
    for process in running:
        assert process.wait(timeout=300) == 0
    assert max(seen) > 0 and len(seen) >= min(2, backups), "nobody submitted meanwhile: the test proves nothing"


def test_nothing_acknowledged_before_a_backup_is_missing_from_it(places: Places, tmp_path: Path) -> None:
    back_up_while_people_submit(places, tmp_path, 2, 60, 3)


@pytest.mark.full
def test_nothing_acknowledged_is_missing_while_eight_processes_submit(url: str, tmp_path: Path) -> None:
    back_up_while_people_submit(installed(tmp_path / "servanda", url), tmp_path, 8, 150, 12)


def command(places: Places, warehouse: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ, "SERVANDA_DATA": str(places.record), "SERVANDA_LEDGER": places.ledger, "SERVANDA_WAREHOUSE": str(warehouse),
        "SERVANDA_SNAPSHOTS": str(places.snapshots), "SERVANDA_PRESETS": str(places.presets),
    }  # fmt: skip
    return subprocess.run([sys.executable, "-m", "etl", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_commands_back_up_check_restore_and_build(record: Path, tmp_path: Path) -> None:
    places = Places(record, f"sqlite:///{tmp_path}/ledger.sqlite", tmp_path / "snapshots", tmp_path / "presets")
    made = command(places, tmp_path / "w", "backup", str(tmp_path / "b.zip"))
    assert made.returncode == 0 and "is whole" in made.stderr, made.stderr
    assert re.search(r"^SHA-256 [0-9a-f]{64} ", made.stdout, re.MULTILINE)
    looked = command(places, tmp_path / "w", "restore", str(tmp_path / "b.zip"), "--dry-run")
    assert looked.returncode == 0 and "nothing was changed" in looked.stderr
    unnamed = command(places, tmp_path / "w", "restore", str(tmp_path / "b.zip"))
    assert unnamed.returncode == 2 and "name one: restore FILE DIR" in unnamed.stderr
    done = command(places, tmp_path / "w", "restore", str(tmp_path / "b.zip"), str(tmp_path / "new"), "--lang", "ru")
    assert done.returncode == 0 and f"Восстановлено в {tmp_path / 'new'}." in done.stderr, done.stderr
    build = done.stderr.splitlines()[-1].partition(": python -m etl ")[2].split()
    assert command(places, tmp_path / "w", *build).returncode == 0
    assert (tmp_path / "new/warehouse/public").is_file(), "the command that is named shows it"


def test_a_backup_of_an_older_ledger_is_brought_up_to_date(places: Places, archive_path: Path, newer_schema: None) -> None:
    """The archive was made before the next migration there will be."""
    new = restored(archive_path, archive_path.with_name("new"))
    assert state(new).ledger == state(places).ledger
    with closing(Ledger(new.ledger)) as ledger, ledger.at_one_moment() as connection:
        assert connection.execute(text("select count(*) from added_later")).scalar() == 0


def test_the_archive_is_held_to_the_same_rules_when_it_is_made(places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read again before it gets its name: what cannot be restored is not kept."""
    monkeypatch.setattr(archive.Writer, "finish", _wrong_finish)
    with pytest.raises(BadArchive):
        back_up(tmp_path / "b.zip", places, AT)
    assert not (tmp_path / "b.zip").exists() and list(tmp_path.glob(".b.zip*")) == []


def _wrong_finish(writer: archive.Writer, made: str, ledger: str | None, counts: dict[str, int]) -> archive.Manifest:
    name = next(iter(writer.files))
    writer.files[name] = archive.StoredFile(size=writer.files[name].size, sha256="0" * 64)
    wrong_manifest = archive.Manifest(made_by="Servanda", format=1, made=made, ledger=ledger, counts=counts, files=dict(writer.files))
    writer.add("manifest.json", [wrong_manifest.model_dump_json().encode()])
    return wrong_manifest
