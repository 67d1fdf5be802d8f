"""Why a pledge has its status, in plain words, its indicators included. Used by the shell and the pages."""

from typing import Any

import duckdb

from etl.i18n.labels import (
    ANSWERS,
    BASES,
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
    NATURES,
    OUTCOMES,
    REASON_SENTENCES,
    REPORTED,
    STATUSES,
    STRENGTHS,
)
from etl.i18n.translator import Translator
from etl.queries import coding_rows, declaration_rows, event_rows, indicator_rows, pledge_rows, register_rows
from etl.queries.query import Row
from etl.reports.coders import coders_sentences
from etl.reports.explain_indicator import explain_indicators
from etl.reports.first_answer import acting_names
from etl.reports.register import LAST_STATUS, OWN_WORDS, PARTIES_SAY, comment_line, succession_sentence
from etl.reports.status_text import first_reading, headline


def explain_pledge(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, pledge: str) -> list[str]:
    """The whole explanation of a pledge as lines of text, its indicators included."""
    lang = words.language
    row = pledge_rows.explained(connection, lang, declaration, pledge)
    t = words.t
    lines = [f"{declaration}/{pledge}  {row['title']}", row["summary"], ""]
    if row["internal"]:
        lines.append(t("Internal: no site, export or briefing shows it."))
    lines += [succession_sentence(words, item) for item in register_rows.successions(connection, lang, declaration, pledge)]
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
    comment_rows = register_rows.comments(connection, lang, declaration, pledge)
    if comment_rows:
        lines += ["", t(PARTIES_SAY), t(OWN_WORDS)]
        lines += [f"  {words.pair(comment_line(words, item), item['said'])} {item['url']}" for item in comment_rows]
    lines += _events(connection, words, declaration, pledge)
    links = pledge_rows.links(connection, lang, declaration, pledge)
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


def _codings_sentences(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, pledge: str) -> list[str]:
    """Every coding of a pledge with the events it cites, told line by line."""
    lines = []
    for coding in coding_rows.codings(connection, words.language, declaration, pledge):
        lines += [f"  {line}" for line in coding_lines(words, coding)]
        cited = event_rows.cited(connection, words.language, declaration, coding["events"])
        lines += event_lines(connection, words, declaration, cited)
    return lines


def _events(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, pledge: str) -> list[str]:
    """The events of a pledge after the signature that no coding cites: what is known of it beside its figures and its judgement."""
    known = event_lines(connection, words, declaration, event_rows.uncited(connection, words.language, declaration, pledge))
    return ["", words.t("Other events since the signature, or in force after it:"), *known] if known else []


def event_lines(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, listed: list[Row]) -> list[str]:
    """A line for each event: day, kind, who did it, who says so."""
    acting = acting_names(connection, words, declaration)
    lines = []
    for event in listed:
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
    linked = pledge_rows.links(connection, words.language, declaration, row["pledge"])
    (link,) = (item for item in linked if item["indicator"] == row["lead"])
    return [f"{words.pair(words.t('Lead indicator'), link['title'])}. {answer_text(words, link)}"]


def reported_lines(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, pledge: str) -> list[str]:
    """What each party says of itself, in one line."""
    names = declaration_rows.party_names(connection, words.language, declaration)
    listed = pledge_rows.reported(connection, declaration, pledge)
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
    title = indicator_rows.title(connection, words.language, declaration, row["outcome_indicator"])
    sentence = words.t("Outcome, credited to nobody: {title} – {outcome}.", title=title, outcome=words.t(OUTCOMES[row["outcome"]]))
    if row["outcome_party"] is None:
        return [sentence]
    party = declaration_rows.party_names(connection, words.language, declaration)[row["outcome_party"]]
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
    listed = declaration_rows.horizons(connection, words.language, declaration, domain)
    return [
        words.t(
            "Evidence on “{domain}” was found up to {day}: {reach}",
            domain=words.t(DOMAINS[domain]),
            day=words.day(item["day"]),
            reach=item["reach"],
        )
        for item in listed
    ]
