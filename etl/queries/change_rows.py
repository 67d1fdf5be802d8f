"""Changes of status, and who stands behind them."""

from datetime import date
from typing import Any

import duckdb

from etl.queries.query import Asking, Row, rows, rows_of


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
        """
        select
            changes.declaration, changes.level, changes.key, changes.day, changes.status_before, changes.reason_before,
            changes.status, changes.reason, changes.cause, changes.basis, changes.day < build.first_recorded as reconstructed,
            coalesce(in_language(pledges.title, $lang), in_language(indicators.title, $lang)) as title,
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
        {"lang": language, "since": since, "declaration": declaration, "most": most},
    )


def status_history(ask: Asking, level: str, key: str) -> list[Row]:
    """The changes of status of a pledge or an indicator (`level`), newest first."""

    def grouped() -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in status_changes(ask.cursor, ask.lang, None, ask.declaration):
            found.setdefault((row["level"], row["key"]), []).append(row)
        return found

    return (ask.keep("status history", grouped) if ask.keep else grouped()).get((level, key), [])


def change_sources(ask: Asking) -> list[Row]:
    """Who stands behind each change of a status, in a fixed order."""
    return rows_of(
        ask,
        """
        select distinct level, key, day, source, publisher, url
        from change_sources
        where declaration = $declaration
        order by level, key, day, publisher, url, source
        """,
    )


def sources_of(connection: duckdb.DuckDBPyConnection, changes: list[Row]) -> list[Row]:
    """Publisher and page behind each of these changes, of which there is one at least."""
    asked = """
        select declaration, level, key, day, publisher, url
        from change_sources
        semi join (
            select
                unnest(cast($1 as varchar[])) as declaration, unnest(cast($2 as varchar[])) as level,
                unnest(cast($3 as varchar[])) as key, unnest(cast($4 as date[])) as day
        ) as listed using (declaration, level, key, day)
        where day >= $5
        order by all
    """
    columns = [[change[name] for change in changes] for name in ("declaration", "level", "key", "day")]
    return rows(connection, asked, [*columns, min(change["day"] for change in changes)])
