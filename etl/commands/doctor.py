"""The command `doctor`: what is wrong with an installation, one line each with what to do."""

import json
from pathlib import Path

import click

from etl.commands.console import BAD_INPUT, DONE, as_called, handle_errors
from etl.commands.lazy_group import Command
from etl.commands.options import build_options, format_option, lang_option, snapshots_option
from etl.doctor import look
from etl.i18n.translator import translator


# Wrong settings are a finding here, no reason to end.
@click.command(cls=Command, example="", help="Looked at are program, packages, folders, settings, sign-in, record, ledger and builds.")
@handle_errors
@format_option("table", "json")
@snapshots_option
@build_options
@lang_option
def doctor_command(format: str, snapshots: Path, warehouse: Path, data: Path, ledger: str, lang: str) -> int:
    """Print what was found, what is wrong last; 1 where anything is."""
    texts = translator(lang)
    found = list(look(data, ledger, snapshots, warehouse))
    if format == "json":
        listed = [
            {
                "check": texts.t(item.check),
                "good": item.good,
                "said": texts.say(item.what),
                "todo": as_called(texts.say(item.todo)) if item.todo else "",
            }
            for item in found
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        for item in sorted(found, key=lambda item: not item.good):
            line = texts.pair(texts.t(item.check), texts.say(item.what))
            print(as_called(f"✗ {line}; {texts.say(item.todo)}") if item.todo else f"✓ {line}")
    return DONE if all(item.good for item in found) else BAD_INPUT
