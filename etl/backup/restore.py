"""Puts a backup in the place of what is there: all of it, or nothing, whenever it is killed.

What is there is backed up first. The new folders are made ready beside the old ones, a plan of the rest is written, then the
ledger changes in one transaction, then the folders change places. Killed before that transaction, the next command undoes it;
killed after it, the next command finishes it.
"""

import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from etl.atomic_files import draft_of, remove, sweep, sync
from etl.backup.archive import BadArchive, Manifest, Reader
from etl.backup.create import BadPlace, Places, back_up, checked
from etl.backup.interrupted import BadPlan, Plan, Swap, alone, end_plan, fingerprint, keep_plan, read_plan, swap, undo
from etl.errors import OutsideError
from etl.ledger import dump
from etl.ledger.dump import Head
from etl.ledger.store import Ledger, there_is
from etl.unfinished import plan_file

# So often what is there is backed up again because somebody submitted meanwhile.
TRIES = 20
# Left free on a disk beside what is unpacked.
SPARE = 50_000_000
Then = Callable[[], None]


@dataclass(frozen=True)
class Restored:
    """What came of it: what the backup says of itself, the backup of what was there, and entries of the ledger only that one has."""

    manifest: Manifest
    before: Path
    gone: int


def restore(path: Path, places: Places, now: datetime, then: Then = lambda: None) -> Restored:
    """Put the backup `path` in the place of what is there, once all of it was checked; `then` builds the warehouse.

    Raises BadArchive, BadPlace, OutsideError, OSError; nothing is changed then.
    """
    with alone(places.record):
        finish(places, then)
        with checked(path) as (archive, ledger):
            refuse_wrong(path, ledger)
            for folder in places.folders().values():
                _may_change_place(folder)
            with ledger.at_one_moment() as connection:
                after = dump.head(connection)
            folders = _made_ready(archive, places)
            try:
                before, gone = _exchange(places, ledger, after, folders, now)
            except BaseException:
                # Where the ledger cannot say how far it came, the next command asks it.
                with suppress(Exception):
                    if finish(places, then) is None:
                        undo(folders)
                raise
            manifest = archive.manifest
        _take_places(places, folders, then)
    return Restored(manifest, before, gone)


def refuse_wrong(path: Path, ledger: Ledger) -> None:
    """Refuse a backup whose ledger was changed by somebody else than the program. Raises BadArchive."""
    if wrong := ledger.wrong_entries():
        raise BadArchive(
            f"{path}: entry {wrong[0]} of the ledger does not follow from the one before; nothing was changed: use another backup"
        )


def settle(places: Places, then: Then = lambda: None) -> bool | None:
    """Finish or undo a restore that was killed; one that is going on is waited for. Says whether it was finished; None: there was none.

    Raises BadPlan, OutsideError, NoLedger, OSError.
    """
    with alone(places.record):
        return finish(places, then)


def finish(places: Places, then: Then) -> bool | None:
    """`settle`, for whoever is alone here already."""
    plan = read_plan(places.record)
    if plan is None:
        return None
    if plan.ledger != fingerprint(places.ledger):
        raise BadPlan(
            f"a restore was interrupted, and {plan_file(places.record)} says that it was of another ledger;"
            " run the command with the --ledger of that restore"
        )
    done = _went_on(places, Head(*plan.before), Head(*plan.after))
    if done:
        _take_places(places, plan.folders, then)
    else:
        undo(plan.folders)
        end_plan(places.record)
    return done


def _take_places(places: Places, folders: tuple[Swap, ...], then: Then) -> None:
    swap(folders)
    try:
        then()
    finally:
        # A record that cannot be built is restored all the same.
        end_plan(places.record)


def _exchange(places: Places, new: Ledger, after: Head, folders: tuple[Swap, ...], now: datetime) -> tuple[Path, int]:
    """Back up what is there, write the plan, change the ledger; again, where somebody submitted between the first and the last."""
    record = places.record.resolve()
    for _ in range(TRIES):
        backup = record.with_name(f"before-restore-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.zip")
        before = back_up(backup, places, now).head
        keep_plan(
            record,
            Plan(
                ledger=fingerprint(places.ledger), before=(before.entries, before.hash), after=(after.entries, after.hash),
                folders=folders, backup=str(backup),
            ),
        )  # fmt: skip
        if _replaced(places, new, before):
            return backup, _only_before(new, before, after)
        end_plan(record)
        backup.unlink()
    raise OutsideError("so much is being submitted that no moment was found to restore in; stop the dashboard, then restore again")


def _replaced(places: Places, new: Ledger, before: Head) -> bool:
    """Change the ledger in one transaction, unless it has moved on since it was backed up."""
    with closing(Ledger(places.ledger)) as ledger, new.at_one_moment() as source:

        def lines(table: str) -> dump.Lines:
            return dump.lines(source, table)

        return dump.replace_all(ledger, lines, before)


def _only_before(new: Ledger, before: Head, after: Head) -> int:
    """How many entries the ledger had that the backup has not: none where it only went on."""
    with new.at_one_moment() as connection:
        return 0 if dump.holds(connection, before) else max(before.entries - after.entries, 1)


def _went_on(places: Places, before: Head, after: Head) -> bool:
    """Whether the ledger was changed by the restore; others may have added to it since.

    Of two ledgers of which one may be the beginning of the other, the longer one tells: only it has its own last entry.
    """
    if before == after:
        return True
    if not there_is(places.ledger):
        return False
    with closing(Ledger(places.ledger)) as ledger, ledger.at_one_moment() as connection:
        if after.entries >= before.entries:
            return dump.holds(connection, after)
        return not dump.holds(connection, before)


def _may_change_place(folder: Path) -> None:
    """Refuse a folder that cannot be renamed, before anything is done."""
    if folder.exists() and not folder.is_dir():
        raise BadPlace(f"{folder} is a file, and a folder is to be restored there; move it elsewhere")
    if os.path.ismount(folder):
        raise BadPlace(f"{folder} is where a disk is mounted, and cannot change places; mount the folder above it (docs/backup.md)")


def _made_ready(archive: Reader, places: Places) -> tuple[Swap, ...]:
    """Unpack every folder beside the one whose place it takes, and bring it to the disk. Raises BadPlace, BadArchive, OSError."""
    folders: list[Swap] = []
    try:
        for kind, target in places.folders().items():
            names = archive.names(kind)
            if not names and not target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            sweep(target)
            draft = draft_of(target)
            folders.append(Swap(target=str(target), draft=str(draft), aside=f"{draft}-old"))
            size = sum(archive.manifest.files[name].size for name in names)
            if size + SPARE > shutil.disk_usage(target.parent).free:
                raise OutsideError(
                    f"there is no room for {size / 1e6:,.0f} MB in {target.parent}; nothing was changed: make room, then restore"
                )
            draft.mkdir()
            for name in names:
                path = draft.joinpath(*name.split("/")[1:])
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    for chunk in archive.chunks(name):
                        file.write(chunk)
                sync(path)
            _belongs_to(draft, target)
            for below in (draft, *(path for path in draft.rglob("*") if path.is_dir())):
                sync(below)
            sync(draft.parent)
    except BaseException:
        for item in folders:
            remove(Path(item.draft))
        raise
    return tuple(folders)


def _belongs_to(draft: Path, target: Path) -> None:
    """Whoever may read and write the old folder may do so with the new one, also where another user restores."""
    if not target.exists():
        return
    shutil.copymode(target, draft)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        owner = target.stat()
        for path in (draft, *draft.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
