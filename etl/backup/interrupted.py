"""A restore that is going on, or was killed: one small file beside the record says what is to be finished or undone."""

import errno
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.engine import make_url

from etl.atomic_files import remove, sync, write_whole
from etl.errors import InputError, OutsideError
from etl.unfinished import plan_file

# A restore takes seconds; whoever waits longer than this is told.
WAIT_S = 120


class BadPlan(InputError):
    """What a restore left cannot be read or finished here; the message says what to do."""


class Swap(BaseModel):
    """A folder, what takes its place, and where it is moved to."""

    model_config = ConfigDict(frozen=True)
    target: str
    draft: str
    aside: str


class Plan(BaseModel):
    """What a restore does: how far the ledger had come before and will have come after, and the folders that change places.

    The ledger decides: while it is as before, everything is undone; once it is as after, everything is finished.
    """

    model_config = ConfigDict(frozen=True)
    ledger: str
    before: tuple[int, str]
    after: tuple[int, str]
    folders: tuple[Swap, ...]
    backup: str


def keep_plan(record: Path, plan: Plan) -> None:
    """Put the plan where every command looks. Raises OSError."""
    write_whole(plan_file(record), plan.model_dump_json(indent=1).encode())


def read_plan(record: Path) -> Plan | None:
    """The plan of a restore that is going on or was killed. Raises BadPlan."""
    path = plan_file(record)
    try:
        return Plan.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise BadPlan(
            f"{path} should say how to finish a restore and cannot be read; restore again, or ask who keeps this machine"
        ) from error


def end_plan(record: Path) -> None:
    """Nothing is left to be done."""
    plan_file(record).unlink(missing_ok=True)
    sync(plan_file(record).parent)


def swap(folders: tuple[Swap, ...]) -> None:
    """Put every new folder in the place of the old one; done again after a kill it goes on where it was."""
    for item in folders:
        target, draft, aside = Path(item.target), Path(item.draft), Path(item.aside)
        if draft.exists():
            if target.exists():
                target.rename(aside)
            draft.rename(target)
            sync(target.parent)
        if aside.exists():
            # What is hidden is in no backup (a repository's own folder, say), and stays.
            for path in aside.glob(".*"):
                if not (target / path.name).exists():
                    path.rename(target / path.name)
            remove(aside)


def undo(folders: tuple[Swap, ...]) -> None:
    """Remove what was made ready."""
    for item in folders:
        remove(Path(item.draft))


def fingerprint(ledger: str) -> str:
    """Which ledger is meant, without its password."""
    url = make_url(ledger)
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{Path(url.database or '').resolve()}"
    return hashlib.sha256(f"{url.host} {url.port} {url.database}".encode()).hexdigest()


@contextmanager
def alone(record: Path) -> Iterator[None]:
    """While this holds nobody else backs up or restores this record; it ends with its process, however that ends.

    SQLite's own lock on a file is one that every system has. Raises OutsideError where somebody else is at it for long.
    """
    folder = record.resolve()
    path = folder.with_name(f".{folder.name}-restore.lock")
    try:
        lock = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)
        lock.execute("begin exclusive")
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise OutsideError("another backup or restore is going on; wait for its end, then run this again") from error
        raise OSError(errno.EACCES, f"no file can be written beside it ({error})", str(folder)) from error
    with closing(lock):
        yield
