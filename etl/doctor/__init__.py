"""The command `doctor`: what is wrong with an installation, one line each with what to do."""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from etl.commands import backup
from etl.doctor import configuration, folders, installation, stored_data
from etl.doctor.finding import Finding
from etl.i18n.translator import translator
from etl.messages import message
from etl.settings import BadSetting

DONE, BAD_INPUT = 0, 1


def run(options: argparse.Namespace) -> int:
    """Tell what was found, what is wrong last; 1 where anything is. Returns the exit code."""
    words = translator(options.lang)
    found = list(look(options))
    if options.format == "json":
        listed = [
            {
                "check": words.t(item.check),
                "good": item.good,
                "said": words.say(item.what),
                "todo": words.say(item.todo) if item.todo else "",
            }
            for item in found
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        for item in sorted(found, key=lambda item: not item.good):
            line = words.pair(words.t(item.check), words.say(item.what))
            print(f"✗ {line}; {words.say(item.todo)}" if item.todo else f"✓ {line}")
    return DONE if all(item.good for item in found) else BAD_INPUT


def look(options: argparse.Namespace) -> Iterator[Finding]:
    """Everything that can be looked at without changing anything."""
    try:
        where = backup.places_of(options)
    except BadSetting as error:
        yield Finding(
            configuration.SETTINGS, message("{error}", error=str(error).splitlines()[0]), message("mend it; the rest was not looked at")
        )
        return
    yield from installation.look(options.ledger)
    yield from folders.look(where, options.warehouse)
    yield from configuration.look()
    yield from stored_data.look(where, options.warehouse, datetime.now(UTC))
