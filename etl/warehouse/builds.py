"""Build, check, publish and open the warehouse: versioned DuckDB files and one small pointer.

A build writes a new file under a name nobody reads, closes it, moves it to `<build id>.duckdb`, writes its feeds beside it
(`<build id>.<lang>.atom`) and then moves a pointer.
Readers open the file the pointer names, read-only. So a crash leaves the build before it serving, two builds
of the same inputs end in the same file, and nobody ever opens a file that somebody writes.

There are two pointers: `current` names the whole, `public` what anybody may see, without internal items. Where nothing is
internal they name the same file. Each also names the build before, which serves where the newest is damaged.
"""

import hashlib
import re
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb

from etl.atomic_files import draft_of, leftovers, remove, sync, write_whole
from etl.errors import InputError, OutsideError
from etl.queries.query import ask_to_pass_on
from etl.record.files import Problem
from etl.record.models import Record
from etl.record.observations import Observed
from etl.record.redaction import public
from etl.reports import atom_feed
from etl.submissions.apply import fingerprint, with_reverted
from etl.submissions.checked_record import check, no_garbage_collection
from etl.submissions.models import Submission
from etl.warehouse.checksums import digest, is_sound, is_sound_still, look_again, seal, seal_of
from etl.warehouse.inputs import HALF, Inputs, build_id, code_identity
from etl.warehouse.stage import newest_day, stage
from etl.warehouse.transform import MEMORY, Progress, enter, transform

Audience = Literal["everybody", "editors"]
POINTERS: dict[Audience, str] = {"everybody": "public", "editors": "current"}
BUILDS_STORED = 5
# Of one content: a reader that has just read the pointer still finds the build of the day before.
DAYS_STORED = 2
# What a line of a pointer may say: the id of a build, and a mark where a file of that name was damaged.
FILE = re.compile(r"[0-9a-f]{16}(?:-[0-9a-f]{4})?\.duckdb")
# What DuckDB says where a disk is full or read-only, or memory is short.
NO_ROOM = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException, duckdb.OutOfMemoryException)
READER_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
    # Questions are small: a second thread costs more than it gives, and there are other readers for it.
    "threads": "1",
}
# With fewer observations to pack a file takes longer than to write a slightly larger one.
FEW = 50_000


class BadRecord(InputError):
    """The record has problems: `problems` has a line for each."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class NoWarehouse(InputError):
    """There is no build to read; the message says what to do."""


class Damaged(NoWarehouse):
    """The published build is not what was written; a new one can be built from the record."""


class NotBuilt(OutsideError):
    """A build could not be written; the build before still serves."""


@dataclass(frozen=True)
class Build:
    """A published build: its id (a hash of everything that went in), its file, and the newer build that is damaged, if one is."""

    id: str
    path: Path
    damaged: Path | None = None

    @property
    def notice(self) -> str:
        """What whoever reads it has to know: nothing, or that a newer one is damaged."""
        if self.damaged is None:
            return ""
        folder = self.path.parent
        return f"the build {self.damaged.name} is damaged, and the one before it is read; run: python -m etl build --warehouse {folder}"


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
    today: date | None = None,
) -> Build:
    """Check the record under `data` with the `accepted` submissions, build the warehouse and publish it under `warehouse`.

    The `reverted` submissions are told as corrections. Lapse, staleness and what is due are counted to `today`, by default the newest
    day in the record. It shows what was known on `as_of`, never later than `today`, which it is by default. The same record and days
    give the same build. Returns the whole; where something is internal, what anybody may see is built too,
    from a record in which internal items never were: neither its content nor its id tells of them.
    Raises BadRecord (nothing is published then), and NotBuilt or OSError where the folder cannot be written.
    """
    return publish(prepare(data, warehouse, as_of, progress, accepted, reverted, today), progress)


def prepare(
    data: Path,
    warehouse: Path,
    as_of: date | None = None,
    progress: Progress = lambda step: None,
    accepted: Sequence[Submission] = (),
    reverted: Sequence[Submission] = (),
    today: date | None = None,
) -> Prepared:
    """Everything `build` does but for publishing: what was made stands beside the published build, and nobody reads it."""
    progress("check")
    # Hashed before anything is read: what is written meanwhile will differ from its hash the next time.
    inputs = Inputs.of(data, fingerprint((*accepted, *reverted)))
    with no_garbage_collection():
        loaded = check(data, accepted)
        if loaded.problems:
            raise BadRecord(loaded.problems)
        whole = with_reverted(loaded.record, reverted)
        shown = public(whole)
        counted_to = today or newest_day(whole)
        known_on = min(as_of or counted_to, counted_to)
        warehouse.mkdir(parents=True, exist_ok=True)
        _sweep(warehouse)
        made = _made(warehouse, inputs.identity(known_on, counted_to), whole, known_on, counted_to, progress)
        if shown is whole:
            return Prepared(made, made)
        # The newest day of what is shown: that of the whole may tell of an internal item.
        counted_to = today or newest_day(shown)
        known_on = min(as_of or counted_to, counted_to)
        return Prepared(made, _made(warehouse, public_identity(shown, known_on, counted_to), shown, known_on, counted_to, progress))


def publish(prepared: Prepared, progress: Progress = lambda step: None) -> Build:
    """Make it what readers open."""
    progress("feed")
    _write_feeds(prepared.public)
    progress("publish")
    warehouse = prepared.whole.parent
    _point(warehouse / POINTERS["everybody"], prepared.public)
    _point(warehouse / POINTERS["editors"], prepared.whole)
    return _build_of(prepared.whole)


def _made(warehouse: Path, build_id: str, record: Record, as_of: date, today: date, progress: Progress) -> Path:
    """The file of a build; it is written where it is not there yet, or not any more what was written."""
    present = sorted(warehouse.glob(f"{build_id}*.duckdb"))
    if sound := [path for path in present if is_sound(path)]:
        return sound[0]
    # A damaged file is not replaced: a process that has it open would go on reading it under that name.
    target = warehouse / (f"{build_id}-{secrets.token_hex(2)}.duckdb" if present else f"{build_id}.duckdb")
    draft = draft_of(target)
    try:
        with duckdb.connect(str(draft), config={"memory_limit": MEMORY}) as connection:
            if len(record.observations) < FEW:
                connection.execute("set force_compression = 'uncompressed'")
                if len(record.declarations) == 1:
                    # Threads would wait for each other.
                    connection.execute("set threads = 1")
            fill(connection, record, as_of, today, progress)
            connection.execute("checkpoint")
        sync(draft)
        _place(draft, target)
    except NO_ROOM as error:
        cause = str(error).splitlines()[0]
        raise NotBuilt(
            f"{warehouse}: the build could not be written: {cause}; make room there, then build again: the build before still serves"
        ) from error
    finally:
        for left in (draft, Path(f"{draft}.wal"), Path(f"{draft}.tmp")):
            remove(left)
    return target


def _place(draft: Path, target: Path) -> None:
    """Give a finished build its name and its seal; where an equal build was quicker, its file and its seal stay together."""
    sha256 = digest(draft)
    try:
        target.hardlink_to(draft)
    except FileExistsError:
        return
    except OSError:
        # A file system without links.
        draft.replace(target)
    seal(target, sha256)


def fill(
    connection: duckdb.DuckDBPyConnection,
    record: Record,
    as_of: date,
    today: date | None = None,
    progress: Progress = lambda step: None,
) -> None:
    """Run every transformation on an empty database; `today` is by default the day whose knowledge is shown.

    Raises BadRecord where an audit finds rows it should not.
    """
    staged = stage(record, as_of, today or as_of)
    found = transform(connection, lambda: enter(connection, staged), progress)
    if found:
        raise BadRecord(found)


def public_identity(shown: Record, as_of: date, today: date) -> str:
    """The id of a build without internal items: a hash of what is shown, so that it tells nothing of the rest."""
    digest = hashlib.sha256(f"{code_identity()} for everybody\n".encode())
    digest.update(shown.model_dump_json(exclude={"observations"}).encode())
    digest.update(Observed.of(shown.observations).digest().encode())
    return build_id(digest.hexdigest(), as_of, today)


def same_content(warehouse: Path, build_id: str) -> Build | None:
    """The kept build of this id, else the newest that differs from it only by its days; None where neither is kept."""
    found = [path for path in warehouse.glob(f"{build_id[:HALF]}*.duckdb") if FILE.fullmatch(path.name)]
    if not found:
        return None
    return _build_of(max(found, key=lambda path: (path.stem.startswith(build_id), path.stat().st_mtime)))


def current(warehouse: Path, audience: Audience = "everybody") -> Build:
    """The published build: without internal items for everybody, whole for editors; where it is damaged, the one before.

    Raises NoWarehouse where there is none, Damaged where no sound one is left.
    """
    pointer = warehouse / POINTERS[audience]
    again = f"run: python -m etl build --warehouse {warehouse}"
    try:
        paths = _pointed(pointer)
    except OSError as error:
        raise NoWarehouse(f"there is no build in {warehouse}; {again}") from error
    if not paths:
        raise Damaged(f"{pointer} names no build; {again}")
    for path in paths:
        if is_sound_still(path):
            return _build_of(path, None if path == paths[0] else paths[0])
    raise Damaged(f"the build {paths[0].name} is {'damaged' if paths[0].is_file() else f'gone from {warehouse}'}; {again}")


def _pointed(pointer: Path) -> list[Path]:
    """The builds a pointer names, the newest first; none where it names something else. Raises OSError."""
    names = pointer.read_bytes().decode(errors="replace").split()
    return [pointer.parent / name for name in names] if all(map(FILE.fullmatch, names)) else []


def _build_of(path: Path, damaged: Path | None = None) -> Build:
    return Build(path.stem.partition("-")[0], path, damaged)


def open_build(published: Build) -> duckdb.DuckDBPyConnection:
    """A read-only connection without access to anything but this file. One per process; a cursor per thread. Raises Damaged."""
    try:
        return duckdb.connect(str(published.path), read_only=True, config=READER_CONFIG)
    except duckdb.Error as error:
        raise_if_damaged(published, error)
        raise


def raise_if_damaged(published: Build, error: duckdb.Error) -> None:
    """Where reading a build failed: raise Damaged if its file is not what was written, OutsideError if the system failed."""
    if not is_sound(published.path):
        look_again()
        folder = published.path.parent
        raise Damaged(f"the build {published.path.name} is damaged; run: python -m etl build --warehouse {folder}") from error
    if isinstance(error, NO_ROOM):
        raise OutsideError(f"the build {published.path.name} could not be read: {str(error).splitlines()[0]}; try again") from error


def _write_feeds(target: Path) -> None:
    """The feeds beside a build, each whole or not there; a build that was interrupted here gets them the next time."""
    missing = {lang: path for lang, path in atom_feed.files(target).items() if not path.exists()}
    if not missing:
        return
    with open_build(_build_of(target)) as connection:
        ask_to_pass_on(connection)
        for lang, path in missing.items():
            write_whole(path, atom_feed.feed(connection, lang))


def _point(pointer: Path, path: Path) -> None:
    """Make a pointer name a build, and the newest sound one of those it named until now."""
    before: list[Path] = []
    with suppress(OSError):
        before = [old for old in _pointed(pointer) if old != path and is_sound_still(old)]
    write_whole(pointer, "".join(f"{item.name}\n" for item in (path, *before[:1])).encode())


def _sweep(warehouse: Path) -> None:
    """Remove what killed builds left, all but the last few builds, and feeds and seals without their build.

    Of builds that differ only by their days the last two are kept: a build a day pushes nothing else out.
    Another build may sweep at the same moment, and some systems keep a file that is open: both are left alone.
    """
    pointers = [path for path in (warehouse / name for name in POINTERS.values()) if path.is_file()]
    serving = {path for pointer in pointers for path in _pointed(pointer)}
    ages: dict[Path, float] = {}
    for path in warehouse.glob("*.duckdb"):
        with suppress(OSError):
            ages[path] = time.time() - path.stat().st_mtime
    counts: dict[str, int] = {}
    passed = []
    for path in sorted(ages, key=ages.__getitem__):
        content = path.name[:HALF]
        if counts.get(content, 0) < DAYS_STORED and (content in counts or len(counts) < BUILDS_STORED):
            counts[content] = counts.get(content, 0) + 1
        else:
            passed.append(path)
    for path in (*leftovers(warehouse), *(path for path in passed if path not in serving)):
        remove(path)
    companions = [*((path, f"{path.name.partition('.')[0]}.duckdb") for path in warehouse.glob("*.atom"))]
    companions += [(path, path.stem) for path in warehouse.glob(seal_of(Path("*.duckdb")).name)]
    for path, build_file in companions:
        if not (warehouse / build_file).exists():
            path.unlink(missing_ok=True)
