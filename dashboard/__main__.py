"""The dashboard's commands."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from etl import warehouse
from etl.record import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 the input is wrong, 2 the call is wrong (argparse)."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description="Servanda: show the warehouse.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser(
        "serve",
        help="open the dashboard",
        description="Open the dashboard in the browser.",
        epilog="example: python -m dashboard serve --port 8501",
    )
    serve.add_argument("--port", type=int, default=8501, metavar="N")
    serve.add_argument(
        "--warehouse",
        type=Path,
        default=Path(os.environ.get("SERVANDA_WAREHOUSE", "warehouse")),
        metavar="DIR",
        help="the builds (environment: SERVANDA_WAREHOUSE)",
    )
    serve.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the link that is printed")
    options = parser.parse_args(arguments)
    try:
        warehouse.current(options.warehouse)
    except warehouse.NoWarehouse as error:
        print(error, file=sys.stderr)
        return 1
    print(f"http://127.0.0.1:{options.port}/?lang={options.lang}", file=sys.stderr)
    environment = {**os.environ, "SERVANDA_WAREHOUSE": str(options.warehouse.resolve())}
    # Streamlit reads .streamlit/config.toml from the folder it starts in.
    os.chdir(ROOT)
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/server.py", "--server.port", str(options.port)]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
