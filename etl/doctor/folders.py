"""Can the folders be read and written, is there room, and did killed programs leave something."""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from etl.atomic_files import leftovers
from etl.backup.create import Places
from etl.doctor.finding import Finding
from etl.messages import N_, message

# A build, a backup and a day's uploads fit in this, with room for the rest.
LEAST_FREE = 500_000_000
NAMES = {"record": N_("Record"), "snapshots": N_("Snapshots"), "presets": N_("Presets"), "warehouse": N_("Warehouse")}
ROOM, LEFT = N_("Room"), N_("Leftovers")


def look(places: Places, warehouse: Path) -> Iterator[Finding]:
    """Folders, room, leftovers."""
    folders = {**places.folders(), "warehouse": warehouse.resolve()}
    for kind, folder in folders.items():
        yield _folder(kind, folder)
    yield _room({*folders.values(), *_ledger_folder(places.ledger)})
    yield _left({*folders.values(), *(folder.parent for folder in folders.values())})


def _folder(kind: str, folder: Path) -> Finding:
    name = NAMES[kind]
    if folder.exists() and not folder.is_dir():
        return Finding(name, message("{folder} is a file", folder=folder), message("move it elsewhere; a folder belongs there"))
    if not folder.exists():
        if kind == "record":
            return Finding(
                name, message("there is no {folder}", folder=folder), message("name the folder of the record with --data or SERVANDA_DATA")
            )
        if not os.access(_there(folder), os.W_OK):
            return Finding(name, message("{folder} cannot be made", folder=folder), message("make it, and let this user write there"))
        return Finding(name, message("{folder} is made when it is needed", folder=folder))
    if not os.access(folder, os.R_OK | os.X_OK):
        return Finding(name, message("{folder} cannot be read", folder=folder), message("let this user read it"))
    if kind != "record" and not os.access(folder, os.W_OK):
        return Finding(name, message("{folder} cannot be written", folder=folder), message("let this user write there"))
    return Finding(name, message("{folder} can be used", folder=folder))


def _room(folders: Iterable[Path]) -> Finding:
    free = {folder: shutil.disk_usage(_there(folder)).free for folder in folders}
    least = min(free, key=free.__getitem__)
    what = message("{mb} MB free for {folder}", mb=f"{free[least] / 1e6:.0f}", folder=least)
    return Finding(ROOM, what, message("make room") if free[least] < LEAST_FREE else None)


def _left(folders: Iterable[Path]) -> Finding:
    left = [str(path) for folder in sorted(folders) for path in leftovers(folder)]
    if left:
        what = message("drafts of programs that were killed: {n}, {names}", n=len(left), names=", ".join(left[:3]))
        return Finding(LEFT, what, message("remove them"))
    return Finding(LEFT, message("none"))


def _ledger_folder(ledger: str) -> list[Path]:
    return [Path(ledger.removeprefix("sqlite:///")).resolve().parent] if ledger.startswith("sqlite:///") else []


def _there(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())
