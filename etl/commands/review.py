"""The command `review`: what was submitted, and what is decided about it."""

import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from etl.clock import utc_today
from etl.commands.console import DONE
from etl.commands.lazy_group import Command, Group
from etl.commands.options import build_options, lang_option, options, runs
from etl.i18n.translator import translator
from etl.ledger import known_ledger, roles
from etl.ledger.store import Ledger, Overtaken, Refused, User
from etl.settings import settings
from etl.submissions.checked_record import check
from etl.submissions.filing import COLUMN, Filing
from etl.submissions.findings import Examined
from etl.submissions.models import Decided, Decision, Submission
from etl.text_validation import LONGEST, in_line
from etl.warehouse import builds
from etl.warehouse.rebuild import Decisions, rebuild

declaration_option = click.option(
    "--declaration", default="", metavar="ID", help="Refuse a submission that has no row of this declaration.", show_default="any"
)
submission_argument = click.argument("submission", metavar="ID")
deciding_options = options(
    click.option("--by", required=True, metavar="NAME", help="Who decides."),
    click.option("--why", default="", metavar="TEXT", help="The reason.", show_default="none"),
    click.option(
        "--seen", type=int, metavar="N", help="The version you decide on; refused where it has changed since.", show_default="the newest"
    ),
    declaration_option,
    build_options,
    lang_option,
)


@click.group(cls=Group, example="accept S261124-3f2a91 --by Boris", help="A submission is named by its ID, as `list` shows it.")
def review_command() -> None:
    """The sub-commands of `review`."""


@review_command.command("list", cls=Command, example="", help="List what was submitted, the oldest first.")
@runs
@click.option("--declaration", default="", metavar="ID", help="Only submissions that have rows of this declaration.", show_default="all")
@build_options
@lang_option
def list_command(declaration: str, warehouse: Path, ledger: str, **_others: Any) -> int:
    """Print a line for each submission."""
    with _ledger(warehouse, ledger) as opened:
        for item in opened.listed():
            if not _concerns(item, declaration):
                continue
            what = f"{len(item.proposal.rows)} × {item.proposal.kind}"
            print(in_line(f"{item.id}  {item.state:<9}  {item.at[:10]}  {item.author}: {what}  {item.proposal.note}", LONGEST))
    return DONE


@review_command.command("show", cls=Command, example="S261124-3f2a91", help="Show a submission: its rows, and what was decided about it.")
@runs
@submission_argument
@declaration_option
@build_options
@lang_option
def show_command(submission: str, declaration: str, warehouse: Path, ledger: str, **_others: Any) -> int:
    """Print a submission."""
    with _ledger(warehouse, ledger) as opened:
        _show(_submission(opened, submission, declaration))
    return DONE


@review_command.command(
    "accept", cls=Command, example="S261124-3f2a91 --by Boris",
    help="Accept a submission: its rows become part of the data, and the warehouse is built anew.",
)  # fmt: skip
@runs
@submission_argument
@deciding_options
def accept_command(**arguments: Any) -> int:
    """Accept."""
    return _decide("accepted", **arguments)


@review_command.command(
    "reject", cls=Command, example="S261124-3f2a91 --by Boris --why 'no such table'", help="Reject a submission: nothing changes."
)
@runs
@submission_argument
@deciding_options
def reject_command(**arguments: Any) -> int:
    """Reject."""
    return _decide("rejected", **arguments)


@review_command.command(
    "revert", cls=Command, example="S261124-3f2a91 --by Boris --why 'withdrawn by its publisher'",
    help="Revert what was accepted: what was there before is back, and the warehouse is built anew.",
)  # fmt: skip
@runs
@submission_argument
@deciding_options
def revert_command(**arguments: Any) -> int:
    """Revert."""
    return _decide("reverted", **arguments)


@review_command.command(
    "comment", cls=Command, example="S261124-3f2a91 --by Boris --why 'which table?'", help="Comment on a submission; it goes on waiting."
)
@runs
@submission_argument
@deciding_options
def comment_command(**arguments: Any) -> int:
    """Comment."""
    return _decide("comment", **arguments)


@contextmanager
def _ledger(warehouse: Path, url: str) -> Iterator[Ledger]:
    """The ledger of the builds, open."""
    known_ledger.require(warehouse, url)
    with closing(Ledger(url, settings().review == "required", settings().submissions_per_hour)) as opened:
        yield opened


def _submission(ledger: Ledger, name: str, declaration: str) -> Submission:
    """A submission. Raises Refused where there is none, or none of this declaration."""
    found = ledger.show(name)
    if not _concerns(found, declaration):
        raise Refused(f"{found.id} has no row of {in_line(declaration)}; look at it: python -m etl review show {found.id}")
    return found


def _decide(
    decision: Decision, submission: str, by: str, why: str, seen: int | None, declaration: str,
    warehouse: Path, data: Path, ledger: str, lang: str,
) -> int:  # fmt: skip
    """Decide; after a decision that changes the data the warehouse is built anew."""
    with _ledger(warehouse, ledger) as opened:
        found = _submission(opened, submission, declaration)
        version = found.version if seen is None else seen
        user = roles.user(by, settings().roles)
        prepared = None
        if decision == "accepted":
            after, prepared = _accept(opened, found, version, user, why, data, warehouse)
        else:
            after = opened.decide(found.id, version, decision, user, why, secrets.token_hex(16), datetime.now(UTC))
        print(f"{after.id}  {after.state}")
        if decision in ("accepted", "reverted"):
            # Somebody else may have decided meanwhile; what was prepared is published where nobody did.
            built = rebuild(data, ledger, warehouse, ready=prepared)
            print(translator(lang).t("The warehouse was built anew: {build}.", build=built.id), file=sys.stderr)
    return DONE


def _accept(
    ledger: Ledger, seen: Submission, version: int, by: User, why: str, data: Path, warehouse: Path
) -> tuple[Submission, tuple[builds.Prepared, Decisions]]:
    """Accept a submission that fits the record beside all others; returns it, and what was built to see that it does, from which rows.

    What no longer fits is refused before it is accepted, not at the next build: raises BadRecord.
    """
    while True:
        now = datetime.now(UTC)
        accepted, reverted = ledger.accepted(), ledger.listed("reverted")
        decided = Decided(seen.version + 1, "accepted", by.name, now.isoformat(), why)
        trial = [*accepted, replace(seen, decided=(*seen.decided, decided))]
        _refuse_unfiled(seen, data, accepted)
        prepared = builds.prepare(data, warehouse, accepted=trial, reverted=reverted, today=utc_today())
        checked = [item.id for item in accepted]
        try:
            after = ledger.decide(seen.id, version, "accepted", by, why, secrets.token_hex(16), now, checked)
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
