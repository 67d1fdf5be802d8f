"""The command `servanda`: every command of the ETL and of the dashboard, and `init`."""

import gc
import sys

from dashboard import commands as dashboard
from etl import commands as etl
from etl.commands.console import INSTALLED, run
from etl.commands.lazy_group import Entry, LazyGroup

INIT = Entry("init", "servanda.init", "Begin", "Make a folder with the shipped record, ready to build and serve.")
GROUP = LazyGroup((INIT, *etl.COMMANDS, *dashboard.COMMANDS), "Servanda: are the commitments of an international declaration being kept?")
# Like `python -m etl`: these hold one record until they end, and looking for garbage in it would double their time.
WITHOUT_COLLECTING = {entry.name for entry in etl.COMMANDS}


def main(arguments: list[str] | None = None, program: str = INSTALLED) -> int:
    """Run one command; returns 0 done, 1 the input is wrong, 2 the call is wrong, 3 the outside failed."""
    return run(GROUP, program, arguments)


def start(program: str = INSTALLED) -> None:
    """Run the command of this process, and end it."""
    if WITHOUT_COLLECTING & set(sys.argv[1:2]):
        gc.disable()
    code = main(program=program)
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    start(f"python -m {INSTALLED}")
