"""What a file may cost: the limits, and the process of its own that every file is read in."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

if sys.platform != "win32":
    import resource

ROOT = Path(__file__).resolve().parent.parent.parent
MB = 1024 * 1024
# What Python needs to start; the reader of a stranger's file gets no other variable (a database's address holds its password).
ENVIRONMENT = ("LD_LIBRARY_PATH", "PATH", "PYTHONDONTWRITEBYTECODE", "SYSTEMROOT")


@dataclass(frozen=True)
class Limits:
    """The most a table may have and its reading may take; sizes in bytes, lengths in characters."""

    seconds: float = 5.0
    memory: int = 1024 * MB
    file: int = 20 * MB
    unzipped: int = 200 * MB
    # A sheet of 2,000,000 equal cells is packed to a fiftieth; a bomb to a thousandth.
    ratio: int = 150
    parts: int = 1_000
    rows: int = 100_000
    columns: int = 200
    cell: int = 10_000
    # A shared text of a workbook can stand in every cell: bounded cells alone would still add up to gigabytes.
    characters: int = 50_000_000
    problems: int = 100


LIMITS = Limits()


class TookTooLong(Exception):
    """The reading did not end in time and was ended."""


class BrokeOff(Exception):
    """The reading ended without an answer."""


def ask_child(name: str, data: bytes, limits: Limits) -> bytes:
    """What `python -m etl.uploads` answers about a file; the process is gone when this returns or raises."""
    question = json.dumps({"name": name, "limits": asdict(limits)}).encode() + b"\n" + data
    environment = {variable: os.environ[variable] for variable in ENVIRONMENT if variable in os.environ}
    # numpy, which openpyxl brings in where it finds it, sets memory aside for every core.
    environment["OPENBLAS_NUM_THREADS"] = "1"
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "etl.uploads"],
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            cwd=ROOT,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TookTooLong from error
    if ended.returncode != 0:
        raise BrokeOff
    return ended.stdout


def confine(limits: Limits) -> None:
    """Bound what this process may still take: memory, processor time, and no file may be written."""
    if sys.platform == "win32":
        # Windows has no such limits; there the time alone ends a reading.
        return
    seconds = int(limits.seconds) + 1
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):
            # macOS refuses to bound memory, and a lower limit may hold already; the time is bounded by the caller in any case.
            continue
