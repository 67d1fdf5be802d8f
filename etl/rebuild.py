"""Builds the warehouse from the record and the ledger, and never without a ledger that was there before."""

from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

from etl import remembered, warehouse
from etl.clock import utc_today
from etl.ledger import Ledger, there_is
from etl.transform import Progress


def rebuild(
    data: Path,
    ledger: str,
    folder: Path,
    today: date | None = None,
    as_of: date | None = None,
    progress: Progress = lambda step: None,
    new_ledger: bool = False,
) -> warehouse.Build:
    """Build and publish what record and ledger hold now, counted to `today` (by default the day it is).

    `new_ledger`: whatever ledger the builds before were made with, this one or none takes its place.
    Raises BadRecord, LedgerGone, NoLedger, OSError.
    """
    if not new_ledger:
        remembered.require(folder, ledger)
    with ExitStack() as stack:
        opened = stack.enter_context(closing(Ledger(ledger))) if there_is(ledger) else None
        accepted, reverted = (opened.accepted(), opened.listed("reverted")) if opened else ([], [])
        built = warehouse.build(data, folder, as_of, progress, accepted, reverted, today or utc_today())
        remembered.remember(folder, opened)
    return built
