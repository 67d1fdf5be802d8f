"""Domains: what one subject holds: its pledges, corridors, indicators and events."""

from dashboard.content import markup
from dashboard.content.finished import Block, Blocks
from dashboard.content.page import Page
from dashboard.content.sections import corridors
from dashboard.content.sections.events import timeline
from dashboard.content.sections.indicators import indicator_card, status_cell
from dashboard.content.sections.pledges import pledge_table, three_readings
from etl.i18n.labels import DOMAINS
from etl.queries import event_rows, indicator_rows, pledge_rows
from etl.queries.query import Row


def content(page: Page, register: list[Row], shown: str) -> Blocks:
    """The page of the domain `shown`, with the way to the others; `register` is `pledge_rows.pledges`."""
    t, nt = page.words.t, page.words.nt
    order = pledge_rows.ordered_domains(register)
    yield Block(
        markup.heading(1, t("Domains"))
        + '<nav class="sv-legend">'
        + " ".join(
            markup.block(markup.text(t(DOMAINS[domain])), "sv-tag sv-here")
            if domain == shown
            else markup.block(page.link("domains", t(DOMAINS[domain]), domain=domain), "sv-tag")
            for domain in order
        )
        + "</nav>"
    )
    rows = [row for row in register if row["domain"] == shown]
    yield Block(
        markup.heading(2, t(DOMAINS[shown]))
        + markup.paragraph(
            nt("{n} pledge", "{n} pledges", len(rows))
            + " · "
            + t(
                "{with_data} with data, {assessed} with a status.",
                with_data=sum(row["indicators_with_data"] > 0 for row in rows),
                assessed=sum(row["status"] != "not_assessable" for row in rows),
            ),
            "sv-soft",
        )
        + three_readings(page, rows)
        + pledge_table(page, rows)
    )
    if shown in ("transport", "energy") and (drawn := corridors.diagram(page)):
        yield Block(drawn)
    cards = indicator_rows.domain_indicators(page.asking, shown)
    with_data = [row for row in cards if row["latest_period"] is not None]
    yield Block(
        markup.heading(2, t("Indicators with data"))
        + (
            markup.block("".join(indicator_card(page, row) for row in with_data), "sv-cards")
            if with_data
            else markup.paragraph(t("None yet."), "sv-soft")
        )
    )
    without = [row for row in cards if row["latest_period"] is None]
    if without:
        yield Block(
            markup.heading(2, t("Indicators still without data"))
            + markup.bullets(
                page.link("indicator", row["title"], id=row["indicator"]) + markup.internal(page.words, row) + " " + status_cell(page, row)
                for row in without
            )
        )
    events = [row for row in event_rows.events(page.asking) if row["domain"] == shown]
    yield Block(
        markup.heading(2, t("Events"))
        + (timeline(page, events) if events else markup.paragraph(t("No dated event is logged for it."), "sv-soft"))
    )
