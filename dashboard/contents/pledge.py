"""One pledge: its words, both clocks, why, its indicators, its events."""

from collections import Counter
from datetime import date

from dashboard import histories, parts, queries, register, sections
from dashboard.charts.model import indicator_chart
from dashboard.charts.svg_renderer import line_chart
from dashboard.contents import Block, Blocks
from dashboard.page import Page
from etl.i18n.labels import (
    BASES,
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
from etl.queries.query import Row
from etl.reports.coders import told_coders
from etl.reports.explain_pledge import (
    CODED_FAMILIES,
    codings,
    horizon_lines,
    lead_lines,
    outcome_lines,
    pledge_reasons,
    reported_lines,
    since_reasons,
)
from etl.reports.register import comments, successions


def content(page: Page, row: Row, decided: list[histories.Entry]) -> Blocks:
    """The page of a pledge (`queries.pledge`); `decided` are submissions that changed it, for its history."""
    t, nt, key = page.words.t, page.words.nt, row["pledge"]
    yield Block(
        parts.block(page.link("pledges", t("Pledges")) + f" › {parts.text(row['pledge'])}" + parts.internal(page.words, row), "sv-meta")
        + parts.heading(1, row["title"])
        + parts.paragraph(row["summary"])
        + register.succession(page, successions(page.asking.cursor, page.lang, row["declaration"], row["pledge"]))
    )
    if not row["in_declaration"]:
        yield Block(parts.paragraph(t("An accompanying commitment: it does not stand in the Declaration."), "sv-soft"))
    if row["quotation"]:
        nature = t("unofficial translation") if row["unofficial_translation"] else t("original wording as quoted")
        yield Block(
            parts.quotation(
                row["quotation"],
                row["quotation_language"],
                f"{parts.text(t('The Declaration as quoted by'))} {parts.outside(row['quotation_url'], row['quotation_publisher'])}"
                f" · {parts.text(page.words.language_name(row['quotation_language']))} · {parts.text(nature)}",
            )
        )
    reports = queries.pledge_reports(page.asking, key)
    yield Block(
        parts.paragraph(t("The Declaration's words are not quoted here: as reported by the sources below."), "sv-small sv-soft")
        if not row["quotation"]
        else ""
    )
    signed = page.declaration["signed"]
    events = queries.events(page.asking, key)
    later = [event for event in events if event["last_day"] > signed and "signing" not in event["tags"]]
    clocks = parts.block(
        parts.block(
            parts.heading(2, t("Trajectory"))
            + parts.block(parts.badge(page.words, row["status"], row["reason"]) + sections.agreement(page, row), "sv-state")
            + parts.bullets(
                parts.text(sentence)
                for sentence in (
                    *pledge_reasons(page.words, row),
                    *lead_lines(page.asking.cursor, page.words, row["declaration"], row),
                )
            ),
            "sv-panel",
        )
        + parts.block(
            parts.heading(2, t("Since signature"))
            + parts.block(parts.badge(page.words, row["since_signature_status"], row["since_signature_reason"]), "sv-state")
            + parts.bullets(
                [
                    parts.text(t("Only what came after {day} counts on this clock.", day=page.words.day(signed))),
                    *(parts.text(sentence) for sentence in since_reasons(page.words, row)),
                    parts.text(nt("{n} dated event since then stands below.", "{n} dated events since then stand below.", len(later))),
                ]
            ),
            "sv-panel",
        )
        + parts.block(
            parts.heading(2, t("How sure are we"))
            + parts.facts(
                [
                    (
                        t("Best evidence"),
                        parts.text(t(EVIDENCE[row["evidence_quality"]])) if row["evidence_quality"] else parts.text(t("none yet")),
                    ),
                    (t("Sources"), parts.text(row["evidence_sources"])),
                    (t("Newest evidence"), parts.text(_newest(page, row))),
                    (
                        t("Events since the signature"),
                        parts.text(
                            ", ".join(
                                page.words.pair(t(EVENT_DIRECTIONS[direction]), page.words.number(count))
                                for direction, count in Counter(event["direction"] for event in later).most_common()
                            )
                            or "–"
                        ),
                    ),
                    (
                        t("Who acted in all its events, before and after the signature"),
                        parts.text(
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

    indicators = queries.pledge_indicators(page.asking, key)
    if indicators:
        tracked = [item for item in indicators if not item["context"]]
        context = [item for item in indicators if item["context"]]
        yield Block(
            parts.heading(2, t("Indicators"))
            + (sections.indicator_table(page, tracked) if tracked else "")
            + (
                parts.folded(
                    nt("{n} more for context, never assessed", "{n} more for context, never assessed", len(context)),
                    sections.indicator_table(page, context),
                )
                if context
                else ""
            )
        )
        lead = indicators[0]
        drawn = next((item for item in tracked if item["latest_period"] is not None), None)
        if drawn is not None:
            found = queries.indicator(page.asking, drawn["indicator"])
            assert found is not None
            said = queries.observations(page.asking, drawn["indicator"])
            chart = indicator_chart(
                page.words, found, said, queries.targets(page.asking, drawn["indicator"]), page.declaration["signed"],
                queries.usual(page.asking, drawn["indicator"]),
            )  # fmt: skip
            yield Block(
                parts.heading(3, f"{chart.title} ({chart.unit})")
                + line_chart(chart, page.words)
                + sections.below_chart(page, chart, drawn["indicator"])
                + sections.values_table(page, found, said)
                + ("" if chart.empty else page.download(drawn["indicator"]))
                + page.link("indicator", t("study this chart, its data and sources"), id=drawn["indicator"]),
                drawn=True,
            )
        why = "".join(
            parts.heading(3, item.title)
            + parts.bullets([f"<strong>{parts.text(item.headline)}</strong>", *(parts.text(line) for line in item.sentences)])
            for item in queries.explained(
                page.asking,
                page.words,
                [entry["indicator"] for entry in tracked if entry["place"] == 1 or entry["status"] != "not_assessable"],
            )
        )
        reason = (
            parts.paragraph(t("Why {title} leads: {reason}", title=lead["title"], reason=lead["lead_reason"]))
            if lead["lead_reason"]
            else ""
        )
        yield Block(parts.heading(2, t("Why")) + reason + why)

    if row["family"] in CODED_FAMILIES and not row["not_measurable"]:
        coded = codings(page.asking.cursor, page.lang, row["declaration"], row["pledge"])
        levels = queries.rubric(page.asking, key)
        yield Block(
            parts.heading(2, t("How it is judged"))
            + (
                parts.paragraph(_rubric(page, levels[0]["written"], coded, events), "sv-soft")
                + parts.table(
                    [t("Score"), t("What would earn it")],
                    [[f'<span class="sv-id">{parts.text(item["level"])}</span>', parts.text(item["said"])] for item in levels],
                    "sv-rubric",
                )
                if levels
                else ""
            )
            + (
                parts.heading(2, t("Codings"))
                + parts.paragraph(" ".join(told_coders(page.words, row)), "sv-soft")
                + sections.coding_panels(page, coded, events)
                if coded
                else parts.paragraph(t("Nobody has coded it yet."), "sv-soft")
            )
        )

    yield Block(
        parts.heading(2, t("Events"))
        + (sections.timeline(page, events, False) if events else parts.paragraph(t("No dated event is logged for it."), "sv-soft"))
    )
    yield Block(parts.heading(2, t("Searched")) + _searched(page, queries.searches(page.asking, key)))
    yield Block(histories.section(page, "pledge", key, [item["indicator"] for item in indicators], decided))
    group = queries.clause_group(page.asking, row["clause_group"]) if row["clause_group"] else []
    siblings = ", ".join(page.link("pledge", item["pledge"], id=item["pledge"]) for item in group if item["pledge"] != key)
    yield Block(
        parts.heading(2, t("About this pledge"))
        + parts.facts(
            [
                (t("Domain"), page.link("domains", t(DOMAINS[row["domain"]]), domain=row["domain"])),
                (
                    t("Part of the text"),
                    parts.text(f"{row['part_title'] or '–'}" + (f" ({t(BASES[row['part_basis']])})" if row["part_basis"] else "")),
                ),
                (t("Who undertakes"), parts.text(page.parties.get(row["obligor"]) or t(OBLIGORS[row["obligor"]]))),
                (t("Strength of the words"), parts.text(t(STRENGTHS[row["strength"]]))),
                (
                    t("Family"),
                    parts.text(
                        f"{page.words.pair(t(FAMILIES[row['family']]), t(FAMILY_SENTENCES[row['family']]))}. {row['family_reason']}"
                    ),
                ),
                (t("What is known of its text"), parts.text(page.words.pair(row["grade"], t(GRADES[row["grade"]])))),
                (t("Probably one clause with"), siblings),
                (t("Which side is measured"), parts.text(page.parties.get(row["measures"]) or t(SIDES[row["measures"]]))),
                *(
                    (t("Lead body, {party}", party=page.parties[item["party"]]), parts.text(item["body"]))
                    for item in queries.lead_bodies(page.asking, key)
                ),
                (t("Implementing instrument"), parts.text(row["instrument"]) if row["instrument"] else ""),
                (
                    t("As reported by"),
                    ", ".join(
                        f"{parts.outside(item['url'], item['publisher'])} ({parts.text(t(TIERS[item['tier']]))})" for item in reports
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
    return parts.block(parts.bullets(map(parts.text, lines)), "sv-soft") if lines else ""


def _searched(page: Page, listed: list[Row]) -> str:
    """What was searched for, in which languages and where, what it found, and whether it can say that nothing was found."""
    t, text = page.words.t, parts.text
    if not listed:
        return parts.paragraph(t("No search is logged for it: absence of evidence is not evidence of absence."), "sv-soft")
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
    return parts.paragraph(rule, "sv-soft") + parts.table(head, body)


def _rubric(page: Page, written: date, coded: list[Row], events: list[Row]) -> str:
    """When the rubric was written, and what had been scored and had happened by then."""
    t, day = page.words.t, page.words.day(written)
    first = min((item["date"] for item in coded), default=None)
    said = (
        t("The rubric was written on {day}.", day=day)
        if first is None
        else t("The rubric was written on {day}, before anything was scored.", day=day)
        if written < first
        else t("The rubric was written on {day}, the day of the first coding.", day=day)
    )
    if not events:
        return said
    before = sum(event["last_day"] <= written for event in events)
    return f"{said} " + page.words.nt(
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
