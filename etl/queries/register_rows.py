"""What the register holds beside its statuses: pledges replaced by others, what parties say, mistakes corrected."""

import duckdb

from etl.queries.query import Row, rows


def successions(connection: duckdb.DuckDBPyConnection, language: str, declaration: str, pledge: str) -> list[Row]:
    """What replaced a pledge and what it replaces, as known on the day asked for: `earlier`, `later`, `replaced_on`, titles."""
    return rows(
        connection,
        f"""
        select
            successions.pledge as earlier, before.title_{language} as earlier_title,
            successions.successor as later, after.title_{language} as later_title, successions.replaced_on,
            successions.pledge = $2 as is_replaced
        from successions
        join all_pledges as before on successions.declaration = before.declaration and successions.pledge = before.pledge
        join all_pledges as after on successions.declaration = after.declaration and successions.successor = after.pledge
        where successions.declaration = $1 and $2 in (successions.pledge, successions.successor)
        order by is_replaced desc, before.place, successions.place
        """,
        [declaration, pledge],
    )


def comments(connection: duckdb.DuckDBPyConnection, language: str, declaration: str, pledge: str) -> list[Row]:
    """What the parties say of a pledge, newest first: in the reader's language (`said`), and as it was said (`original`)."""
    return rows(
        connection,
        f"""
        select
            comments.party, coalesce(geos.name_{language}, comments.party) as party_name, comments.date,
            coalesce(proper_names.name_{language}, comments.speaker) as speaker, comments.language,
            comments.text_{language} as said,
            case comments.language when 'en' then text_en when 'fr' then text_fr when 'ru' then text_ru else text_kk end as original,
            comments.url, sources.publisher
        from comments
        join sources on comments.source = sources.source
        left join geos on comments.party = geos.geo
        left join proper_names on comments.speaker = proper_names.name_en
        where comments.declaration = $1 and comments.pledge = $2
        order by comments.date desc, comments.party
        """,
        [declaration, pledge],
    )


def corrections(connection: duckdb.DuckDBPyConnection, language: str, declaration: str) -> list[Row]:
    """Mistakes of our own that were corrected, newest first, each with what it concerns: id, level and title."""
    return rows(
        connection,
        f"""
        with items as (
            select declaration, pledge as item, 'pledge' as level, title_{language} as title, internal from all_pledges
            union all
            select declaration, indicator, 'indicator', title_{language}, internal from indicators
            union all
            select declaration, event, 'event', summary_{language}, internal from recorded_events
            union all
            select declaration, declaration, 'declaration', short_title_{language}, false from recorded_declarations
        )

        select
            corrections.correction, corrections.date, corrections.noticed_by, corrections.wrong_{language} as wrong,
            corrections.right_{language} as right, corrections.submission,
            (
                select
                    coalesce(
                        list(
                            {{item: items.item, level: items.level, title: items.title, internal: items.internal}}
                            order by items.level desc, items.item
                        ),
                        []
                    )
                from items
                where items.declaration = corrections.declaration and list_contains(corrections.concerns, items.item)
            ) as concerns
        from corrections
        where corrections.declaration = $1
        order by corrections.date desc, corrections.correction desc
        """,
        [declaration],
    )


def reversals(connection: duckdb.DuckDBPyConnection, declaration: str) -> list[Row]:
    """Accepted submissions that were reverted, newest first."""
    return rows(
        connection,
        "select submission, kind, date, why from reversals where declaration = $1 order by date desc, submission desc",
        [declaration],
    )
