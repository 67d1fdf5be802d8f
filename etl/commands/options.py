"""Options that several commands share, and how a command is declared."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from etl import audit_log
from etl.commands.console import handle_errors
from etl.commands.lazy_group import Command
from etl.i18n.languages import LANGUAGES
from etl.settings import PREFIX, Settings, settings
from etl.text_validation import in_line

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
PATH = click.Path(path_type=Path)


class Day(click.ParamType[date]):
    """A day such as 2025-11-12."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day of a text; fails with what to write."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{in_line(value)}" is no day; write it as 2025-11-12.', param, ctx)


DAY = Day()


def runs(function: Callable[..., int]) -> Callable[..., int]:
    """The function of a command: settings are checked and the audit log is open when it starts, what fails becomes an exit code."""

    @handle_errors
    @wraps(function)
    def start(**arguments: Any) -> int:
        settings()
        audit_log.open_log()
        return function(**arguments)

    return start


def command(example: str, more: str = "") -> Callable[[Callable[..., int]], Command]:
    """Declare a command, whose function returns the exit code.

    example: what to write behind its name. more: what its help says after the sentence of the list of commands.
    """

    def declare(function: Callable[..., int]) -> Command:
        return click.command(cls=Command, example=example, help=more)(runs(function))

    return declare


def from_settings(flag: str, metavar: str) -> Decorator:
    """An option whose default and explanation are those of a setting of the environment."""
    name = flag.removeprefix("--")
    field = Settings.model_fields[name]
    return click.option(
        flag,
        type=PATH if isinstance(field.default, Path) else str,
        default=field.default,
        envvar=f"{PREFIX}{name.upper()}",
        show_envvar=True,
        metavar=metavar,
        help=field.description,
    )


data_option = from_settings("--data", "DIR")
ledger_option = from_settings("--ledger", "URL")
warehouse_option = from_settings("--warehouse", "DIR")
snapshots_option = from_settings("--snapshots", "DIR")
lang_option = click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the texts.")
as_of_option = click.option("--as-of", type=DAY, metavar="DATE", help="Show what was known on that day.", show_default="the newest day")
internal_option = click.option("--internal", is_flag=True, help="With internal items, else what anybody may see.")
output_option = click.option(
    "-o", "--output", "output_file", type=PATH, metavar="FILE", help="Write to a file.", show_default="standard output"
)
only_declaration_option = click.option("--declaration", metavar="ID", help="Only this declaration.", show_default="all")


def format_option(*formats: str) -> Decorator:
    """`--format` with these choices, the first one by default."""
    return click.option("--format", type=click.Choice(formats), default=formats[0], help="Form of the output.")


def options(*declared: Decorator) -> Decorator:
    """Several options as one decorator, in this order."""

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(declared):
            function = option(function)
        return function

    return declare


record_options = options(data_option, ledger_option)
build_options = options(warehouse_option, data_option, ledger_option)
