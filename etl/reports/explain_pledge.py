"""Why a status is what it is, in plain words: inputs, rule, numbers, margins, gaps. Used by the shell and the pages."""

from dataclasses import dataclass
from typing import Any

import duckdb

from etl.errors import InputError
from etl.i18n.labels import (
    ANSWERS,
    BASES,
    CLASSES,
    CODED_FAMILIES,
    CODED_SENTENCES,
    CODER_KINDS,
    CODING_ROLES,
    DOMAINS,
    EVENT_DIRECTIONS,
    EVIDENCE,
    EVIDENCE_KINDS,
    FAMILIES,
    FAMILY_SENTENCES,
    GRADES,
    INDICATOR_DIRECTIONS,
    INDICATOR_REASON_SENTENCES,
    INDICATOR_REASONS,
    NATURES,
    OUTCOMES,
    REASON_SENTENCES,
    REASONS,
    REPORTED,
    RULE_NAMES,
    RULE_WORDS,
    STATUSES,
    STRENGTHS,
    SYMBOLS,
    TARGET_KINDS,
)
from etl.i18n.translator import Translator
from etl.queries.query import rows
from etl.record import parties
from etl.reports.coders import CODERS, coders_sentences
from etl.reports.first_answer import acting_names
from etl.reports.register import LAST_STATUS, OWN_WORDS, PARTIES_SAY, comment_line, comments, succession_sentence, successions

# The families whose words name a number: a target of theirs may be the Declaration's own.
NUMBERED_FAMILIES = ("quantified", "threshold")
# Decimals beyond an indicator's own with which values are given that somebody may compute with.
EXACT = 4


class UnknownPledge(InputError):
    """No pledge has this key; the message says which do."""


@dataclass(frozen=True)
class Explanation:
    """Why one indicator has its status: a headline and sentences."""

    indicator: str
    title: str
    headline: str
    sentences: tuple[str, ...]


def find_pledge(connection: duckdb.DuckDBPyConnection, key: str) -> tuple[str, str]:
    """`declaration/id`, or the short id while only one declaration has it; also of a pledge that was replaced. Raises UnknownPledge."""
    declaration, _, pledge = key.rpartition("/")
    query = "select {columns} from {table} where upper(pledge) = upper($1) and ($2 = '' or declaration = $2) order by all"
    rows = connection.execute(query.format(columns="declaration, pledge", table="all_pledges"), [pledge, declaration]).fetchall()
    if not rows:
        later = connection.execute(query.format(columns="known_from", table="recorded_pledges"), [pledge, declaration]).fetchall()
        if later:
            raise UnknownPledge(f'"{key}" stands in the register from {later[0][0]} on; ask for that day or a later one')
        known = [row[0] for row in connection.execute("select pledge from all_pledges order by place").fetchall()]
        raise UnknownPledge(f'there is no pledge "{key}"; pledges run from {known[0]} to {known[-1]}' if known else "there are no pledges")
    if len(rows) > 1:
        raise UnknownPledge(f'several declarations have a pledge "{key}"; write one of: ' + ", ".join("/".join(row) for row in rows))
    return rows[0][0], rows[0][1]


def explain_pledge(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, pledge: str) -> list[str]:
    """The whole explanation of a pledge as lines of text, its indicators included."""
    lang = words.language
    (row,) = rows(
        connection,
        f"""
        select
            pledges.pledge, pledges.in_declaration, pledges.domain, title_{lang} as title, summary_{lang} as summary, family, strength, grade, part_basis,
            family_reason_{lang} as family_reason, not_measurable_{lang} as not_measurable, pledges.internal, pledges.replaced_on,
            {CODERS}, statuses.*
        from all_pledges as pledges
        join last_statuses as statuses on pledges.declaration = statuses.declaration and pledges.pledge = statuses.pledge
        where pledges.declaration = $1 and pledges.pledge = $2
        """,
        [declaration, pledge],
    )
    t = words.t
    lines = [f"{declaration}/{pledge}  {row['title']}", row["summary"], ""]
    if row["internal"]:
        lines.append(t("Internal: no site, export or briefing shows it."))
    lines += [succession_sentence(words, item) for item in successions(connection, lang, declaration, pledge)]
    if row["replaced_on"]:
        lines.append(t(LAST_STATUS))
    if not row["in_declaration"]:
        lines.append(t("This is an accompanying commitment; it does not stand in the Declaration."))
    lines.append(
        t(
            "Family: {family} ({meaning}). {why}",
            family=t(FAMILIES[row["family"]]),
            meaning=t(FAMILY_SENTENCES[row["family"]]),
            why=row["family_reason"],
        )
    )
    known = {"strength": t(STRENGTHS[row["strength"]]), "grade": t(GRADES[row["grade"]])}
    lines.append(
        t(
            "Words: {strength}; what is known of the text: {grade}; its place in the text: {basis}.",
            **known, basis=t(BASES[row["part_basis"]]),
        )
        if row["part_basis"]
        else t("Words: {strength}; what is known of the text: {grade}.", **known)
    )  # fmt: skip
    lines += ["", t("Trajectory: {status}", status=headline(words, row["status"], row["reason"]))]
    lines += pledge_reasons(words, row)
    lines += _codings_sentences(connection, words, declaration, pledge)
    lead = lead_lines(connection, words, declaration, row)
    lines += lead
    lines.append(t("Since signature: {status}", status=headline(words, row["since_signature_status"], row["since_signature_reason"])))
    lines += since_reasons(words, row)
    lines += reported_lines(connection, words, declaration, pledge)
    lines += outcome_lines(connection, words, declaration, row)
    lines += evidence_lines(words, row)
    lines += horizon_lines(connection, words, declaration, row["domain"])
    comment_rows = comments(connection, lang, declaration, pledge)
    if comment_rows:
        lines += ["", t(PARTIES_SAY), t(OWN_WORDS)]
        lines += [f"  {words.pair(comment_line(words, item), item['said'])} {item['url']}" for item in comment_rows]
    lines += _events(connection, words, declaration, pledge)
    links = rows(
        connection,
        f"select indicator, answers, why_{lang} as why from pledge_indicators where declaration = $1 and pledge = $2 order by place",
        [declaration, pledge],
    )
    found = explain_indicators(connection, words, declaration, [link["indicator"] for link in links])
    for place, (link, item) in enumerate(zip(links, found, strict=True)):
        role = t("Lead indicator") if place == 0 else t("Beside it")
        lines += ["", words.pair(role, f"{item.title} – {item.headline}")]
        lines += [f"  {answer_text(words, link)}"] if place or not lead else []
        lines += [f"  {sentence}" for sentence in item.sentences]
    return lines


def pledge_reasons(words: Translator, row: dict[str, Any]) -> list[str]:
    """Why the pledge as a whole reads as it does, from its status and counts."""
    t = words.t
    if row["status"] == "not_signed_yet":
        return [t("On this day the declaration was not signed yet; what is known of the time before stands below.")]
    if row["not_measurable"]:
        return [row["not_measurable"]]
    if row["family"] in CODED_FAMILIES:
        if row["reason"] == "sources_disagree":
            return [t("Coders differ and nobody has decided yet; their codings stand side by side.")]
        if row["status"] == "not_assessable":
            return [t(REASON_SENTENCES[row["reason"]])]
        return [t(CODED_SENTENCES[row["status"]]), *coders_sentences(words, row)]
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


def since_reasons(words: Translator, row: dict[str, Any]) -> list[str]:
    """What stands behind the clock that began with the signature, and when it can first be read."""
    t = words.t
    if row["since_signature_status"] == "not_signed_yet":
        return []
    if row["since_signature_reason"] in ("not_measurable", "not_coded", "sources_disagree"):
        return [t(REASON_SENTENCES[row["since_signature_reason"]])] if row["since_signature_reason"] == "not_coded" else []
    if row["family"] in CODED_FAMILIES:
        if row["since_signature_reason"] == "no_data_since_signature":
            return [t("The evidence it is coded from is of the day of signature or older.")]
        if row["since_signature_status"] == "announced":
            return [
                t(
                    "After the signature the record holds no act that carries it: words, plans, and what only a headline or one party alone reports, carry nothing."
                )
            ]
        if row["since_signature_status"] in ("no_evidence_found", "not_searched"):
            return [t(CODED_SENTENCES[row["since_signature_status"]])]
        return [t("At least one cited act lies after the signature.")]
    if row["earliest_assessable"] is None:
        return []
    return [
        t(
            "It can be read on this clock in {year} at the earliest, when the figures of {last} appear: four whole years after the signature must be published.",
            **first_reading(row),
        )
    ]


def first_reading(row: dict[str, Any]) -> dict[str, str]:
    """The year in which a status since the signature can first be read, and the year whose figures appear then."""
    year = row["earliest_assessable"]
    return {"year": year, "last": str(int(year) - 1)}


def coding_lines(words: Translator, coding: dict[str, Any]) -> list[str]:
    """One coding in words: who, when, which level of which rubric, why."""
    t = words.t
    lines = [
        t(
            "{role} by {coder} ({kind}), {day}; rubric written {written}.",
            role=t(CODING_ROLES[coding["role"]]),
            coder=coding["coder"],
            kind=t(CODER_KINDS[coding["coder_kind"]]),
            day=words.day(coding["date"]),
            written=words.day(coding["written"]),
        )
    ]
    if coding["score"] == "":
        lines.append(t("Score: none, no evidence found."))
    elif coding["score"] == "superseded":
        lines.append(t(STATUSES["superseded"]))
    else:
        lines.append(t("Score {score}: {level}", score=coding["score"], level=coding["level_text"]))
    lines.append(coding["rationale"])
    return lines


def codings(connection: duckdb.DuckDBPyConnection, language: str, declaration: str, pledge: str) -> list[dict[str, Any]]:
    """The codings of a pledge, newest first, each with its rubric's level in words and the ids of the events it cites."""
    return rows(
        connection,
        f"""
        select
            codings.coding, codings.coder, codings.coder_kind, codings.role, codings.date, codings.score,
            codings.rationale_{language} as rationale, rubric_levels.text_{language} as level_text,
            (
                select max(written) from rubric_levels as rubric
                where rubric.declaration = codings.declaration and rubric.pledge = codings.pledge
            ) as written,
            (
                select coalesce(list(coding_events.event order by coding_events.event), []) from coding_events
                where coding_events.declaration = codings.declaration and coding_events.coding = codings.coding
            ) as events
        from codings
        left join rubric_levels
            on
                codings.declaration = rubric_levels.declaration and codings.pledge = rubric_levels.pledge
                and codings.score = rubric_levels.level
        where codings.declaration = $1 and codings.pledge = $2
        order by codings.date desc, codings.coding
        """,
        [declaration, pledge],
    )


def _codings_sentences(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, pledge: str) -> list[str]:
    """Every coding of a pledge with the events it cites, told line by line."""
    lines = []
    for coding in codings(connection, words.language, declaration, pledge):
        lines += [f"  {line}" for line in coding_lines(words, coding)]
        lines += event_lines(connection, words, declaration, "list_contains($2, event)", coding["events"])
    return lines


def _events(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, pledge: str) -> list[str]:
    """The events of a pledge after the signature that no coding cites: what is known of it beside its figures and its judgement."""
    known = event_lines(
        connection,
        words,
        declaration,
        """
        event in (select event from event_pledges where declaration = $1 and pledge = $2)
        and event not in (
            select coding_events.event from coding_events
            join codings on coding_events.declaration = codings.declaration and coding_events.coding = codings.coding
            where codings.declaration = $1 and codings.pledge = $2
        )
        and not list_contains(tags, 'signing')
        and last_day > (select signed from declarations where declaration = $1)
        """,
        pledge,
    )
    return ["", words.t("Other events since the signature, or in force after it:"), *known] if known else []


def event_lines(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, condition: str, value: object) -> list[str]:
    """A line for each event that meets a condition on `$1`, the declaration, and `$2`, oldest first: day, kind, who did it, who says so."""
    acting = acting_names(connection, words, declaration)
    found = rows(
        connection,
        f"""
        select event, date, date_precision, nature, direction, attribution, speaker, evidence, summary_{words.language} as summary, url
        from events
        where declaration = $1 and {condition}
        order by date, event
        """,
        [declaration, value],
    )
    lines = []
    for event in found:
        kind = [
            words.t(NATURES[event["nature"]]), words.inside(EVENT_DIRECTIONS[event["direction"]]), acting[event["attribution"]],
            words.inside(EVIDENCE[event["evidence"]]),
        ]  # fmt: skip
        if event["speaker"] not in ("", event["attribution"]):
            kind.append(words.pair(words.t("says so"), acting[event["speaker"]]))
        day = words.dated(event["date"], event["date_precision"])
        lines.append(f"    {event['event']} " + words.pair(f"{day} ({', '.join(kind)})", f"{event['summary']} {event['url']}"))
    return lines


def answer_text(words: Translator, link: dict[str, Any]) -> str:
    """Whether an indicator answers its pledge, and why where the record gives a reason."""
    answer = words.t(ANSWERS[link["answers"]])
    return f"{answer[:1].upper()}{answer[1:]}. {link['why'] or ''}".rstrip()


def lead_lines(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, row: dict[str, Any]) -> list[str]:
    """The lead indicator of a measured pledge, whether it answers it, and why; nothing where there is none."""
    if row["lead"] is None or row["family"] in CODED_FAMILIES:
        return []
    (link,) = rows(
        connection,
        f"""
        select links.answers, links.why_{words.language} as why, indicators.title_{words.language} as title
        from pledge_indicators as links
        join indicators on links.declaration = indicators.declaration and links.indicator = indicators.indicator
        where links.declaration = $1 and links.pledge = $2 and links.indicator = $3
        """,
        [declaration, row["pledge"], row["lead"]],
    )
    return [f"{words.pair(words.t('Lead indicator'), link['title'])}. {answer_text(words, link)}"]


def reported_lines(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, pledge: str) -> list[str]:
    """What each party says of itself, in one line."""
    names = parties.names(connection, words.language, declaration)
    listed = rows(
        connection, "select party, status, day, source from reported where declaration = $1 and pledge = $2", [declaration, pledge]
    )
    if not listed:
        return []
    return [words.pair(words.t("Reported, by each party of itself"), words.series(reported_text(words, names, item) for item in listed))]


def reported_text(words: Translator, names: dict[str, str], item: dict[str, Any]) -> str:
    """What one party says of itself, with the day where it says anything."""
    reading = words.t(REPORTED[item["status"]])
    return words.pair(names[item["party"]], reading if item["day"] is None else f"{reading} ({words.day(item['day'])})")


def outcome_lines(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, row: dict[str, Any]) -> list[str]:
    """What the data of an indicator did, credited to nobody, and whose they are; nothing where there is none of which that can be said."""
    if row["outcome"] is None or row["outcome"] == "unknown":
        return []
    (item,) = rows(
        connection,
        f"select title_{words.language} as title from indicators where declaration = $1 and indicator = $2",
        [declaration, row["outcome_indicator"]],
    )
    sentence = words.t("Outcome, credited to nobody: {title} – {outcome}.", title=item["title"], outcome=words.t(OUTCOMES[row["outcome"]]))
    if row["outcome_party"] is None:
        return [sentence]
    party = parties.names(connection, words.language, declaration)[row["outcome_party"]]
    return [words.t("{told} These are figures of one party alone: {party}.", told=sentence, party=party)]


def evidence_lines(words: Translator, row: dict[str, Any]) -> list[str]:
    """What the evidence is worth, and the newest thing observed or cited."""
    if not row["evidence_quality"]:
        return []
    return [
        words.nt(
            "Evidence: {quality}, {n} source; newest {kind}: {newest}.",
            "Evidence: {quality}, {n} sources; newest {kind}: {newest}.",
            row["evidence_sources"],
            quality=words.inside(EVIDENCE[row["evidence_quality"]]),
            kind=words.t(EVIDENCE_KINDS[row["evidence_newest_kind"] or "observation"]),
            newest=words.reduced(row["evidence_newest_code"]),
        )
    ]


def horizon_lines(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, domain: str) -> list[str]:
    """How far the evidence of the pledge's domain reaches; nothing where the record does not say."""
    listed = rows(
        connection,
        f"select day, reach_{words.language} as reach from horizons where declaration = $1 and domain = $2",
        [declaration, domain],
    )
    return [
        words.t(
            "Evidence on “{domain}” was found up to {day}: {reach}",
            domain=words.t(DOMAINS[domain]),
            day=words.day(item["day"]),
            reach=item["reach"],
        )
        for item in listed
    ]


def explain_indicators(
    connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, indicators: list[str]
) -> list[Explanation]:
    """Each indicator with its reasons, in the given order: data, target, rule, what the rule found, and how firm that is."""
    lang = words.language
    listed = rows(
        connection,
        f"""
        select
            indicators.title_{lang} as title, indicators.direction,
            units.amount_{lang} as amount, units.change_{lang} as change_amount, units.decimals, targets.value as named_target, targets.period as named_period, targets.kind as target_kind,
            coalesce(proper_names.name_{lang}, targets.speaker) as speaker, targets.said_on, targets.known_basis, targets.qualifier as target_qualifier,
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
        left join proper_names on targets.speaker = proper_names.name_en
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
            where declaration = $1 and list_contains($2, indicator)
            qualify row_number() over (partition by declaration, indicator order by period desc) = 1
        ) as apart
            on indicators.declaration = apart.declaration and indicators.indicator = apart.indicator
        where indicators.declaration = $1 and list_contains($2, indicators.indicator)
        """,
        [declaration, indicators],
    )
    found = {row["indicator"]: row for row in listed}
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


def headline(words: Translator, status: str, reason: str | None, reasons: dict[str, str] = REASONS) -> str:
    """The status in words, with its reason where there is none to give."""
    if reason is None:
        return words.t(STATUSES[status])
    return words.pair(words.t(STATUSES[status]), words.inside(reasons[reason]))


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
        sentence = words.series(
            f"{words.pair(t(RULE_NAMES[rule]), t(RULE_WORDS[word]))} ({t(CLASSES[kind])})" for rule, word, kind in row["rules"]
        )
        sentences.append(
            t(
                "Rules agree: {agree} of {of}. {told}. They share the same data: agreement is no certainty.",
                agree=row["rules_agreeing"],
                of=row["rules_applicable"],
                told=sentence,
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
    text = words.t(
        "Business as usual: had the {n} yearly changes from {first} to {last} gone on, {year} would lie in the range of {range} in 80 of 100 draws.",
        n=len(row["changed_years"]),
        first=row["first_year"],
        last=row["last_year"],
        year=row["usual_year"],
        range=words.span(row["low80"], row["high80"], row["decimals"], row["amount"]),
    )
    if not shocks:
        return [text]
    return [text, words.t("Shock years are among them: {years}.", years=", ".join(shocks))]


def _early(words: Translator, row: dict[str, Any]) -> list[str]:
    if row["early_change"] is None:
        return []
    t = words.t
    text = t(
        "Early reading, not a status: {first} to {last} against the same months a year before: {change} %.",
        first=words.month(row["first_start"]),
        last=words.month(row["last_start"]),
        change=words.number(row["early_change"], 1, sign=True),
    )
    inside = row["early_lowest"] <= row["early_change"] <= row["early_highest"]
    place = t("inside the range") if inside else t("outside the range")
    return [
        text,
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
