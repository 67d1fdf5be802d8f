"""A backup: everything people made, in one archive, while everything runs.

In it: the record, the ledger, what publishers answered, saved choices of briefings. Not in it: the builds, which are made from
these at any time, and what belongs to one machine and its keeper: settings, secrets, roles (an old backup must not give a
right back that was taken away), the audit log.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from etl.backup.archive import BadArchive, Manifest, Reader, Writer, reading, writing
from etl.backup.temporary_ledger import ledger_of
from etl.errors import InputError, OutsideError
from etl.ledger import dump
from etl.ledger.store import NEWEST, Ledger, there_is

# So often a record that somebody changes meanwhile is read anew.
TRIES = 5


class BadPlace(InputError):
    """Something cannot be backed up as it is, or not to there; the message says what to do."""


@dataclass(frozen=True)
class Places:
    """Where everything is: three folders and the address of the ledger."""

    record: Path
    ledger: str
    snapshots: Path
    presets: Path

    def folders(self) -> dict[str, Path]:
        """The folders by the kind their files have in an archive."""
        return {"record": self.record.resolve(), "snapshots": self.snapshots.resolve(), "presets": self.presets.resolve()}


@dataclass(frozen=True)
class Made:
    """A backup that was made: what it says of itself, and the journal's entries that are not in order."""

    manifest: Manifest
    wrong_entries: tuple[int, ...]


class _Changed(Exception):
    """A file went or changed while it was read."""


def back_up(path: Path, places: Places, now: datetime) -> Made:
    """Write everything into the archive `path`, in the place of an earlier one; it is whole, or what was there stays.

    What was acknowledged before this began is in it. A ledger whose entries are not in order is backed up all the same, and told.
    Raises BadPlace, OutsideError, NoLedger, OSError.
    """
    _may_write(path, places)
    for _ in range(TRIES):
        try:
            with writing(path) as writer:
                manifest = _gather(writer, places, now)
        except _Changed:
            continue
        with checked(path) as (_, ledger):
            return Made(manifest, tuple(ledger.wrong_entries()))
    raise OutsideError(f"{places.record} is being changed again and again; back up when nobody writes there")


@contextmanager
def checked(path: Path) -> Iterator[tuple[Reader, Ledger]]:
    """An archive of which everything was read and has its hash, and its ledger, brought up to date, in a database of its own.

    Raises BadArchive, OSError.
    """
    with reading(path) as archive:
        archive.verify()
        with ledger_of(archive) as ledger:
            yield archive, ledger


def _gather(writer: Writer, places: Places, now: datetime) -> Manifest:
    counts: dict[str, int] = {}
    before = _listed(places.record)
    for kind, folder in places.folders().items():
        found = _listed(folder)
        for name in found:
            try:
                writer.add_file(f"{kind}/{name}", folder / name)
            except FileNotFoundError as error:
                raise _Changed from error
        counts[kind] = len(found)
    version = None
    if there_is(places.ledger):

        def write(table: str, lines: Iterator[bytes]) -> None:
            counts[table] = writer.add(f"ledger/{table}.jsonl", lines)

        with closing(Ledger(places.ledger)) as ledger:
            dump.dump(ledger, write)
            version = NEWEST
    if _listed(places.record) != before:
        raise _Changed
    return writer.finish(now.isoformat(timespec="seconds"), version, counts)


def _listed(folder: Path) -> dict[str, tuple[int, int]]:
    """The files of a folder, those below it too, with size and time of change; none of what is hidden. Raises BadPlace."""
    found: dict[str, tuple[int, int]] = {}
    for at, folders, files in os.walk(folder, onerror=_complain):
        here = Path(at)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if (here / name).is_symlink():
                raise BadPlace(f"{here / name} is a link to a folder, which a backup would leave out; put the folder itself there")
        for name in sorted(files):
            path = here / name
            if name.startswith("."):
                continue
            if not path.is_file():
                raise BadPlace(f"{path} is no file that can be read; remove it, or put a file there")
            state = path.stat()
            found[path.relative_to(folder).as_posix()] = (state.st_size, state.st_mtime_ns)
    return found


def _complain(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _may_write(path: Path, places: Places) -> None:
    """Refuse a place within what is backed up, and a file that is something else."""
    target = path.resolve()
    for folder in places.folders().values():
        if target.is_relative_to(folder):
            raise BadPlace(f"{path} lies in {folder}, which is to be backed up; name a file elsewhere")
    if not path.parent.is_dir():
        raise BadPlace(f"there is no folder {path.parent}; make it, or name a file elsewhere")
    if path.is_dir():
        raise BadPlace(f"{path} is a folder; name a file in it")
    if path.exists():
        try:
            with reading(path):
                pass
        except BadArchive as error:
            raise BadPlace(f"{path} is there and is no backup of this version; name another file") from error
