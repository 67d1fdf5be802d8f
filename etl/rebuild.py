"""Builds the warehouse anew from the record and the ledger: after a restore, and where a build was found damaged."""

from contextlib import closing
from pathlib import Path

from etl import warehouse
from etl.ledger import Ledger, there_is


def rebuild(data: Path, ledger: str, folder: Path) -> warehouse.Build:
    """Build and publish what record and ledger hold now. Raises BadRecord, NoLedger, OSError."""
    if not there_is(ledger):
        return warehouse.build(data, folder)
    with closing(Ledger(ledger)) as opened:
        accepted, reverted = opened.accepted(), opened.listed("reverted")
    return warehouse.build(data, folder, accepted=accepted, reverted=reverted)
