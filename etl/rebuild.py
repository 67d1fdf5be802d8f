"""Builds the warehouse anew from the record and the ledger: after a restore, and where a build was found damaged."""

from contextlib import closing
from datetime import date
from pathlib import Path

from etl import warehouse
from etl.clock import utc_today
from etl.ledger import Ledger, there_is


def rebuild(data: Path, ledger: str, folder: Path, today: date | None = None) -> warehouse.Build:
    """Build and publish what record and ledger hold now, counted to `today` (by default the day it is). Raises BadRecord, NoLedger, OSError."""
    today = today or utc_today()
    if not there_is(ledger):
        return warehouse.build(data, folder, today=today)
    with closing(Ledger(ledger)) as opened:
        accepted, reverted = opened.accepted(), opened.listed("reverted")
    return warehouse.build(data, folder, accepted=accepted, reverted=reverted, today=today)
