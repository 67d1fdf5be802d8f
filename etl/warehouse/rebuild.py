"""Builds the warehouse from the record and the ledger, and never without a ledger that was there before."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from etl.clock import utc_today
from etl.ledger import known_ledger
from etl.ledger.store import Ledger, there_is
from etl.submissions.models import Submission
from etl.warehouse import builds
from etl.warehouse.transform import Progress

# What a build is made from beside the record: what is accepted, and what was reverted.
Decisions = tuple[Sequence[Submission], Sequence[Submission]]
# A build takes seconds, and each decision is followed by one: nobody is overtaken so often by chance.
TRIES = 10


def rebuild(
    data: Path,
    ledger: str,
    folder: Path,
    today: date | None = None,
    as_of: date | None = None,
    progress: Progress = lambda step: None,
    new_ledger: bool = False,
    ready: tuple[builds.Prepared, Decisions] | None = None,
) -> builds.Build:
    """Build and publish what record and ledger hold now, counted to `today` (by default the day it is).

    Somebody may decide while a build is made or published: then another is made, so that no older one stays in the place of a newer.
    `new_ledger`: whatever ledger the builds before were made with, this one or none takes its place. `ready`: what was prepared
    already, and from which decisions; it is published where these still hold.
    Raises BadRecord, LedgerGone, NoLedger, NotBuilt, OSError.
    """
    if not new_ledger:
        known_ledger.require(folder, ledger)
    for _ in range(TRIES):
        decided = _decisions(ledger)
        if ready is None or ready[1] != decided:
            ready = builds.prepare(data, folder, as_of, progress, *decided, today or utc_today()), decided
            if _decisions(ledger) != decided:
                continue
        built = builds.publish(ready[0], progress)
        known_ledger.remember(folder, ledger)
        if _decisions(ledger) == decided:
            return built
    raise builds.NotBuilt(
        f"{folder}: somebody decided during each of {TRIES} builds; when they are done, run: python -m etl build --warehouse {folder}"
    )


def _decisions(ledger: str) -> Decisions:
    """What is accepted and what was reverted by now; nothing where there is no ledger."""
    if not there_is(ledger):
        return [], []
    with closing(Ledger(ledger)) as opened:
        return opened.accepted(), opened.listed("reverted")
