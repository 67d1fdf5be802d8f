"""The commands `backup` and `restore`."""

import argparse
import hashlib
import os
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from etl import audit_log
from etl.backup.archive import Manifest
from etl.backup.create import Places, back_up, checked
from etl.backup.interrupted import alone
from etl.backup.restore import refuse_wrong, restore, settle
from etl.commands.options import PATH, build_options, command, lang_option, record_options, snapshots_option
from etl.errors import InputError
from etl.i18n.translator import Translator, translator
from etl.settings import settings
from etl.warehouse.rebuild import rebuild

DONE, BAD_INPUT = 0, 1


@command("servanda.zip", "FILE is the archive to write, or an earlier one to replace.")
@click.argument("file", type=PATH, metavar="FILE")
@snapshots_option
@record_options
@lang_option
def backup_command(**options: Any) -> int:
    """Back up."""
    return run_backup(argparse.Namespace(**options))


@command("servanda.zip --dry-run", "FILE is an archive made by backup.")
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Only check it and print what it holds.")
@snapshots_option
@build_options
@lang_option
def restore_command(**options: Any) -> int:
    """Restore."""
    return run_restore(argparse.Namespace(**options))


def run_backup(options: argparse.Namespace) -> int:
    """Write the archive; 1 where the ledger in it is not in order. Returns the exit code."""
    words = translator(options.lang)
    above = options.data.resolve().parent
    # On a disk that cannot be written nobody restores.
    with alone(options.data) if os.access(above, os.W_OK) else nullcontext():
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
    trouble: list[InputError] = []

    def build() -> None:
        try:
            rebuild(options.data, options.ledger, options.warehouse, new_ledger=True)
        except InputError as error:
            trouble.append(error)

    done = restore(options.file, places_of(options), datetime.now(UTC), build)
    audit_log.note("restored", "", file=str(options.file), before=str(done.before), entries_gone=done.gone)
    _tell(options.file, done.manifest, words)
    print(words.t("Restored. What was there before is in {file}.", file=done.before), file=sys.stderr)
    if done.gone:
        print(
            words.nt("{n} entry of the ledger is only there now.", "{n} entries of the ledger are only there now.", done.gone),
            file=sys.stderr,
        )
    for error in trouble:
        print(error, file=sys.stderr)
        print(words.t("The warehouse could not be built from it: the build before is shown until that is mended."), file=sys.stderr)
    return BAD_INPUT if trouble else DONE


def settle_first(options: argparse.Namespace) -> None:
    """Finish or undo a restore that was killed, before a command reads what it left."""
    words = translator(options.lang)
    done = settle(places_of(options), lambda: _build_if_possible(options))
    if done is not None:
        print(
            words.t("A restore had been interrupted; it was finished now.")
            if done
            else words.t("A restore had been interrupted; it was undone now, restore again."),
            file=sys.stderr,
        )


def places_of(options: argparse.Namespace) -> Places:
    """Where everything is that a backup holds, by the options and the environment."""
    snapshots = getattr(options, "snapshots", None) or settings().snapshots
    return Places(options.data, options.ledger, snapshots, settings().presets)


def _build_if_possible(options: argparse.Namespace) -> None:
    folder = getattr(options, "warehouse", None) or settings().warehouse
    try:
        rebuild(options.data, options.ledger, folder, new_ledger=True)
    except InputError as error:
        print(error, file=sys.stderr)


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
