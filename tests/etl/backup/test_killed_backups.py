"""A backup or a restore that is killed at any moment leaves what was there before or all of the new."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.backup import restore
from etl.backup.create import Places, back_up, checked
from tests.support.installation import AT, State, change, restored, restored_places, state
from tests.support.killed_process import killed_at, posix

pytestmark = pytest.mark.slow


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
