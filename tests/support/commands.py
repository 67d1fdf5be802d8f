"""The commands as somebody calls them in a shell, run inside the test: starting Python takes longer than most of them."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from subprocess import CompletedProcess

import pytest

from etl.__main__ import main


def run(*arguments: str, **environment: str) -> "CompletedProcess[str]":
    """What `python -m etl` with these arguments prints and returns; `environment` is set meanwhile.

    That it is a process of its own is the promise of `tests/etl/commands`.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["etl", *arguments])
        try:
            code = main(list(arguments))
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
    return CompletedProcess(list(arguments), code, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]
