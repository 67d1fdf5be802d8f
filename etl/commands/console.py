"""What every program of ours does with its arguments, and how it says what went wrong: exit codes, messages, output files."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TextIO

import click

from etl.atomic_files import drafted
from etl.errors import InputError, OutsideError, in_words, is_full
from etl.text_validation import LONGEST, in_line

DONE, BAD_INPUT, BAD_CALL, OUTSIDE_FAILED, INTERRUPTED = 0, 1, 2, 3, 130
MODULES = re.compile(r"python -m (?:etl|dashboard)(?= [a-z])")
INSTALLED = "servanda"


def run(group: click.Group, program: str, arguments: list[str] | None) -> int:
    """Run one command of a group; returns 0 done, 1 the input is wrong, 2 the call is wrong, 3 the outside failed.

    program: how it was started, as help and messages name it. arguments: the words of the call (default: those of the process).
    """
    words = sys.argv[1:] if arguments is None else arguments
    if any("\ud800" <= letter <= "\udfff" for word in words for letter in word):
        # No database takes them.
        tell("a word of the call holds bytes that are no UTF-8; type it again")
        return BAD_CALL
    try:
        return int(group.main(words, prog_name=program, standalone_mode=False) or DONE)
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message(), file=sys.stderr)
        return BAD_CALL
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else program
        tell(f"{in_line(error.format_message(), LONGEST)} Help: {where} --help")
        return BAD_CALL
    except click.ClickException as error:
        tell(error.format_message())
        return BAD_INPUT
    except click.Abort:
        return INTERRUPTED


def handle_errors(function: Callable[..., int]) -> Callable[..., int]:
    """A command whose failures become one line each on standard error and an exit code."""

    @wraps(function)
    def guarded(**options: Any) -> int:
        try:
            return function(**options)
        except InputError as error:
            tell(error)
            return BAD_INPUT
        except OutsideError as error:
            tell(error)
            return OUTSIDE_FAILED
        except BrokenPipeError:
            # Whoever read the output has read enough; nothing more is to be written, not even at the end of the program.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return DONE
        except OSError as error:
            tell(in_words(error))
            return OUTSIDE_FAILED if is_full(error) else BAD_INPUT

    return guarded


def tell(problem: object) -> None:
    """Print what went wrong on standard error, line by line, without what a terminal would obey."""
    for line in as_called(str(problem)).split("\n"):
        print(in_line(line, LONGEST), file=sys.stderr)


def as_called(text: str) -> str:
    """A text whose commands are written as this program was started: `servanda build` where it is installed."""
    context = click.get_current_context(silent=True)
    program = (context.find_root().info_name if context else "") or ""
    return MODULES.sub(program, text) if program.endswith(INSTALLED) else text


@contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or the file named with -o."""
    if path is None:
        yield sys.stdout
        return
    if path.exists() and not path.is_file():
        # A pipe or a device: nothing can take its place.
        with path.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    with drafted(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        yield file
