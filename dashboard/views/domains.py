"""Domains: what each subject holds, the reader's four first."""

import streamlit as st

from dashboard import corridors, frame, parts, queries, sections
from etl.vocabulary import DOMAINS

page = frame.open_page()
t, nt = page.words.t, page.words.nt
frame.top(page, "domains")
register = queries.pledges(page.asking)
order = queries.ordered_domains(register)
asked = st.query_params.get("domain", "")
shown = asked if asked in order else order[0]

frame.place(
    parts.heading(1, t("Domains"))
    + '<nav class="sv-legend">'
    + " ".join(
        parts.block(parts.text(t(DOMAINS[domain])), "sv-tag sv-here")
        if domain == shown
        else parts.block(page.link("domains", t(DOMAINS[domain]), domain=domain), "sv-tag")
        for domain in order
    )
    + "</nav>"
)
rows = [row for row in register if row["domain"] == shown]
counted = queries.by_status(rows, "domain")[shown]
frame.place(
    parts.heading(2, t(DOMAINS[shown]))
    + parts.paragraph(
        nt("{n} pledge", "{n} pledges", len(rows))
        + " · "
        + t(
            "{with_data} with data, {assessed} with a status.",
            with_data=sum(row["indicators_with_data"] > 0 for row in rows),
            assessed=sum(row["status"] != "not_assessable" for row in rows),
        ),
        "sv-soft",
    )
    + parts.stacked(page.words, counted, t(DOMAINS[shown]))
    + parts.legend(page.words, counted)
    + sections.pledge_table(page, rows)
)
if shown in ("transport", "energy"):
    frame.place(parts.heading(2, t("The corridors")) + corridors.diagram(page))
cards = queries.domain_indicators(page.asking, shown)
with_data = [row for row in cards if row["latest_value"] is not None]
frame.place(
    parts.heading(2, t("Indicators with data"))
    + (
        parts.block("".join(sections.indicator_card(page, row) for row in with_data), "sv-cards")
        if with_data
        else parts.paragraph(t("None yet."), "sv-soft")
    )
)
without = [row for row in cards if row["latest_value"] is None]
if without:
    frame.place(
        parts.heading(2, t("Indicators still without data"))
        + parts.bullets(
            page.link("indicator", row["title"], id=row["indicator"])
            + parts.internal(page.words, row)
            + " "
            + sections.status_cell(page, row)
            for row in without
        )
    )
events = [row for row in queries.events(page.asking) if row["domain"] == shown]
frame.place(
    parts.heading(2, t("Events"))
    + (sections.timeline(page, events) if events else parts.paragraph(t("No dated event is logged for it."), "sv-soft"))
)
frame.bottom(page)
