"""Whether a build's file is what was written: its SHA-256 stands beside it, in `<its name>.sha256`.

DuckDB notices damage when it reads a damaged block, and not before; the seal tells of every byte, and tells damage from other trouble.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from etl.atomic_files import write_whole


def seal_of(path: Path) -> Path:
    """Where the seal of a file stands."""
    return path.with_name(f"{path.name}.sha256")


def digest(path: Path) -> str:
    """The SHA-256 of a file. Nobody else in this process may have it open for writing: closing it would drop DuckDB's lock."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def seal(path: Path, sha256: str) -> None:
    """Say what the file is. Raises OSError."""
    write_whole(seal_of(path), f"{sha256}\n".encode())


def is_sound(path: Path) -> bool:
    """Whether the file is there and is what was written; without a seal nobody can say so."""
    try:
        return seal_of(path).read_bytes().strip() == digest(path).encode()
    except OSError:
        return False


def is_sound_still(path: Path) -> bool:
    """`is_sound`, looked at once in a process as long as the file has the same size and time; see `look_again`."""
    try:
        state = path.stat()
    except OSError:
        return False
    return _looked_at(path, state.st_size, state.st_mtime_ns)


def look_again() -> None:
    """Forget what was looked at: a disk may turn bytes without a new time."""
    _looked_at.cache_clear()


@lru_cache(maxsize=16)
def _looked_at(path: Path, _size: int, _time: int) -> bool:
    return is_sound(path)
