"""What a proposal would change, before anybody submits it: rows, mistakes, questions, and which statuses would change and why."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etl.i18n.translator import Translator
from etl.queries.change_rows import status_changes
from etl.queries.query import Row, rows
from etl.record.cross_checks import cross_check
from etl.record.files import Problem
from etl.record.load import Loaded, Located
from etl.reports.status_text import headline
from etl.submissions.checked_record import check
from etl.submissions.filing import require
from etl.submissions.findings import Examined
from etl.submissions.models import Submission
from etl.submissions.validate_observations import added, examine
from etl.warehouse import builds
from etl.warehouse.stage import newest_day

# Declaration, level (pledge or indicator) and its key, to status and reason.
Statuses = dict[tuple[str, str, str], tuple[str, str | None]]
STATUSES = """
    select declaration, 'pledge' as level, pledge as key, status, reason from pledge_statuses
    union all
    select declaration, 'indicator' as level, indicator as key, status, reason from indicator_statuses
"""
# What a chart of an indicator is drawn from, as it would be.
VALUES = """
    select
        observed.place, observed.period, observed.frequency, observed.start_date, observed.end_date, observed.value, observed.qualifier,
        observed.status, observed.speaker, sources.publisher
    from indicator_observations as observed
    join sources on observed.source = sources.source
    where observed.declaration = $declaration and observed.indicator = $indicator
    order by observed.place, observed.start_date, observed.end_date
    limit $most
"""
NAMED = "select value, qualifier, period, year, kind, lapsed from targets where declaration = $declaration and indicator = $indicator order by place"
# So many indicators are drawn, with so many values: a table of hundreds is not looked at chart by chart.
MOST_DRAWN = 3
MOST_VALUES = 2_000


@dataclass(frozen=True)
class Drawn:
    """What the chart of one indicator would show: its values and the numbers named for it."""

    declaration: str
    indicator: str
    values: tuple[Row, ...]
    targets: tuple[Row, ...]


@dataclass(frozen=True)
class Preview:
    """What was found in the rows, every status that would read otherwise (before, after, cause), and charts as they would be."""

    examined: Examined
    changes: tuple[Row, ...] = ()
    drawn: tuple[Drawn, ...] = ()


@dataclass(frozen=True)
class Base:
    """What a proposal is held against: the record with all accepted submissions, on which day, and its statuses."""

    loaded: Loaded
    day: date
    as_of: date
    statuses: Statuses


def base(data: Path, accepted: Sequence[Submission], day: date, statuses: bool = True) -> Base:
    """Check the record with all accepted submissions and, where its `statuses` are asked for, assess it. Raises BadRecord."""
    loaded = check(data, accepted)
    if loaded.problems:
        raise builds.BadRecord(loaded.problems)
    as_of = max(day, newest_day(loaded.record))
    if not statuses:
        return Base(loaded, day, as_of, {})
    with duckdb.connect() as connection:
        builds.fill(connection, loaded.record, as_of)
        return Base(loaded, day, as_of, _statuses(connection))


def preview(
    before: Base, kind: str, lines: Sequence[tuple[int, Mapping[str, str]]], link: str, language: str, declaration: str = ""
) -> Preview:
    """Check rows against a base and, where it has statuses, say which of them would change.

    `declaration`: that of rows that name none. Raises BadRecord, and InputError where there is no such declaration.
    """
    record = before.loaded.record
    require(record, declaration)
    examined = examine(record, kind, lines, link, before.day, declaration)
    if examined.mistakes or not any(row.change != "unchanged" for row in examined.rows):
        return Preview(examined)
    proposed = added(record, kind, examined)
    problems = list(cross_check(proposed, _Anywhere(before.loaded.located)))
    if problems:
        raise builds.BadRecord(problems)
    if not before.statuses:
        return Preview(examined)
    with duckdb.connect() as connection:
        builds.fill(connection, proposed, before.as_of)
        return Preview(examined, tuple(_changes(before.statuses, connection, language)), tuple(_drawn(examined, connection)))


def say_changes(words: Translator, changes: Sequence[Row], several: bool) -> list[str]:
    """The changes of status as lines to read; `several`: with the declaration of each."""
    return [
        f"{change['declaration'] + '/' if several else ''}{change['key']}: {headline(words, change['status_before'], change['reason_before'])} → {headline(words, change['status'], change['reason'])}"
        for change in changes
    ]


def _statuses(connection: duckdb.DuckDBPyConnection) -> Statuses:
    found = connection.execute(STATUSES).fetchall()
    return {(declaration, level, key): (status, reason) for declaration, level, key, status, reason in found}


def _drawn(examined: Examined, connection: duckdb.DuckDBPyConnection) -> Iterator[Drawn]:
    """The charts of the indicators in which most would change."""
    touched = Counter((row.declaration, row.indicator) for row in examined.rows if row.indicator and row.change != "unchanged")
    for (declaration, indicator), _ in touched.most_common(MOST_DRAWN):
        asked = {"declaration": declaration, "indicator": indicator}
        values = rows(connection, VALUES, {**asked, "most": MOST_VALUES + 1})
        if len(values) <= MOST_VALUES:
            yield Drawn(declaration, indicator, tuple(values), tuple(rows(connection, NAMED, asked)))


def _changes(then: Statuses, connection: duckdb.DuckDBPyConnection, language: str) -> list[Row]:
    """Statuses that differ from those before on the same day, with the cause the proposed record gives."""
    now = _statuses(connection)
    causes: dict[tuple[str, str, str], str] = {}
    for change in reversed(status_changes(connection, language, date(1900, 1, 1))):
        causes[change["declaration"], change["level"], change["key"]] = change["cause"]
    titles = dict(
        connection.execute(
            "select declaration || '|pledge|' || pledge, in_language(title, $lang) from all_pledges union all "
            "select declaration || '|indicator|' || indicator, in_language(title, $lang) from indicators",
            {"lang": language},
        ).fetchall()
    )
    return [
        {
            "level": level, "key": key, "title": titles["|".join(place)], "status_before": then[place][0],
            "reason_before": then[place][1], "status": status, "reason": reason, "cause": causes.get(place, "revised_data"),
            "declaration": declaration,
        }
        for place, (status, reason) in now.items()
        for declaration, level, key in [place]
        if then[place] != (status, reason)
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
