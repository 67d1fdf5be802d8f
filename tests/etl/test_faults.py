"""What happens to machines: full and read-only disks, clocks set back, kills, half-written files, older and newer ledgers.

Nothing is half-written, the build before serves, and whoever is there gets one plain sentence.
"""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import create_engine, text
from streamlit.testing.v1 import AppTest

from etl.atomic_files import draft_of, leftovers, sweep, take_back, write_whole
from etl.backup.create import checked
from etl.export.output_folder import check_folder, write_folder
from etl.ledger.connection import NoLedger
from etl.ledger.store import Ledger, User
from etl.reports.atom_feed import files as feeds_of
from etl.submissions.checked_record import check
from etl.submissions.models import Decided, Proposal, Submission
from etl.warehouse import builds
from etl.warehouse.checksums import is_sound, seal_of
from tests.support.killed_process import killed_at, posix
from tests.support.places import DATA, ROOT

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
BOTH = User("Aliya", frozenset({"submitter", "reviewer"}))
LINK = "https://data.worldbank.org/country/KZ"
# A number of a process that nobody has.
NOBODY = 2**22 + 1
HOUR_S = 3600


def some(cases: Iterable[str], *long: str) -> list[object]:
    """Cases, of which these are long."""
    return [pytest.param(case, marks=pytest.mark.full) if case in long else case for case in cases]


needs_limits = pytest.mark.skipif(os.name == "nt", reason="limits on the size of files")


@pytest.fixture
def place(built: builds.Build, tmp_path: Path) -> Path:
    """An installation: a copy of the build, a ledger, a form to submit; every path below one folder."""
    folder = tmp_path / "servanda"
    (folder / "w").mkdir(parents=True)
    for path in (built.path, seal_of(built.path), *feeds_of(built.path).values()):
        shutil.copy(path, folder / "w" / path.name)
    for pointer in builds.POINTERS.values():
        (folder / "w" / pointer).write_text(f"{built.path.name}\n")
    Ledger(f"sqlite:///{folder}/ledger.sqlite").close()
    (tmp_path / "form.csv").write_text(
        "indicator,period,value,unit,published\nair-passengers-kaz,2024,9,PERSONS_MN,2026-11-24\n", encoding="utf-8"
    )
    return folder


def environment(place: Path) -> dict[str, str]:
    return {
        **os.environ, "SERVANDA_WAREHOUSE": str(place / "w"), "SERVANDA_LEDGER": f"sqlite:///{place}/ledger.sqlite",
        "SERVANDA_SNAPSHOTS": str(place / "snapshots"), "SERVANDA_PRESETS": str(place / "presets"),
        # On a full disk Python keeps the first half of a compiled module, and cannot read it afterwards.
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip


def run(place: Path, *command: str, limit: int | None = None, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    limited = ["tests.support.full_disk", str(limit)] if limit is not None else []
    return subprocess.run(
        [*before, sys.executable, "-m", *limited, *command], cwd=ROOT, env=environment(place), capture_output=True, text=True, check=False
    )


def sentence(done: subprocess.CompletedProcess[str], code: int | tuple[int, ...]) -> str:
    """The one line it said, without its progress."""
    assert "Traceback" not in done.stderr and done.returncode in (code if isinstance(code, tuple) else (code,)), done.stderr
    lines = [line for line in done.stderr.splitlines() if not line.startswith("  ")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file but what SQLite keeps beside a database."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm", ".lock"))
    }


def form_of(place: Path) -> str:
    return str(place.parent / "form.csv")


SUBMIT = ("--author", "Aliya", "--source", LINK, "--note", "figures of 2024", "--yes", "--quiet")
FULL: dict[str, tuple[int, Callable[[Path], tuple[str, ...]]]] = {
    "build": (2_000_000, lambda place: ("etl", "build", "--as-of", "2026-01-31")),
    "submit": (8_192, lambda place: ("etl", "submit", form_of(place), *SUBMIT)),
    "backup": (50_000, lambda place: ("etl", "backup", str(place.parent / "b.zip"))),
    "export": (20_000, lambda place: ("etl", "export", str(place.parent / "out"))),
    "status": (2_000, lambda place: ("etl", "status", "--format", "json", "-o", str(place.parent / "status.json"))),
    "briefing": (20_000, lambda place: ("dashboard", "briefing", "--format", "html", "-o", str(place.parent / "note.html"))),
    "site": (30_000, lambda place: ("dashboard", "site", str(place.parent / "site"), "--lang", "en")),
}


@needs_limits
@pytest.mark.parametrize("what", some(FULL, "status", "site"))
def test_a_full_disk_leaves_nothing_half_written(what: str, place: Path) -> None:
    limit, command = FULL[what]
    before = tree(place.parent)
    done = run(place, *command(place), limit=limit)
    text = sentence(done, 3)
    assert "make room" in text or "nothing was changed" in text, text
    assert tree(place.parent) == before
    assert leftovers(place.parent) == [] and not list(place.parent.rglob(".*-draft-*"))


@needs_limits
def test_a_full_disk_restores_nothing(place: Path, record: Path) -> None:
    archive = str(place.parent / "b.zip")
    assert run(place, "etl", "backup", archive, "--data", str(record)).returncode == 0
    before = tree(place.parent)
    text = sentence(run(place, "etl", "restore", archive, str(place.parent / "new"), limit=60_000), 3)
    assert "make room" in text or "nothing was changed" in text, text
    assert tree(place.parent) == before and not (place.parent / "new").exists()


def readonly(folder: Path) -> tuple[str, ...]:
    """What makes a folder read-only for the command after it, in a space of its own; skips where that is not allowed."""
    script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    inside = ("unshare", "--mount", *(() if os.geteuid() == 0 else ("--map-root-user",)), "sh", "-c", script, str(folder))
    if not shutil.which("unshare") or subprocess.run([*inside, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no read-only folder can be made here: a user may not mount")
    return inside


READ_ONLY: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "build": lambda place: ("etl", "build", "--as-of", "2026-01-31"),
    "submit": lambda place: ("etl", "submit", form_of(place), *SUBMIT),
    "backup": lambda place: ("etl", "backup", str(place / "b.zip")),
    "export": lambda place: ("etl", "export", str(place / "out")),
    "status": lambda place: ("etl", "status", "--format", "json", "-o", str(place / "status.json")),
    "briefing": lambda place: ("dashboard", "briefing", "--format", "html", "-o", str(place / "note.html")),
    "site": lambda place: ("dashboard", "site", str(place / "site"), "--lang", "en"),
}


@pytest.mark.parametrize("what", some(READ_ONLY, "status", "briefing", "site"))
def test_a_read_only_disk_is_a_sentence(what: str, place: Path) -> None:
    before = tree(place)
    sentence(run(place, *READ_ONLY[what](place), before=readonly(place)), (1, 3))
    assert tree(place) == before


def test_a_read_only_disk_can_be_read(place: Path) -> None:
    done = run(place, "etl", "status", before=readonly(place))
    assert done.returncode == 0 and "D25" in done.stdout, done.stderr


def test_a_ledger_on_a_read_only_disk_can_be_read_and_backed_up(place: Path, tmp_path: Path) -> None:
    """A disk that fails is often read-only all at once: then somebody wants a backup."""
    name = submitted(ledger_of(place))
    assert name in run(place, "etl", "review", "list", before=readonly(place)).stdout
    done = run(place, "etl", "backup", str(tmp_path / "b.zip"), before=readonly(place))
    assert done.returncode == 0, done.stderr
    with checked(tmp_path / "b.zip") as (_, ledger):
        assert [item.id for item in ledger.listed()] == [name] and ledger.wrong_entries() == []


@pytest.mark.parametrize("what", ["build", "export"])
def test_a_file_where_a_folder_belongs_is_a_sentence(what: str, place: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    arguments = {"build": ("build", "--warehouse", str(tmp_path / "file")), "export": ("export", str(tmp_path / "file"))}[what]
    sentence(run(place, "etl", *arguments), 1)
    assert (tmp_path / "file").read_text() == "mine"


# Clocks.


def accepted_at(ledger: Ledger, note: str, value: str, at: datetime) -> str:
    row = {"indicator": "air-passengers-kaz", "period": "2024", "value": value, "unit": "PERSONS_MN"}
    name, _ = ledger.submit(Proposal("observations", (row,), LINK, note), BOTH, note, at)
    ledger.decide(name, 0, "accepted", BOTH, "", f"d{note}", at)
    return name


def test_the_order_of_the_ledger_is_not_the_clocks(url: str) -> None:
    with closing(Ledger(url, four_eyes=False)) as ledger:
        names = [accepted_at(ledger, str(number), "9", AT.replace(day=24 - number)) for number in range(4)]
        assert [item.id for item in ledger.accepted()] == names
        assert [item.id for item in ledger.listed()] == names
        assert ledger.wrong_entries() == []


def accepted(number: int, period: str, day: int) -> Submission:
    row = {"indicator": "air-passengers-kaz", "period": period, "value": f"{number}", "unit": "PERSONS_MN"}
    at = datetime(2026, 12, day, tzinfo=UTC).isoformat()
    return Submission(f"S{number}", Proposal("observations", (row,), LINK, "why"), "Aliya", at, (Decided(1, "accepted", "Boris", at, ""),))


def test_what_was_accepted_later_is_not_known_earlier_though_the_clock_was_set_back() -> None:
    loaded = check(DATA, [accepted(8, "2024", 5), accepted(9, "2023", 2), accepted(7, "2022", 6)])
    found = {item.period: item for item in loaded.record.observations if item.recorded >= date(2026, 12, 1)}
    assert loaded.problems == []
    assert {period: (item.recorded.day, item.published[-2:]) for period, item in found.items()} == {
        "2024": (5, "05"), "2023": (5, "05"), "2022": (6, "06"),
    }  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="whether a process runs cannot be asked")
def test_drafts_are_swept_whichever_way_the_clock_jumped(tmp_path: Path) -> None:
    target, now = tmp_path / "a.txt", time.time()
    own = draft_of(target)
    drafts = {
        "a running program's, that looks old": (own, now - 9 * HOUR_S, True),
        "a dead program's, an hour old": (tmp_path / f".a.txt-draft-{NOBODY}-00000001", now - 2 * HOUR_S, False),
        "a dead program's, from days to come": (tmp_path / f".a.txt-draft-{NOBODY}-00000002", now + 99 * HOUR_S, False),
        "one of a moment ago: perhaps of another machine": (tmp_path / f".a.txt-draft-{NOBODY}-00000003", now, True),
        "another file's": (tmp_path / f".b.txt-draft-{NOBODY}-00000004", now - 9 * HOUR_S, True),
        "no draft of ours": (tmp_path / ".a.txt-draft-mine", now - 9 * HOUR_S, True),
    }
    for path, modified, _ in drafts.values():
        path.write_text("x")
        os.utime(path, (modified, modified))
    sweep(target)
    assert {why: path.exists() for why, (path, _, _) in drafts.items()} == {why: stays for why, (_, _, stays) in drafts.items()}


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path / "a", b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "a", b"new")
    assert tree(tmp_path) == {"a": b"old"}


# Damaged builds.


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garbage(path: Path) -> None:
    path.write_bytes(b"\xff\x00garbage" * 100)


def gone(path: Path) -> None:
    path.unlink()


def turned(path: Path) -> None:
    """Every hundredth thousandth byte is another: whatever is read, something of it is not what was written."""
    content = bytearray(path.read_bytes())
    for at in range(50_000, len(content), 50_000):
        content[at] ^= 0xFF
    path.write_bytes(content)


DAMAGES = {"cut": cut, "empty": empty, "garbage": garbage, "gone": gone, "turned": turned}


def everything(build: builds.Build) -> list[object]:
    """All rows of all tables, or Damaged."""
    try:
        with builds.open_build(build) as connection:
            tables = connection.execute("select schema_name || '.' || table_name from duckdb_tables() order by 1").fetchall()
            return [connection.execute(f"from {table} order by all").fetchall() for (table,) in tables]
    except duckdb.Error as error:
        builds.raise_if_damaged(build, error)
        raise


@pytest.fixture
def older(place: Path) -> builds.Build:
    """The build before the published one, by the pointers."""
    newest = builds.current(place / "w")
    before = builds.build(DATA, place / "w", as_of=date(2026, 1, 31))
    for pointer in builds.POINTERS.values():
        (place / "w" / pointer).write_text(f"{newest.path.name}\n{before.path.name}\n")
    return before


@pytest.mark.parametrize("damage", some(DAMAGES, "empty", "gone"))
def test_a_damaged_build_is_noticed_and_a_build_mends_it(damage: str, place: Path) -> None:
    DAMAGES[damage](builds.current(place / "w").path)
    with pytest.raises(builds.Damaged, match="run: python -m etl build"):
        builds.current(place / "w")
    again = builds.build(DATA, place / "w")
    assert builds.current(place / "w") == again and is_sound(again.path)
    assert everything(builds.current(place / "w"))


@pytest.mark.parametrize("audience", builds.POINTERS)
@pytest.mark.parametrize("damage", some(DAMAGES, "empty", "garbage"))
def test_the_build_before_a_damaged_one_is_read_until_a_build_mends_it(
    damage: str, audience: builds.Audience, place: Path, older: builds.Build
) -> None:
    newest = builds.current(place / "w", audience)
    assert newest.damaged is None and newest.path != older.path
    DAMAGES[damage](newest.path)
    read = builds.current(place / "w", audience)
    assert (read.path, read.damaged) == (older.path, newest.path) and "run: python -m etl build" in read.notice
    again = builds.build(DATA, place / "w")
    assert builds.current(place / "w", audience) == again and again.damaged is None
    DAMAGES[damage](again.path)
    assert builds.current(place / "w", audience).path == older.path, "the damaged one is not the one before"


def test_each_build_names_the_one_before_and_keeps_its_file(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builds, "BUILDS_STORED", 1)
    monkeypatch.setattr(builds, "DAYS_STORED", 1)
    made = [builds.build(DATA, place / "w", as_of=date(2026, month, 1)) for month in (1, 2, 3)]
    for pointer in builds.POINTERS.values():
        assert (place / "w" / pointer).read_text().split() == [made[2].path.name, made[1].path.name]
    assert made[1].path.is_file()


def test_what_a_disk_turned_while_it_was_read_is_noticed(place: Path, older: builds.Build) -> None:
    """The time of the file is as it was: reading fails, and from then on the build before is read."""
    newest = builds.current(place / "w")
    state = newest.path.stat()
    turned(newest.path)
    os.utime(newest.path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert builds.current(place / "w") == newest, "nobody looks twice"
    with pytest.raises(builds.Damaged, match="is damaged"):
        everything(newest)
    assert builds.current(place / "w").path == older.path


@pytest.mark.parametrize("damage", ["empty", "garbage", "cut"])
@pytest.mark.parametrize("audience", some(["everybody", "editors"], "editors"))
def test_a_damaged_pointer_is_noticed_and_a_build_mends_it(damage: str, audience: builds.Audience, place: Path) -> None:
    DAMAGES[damage](place / "w" / builds.POINTERS[audience])
    with pytest.raises(builds.Damaged, match="names no build"):
        builds.current(place / "w", audience)
    builds.build(DATA, place / "w")
    assert is_sound(builds.current(place / "w", audience).path)


@pytest.mark.parametrize("text", ["../../etc/passwd", "/etc/passwd", "public", ".", "current\0", "ledger.sqlite"])
def test_a_pointer_leads_to_builds_only(text: str, place: Path) -> None:
    (place / "w/public").write_text(text)
    with pytest.raises(builds.Damaged):
        builds.current(place / "w")


def test_a_damaged_build_gets_another_name(place: Path) -> None:
    """A process that has it open would go on reading the damaged one under the old name."""
    damaged = builds.current(place / "w")
    connection = builds.open_build(damaged)
    garbage(damaged.path)
    again = builds.build(DATA, place / "w")
    assert (again.id, again.path == damaged.path) == (damaged.id, False)
    assert everything(again)
    connection.close()


def test_wherever_a_byte_is_turned_nothing_wrong_is_read(place: Path) -> None:
    build = builds.current(place / "w")
    good, right, chance, noticed = build.path.read_bytes(), everything(build), random.Random(1), 0
    for number in range(12):
        at = chance.randrange(len(good))
        # A new name each time: DuckDB keeps what it knows of a file it has seen.
        other = builds.Build(build.id, build.path.with_name(f"{build.id}-{number:04x}.duckdb"))
        other.path.write_bytes(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :])
        shutil.copy(seal_of(build.path), seal_of(other.path))
        assert not is_sound(other.path)
        try:
            assert everything(other) == right
        except builds.Damaged:
            noticed += 1
        other.path.unlink()
    assert noticed > 6


@pytest.mark.parametrize("what", ["cut", "pointer"])
def test_a_command_that_meets_damage_says_so_and_what_to_do(what: str, place: Path) -> None:
    cut(builds.current(place / "w").path) if what == "cut" else empty(place / "w/public")
    text = sentence(run(place, "etl", "status"), 1)
    assert ("is damaged" in text or "names no build" in text) and "run: python -m etl build" in text


READS: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "status": lambda place: ("etl", "status", "--format", "json"),
    "export": lambda place: ("etl", "export", str(place / "out")),
    "briefing": lambda place: ("dashboard", "briefing", "--format", "html", "-o", str(place / "note.html")),
    "site": lambda place: ("dashboard", "site", str(place / "site"), "--lang", "en"),
}


@pytest.mark.parametrize("what", some(READS, "export", "site"))
def test_a_command_reads_the_build_before_a_damaged_one_and_says_so(what: str, place: Path, older: builds.Build) -> None:
    turned(builds.current(place / "w").path)
    done = run(place, *READS[what](place))
    assert done.returncode == 0 and "is damaged, and the one before it is read; run: " in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


def shown(view: str) -> str:
    """The HTML of a page, as a visitor's browser gets it."""
    page = AppTest.from_file(str(ROOT / f"dashboard/views/{view}.py"), default_timeout=60).run()
    assert not page.exception
    return " ".join(str(element.proto.body) for element in page.get("html"))


def test_a_page_of_a_damaged_build_says_so(place: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    for name, value in environment(place).items():
        monkeypatch.setenv(name, value)
    cut(builds.current(place / "w").path)
    text = shown("domains")
    assert "The data behind it are damaged." in text and "Transport" not in text
    assert "is damaged; run: python -m etl build" in caplog.text
    builds.build(DATA, place / "w")
    text = shown("domains")
    assert "damaged" not in text and "Transport" in text


def test_a_page_shows_the_build_before_a_damaged_one_and_says_so(
    place: Path, older: builds.Build, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name, value in environment(place).items():
        monkeypatch.setenv(name, value)
    turned(builds.current(place / "w").path)
    text = shown("domains")
    assert "The newest data are damaged; these are the ones before." in text and "Transport" in text and older.id in text
    assert "the one before it is read" in caplog.text


# Kills.


@posix
def test_a_killed_export_leaves_the_one_before_or_the_new_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    old, new = ({f"{letter}.csv": f"{letter} {age}".encode() for letter in "abcdef"} for age in ("old", "new"))
    write_folder(out, old)
    seen = set()
    for number in range(1, 80):
        ended = not killed_at(number, tmp_path, lambda: write_folder(out, new))
        if not out.exists():
            # Between two renames: whoever comes next puts the old one back first.
            seen.add("aside")
            take_back(out)
        check_folder(out)
        found = {path.name: path.read_bytes() for path in out.iterdir() if path.name != "export.json"}
        assert found in (old, new)
        seen.add("new" if found == new else "old")
        if ended:
            break
        shutil.rmtree(out)
        write_folder(out, old)
    assert seen >= {"old", "new", "aside"}


def kill_builds(folder: Path, moments: Iterator[int]) -> set[str]:
    """Kill builds before their nth change; whatever happens, a whole build serves."""
    seen = set()
    builds.build(DATA, folder, date(2026, 1, 31))
    for number in moments:
        before = builds.current(folder)
        code = (
            "import sys; from pathlib import Path; from datetime import date; from tests.support.killed_process import _kill_at;"
            f"from etl.warehouse import builds; _kill_at({number}, {str(folder)!r}); builds.build(Path('data'), Path({str(folder)!r}))"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
        now = builds.current(folder)
        assert is_sound(now.path) or done.returncode != 0
        assert everything(now)
        seen.add("new" if now != before else "old")
        if done.returncode == 0:
            break
        for path in folder.glob(f"{now.id}*" if now != before else "nothing"):
            path.unlink(missing_ok=True)
        builds.build(DATA, folder, date(2026, 1, 31))
    return seen


@pytest.mark.full
@posix
def test_builds_killed_before_each_of_their_changes(tmp_path: Path) -> None:
    assert kill_builds(tmp_path / "w", iter(range(1, 60))) == {"old", "new"}


# Ledgers.


def ledger_of(folder: Path) -> str:
    return f"sqlite:///{folder}/ledger.sqlite"


def submitted(url: str, key: str = "k") -> str:
    with closing(Ledger(url)) as ledger:
        return ledger.submit(Proposal("observations", ({"value": "1"},), LINK, "why"), BOTH, key, AT)[0]


def test_an_older_ledger_is_migrated_after_it_was_copied(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    name = submitted(url)
    request.getfixturevalue("newer_schema")
    with closing(Ledger(url)) as ledger:
        assert [item.id for item in ledger.listed()] == [name] and ledger.wrong_entries() == []
        with ledger.at_one_moment() as connection:
            assert connection.execute(text("select version_num from alembic_version")).scalar() == "0002"
            if url.startswith("postgresql"):
                schema = connection.execute(text("select nspname from pg_namespace where nspname like 'before_0002%'")).scalar()
                assert connection.execute(text(f"select version_num from {schema}.alembic_version")).scalar() == "0001"
                assert connection.execute(text(f"select submission from {schema}.submissions")).scalars().all() == [name]
    if url.startswith("sqlite"):
        (copy,) = tmp_path.glob("ledger.sqlite.before-0002-*")
        with closing(sqlite3.connect(copy)) as copied:
            assert copied.execute("select version_num from alembic_version").fetchone() == ("0001",)
            assert copied.execute("select submission from submissions").fetchone() == (name,)
            assert copied.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(tmp_path: Path, newer_schema: None) -> None:
    url = ledger_of(tmp_path)
    (tmp_path / "migrations/versions/0002_more.py").rename(tmp_path / "0002_more.py")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.ledger.store.NEWEST", "0001")
        name = submitted(url)
    script = (tmp_path / "0002_more.py").read_text()
    (tmp_path / "migrations/versions/0002_more.py").write_text(script + "    op.execute('insert into nowhere values (1)')\n")
    with pytest.raises(NoLedger, match="did not take it"):
        Ledger(url)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as ledger:
        assert ledger.execute("select version_num from alembic_version").fetchone() == ("0001",)
        assert ledger.execute("select submission from submissions").fetchone() == (name,)
        assert ledger.execute("select count(*) from sqlite_master where name = 'added_later'").fetchone() == (0,)


def test_a_newer_ledger_is_refused_and_kept(url: str) -> None:
    submitted(url)
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0099'"))
    with pytest.raises(NoLedger, match=r"was written by a newer Servanda .schema 0099, this one knows 0001.; it was left as it is"):
        Ledger(url)
    with engine.connect() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalar() == "0099"
        assert connection.execute(text("select count(*) from submissions")).scalar() == 1
    engine.dispose()


@pytest.mark.parametrize("damage", ["garbage", "cut"])
def test_a_damaged_ledger_is_a_sentence_and_is_kept(damage: str, tmp_path: Path) -> None:
    submitted(ledger_of(tmp_path))
    path = tmp_path / "ledger.sqlite"
    if damage == "garbage":
        path.write_bytes(b"no database at all" * 500)
    else:
        path.write_bytes(path.read_bytes()[:10_000])
    content = path.read_bytes()
    with pytest.raises(NoLedger, match=r"is damaged: .*restore a backup"):
        submitted(ledger_of(tmp_path), "another")
    assert path.read_bytes() == content
