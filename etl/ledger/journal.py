"""The ledger's journal: an entry for every row ever added, each with a hash over itself and the entry before it."""

import hashlib
import json

from sqlalchemy import Connection, func, insert, select

from etl.ledger.schema import decisions, journal, submission_rows, submissions

BEGINNING = "0" * 64


def _content(connection: Connection, name: str, version: int) -> list[dict[str, object]]:
    """What an entry of the journal stands for, as it is in the tables."""
    if version:
        found = connection.execute(select(decisions).where((decisions.c.submission == name) & (decisions.c.version == version))).all()
        return [dict(row._mapping) for row in found]
    heads = connection.execute(select(submissions).where(submissions.c.submission == name)).all()
    rows = connection.execute(select(submission_rows).where(submission_rows.c.submission == name).order_by(submission_rows.c.number)).all()
    return [dict(row._mapping) for row in (*heads, *rows)]


def append(connection: Connection, name: str, version: int, key: str, content: list[dict[str, object]]) -> None:
    """Add the entry of a submission (version 0) or of a decision about it: `content` is what was added to the tables."""
    last = connection.execute(select(journal.c.sequence, journal.c.hash).order_by(journal.c.sequence.desc()).limit(1)).one_or_none()
    sequence, previous = (last.sequence, last.hash) if last is not None else (0, BEGINNING)
    connection.execute(
        insert(journal),
        {
            "sequence": sequence + 1, "submission": name, "version": version, "key": key, "previous": previous,
            "hash": _hash(previous, key, content),
        },
    )  # fmt: skip


def wrong_entries(connection: Connection) -> list[int]:
    """The entries that do not follow from what stands in the tables and the entry before; empty where all is well."""
    entries = connection.execute(select(journal).order_by(journal.c.sequence)).all()
    known = connection.execute(select(func.count()).select_from(submissions)).scalar_one()
    known += connection.execute(select(func.count()).select_from(decisions)).scalar_one()
    previous, wrong = BEGINNING, []
    for number, entry in enumerate(entries, 1):
        content = _content(connection, entry.submission, entry.version)
        if entry.sequence != number or entry.previous != previous or entry.hash != _hash(previous, entry.key, content):
            wrong.append(entry.sequence)
        previous = entry.hash
    if known != len(entries):
        wrong.append(len(entries) + 1)
    return wrong


def _hash(previous: str, key: str, content: list[dict[str, object]]) -> str:
    return hashlib.sha256(canonical_json([previous, key, content]).encode()).hexdigest()


def canonical_json(content: object) -> str:
    """Content as JSON, always written the same way."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
