"""What is told of the register beside its statuses: pledges replaced by others, what parties say, mistakes corrected."""

from typing import Any

import duckdb

from etl.i18n.translator import Translator
from etl.messages import N_
from etl.queries.query import rows

PARTIES_SAY = N_("What the parties say")
OWN_WORDS = N_("A party's own words, dated; they are not scored and change no status.")
LAST_STATUS = N_(
    "It no longer counts; what follows is its last status and what was recorded under it. Events and codings stay with the pledge they were recorded for."
)
RECONSTRUCTED = N_(
    "It is reconstructed from what the record holds now: some days of publication are inferred, and figures whose day of publication is not known appear only from the day we first saw them. A reader of that day may have seen something else."
)


def past_day_sentence(connection: duckdb.DuckDBPyConnection, words: Translator) -> str:
    """What stands above whatever is shown of a day that is over: it was not read so then. Empty where the newest day is shown."""
    asked, newest = connection.execute("select as_of_day(), today from build").fetchall()[0]
    if asked >= newest:
        return ""
    return f"{words.t('You see what was known on {day}.', day=words.day(asked))} {words.t(RECONSTRUCTED)}"


def successions(connection: duckdb.DuckDBPyConnection, language: str, declaration: str, pledge: str) -> list[dict[str, Any]]:
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


def succession_sentence(words: Translator, row: dict[str, Any]) -> str:
    """One step from a pledge to what replaced it, in words, seen from either side."""
    if row["is_replaced"]:
        return words.t(
            "Replaced on {day} by {pledge}: {title}.", day=words.day(row["replaced_on"]), pledge=row["later"], title=row["later_title"]
        )
    return words.t(
        "It replaces {pledge} ({title}) from {day} on.",
        day=words.day(row["replaced_on"]),
        pledge=row["earlier"],
        title=row["earlier_title"],
    )


def comments(connection: duckdb.DuckDBPyConnection, language: str, declaration: str, pledge: str) -> list[dict[str, Any]]:
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


def comment_line(words: Translator, comment: dict[str, Any]) -> str:
    """Who said it, when, in which language."""
    lines = [comment["party_name"], comment["speaker"], words.day(comment["date"])]
    if comment["language"] != words.language:
        lines.append(words.t("our translation (language: {language})", language=words.language_name(comment["language"])))
    return ", ".join(lines)


def corrections(connection: duckdb.DuckDBPyConnection, language: str, declaration: str) -> list[dict[str, Any]]:
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


def reversals(connection: duckdb.DuckDBPyConnection, declaration: str) -> list[dict[str, Any]]:
    """Accepted submissions that were reverted, newest first."""
    return rows(
        connection,
        "select submission, kind, date, why from reversals where declaration = $1 order by date desc, submission desc",
        [declaration],
    )
