"""The command `verify`: whether a briefing still holds."""

from pathlib import Path

import click

from dashboard.briefing.verify import verify
from etl.commands.console import BAD_INPUT, DONE
from etl.commands.options import PATH, command, lang_option, warehouse_option
from etl.i18n.translator import translator


@command("briefing.html", "Exit 0: they hold, 1: they do not.")
@click.argument("file", type=PATH, metavar="FILE")
@warehouse_option
@lang_option
def verify_command(file: Path, warehouse: Path, lang: str) -> int:
    """Print whether the briefing holds; 1 where it does not."""
    verdict = verify(file, warehouse, translator(lang))
    for line in verdict.lines:
        print(line)
    return DONE if verdict.holds else BAD_INPUT
