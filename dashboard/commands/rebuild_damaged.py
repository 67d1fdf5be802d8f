"""A damaged build is noticed by the commands that read it, and made anew."""

import subprocess
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import duckdb

from etl.commands.console import tell
from etl.warehouse import builds


def rebuild_damaged(function: Callable[..., int]) -> Callable[..., int]:
    """Run a command; where the build it reads is damaged, that is words, the build is made anew, and it runs again."""

    @wraps(function)
    def run(**arguments: Any) -> int:
        try:
            try:
                return function(**arguments)
            except duckdb.Error as error:
                builds.raise_if_damaged(builds.current(arguments["warehouse"]), error)
                raise
        except builds.Damaged as damage:
            tell(damage)
            command = [sys.executable, "-m", "etl", "build", "--warehouse", str(arguments["warehouse"])]
            built = subprocess.run(command, capture_output=True, text=True, check=False)
            print((built.stderr.strip().splitlines() or [""])[-1], file=sys.stderr)
            return function(**arguments) if built.returncode == 0 else built.returncode

    return run
