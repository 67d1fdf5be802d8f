"""Builds for tests: made once and copied into the folder of each test that writes beside them."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.warehouse import builds


def copied(build: builds.Build, folder: Path) -> builds.Build:
    """The same published build in another folder: what a test would wait two seconds for if it built the same record again."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ("*.duckdb", "*.duckdb.*", "*.atom", *builds.POINTERS.values())
    for path in (path for name in names for path in build.path.parent.glob(name)):
        shutil.copy2(path, folder / path.name)
    return builds.Build(build.id, folder / build.path.name)


def made_once(paths: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` fills, once for all processes of a run of tests: who comes later waits, then finds it there."""
    base = paths.getbasetemp()
    # With several processes each has a folder of its own in that of the run.
    folder = (base.parent if base.name.startswith("popen-") else base) / "made-once" / name
    folder.parent.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            draft = folder.with_suffix(".draft")
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            make(draft)
            draft.rename(folder)
    return folder
