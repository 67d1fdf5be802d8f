"""The commands `review` and `history`: what was submitted, what was decided, what every change was."""

import argparse
import secrets
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from etl.clock import utc_today
from etl.i18n.translator import translator
from etl.ledger import known_ledger, roles
from etl.ledger.store import Ledger, Overtaken, Refused, User
from etl.settings import settings
from etl.submissions.checked_record import check
from etl.submissions.filing import COLUMN, Filing
from etl.submissions.findings import Examined
from etl.submissions.history import history as entries_of
from etl.submissions.history import of_pledge
from etl.submissions.models import Decided, Decision, Submission
from etl.text_validation import LONGEST, in_line
from etl.warehouse import builds
from etl.warehouse.rebuild import Decisions, rebuild

DONE, BAD_INPUT, BAD_CALL = 0, 1, 2
DECISIONS: dict[str, Decision] = {"accept": "accepted", "reject": "rejected", "revert": "reverted", "comment": "comment"}


def run(options: argparse.Namespace) -> int:
    """Run the command; after a decision that changes the data the warehouse is built anew. Returns the exit code."""
    known_ledger.require(options.warehouse, options.ledger)
    with closing(Ledger(options.ledger, settings().review == "required", settings().submissions_per_hour)) as ledger:
        return _run(ledger, options)


def _run(ledger: Ledger, options: argparse.Namespace) -> int:
    if options.action == "list":
        for item in ledger.listed():
            if not _concerns(item, options.declaration):
                continue
            what = f"{len(item.proposal.rows)} × {item.proposal.kind}"
            print(in_line(f"{item.id}  {item.state:<9}  {item.at[:10]}  {item.author}: {what}  {item.proposal.note}", LONGEST))
        return DONE
    if options.submission is None:
        print(f"review {options.action} needs the id of a submission; see: python -m etl review list", file=sys.stderr)
        return BAD_CALL
    seen = ledger.show(options.submission)
    if not _concerns(seen, options.declaration):
        print(f"{seen.id} has no row of {in_line(options.declaration)}; look at it: python -m etl review show {seen.id}", file=sys.stderr)
        return BAD_INPUT
    if options.action == "show":
        _show(seen)
        return DONE
    if not options.by:
        print(f"review {options.action} needs --by NAME", file=sys.stderr)
        return BAD_CALL
    decision = DECISIONS[options.action]
    version = seen.version if options.seen is None else options.seen
    by = roles.user(options.by, settings().roles)
    prepared = None
    if decision == "accepted":
        after, prepared = _accept(ledger, seen, version, by, options)
    else:
        after = ledger.decide(seen.id, version, decision, by, options.why, secrets.token_hex(16), datetime.now(UTC))
    print(f"{after.id}  {after.state}")
    if decision in ("accepted", "reverted"):
        # Somebody else may have decided meanwhile; what was prepared is published where nobody did.
        built = rebuild(options.data, options.ledger, options.warehouse, ready=prepared)
        print(translator(options.lang).t("The warehouse was built anew: {build}.", build=built.id), file=sys.stderr)
    return DONE


def history(options: argparse.Namespace) -> int:
    """Print every change, oldest first."""
    ledger = Ledger(options.ledger)
    record = check(options.data, ledger.accepted()).record
    known = {indicator.id for folder in record.declarations for indicator in folder.indicators}
    wanted = {options.indicator} if options.indicator else known
    pledges = {item.id for folder in record.declarations for item in folder.pledges} if not options.indicator else set()
    if options.pledge:
        wanted &= set().union(*(of_pledge(folder, options.pledge) for folder in record.declarations))
        pledges &= {options.pledge}
    if not wanted & known and not pledges:
        print("there is no such indicator or pledge; their names stand in the addresses of their pages", file=sys.stderr)
        return BAD_INPUT
    for entry in entries_of(record, ledger.listed(), wanted, pledges):
        value = f" {entry.period}: {_said(entry.before)} → {_said(entry.after)}" if entry.period else ""
        line = f"{entry.at[:16]}  {entry.who}  {entry.what}  {entry.submission} {entry.indicator}{value}  {entry.why}"
        print(in_line(line, LONGEST).replace("   ", "  ").rstrip())
    return DONE


def _accept(
    ledger: Ledger, seen: Submission, version: int, by: User, options: argparse.Namespace
) -> tuple[Submission, tuple[builds.Prepared, Decisions]]:
    """Accept a submission that fits the record beside all others; returns it, and what was built to see that it does, from which rows.

    What no longer fits is refused before it is accepted, not at the next build: raises BadRecord.
    """
    while True:
        now = datetime.now(UTC)
        accepted, reverted = ledger.accepted(), ledger.listed("reverted")
        decided = Decided(seen.version + 1, "accepted", options.by, now.isoformat(), options.why)
        trial = [*accepted, replace(seen, decided=(*seen.decided, decided))]
        _refuse_unfiled(seen, options.data, accepted)
        prepared = builds.prepare(options.data, options.warehouse, accepted=trial, reverted=reverted, today=utc_today())
        checked = [item.id for item in accepted]
        try:
            after = ledger.decide(seen.id, version, "accepted", by, options.why, secrets.token_hex(16), now, checked)
        except Overtaken:
            # Another was accepted since: this one is checked against it too.
            continue
        return after, (prepared, (trial, reverted))


def _refuse_unfiled(seen: Submission, data: Path, accepted: Sequence[Submission]) -> None:
    """Refuse rows that name no declaration, as none did in the first version, and may belong to several."""
    if all(COLUMN in row for row in seen.proposal.rows):
        return
    filing, found = Filing(check(data, accepted).record, seen.proposal.kind), Examined()
    list(filing.filed(enumerate(seen.proposal.rows, 1), "", found))
    if found.mistakes:
        raise Refused(f"{seen.id}, row {found.mistakes[0].row}: {found.mistakes[0].message} Reject it, and submit its rows again.")


def _concerns(item: Submission, declaration: str) -> bool:
    """Whether a submission has rows of this declaration, or rows that do not name theirs; an empty one is any."""
    return not declaration or any(row.get(COLUMN, declaration) == declaration for row in item.proposal.rows)


def _show(item: Submission) -> None:
    proposal = item.proposal
    lines = [f"{item.id}  {item.state}  {item.at}  {item.author}", proposal.source, proposal.note]
    lines += [f"  {n}. " + ", ".join(f"{name} {cell}" for name, cell in row.items()) for n, row in enumerate(proposal.rows, 1)]
    lines += [f"  {decided.at}  {decided.by}  {decided.decision}  {decided.why}".rstrip() for decided in item.decided]
    for line in lines:
        print(in_line(line, LONGEST))


def _said(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
