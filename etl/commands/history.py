"""The command `history`: every change, who made it, when and why."""

import sys
from contextlib import closing
from pathlib import Path

import click

from etl.commands.console import BAD_INPUT, DONE
from etl.commands.options import command, lang_option, record_options
from etl.ledger.store import Ledger
from etl.submissions.checked_record import check
from etl.submissions.history import history, of_pledge
from etl.text_validation import LONGEST, in_line


@command("--indicator trade-turnover", "Oldest first, with the value before and after.")
@click.option("--indicator", metavar="ID", help="Only this indicator.", show_default="all")
@click.option("--pledge", metavar="ID", help="Only this pledge and its indicators.", show_default="all")
@record_options
@lang_option
def history_command(indicator: str | None, pledge: str | None, data: Path, ledger: str, lang: str) -> int:
    """Print every change; 1 where there is no such indicator or pledge."""
    with closing(Ledger(ledger)) as opened:
        record = check(data, opened.accepted()).record
        submitted = opened.listed()
    known = {item.id for folder in record.declarations for item in folder.indicators}
    wanted = {indicator} if indicator else known
    pledges = {item.id for folder in record.declarations for item in folder.pledges} if not indicator else set()
    if pledge:
        wanted &= set().union(*(of_pledge(folder, pledge) for folder in record.declarations))
        pledges &= {pledge}
    if not wanted & known and not pledges:
        print("there is no such indicator or pledge; their names stand in the addresses of their pages", file=sys.stderr)
        return BAD_INPUT
    for entry in history(record, submitted, wanted, pledges):
        value = f" {entry.period}: {_number(entry.before)} → {_number(entry.after)}" if entry.period else ""
        line = f"{entry.at[:16]}  {entry.who}  {entry.what}  {entry.submission} {entry.indicator}{value}  {entry.why}"
        print(in_line(line, LONGEST).replace("   ", "  ").rstrip())
    return DONE


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
