"""Events, searches for news, and what is due for us to look at."""

import duckdb

from etl.queries.query import Asking, Row, grouped_rows, keyed_rows, rows, rows_of


def events(ask: Asking, key: str | None = None) -> list[Row]:
    """Events, newest first: of one pledge, or all."""
    query = """
        select
            events.event, events.date, events.date_precision, events.date_end, events.domain, events.nature, events.direction,
            events.attribution, events.speaker, events.tags, events.last_day, events.actor, events.cause, events.evidence, events.internal, in_language(events.summary, $lang) as summary,
            events.url, events.source, sources.publisher, sources.tier, list(event_pledges.pledge order by event_pledges.pledge) as pledges
        from events
        join sources on events.source = sources.source
        join event_pledges on events.declaration = event_pledges.declaration and events.event = event_pledges.event
        where
            events.declaration = $declaration
            and ($key is null or events.event in (select event from event_pledges where declaration = $declaration and pledge = $key))
        group by all
        order by events.date desc, events.event desc
        """
    if ask.keep is None:
        return rows_of(ask, query, key=key)
    return [row for row in grouped_rows(ask, query, lambda row: None).get(None, []) if key is None or key in row["pledges"]]


def searches(ask: Asking, key: str) -> list[Row]:
    """The logged searches for news of a pledge, newest first: what was looked for where, and whether that can say "nothing found"."""
    return keyed_rows(
        ask,
        key,
        """
        select pledge as asked, date, languages, outlets, result, words, can_find_nothing
        from searches
        where declaration = $declaration and ($key is null or pledge = $key)
        order by date desc, outlets, result
        """,
    )


def due(ask: Asking) -> list[Row]:
    """Everything that is due for us to look at, the earliest first: releases, named days with their target, searches.

    `state` is overdue, due or later; `bodies` are data owners and lead bodies: the name in the record to the one in this language.
    """
    listed = rows_of(
        ask,
        """
        select
            due.kind, due.reason, due.state, due.due, due.newest, due.indicator, due.pledge, due.pledges, due.bodies,
            coalesce(in_language(indicators.title, $lang), in_language(pledges.title, $lang)) as title, indicators.data_owner,
            coalesce(indicators.internal, pledges.internal) as internal,
            targets.period, targets.value, targets.qualifier, targets.withheld, targets.kind as target_kind, targets.speaker, targets.url,
            in_language(units.amount, $lang) as amount, units.decimals
        from due
        left join indicators on due.declaration = indicators.declaration and due.indicator = indicators.indicator
        left join units on indicators.unit = units.unit
        left join pledges on due.declaration = pledges.declaration and due.pledge = pledges.pledge
        left join targets on due.declaration = targets.declaration and due.indicator = targets.indicator and due.place = targets.place
        where due.declaration = $declaration
        order by due.due, due.kind, targets.period, pledges.place, coalesce(due.indicator, due.pledge)
        """,
    )
    for row in listed:
        row["bodies"] = {name: ask.names.get(name, name) for name in row["bodies"]}
    return listed


def cited(connection: duckdb.DuckDBPyConnection, lang: str, declaration: str, listed: list[str]) -> list[Row]:
    """These events, oldest first: day, kind, who did it, who says so."""
    return _events(connection, lang, declaration, "list_contains($value, event)", listed)


def uncited(connection: duckdb.DuckDBPyConnection, lang: str, declaration: str, pledge: str) -> list[Row]:
    """The events of a pledge after the signature that no coding cites, oldest first."""
    return _events(
        connection,
        lang,
        declaration,
        """
        event in (select event from event_pledges where declaration = $declaration and pledge = $value)
        and event not in (
            select coding_events.event from coding_events
            join codings on coding_events.declaration = codings.declaration and coding_events.coding = codings.coding
            where codings.declaration = $declaration and codings.pledge = $value
        )
        and not list_contains(tags, 'signing')
        and last_day > (select signed from declarations where declaration = $declaration)
        """,
        pledge,
    )


def _events(connection: duckdb.DuckDBPyConnection, lang: str, declaration: str, condition: str, value: object) -> list[Row]:
    """The events that meet a condition on `$declaration` and `$value`, oldest first."""
    return rows(
        connection,
        f"""
        select event, date, date_precision, nature, direction, attribution, speaker, evidence, in_language(summary, $lang) as summary, url
        from events
        where declaration = $declaration and {condition}
        order by date, event
        """,
        {"lang": lang, "declaration": declaration, "value": value},
    )


def setbacks(connection: duckdb.DuckDBPyConnection, lang: str, declaration: str) -> list[Row]:
    """What ran against a pledge's direction after the signature: acts and outcomes, newest first, with the pledges of the text."""
    return rows(
        connection,
        """
        select events.event, events.date, events.date_precision, events.attribution, in_language(events.summary, $lang) as summary,
            list(pledges.pledge order by pledges.place) as pledges
        from events
        join declarations on events.declaration = declarations.declaration
        join event_pledges on events.declaration = event_pledges.declaration and events.event = event_pledges.event
        join pledges on event_pledges.declaration = pledges.declaration and event_pledges.pledge = pledges.pledge and pledges.in_declaration
        where
            events.declaration = $declaration and events.direction = 'setback' and events.nature in ('act', 'outcome')
            and events.last_day > declarations.signed and not list_contains(events.tags, 'third-hand')
        group by all
        order by events.date desc, events.event
        """,
        {"lang": lang, "declaration": declaration},
    )
