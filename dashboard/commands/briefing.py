"""The commands `briefing` and `verify`."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any, get_args

from dashboard.briefing import presets
from dashboard.briefing.document import Length, State
from dashboard.briefing.make import FORMATS, render
from dashboard.briefing.options import STORY, Choice
from dashboard.briefing.verify import verify
from etl import audit_log
from etl.atomic_files import write_whole
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.warehouse import builds


def add_briefing(commands: Any, folder: Path) -> None:
    """The command `briefing`: its options are fields of a choice; what is not given is the preset's, else the usual."""
    parser = commands.add_parser(
        "briefing",
        help="write a briefing",
        description="Write a briefing as PPTX, PDF or HTML. The same build and options give the same bytes.",
        epilog="example: python -m dashboard briefing --format html --lang fr --domain energy --domain migration -o briefing.html",
    )
    parser.add_argument("--format", choices=FORMATS, required=True)
    parser.add_argument("--lang", choices=LANGUAGES, help="its language (default: en)")
    parser.add_argument("--declaration", metavar="ID", help="default: the latest signed")
    parser.add_argument("--domain", dest="domains", action="append", metavar="ID", help="may be repeated (default: all)")
    parser.add_argument("--pledge", dest="pledges", action="append", metavar="ID", help="a part of its own; may be repeated")
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="what was known on that day (default: the newest)")
    parser.add_argument("--since", type=_day, metavar="DATE", help="the day of the last briefing (default: the signature)")
    parser.add_argument("--length", choices=get_args(Length), help="default: short")
    parser.add_argument("--part", dest="parts", action="append", metavar="KEY", help=f"in this order; may be repeated: {', '.join(STORY)}")
    parser.add_argument("--state", choices=get_args(State), help="default: draft")
    parser.add_argument("--by", metavar="NAME", help="who cleared it")
    parser.add_argument(
        "--preset", metavar="NAME", help="a saved choice, or its file; other options go before it (environment: SERVANDA_PRESETS)"
    )
    parser.add_argument("--warehouse", type=Path, default=folder, metavar="DIR", help="the builds (environment: SERVANDA_WAREHOUSE)")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    parser.set_defaults(run=briefing)


def add_verify(commands: Any, folder: Path) -> None:
    """The command `verify`."""
    parser = commands.add_parser(
        "verify",
        help="say whether a briefing still holds",
        description="Say whether the figures of a briefing still hold, and what changed since. Exit 0: they hold, 1: they do not.",
        epilog="example: python -m dashboard verify briefing.html",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--warehouse", type=Path, default=folder, metavar="DIR", help="the builds (environment: SERVANDA_WAREHOUSE)")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.set_defaults(run=verified)


def briefing(options: argparse.Namespace) -> int:
    """Write a briefing; the file is whole or not there."""
    chosen = presets.load(options.preset) if options.preset else Choice()
    asked = {name: getattr(options, name) for name in Choice.model_fields if getattr(options, name, None) is not None}
    choice = Choice.model_validate({**chosen.model_dump(), **asked})
    published = builds.current(options.warehouse)
    write_whole(options.output, render(published, choice, options.format))
    audit_log.note(
        "briefing written", audit_log.account(), format=options.format, state=choice.state, cleared_by=choice.by, build=published.id
    )
    print(translator(choice.lang).t("{file} written.", file=options.output), file=sys.stderr)
    return 0


def verified(options: argparse.Namespace) -> int:
    """Say whether a briefing holds: 0 where it does, 1 where it does not."""
    verdict = verify(options.file, options.warehouse, translator(options.lang))
    for line in verdict.lines:
        print(line)
    return 0 if verdict.holds else 1


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-01-31") from error
