"""Every change of status with its cause: as objects for JSON, as lines to read. Used by the shell and the page."""

import json
from datetime import date
from typing import Any, TextIO

import duckdb

from etl.i18n.labels import CHANGE_CAUSES, PUBLISHED_BASES
from etl.i18n.translator import Translator
from etl.queries.query import rows
from etl.reports.explain_pledge import headline
from etl.text_validation import in_line

# Changes on days that are known for sure count.
COUNTED = ("stated", "recorded")


def status_changes(
    connection: duckdb.DuckDBPyConnection, language: str, since: date | None = None, declaration: str | None = None, most: int | None = None
) -> list[dict[str, Any]]:
    """The changes of status after `since` (else after the signature), newest first, pledges before indicators; the first `most`.

    `basis` says how the day is known: stated by the publisher or the project's own coding, inferred, or first seen. A change
    on a day that is not stated shows when the project learnt of it, not when the world did. `reconstructed`: the day lies
    before anything was recorded.
    """
    return rows(
        connection,
        f"""
        select
            changes.declaration, changes.level, changes.key, changes.day, changes.status_before, changes.reason_before,
            changes.status, changes.reason, changes.cause, changes.basis, changes.day < build.first_recorded as reconstructed,
            coalesce(pledges.title_{language}, indicators.title_{language}) as title,
            coalesce(pledges.internal, indicators.internal) as internal
        from status_changes as changes
        join declarations on changes.declaration = declarations.declaration
        cross join build
        left join all_pledges as pledges
            on changes.declaration = pledges.declaration and case when changes.level = 'pledge' then changes.key end = pledges.pledge
        left join indicators
            on changes.declaration = indicators.declaration and case when changes.level = 'indicator' then changes.key end = indicators.indicator
        where
            changes.day > coalesce($since, declarations.signed) and changes.day <= declarations.as_of
            and ($declaration is null or changes.declaration = $declaration)
        order by changes.day desc, changes.level desc, changes.declaration, coalesce(pledges.place, 0), changes.key
        limit $most
        """,
        {"since": since, "declaration": declaration, "most": most},
    )


def write_json(changes: list[dict[str, Any]], out: TextIO) -> None:
    """The changes as a JSON list."""
    json.dump([{**change, "day": change["day"].isoformat()} for change in changes], out, ensure_ascii=False, indent=1)
    out.write("\n")


def write_table(changes: list[dict[str, Any]], words: Translator, out: TextIO) -> None:
    """The changes on stated days as lines to read, then how many others there are."""
    counted = [change for change in changes if change["basis"] in COUNTED]
    for change in counted:
        mark = words.t("reconstructed") if change["reconstructed"] else ""
        before = headline(words, change["status_before"], change["reason_before"])
        after = headline(words, change["status"], change["reason"])
        cause = words.t(CHANGE_CAUSES[change["cause"]])
        name = change["key"] if change["level"] == "pledge" else ""
        line = f"{change['day'].isoformat()}  {name:<4} {in_line(change['title'])}: {before} → {after} ({cause})"
        print(f"{line} [{mark}]" if mark else line, file=out)
    if len(counted) < len(changes):
        print(uncounted(words, len(changes) - len(counted)), file=out)


def uncounted(words: Translator, count: int) -> str:
    """What is said of changes whose day is not stated."""
    return words.nt(
        "{n} more change is not counted: it is dated by the day it was first seen or by inference, not by a stated publication.",
        "{n} more changes are not counted: they are dated by the day they were first seen or by inference, not by a stated publication.",
        count,
    )


def basis(words: Translator, change: dict[str, Any]) -> str:
    """How the day of a change is known, in words."""
    return words.t(PUBLISHED_BASES[change["basis"]])
