"""Restores a backup into a new folder: all of it, or nothing, whenever it is killed.

Everything is unpacked into a temporary folder beside the new one and brought to the disk; then that gets its name in one step.
A killed restore leaves `.<name>-draft-...`, which nobody reads and the next restore to the same place removes.
"""

import os
import shutil
from contextlib import closing
from pathlib import Path

from etl.atomic_files import draft_of, remove, sweep, sync
from etl.backup.archive import BadArchive, Manifest, Reader
from etl.backup.create import BadPlace, checked
from etl.errors import OutsideError
from etl.ledger import dump
from etl.ledger.dump import Head
from etl.ledger.store import Ledger

# Where each part of a backup stands in the folder: the places of docs/configuration.md.
FOLDERS = {"record": "data", "snapshots": "snapshots", "presets": "presets"}
LEDGER = "ledger.sqlite"
# Left free on a disk beside what is unpacked.
SPARE = 50_000_000


def restore(path: Path, folder: Path, ledger_url: str | None = None) -> Manifest:
    """Restore the backup `path` as the new or empty `folder`, once all of it was checked; returns what the backup says of itself.

    `ledger_url`: the empty ledger to restore into; without it the ledger becomes a SQLite file in the folder.
    Raises BadArchive, BadPlace, NoLedger, OutsideError, OSError; nothing was restored then.
    """
    target = folder.resolve()
    _require_empty(target, folder)
    with checked(path) as (archive, ledger):
        refuse_wrong(path, ledger)
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target)
        draft = draft_of(target)
        try:
            _unpack(archive, draft, folder)
            _fill_ledger(ledger_url or f"sqlite:///{draft / LEDGER}", ledger)
            for below in (draft, *draft.rglob("*")):
                sync(below)
            if target.exists():
                target.rmdir()
            draft.rename(target)
            sync(target.parent)
        finally:
            remove(draft)
        return archive.manifest


def refuse_wrong(path: Path, ledger: Ledger) -> None:
    """Refuse a backup whose ledger was changed by somebody else than the program. Raises BadArchive."""
    if wrong := ledger.wrong_entries():
        raise BadArchive(
            f"{path}: entry {wrong[0]} of the ledger does not follow from the one before; nothing was changed: use another backup"
        )


def _require_empty(target: Path, named: Path) -> None:
    """Refuse a folder that holds anything, and one that cannot be renamed. Raises BadPlace."""
    if not target.exists():
        return
    if not target.is_dir():
        raise BadPlace(f"{named} is a file; name a new or empty folder to restore into")
    if os.path.ismount(target):
        raise BadPlace(f"{named} is where a disk is mounted; name a folder in it to restore into")
    if found := next(target.iterdir(), None):
        raise BadPlace(f'{named} holds "{found.name}"; nothing was changed: name a new or empty folder to restore into')


def _unpack(archive: Reader, draft: Path, folder: Path) -> None:
    """Unpack the files of every kind. Raises BadArchive, OutsideError, OSError."""
    size = sum(entry.size for entry in archive.manifest.files.values())
    if size + SPARE > shutil.disk_usage(draft.parent).free:
        raise OutsideError(f"there is no room for {size / 1e6:,.0f} MB at {folder}; nothing was changed: make room, then restore again")
    # It holds names, and what is internal.
    draft.mkdir(mode=0o700)
    for kind, below in FOLDERS.items():
        (draft / below).mkdir()
        for name in archive.names(kind):
            path = (draft / below).joinpath(*name.split("/")[1:])
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.writelines(archive.chunks(name))


def _fill_ledger(url: str, source: Ledger) -> None:
    """Copy the ledger of the backup in one transaction into one that is empty. Raises BadPlace, NoLedger.

    One that holds this very backup is left as it is: a restore was killed between that transaction and the folder's name.
    """
    with source.at_one_moment() as connection, closing(Ledger(url)) as ledger:
        with ledger.at_one_moment() as there:
            found = dump.head(there)
        if found != Head() and found == dump.head(connection):
            return
        if not dump.fill(ledger, lambda table: dump.lines(connection, table)):
            raise BadPlace("the ledger to restore into holds entries; nothing was changed: name an empty one with --ledger")
