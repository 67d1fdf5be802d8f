"""The command line of the ETL."""

import gc
import sys

from etl.commands import COMMANDS
from etl.commands.console import run
from etl.commands.lazy_group import LazyGroup

GROUP = LazyGroup(COMMANDS, "Servanda: from pledges and observations to an assessed warehouse.")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 the input is wrong, 2 the call is wrong, 3 the outside failed."""
    return run(GROUP, "python -m etl", arguments)


if __name__ == "__main__":
    # A command holds one record until it ends: looking for garbage in it would double the time of a large submission.
    gc.disable()
    code = main()
    # Nor at the end.
    gc.freeze()
    sys.exit(code)
