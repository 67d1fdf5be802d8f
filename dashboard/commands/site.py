"""The command `site`: the dashboard as files."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from dashboard.website.write import write
from etl import audit_log
from etl.commands.console import DONE, tell
from etl.commands.lazy_group import Command
from etl.commands.options import PATH, runs, warehouse_option
from etl.i18n.languages import LANGUAGES
from etl.warehouse import builds


class WebAddress(click.ParamType[str]):
    """An address of the web, with a slash at its end."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address; fails with what to write."""
        found = urlsplit(value)
        if found.scheme not in ("http", "https") or not found.netloc or found.query or found.fragment:
            self.fail(f"{value} is no address of the web; write one such as https://example.org/servanda/.", param, ctx)
        return str(value).rstrip("/") + "/"


class SeveralLanguages(Command):
    """A command whose `--lang` takes all languages that follow it: `--lang en ru`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat `--lang` before each further language."""
        words: list[str] = []
        for word in args:
            follows = len(words) > 1 and words[-2] == "--lang" and words[-1] in LANGUAGES
            words += ["--lang", word] if follows and word in LANGUAGES else [word]
        return super().parse_args(ctx, words)


@click.command(
    cls=SeveralLanguages,
    example="public --address https://example.org/servanda/",
    help="DIR is a new or empty folder, or that of an earlier site.",
)
@runs
@click.argument("folder", type=PATH, metavar="DIR")
@click.option(
    "--lang",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    default=LANGUAGES,
    metavar="LANG ...",
    help="Languages of the site, the first one leads.",
)
@click.option("--declaration", default="", metavar="ID", help="The declaration it is about.", show_default="the latest signed")
@click.option("--address", type=WebAddress(), default=None, metavar="URL", help="Where it will stand on the web.")
@warehouse_option
def site_command(folder: Path, languages: tuple[str, ...], declaration: str, address: str | None, warehouse: Path) -> int:
    """Write the site, and print how large it is."""
    published = builds.current(warehouse)
    if published.notice:
        tell(published.notice)
    done = write(folder, published, tuple(dict.fromkeys(languages)), address or "", declaration)
    audit_log.note("site written", audit_log.account(), folder=str(folder), build=published.id)
    print(f"{folder}: {done.pages} pages, {done.size / 1e6:.1f} MB", file=sys.stderr)
    return DONE
