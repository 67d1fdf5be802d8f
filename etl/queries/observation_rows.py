"""Observations: values with source and day, those withheld, and how they became known."""

from etl.queries.query import Asking, Row, grouped_rows, keyed_rows, rows_of


def observations(ask: Asking, key: str) -> list[Row]:
    """Every observation of an indicator, its assessed series first, oldest first."""
    return keyed_rows(
        ask,
        key,
        """
        select
            observed.indicator as asked,
            observed.place, observed.series, observed.period, observed.frequency, observed.start_date, observed.end_date,
            observed.value, observed.qualifier, observed.published_unit, observed.published_value, observed.status,
            observed.published_code, observed.published_basis, observed.recorded, observed.note, observed.evidence,
            observed.speaker, observed.derived, observed.url, observed.source, sources.publisher, sources.tier, sources.licence,
            observed.withheld, sources.terms, in_language(geos.name, $lang) as geo_name,
            in_language(counterparts.name, $lang) as counterpart_name
        from indicator_observations as observed
        join sources on observed.source = sources.source
        left join geos on observed.geo = geos.geo
        left join geos as counterparts on observed.counterpart = counterparts.geo
        where observed.declaration = $declaration and ($key is null or observed.indicator = $key)
        order by observed.place, observed.start_date, observed.end_date
        """,
    )


def withheld(ask: Asking, key: str) -> list[Row]:
    """How many values of an indicator are not passed on, and whose they are; none where the reader takes nothing away."""
    return keyed_rows(
        ask,
        key,
        """
        select listed.indicator as asked, sources.publisher, sources.url, count(*) as values
        from (
            select indicator, unnest(withheld) as source
            from indicator_observations
            where declaration = $declaration and ($key is null or indicator = $key)
            union all
            select indicator, source
            from targets
            where declaration = $declaration and ($key is null or indicator = $key) and withheld and kind is not null
        ) as listed
        join sources on listed.source = sources.source
        group by listed.indicator, sources.publisher, sources.url
        order by listed.indicator, sources.publisher
        """,
    )


def values(ask: Asking, keys: list[str]) -> list[Row]:
    """Every value and target of these indicators, each once, with the decimals of its unit."""
    return rows_of(
        ask,
        """
        select distinct listed.value, units.decimals
        from (
            select declaration, indicator, value from indicator_observations
            union all
            select declaration, indicator, value from targets
        ) as listed
        join indicators on listed.declaration = indicators.declaration and listed.indicator = indicators.indicator
        join units on indicators.unit = units.unit
        where listed.declaration = $declaration and list_contains($keys, listed.indicator) and listed.value is not null
        """,
        keys=keys,
    )


def value_history(ask: Asking, indicators: list[str]) -> list[Row]:
    """Every value of these indicators as it became known: the day, who published it, the value before and after; newest first."""
    query = """
        select
            changed.indicator, changed.known_from as day, changed.published_basis, changed.period, changed.value_before,
            changed.qualifier_before, changed.withheld, changed.withheld_before, changed.value, changed.qualifier, changed.is_first, changed.url, changed.note, sources.publisher,
            in_language(indicators.title, $lang) as title, indicators.unit, in_language(units.amount, $lang) as amount, units.decimals
        from value_changes as changed
        join indicators on changed.declaration = indicators.declaration and changed.indicator = indicators.indicator
        join units on indicators.unit = units.unit
        join sources on changed.source = sources.source
        where changed.declaration = $declaration and ($key is null or list_contains($key, changed.indicator))
        order by changed.known_from desc, changed.indicator, changed.place, changed.start_date desc, changed.period
        """
    if ask.keep is None:
        return rows_of(ask, query, key=indicators)
    # Each indicator's are in their order; sorting keeps it among those of one day.
    held = grouped_rows(ask, query, lambda row: row["indicator"])
    found = [row for key in sorted(indicators) for row in held.get(key, [])]
    return sorted(found, key=lambda row: row["day"], reverse=True)
