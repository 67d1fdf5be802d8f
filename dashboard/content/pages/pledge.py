"""One pledge: its words, both clocks, why, its indicators, its events."""

from collections import Counter
from datetime import date

from dashboard.charts.model import indicator_chart
from dashboard.charts.svg_renderer import line_chart
from dashboard.content import markup
from dashboard.content.finished import Block, Blocks
from dashboard.content.page import Page
from dashboard.content.sections import history, register
from dashboard.content.sections.events import timeline
from dashboard.content.sections.indicators import below_chart, indicator_table, values_table
from dashboard.content.sections.pledges import agreement, coding_panels
from etl.i18n.labels import (
    BASES,
    CODED_FAMILIES,
    DOMAINS,
    EVENT_DIRECTIONS,
    EVIDENCE,
    EVIDENCE_KINDS,
    FAMILIES,
    FAMILY_SENTENCES,
    GRADES,
    OBLIGORS,
    SIDES,
    STRENGTHS,
    TIERS,
)
from etl.queries import coding_rows, event_rows, indicator_rows, observation_rows, pledge_rows
from etl.queries.coding_rows import codings
from etl.queries.query import Row
from etl.queries.register_rows import comments, successions
from etl.reports import explain_indicator
from etl.reports.coders import coders_sentences
from etl.reports.explain_pledge import horizon_lines, lead_lines, outcome_lines, pledge_reasons, reported_lines, since_reasons


def content(page: Page, row: Row, decided: list[history.Entry]) -> Blocks:
    """The page of a pledge (`pledge_rows.pledge`); `decided` are submissions that changed it, for its history."""
    t, nt, key = page.words.t, page.words.nt, row["pledge"]
    yield Block(
        markup.block(page.link("pledges", t("Pledges")) + f" › {markup.text(row['pledge'])}" + markup.internal(page.words, row), "sv-meta")
        + markup.heading(1, row["title"])
        + markup.paragraph(row["summary"])
        + register.succession(page, successions(page.asking.cursor, page.lang, row["declaration"], row["pledge"]))
    )
    if not row["in_declaration"]:
        yield Block(markup.paragraph(t("An accompanying commitment: it does not stand in the Declaration."), "sv-soft"))
    if row["quotation"]:
        nature = t("unofficial translation") if row["unofficial_translation"] else t("original wording as quoted")
        yield Block(
            markup.quotation(
                row["quotation"],
                row["quotation_language"],
                f"{markup.text(t('The Declaration as quoted by'))} {markup.outside(row['quotation_url'], row['quotation_publisher'])}"
                f" · {markup.text(page.words.language_name(row['quotation_language']))} · {markup.text(nature)}",
            )
        )
    reports = pledge_rows.pledge_reports(page.asking, key)
    yield Block(
        markup.paragraph(t("The Declaration's words are not quoted here: as reported by the sources below."), "sv-small sv-soft")
        if not row["quotation"]
        else ""
    )
    signed = page.declaration["signed"]
    events = event_rows.events(page.asking, key)
    later = [event for event in events if event["last_day"] > signed and "signing" not in event["tags"]]
    clocks = markup.block(
        markup.block(
            markup.heading(2, t("Trajectory"))
            + markup.block(markup.badge(page.words, row["status"], row["reason"]) + agreement(page, row), "sv-state")
            + markup.bullets(
                markup.text(sentence)
                for sentence in (
                    *pledge_reasons(page.words, row),
                    *lead_lines(page.asking.cursor, page.words, row["declaration"], row),
                )
            ),
            "sv-panel",
        )
        + markup.block(
            markup.heading(2, t("Since signature"))
            + markup.block(markup.badge(page.words, row["since_signature_status"], row["since_signature_reason"]), "sv-state")
            + markup.bullets(
                [
                    markup.text(t("Only what came after {day} counts on this clock.", day=page.words.day(signed))),
                    *(markup.text(sentence) for sentence in since_reasons(page.words, row)),
                    markup.text(nt("{n} dated event since then stands below.", "{n} dated events since then stand below.", len(later))),
                ]
            ),
            "sv-panel",
        )
        + markup.block(
            markup.heading(2, t("How sure are we"))
            + markup.facts(
                [
                    (
                        t("Best evidence"),
                        markup.text(t(EVIDENCE[row["evidence_quality"]])) if row["evidence_quality"] else markup.text(t("none yet")),
                    ),
                    (t("Sources"), markup.text(row["evidence_sources"])),
                    (t("Newest evidence"), markup.text(_newest(page, row))),
                    (
                        t("Events since the signature"),
                        markup.text(
                            ", ".join(
                                page.words.pair(t(EVENT_DIRECTIONS[direction]), page.words.number(count))
                                for direction, count in Counter(event["direction"] for event in later).most_common()
                            )
                            or "–"
                        ),
                    ),
                    (
                        t("Who acted in all its events, before and after the signature"),
                        markup.text(
                            ", ".join(
                                f"{label} {count}"
                                for label, count in (
                                    (t("joint"), row["events_by"].get("joint")),
                                    *((name, row["events_by"].get(code)) for code, name in page.parties.items()),
                                    (t("third parties"), row["events_by"].get("third-party")),
                                )
                                if count
                            )
                            or "–"
                        ),
                    ),
                ]
            ),
            "sv-panel",
        ),
        "sv-three",
    )
    yield Block(_beside(page, row))
    yield Block(clocks + register.party_comments(page, comments(page.asking.cursor, page.lang, row["declaration"], row["pledge"])))

    indicators = indicator_rows.pledge_indicators(page.asking, key)
    if indicators:
        tracked = [item for item in indicators if not item["context"]]
        context = [item for item in indicators if item["context"]]
        yield Block(
            markup.heading(2, t("Indicators"))
            + (indicator_table(page, tracked) if tracked else "")
            + (
                markup.folded(
                    nt("{n} more for context, never assessed", "{n} more for context, never assessed", len(context)),
                    indicator_table(page, context),
                )
                if context
                else ""
            )
        )
        lead = indicators[0]
        drawn = next((item for item in tracked if item["latest_period"] is not None), None)
        if drawn is not None:
            found = indicator_rows.indicator(page.asking, drawn["indicator"])
            assert found is not None
            observations = observation_rows.observations(page.asking, drawn["indicator"])
            chart = indicator_chart(
                page.words, found, observations, indicator_rows.targets(page.asking, drawn["indicator"]), page.declaration["signed"],
                indicator_rows.usual(page.asking, drawn["indicator"]),
            )  # fmt: skip
            yield Block(
                markup.heading(3, f"{chart.title} ({chart.unit})")
                + line_chart(chart, page.words)
                + below_chart(page, chart, drawn["indicator"])
                + values_table(page, found, observations)
                + ("" if chart.empty else page.download(drawn["indicator"]))
                + page.link("indicator", t("study this chart, its data and sources"), id=drawn["indicator"]),
                drawn=True,
            )
        why = "".join(
            markup.heading(3, item.title)
            + markup.bullets([f"<strong>{markup.text(item.headline)}</strong>", *(markup.text(line) for line in item.sentences)])
            for item in explain_indicator.explained(
                page.asking,
                page.words,
                [entry["indicator"] for entry in tracked if entry["place"] == 1 or entry["status"] != "not_assessable"],
            )
        )
        reason = (
            markup.paragraph(t("Why {title} leads: {reason}", title=lead["title"], reason=lead["lead_reason"]))
            if lead["lead_reason"]
            else ""
        )
        yield Block(markup.heading(2, t("Why")) + reason + why)

    if row["family"] in CODED_FAMILIES and not row["not_measurable"]:
        coded = codings(page.asking.cursor, page.lang, row["declaration"], row["pledge"])
        levels = coding_rows.rubric(page.asking, key)
        yield Block(
            markup.heading(2, t("How it is judged"))
            + (
                markup.paragraph(_rubric(page, levels[0]["written"], coded, events), "sv-soft")
                + markup.table(
                    [t("Score"), t("What would earn it")],
                    [[f'<span class="sv-id">{markup.text(item["level"])}</span>', markup.text(item["said"])] for item in levels],
                    "sv-rubric",
                )
                if levels
                else ""
            )
            + (
                markup.heading(2, t("Codings"))
                + markup.paragraph(" ".join(coders_sentences(page.words, row)), "sv-soft")
                + coding_panels(page, coded, events)
                if coded
                else markup.paragraph(t("Nobody has coded it yet."), "sv-soft")
            )
        )

    yield Block(
        markup.heading(2, t("Events"))
        + (timeline(page, events, False) if events else markup.paragraph(t("No dated event is logged for it."), "sv-soft"))
    )
    yield Block(markup.heading(2, t("Searched")) + _searched(page, event_rows.searches(page.asking, key)))
    yield Block(history.section(page, "pledge", key, [item["indicator"] for item in indicators], decided))
    group = pledge_rows.clause_group(page.asking, row["clause_group"]) if row["clause_group"] else []
    siblings = ", ".join(page.link("pledge", item["pledge"], id=item["pledge"]) for item in group if item["pledge"] != key)
    yield Block(
        markup.heading(2, t("About this pledge"))
        + markup.facts(
            [
                (t("Domain"), page.link("domains", t(DOMAINS[row["domain"]]), domain=row["domain"])),
                (
                    t("Part of the text"),
                    markup.text(f"{row['part_title'] or '–'}" + (f" ({t(BASES[row['part_basis']])})" if row["part_basis"] else "")),
                ),
                (t("Who undertakes"), markup.text(page.parties.get(row["obligor"]) or t(OBLIGORS[row["obligor"]]))),
                (t("Strength of the words"), markup.text(t(STRENGTHS[row["strength"]]))),
                (
                    t("Family"),
                    markup.text(
                        f"{page.words.pair(t(FAMILIES[row['family']]), t(FAMILY_SENTENCES[row['family']]))}. {row['family_reason']}"
                    ),
                ),
                (t("What is known of its text"), markup.text(page.words.pair(row["grade"], t(GRADES[row["grade"]])))),
                (t("Probably one clause with"), siblings),
                (t("Which side is measured"), markup.text(page.parties.get(row["measures"]) or t(SIDES[row["measures"]]))),
                *(
                    (t("Lead body, {party}", party=page.parties[item["party"]]), markup.text(item["body"]))
                    for item in pledge_rows.lead_bodies(page.asking, key)
                ),
                (t("Implementing instrument"), markup.text(row["instrument"]) if row["instrument"] else ""),
                (
                    t("As reported by"),
                    ", ".join(
                        f"{markup.outside(item['url'], item['publisher'])} ({markup.text(t(TIERS[item['tier']]))})" for item in reports
                    ),
                ),
            ]
        )
    )


def _beside(page: Page, row: Row) -> str:
    """The two readings that stand beside the assessed one, and how far the evidence reaches: none of them enters a status."""
    asked = (page.asking.cursor, page.words, row["declaration"])
    lines = (
        *reported_lines(*asked, row["pledge"]),
        *outcome_lines(*asked, row),
        *horizon_lines(*asked, row["domain"]),
    )
    return markup.block(markup.bullets(map(markup.text, lines)), "sv-soft") if lines else ""


def _searched(page: Page, listed: list[Row]) -> str:
    """What was searched for, in which languages and where, what it found, and whether it can say that nothing was found."""
    t, text = page.words.t, markup.text
    if not listed:
        return markup.paragraph(t("No search is logged for it: absence of evidence is not evidence of absence."), "sv-soft")
    body = [
        [
            text(page.words.day(item["date"])),
            text(", ".join(map(page.words.language_name, item["languages"].split())) or "–"),
            text(item["words"] or "–"),
            text(item["outlets"] or "–"),
            f'<span lang="en">{text(item["result"])}</span>',
            text(t("yes") if item["can_find_nothing"] else t("no")),
        ]
        for item in listed
    ]
    head = [t("Day"), t("Languages"), t("Words searched"), t("Outlets searched"), t("Result"), t("Can say “nothing found”")]
    rule = t("Only a search that names its day, its words, its languages and several outlets can say that nothing was found.")
    return markup.paragraph(rule, "sv-soft") + markup.table(head, body)


def _rubric(page: Page, written: date, coded: list[Row], events: list[Row]) -> str:
    """When the rubric was written, and what had been scored and had happened by then."""
    t, day = page.words.t, page.words.day(written)
    first = min((item["date"] for item in coded), default=None)
    text = (
        t("The rubric was written on {day}.", day=day)
        if first is None
        else t("The rubric was written on {day}, before anything was scored.", day=day)
        if written < first
        else t("The rubric was written on {day}, the day of the first coding.", day=day)
    )
    if not events:
        return text
    before = sum(event["last_day"] <= written for event in events)
    return f"{text} " + page.words.nt(
        "Of the events below, {n} of {all} is dated up to that day.",
        "Of the events below, {n} of {all} are dated up to that day.",
        before,
        all=page.words.number(len(events)),
    )


def _newest(page: Page, row: Row) -> str:
    """The newest thing observed or cited, and which of the two it is."""
    if row["evidence_newest_code"] is None:
        return "–"
    return f"{page.words.reduced(row['evidence_newest_code'])} ({page.words.t(EVIDENCE_KINDS[row['evidence_newest_kind']])})"
