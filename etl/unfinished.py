"""Where the plan of a restore stands while it is going on: every command looks there before it reads the record."""

from pathlib import Path


def plan_file(record: Path) -> Path:
    """The plan of a restore of this record; there is none unless one is going on or was killed."""
    folder = record.resolve()
    return folder.with_name(f".{folder.name}-restore.json")
