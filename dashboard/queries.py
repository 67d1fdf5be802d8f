"""Every question asked of the warehouse. Each takes a cursor of its own and returns plain rows in one language."""

from collections import Counter
from typing import Any

import duckdb

from etl.record import LANGUAGES
from etl.vocabulary import FIRST_DOMAINS

Row = dict[str, Any]
Cursor = duckdb.DuckDBPyConnection


def declaration(cursor: Cursor, lang: str) -> Row:
    """The declaration of this build: titles, day, place, and to when data, events and searches reach."""
    return _rows(
        cursor,
        f"""
        select
            declaration, title_{_known(lang)} as title, short_title_{lang} as short_title, place_{lang} as place,
            text_status_{lang} as text_status, signed, points, searched_to, events_to, as_of, review_state,
            (select max(end_date) from observations where value is not null and end_date <= declarations.as_of) as data_to
        from declarations
        order by declaration
        limit 1
        """,
    )[0]


def pledges(cursor: Cursor, lang: str) -> list[Row]:
    """The register: every pledge with its status, newest event and lead indicator, in order."""
    return _rows(
        cursor,
        f"""
        select
            pledges.declaration, pledges.pledge, pledges.in_declaration, pledges.part, pledges.domain, pledges.obligor,
            pledges.strength, pledges.family, pledges.grade, pledges.basis, pledges.clause_group,
            pledges.title_{_known(lang)} as title, pledges.summary_{lang} as summary,
            pledge_statuses.status, pledge_statuses.reason, pledge_statuses.lead, pledge_statuses.indicators,
            pledge_statuses.indicators_with_data, pledge_statuses.assessable_indicators, pledge_statuses.good,
            pledge_statuses.bad, pledge_statuses.events, pledge_statuses.evidence_newest, pledge_statuses.evidence_quality
        from pledges
        join pledge_statuses on pledges.declaration = pledge_statuses.declaration and pledges.pledge = pledge_statuses.pledge
        order by pledges.place
        """,
    )


def pledge(cursor: Cursor, lang: str, key: str) -> Row | None:
    """One pledge with everything its page says, or None."""
    rows = _rows(
        cursor,
        f"""
        select
            pledges.*, pledges.title_{_known(lang)} as title, pledges.summary_{lang} as summary,
            pledges.family_reason_{lang} as family_reason, pledges.instrument_{lang} as instrument,
            pledges.not_measurable_{lang} as not_measurable, parts.title_{lang} as part_title,
            quoted.publisher as quotation_publisher,
            pledge_statuses.* exclude (declaration, pledge, place)
        from pledges
        join pledge_statuses on pledges.declaration = pledge_statuses.declaration and pledges.pledge = pledge_statuses.pledge
        left join parts on pledges.declaration = parts.declaration and pledges.part = parts.part
        left join sources as quoted on pledges.quotation_source = quoted.source
        where pledges.pledge = $1
        """,
        [key],
    )
    return rows[0] if rows else None


def pledge_reports(cursor: Cursor, key: str) -> list[Row]:
    """Who reported a pledge, with links."""
    return _rows(
        cursor,
        """
        select sources.publisher, sources.tier, pledge_reports.url
        from pledge_reports
        join sources on pledge_reports.source = sources.source
        where pledge_reports.pledge = $1
        order by pledge_reports.place
        """,
        [key],
    )


def clause_group(cursor: Cursor, lang: str, group: str) -> list[Row]:
    """The pledges that were probably one clause."""
    return _rows(cursor, f"select pledge, title_{_known(lang)} as title from pledges where clause_group = $1 order by place", [group])


def pledge_indicators(cursor: Cursor, lang: str, key: str) -> list[Row]:
    """The indicators of a pledge, its lead first, with status, latest and baseline figures."""
    return _indicators(cursor, lang, "where pledge_indicators.pledge = $1 order by pledge_indicators.place", [key])


def lead_indicators(cursor: Cursor, lang: str) -> list[Row]:
    """The lead indicator of every pledge of the declaration that has data, in the order of the register."""
    return _indicators(
        cursor,
        lang,
        "where pledge_indicators.place = 1 and pledges.in_declaration and latest.value is not null order by pledges.place",
        [],
    )


def domain_indicators(cursor: Cursor, lang: str, domain: str) -> list[Row]:
    """Every indicator of the pledges of a domain, once, those assessed first."""
    rows = _indicators(
        cursor,
        lang,
        "where pledges.domain = $1 order by indicator_statuses.status = 'not_assessable', pledges.place, pledge_indicators.place",
        [domain],
    )
    return list({row["indicator"]: row for row in reversed(rows)}.values())[::-1]


def indicator(cursor: Cursor, lang: str, key: str) -> Row | None:
    """One indicator with its metadata, or None."""
    rows = _rows(
        cursor,
        f"""
        select
            indicators.declaration, indicators.indicator, indicators.title_{_known(lang)} as title,
            indicators.definition_{lang} as definition, indicators.choice_{lang} as choice, indicators.frequency,
            indicators.direction, indicators.family, indicators.context, indicators.baseline_period, indicators.data_owner,
            indicators.release_every, indicators.release_next, indicators.measures, indicators.mirror_of, indicators.unit,
            units.symbol_{lang} as symbol, units.name_{lang} as unit_name, units.decimals,
            indicator_statuses.* exclude (declaration, indicator),
            mirror.title_{lang} as mirror_title
        from indicators
        join units on indicators.unit = units.unit
        join indicator_statuses
            on indicators.declaration = indicator_statuses.declaration and indicators.indicator = indicator_statuses.indicator
        left join indicators as mirror on indicators.declaration = mirror.declaration and indicators.mirror_of = mirror.indicator
        where indicators.indicator = $1
        """,
        [key],
    )
    return rows[0] if rows else None


def headline(cursor: Cursor, lang: str, key: str) -> Row | None:
    """The newest figure of an indicator with its unit and source, or None where it has none."""
    rows = _rows(
        cursor,
        f"""
        select latest.value, latest.qualifier, latest.period, units.symbol_{_known(lang)} as symbol, units.decimals, sources.publisher
        from indicator_headlines as latest
        join indicators on latest.declaration = indicators.declaration and latest.indicator = indicators.indicator
        join units on indicators.unit = units.unit
        join sources on latest.source = sources.source
        where latest.indicator = $1 and latest.kind = 'latest'
        """,
        [key],
    )
    return rows[0] if rows else None


def indicator_pledges(cursor: Cursor, lang: str, key: str) -> list[Row]:
    """The pledges an indicator tracks."""
    return _rows(
        cursor,
        f"""
        select pledges.pledge, pledges.title_{_known(lang)} as title, pledge_indicators.place
        from pledge_indicators
        join pledges on pledge_indicators.declaration = pledges.declaration and pledge_indicators.pledge = pledges.pledge
        where pledge_indicators.indicator = $1
        order by pledges.place
        """,
        [key],
    )


def observations(cursor: Cursor, lang: str, key: str) -> list[Row]:
    """Every observation of an indicator, its assessed series first, oldest first."""
    return _rows(
        cursor,
        f"""
        select
            observed.place, observed.series, observed.period, observed.frequency, observed.start_date, observed.end_date,
            observed.value, observed.qualifier, observed.published_unit, observed.published_value, observed.status,
            observed.published_code, observed.published_basis, observed.recorded, observed.note, observed.evidence,
            observed.speaker, observed.derived, observed.url, sources.publisher, sources.tier, sources.licence,
            sources.terms_verified, geos.name_{_known(lang)} as geo_name
        from indicator_observations as observed
        join sources on observed.source = sources.source
        left join geos on observed.geo = geos.geo
        where observed.indicator = $1
        order by observed.place, observed.start_date, observed.end_date
        """,
        [key],
    )


def targets(cursor: Cursor, key: str) -> list[Row]:
    """Every number named for an indicator."""
    return _rows(
        cursor,
        """
        select targets.*, sources.publisher
        from targets
        join sources on targets.source = sources.source
        where targets.indicator = $1
        order by targets.place
        """,
        [key],
    )


def deadlines(cursor: Cursor, lang: str) -> list[Row]:
    """What is due next: targets and plans with a period that have not lapsed, the earliest first."""
    return _rows(
        cursor,
        f"""
        select
            targets.indicator, targets.period, targets.value, targets.qualifier, targets.kind, targets.speaker, targets.url,
            indicators.title_{_known(lang)} as title, units.symbol_{lang} as symbol, units.decimals, pledge_indicators.pledge
        from targets
        join indicators on targets.declaration = indicators.declaration and targets.indicator = indicators.indicator
        join units on indicators.unit = units.unit
        join pledge_indicators on indicators.declaration = pledge_indicators.declaration and indicators.indicator = pledge_indicators.indicator
        join declarations on targets.declaration = declarations.declaration
        where targets.kind in ('target', 'plan') and not targets.lapsed and targets.year >= year(declarations.as_of)
        qualify row_number() over (partition by targets.indicator, targets.period, targets.value order by pledge_indicators.pledge) = 1
        order by targets.year, targets.period, targets.indicator
        """,
    )


def events(cursor: Cursor, lang: str, key: str | None = None) -> list[Row]:
    """Events, newest first: of one pledge, or all."""
    return _rows(
        cursor,
        f"""
        select
            events.event, events.date, events.date_precision, events.date_end, events.domain, events.nature, events.direction,
            events.attribution, events.actor, events.cause, events.evidence, events.summary_{_known(lang)} as summary,
            events.url, sources.publisher, sources.tier, list(event_pledges.pledge order by event_pledges.pledge) as pledges
        from events
        join sources on events.source = sources.source
        join event_pledges on events.declaration = event_pledges.declaration and events.event = event_pledges.event
        where $1 is null or events.event in (select chosen.event from event_pledges as chosen where chosen.pledge = $1)
        group by all
        order by events.date desc, events.event desc
        """,
        [key],
    )


def searches(cursor: Cursor, key: str) -> list[Row]:
    """The logged searches for news of a pledge, newest first."""
    return _rows(cursor, "select date, languages, outlets, result from searches where pledge = $1 order by date desc", [key])


def sources(cursor: Cursor) -> list[Row]:
    """Every source that a shown figure or event comes from, with terms and how much it gave."""
    return _rows(
        cursor,
        """
        select
            sources.source, sources.publisher, sources.title, sources.url, sources.licence, sources.terms_verified,
            sources.accessed, sources.kind, sources.tier,
            (select count(*) from observations where observations.source = sources.source) as observations,
            (select count(*) from events where events.source = sources.source) as events
        from sources
        order by observations desc, events desc, sources.publisher
        """,
    )


def names(cursor: Cursor) -> list[Row]:
    """The glossary of approved names."""
    columns = ", ".join(f"name_{lang}" for lang in LANGUAGES)
    return _rows(cursor, f"select kind, abbreviation, {columns} from names order by kind, name_en")


def counts(cursor: Cursor) -> Row:
    """How much this build holds, and how much of it can be assessed."""
    return _rows(
        cursor,
        """
        select
            (select count(*) from pledges where in_declaration) as pledges,
            (select count(*) from pledges where not in_declaration) as accompanying,
            (select count(distinct coalesce(clause_group, pledge)) from pledges where in_declaration) as clauses,
            (select count(*) from pledges join pledge_statuses using (declaration, pledge)
                where in_declaration and indicators_with_data > 0) as pledges_with_data,
            (select count(*) from pledges join pledge_statuses using (declaration, pledge)
                where in_declaration and status <> 'not_assessable') as pledges_assessed,
            (select count(*) from indicators) as indicators,
            (select count(*) from indicators where not context) as indicators_tracked,
            (select count(*) from indicator_statuses where observations > 0) as indicators_with_data,
            (select count(*) from indicator_statuses where status <> 'not_assessable') as indicators_assessed,
            (select count(*) from observations) as observations,
            (select count(*) from events) as events,
            (select count(*) from sources) as sources
        """,
    )[0]


def by_status(rows: list[Row], column: str) -> dict[str, Counter[str]]:
    """Pledges counted per value of `column` and status; a status never merges with another."""
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        counted.setdefault(row[column], Counter())[row["status"]] += 1
    return counted


def ordered_domains(rows: list[Row]) -> list[str]:
    """The domains that occur, those the reader looks for first at the top."""
    present = {row["domain"] for row in rows}
    first = [domain for domain in FIRST_DOMAINS if domain in present]
    return first + sorted(present - set(first))


def _indicators(cursor: Cursor, lang: str, condition: str, values: list[Any]) -> list[Row]:
    return _rows(
        cursor,
        f"""
        select
            pledge_indicators.pledge, pledge_indicators.place, indicators.indicator, indicators.title_{_known(lang)} as title,
            indicators.lead_reason_{lang} as lead_reason, indicators.direction, indicators.family, indicators.context,
            indicators.measures, indicators.frequency, pledges.domain,
            indicators.unit, units.symbol_{lang} as symbol, units.decimals,
            indicator_statuses.status, indicator_statuses.reason, indicator_statuses.observations,
            latest.period as latest_period, latest.value as latest_value, latest.qualifier as latest_qualifier,
            baseline.period as baseline_period, baseline.value as baseline_value, baseline.qualifier as baseline_qualifier,
            sources.publisher, latest.url,
            spark.days, spark.figures
        from pledge_indicators
        join pledges on pledge_indicators.declaration = pledges.declaration and pledge_indicators.pledge = pledges.pledge
        join indicators on pledge_indicators.declaration = indicators.declaration and pledge_indicators.indicator = indicators.indicator
        join units on indicators.unit = units.unit
        join indicator_statuses
            on indicators.declaration = indicator_statuses.declaration and indicators.indicator = indicator_statuses.indicator
        left join indicator_headlines as latest
            on indicators.declaration = latest.declaration and indicators.indicator = latest.indicator and latest.kind = 'latest'
        left join indicator_headlines as baseline
            on indicators.declaration = baseline.declaration and indicators.indicator = baseline.indicator and baseline.kind = 'baseline'
        left join sources on latest.source = sources.source
        left join (
            select
                declaration, indicator,
                list(epoch(end_date) order by end_date) as days, list(value order by end_date) as figures
            from indicator_observations
            where place = 1 and value is not null and frequency <> 'R'
            group by declaration, indicator
        ) as spark on indicators.declaration = spark.declaration and indicators.indicator = spark.indicator
        {condition}
        """,
        values,
    )


def _known(lang: str) -> str:
    """The language, once it is certain that it may stand in a column name."""
    if lang not in LANGUAGES:
        raise ValueError(f"unknown language {lang}")
    return lang


def _rows(cursor: Cursor, query: str, values: list[Any] | None = None) -> list[Row]:
    cursor.execute(query, values)
    names_ = [column[0] for column in cursor.description or []]
    return [dict(zip(names_, row, strict=True)) for row in cursor.fetchall()]
