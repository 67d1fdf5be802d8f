"""What the register holds beside its statuses: pledges replaced by others, what parties say, mistakes corrected."""

import duckdb

from etl.queries.query import Row, rows


def successions(connection: duckdb.DuckDBPyConnection, language: str, declaration: str, pledge: str) -> list[Row]:
    """What replaced a pledge and what it replaces, as known on the day asked for: `earlier`, `later`, `replaced_on`, titles."""
    return rows(
        connection,
        """
        select
            successions.pledge as earlier, in_language(before.title, $lang) as earlier_title,
            successions.successor as later, in_language(after.title, $lang) as later_title, successions.replaced_on,
            successions.pledge = $pledge as is_replaced
        from successions
        join all_pledges as before on successions.declaration = before.declaration and successions.pledge = before.pledge
        join all_pledges as after on successions.declaration = after.declaration and successions.successor = after.pledge
        where successions.declaration = $declaration and $pledge in (successions.pledge, successions.successor)
        order by is_replaced desc, before.place, successions.place
        """,
        {"lang": language, "declaration": declaration, "pledge": pledge},
    )


def comments(connection: duckdb.DuckDBPyConnection, language: str, declaration: str, pledge: str) -> list[Row]:
    """What the parties say of a pledge, newest first: in the reader's language (`said`), and as it was said (`original`)."""
    return rows(
        connection,
        """
        select
            comments.party, coalesce(in_language(geos.name, $lang), comments.party) as party_name, comments.date,
            coalesce(in_language(proper_names.name, $lang), comments.speaker) as speaker, comments.language,
            in_language(comments.text, $lang) as said,
            comments.text[comments.language] as original,
            comments.url, sources.publisher
        from comments
        join sources on comments.source = sources.source
        left join geos on comments.party = geos.geo
        left join proper_names on comments.speaker = proper_names.name['en']
        where comments.declaration = $declaration and comments.pledge = $pledge
        order by comments.date desc, comments.party
        """,
        {"lang": language, "declaration": declaration, "pledge": pledge},
    )


def corrections(connection: duckdb.DuckDBPyConnection, language: str, declaration: str) -> list[Row]:
    """Mistakes of our own that were corrected, newest first, each with what it concerns: id, level and title."""
    return rows(
        connection,
        """
        with items as (
            select declaration, pledge as item, 'pledge' as level, in_language(title, $lang) as title, internal from all_pledges
            union all
            select declaration, indicator, 'indicator', in_language(title, $lang), internal from indicators
            union all
            select declaration, event, 'event', in_language(summary, $lang), internal from recorded_events
            union all
            select declaration, declaration, 'declaration', in_language(short_title, $lang), false from recorded_declarations
        )

        select
            corrections.correction, corrections.date, corrections.noticed_by, in_language(corrections.wrong, $lang) as wrong,
            in_language(corrections.right, $lang) as right, corrections.submission,
            (
                select
                    coalesce(
                        list(
                            {item: items.item, level: items.level, title: items.title, internal: items.internal}
                            order by items.level desc, items.item
                        ),
                        []
                    )
                from items
                where items.declaration = corrections.declaration and list_contains(corrections.concerns, items.item)
            ) as concerns
        from corrections
        where corrections.declaration = $declaration
        order by corrections.date desc, corrections.correction desc
        """,
        {"lang": language, "declaration": declaration},
    )


def reversals(connection: duckdb.DuckDBPyConnection, declaration: str) -> list[Row]:
    """Accepted submissions that were reverted, newest first."""
    return rows(
        connection,
        "select submission, kind, date, why from reversals where declaration = $declaration order by date desc, submission desc",
        {"declaration": declaration},
    )
