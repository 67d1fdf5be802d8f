"""The command `briefing`: slides, PDF or HTML."""

import sys
from pathlib import Path
from typing import Any, get_args

import click

from dashboard.briefing import presets
from dashboard.briefing.document import Length, State
from dashboard.briefing.make import FORMATS, render
from dashboard.briefing.options import STORY, Choice
from etl import audit_log
from etl.atomic_files import write_whole
from etl.commands.console import DONE, tell
from etl.commands.options import DAY, PATH, command, warehouse_option
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.warehouse import builds


@command(
    "--format html --lang fr --domain energy --domain migration -o briefing.html",
    "An option that is left out is that of the preset, else its default.",
)
@click.option("--format", type=click.Choice(tuple(FORMATS)), required=True, help="Form of the file.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Its language.", show_default="en")
@click.option("--declaration", metavar="ID", help="The declaration it is about.", show_default="the latest signed")
@click.option("--domain", "domains", multiple=True, metavar="ID", help="A domain; may be repeated.", show_default="all")
@click.option(
    "--pledge", "pledges", multiple=True, metavar="ID", help="A pledge with a part of its own; may be repeated.", show_default="none"
)
@click.option("--as-of", type=DAY, metavar="DATE", help="What was known on that day.", show_default="the newest day")
@click.option("--since", type=DAY, metavar="DATE", help="The day of the last briefing.", show_default="the signature")
@click.option("--length", type=click.Choice(get_args(Length)), help="How long it is.", show_default="short")
@click.option(
    "--part",
    "parts",
    multiple=True,
    metavar="KEY",
    help=f"A part, in this order; may be repeated: {', '.join(STORY)}.",
    show_default="those of its length",
)
@click.option("--state", type=click.Choice(get_args(State)), help="Whether it is cleared.", show_default="draft")
@click.option("--by", metavar="NAME", help="Who cleared it.", show_default="nobody")
@click.option(
    "--preset",
    metavar="NAME",
    help="A saved choice, or its file; other options go before it (environment: SERVANDA_PRESETS).",
    show_default="none",
)
@click.option("-o", "--output", type=PATH, required=True, metavar="FILE", help="The file to write.")
@warehouse_option
def briefing_command(format: str, preset: str | None, output: Path, warehouse: Path, **options: Any) -> int:
    """Write a briefing; the file is whole or not there."""
    chosen = presets.load(preset) if preset else Choice()
    changed = {name: value for name, value in options.items() if value not in (None, ())}
    choice = Choice.model_validate({**chosen.model_dump(), **changed})
    published = builds.current(warehouse)
    if published.notice:
        tell(published.notice)
    write_whole(output, render(published, choice, format))
    audit_log.note("briefing written", audit_log.account(), format=format, state=choice.state, cleared_by=choice.by, build=published.id)
    print(translator(choice.lang).t("{file} written.", file=output), file=sys.stderr)
    return DONE
