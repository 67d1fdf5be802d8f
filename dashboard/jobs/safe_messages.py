"""What a page may show of a command's messages: sentences for the one who asked, nothing about the machine they came from."""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from etl.errors import CHECK_PATH, MAKE_ROOM
from etl.messages import N_
from etl.settings import settings

FAILED = N_("This could not be done; the log of this dashboard says why. Tell whoever runs it if it happens again.")
OUTSIDE_FAILED = 3
# How Python, SQL and the address of a database look.
INSIDE = ("Traceback (most recent call last)", "[SQL: ", "sqlite:///", "postgresql", CHECK_PATH, MAKE_ROOM)


def shown(lines: Sequence[str], code: int) -> tuple[str, ...]:
    """The lines a page may show, or none at all where one of them tells of the machine, or something outside failed.

    `code`: how the command ended.
    """
    safe = tuple(line for line in lines if line.strip() and not line.startswith("  "))
    hidden = (*INSIDE, *_places())
    return () if code == OUTSIDE_FAILED or any(phrase in line for line in lines for phrase in hidden) else safe


def _places() -> set[str]:
    """Where the program and its files are on this machine."""
    now = settings()
    folders = (Path(__file__).resolve().parents[2], now.data, now.warehouse, now.snapshots, now.presets, tempfile.gettempdir(), sys.prefix)
    return {str(Path(folder).resolve()) for folder in folders}
