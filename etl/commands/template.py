"""The command `template`: an empty form to fill in."""

from pathlib import Path

import click

from etl.atomic_files import write_whole
from etl.commands.console import BAD_INPUT, DONE, output, tell
from etl.commands.options import command, format_option, lang_option, output_option, record_options
from etl.i18n.translator import translator
from etl.ledger.accepted import accepted
from etl.record.kinds import KINDS
from etl.submissions import templates
from etl.submissions.checked_record import check
from etl.submissions.filing import require


@command(
    "trade-turnover --format xlsx -o form.xlsx",
    "INDICATOR is an indicator, such as trade-turnover; or a kind of rows, such as events, whose form is CSV.",
)
@click.argument("indicator", metavar="INDICATOR")
@click.option(
    "--declaration",
    default="",
    metavar="ID",
    help="The declaration the form is for, where its indicator stands in several; of rows: with a column for it.",
    show_default="none",
)
@format_option("csv", "xlsx")
@output_option
@record_options
@lang_option
def template_command(indicator: str, declaration: str, format: str, output_file: Path | None, data: Path, ledger: str, lang: str) -> int:
    """Write the form; 1 where there is no such indicator, or several."""
    if indicator in KINDS and format == "csv":
        with output(output_file) as out:
            out.write(templates.csv_header(indicator, bool(declaration)))
        return DONE
    record = check(data, accepted(ledger)).record
    require(record, declaration)
    found = {
        folder.declaration.id: item
        for folder in record.declarations
        for item in folder.indicators
        if item.id == indicator and declaration in ("", folder.declaration.id)
    }
    if not found:
        tell(f'there is no indicator "{indicator}"; its name stands in the address of its page')
        return BAD_INPUT
    if len(found) > 1:
        tell(f'the indicator "{indicator}" stands in several declarations: {", ".join(found)}; say which with --declaration')
        return BAD_INPUT
    [(owner, item)] = found.items()
    if format == "xlsx":
        if output_file is None:
            raise click.UsageError("An XLSX form cannot be printed; name a file with -o FILE.")
        write_whole(output_file, templates.xlsx_form(record, owner, item, translator(lang)))
        return DONE
    with output(output_file) as out:
        out.write(templates.csv_form(record, owner, item, translator(lang)))
    return DONE
