"""Indicators: metadata, statuses, newest figures, targets, what the rules found."""

import duckdb

from etl.queries.query import Asking, Row, keyed_rows, rows, rows_of


def pledge_indicators(ask: Asking, key: str) -> list[Row]:
    """The indicators of a pledge, its lead first, with status, latest and baseline figures."""
    query = _INDICATORS.format(
        register="all_pledges",
        condition="($key is null or pledge_indicators.pledge = $key) order by pledge_indicators.place",
    )
    return keyed_rows(ask, key, query)


def indicators_of(ask: Asking, keys: list[str]) -> dict[str, list[Row]]:
    """The indicators of each of these pledges, its lead first: as `pledge_indicators`, asked once."""
    listed = _indicators(ask, "list_contains($keys, pledge_indicators.pledge) order by pledges.place, pledge_indicators.place", keys=keys)
    found: dict[str, list[Row]] = {key: [] for key in keys}
    for row in listed:
        found[row["pledge"]].append(row)
    return found


def lead_indicators(ask: Asking) -> list[Row]:
    """The lead indicator of every pledge of the declaration that has data, in the order of the register."""
    return _indicators(ask, "pledge_indicators.place = 1 and pledges.in_declaration and latest.period is not null order by pledges.place")


def domain_indicators(ask: Asking, domain: str) -> list[Row]:
    """Every indicator of the pledges of a domain, once, those assessed first."""
    listed = _indicators(
        ask,
        "pledges.domain = $domain order by indicator_statuses.status = 'not_assessable', pledges.place, pledge_indicators.place",
        domain=domain,
    )
    return list({row["indicator"]: row for row in reversed(listed)}.values())[::-1]


def indicator(ask: Asking, key: str) -> Row | None:
    """One indicator with its metadata, or None."""
    listed = keyed_rows(
        ask,
        key,
        """
        select
            indicators.indicator as asked, indicators.declaration, indicators.indicator, in_language(indicators.title, $lang) as title,
            in_language(indicators.definition, $lang) as definition, in_language(indicators.choice, $lang) as choice, indicators.frequency,
            indicators.direction, indicators.family, indicators.context, indicators.baseline_period, indicators.data_owner,
            indicators.release_every, indicators.release_next, indicators.measures, indicators.mirror_of, indicators.unit,
            indicators.internal,
            in_language(units.symbol, $lang) as symbol, in_language(units.amount, $lang) as amount, in_language(units.name, $lang) as unit_name, units.decimals,
            indicator_statuses.* exclude (declaration, indicator, known_from),
            in_language(mirror.title, $lang) as mirror_title
        from indicators
        join units on indicators.unit = units.unit
        join indicator_statuses
            on indicators.declaration = indicator_statuses.declaration and indicators.indicator = indicator_statuses.indicator
        left join indicators as mirror on indicators.declaration = mirror.declaration and indicators.mirror_of = mirror.indicator
        where indicators.declaration = $declaration and ($key is null or indicators.indicator = $key)
        """,
    )
    return listed[0] if listed else None


def headline(ask: Asking, key: str) -> Row | None:
    """The newest figure of an indicator with its unit and source, or None where it has none."""
    listed = rows_of(
        ask,
        """
        select latest.value, indicators.unit, latest.qualifier, latest.period, latest.withheld, latest.url, in_language(units.amount, $lang) as amount, units.decimals, sources.publisher
        from indicator_headlines as latest
        join indicators on latest.declaration = indicators.declaration and latest.indicator = indicators.indicator
        join units on indicators.unit = units.unit
        join sources on latest.source = sources.source
        where latest.declaration = $declaration and latest.indicator = $key and latest.kind = 'latest'
        """,
        key=key,
    )
    return listed[0] if listed else None


def indicator_pledges(ask: Asking, key: str) -> list[Row]:
    """The pledges an indicator tracks; the replaced ones among them only where no other is left."""
    return keyed_rows(
        ask,
        key,
        """
        select pledge_indicators.indicator as asked, pledges.pledge, in_language(pledges.title, $lang) as title, pledges.internal, pledge_indicators.place
        from pledge_indicators
        join all_pledges as pledges
            on pledge_indicators.declaration = pledges.declaration and pledge_indicators.pledge = pledges.pledge
        where pledge_indicators.declaration = $declaration and ($key is null or pledge_indicators.indicator = $key)
        qualify (pledges.replaced_on is null) or not bool_or(pledges.replaced_on is null) over (partition by pledge_indicators.indicator)
        order by pledges.place
        """,
    )


def usual(ask: Asking, key: str) -> list[Row]:
    """The range of business as usual of an indicator, year by year; empty where too few points lie before the signature."""
    return keyed_rows(
        ask,
        key,
        "select indicator as asked, t, low80, high80, low90, high90 from usual_ranges where declaration = $declaration and ($key is null or indicator = $key) order by t",
    )


def rule_results(ask: Asking, key: str) -> list[Row]:
    """What every applicable rule says of an assessed indicator, the primary rule first."""
    return keyed_rows(
        ask,
        key,
        """
        select indicator as asked, rule, word, class, is_primary from rule_results
        where declaration = $declaration and ($key is null or indicator = $key) and class is not null
        order by not is_primary, rule
        """,
    )


def indicator_titles(ask: Asking) -> dict[str, str]:
    """Every indicator of the declaration: id to title, by title."""
    query = (
        "select indicator, in_language(title, $lang) as title from indicators where declaration = $declaration order by title, indicator"
    )
    return {row["indicator"]: row["title"] for row in rows_of(ask, query)}


def units(ask: Asking, key: str) -> dict[str, str]:
    """The units an indicator may be given in: those of its dimension, with their names."""
    listed = rows_of(
        ask,
        """
        select units.unit, in_language(units.name, $lang) as name
        from units
        join units as own on units.dimension = own.dimension
        join indicators on own.unit = indicators.unit
        where indicators.declaration = $declaration and indicators.indicator = $key
        order by units.unit <> own.unit, units.unit
        """,
        key=key,
    )
    return {row["unit"]: row["name"] for row in listed}


def disagreements(ask: Asking, key: str) -> list[Row]:
    """The periods of an indicator for which several sources give a value, and how far apart they are, newest first."""
    return keyed_rows(
        ask,
        key,
        """
        select indicator as asked, period, sources, assessed, least, greatest, spread from disagreements
        where declaration = $declaration and ($key is null or indicator = $key)
        order by period desc
        """,
    )


def targets(ask: Asking, key: str) -> list[Row]:
    """Every number named for an indicator."""
    return keyed_rows(
        ask,
        key,
        """
        select targets.indicator as asked, targets.*, sources.publisher, coalesce(targets.period_end < declarations.as_of, false) as passed
        from targets
        join sources on targets.source = sources.source
        join declarations on targets.declaration = declarations.declaration
        where targets.declaration = $declaration and ($key is null or targets.indicator = $key)
        order by targets.place
        """,
    )


# Status, newest and first figures, and target of the indicators of pledges.
_FIGURES = """join indicators on pledge_indicators.declaration = indicators.declaration and pledge_indicators.indicator = indicators.indicator
join indicator_statuses
    on indicators.declaration = indicator_statuses.declaration and indicators.indicator = indicator_statuses.indicator
left join indicator_headlines as latest
    on indicators.declaration = latest.declaration and indicators.indicator = latest.indicator and latest.kind = 'latest'
left join indicator_headlines as baseline
    on indicators.declaration = baseline.declaration and indicators.indicator = baseline.indicator and baseline.kind = 'baseline'
left join targets
    on indicators.declaration = targets.declaration and indicators.indicator = targets.indicator and targets.place = 1
"""
# Indicators of pledges with status, newest and first figures; {register} is the table of pledges, {condition} which and in what order.
_INDICATORS = (
    """
select
    pledge_indicators.pledge as asked, pledge_indicators.pledge, pledge_indicators.place, indicators.indicator, in_language(indicators.title, $lang) as title,
    in_language(indicators.lead_reason, $lang) as lead_reason, pledge_indicators.answers, in_language(pledge_indicators.why, $lang) as why, indicators.direction, indicators.family, indicators.context,
    indicators.measures, indicators.frequency, indicators.internal, pledges.domain,
    indicators.unit, in_language(units.amount, $lang) as amount, units.decimals,
    indicator_statuses.status, indicator_statuses.reason, indicator_statuses.observations,
    indicator_statuses.rules_agreeing, indicator_statuses.rules_applicable,
    latest.period as latest_period, latest.value as latest_value, latest.qualifier as latest_qualifier,
    latest.withheld as latest_withheld, baseline.withheld as baseline_withheld,
    baseline.period as baseline_period, baseline.value as baseline_value, baseline.qualifier as baseline_qualifier,
    sources.publisher, latest.source, latest.url,
    targets.value as target_value, targets.period as target_period, targets.qualifier as target_qualifier, targets.kind as target_kind,
    targets.withheld as target_withheld, targets.lapsed as target_lapsed,
    spark.days, spark.figures
from pledge_indicators
join {register} as pledges on pledge_indicators.declaration = pledges.declaration and pledge_indicators.pledge = pledges.pledge
"""
    + _FIGURES
    + """
join units on indicators.unit = units.unit
left join sources on latest.source = sources.source
left join (
    select
        declaration, indicator,
        list(epoch(end_date) order by end_date) as days, list(value order by end_date) as figures
    from indicator_observations
    where place = 1 and value is not null and frequency <> 'R'
    group by declaration, indicator
) as spark on indicators.declaration = spark.declaration and indicators.indicator = spark.indicator
where pledge_indicators.declaration = $declaration and {condition}
"""
)


def _indicators(ask: Asking, condition: str, **values: object) -> list[Row]:
    return rows_of(ask, _INDICATORS.format(register="pledges", condition=condition), **values)


def explained(connection: duckdb.DuckDBPyConnection, lang: str, declaration: str, indicators: list[str]) -> dict[str, Row]:
    """All that explains the status of these indicators, by indicator: figures, target, what the rules found, business as usual."""
    listed = rows(
        connection,
        """
        select
            in_language(indicators.title, $lang) as title, indicators.direction,
            in_language(units.amount, $lang) as amount, in_language(units.change, $lang) as change_amount, units.decimals, targets.value as named_target, targets.period as named_period, targets.kind as target_kind,
            coalesce(in_language(proper_names.name, $lang), targets.speaker) as speaker, targets.said_on, targets.known_basis, targets.qualifier as target_qualifier,
            targets.lapsed, targets.passed, targets.stated_without_year,
            indicator_statuses.*,
            (
                select list([cast(points.t as double), points.value] order by points.t) from annual_points as points
                where
                    points.declaration = indicators.declaration and points.indicator = indicators.indicator and points.comparable
                    and points.t between indicator_statuses.base_period and indicator_statuses.latest_period
            ) as points,
            earlier.value as earlier_value, later.value as later_value,
            (
                select list([rule, word, class] order by not is_primary, rule) from rule_results
                where rule_results.declaration = indicators.declaration and rule_results.indicator = indicators.indicator and class is not null
            ) as rules,
            year(declarations.signed) as signed_year,
            declarations.shock_years,
            usual.first_year, usual.last_year, usual.changed_years, usual.t as usual_year, usual.low80, usual.high80,
            early.frequency as early_frequency, early.first_start, early.last_start, early.change as early_change,
            early.lowest as early_lowest, early.highest as early_highest, early.years as early_years,
            apart.period as apart_period, apart.least, apart.greatest, apart.spread, apart.periods as apart_periods
        from indicators
        join declarations on indicators.declaration = declarations.declaration
        join indicator_statuses
            on indicators.declaration = indicator_statuses.declaration and indicators.indicator = indicator_statuses.indicator
        join units on indicators.unit = units.unit
        left join annual_points as earlier
            on
                indicators.declaration = earlier.declaration and indicators.indicator = earlier.indicator
                and indicator_statuses.earlier_period = earlier.t
        left join annual_points as later
            on
                indicators.declaration = later.declaration and indicators.indicator = later.indicator
                and indicator_statuses.later_period = later.t
        left join targets on indicators.declaration = targets.declaration and indicators.indicator = targets.indicator and targets.place = 1
        left join proper_names on targets.speaker = proper_names.name['en']
        left join usual_ranges as usual
            on
                indicators.declaration = usual.declaration and indicators.indicator = usual.indicator
                and usual.t = year(declarations.signed) + 1
        left join (
            select * from early_readings qualify row_number() over (partition by declaration, indicator order by frequency) = 1
        ) as early
            on indicators.declaration = early.declaration and indicators.indicator = early.indicator
        left join (
            select *, count(*) over (partition by declaration, indicator) as periods
            from disagreements
            where declaration = $declaration and list_contains($indicators, indicator)
            qualify row_number() over (partition by declaration, indicator order by period desc) = 1
        ) as apart
            on indicators.declaration = apart.declaration and indicators.indicator = apart.indicator
        where indicators.declaration = $declaration and list_contains($indicators, indicators.indicator)
        """,
        {"lang": lang, "declaration": declaration, "indicators": indicators},
    )
    return {row["indicator"]: row for row in listed}


def title(connection: duckdb.DuckDBPyConnection, lang: str, declaration: str, indicator: str) -> str:
    """The title of an indicator."""
    (row,) = rows(
        connection,
        "select in_language(title, $lang) as title from indicators where declaration = $declaration and indicator = $indicator",
        {"lang": lang, "declaration": declaration, "indicator": indicator},
    )
    return str(row["title"])


def tracking(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """The indicators of every pledge of every declaration, each lead first, with status, newest and first figures, and target."""
    return rows(
        connection,
        f"""
        select
            pledge_indicators.declaration, pledge_indicators.pledge, pledge_indicators.indicator, indicators.unit,
            indicator_statuses.status, indicator_statuses.reason,
            baseline.period as baseline_period, baseline.value as baseline_value,
            latest.period as latest_period, latest.value as latest_value,
            targets.period as target_period, targets.value as target_value, targets.source as target_source
        from pledge_indicators
        {_FIGURES}
        order by pledge_indicators.declaration, pledge_indicators.pledge, pledge_indicators.place
        """,
    )


def counts_by_domain(connection: duckdb.DuckDBPyConnection, declaration: str) -> dict[str, tuple[int, int]]:
    """By domain: how many indicators of the text's pledges have data, and how many of them lie between the parties."""
    found = connection.execute(
        """
        select pledges.domain, count(distinct statuses.indicator), count(distinct case when statuses.bilateral then statuses.indicator end)
        from pledges
        join pledge_indicators on pledges.declaration = pledge_indicators.declaration and pledges.pledge = pledge_indicators.pledge
        join indicator_statuses as statuses
            on pledge_indicators.declaration = statuses.declaration and pledge_indicators.indicator = statuses.indicator
        where pledges.declaration = $declaration and pledges.in_declaration and statuses.observations > 0
        group by pledges.domain
        """,
        {"declaration": declaration},
    ).fetchall()
    return {domain: (measured, bilateral) for domain, measured, bilateral in found}
