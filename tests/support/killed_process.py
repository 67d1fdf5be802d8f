"""A piece of work in a process of its own that is killed at a chosen moment: before its nth change of a file, folder or database."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

KILLED = 137
CHANGES = ("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "sqlite3.connect")
posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="fork")


def killed_at(number: int, folder: Path, work: Callable[[], object]) -> bool:
    """Run `work` in a child that ends, as by kill -9, before its change `number` below the folder; false where it made fewer."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _kill_at(number, str(folder))
            work()
            code = 0
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED), "the work failed by itself"
    return code == KILLED


def _kill_at(number: int, folder: str) -> None:
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (event in CHANGES or writes) and folder in str(arguments[0]):
            seen += 1
            if seen == number:
                os._exit(KILLED)

    sys.addaudithook(hook)
