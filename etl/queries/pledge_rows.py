"""The register: pledges with their statuses, and how many stand how."""

from collections import Counter
from datetime import date

import duckdb

from etl.errors import InputError
from etl.i18n.labels import CODED_FAMILIES, FIRST_DOMAINS
from etl.queries.coding_rows import CODERS
from etl.queries.query import Asking, Row, keyed_rows, rows, rows_of


class UnknownPledge(InputError):
    """No pledge has this key; the message says which do."""


def lead_bodies(ask: Asking, key: str) -> list[Row]:
    """The bodies in charge of a pledge, with the code of their party, in the parties' order."""
    return keyed_rows(
        ask, key, "select pledge as asked, party, body from lead_bodies where declaration = $declaration and ($key is null or pledge = $key) order by place"
    )  # fmt: skip


def pledges(ask: Asking) -> list[Row]:
    """The register: every pledge that counts, with its status, newest event and lead indicator, in order."""
    return rows_of(
        ask,
        f"""
        select
            pledges.declaration, pledges.pledge, pledges.in_declaration, pledges.part, pledges.domain, pledges.obligor,
            pledges.strength, pledges.family, pledges.grade, pledges.basis, pledges.clause_group, pledges.internal,
            in_language(pledges.title, $lang) as title, in_language(pledges.summary, $lang) as summary,
            pledge_statuses.status, pledge_statuses.reason, pledge_statuses.since_signature_status, pledge_statuses.since_signature_reason,
            pledge_statuses.rules_agreeing, pledge_statuses.rules_applicable, pledge_statuses.lead, pledge_statuses.indicators,
            pledge_statuses.indicators_with_data, pledge_statuses.assessable_indicators, pledge_statuses.good,
            pledge_statuses.bad, pledge_statuses.events, pledge_statuses.evidence_newest, pledge_statuses.evidence_newest_code,
            pledge_statuses.evidence_quality, pledge_statuses.outcome, pledge_statuses.outcome_party, pledge_statuses.outcome_indicator,
            in_language(moving.title, $lang) as outcome_title,
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
                string_agg(in_language(indicators.title, $lang), ' ' order by pledge_indicators.place) as titles
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
    return keyed_rows(
        ask,
        key,
        f"""
        select
            pledges.pledge as asked,
            pledges.* replace (
                in_language(pledges.title, $lang) as title, in_language(pledges.summary, $lang) as summary,
                in_language(pledges.family_reason, $lang) as family_reason, in_language(pledges.instrument, $lang) as instrument,
                in_language(pledges.not_measurable, $lang) as not_measurable
            ),
            in_language(parts.title, $lang) as part_title,
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
    listed = rows_of(
        ask,
        "select known_from from recorded_pledges where declaration = $declaration and pledge = $key and known_from > as_of_day()",
        key=key,
    )
    return listed[0]["known_from"] if listed else None


def replaced_pledges(ask: Asking) -> list[Row]:
    """Pledges that no longer count, with the day and the pledges that count in their place."""
    return rows_of(
        ask,
        """
        select
            pledges.pledge, in_language(pledges.title, $lang) as title, pledges.replaced_on,
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
    return keyed_rows(
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
    return rows_of(
        ask,
        "select pledge, in_language(title, $lang) as title from pledges where declaration = $declaration and clause_group = $group order by place",
        group=group,
    )


def pledge_titles(ask: Asking) -> dict[str, str]:
    """The title of every pledge, by its id."""
    listed = rows_of(ask, "select pledge, in_language(title, $lang) as title from pledges where declaration = $declaration order by place")
    return {row["pledge"]: row["title"] for row in listed}


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


def find_pledge(connection: duckdb.DuckDBPyConnection, key: str) -> tuple[str, str]:
    """`declaration/id`, or the short id while only one declaration has it; also of a pledge that was replaced. Raises UnknownPledge."""
    declaration, _, pledge = key.rpartition("/")
    query = "select {columns} from {table} where upper(pledge) = upper($pledge) and ($declaration = '' or declaration = $declaration) order by all"
    rows = connection.execute(
        query.format(columns="declaration, pledge", table="all_pledges"), {"pledge": pledge, "declaration": declaration}
    ).fetchall()
    if not rows:
        later = connection.execute(
            query.format(columns="known_from", table="recorded_pledges"), {"pledge": pledge, "declaration": declaration}
        ).fetchall()
        if later:
            raise UnknownPledge(f'"{key}" stands in the register from {later[0][0]} on; ask for that day or a later one')
        known = [row[0] for row in connection.execute("select pledge from all_pledges order by place").fetchall()]
        raise UnknownPledge(f'there is no pledge "{key}"; pledges run from {known[0]} to {known[-1]}' if known else "there are no pledges")
    if len(rows) > 1:
        raise UnknownPledge(f'several declarations have a pledge "{key}"; write one of: ' + ", ".join("/".join(row) for row in rows))
    return rows[0][0], rows[0][1]


def explained(connection: duckdb.DuckDBPyConnection, lang: str, declaration: str, pledge: str) -> Row:
    """What explains a pledge, with the last status it had."""
    (row,) = rows(
        connection,
        f"""
        select
            pledges.pledge, pledges.in_declaration, pledges.domain, in_language(title, $lang) as title, in_language(summary, $lang) as summary, family, strength, grade, part_basis,
            in_language(family_reason, $lang) as family_reason, in_language(not_measurable, $lang) as not_measurable, pledges.internal, pledges.replaced_on,
            {CODERS}, statuses.*
        from all_pledges as pledges
        join last_statuses as statuses on pledges.declaration = statuses.declaration and pledges.pledge = statuses.pledge
        where pledges.declaration = $declaration and pledges.pledge = $pledge
        """,
        {"lang": lang, "declaration": declaration, "pledge": pledge},
    )
    return row


def links(connection: duckdb.DuckDBPyConnection, lang: str, declaration: str, pledge: str) -> list[Row]:
    """The indicators of a pledge, its lead first: title, and whether each answers it and why."""
    return rows(
        connection,
        """
        select links.indicator, links.answers, in_language(links.why, $lang) as why, in_language(indicators.title, $lang) as title
        from pledge_indicators as links
        join indicators on links.declaration = indicators.declaration and links.indicator = indicators.indicator
        where links.declaration = $declaration and links.pledge = $pledge
        order by links.place
        """,
        {"lang": lang, "declaration": declaration, "pledge": pledge},
    )


def reported(connection: duckdb.DuckDBPyConnection, declaration: str, pledge: str) -> list[Row]:
    """What each party says of itself on a pledge."""
    return rows(
        connection,
        "select party, status, day, source from reported where declaration = $declaration and pledge = $pledge",
        {"declaration": declaration, "pledge": pledge},
    )


def standings(connection: duckdb.DuckDBPyConnection, lang: str) -> list[Row]:
    """Every pledge of every declaration with both clocks, its evidence and its outcome, in the order of the registers."""
    return rows(
        connection,
        """
        select
            pledges.declaration, pledges.pledge, pledges.in_declaration, pledges.domain, pledges.family, pledges.obligor,
            in_language(pledges.title, $lang) as title, pledge_statuses.status, pledge_statuses.reason, pledge_statuses.rule,
            pledge_statuses.since_signature_status, pledge_statuses.since_signature_reason, pledge_statuses.earliest_assessable,
            pledge_statuses.rules_agreeing, pledge_statuses.rules_applicable, pledge_statuses.evidence_quality,
            pledge_statuses.evidence_sources, pledge_statuses.evidence_newest, pledge_statuses.evidence_newest_kind,
            pledge_statuses.events_by, pledge_statuses.outcome, pledge_statuses.outcome_indicator, pledge_statuses.outcome_party,
            pledge_statuses.lead_answers,
            declarations.parties, declarations.as_of, horizons.day as horizon
        from pledges
        join pledge_statuses on pledges.declaration = pledge_statuses.declaration and pledges.pledge = pledge_statuses.pledge
        join declarations on pledges.declaration = declarations.declaration
        left join horizons on pledges.declaration = horizons.declaration and pledges.domain = horizons.domain
        order by pledges.declaration, pledges.place
        """,
        {"lang": lang},
    )


def all_reported(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """What each party says of itself on every pledge."""
    return rows(connection, "select declaration, pledge, party, status, day, source from reported")


def leads(connection: duckdb.DuckDBPyConnection, lang: str, declaration: str) -> list[Row]:
    """Every pledge with its status and its lead: whether that answers it and why, and whether it lies between the parties."""
    return rows(
        connection,
        """
        select
            pledges.pledge, in_language(pledges.title, $lang) as title, pledges.family, statuses.status, statuses.reason, statuses.lead,
            links.answers, in_language(links.why, $lang) as why, indicator_statuses.bilateral, indicator_statuses.observations
        from pledges
        join pledge_statuses as statuses on pledges.declaration = statuses.declaration and pledges.pledge = statuses.pledge
        left join pledge_indicators as links
            on statuses.declaration = links.declaration and statuses.pledge = links.pledge and statuses.lead = links.indicator
        left join indicator_statuses
            on statuses.declaration = indicator_statuses.declaration and statuses.lead = indicator_statuses.indicator
        where pledges.declaration = $declaration
        order by pledges.place
        """,
        {"lang": lang, "declaration": declaration},
    )


def since_signature(connection: duckdb.DuckDBPyConnection, declaration: str) -> list[Row]:
    """The pledges of the text with their status since the signature, in the order of the register."""
    return rows(
        connection,
        """
        select pledges.pledge, pledges.domain, pledges.family, statuses.since_signature_status, statuses.since_signature_reason, statuses.earliest_assessable
        from pledges
        join pledge_statuses as statuses on pledges.declaration = statuses.declaration and pledges.pledge = statuses.pledge
        where pledges.declaration = $declaration and pledges.in_declaration
        order by pledges.place
        """,
        {"declaration": declaration},
    )
