"""Every question asked of the warehouse: of one declaration, in one language, answered in plain rows."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol, TypeVar

import duckdb

from etl.i18n.labels import CODED_FAMILIES, FIRST_DOMAINS
from etl.i18n.translator import Translator
from etl.queries.query import Row, rows
from etl.record import parties
from etl.record.models import LANGUAGES
from etl.reports.changes import status_changes
from etl.reports.coders import CODERS
from etl.reports.explain_pledge import Explanation, explain_indicators
from etl.warehouse import builds

T = TypeVar("T")
NAMED = {"publisher", "speaker", "data_owner", "quotation_publisher", "body"}


class Keep(Protocol):
    """Gives what is kept under a key; it is made where it is not there yet. What is kept is shared: nobody changes it."""

    def __call__(self, key: str, make: Callable[[], T]) -> T:
        """What is kept under `key`."""
        ...


def keeper() -> Keep:
    """Keeps answers as long as it is kept itself."""
    stored: dict[str, Any] = {}

    def keep(key: str, make: Callable[[], T]) -> T:
        if key not in stored:
            stored[key] = make()
        found: T = stored[key]
        return found

    return keep


@dataclass(frozen=True)
class Asking:
    """Who asks: a cursor of its own (a thread's rows stay its own), the reader's language, the declaration in view.

    `names` gives publishers, speakers and owners their names in that language (see `proper_names`). Who makes every page at
    once, or for many readers, gives `keep`: what is asked of one pledge or indicator is then asked of all of them, once, and kept.
    """

    cursor: duckdb.DuckDBPyConnection
    lang: str
    declaration: str
    names: Mapping[str, str] = field(default_factory=dict)
    keep: Keep | None = None

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            # The language becomes part of column names.
            raise ValueError(f"unknown language {self.lang}")


def leaving(ask: Asking) -> Asking:
    """Who asks the same for what a reader takes away: without the values that may not leave."""
    cursor = ask.cursor.cursor()
    (day,) = ask.cursor.execute("select as_of_day()").fetchone() or (None,)
    builds.ask_as_of(cursor, day)
    builds.ask_to_pass_on(cursor)
    return replace(ask, cursor=cursor, keep=None)


def declarations(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The ids of all declarations of this build, the latest signed first."""
    return [row[0] for row in cursor.execute("select declaration from declarations order by signed desc, declaration").fetchall()]


def declaration_titles(ask: Asking) -> dict[str, tuple[str, list[str]]]:
    """The short title and the parties of every declaration of this build, the latest signed first."""
    listed = _rows(ask, f"select declaration, short_title_{ask.lang} as title from declarations order by signed desc, declaration")
    return {row["declaration"]: (row["title"], list(parties.names(ask.cursor, ask.lang, row["declaration"]).values())) for row in listed}


def declaration(ask: Asking) -> Row:
    """The declaration in view: titles, day, place, parties (code to name), and to when data, events and searches reach."""
    head = _rows(
        ask,
        f"""
        select
            declaration, title_{ask.lang} as title, short_title_{ask.lang} as short_title, place_{ask.lang} as place,
            text_status_{ask.lang} as text_status, signed, points, searched_to, events_to, as_of, reconstructed, review_state,
            as_of < (select as_of from build) as earlier, (select as_of from build) as newest,
            (select least(record_to, declarations.as_of) from build) as record_to,
            (
                select max(end_date) from indicator_observations
                where indicator_observations.declaration = $declaration and value is not null and end_date <= declarations.as_of
            ) as data_to
        from declarations
        where declaration = $declaration
        """,
    )[0]
    return head | {"parties": parties.names(ask.cursor, ask.lang, ask.declaration)}


def corridors(ask: Asking) -> list[Row]:
    """The corridors that lead somewhere a figure is known for: title, the names of their places in order, the indicator."""
    return _rows(
        ask,
        f"""
        select corridors.title_{ask.lang} as title, corridors.indicator, list(geos.name_{ask.lang} order by stops.stop) as course
        from corridors
        cross join lateral (
            select unnest(corridors.course) as geo, generate_subscripts(corridors.course, 1) as stop
        ) as stops
        join geos on stops.geo = geos.geo
        where corridors.declaration = $declaration
        group by all
        order by min(corridors.place)
        """,
    )


def lead_bodies(ask: Asking, key: str) -> list[Row]:
    """The bodies in charge of a pledge, with the code of their party, in the parties' order."""
    return _of(
        ask, key, "select pledge as asked, party, body from lead_bodies where declaration = $declaration and ($key is null or pledge = $key) order by place"
    )  # fmt: skip


def pledges(ask: Asking) -> list[Row]:
    """The register: every pledge that counts, with its status, newest event and lead indicator, in order."""
    return _rows(
        ask,
        f"""
        select
            pledges.declaration, pledges.pledge, pledges.in_declaration, pledges.part, pledges.domain, pledges.obligor,
            pledges.strength, pledges.family, pledges.grade, pledges.basis, pledges.clause_group, pledges.internal,
            pledges.title_{ask.lang} as title, pledges.summary_{ask.lang} as summary,
            pledge_statuses.status, pledge_statuses.reason, pledge_statuses.since_signature_status, pledge_statuses.since_signature_reason,
            pledge_statuses.rules_agreeing, pledge_statuses.rules_applicable, pledge_statuses.lead, pledge_statuses.indicators,
            pledge_statuses.indicators_with_data, pledge_statuses.assessable_indicators, pledge_statuses.good,
            pledge_statuses.bad, pledge_statuses.events, pledge_statuses.evidence_newest, pledge_statuses.evidence_newest_code,
            pledge_statuses.evidence_quality, pledge_statuses.outcome, pledge_statuses.outcome_party, pledge_statuses.outcome_indicator,
            moving.title_{ask.lang} as outcome_title,
            {CODERS},
            coalesce(own_words.reported, []) as reported,
            coalesce(tracked.titles, '') as indicator_titles
        from pledges
        join pledge_statuses on pledges.declaration = pledge_statuses.declaration and pledges.pledge = pledge_statuses.pledge
        left join indicators as moving
            on pledge_statuses.declaration = moving.declaration and pledge_statuses.outcome_indicator = moving.indicator
        left join (
            select declaration, pledge, list({{'party': party, 'status': status, 'day': day, 'source': source}}) as reported
            from reported
            group by declaration, pledge
        ) as own_words on pledges.declaration = own_words.declaration and pledges.pledge = own_words.pledge
        left join (
            select
                pledge_indicators.declaration, pledge_indicators.pledge,
                string_agg(indicators.title_{ask.lang}, ' ' order by pledge_indicators.place) as titles
            from pledge_indicators
            join indicators
                on pledge_indicators.declaration = indicators.declaration and pledge_indicators.indicator = indicators.indicator
            group by pledge_indicators.declaration, pledge_indicators.pledge
        ) as tracked on pledges.declaration = tracked.declaration and pledges.pledge = tracked.pledge
        where pledges.declaration = $declaration
        order by pledges.place
        """,
    )


def pledge(ask: Asking, key: str) -> Row | None:
    """One pledge with everything its page says, or None; a replaced one with the last status it had."""
    listed = _whole_pledges(ask, key)
    return listed[0] if listed else None


def whole_pledges(ask: Asking) -> list[Row]:
    """Every pledge with everything its page says, those that were replaced too."""
    return _whole_pledges(ask, None)


def _whole_pledges(ask: Asking, key: str | None) -> list[Row]:
    return _of(
        ask,
        key,
        f"""
        select
            pledges.pledge as asked, pledges.*, pledges.title_{ask.lang} as title, pledges.summary_{ask.lang} as summary,
            pledges.family_reason_{ask.lang} as family_reason, pledges.instrument_{ask.lang} as instrument,
            pledges.not_measurable_{ask.lang} as not_measurable, parts.title_{ask.lang} as part_title,
            quoted.publisher as quotation_publisher, {CODERS},
            statuses.* exclude (declaration, pledge, place, known_from)
        from all_pledges as pledges
        join last_statuses as statuses on pledges.declaration = statuses.declaration and pledges.pledge = statuses.pledge
        left join parts on pledges.declaration = parts.declaration and pledges.part = parts.part
        left join sources as quoted on pledges.quotation_source = quoted.source
        where pledges.declaration = $declaration and ($key is null or pledges.pledge = $key)
        """,
    )


def pledge_begins(ask: Asking, key: str) -> date | None:
    """The day from which a pledge stands in the register, where that is later than the day asked for."""
    listed = _rows(
        ask,
        "select known_from from recorded_pledges where declaration = $declaration and pledge = $key and known_from > as_of_day()",
        key=key,
    )
    return listed[0]["known_from"] if listed else None


def replaced_pledges(ask: Asking) -> list[Row]:
    """Pledges that no longer count, with the day and the pledges that count in their place."""
    return _rows(
        ask,
        f"""
        select
            pledges.pledge, pledges.title_{ask.lang} as title, pledges.replaced_on,
            list(successions.successor order by successions.place) as successors
        from all_pledges as pledges
        join successions on pledges.declaration = successions.declaration and pledges.pledge = successions.pledge
        where pledges.declaration = $declaration
        group by pledges.pledge, title, pledges.replaced_on, pledges.place
        order by pledges.place
        """,
    )


def pledge_reports(ask: Asking, key: str) -> list[Row]:
    """Who reported a pledge, with links."""
    return _of(
        ask,
        key,
        """
        select pledge_reports.pledge as asked, sources.publisher, sources.tier, pledge_reports.url
        from pledge_reports
        join sources on pledge_reports.source = sources.source
        where pledge_reports.declaration = $declaration and ($key is null or pledge_reports.pledge = $key)
        order by pledge_reports.place
        """,
    )


def clause_group(ask: Asking, group: str) -> list[Row]:
    """The pledges that were probably one clause."""
    return _rows(
        ask,
        f"select pledge, title_{ask.lang} as title from pledges where declaration = $declaration and clause_group = $group order by place",
        group=group,
    )


def pledge_indicators(ask: Asking, key: str) -> list[Row]:
    """The indicators of a pledge, its lead first, with status, latest and baseline figures."""
    query = _INDICATORS.format(
        lang=ask.lang,
        register="all_pledges",
        condition="($key is null or pledge_indicators.pledge = $key) order by pledge_indicators.place",
    )
    return _of(ask, key, query)


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
    listed = _of(
        ask,
        key,
        f"""
        select
            indicators.indicator as asked, indicators.declaration, indicators.indicator, indicators.title_{ask.lang} as title,
            indicators.definition_{ask.lang} as definition, indicators.choice_{ask.lang} as choice, indicators.frequency,
            indicators.direction, indicators.family, indicators.context, indicators.baseline_period, indicators.data_owner,
            indicators.release_every, indicators.release_next, indicators.measures, indicators.mirror_of, indicators.unit,
            indicators.internal,
            units.symbol_{ask.lang} as symbol, units.amount_{ask.lang} as amount, units.name_{ask.lang} as unit_name, units.decimals,
            indicator_statuses.* exclude (declaration, indicator, known_from),
            mirror.title_{ask.lang} as mirror_title
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
    listed = _rows(
        ask,
        f"""
        select latest.value, indicators.unit, latest.qualifier, latest.period, latest.withheld, latest.url, units.amount_{ask.lang} as amount, units.decimals, sources.publisher
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
    return _of(
        ask,
        key,
        f"""
        select pledge_indicators.indicator as asked, pledges.pledge, pledges.title_{ask.lang} as title, pledges.internal, pledge_indicators.place
        from pledge_indicators
        join all_pledges as pledges
            on pledge_indicators.declaration = pledges.declaration and pledge_indicators.pledge = pledges.pledge
        where pledge_indicators.declaration = $declaration and ($key is null or pledge_indicators.indicator = $key)
        qualify (pledges.replaced_on is null) or not bool_or(pledges.replaced_on is null) over (partition by pledge_indicators.indicator)
        order by pledges.place
        """,
    )


def observations(ask: Asking, key: str) -> list[Row]:
    """Every observation of an indicator, its assessed series first, oldest first."""
    return _of(
        ask,
        key,
        f"""
        select
            observed.indicator as asked,
            observed.place, observed.series, observed.period, observed.frequency, observed.start_date, observed.end_date,
            observed.value, observed.qualifier, observed.published_unit, observed.published_value, observed.status,
            observed.published_code, observed.published_basis, observed.recorded, observed.note, observed.evidence,
            observed.speaker, observed.derived, observed.url, observed.source, sources.publisher, sources.tier, sources.licence,
            observed.withheld, sources.terms, geos.name_{ask.lang} as geo_name,
            counterparts.name_{ask.lang} as counterpart_name
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
    return _of(
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
    return _rows(
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


def targets(ask: Asking, key: str) -> list[Row]:
    """Every number named for an indicator."""
    return _of(
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


def due(ask: Asking) -> list[Row]:
    """Everything that is due for us to look at, the earliest first: releases, named days with their target, searches.

    `state` is overdue, due or later; `bodies` are data owners and lead bodies: the name in the record to the one in this language.
    """
    listed = _rows(
        ask,
        f"""
        select
            due.kind, due.reason, due.state, due.due, due.newest, due.indicator, due.pledge, due.pledges, due.bodies,
            coalesce(indicators.title_{ask.lang}, pledges.title_{ask.lang}) as title, indicators.data_owner,
            coalesce(indicators.internal, pledges.internal) as internal,
            targets.period, targets.value, targets.qualifier, targets.withheld, targets.kind as target_kind, targets.speaker, targets.url,
            units.amount_{ask.lang} as amount, units.decimals
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


def value_history(ask: Asking, indicators: list[str]) -> list[Row]:
    """Every value of these indicators as it became known: the day, who published it, the value before and after; newest first."""
    query = f"""
        select
            changed.indicator, changed.known_from as day, changed.published_basis, changed.period, changed.value_before,
            changed.qualifier_before, changed.withheld, changed.withheld_before, changed.value, changed.qualifier, changed.is_first, changed.url, changed.note, sources.publisher,
            indicators.title_{ask.lang} as title, indicators.unit, units.amount_{ask.lang} as amount, units.decimals
        from value_changes as changed
        join indicators on changed.declaration = indicators.declaration and changed.indicator = indicators.indicator
        join units on indicators.unit = units.unit
        join sources on changed.source = sources.source
        where changed.declaration = $declaration and ($key is null or list_contains($key, changed.indicator))
        order by changed.known_from desc, changed.indicator, changed.place, changed.start_date desc, changed.period
        """
    if ask.keep is None:
        return _rows(ask, query, key=indicators)
    # Each indicator's are in their order; sorting keeps it among those of one day.
    held = _held(ask, query, lambda row: row["indicator"])
    found = [row for key in sorted(indicators) for row in held.get(key, [])]
    return sorted(found, key=lambda row: row["day"], reverse=True)


def status_history(ask: Asking, level: str, key: str) -> list[Row]:
    """The changes of status of a pledge or an indicator (`level`), newest first."""

    def grouped() -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in status_changes(ask.cursor, ask.lang, None, ask.declaration):
            found.setdefault((row["level"], row["key"]), []).append(row)
        return found

    return (ask.keep("status history", grouped) if ask.keep else grouped()).get((level, key), [])


def events(ask: Asking, key: str | None = None) -> list[Row]:
    """Events, newest first: of one pledge, or all."""
    query = f"""
        select
            events.event, events.date, events.date_precision, events.date_end, events.domain, events.nature, events.direction,
            events.attribution, events.speaker, events.tags, events.last_day, events.actor, events.cause, events.evidence, events.internal, events.summary_{ask.lang} as summary,
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
        return _rows(ask, query, key=key)
    return [row for row in _held(ask, query, lambda row: None).get(None, []) if key is None or key in row["pledges"]]


def change_sources(ask: Asking) -> list[Row]:
    """Who stands behind each change of a status, in a fixed order."""
    return _rows(
        ask,
        """
        select distinct level, key, day, source, publisher, url
        from change_sources
        where declaration = $declaration
        order by level, key, day, publisher, url, source
        """,
    )


def usual(ask: Asking, key: str) -> list[Row]:
    """The range of business as usual of an indicator, year by year; empty where too few points lie before the signature."""
    return _of(
        ask,
        key,
        "select indicator as asked, t, low80, high80, low90, high90 from usual_ranges where declaration = $declaration and ($key is null or indicator = $key) order by t",
    )


def explained(ask: Asking, words: Translator, keys: list[str]) -> list[Explanation]:
    """Why these indicators read as they do, in their order."""
    if ask.keep is None:
        return explain_indicators(ask.cursor, words, ask.declaration, keys)
    everything = ask.keep(
        "explained",
        lambda: {item.indicator: item for item in explain_indicators(ask.cursor, words, ask.declaration, list(indicator_titles(ask)))},
    )
    return [everything[key] for key in keys]


def rule_results(ask: Asking, key: str) -> list[Row]:
    """What every applicable rule says of an assessed indicator, the primary rule first."""
    return _of(
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
    query = f"select indicator, title_{ask.lang} as title from indicators where declaration = $declaration order by title, indicator"
    return {row["indicator"]: row["title"] for row in _rows(ask, query)}


def pledge_titles(ask: Asking) -> dict[str, str]:
    """The title of every pledge, by its id."""
    listed = _rows(ask, f"select pledge, title_{ask.lang} as title from pledges where declaration = $declaration order by place")
    return {row["pledge"]: row["title"] for row in listed}


def units(ask: Asking, key: str) -> dict[str, str]:
    """The units an indicator may be given in: those of its dimension, with their names."""
    listed = _rows(
        ask,
        f"""
        select units.unit, units.name_{ask.lang} as name
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
    return _of(
        ask,
        key,
        """
        select indicator as asked, period, sources, assessed, least, greatest, spread from disagreements
        where declaration = $declaration and ($key is null or indicator = $key)
        order by period desc
        """,
    )


def rubric(ask: Asking, key: str) -> list[Row]:
    """The levels of a pledge's rubric, the highest first."""
    return _of(
        ask,
        key,
        f"""
        select pledge as asked, written, level, text_{ask.lang} as said from rubric_levels
        where declaration = $declaration and ($key is null or pledge = $key)
        order by cast(level as integer) desc
        """,
    )


def reproduction(ask: Asking) -> list[Row]:
    """How many of their publishers' own results the rules reproduce, by rule and thing compared."""
    return _rows(ask, "select rule, compared, matched, total from reproduction")


def primary_rules(ask: Asking) -> list[Row]:
    """The rules that give measured indicators of the declaration their status, with the day from which each does."""
    return _rows(ask, "select rule, valid_from from declaration_rules where declaration = $declaration order by valid_from desc")


def searches(ask: Asking, key: str) -> list[Row]:
    """The logged searches for news of a pledge, newest first: what was looked for where, and whether that can say "nothing found"."""
    return _of(
        ask,
        key,
        """
        select pledge as asked, date, languages, outlets, result, words, can_find_nothing
        from searches
        where declaration = $declaration and ($key is null or pledge = $key)
        order by date desc, outlets, result
        """,
    )


def sources(ask: Asking) -> list[Row]:
    """Every source that a shown figure or event comes from, with terms and how much it gave."""
    return _rows(
        ask,
        """
        select
            sources.source, sources.publisher, sources.title, sources.url, sources.licence, sources.terms, sources.terms_url,
            sources.accessed, sources.kind, sources.tier,
            (select count(*) from observations where observations.source = sources.source) as observations,
            (select count(*) from events where events.source = sources.source) as events
        from sources
        order by observations desc, events desc, sources.publisher
        """,
    )


def proper_names(ask: Asking) -> dict[str, str]:
    """English names of publishers, speakers and data owners to the reader's language; who is not in it keeps its name."""
    return {row["name_en"]: row["name"] for row in _rows(ask, f"select name_en, name_{ask.lang} as name from proper_names")}


def names(ask: Asking) -> list[Row]:
    """The glossary of approved names."""
    columns = ", ".join(f"name_{lang}" for lang in LANGUAGES)
    return _rows(ask, f"select kind, abbreviation, {columns} from names where declaration = $declaration order by kind, name_en")


def counts(ask: Asking) -> Row:
    """How much this build holds, and how much of it can be assessed."""
    return _rows(
        ask,
        """
        with tracked as (
            from indicators
            semi join (from pledge_indicators semi join pledges using (declaration, pledge)) using (declaration, indicator)
            where declaration = $declaration
        )

        select
            (select count(*) from pledges where declaration = $declaration and in_declaration) as pledges,
            (select count(*) from pledges where declaration = $declaration and not in_declaration) as accompanying,
            (select count(distinct coalesce(clause_group, pledge)) from pledges where declaration = $declaration and in_declaration) as clauses,
            (select count(*) from pledges join pledge_statuses using (declaration, pledge)
                where declaration = $declaration and in_declaration and indicators_with_data > 0) as pledges_with_data,
            (select count(*) from pledges join pledge_statuses using (declaration, pledge)
                where declaration = $declaration and in_declaration and status <> 'not_assessable'
                and family not in ('milestone', 'declaratory')) as pledges_assessed,
            (select count(*) from pledges
                where declaration = $declaration and in_declaration and family not in ('milestone', 'declaratory')) as pledges_measured,
            (select count(*) from pledges join pledge_statuses using (declaration, pledge)
                where declaration = $declaration and in_declaration and status <> 'not_assessable'
                and family in ('milestone', 'declaratory')) as pledges_coded,
            (select count(*) from pledges
                where declaration = $declaration and in_declaration and family in ('milestone', 'declaratory')) as pledges_to_code,
            (select min(earliest_assessable) from pledges join pledge_statuses using (declaration, pledge)
                where declaration = $declaration and in_declaration) as first_assessable,
            (select count(*) from tracked) as indicators,
            (select count(*) from tracked where not context) as indicators_tracked,
            (select count(*) from tracked join indicator_statuses using (declaration, indicator) where observations > 0) as indicators_with_data,
            (select count(*) from tracked join indicator_statuses using (declaration, indicator)
                where status <> 'not_assessable') as indicators_assessed,
            (select count(distinct (series, period)) from indicator_observations semi join tracked using (declaration, indicator)) as observations,
            (select count(distinct (series, period)) from indicator_observations semi join tracked using (declaration, indicator)
                where value is not null or withheld <> []) as figures,
            (select count(distinct (series, period)) from indicator_observations semi join tracked using (declaration, indicator)
                join declarations using (declaration)
                where (value is not null or withheld <> []) and end_date < signed) as figures_before,
            (select count(*) from events where declaration = $declaration) as events,
            (select count(*) from sources) as sources
        """,
    )[0]


def by_status(listed: list[Row], column: str) -> dict[str, Counter[str]]:
    """Pledges counted per value of `column` and status; a status never merges with another."""
    counted: dict[str, Counter[str]] = {}
    for row in listed:
        counted.setdefault(row[column], Counter())[row["status"]] += 1
    return counted


def carried_by(listed: list[Row], column: str) -> Counter[str]:
    """How many coded pledges rest on acts, on words only, or on a search that found nothing."""
    kinds = {"announced": "words", "no_evidence_found": "none", "not_searched": "", "not_signed_yet": "", "not_assessable": ""}
    coded = (row[column] for row in listed if row["family"] in CODED_FAMILIES)
    return Counter(kinds.get(status, "acts") for status in coded)


def ordered_domains(listed: list[Row]) -> list[str]:
    """The domains that occur, those the reader looks for first at the top."""
    present = {row["domain"] for row in listed}
    first = [domain for domain in FIRST_DOMAINS if domain in present]
    return first + sorted(present - set(first))


# Indicators of pledges with status, newest and first figures; {register} is the table of pledges, {condition} which and in what order.
_INDICATORS = """
select
    pledge_indicators.pledge as asked, pledge_indicators.pledge, pledge_indicators.place, indicators.indicator, indicators.title_{lang} as title,
    indicators.lead_reason_{lang} as lead_reason, pledge_indicators.answers, pledge_indicators.why_{lang} as why, indicators.direction, indicators.family, indicators.context,
    indicators.measures, indicators.frequency, indicators.internal, pledges.domain,
    indicators.unit, units.amount_{lang} as amount, units.decimals,
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
join indicators on pledge_indicators.declaration = indicators.declaration and pledge_indicators.indicator = indicators.indicator
join units on indicators.unit = units.unit
join indicator_statuses
    on indicators.declaration = indicator_statuses.declaration and indicators.indicator = indicator_statuses.indicator
left join indicator_headlines as latest
    on indicators.declaration = latest.declaration and indicators.indicator = latest.indicator and latest.kind = 'latest'
left join indicator_headlines as baseline
    on indicators.declaration = baseline.declaration and indicators.indicator = baseline.indicator and baseline.kind = 'baseline'
left join sources on latest.source = sources.source
left join targets
    on indicators.declaration = targets.declaration and indicators.indicator = targets.indicator and targets.place = 1
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


def _indicators(ask: Asking, condition: str, **values: object) -> list[Row]:
    return _rows(ask, _INDICATORS.format(lang=ask.lang, register="pledges", condition=condition), **values)


def _of(ask: Asking, key: str | None, query: str) -> list[Row]:
    """The rows of a query whose column `asked` is `key`; the query gives all of them where `$key` is null."""
    if ask.keep is None or key is None:
        found = _rows(ask, query, key=key)
    else:
        found = [dict(row) for row in _held(ask, query, lambda row: row["asked"]).get(key, [])]
    for row in found:
        del row["asked"]
    return found


def _held(ask: Asking, query: str, of: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    """All rows of a query by what they are `of`, asked once."""

    def grouped() -> dict[Any, list[Row]]:
        found: dict[Any, list[Row]] = {}
        for row in _rows(ask, query, key=None):
            found.setdefault(of(row), []).append(row)
        return found

    assert ask.keep is not None
    return ask.keep(query, grouped)


def _rows(ask: Asking, query: str, **values: object) -> list[Row]:
    """The rows of a query; it names its values $like_this, and may name $declaration."""
    named = {name: value for name, value in {"declaration": ask.declaration, **values}.items() if f"${name}" in query}
    found = rows(ask.cursor, query, named)
    for row in found:
        for column in NAMED & row.keys():
            row[column] = ask.names.get(row[column], row[column])
    return found
