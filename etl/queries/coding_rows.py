"""Codings and the rubrics they are made by."""

import duckdb

from etl.queries.query import Asking, Row, keyed_rows, rows

# Columns for a query of `pledges`: how many coders each has, and whether all of them are machines.
CODERS = """
coalesce((
    select count(distinct coder) from codings
    where codings.declaration = pledges.declaration and codings.pledge = pledges.pledge
), 0) as coders,
coalesce((
    select bool_and(coder_kind = 'machine') from codings
    where codings.declaration = pledges.declaration and codings.pledge = pledges.pledge
), false) as by_machine
"""


def rubric(ask: Asking, key: str) -> list[Row]:
    """The levels of a pledge's rubric, the highest first."""
    return keyed_rows(
        ask,
        key,
        """
        select pledge as asked, written, level, in_language(text, $lang) as said from rubric_levels
        where declaration = $declaration and ($key is null or pledge = $key)
        order by cast(level as integer) desc
        """,
    )


def codings(connection: duckdb.DuckDBPyConnection, language: str, declaration: str, pledge: str) -> list[Row]:
    """The codings of a pledge, newest first, each with its rubric's level in words and the ids of the events it cites."""
    return rows(
        connection,
        """
        select
            codings.coding, codings.coder, codings.coder_kind, codings.role, codings.date, codings.score,
            in_language(codings.rationale, $lang) as rationale, in_language(rubric_levels.text, $lang) as level_text,
            (
                select max(written) from rubric_levels as rubric
                where rubric.declaration = codings.declaration and rubric.pledge = codings.pledge
            ) as written,
            (
                select coalesce(list(coding_events.event order by coding_events.event), []) from coding_events
                where coding_events.declaration = codings.declaration and coding_events.coding = codings.coding
            ) as events
        from codings
        left join rubric_levels
            on
                codings.declaration = rubric_levels.declaration and codings.pledge = rubric_levels.pledge
                and codings.score = rubric_levels.level
        where codings.declaration = $declaration and codings.pledge = $pledge
        order by codings.date desc, codings.coding
        """,
        {"lang": language, "declaration": declaration, "pledge": pledge},
    )


def newest(connection: duckdb.DuckDBPyConnection, declaration: str) -> list[Row]:
    """The newest coding of each pledge by each coder, without decisions, in the order of the register."""
    return rows(
        connection,
        """
        select pledges.family, pledges.pledge, codings.coder, codings.coder_kind, codings.score
        from codings
        join pledges on codings.declaration = pledges.declaration and codings.pledge = pledges.pledge
        where codings.declaration = $declaration and codings.role = 'coding'
        qualify row_number() over (
            partition by codings.pledge, codings.coder order by codings.date desc, codings.coding desc
        ) = 1
        order by pledges.place, codings.coder
        """,
        {"declaration": declaration},
    )
