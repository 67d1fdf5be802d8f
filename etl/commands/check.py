"""The command `check`: every problem of the record."""

import sys
from pathlib import Path

from etl.commands.console import BAD_INPUT, DONE
from etl.commands.options import command, lang_option, record_options
from etl.i18n.translator import translator
from etl.ledger.accepted import accepted
from etl.submissions.checked_record import check


@command("--data data", "With what reviewers accepted. A problem is `file:line: what is wrong, what to do`.")
@record_options
@lang_option
def check_command(data: Path, ledger: str, lang: str) -> int:
    """Print every problem; 1 where there is one."""
    problems = check(data, accepted(ledger)).problems
    for problem in problems:
        print(problem)
    if problems:
        print(translator(lang).nt("{n} problem.", "{n} problems.", len(problems)), file=sys.stderr)
        return BAD_INPUT
    print(translator(lang).t("The record is in order."), file=sys.stderr)
    return DONE
