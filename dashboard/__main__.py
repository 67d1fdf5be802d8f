"""The dashboard's commands."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from dashboard.briefing.commands import add_briefing, add_verify
from etl import warehouse
from etl.errors import InputError
from etl.record import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 the input is wrong, 2 the call is wrong (argparse)."""
    folder = Path(os.environ.get("SERVANDA_WAREHOUSE", "warehouse"))
    parser = argparse.ArgumentParser(prog="python -m dashboard", description="Servanda: show the warehouse, write briefings.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser(
        "serve",
        help="open the dashboard",
        description="Open the dashboard in the browser.",
        epilog="example: python -m dashboard serve --port 8501",
    )
    serve.add_argument("--port", type=int, default=8501, metavar="N")
    serve.add_argument("--warehouse", type=Path, default=folder, metavar="DIR", help="the builds (environment: SERVANDA_WAREHOUSE)")
    serve.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the link that is printed")
    serve.set_defaults(run=_serve)
    add_briefing(commands, folder)
    add_verify(commands, folder)
    options = parser.parse_args(arguments)
    try:
        code: int = options.run(options)
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'a file'}: {error.strerror or error}; check the path and its permissions", file=sys.stderr)
        return 1
    return code


def _serve(options: argparse.Namespace) -> int:
    warehouse.current(options.warehouse)
    print(f"http://127.0.0.1:{options.port}/?lang={options.lang}", file=sys.stderr)
    environment = {**os.environ, "SERVANDA_WAREHOUSE": str(options.warehouse.resolve())}
    # Streamlit reads .streamlit/config.toml from the folder it starts in.
    os.chdir(ROOT)
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/server.py", "--server.port", str(options.port)]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
