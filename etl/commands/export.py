"""The command `export`: the data package."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from etl import audit_log, export
from etl.commands.console import DONE
from etl.commands.options import PATH, command, format_option, lang_option, only_declaration_option
from etl.commands.read_build import open_build, past_day_options
from etl.i18n.translator import translator


@command("out --format datapackage", "DIR is a new or empty folder, or an earlier export to replace.")
@click.argument("folder", type=PATH, metavar="DIR")
@format_option("datapackage", "sdmx-csv", "parquet", "json")
@only_declaration_option
@past_day_options
@lang_option
def export_command(
    folder: Path, format: Any, declaration: str | None, as_of: date | None, warehouse: Path, lang: str, **_record: Any
) -> int:
    """Write the package, and print how much it holds."""
    texts = translator(lang)
    with open_build(warehouse, as_of) as (connection, build_id):
        tables = export.export(connection, build_id, folder, format, texts, declaration)
    audit_log.note("exported", audit_log.account(), format=format, folder=str(folder), build=build_id)
    print(
        texts.t(
            "Exported {tables} tables with {observations} observations to {folder}; README.md there says what is what.",
            tables=len(tables),
            observations=texts.number(len(tables["observations"].rows)),
            folder=folder,
        ),
        file=sys.stderr,
    )
    return DONE
