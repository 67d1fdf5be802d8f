"""What tests of the ETL share: an installation of their own, and commands on a record of their own."""

import shutil
import subprocess
from pathlib import Path

import pytest

from etl.ledger.store import Ledger
from etl.reports.atom_feed import files as feeds_of
from etl.warehouse import builds
from etl.warehouse.checksums import seal_of
from tests.support import commands
from tests.support.places import DATA
from tests.support.registers import say_nothing_of_answers
from tests.support.submissions import Run


@pytest.fixture
def place(built: builds.Build, tmp_path: Path) -> Path:
    """An installation: a copy of the build, a ledger, a form to submit; every path below one folder."""
    folder = tmp_path / "servanda"
    (folder / "w").mkdir(parents=True)
    for path in (built.path, seal_of(built.path), *feeds_of(built.path).values()):
        shutil.copy(path, folder / "w" / path.name)
    for pointer in builds.POINTERS.values():
        (folder / "w" / pointer).write_text(f"{built.path.name}\n")
    Ledger(f"sqlite:///{folder}/ledger.sqlite").close()
    (tmp_path / "form.csv").write_text(
        "indicator,period,value,unit,published\nair-passengers-kaz,2024,9,PERSONS_MN,2026-11-24\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The commands, with a ledger and a warehouse of their own, on a record in which many indicators are assessed."""
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    say_nothing_of_answers(data)

    def command(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        settings = {
            "SERVANDA_LEDGER": f"sqlite:///{tmp_path}/ledger.sqlite",
            "SERVANDA_WAREHOUSE": str(tmp_path / "w"),
            "SERVANDA_DATA": str(data),
        }
        return commands.run(*arguments, **{**settings, **environment})

    return command
