"""An installation to which things happen: its commands with too little room or on a read-only disk, and what is there afterwards."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from etl.ledger.store import Ledger, User
from etl.submissions.models import Proposal
from etl.warehouse import builds
from tests.support.places import ROOT

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
BOTH = User("Aliya", frozenset({"submitter", "reviewer"}))
LINK = "https://data.worldbank.org/country/KZ"


def some(cases: Iterable[str], *long: str) -> list[object]:
    """Cases, of which these are long."""
    return [pytest.param(case, marks=pytest.mark.full) if case in long else case for case in cases]


def environment(place: Path) -> dict[str, str]:
    """What makes commands and pages use this installation and nothing else."""
    return {
        **os.environ, "SERVANDA_WAREHOUSE": str(place / "w"), "SERVANDA_LEDGER": f"sqlite:///{place}/ledger.sqlite",
        "SERVANDA_SNAPSHOTS": str(place / "snapshots"), "SERVANDA_PRESETS": str(place / "presets"),
        # On a full disk Python keeps the first half of a compiled module, and cannot read it afterwards.
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip


def run(place: Path, *command: str, limit: int | None = None, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """Run a command on an installation: with files up to a size only, or after something that changes its surroundings."""
    limited = ["tests.support.full_disk", str(limit)] if limit is not None else []
    return subprocess.run(
        [*before, sys.executable, "-m", *limited, *command], cwd=ROOT, env=environment(place), capture_output=True, text=True, check=False
    )


def sentence(done: subprocess.CompletedProcess[str], code: int | tuple[int, ...]) -> str:
    """The one line it said, without its progress."""
    assert "Traceback" not in done.stderr and done.returncode in (code if isinstance(code, tuple) else (code,)), done.stderr
    lines = [line for line in done.stderr.splitlines() if not line.startswith("  ")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file but what SQLite keeps beside a database."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm", ".lock"))
    }


def form_of(place: Path) -> str:
    """The form that waits to be submitted beside an installation."""
    return str(place.parent / "form.csv")


SUBMIT = ("--author", "Aliya", "--source", LINK, "--note", "figures of 2024", "--yes", "--quiet")


def readonly(folder: Path) -> tuple[str, ...]:
    """What makes a folder read-only for the command after it, in a space of its own; skips where that is not allowed."""
    script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    inside = ("unshare", "--mount", *(() if os.geteuid() == 0 else ("--map-root-user",)), "sh", "-c", script, str(folder))
    if not shutil.which("unshare") or subprocess.run([*inside, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no read-only folder can be made here: a user may not mount")
    return inside


def everything(build: builds.Build) -> list[object]:
    """All rows of all tables, or Damaged."""
    try:
        with builds.open_build(build) as connection:
            tables = connection.execute("select schema_name || '.' || table_name from duckdb_tables() order by 1").fetchall()
            return [connection.execute(f"from {table} order by all").fetchall() for (table,) in tables]
    except duckdb.Error as error:
        builds.raise_if_damaged(build, error)
        raise


def ledger_of(folder: Path) -> str:
    """The address of the ledger in a folder."""
    return f"sqlite:///{folder}/ledger.sqlite"


def submitted(url: str, key: str = "k") -> str:
    """Submit something; the number of the submission."""
    with closing(Ledger(url)) as ledger:
        return ledger.submit(Proposal("observations", ({"value": "1"},), LINK, "why"), BOTH, key, AT)[0]
