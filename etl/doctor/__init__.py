"""What is wrong with an installation, one line each with what to do."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from etl.backup.create import Places
from etl.doctor import configuration, folders, installation, stored_data
from etl.doctor.finding import Finding
from etl.messages import message
from etl.settings import BadSetting, settings


def look(data: Path, ledger: str, snapshots: Path, warehouse: Path) -> Iterator[Finding]:
    """Everything that can be looked at without changing anything."""
    try:
        where = Places(data, ledger, snapshots, settings().presets)
    except BadSetting as error:
        yield Finding(
            configuration.SETTINGS, message("{error}", error=str(error).splitlines()[0]), message("mend it; the rest was not looked at")
        )
        return
    yield from installation.look(ledger)
    yield from folders.look(where, warehouse)
    yield from configuration.look()
    yield from stored_data.look(where, warehouse, datetime.now(UTC))
