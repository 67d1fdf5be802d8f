"""The ledger: who proposed which change of the data, who decided what about it, and why. Rows are added, never changed.

SQLite in WAL mode by default, PostgreSQL by its address (`SERVANDA_LEDGER`). Whatever is acknowledged is on disk; the same
key twice is the same entry once; a decision on what has changed meanwhile is refused. Rights are checked here, whoever asks.
"""

import json
import secrets
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import Column, ColumnElement, Connection, Row, func, insert, inspect, select, text

from etl import audit_log
from etl.errors import InputError
from etl.ledger.connection import NoLedger, open_engine, place, reaching, transaction
from etl.ledger.journal import append, canonical_json, wrong_entries
from etl.ledger.schema import decisions, journal, submission_rows, submissions
from etl.submissions.models import Decided, Decision, Proposal, State, Submission
from etl.text_validation import in_line, unfit

Role = Literal["submitter", "reviewer"]
# The last of the migrations: a ledger that has it needs none.
NEWEST = "0001"
FROM: dict[str, tuple[State, ...]] = {
    "accepted": ("submitted",),
    "rejected": ("submitted",),
    "reverted": ("accepted",),
    "comment": ("submitted", "accepted", "rejected", "reverted"),
}
HOUR = timedelta(hours=1)


class Forbidden(InputError):
    """This person may not do that; the message says who may."""


class Refused(InputError):
    """The decision does not fit the state of the submission; the message says why."""


class Stale(Refused):
    """Somebody decided meanwhile: `seen` is the version the decision was made on, `now` what the submission has become."""

    def __init__(self, seen: int, now: Submission) -> None:
        super().__init__(
            f"{now.id} has changed since you opened it: you saw version {seen}, it is version {now.version} now"
            f" ({now.state}); open it again and decide anew"
        )
        self.seen, self.now = seen, now


class Overtaken(Refused):
    """What is accepted changed since this acceptance was checked against it: check it anew."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} was not accepted: another acceptance or reversal came first; look at it again and decide anew")


class TooMany(InputError):
    """This person submitted or commented too often in the last hour; the message says so."""


@dataclass(frozen=True)
class User:
    """Who acts, and what they may do; made by `etl.ledger.roles`. `name` is the identity: a signed-in user's verified address."""

    name: str
    roles: frozenset[Role]


def key_of(name: str) -> str:
    """What two spellings of one identity have in common: neither case nor spaces make another person.

    A provider's own name for somebody (`sub:...`) is kept as it is: there the case does.
    """
    if name.startswith("sub:"):
        return name.strip()
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def there_is(url: str) -> bool:
    """Whether there is a ledger to read: a SQLite file that nobody wrote to yet is none."""
    return not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists()


def answers(url: str) -> None:
    """Ask the ledger something small, without waiting for who writes and without changing it; one that is not there yet is well.

    Raises NoLedger.
    """
    if not there_is(url):
        return
    engine = open_engine(url, prompt=True)
    try:
        with reaching(engine), engine.connect() as connection:
            connection.execute(select(func.count()).select_from(submissions))
    finally:
        engine.dispose()


class Ledger:
    """One ledger. Safe to share between threads; every call is a transaction of its own."""

    def __init__(self, url: str, four_eyes: bool = True, most_per_hour: int | None = None) -> None:
        """Open the ledger at `url` (made and brought up to date where needed). Raises NoLedger.

        `four_eyes`: whoever submitted may not accept. `most_per_hour`: so many submissions, and as many comments, of one person;
        they are counted in the ledger, so that the limit holds for all processes together.
        """
        self._four_eyes = four_eyes
        self._most_per_hour = most_per_hour
        self._engine = open_engine(url)
        try:
            with reaching(self._engine):
                with self._engine.connect() as connection:
                    found = _revision(connection)
                if found != NEWEST:
                    self._bring_up_to_date()
        except NoLedger:
            self.close()
            raise

    def _bring_up_to_date(self) -> None:
        """Make the tables, or migrate those of an older version once they are copied; nobody writes meanwhile."""
        from etl.ledger import upgrade  # noqa: PLC0415  takes longer to load than most commands need

        with transaction(self._engine) as connection:
            found = _revision(connection)
            if found not in (None, *upgrade.known()):
                raise NoLedger(
                    f"the ledger at {place(self._engine)} was written by a newer Servanda (schema {found}, this one knows {NEWEST});"
                    " it was left as it is: use that version, or restore a backup made by this one"
                )
            if found not in (None, NEWEST):
                copy = upgrade.keep_copy(connection, NEWEST)
                audit_log.note("ledger migrated", "", before=str(found), after=NEWEST, copy=copy)
            if found != NEWEST:
                upgrade.migrate(connection)

    def submit(self, proposal: Proposal, user: User, key: str, at: datetime) -> tuple[str, bool]:
        """Add a submission; returns its id and whether it is new (false where `key` was used before: nothing is added).

        `at` is with its time zone. Raises Forbidden, TooMany, and Refused where there are no rows.
        """
        _may(user, "submit", "submitter")
        if not proposal.rows:
            raise Refused("there is no row to submit; fill in at least one")
        _legible(("author", user.name), ("source", proposal.source), ("note", proposal.note), ("file name", proposal.file_name))
        for number, row in enumerate(proposal.rows, 1):
            _legible(*((f"row {number}", text) for cell in row.items() for text in cell))
        with reaching(self._engine), transaction(self._engine) as connection:
            before = connection.execute(select(journal.c.submission).where(journal.c.key == key)).scalar()
            if before is not None:
                return before, False
            self._not_too_many(connection, user, at, submissions.c.author, submissions.c.at)
            name = f"S{at:%y%m%d}-{secrets.token_hex(3)}"
            head: dict[str, object] = {
                "submission": name, "kind": proposal.kind, "author": user.name, "at": at.isoformat(), "source": proposal.source,
                "note": proposal.note, "file_name": proposal.file_name, "file_hash": proposal.file_hash,
            }  # fmt: skip
            rows: list[dict[str, object]] = [
                {"submission": name, "number": number, "cells": canonical_json(cells)} for number, cells in enumerate(proposal.rows, 1)
            ]
            connection.execute(insert(submissions), head)
            connection.execute(insert(submission_rows), rows)
            append(connection, name, 0, key, [head, *rows])
        audit_log.note("submitted", user.name, submission=name, rows=len(rows))
        return name, True

    def decide(
        self, name: str, seen: int, decision: Decision, user: User, why: str, key: str, at: datetime, checked: Sequence[str] | None = None
    ) -> Submission:
        """Add a decision made on version `seen`; the same `key` twice decides once.

        `checked`: the accepted submissions, in their order, that an acceptance was checked against; where there are others by now it is
        refused, so that two that do not fit together are never both accepted. Raises Forbidden, TooMany, Stale, Overtaken, and Refused where the decision does not fit the state or has no reason.
        """
        _may(user, decision, *(("submitter", "reviewer") if decision == "comment" else ("reviewer",)))
        if decision != "accepted" and not why.strip():
            raise Refused("say why, in one sentence at least")
        _legible(("by", user.name), ("why", why))
        with reaching(self._engine), transaction(self._engine) as connection:
            now = _read(connection, name)
            if connection.execute(select(journal.c.sequence).where(journal.c.key == key)).scalar() is not None:
                return now
            if now.version != seen:
                raise Stale(seen, now)
            if now.state not in FROM[decision]:
                raise Refused(f"{name} is {now.state}; only what is {' or '.join(FROM[decision])} can be {decision}")
            if decision == "accepted" and self._four_eyes and key_of(user.name) == key_of(now.author):
                audit_log.note("refused", user.name, action=decision, reason="own submission")
                raise Forbidden(f"{name} is your own; another reviewer has to accept it")
            if checked is not None and _accepted(connection) != list(checked):
                raise Overtaken(name)
            if decision == "comment":
                self._not_too_many(connection, user, at, decisions.c.by, decisions.c.at, decisions.c.decision == "comment")
            row = {"submission": name, "version": seen + 1, "decision": decision, "by": user.name, "at": at.isoformat(), "why": why}
            connection.execute(insert(decisions), row)
            append(connection, name, seen + 1, key, [row])
        after = replace(now, decided=(*now.decided, Decided(seen + 1, decision, user.name, at.isoformat(), why)))
        audit_log.note(decision, user.name, submission=name, version=after.version)
        return after

    def show(self, name: str) -> Submission:
        """One submission. Raises Refused where there is none of that name."""
        with reaching(self._engine), self._engine.connect() as connection:
            return _read(connection, name)

    def listed(self, *states: State) -> list[Submission]:
        """The submissions in one of these states (none named: all), the oldest first."""
        with reaching(self._engine), self._engine.connect() as connection:
            return _read_all(connection, states)

    def newest(self) -> str:
        """The hash of the journal's newest entry: another one where anything was added. Empty where nothing ever was."""
        with reaching(self._engine), self._engine.connect() as connection:
            return connection.execute(select(journal.c.hash).order_by(journal.c.sequence.desc()).limit(1)).scalar() or ""

    def accepted(self) -> list[Submission]:
        """The submissions whose rows are part of the data, in the order in which they were accepted: the journal's, no clock's."""
        with reaching(self._engine), self._engine.connect() as connection:
            found = {item.id: item for item in _read_all(connection, ("accepted",))}
            # What was accepted between the two questions is in the second answer only.
            return [found[name] for name in _accepted(connection) if name in found]

    @contextmanager
    def at_one_moment(self) -> Iterator[Connection]:
        """A connection that sees the ledger as it is now, whatever others write meanwhile. Raises NoLedger."""
        with reaching(self._engine), self._engine.connect() as connection:
            if self._engine.dialect.name == "sqlite":
                connection.execute(text("begin"))
            else:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection
            connection.rollback()

    @contextmanager
    def turn(self) -> Iterator[Connection]:
        """A transaction in which nobody else writes: all of it is kept, or nothing. Raises NoLedger."""
        with reaching(self._engine), transaction(self._engine) as connection:
            yield connection

    def wrong_entries(self) -> list[int]:
        """The journal's entries that do not follow from what stands in the tables and the entry before; empty where all is well."""
        with reaching(self._engine), self._engine.connect() as connection:
            return wrong_entries(connection)

    def _not_too_many(
        self, connection: Connection, user: User, at: datetime, who: Column[str], when: Column[str], *which: ColumnElement[bool]
    ) -> None:
        """Refuse whoever has done this too often in the hour before `at`. Times in the ledger are of one zone, so they sort as texts."""
        if self._most_per_hour is None:
            return
        hour = connection.execute(select(who).where(when > (at - HOUR).isoformat(), when <= at.isoformat(), *which)).scalars()
        if sum(key_of(name) == key_of(user.name) for name in hour) >= self._most_per_hour:
            audit_log.note("refused", user.name, action="submit", reason="too many in an hour")
            raise TooMany(f"{user.name.strip()} has sent in {self._most_per_hour} in the last hour, the most there may be; try again later")

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()


def _revision(connection: Connection) -> str | None:
    """The last migration this ledger has seen; None where it is new."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    return found


def _may(user: User, action: str, *roles: Role) -> None:
    """Refuse whoever has none of the roles, and whoever does not say who they are."""
    if key_of(user.name) and not user.roles.isdisjoint(roles):
        return
    audit_log.note("refused", user.name, action=action, reason=f"needs {' or '.join(roles)}")
    raise Forbidden(f"{user.name.strip() or 'nobody'} may not do this; it needs the role {' or '.join(roles)}")


def _legible(*texts: tuple[str, str]) -> None:
    """Refuse what cannot be meant, by its name: what is in the ledger stays there, and is read by people and databases of all kinds."""
    for name, value in texts:
        if why := unfit(value):
            raise Refused(f"{name}: {why}")


def _read(connection: Connection, name: str) -> Submission:
    head = connection.execute(select(submissions).where(submissions.c.submission == name)).one_or_none()
    if head is None:
        raise Refused(f'there is no submission "{in_line(name)}"; run: python -m etl review list')
    decided = connection.execute(select(decisions).where(decisions.c.submission == name).order_by(decisions.c.version)).all()
    return _with_rows(connection, _submission(head, decided))


def _read_all(connection: Connection, states: Sequence[State]) -> list[Submission]:
    decided: dict[str, list[Row[tuple[object, ...]]]] = {}
    for row in connection.execute(select(decisions).order_by(decisions.c.submission, decisions.c.version)):
        decided.setdefault(row.submission, []).append(row)
    heads = connection.execute(
        select(submissions)
        .join(journal, (journal.c.submission == submissions.c.submission) & (journal.c.version == 0))
        .order_by(journal.c.sequence)
    ).all()
    found = [_submission(head, decided.get(head.submission, [])) for head in heads]
    return [_with_rows(connection, item) for item in found if not states or item.state in states]


def _accepted(connection: Connection) -> list[str]:
    """The ids of what is accepted and was not reverted, in the order in which it was accepted: the journal's, no clock's."""
    found = connection.execute(
        select(decisions.c.submission, decisions.c.decision)
        .join(journal, (journal.c.submission == decisions.c.submission) & (journal.c.version == decisions.c.version))
        .where(decisions.c.decision.in_(("accepted", "reverted")))
        .order_by(journal.c.sequence)
    ).all()
    reverted = {row.submission for row in found if row.decision == "reverted"}
    return [row.submission for row in found if row.submission not in reverted]


def _submission(head: Row[tuple[object, ...]], decided: Sequence[Row[tuple[object, ...]]]) -> Submission:
    """A submission without its rows: what became of it is known before the many are read."""
    proposal = Proposal(head.kind, (), head.source, head.note, head.file_name, head.file_hash)
    found = tuple(Decided(row.version, row.decision, row.by, row.at, row.why) for row in decided)
    return Submission(head.submission, proposal, head.author, head.at, found)


def _with_rows(connection: Connection, item: Submission) -> Submission:
    cells = connection.execute(
        select(submission_rows.c.cells).where(submission_rows.c.submission == item.id).order_by(submission_rows.c.number)
    ).scalars()
    rows = tuple(json.loads(f"[{','.join(cells)}]"))
    return replace(item, proposal=replace(item.proposal, rows=rows))
