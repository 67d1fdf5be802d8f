"""A backup is whole, holds what was acknowledged, and restores all of it or nothing into a new place: also hostile or killed."""

import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from etl.backup import archive, create, restore
from etl.backup.archive import BadArchive
from etl.backup.create import BadPlace, Places, back_up, checked
from etl.ledger.store import Ledger
from tests.support.installation import AT, State, change, installed, state, submit
from tests.support.killed_process import killed_at, posix
from tests.support.places import ROOT


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return installed(tmp_path / "servanda")


@pytest.fixture
def archive_path(places: Places, tmp_path: Path) -> Path:
    """A backup of it."""
    back_up(tmp_path / "kept.zip", places, AT)
    return tmp_path / "kept.zip"


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


def restored_places(folder: Path, ledger: str = "") -> Places:
    return Places(folder / "data", ledger or f"sqlite:///{folder}/ledger.sqlite", folder / "snapshots", folder / "presets")


def restored(archive_path: Path, folder: Path, ledger: str = "") -> Places:
    """What a restore into this folder leaves."""
    restore.restore(archive_path, folder, ledger or None)
    return restored_places(folder, ledger)


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


def remade(archive_path: Path, *, manifest: dict[str, object] | None = None, **changes: bytes | None) -> None:
    """The archive with its manifest changed and files added, changed or (None) removed."""
    with zipfile.ZipFile(archive_path) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    loaded = json.loads(files.pop("manifest.json")) | (manifest or {})
    for name, content in changes.items():
        if content is None:
            files.pop(name)
        else:
            files[name] = content
    with zipfile.ZipFile(archive_path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in (*files.items(), ("manifest.json", json.dumps(loaded).encode())):
            out.writestr(name, content)


def listed(archive_path: Path, name: str, content: bytes) -> None:
    """A file added with its right size and hash: only its name is wrong."""
    loaded = json.loads(zipfile.ZipFile(archive_path).read("manifest.json"))["files"]
    loaded[name] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    remade(archive_path, manifest={"files": loaded}, **{name: content})


def linked(archive_path: Path) -> None:
    listed(archive_path, "record/link", b"/etc/passwd")
    content = archive_path.read_bytes()
    with zipfile.ZipFile(archive_path) as opened:
        old, info = content, opened.getinfo("record/link")
    assert info.external_attr
    at = old.rindex(b"record/link") - 46
    archive_path.write_bytes(old[: at + 38] + ((stat.S_IFLNK | 0o777) << 16).to_bytes(4, "little") + old[at + 42 :])


def doubled(archive_path: Path) -> None:
    with zipfile.ZipFile(archive_path, "a") as opened, pytest.warns(UserWarning, match="Duplicate"):
        opened.writestr("record/note.txt", b"another")


def bomb(archive_path: Path) -> None:
    listed(archive_path, "record/bomb.csv", b"\0" * 110_000_000)


def sized(archive_path: Path) -> None:
    """The ZIP says of a file that it is small, as the manifest does; unpacked it is large."""
    listed(archive_path, "record/small.csv", b"x" * 5000)
    loaded = json.loads(zipfile.ZipFile(archive_path).read("manifest.json"))["files"]
    loaded["record/small.csv"]["size"] = 10
    remade(archive_path, manifest={"files": loaded})
    content = archive_path.read_bytes()
    archive_path.write_bytes(content.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little")))


def chain(archive_path: Path) -> None:
    lines = zipfile.ZipFile(archive_path).read("ledger/submissions.jsonl").replace(b"first 1", b"other 1")
    listed(archive_path, "ledger/submissions.jsonl", lines)


def rows(archive_path: Path) -> None:
    listed(archive_path, "ledger/journal.jsonl", b'["a"]\n')


HOSTILE: dict[str, tuple[Callable[[Path], None], str]] = {
    "no zip": (lambda archive_path: archive_path.write_bytes(b"hello") and None, "is no backup"),
    "cut off": (lambda archive_path: archive_path.write_bytes(archive_path.read_bytes()[:-200]) and None, "is no backup"),
    "no manifest": (lambda archive_path: zipfile.ZipFile(archive_path, "w").close(), "has no manifest.json"),
    "newer format": (lambda archive_path: remade(archive_path, manifest={"format": 2}), "made by a newer Servanda"),
    "newer ledger": (lambda archive_path: remade(archive_path, manifest={"ledger": "0099"}), "written by a newer Servanda"),
    "not a manifest": (lambda archive_path: remade(archive_path, manifest={"files": 3}), "is not one"),
    "changed": (lambda archive_path: remade(archive_path, **{"record/note.txt": b"0 1 2 3 \n"}), "is not what was backed up"),
    "longer": (lambda archive_path: remade(archive_path, **{"record/note.txt": b"longer than it was"}), "another size"),
    "missing": (lambda archive_path: remade(archive_path, **{"record/note.txt": None}), "not those that"),
    "more": (lambda archive_path: remade(archive_path, **{"record/more.txt": b"x"}), "not those that"),
    "up": (lambda archive_path: listed(archive_path, "record/../../up.txt", b"x"), "leads out"),
    "root": (lambda archive_path: listed(archive_path, "/etc/cron.d/x", b"x"), "leads out"),
    "drive": (lambda archive_path: listed(archive_path, "record/C:x", b"x"), "leads out"),
    "elsewhere": (lambda archive_path: listed(archive_path, "etl/x.py", b"x"), "leads out"),
    "dots": (lambda archive_path: listed(archive_path, "record/./x", b"x"), "leads out"),
    "link": (linked, "is a link or a device"),
    "twice": (doubled, "not those that"),
    "bomb": (bomb, "which no backup of its size does"),
    "small outside": (sized, "is not what was backed up|cannot be read|another size"),
    "chain": (chain, "does not follow"),
    "rows": (rows, "cannot be read"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_or_damaged_archive_restores_nothing(kind: str, archive_path: Path, tmp_path: Path) -> None:
    spoil, why = HOSTILE[kind]
    spoil(archive_path)
    before = set(tmp_path.rglob("*"))
    with pytest.raises(BadArchive, match=why) as caught:
        restore.restore(archive_path, tmp_path / "new")
    assert "nothing was changed" in str(caught.value) and "\n" not in str(caught.value)
    assert set(tmp_path.rglob("*")) == before


def test_every_changed_byte_is_noticed(places: Places, archive_path: Path) -> None:
    """Wherever a byte of the archive is turned: it is refused, or it reads the same."""
    good = archive_path.read_bytes()
    before = state(places)
    for at in range(0, len(good), max(1, len(good) // 60)):
        archive_path.write_bytes(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :])
        try:
            with checked(archive_path) as (found, ledger):
                restore.refuse_wrong(archive_path, ledger)
                assert {name for name in found.manifest.files if not name.startswith("ledger/")} == set(before.files)
        except BadArchive:
            continue


def kill_restores(archive_path: Path, then: State, folder: Path, moments: Iterator[int]) -> int:
    """Kill a restore before each of these changes of a file: nothing is there then, and the same command restores; counts them."""
    for number in moments:
        new = folder / str(number) / "new"
        new.parent.mkdir()
        if not killed_at(number, new.parent, lambda new=new: restore.restore(archive_path, new)):  # type: ignore[misc]
            assert state(restored_places(new)) == then
            return number
        assert not new.exists() or state(restored_places(new)) == then, f"killed at {number}: a part of it is there"
        assert all(path.name.startswith(".new-draft-") for path in new.parent.iterdir() if path != new)
        if not new.exists():
            assert state(restored(archive_path, new)) == then
    return 0


@posix
def test_a_restore_killed_at_any_moment_leaves_nothing_or_everything(places: Places, archive_path: Path, tmp_path: Path) -> None:
    kill_restores(archive_path, state(places), tmp_path, iter((1, 5, 9, 13, *range(16, 28, 2), *range(28, 60))))


@pytest.mark.full
@posix
def test_a_restore_killed_before_each_of_its_changes_leaves_nothing_or_everything(
    places: Places, archive_path: Path, tmp_path: Path
) -> None:
    assert kill_restores(archive_path, state(places), tmp_path, iter(range(1, 400))) > 15


def test_what_a_killed_restore_leaves_is_removed_by_the_next(archive_path: Path, tmp_path: Path) -> None:
    left = tmp_path / f".new-draft-{2**22 + 1}-0123abcd"
    (left / "data").mkdir(parents=True)
    os.utime(left, (0, 0))
    restore.restore(archive_path, tmp_path / "new")
    assert not left.exists()


def test_a_restore_killed_between_its_ledger_and_its_folder_goes_on(
    places: Places, archive_path: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the ledger elsewhere there are two steps: the same command takes the ledger it has filled."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "rename", killed)
        restore.restore(archive_path, tmp_path / "new", url)
    assert not (tmp_path / "new").exists()
    assert state(restored(archive_path, tmp_path / "new", url)) == state(places)


@posix
def test_a_killed_backup_leaves_the_one_before_or_the_new_one(places: Places, archive_path: Path, tmp_path: Path) -> None:
    change(places, "later")
    counts = []
    for number in range(1, 60):
        ended = not killed_at(number, tmp_path, lambda: back_up(archive_path, places, AT))
        with checked(archive_path) as (found, _):
            counts.append(found.manifest.counts["submissions"])
        if ended:
            break
    assert set(counts) == {3, 4} and counts == sorted(counts), "one of both, and every kill before its end leaves the old one"
    left = list(tmp_path.glob(".kept.zip-draft-*"))
    assert left, "no kill came in the middle: the test proves nothing"
    for path in left:
        os.utime(path, (0, 0))
    back_up(archive_path, places, AT)
    assert list(tmp_path.glob(".kept.zip-draft-*")) == []


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
