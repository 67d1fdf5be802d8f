"""What a folder of builds remembers of the ledger they were made with, so that nobody goes on without it unawares."""

import json
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from etl.atomic_files import write_whole
from etl.errors import InputError
from etl.ledger.dump import Head, head, holds
from etl.ledger.store import Ledger, there_is
from etl.messages import Message, message

# How far the ledger had come at the last build: the number of its entries and the hash of the last.
NAME = "made-with-ledger.json"
TODO = message(
    "bring it back (docs/backup.md says how to restore a backup); to begin anew without what it held: python -m etl build --new-ledger"
)


class LedgerGone(InputError):
    """The ledger that the builds were made with is not there, or another one is in its place; the message says what to do."""


def remember(folder: Path, url: str) -> None:
    """Note with which ledger the builds in this folder were made; without one, or with an empty one, nothing is noted."""
    found = Head()
    if there_is(url):
        with closing(Ledger(url)) as ledger, ledger.at_one_moment() as connection:
            found = head(connection)
    if found == Head():
        (folder / NAME).unlink(missing_ok=True)
    else:
        write_whole(folder / NAME, json.dumps({"entries": found.entries, "hash": found.hash}).encode() + b"\n")


def missing(folder: Path, url: str) -> Message | None:
    """What is missing of the ledger that the builds in this folder were made with; None where nothing is. Raises NoLedger."""
    try:
        known = Head(**json.loads((folder / NAME).read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, TypeError):
        return message("{file} cannot be read, and it says with which ledger the builds were made", file=folder / NAME)
    place = make_url(url).render_as_string(hide_password=True)
    if not there_is(url):
        return message(
            "the builds in {folder} were made with a ledger (its entries: {n}), and there is none at {place}",
            folder=folder,
            n=known.entries,
            place=place,
        )
    with closing(Ledger(url)) as ledger, ledger.at_one_moment() as connection:
        if holds(connection, known):
            return None
    return message(
        "the ledger at {place} lacks entries that the builds in {folder} were made with (there were {n})",
        place=place,
        folder=folder,
        n=known.entries,
    )


def require(folder: Path, url: str) -> None:
    """Refuse to go on without the ledger that the builds in this folder were made with. Raises LedgerGone."""
    if (what := missing(folder, url)) is not None:
        raise LedgerGone(f"{what}: nothing was done; {TODO}")
