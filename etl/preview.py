"""What a proposal would change, before anybody submits it: rows, mistakes, questions, and which statuses would change and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etl import warehouse
from etl.changes import status_changes
from etl.check import check, cross_check
from etl.explain import headline
from etl.load import Located
from etl.proposed import Examined, added, examine
from etl.record import Record
from etl.rows import Row
from etl.submission import Submission
from etl.text import Problem
from etl.words import Words

STATUSES = """
    select 'pledge' as level, pledge as key, status, reason from pledge_statuses
    union all
    select 'indicator' as level, indicator as key, status, reason from indicator_statuses
"""


@dataclass(frozen=True)
class Preview:
    """What was found in the rows, and every status that would read otherwise: before, after, cause."""

    examined: Examined
    changes: tuple[Row, ...]


def preview(
    data: Path,
    accepted: Sequence[Submission],
    kind: str,
    lines: Sequence[tuple[int, Mapping[str, str]]],
    link: str,
    day: date,
    language: str,
) -> Preview:
    """Check rows against the record with all accepted submissions, and build both in memory. Raises BadRecord."""
    loaded = check(data, accepted)
    if loaded.problems:
        raise warehouse.BadRecord(loaded.problems)
    examined = examine(loaded.record, kind, lines, link, day)
    if examined.mistakes or not any(row.change != "unchanged" for row in examined.rows):
        return Preview(examined, ())
    proposed = added(loaded.record, kind, examined)
    problems = list(cross_check(proposed, _Anywhere(loaded.located)))
    if problems:
        raise warehouse.BadRecord(problems)
    as_of = max(day, warehouse.newest_day(loaded.record))
    return Preview(examined, tuple(_changes(loaded.record, proposed, as_of, language)))


def say_changes(words: Words, changes: Sequence[Row]) -> list[str]:
    """The changes of status as lines to read."""
    return [
        f"{change['key']}: {headline(words, change['status_before'], change['reason_before'])} → {headline(words, change['status'], change['reason'])}"
        for change in changes
    ]


def _changes(before: Record, after: Record, as_of: date, language: str) -> list[Row]:
    """Statuses that differ between two records as of one day, with the cause the second one gives."""
    with duckdb.connect() as one, duckdb.connect() as other:
        warehouse.fill(one, before, as_of)
        warehouse.fill(other, after, as_of)
        then = {(level, key): (status, reason) for level, key, status, reason in one.execute(STATUSES).fetchall()}
        now = {(level, key): (status, reason) for level, key, status, reason in other.execute(STATUSES).fetchall()}
        causes: dict[tuple[str, str], str] = {}
        for change in reversed(status_changes(other, language, date(1900, 1, 1))):
            causes[change["level"], change["key"]] = change["cause"]
        titles = dict(
            other.execute(
                f"select 'pledge|' || pledge, title_{language} from all_pledges union all select 'indicator|' || indicator, title_{language} from indicators"
            ).fetchall()
        )
    return [
        {
            "level": level, "key": key, "title": titles[f"{level}|{key}"], "status_before": then[level, key][0],
            "reason_before": then[level, key][1], "status": status, "reason": reason, "cause": causes.get((level, key), "revised_data"),
        }
        for (level, key), (status, reason) in now.items()
        if then[level, key] != (status, reason)
    ]  # fmt: skip


class _Anywhere(Located):
    """Places of a record that stands in no file yet: what is new has no line."""

    def __init__(self, known: Located) -> None:
        super().__init__(known.files, known.rows, known.unread)

    def problem(self, item: object, message: str, *path: str | int) -> Problem:
        """A problem with this item, at its line where it has one."""
        if id(item) in self.rows or id(item) in self.files:
            return super().problem(item, message, *path)  # type: ignore[arg-type]
        return Problem("your rows", 0, message)
