"""Choices kept under a name, one small file each, for those who prepare the same briefing again."""

import re
from pathlib import Path

from dashboard.briefing.options import BadChoice, Choice, read
from etl.atomic_files import write_whole
from etl.settings import settings
from etl.text_validation import in_line

NAME = re.compile(r"[\w][\w .,()-]{0,63}")
# A file's name has at most 255 bytes, ending and all, and these are devices on Windows, whatever their ending.
MOST_BYTES = 240
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
# What belongs to one briefing, not to the next: who cleared it, and for which day it was.
OWN = {"state", "by", "as_of"}


def folder() -> Path:
    """Where presets are kept (environment: SERVANDA_PRESETS)."""
    return settings().presets


def names() -> list[str]:
    """The names of the presets, in order."""
    return sorted(path.stem for path in folder().glob("*.json") if is_name(path.stem))


def is_name(name: str) -> bool:
    """Whether a preset may be called so: its name is its file's, on every system, in this folder and in no other."""
    device = name.partition(".")[0].strip().upper() in DEVICES
    # What ends like a file is taken for the path of one.
    return NAME.fullmatch(name) is not None and len(name.encode()) <= MOST_BYTES and not device and not name.endswith(".json")


def load(name: str) -> Choice:
    """A preset by its name, or a choice by the path of its file. Raises BadChoice where there is none."""
    path = Path(name) if name.endswith(".json") else _path(name)
    try:
        return read(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        known = ", ".join(names()) or "none yet"
        raise BadChoice(f'there is no preset "{in_line(name)}"; there are: {known}') from error


def save(name: str, choice: Choice) -> None:
    """Keep a choice under a name, in place of what stood there; whole or not at all. Raises BadChoice where the name is none."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, (choice.model_dump_json(exclude=OWN, indent=1) + "\n").encode())


def _path(name: str) -> Path:
    if not is_name(name):
        raise BadChoice(f'"{in_line(name)}" is no name for a preset: use letters, digits, spaces and . , - ( ), at most 64')
    return folder() / f"{name}.json"
