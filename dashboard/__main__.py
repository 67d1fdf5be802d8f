"""The dashboard's commands."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from dashboard.commands.briefing import add_briefing, add_verify
from etl import audit_log
from etl.commands.console import command_arguments, tell
from etl.errors import InputError, OutsideError, in_words, is_full
from etl.i18n.languages import LANGUAGES
from etl.settings import settings
from etl.warehouse import builds

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 the input is wrong, 2 the call is wrong (argparse), 3 the outside failed."""
    try:
        options = _parser().parse_args(command_arguments(arguments))
        audit_log.open_log()
        run: Callable[[argparse.Namespace], int] = options.run
        return _mended(run, options)
    except InputError as error:
        tell(error)
    except OutsideError as error:
        tell(error)
        return 3
    except OSError as error:
        tell(in_words(error))
        return 3 if is_full(error) else 1
    return 1


def _parser() -> argparse.ArgumentParser:
    usual = settings().warehouse
    parser = argparse.ArgumentParser(prog="python -m dashboard", description="Servanda: show the warehouse, write briefings and the site.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser(
        "serve",
        help="open the dashboard",
        description="Open the dashboard in the browser.",
        epilog="example: python -m dashboard serve --port 8501",
    )
    serve.set_defaults(run=_serve)
    serve.add_argument("--port", type=int, default=8501, metavar="N")
    serve.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the link that is printed")
    site = commands.add_parser(
        "site",
        help="write the dashboard as files",
        description="Write the whole dashboard as files that any web server can host, without what is internal.",
        epilog="example: python -m dashboard site public --address https://example.org/servanda/",
    )
    site.set_defaults(run=_site)
    site.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder, or that of an earlier site")
    site.add_argument("--lang", choices=LANGUAGES, nargs="+", default=list(LANGUAGES), help="languages of the site, the first one leads")
    site.add_argument("--declaration", default="", metavar="ID", help="default: the latest signed")
    site.add_argument("--address", type=_address, metavar="URL", help="where it will stand on the web")
    for command in (serve, site):
        command.add_argument("--warehouse", type=Path, default=usual, metavar="DIR", help="the builds (environment: SERVANDA_WAREHOUSE)")
    add_briefing(commands, usual)
    add_verify(commands, usual)
    return parser


def _mended(run: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command; where the build it reads is damaged, that is said, the build is made anew, and it runs again."""
    try:
        try:
            return run(options)
        except duckdb.Error as error:
            builds.raise_if_damaged(builds.current(options.warehouse), error)
            raise
    except builds.Damaged as damage:
        tell(damage)
        command = [sys.executable, "-m", "etl", "build", "--warehouse", str(options.warehouse)]
        built = subprocess.run(command, capture_output=True, text=True, check=False)
        print((built.stderr.strip().splitlines() or [""])[-1], file=sys.stderr)
        return run(options) if built.returncode == 0 else built.returncode


def _serve(options: argparse.Namespace) -> int:
    builds.current(options.warehouse)
    print(f"http://127.0.0.1:{options.port}/?lang={options.lang}", file=sys.stderr)
    os.environ["SERVANDA_WAREHOUSE"] = str(options.warehouse.resolve())
    # Streamlit reads .streamlit/config.toml from the folder it is in when it is loaded.
    os.chdir(ROOT)
    from streamlit.web import cli

    # In this process: whoever ends the command ends the server.
    cli.main(["run", "dashboard/server/application.py", "--server.port", str(options.port)], prog_name="streamlit")
    return 0


def _site(options: argparse.Namespace) -> int:
    # Serving does not wait for what writes files.
    from dashboard.website.write import write

    languages = tuple(dict.fromkeys(options.lang))
    published = builds.current(options.warehouse)
    done = write(options.folder, published, languages, options.address or "", options.declaration)
    audit_log.note("site written", audit_log.account(), folder=str(options.folder), build=published.id)
    print(f"{options.folder}: {done.pages} pages, {done.size / 1e6:.1f} MB", file=sys.stderr)
    return 0


def _address(value: str) -> str:
    """An address of the web, with a slash at its end."""
    found = urlsplit(value)
    if found.scheme not in ("http", "https") or not found.netloc or found.query or found.fragment:
        raise argparse.ArgumentTypeError(f"{value} is no address of the web; write one such as https://example.org/servanda/")
    return value.rstrip("/") + "/"


if __name__ == "__main__":
    sys.exit(main())
