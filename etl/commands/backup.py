"""The commands `backup` and `restore`."""

import argparse
import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.engine import make_url

from etl import audit_log
from etl.backup.archive import Manifest
from etl.backup.create import Places, back_up, checked
from etl.backup.restore import FOLDERS, LEDGER, refuse_wrong, restore
from etl.commands.options import PATH, command, lang_option, record_options, snapshots_option
from etl.i18n.translator import Translator, translator
from etl.settings import settings

DONE, BAD_INPUT, BAD_CALL = 0, 1, 2


@command("servanda.zip", "FILE is the archive to write, or an earlier one to replace.")
@click.argument("file", type=PATH, metavar="FILE")
@snapshots_option
@record_options
@lang_option
def backup_command(**options: Any) -> int:
    """Back up."""
    return run_backup(argparse.Namespace(**options))


@command("servanda.zip restored", "FILE is an archive made by backup, DIR the new or empty folder to restore into.")
@click.argument("file", type=PATH, metavar="FILE")
@click.argument("folder", type=PATH, metavar="DIR", required=False)
@click.option("--ledger", metavar="URL", help="An empty ledger to restore into.", show_default="a SQLite file in the folder")
@click.option("--dry-run", is_flag=True, help="Only check it and print what it holds.")
@lang_option
def restore_command(**options: Any) -> int:
    """Restore."""
    return run_restore(argparse.Namespace(**options))


def run_backup(options: argparse.Namespace) -> int:
    """Write the archive; 1 where the ledger in it is not in order. Returns the exit code."""
    words = translator(options.lang)
    made = back_up(options.file, places_of(options), datetime.now(UTC))
    _tell(options.file, made.manifest, words)
    if made.wrong_entries:
        print(_not_in_order(words, made.wrong_entries[0]), file=sys.stderr)
        return BAD_INPUT
    print(words.t("{file} is whole: every file in it was read again.", file=options.file), file=sys.stderr)
    return DONE


def run_restore(options: argparse.Namespace) -> int:
    """Restore an archive, or with --dry-run only look at it. Returns the exit code."""
    words = translator(options.lang)
    if options.dry_run:
        with checked(options.file) as (archive, ledger):
            refuse_wrong(options.file, ledger)
            _tell(options.file, archive.manifest, words)
        print(words.t("{file} is whole and can be restored; nothing was changed.", file=options.file), file=sys.stderr)
        return DONE
    if options.folder is None:
        print("a backup is restored into a new folder; name one: restore FILE DIR", file=sys.stderr)
        return BAD_CALL
    manifest = restore(options.file, options.folder, options.ledger)
    audit_log.note("restored", audit_log.account(), file=str(options.file), folder=str(options.folder))
    _tell(options.file, manifest, words)
    url = options.ledger or f"sqlite:///{options.folder / LEDGER}"
    print(words.t("Restored into {folder}. What is in use was left as it is.", folder=options.folder), file=sys.stderr)
    print(
        words.t(
            "To look at it: {command}",
            command=f"python -m etl build --data {options.folder / FOLDERS['record']} --ledger {make_url(url).render_as_string()}"
            f" --warehouse {options.folder / 'warehouse'}",
        ),
        file=sys.stderr,
    )
    return DONE


def places_of(options: argparse.Namespace) -> Places:
    """Where everything is that a backup holds, by the options and the environment."""
    snapshots = getattr(options, "snapshots", None) or settings().snapshots
    return Places(options.data, options.ledger, snapshots, settings().presets)


def _tell(path: Path, manifest: Manifest, words: Translator) -> None:
    """What an archive holds, on standard output."""
    counts = manifest.counts
    names = {
        "record": words.t("files of the record"),
        "submissions": words.t("submissions"),
        "decisions": words.t("decisions"),
        "snapshots": words.t("snapshots of publishers"),
        "presets": words.t("saved choices of briefings"),
    }
    held = "; ".join(words.pair(name, words.number(counts.get(kind, 0))) for kind, name in names.items())
    print(words.t("Backup of {day} (UTC). {held}", day=manifest.made[:16].replace("T", " "), held=held))
    with path.open("rb") as file:
        print(f"SHA-256 {hashlib.file_digest(file, 'sha256').hexdigest()}  {path.stat().st_size / 1e6:.1f} MB  {path}")


def _not_in_order(words: Translator, entry: int) -> str:
    return words.t(
        "Entry {n} of the ledger does not follow from the one before: somebody changed it outside of Servanda. It was backed up as it is; restore an earlier backup.",
        n=entry,
    )
