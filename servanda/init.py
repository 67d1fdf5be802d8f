"""The command `init`: a folder to work in, with the shipped record."""

import shutil
import sys
from pathlib import Path

import click

from etl.atomic_files import draft_of
from etl.commands.console import DONE
from etl.commands.options import PATH, command, lang_option
from etl.errors import InputError
from etl.i18n.translator import translator

HERE = Path(__file__).resolve().parent
# In the package, else in the checkout it is made from.
RECORDS = (HERE / "record", HERE.parent / "data")
STARTER = HERE / "starter"


class OccupiedFolder(InputError):
    """There is something in the folder already; the message says what to do."""


@command("servanda", "DIR is a new or empty folder. Then: cd DIR, servanda build, servanda serve.")
@click.argument("folder", type=PATH, metavar="DIR")
@lang_option
def init_command(folder: Path, lang: str) -> int:
    """Make the folder; it is whole, or as it was before."""
    fill(folder)
    print(translator(lang).t("The record and what to do with it (README.md) are in {folder}.", folder=folder), file=sys.stderr)
    return DONE


def fill(folder: Path) -> None:
    """Copy the record and the starter's files into a folder. Raises OccupiedFolder where it is not empty, OSError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OccupiedFolder(f"{folder} is not empty; name a new folder, or an empty one")
    target = folder.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_of(target)
    try:
        shutil.copytree(next(record for record in RECORDS if record.is_dir()), draft / "data")
        for file in STARTER.iterdir():
            # Names that begin with a dot would be hidden in the package.
            shutil.copyfile(file, draft / file.name.replace("dot.", "."))
        if target.exists():
            target.rmdir()
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
