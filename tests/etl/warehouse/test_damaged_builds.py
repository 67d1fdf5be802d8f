"""A damaged build is noticed, the build before it serves, a build mends it, and everybody is told in one plain sentence."""

import os
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl.warehouse import builds
from etl.warehouse.checksums import is_sound, seal_of
from tests.support.faults import environment, everything, run, sentence, some
from tests.support.places import DATA, ROOT

pytestmark = pytest.mark.slow


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
