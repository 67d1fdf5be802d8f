"""What a build holds of its declarations: titles, parties, rules, sources, names, counts."""

import duckdb

from etl.queries.query import Asking, Row, rows, rows_of


def declarations(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The ids of all declarations of this build, the latest signed first."""
    return [row[0] for row in cursor.execute("select declaration from declarations order by signed desc, declaration").fetchall()]


def declaration_titles(ask: Asking) -> dict[str, tuple[str, list[str]]]:
    """The short title and the parties of every declaration of this build, the latest signed first."""
    listed = rows_of(
        ask, "select declaration, in_language(short_title, $lang) as title from declarations order by signed desc, declaration"
    )
    return {row["declaration"]: (row["title"], list(party_names(ask.cursor, ask.lang, row["declaration"]).values())) for row in listed}


def declaration(ask: Asking) -> Row:
    """The declaration in view: titles, day, place, parties (code to name), and to when data, events and searches reach."""
    head = rows_of(
        ask,
        """
        select
            declaration, in_language(title, $lang) as title, in_language(short_title, $lang) as short_title, in_language(place, $lang) as place,
            in_language(text_status, $lang) as text_status, signed, points, searched_to, events_to, as_of, reconstructed, review_state,
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
    return head | {"parties": party_names(ask.cursor, ask.lang, ask.declaration)}


def corridors(ask: Asking) -> list[Row]:
    """The corridors that lead somewhere a figure is known for: title, the names of their places in order, the indicator."""
    return rows_of(
        ask,
        """
        select in_language(corridors.title, $lang) as title, corridors.indicator, list(in_language(geos.name, $lang) order by stops.stop) as course
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


def primary_rules(ask: Asking) -> list[Row]:
    """The rules that give measured indicators of the declaration their status, with the day from which each does."""
    return rows_of(ask, "select rule, valid_from from declaration_rules where declaration = $declaration order by valid_from desc")


def sources(ask: Asking) -> list[Row]:
    """Every source that a shown figure or event comes from, with terms and how much it gave."""
    return rows_of(
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
    return translated_names(ask.cursor, ask.lang)


def names(ask: Asking) -> list[Row]:
    """The glossary of approved names."""
    return rows_of(ask, "select kind, abbreviation, texts from names where declaration = $declaration order by kind, texts['en']")


def counts(ask: Asking) -> Row:
    """How much this build holds, and how much of it can be assessed."""
    return rows_of(
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


def reproduction(ask: Asking) -> list[Row]:
    """How many of their publishers' own results the rules reproduce, by rule and thing compared."""
    return rows_of(ask, "select rule, compared, matched, total from reproduction")


def party_names(connection: duckdb.DuckDBPyConnection, language: str, declaration: str) -> dict[str, str]:
    """The parties of a declaration by their codes, in its order, as they are called in a language."""
    found = connection.execute(
        """
        select party, coalesce(in_language(geos.name, $lang), party)
        from (select unnest(parties) as party, generate_subscripts(parties, 1) as place from declarations where declaration = $declaration)
        left join geos on geos.geo = party
        order by place
        """,
        {"lang": language, "declaration": declaration},
    ).fetchall()
    return dict(found)


def horizons(connection: duckdb.DuckDBPyConnection, lang: str, declaration: str, domain: str) -> list[Row]:
    """How far the evidence of a domain reaches: a row at most."""
    return rows(
        connection,
        "select day, in_language(reach, $lang) as reach from horizons where declaration = $declaration and domain = $domain",
        {"lang": lang, "declaration": declaration, "domain": domain},
    )


def full_titles(connection: duckdb.DuckDBPyConnection, lang: str) -> dict[str, str]:
    """The title of every declaration, by its id, in the order of the ids."""
    listed = rows(
        connection, "select declaration, in_language(title, $lang) as title from declarations order by declaration", {"lang": lang}
    )
    return {row["declaration"]: row["title"] for row in listed}


def translated_names(connection: duckdb.DuckDBPyConnection, lang: str) -> dict[str, str]:
    """English names of publishers, speakers and data owners to those of a language."""
    return {
        row["name_en"]: row["name"]
        for row in rows(connection, "select name['en'] as name_en, in_language(name, $lang) as name from proper_names", {"lang": lang})
    }


def reach(connection: duckdb.DuckDBPyConnection, declaration: str) -> Row:
    """From its signature to when a declaration is known: the day shown, the newest entry, the newest evidence found."""
    (head,) = rows(
        connection,
        """
        select declarations.signed, declarations.as_of, build.today, least(build.record_to, declarations.as_of) as record_to,
            (select max(day) from horizons where horizons.declaration = declarations.declaration) as horizon
        from declarations cross join build
        where declarations.declaration = $declaration
        """,
        {"declaration": declaration},
    )
    return head
