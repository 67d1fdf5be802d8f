"""The command `status`: every pledge with its three readings."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from etl.commands.console import BAD_INPUT, DONE, output, tell
from etl.commands.options import command, format_option, lang_option, only_declaration_option, output_option
from etl.commands.read_build import open_build, reading_options, tell_past
from etl.i18n.translator import translator
from etl.reports import status


@command("--format json")
@only_declaration_option
@format_option("table", "json", "csv")
@click.option("--summary", is_flag=True, help="Only the first answer and its counts, once per declaration (table or json).")
@output_option
@reading_options
@lang_option
def status_command(
    declaration: str | None,
    format: str,
    summary: bool,
    output_file: Path | None,
    as_of: date | None,
    internal: bool,
    warehouse: Path,
    lang: str,
    **_record: Any,
) -> int:
    """Print the statuses in a form; 1 where there is no such declaration."""
    if summary and format == "csv":
        raise click.UsageError("--summary is a few sentences and counts; ask for --format json or table.")
    texts = translator(lang)
    with open_build(warehouse, as_of, internal) as (connection, build_id):
        known = {name for (name,) in connection.execute("select declaration from declarations").fetchall()}
        if declaration and declaration not in known:
            tell(f'there is no declaration "{declaration}" in this build; leave --declaration out to see all')
            return BAD_INPUT
        with output(output_file) as out:
            if format == "json" and summary:
                status.write_json(status.summaries(connection, texts, declaration), out)
                return DONE
            if format == "table":
                tell_past(connection, texts, out)
                status.write_answers(connection, texts, out, declaration)
            if summary:
                return DONE
            statuses = status.pledge_statuses(connection, build_id, lang, declaration)
            if format == "json":
                status.write_json(statuses, out)
            elif format == "csv":
                status.write_csv(statuses, out)
            else:
                status.write_table(statuses, texts, out)
    return DONE
