"""Groups of commands that are listed without being imported: a command is imported when it runs or explains itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from typing import Any

import click

from etl import __version__


@dataclass(frozen=True)
class Entry:
    """A command of a group: its name, the module that holds it as `<name>_command`, its section in the help, and one sentence about it."""

    name: str
    module: str
    section: str
    summary: str

    def load(self) -> click.Command:
        """Import the command; the sentence about it stands first in its help."""
        command: click.Command = getattr(import_module(self.module), f"{self.name.replace('-', '_')}_command")
        details = command.help if command.help and not command.help.startswith(self.summary) else ""
        command.help = f"{self.summary}\n\n{details}".rstrip()
        return command


class LazyGroup(click.Group):
    """A group of entries, in their order."""

    def __init__(self, entries: Sequence[Entry], about: str) -> None:
        settings = {"help_option_names": ["-h", "--help"], "show_default": True, "max_content_width": 100}
        super().__init__(help=about, context_settings=settings)
        self.entries = {entry.name: entry for entry in entries}
        self.params.append(
            click.Option(
                ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
            )
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of the help."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None where there is no such one."""
        entry = self.entries.get(cmd_name)
        return entry.load() if entry else None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of a call. Raises NoSuchCommand with the names that look alike."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(error.command_name, possibilities=self.entries, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by their sections, a line each."""
        for section, entries in groupby(self.entries.values(), key=lambda entry: entry.section):
            with formatter.section(section):
                formatter.write_dl([(entry.name, entry.summary) for entry in entries], col_max=16)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write where to read more."""
        formatter.write(f"\nOptions and an example of a command: {ctx.command_path} COMMAND --help\n")


class Example:
    """A command with an example at the end of its help, on a line of its own however long it is."""

    def __init__(self, *arguments: Any, example: str, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example as it would be called here."""
        formatter.write(f"\nexample: {ctx.command_path} {self.example}".rstrip() + "\n")


class Command(Example, click.Command):
    """A command with an example."""


class Group(Example, click.Group):
    """A command with sub-commands, in the order in which they were added, with an example."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the sub-commands, in their order."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sub-commands with their whole sentence."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help or "") for name, command in self.commands.items()])


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"Servanda {__version__}")
        ctx.exit()
