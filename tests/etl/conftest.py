"""What the tests of faults share: an installation of their own."""

import shutil
from pathlib import Path

import pytest

from etl.ledger.store import Ledger
from etl.reports.atom_feed import files as feeds_of
from etl.warehouse import builds
from etl.warehouse.checksums import seal_of


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
