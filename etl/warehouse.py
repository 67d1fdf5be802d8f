"""Build, check, publish and open the warehouse: versioned DuckDB files and one small pointer.

A build writes a new file under a name nobody reads, closes it, moves it to `<build id>.duckdb`, writes its feeds beside it
(`<build id>.<lang>.atom`) and then moves a pointer.
Readers open the file the pointer names, read-only. So a crash leaves the build before it serving, two builds
of the same inputs end in the same file, and nobody ever opens a file that somebody writes.

There are two pointers: `current` names the whole, `public` what anybody may see, without internal items. Where nothing is
internal they name the same file.
"""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from etl import feed
from etl.accepted import fingerprint, with_reverted
from etl.check import check, no_garbage_collection
from etl.errors import InputError
from etl.incremental import grow, growth, made_from
from etl.inputs import Inputs, code_identity
from etl.observed import Observed
from etl.public import public
from etl.record import Record
from etl.stage import newest_day, stage
from etl.submission import Submission
from etl.text import Problem
from etl.transform import Progress, enter, transform

Audience = Literal["everybody", "editors"]
POINTERS: dict[Audience, str] = {"everybody": "public", "editors": "current"}
KEPT_BUILDS = 5
HOUR_S = 3600
READER_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}
# What does not fit is put on the disk, beside the draft.
WRITER_CONFIG: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "2GB"}


class BadRecord(InputError):
    """The record has problems: `problems` has a line for each."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class NoWarehouse(InputError):
    """There is no build to read; the message says what to do."""


@dataclass(frozen=True)
class Build:
    """A published build: its id (a hash of everything that went in) and its file."""

    id: str
    path: Path


@dataclass(frozen=True)
class Prepared:
    """The files of a build that is made and not published: the whole, and what anybody may see (the same where nothing is internal)."""

    whole: Path
    public: Path


def build(
    data: Path,
    warehouse: Path,
    as_of: date | None = None,
    progress: Progress = lambda step: None,
    accepted: Sequence[Submission] = (),
    reverted: Sequence[Submission] = (),
) -> Build:
    """Check the record under `data` with the `accepted` submissions, build the warehouse and publish it under `warehouse`.

    The `reverted` submissions are told as corrections. It shows what was known on `as_of`: by default the newest day in the record,
    so that the same record gives the same build. Returns the whole; where something is internal, what anybody may see is built too,
    from a record in which internal items never were: neither its content nor its id tells of them.
    Raises BadRecord (nothing is published then) and OSError where the folder cannot be written.
    """
    return publish(prepare(data, warehouse, as_of, progress, accepted, reverted), progress)


def prepare(
    data: Path,
    warehouse: Path,
    as_of: date | None = None,
    progress: Progress = lambda step: None,
    accepted: Sequence[Submission] = (),
    reverted: Sequence[Submission] = (),
) -> Prepared:
    """Everything `build` does but for publishing: what was made stands beside the published build, and nobody reads it."""
    progress("check")
    warehouse.mkdir(parents=True, exist_ok=True)
    _sweep(warehouse)
    # Hashed before anything is read: what is written meanwhile will differ from its hash the next time.
    inputs = Inputs.of(data, fingerprint((*accepted, *reverted)))
    with no_garbage_collection():
        target = _grown(warehouse, data, inputs, as_of, progress, accepted, reverted)
        if target is not None:
            return Prepared(target, target)
        loaded = check(data, accepted)
        if loaded.problems:
            raise BadRecord(loaded.problems)
        loaded.record = whole = with_reverted(loaded.record, reverted)
        shown = public(whole)
        known_on = as_of or newest_day(whole)
        target = warehouse / f"{inputs.identity(known_on)}.duckdb"
        parts = made_from(inputs, loaded) if shown is whole else None
        _written(target, lambda draft: _fill_file(draft, whole, known_on, progress, parts))
        if shown is whole:
            return Prepared(target, target)
        known_on = as_of or newest_day(shown)
        public_target = warehouse / f"{public_identity(shown, known_on)}.duckdb"
        _written(public_target, lambda draft: _fill_file(draft, shown, known_on, progress))
        return Prepared(target, public_target)


def publish(prepared: Prepared, progress: Progress = lambda step: None) -> Build:
    """Make it what readers open."""
    progress("feed")
    _write_feeds(prepared.public)
    progress("publish")
    warehouse = prepared.whole.parent
    _point(warehouse, POINTERS["everybody"], prepared.public.name)
    _point(warehouse, POINTERS["editors"], prepared.whole.name)
    return Build(prepared.whole.stem, prepared.whole)


def _grown(
    warehouse: Path,
    data: Path,
    inputs: Inputs,
    as_of: date | None,
    progress: Progress,
    accepted: Sequence[Submission],
    reverted: Sequence[Submission],
) -> Path | None:
    """The file of a build made out of the one before it; None where there is none to make it of."""
    try:
        before = current(warehouse, "editors").path
        grown = growth(before, data, inputs, as_of, accepted, reverted)
        if grown is None:
            return None
        target = warehouse / f"{inputs.identity(grown.as_of)}.duckdb"
        return target if _written(target, lambda draft: grow(grown, draft, progress)) else None
    except (NoWarehouse, duckdb.Error, OSError):
        # Whatever is wrong with the build before, or with the disk: a build of everything works, or says what is wrong.
        return None


def _fill_file(draft: Path, record: Record, as_of: date, progress: Progress, parts: pa.Table | None = None) -> bool:
    with duckdb.connect(str(draft), config=WRITER_CONFIG) as connection:
        fill(connection, record, as_of, progress, parts)
        connection.execute("checkpoint")
    return True


def _written(target: Path, write: Callable[[Path], bool]) -> bool:
    """Let the file of a build be written under a name nobody reads, where it is not there yet; False where it could not be."""
    if target.exists():
        return True
    draft = target.with_name(f"draft-{target.stem}-{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        if not write(draft):
            return False
        _sync(draft)
        draft.replace(target)
        return True
    finally:
        draft.unlink(missing_ok=True)
        Path(f"{draft}.wal").unlink(missing_ok=True)


def fill(
    connection: duckdb.DuckDBPyConnection,
    record: Record,
    as_of: date,
    progress: Progress = lambda step: None,
    made_from: pa.Table | None = None,
) -> None:
    """Run every transformation on an empty database. Raises BadRecord where an audit finds rows it should not."""
    staged = stage(record, as_of) | ({} if made_from is None else {"made_from": made_from})
    found = transform(connection, lambda: enter(connection, staged), progress)
    if found:
        raise BadRecord(found)


def public_identity(shown: Record, as_of: date) -> str:
    """The id of a build without internal items: a hash of what is shown, so that it tells nothing of the rest."""
    digest = hashlib.sha256(f"{code_identity()} as of {as_of.isoformat()} for everybody\n".encode())
    digest.update(shown.model_dump_json(exclude={"observations"}).encode())
    digest.update(Observed.of(shown.observations).digest().encode())
    return digest.hexdigest()[:16]


def current(warehouse: Path, audience: Audience = "everybody") -> Build:
    """The published build: without internal items for everybody, whole for editors. Raises NoWarehouse where there is none."""
    try:
        name = (warehouse / POINTERS[audience]).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise NoWarehouse(f"there is no build in {warehouse}; run: python -m etl build --warehouse {warehouse}") from error
    path = warehouse / name
    if not path.is_file():
        raise NoWarehouse(f"the build {name} is gone from {warehouse}; run: python -m etl build --warehouse {warehouse}")
    return Build(path.stem, path)


def open_build(published: Build) -> duckdb.DuckDBPyConnection:
    """A read-only connection without access to anything but this file. One per process; a cursor per thread."""
    return duckdb.connect(str(published.path), read_only=True, config=READER_CONFIG)


def ask_as_of(connection: duckdb.DuckDBPyConnection, day: date | None) -> date:
    """Make this connection (or cursor) answer as of `day`, or as of the build's own; returns the newest day it can answer for."""
    connection.execute("set variable as_of = $1", [day.isoformat() if day else None])
    row = connection.execute("select as_of from build").fetchone()
    assert row is not None
    newest: date = row[0]
    return newest


def _write_feeds(target: Path) -> None:
    """The feeds beside a build, each whole or not there; a build that was interrupted here gets them the next time."""
    missing = {lang: path for lang, path in feed.files(target).items() if not path.exists()}
    if not missing:
        return
    with open_build(Build(target.stem, target)) as connection:
        for lang, path in missing.items():
            _replace(path, feed.feed(connection, lang))


def _point(warehouse: Path, pointer: str, name: str) -> None:
    _replace(warehouse / pointer, f"{name}\n".encode())


def _replace(path: Path, content: bytes) -> None:
    """Write a small file under a name nobody reads, then move it to its own."""
    draft = path.with_name(f"{path.name}-{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sweep(warehouse: Path) -> None:
    """Remove drafts that a killed build left an hour ago or more, all but the last few builds, and feeds without their build.

    Another build may sweep at the same moment, and some systems keep a file that is open: both are left alone.
    """
    pointers = [path for path in (warehouse / name for name in POINTERS.values()) if path.is_file()]
    serving = {path.read_text(encoding="utf-8").strip() for path in pointers}
    ages: dict[Path, float] = {}
    for path in (*warehouse.glob("*.tmp*"), *warehouse.glob("*.duckdb")):
        with suppress(OSError):
            ages[path] = time.time() - path.stat().st_mtime
    drafts = [path for path, age in ages.items() if path.suffix != ".duckdb" and age > HOUR_S]
    builds = sorted((path for path in ages if path.suffix == ".duckdb"), key=ages.__getitem__)
    for path in drafts + [path for path in builds[KEPT_BUILDS:] if path.name not in serving]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):
            path.unlink()
    for path in warehouse.glob("*.atom"):
        if not (warehouse / f"{path.name.partition('.')[0]}.duckdb").exists():
            path.unlink(missing_ok=True)
