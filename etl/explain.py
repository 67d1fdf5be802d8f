"""Why a status is what it is, in plain words: inputs, rule, numbers, margins, gaps. Used by the shell and the pages."""

from dataclasses import dataclass
from typing import Any

import duckdb

from etl.rows import rows
from etl.vocabulary import (
    BASES,
    EVIDENCE,
    FAMILIES,
    FAMILY_SENTENCES,
    GRADES,
    INDICATOR_DIRECTIONS,
    REASON_SENTENCES,
    REASONS,
    STATUSES,
    STRENGTHS,
    SYMBOLS,
    TARGET_KINDS,
)
from etl.words import Words


class UnknownPledge(Exception):
    """No pledge has this key; the message says which do."""


@dataclass(frozen=True)
class Explanation:
    """Why one indicator has its status: a headline and sentences."""

    indicator: str
    title: str
    headline: str
    sentences: tuple[str, ...]


def find_pledge(connection: duckdb.DuckDBPyConnection, key: str) -> tuple[str, str]:
    """`declaration/id`, or the short id while only one declaration has it. Raises UnknownPledge."""
    declaration, _, pledge = key.rpartition("/")
    rows = connection.execute(
        "select declaration, pledge from pledges where upper(pledge) = upper($1) and ($2 = '' or declaration = $2) order by all",
        [pledge, declaration],
    ).fetchall()
    if not rows:
        known = [row[0] for row in connection.execute("select pledge from pledges order by place").fetchall()]
        raise UnknownPledge(f'there is no pledge "{key}"; pledges run from {known[0]} to {known[-1]}' if known else "there are no pledges")
    if len(rows) > 1:
        raise UnknownPledge(f'several declarations have a pledge "{key}"; write one of: ' + ", ".join("/".join(row) for row in rows))
    return rows[0][0], rows[0][1]


def explain_pledge(connection: duckdb.DuckDBPyConnection, words: Words, declaration: str, pledge: str) -> list[str]:
    """The whole explanation of a pledge as lines of text, its indicators included."""
    lang = words.language
    (row,) = rows(
        connection,
        f"""
        select
            pledges.pledge, pledges.in_declaration, title_{lang} as title, summary_{lang} as summary, family, strength, grade, basis,
            family_reason_{lang} as family_reason, not_measurable_{lang} as not_measurable, pledge_statuses.*
        from pledges
        join pledge_statuses on pledges.declaration = pledge_statuses.declaration and pledges.pledge = pledge_statuses.pledge
        where pledges.declaration = $1 and pledges.pledge = $2
        """,
        [declaration, pledge],
    )
    t = words.t
    lines = [f"{declaration}/{pledge}  {row['title']}", row["summary"], ""]
    if not row["in_declaration"]:
        lines.append(t("This is an accompanying commitment of the same visit; it does not stand in the Declaration."))
    lines.append(
        t(
            "Family: {family} ({meaning}). {why}",
            family=t(FAMILIES[row["family"]]),
            meaning=t(FAMILY_SENTENCES[row["family"]]),
            why=row["family_reason"],
        )
    )
    lines.append(
        t(
            "Words: {strength}; what is known of the text: {grade}; its place in the text: {basis}.",
            strength=t(STRENGTHS[row["strength"]]),
            grade=t(GRADES[row["grade"]]),
            basis=t(BASES[row["basis"]]),
        )
    )
    lines += ["", t("Trajectory: {status}", status=headline(words, row["status"], row["reason"]))]
    lines += pledge_reasons(words, row)
    lines.append(t("Since signature: {status}", status=headline(words, row["since_signature_status"], row["since_signature_reason"])))
    if row["evidence_quality"]:
        lines.append(
            words.nt(
                "Evidence: {quality}, {n} source; newest: {newest}.",
                "Evidence: {quality}, {n} sources; newest: {newest}.",
                row["evidence_sources"],
                quality=t(EVIDENCE[row["evidence_quality"]]),
                newest=words.day(row["evidence_newest"]),
            )
        )
    indicators = connection.execute(
        "select indicator from pledge_indicators where declaration = $1 and pledge = $2 order by place", [declaration, pledge]
    ).fetchall()
    for place, item in enumerate(explain_indicators(connection, words, declaration, [name for (name,) in indicators])):
        role = t("Lead indicator") if place == 0 else t("Beside it")
        lines += ["", words.pair(role, f"{item.title} – {item.headline}")]
        lines += [f"  {sentence}" for sentence in item.sentences]
    return lines


def pledge_reasons(words: Words, row: dict[str, Any]) -> list[str]:
    """Why the pledge as a whole reads as it does, from its status and counts."""
    t = words.t
    if row["not_measurable"]:
        return [row["not_measurable"]]
    if row["status"] == "mixed":
        return [
            t(
                "Its assessable indicators contradict each other: {good} point the right way, {bad} the wrong way.",
                good=words.number(row["good"]),
                bad=words.number(row["bad"]),
            )
        ]
    if row["status"] != "not_assessable":
        return [t("The status is that of the lead indicator; families and indicators are never averaged.")]
    return [t(REASON_SENTENCES[row["reason"]])]


def explain_indicators(connection: duckdb.DuckDBPyConnection, words: Words, declaration: str, indicators: list[str]) -> list[Explanation]:
    """Each indicator with its reasons, in the given order: data, target, rule and what the rule found."""
    lang = words.language
    listed = rows(
        connection,
        f"""
        select
            indicators.title_{lang} as title, indicators.direction, indicators.family, coalesce(nullif(units.symbol_{lang}, ''), units.name_{lang}) as symbol,
            units.decimals, targets.value as named_target, targets.period as named_period, targets.kind as target_kind,
            coalesce(proper_names.name_{lang}, targets.speaker) as speaker, targets.said_on, targets.qualifier as target_qualifier, targets.lapsed, targets.stated_without_year,
            indicator_statuses.*
        from indicators
        join indicator_statuses
            on indicators.declaration = indicator_statuses.declaration and indicators.indicator = indicator_statuses.indicator
        join units on indicators.unit = units.unit
        left join targets on indicators.declaration = targets.declaration and indicators.indicator = targets.indicator and targets.place = 1
        left join proper_names on targets.speaker = proper_names.name_en
        where indicators.declaration = $1 and list_contains($2, indicators.indicator)
        """,
        [declaration, indicators],
    )
    found = {row["indicator"]: row for row in listed}
    return [
        Explanation(
            name,
            found[name]["title"],
            headline(words, found[name]["status"], found[name]["reason"]),
            (*_data(words, found[name]), *_target(words, found[name]), *_judgement(words, found[name])),
        )
        for name in indicators
    ]


def headline(words: Words, status: str, reason: str | None) -> str:
    """The status in words, with its reason where there is none to give."""
    if reason is None:
        return words.t(STATUSES[status])
    return words.pair(words.t(STATUSES[status]), words.t(REASONS[reason]))


def _data(words: Words, row: dict[str, Any]) -> list[str]:
    if row["status"] == "not_assessable" and row["reason"] != "sources_disagree":
        sentences = [words.t(REASON_SENTENCES[row["reason"]])]
        if row["shown"]:
            sentences.append(words.nt("{n} observation is shown.", "{n} observations are shown.", row["shown"]))
        return sentences
    return [
        words.nt(
            "Data: {n} yearly point, from {first} in {t0} to {last} in {t1} ({unit}).",
            "Data: {n} yearly points, from {first} in {t0} to {last} in {t1} ({unit}).",
            row["window_points"],
            first=words.number(row["base_value"], row["decimals"]),
            t0=row["base_period"],
            last=words.number(row["latest_value"], row["decimals"]),
            t1=row["latest_period"],
            unit=row["symbol"],
        ),
        words.t(
            "Average change: {change} {unit} a year; {direction}.",
            change=words.number(row["yearly_change"], row["decimals"] + 1, sign=True),
            unit=row["symbol"],
            direction=words.t(INDICATOR_DIRECTIONS[row["direction"]]),
        ),
    ]


def _target(words: Words, row: dict[str, Any]) -> list[str]:
    if row["target_kind"] is None:
        return []
    when = words.t("no year named") if row["stated_without_year"] else words.reduced(row["named_period"])
    if row["named_target"] is not None:
        when = f"{words.figure(row['named_target'], row['decimals'], row['target_qualifier'])} {row['symbol']} ({when})"
    named = words.t(
        "{kind}: {what}, said by {speaker}, {day}. It does not stand in the Declaration.",
        kind=words.t(TARGET_KINDS[row["target_kind"]]),
        what=when,
        speaker=row["speaker"],
        day=words.reduced(row["said_on"]),
    )
    if row["lapsed"]:
        return [named, words.t("That day has passed; it is shown and not assessed against.")]
    if row["target_kind"] in ("forecast", "expectation"):
        return [named, words.t("Forecasts and expectations are shown and never assessed against.")]
    return [named]


def _judgement(words: Words, row: dict[str, Any]) -> list[str]:
    if row["weather"] is None:
        return []
    if row["reason"] == "sources_disagree":
        return [words.t(REASON_SENTENCES["sources_disagree"])]
    if row["reason"] is not None:
        return []
    t = words.t
    weather = t("Rule destatis: {symbol}.", symbol=t(SYMBOLS[row["weather"]]))
    if row["family"] == "quantified" and row["target_year"] is not None and not row["reached"]:
        if row["trend"] <= 0:
            return [t("The trend leads away from the target."), weather]
        return [
            t(
                "At this pace {year} ends at {projection} {unit}: {miss} % of the remaining way is missed (below 5 on track, up to 20 slightly off).",
                year=row["target_year"],
                projection=words.number(row["projection"], row["decimals"]),
                unit=row["symbol"],
                miss=words.number(max(row["miss"], 0) * 100, 0),
            ),
            weather,
        ]
    if row["family"] in ("quantified", "threshold"):
        reached = t("The value is reached.") if row["reached"] else t("The value is not reached.")
        trend = t("The trend is not adverse.") if row["trend"] >= 0 else t("The trend is adverse.")
        return [reached, trend, weather]
    average = t("The average points the right way.") if row["trend"] > 0 else t("The average points the wrong way or nowhere.")
    last = t("The last change points the right way.") if row["last_step"] > 0 else t("The last change points the wrong way or nowhere.")
    return [average, last, weather]
