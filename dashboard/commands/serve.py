"""The command `serve`: the dashboard, in this process."""

import os
import sys
from pathlib import Path

import click

from etl.commands.console import DONE, tell
from etl.commands.options import command, lang_option, warehouse_option
from etl.settings import settings
from etl.warehouse import builds

APPLICATION = Path(__file__).resolve().parent.parent / "server" / "application.py"


@command("--port 8501", "Data, ledger and settings are those of this folder and of the environment (docs/configuration.md).")
@click.option("--port", type=click.IntRange(0, 65535), default=8501, metavar="N", help="The port to listen on.")
@warehouse_option
@lang_option
def serve_command(port: int, warehouse: Path, lang: str) -> int:
    """Serve until the process is ended."""
    if notice := builds.current(warehouse).notice:
        tell(notice)
    print(f"http://127.0.0.1:{port}/?lang={lang}", file=sys.stderr)
    os.environ["SERVANDA_WAREHOUSE"] = str(warehouse.resolve())
    # Of uvicorn, which reads it when Streamlit starts it: only these say for whom they ask.
    os.environ["FORWARDED_ALLOW_IPS"] = settings().proxies
    from streamlit.web import cli  # noqa: PLC0415  loaded once it is known that there is something to show

    # In this process: whoever ends the command ends the server.
    cli.main(["run", str(APPLICATION), "--server.port", str(port)], prog_name="streamlit")
    return DONE
