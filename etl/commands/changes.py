"""The command `changes`: every change of status with its cause."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from etl.commands.console import DONE
from etl.commands.options import DAY, command, format_option, lang_option, only_declaration_option
from etl.commands.read_build import open_build, reading_options, tell_past
from etl.i18n.translator import translator
from etl.queries import change_rows
from etl.reports import changes


@command("--since 2026-01-01", "A cause is a new period, a revision, or another target, rule or coding.")
@click.option("--since", type=DAY, metavar="DATE", help="Changes after that day.", show_default="the signature")
@only_declaration_option
@format_option("table", "json")
@reading_options
@lang_option
def changes_command(
    since: date | None,
    declaration: str | None,
    format: str,
    as_of: date | None,
    internal: bool,
    warehouse: Path,
    lang: str,
    **_record: Any,
) -> int:
    """Print the changes in a form."""
    with open_build(warehouse, as_of, internal) as (connection, _):
        if format == "table":
            tell_past(connection, translator(lang), sys.stdout)
        found = change_rows.status_changes(connection, lang, since, declaration)
    if format == "json":
        changes.write_json(found, sys.stdout)
    else:
        changes.write_table(found, translator(lang), sys.stdout)
    return DONE
