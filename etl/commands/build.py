"""The command `build`: check, build, publish."""

import sys
import time
from datetime import date
from pathlib import Path

import click

from etl.commands.console import DONE
from etl.commands.options import DAY, as_of_option, build_options, command, lang_option
from etl.i18n.translator import translator
from etl.warehouse import builds
from etl.warehouse.rebuild import rebuild


@command("", "A build is whole or it is not there; the one before is shown until then.")
@click.option(
    "--today", type=DAY, metavar="DATE", help="The day to count lapse, staleness and what is due to.", show_default="today in UTC"
)
@as_of_option
@click.option("--new-ledger", is_flag=True, help="Go on without the ledger that the builds before were made with.")
@build_options
@lang_option
def build_command(today: date | None, as_of: date | None, new_ledger: bool, warehouse: Path, data: Path, ledger: str, lang: str) -> int:
    """Build, and print how much the build holds."""
    started = time.monotonic()
    built = rebuild(data, ledger, warehouse, today, as_of, lambda step: print(f"  {step}", file=sys.stderr), new_ledger)
    with builds.open_build(built) as connection:
        counts = connection.execute(
            """
            select
                (select count(*) from pledges), (select count(*) from indicators), (select count(*) from observations),
                (select count(*) from events), (select count(*) from indicator_statuses where status <> 'not_assessable'),
                (select max(as_of) from declarations)
            """
        ).fetchone()
    assert counts is not None
    print(
        translator(lang).t(
            "Built {id} in {seconds} s: {pledges} pledges, {indicators} indicators ({assessed} assessed), {observations} observations, {events} events, as of {day}.",
            id=built.id,
            seconds=translator(lang).number(time.monotonic() - started, 1),
            pledges=counts[0],
            indicators=counts[1],
            observations=counts[2],
            events=counts[3],
            assessed=counts[4],
            day=counts[5].isoformat(),
        ),
        file=sys.stderr,
    )
    return DONE
