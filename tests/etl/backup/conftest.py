"""An installation and a backup of it."""

from pathlib import Path

import pytest

from etl.backup.create import Places, back_up
from tests.support.installation import AT, installed


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An installation with something of everything in it."""
    return installed(tmp_path / "servanda")


@pytest.fixture
def archive_path(places: Places, tmp_path: Path) -> Path:
    """A backup of it."""
    back_up(tmp_path / "kept.zip", places, AT)
    return tmp_path / "kept.zip"
