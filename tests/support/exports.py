"""Exports to read: written by the command, their files, the documents in them."""

import json
from pathlib import Path
from typing import Any

from etl.__main__ import main

FORMATS = ("datapackage", "sdmx-csv", "parquet", "json")


def export(to: Path, builds: Path, *more: str) -> int:
    """Export a build into a folder by the command; its exit code."""
    return main(["export", str(to), "--warehouse", str(builds), *more])


def content(of: Path) -> dict[str, bytes]:
    """The files of an export by their names."""
    return {path.name: path.read_bytes() for path in of.iterdir()}


def document(path: Path) -> dict[str, Any]:
    """A JSON document of an export."""
    read = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read
