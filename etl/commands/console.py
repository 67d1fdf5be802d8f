"""What every program of ours does with the words of its call, and how it says what went wrong."""

import re
import sys

from etl.text_validation import LONGEST, in_line


def command_arguments(arguments: list[str] | None) -> list[str]:
    """The words of the call: `arguments`, or those of the process.

    argparse drops a lone `--` even where it is the text of an option (`--note=--`); a blank behind it keeps it. Ends the program (2, as
    argparse does) where a word holds bytes that are no UTF-8: no database takes them.
    """
    words = sys.argv[1:] if arguments is None else arguments
    if any("\ud800" <= letter <= "\udfff" for word in words for letter in word):
        tell("a word of the call holds bytes that are no UTF-8; type it again")
        sys.exit(2)
    return [f"{word} " if re.fullmatch("--[a-z-]+=--", word) else word for word in words]


def tell(problem: object) -> None:
    """Say on standard error what went wrong, line by line, without what a terminal would obey."""
    for line in str(problem).split("\n"):
        print(in_line(line, LONGEST), file=sys.stderr)
