"""On a full or a read-only disk nothing is half-written, what can be read is read, and one plain sentence says why."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.atomic_files import leftovers, write_whole
from etl.backup.create import checked
from tests.support.faults import SUBMIT, form_of, ledger_of, readonly, run, sentence, some, submitted, tree

pytestmark = pytest.mark.slow

needs_limits = pytest.mark.skipif(os.name == "nt", reason="limits on the size of files")

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


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path / "a", b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "a", b"new")
    assert tree(tmp_path) == {"a": b"old"}
