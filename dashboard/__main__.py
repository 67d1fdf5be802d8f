"""The command line of the dashboard."""

import sys

from dashboard.commands import COMMANDS
from etl.commands.console import run
from etl.commands.lazy_group import LazyGroup

GROUP = LazyGroup(COMMANDS, "Servanda: show the warehouse, write briefings and the site.")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 the input is wrong, 2 the call is wrong, 3 the outside failed."""
    return run(GROUP, "python -m dashboard", arguments)


if __name__ == "__main__":
    sys.exit(main())
