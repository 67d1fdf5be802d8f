"""The command `explain`: why a pledge has its status."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from etl.commands.console import DONE
from etl.commands.options import command, lang_option
from etl.commands.read_build import open_build, reading_options, tell_past
from etl.i18n.translator import translator
from etl.queries import pledge_rows
from etl.reports import explain_pledge
from etl.text_validation import LONGEST, in_line


@command(
    "D25", "PLEDGE is a pledge, such as D25 or kz-ru-2025/D25. It tells inputs, rule, numbers, margins and what other rules would say."
)
@click.argument("pledge", metavar="PLEDGE")
@reading_options
@lang_option
def explain_command(pledge: str, as_of: date | None, internal: bool, warehouse: Path, lang: str, **_record: Any) -> int:
    """Print the explanation."""
    with open_build(warehouse, as_of, internal) as (connection, _):
        declaration, found = pledge_rows.find_pledge(connection, pledge)
        tell_past(connection, translator(lang), sys.stdout)
        for line in explain_pledge.explain_pledge(connection, translator(lang), declaration, found):
            print(in_line(line, LONGEST))
    return DONE
