"""Files that are whole or not there: written under a name nobody reads, brought to the disk, then moved into place.

A program that is killed leaves its draft; the next one to write there removes it.
"""

import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# A draft says whose it is: `.<name>-draft-<process>-<random>`.
DRAFT = re.compile(r"-draft-(\d+)-[0-9a-f]{8}(?:\D.*)?$")
HOUR_S = 3600


def draft_of(path: Path) -> Path:
    """A name beside `path` that is nobody else's."""
    return path.with_name(f".{path.name}-draft-{os.getpid()}-{secrets.token_hex(4)}")


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """The name to write to: at the end it is on the disk and becomes `path`; where something fails, nothing is left of it.

    Raises OSError.
    """
    sweep(path)
    draft = draft_of(path)
    try:
        yield draft
        sync(draft)
        draft.replace(path)
        sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    with drafted(path) as draft:
        draft.write_bytes(content)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk; where a system cannot do it for a folder, it does it by itself."""
    folder = path.is_dir()
    if folder and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def leftovers(folder: Path, name: str = "*") -> list[Path]:
    """Drafts of files of that name which nobody works on any more."""
    return sorted(path for path in folder.glob(f".{name}-draft-*") if abandoned(path))


def sweep(path: Path) -> None:
    """Remove what killed programs left of `path`."""
    for left in leftovers(path.parent, _literal(path.name)):
        remove(left)


def aside_of(draft: Path) -> Path:
    """Where a folder waits for the moment in which its draft takes its place."""
    return draft.with_name(f"{draft.name}-before")


def take_back(path: Path) -> None:
    """Put a folder back that a killed program had moved aside, where nothing took its place."""
    for aside in path.parent.glob(f".{_literal(path.name)}-draft-*-before"):
        owner = DRAFT.search(aside.name)
        if owner is not None and not path.exists() and not _runs(int(owner[1])):
            aside.rename(path)


def remove(path: Path) -> None:
    """Remove a file or a folder, as far as that is possible."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def abandoned(path: Path) -> bool:
    """Whether a draft is nobody's: its process is gone and it was not touched within an hour, whichever way the clock jumped.

    The process alone would not do: another machine or container may write to the same folder. Nor would the time: a clock that is
    set makes the draft of a running build old in a moment.
    """
    owner = DRAFT.search(path.name)
    if owner is None:
        return False
    try:
        age = abs(time.time() - path.stat().st_mtime)
    except OSError:
        return False
    return age > HOUR_S and not _runs(int(owner[1]))


def _runs(process: int) -> bool:
    """Whether there is a process of that number on this machine; where that cannot be asked, only the time tells."""
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _literal(name: str) -> str:
    """A name as a pattern that fits only itself."""
    return re.sub(r"([*?[])", r"[\1]", name)
