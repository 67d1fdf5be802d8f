"""Why an indicator has its status, in plain words: inputs, rule, numbers, margins, gaps. Used by the shell and the pages."""

from dataclasses import dataclass
from typing import Any

import duckdb

from etl.i18n.labels import (
    CLASSES,
    INDICATOR_DIRECTIONS,
    INDICATOR_REASON_SENTENCES,
    INDICATOR_REASONS,
    RULE_NAMES,
    RULE_WORDS,
    STATUSES,
    SYMBOLS,
    TARGET_KINDS,
)
from etl.i18n.translator import Translator
from etl.queries import indicator_rows
from etl.queries.query import Asking
from etl.reports.status_text import first_reading, headline

# The families whose words name a number: a target of theirs may be the Declaration's own.
NUMBERED_FAMILIES = ("quantified", "threshold")
# Decimals beyond an indicator's own with which values are given that somebody may compute with.
EXACT = 4


@dataclass(frozen=True)
class Explanation:
    """Why one indicator has its status: a headline and sentences."""

    indicator: str
    title: str
    headline: str
    sentences: tuple[str, ...]


def explained(ask: Asking, words: Translator, keys: list[str]) -> list[Explanation]:
    """Why these indicators read as they do, in their order."""
    if ask.keep is None:
        return explain_indicators(ask.cursor, words, ask.declaration, keys)
    everything = ask.keep(
        "explained",
        lambda: {
            item.indicator: item
            for item in explain_indicators(ask.cursor, words, ask.declaration, list(indicator_rows.indicator_titles(ask)))
        },
    )
    return [everything[key] for key in keys]


def explain_indicators(
    connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, indicators: list[str]
) -> list[Explanation]:
    """Each indicator with its reasons, in the given order: data, target, rule, what the rule found, and how firm that is."""
    found = indicator_rows.explained(connection, words.language, declaration, indicators)
    return [
        Explanation(
            name,
            found[name]["title"],
            headline(words, found[name]["status"], found[name]["reason"], INDICATOR_REASONS),
            tuple(
                sentence
                for tell in (_data, _target, _judgement, _firmness, _clock, _usual, _early, _apart)
                for sentence in tell(words, found[name])
            ),
        )
        for name in indicators
    ]


def _data(words: Translator, row: dict[str, Any]) -> list[str]:
    if row["legal_limit"] and row["limit_before"] is not None and row["reason"] in (None, "no_data_since_signature"):
        return [_limit(words, row)]
    if row["values_withheld"]:
        return [words.t("The values it rests on are not passed on, because of their publisher's terms.")]
    if row["status"] == "not_assessable" and row["reason"] != "sources_disagree":
        sentences = [words.t(INDICATOR_REASON_SENTENCES[row["reason"]])]
        if row["shown"] and row["observations"]:
            sentences.append(words.nt("{n} observation is shown.", "{n} observations are shown.", row["shown"]))
        elif row["shown"]:
            sentences.append(words.nt("{n} figure of another series is shown.", "{n} figures of other series are shown.", row["shown"]))
        return sentences
    return [
        words.nt(
            "Data: {n} yearly point; {t0}: {first}, {t1}: {last}.",
            "Data: {n} yearly points; {t0}: {first}, {t1}: {last}.",
            row["window_points"],
            first=words.amount(row["base_value"], row["decimals"], row["amount"]),
            t0=row["base_period"],
            last=words.amount(row["latest_value"], row["decimals"], row["amount"]),
            t1=row["latest_period"],
        ),
        words.t(
            "Points: {points}.", points=words.series(words.pair(f"{year:.0f}", _exact(words, row, value)) for year, value in row["points"])
        ),
        words.t(
            "Average change: {change} a year, the last value less the first, divided by {years} years; {direction}.",
            change=words.amount(row["yearly_change"], row["decimals"] + EXACT, row["change_amount"], sign=True),
            years=row["latest_period"] - row["base_period"],
            direction=words.t(INDICATOR_DIRECTIONS[row["direction"]]),
        ),
    ]


def _limit(words: Translator, row: dict[str, Any]) -> str:
    """A limit set by law: what it was on the day of the signature, and whether it is another now."""
    values = {
        "before": words.amount(row["limit_before"], row["decimals"], row["amount"]),
        "after": words.amount(row["limit_after"], row["decimals"], row["amount"]),
    }
    if row["limit_after"] is None:
        return words.t("On the day of the signature the limit was {before}; no later value is in the record.", before=values["before"])
    if row["limit_after"] == row["limit_before"]:
        return words.t("On the day of the signature the limit was {before}; the newest value since is the same.", before=values["before"])
    return words.t("On the day of the signature the limit was {before}; the newest value since is {after}.", **values)


def _exact(words: Translator, row: dict[str, Any], value: float) -> str:
    """A value with enough decimals to compute with."""
    return words.number(value, row["decimals"] + EXACT)


def _target(words: Translator, row: dict[str, Any]) -> list[str]:
    if row["target_kind"] is None:
        return []
    when = words.t("no year named") if row["stated_without_year"] else words.reduced(row["named_period"])
    if row["named_target"] is not None:
        value = words.amount(row["named_target"], row["decimals"], row["amount"], row["target_qualifier"])
        when = f"{value} ({when})"
    named = words.t(
        "{kind}: {what}. Source: {speaker}, {day}.",
        kind=words.t(TARGET_KINDS[row["target_kind"]]),
        what=when,
        speaker=row["speaker"],
        day=said_on(words, row),
    )
    if row["family"] not in NUMBERED_FAMILIES:
        named += " " + words.t("It does not stand in the Declaration.")
    if row["lapsed"]:
        return [named, words.t("That day has passed; it is shown and not assessed against.")]
    if row["passed"]:
        return [named, words.t("That day has passed.")]
    if row["target_kind"] in ("forecast", "expectation"):
        return [named, words.t("Forecasts and expectations are shown and never assessed against.")]
    return [named]


def said_on(words: Translator, target: dict[str, Any]) -> str:
    """The day on which a target was named; where only we know it from a later page, that is said."""
    day = words.reduced(target["said_on"])
    return words.t("day not known, first seen {day}", day=day) if target["known_basis"] == "first_seen" else day


def _judgement(words: Translator, row: dict[str, Any]) -> list[str]:
    if row["weather"] is None:
        return []
    if row["reason"] == "sources_disagree":
        return [words.t(INDICATOR_REASON_SENTENCES["sources_disagree"])]
    if row["reason"] is not None:
        return []
    t = words.t
    weather = words.pair(t(RULE_NAMES["destatis"]), t(SYMBOLS[row["weather"]]) + ".")
    if row["family"] == "quantified" and row["target_year"] is not None and not row["reached"]:
        if row["values_withheld"]:
            return [weather]
        if row["trend"] <= 0:
            return [t("The trend leads away from the target."), weather]
        return [
            t(
                "At this pace {year} ends at {projection}: {miss} % of the remaining way is missed (below 5 on track, up to 20 slightly off).",
                year=row["target_year"],
                projection=words.amount(row["projection"], row["decimals"], row["amount"]),
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


def _firmness(words: Translator, row: dict[str, Any]) -> list[str]:
    """Whether other rules, another base year or a slightly other value would say the same."""
    if row["reason"] is not None:
        return []
    t = words.t
    sentences = []
    if row["rules"]:
        results = words.series(
            f"{words.pair(t(RULE_NAMES[rule]), t(RULE_WORDS[word]))} ({t(CLASSES[kind])})" for rule, word, kind in row["rules"]
        )
        sentences.append(
            t(
                "Rules agree: {agree} of {of}. {told}. They share the same data: agreement is no certainty.",
                agree=row["rules_agreeing"],
                of=row["rules_applicable"],
                told=results,
            )
        )
    moved = (("earlier", row["base_earlier"]), ("later", row["base_later"]))
    for name, status in moved:
        if status is not None:
            sentences.append(
                t(
                    "Counted from {year} ({value}) it would read: {status}.",
                    year=row[f"{name}_period"],
                    value=t("not passed on") if row[f"{name}_value"] is None else _exact(words, row, row[f"{name}_value"]),
                    status=words.inside(STATUSES[status]),
                )
            )
    if row["flips_at"] is not None:
        sentences.append(
            t(
                "Margin: the rule would read otherwise if the newest value were past {flip}, which is {margin} away.",
                flip=words.amount(row["flips_at"], row["decimals"] + EXACT, row["amount"]),
                margin=_exact(words, row, abs(row["flips_at"] - row["latest_value"])),
            )
        )
    return sentences


def _clock(words: Translator, row: dict[str, Any]) -> list[str]:
    if row["earliest_assessable"] is None or row["since_signature_reason"] is None:
        return []
    return [
        words.t(
            "Since the signature it can be assessed in {year} at the earliest, when the figures of {last} appear.", **first_reading(row)
        )
    ]


def _usual(words: Translator, row: dict[str, Any]) -> list[str]:
    if row["usual_year"] is None:
        return []
    shocks = [str(year) for year in row["shock_years"] if year in row["changed_years"]]
    reading = words.t(
        "Business as usual: had the {n} yearly changes from {first} to {last} gone on, {year} would lie in the range of {range} in 80 of 100 draws.",
        n=len(row["changed_years"]),
        first=row["first_year"],
        last=row["last_year"],
        year=row["usual_year"],
        range=words.span(row["low80"], row["high80"], row["decimals"], row["amount"]),
    )
    if not shocks:
        return [reading]
    return [reading, words.t("Shock years are among them: {years}.", years=", ".join(shocks))]


def _early(words: Translator, row: dict[str, Any]) -> list[str]:
    if row["early_change"] is None:
        return []
    t = words.t
    reading = t(
        "Early reading, not a status: {first} to {last} against the same months a year before: {change} %.",
        first=words.month(row["first_start"]),
        last=words.month(row["last_start"]),
        change=words.number(row["early_change"], 1, sign=True),
    )
    inside = row["early_lowest"] <= row["early_change"] <= row["early_highest"]
    place = t("inside the range") if inside else t("outside the range")
    return [
        reading,
        t(
            "In {n} earlier years this change lay in the range of {range}: {place}.",
            n=row["early_years"],
            range=words.span(row["early_lowest"], row["early_highest"], 1, "{n} %", sign=True),
            place=place,
        ),
    ]


def _apart(words: Translator, row: dict[str, Any]) -> list[str]:
    if row["apart_period"] is None or row["spread"] is None:
        return []
    return [
        words.nt(
            "Sources differ: {n} period has several; for {period} they lie in the range of {range}, {spread} % of the value assessed.",
            "Sources differ: {n} periods have several; for {period} they lie in the range of {range}, {spread} % of the value assessed.",
            row["apart_periods"],
            period=words.period(row["apart_period"]),
            range=words.span(row["least"], row["greatest"], row["decimals"], row["amount"]),
            spread=words.number(row["spread"], 1),
        )
    ]
