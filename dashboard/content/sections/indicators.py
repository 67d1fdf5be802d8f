"""Indicators: a figure, a card, the table of a pledge's indicators, and what stands below a chart."""

from dashboard.charts.model import Chart, numbered, place_of, places_differ
from dashboard.charts.svg_renderer import BESIDE_COLOURS, sparkline
from dashboard.content import figures, markup
from dashboard.content.page import Page
from dashboard.content.sections.pledges import agreement
from etl.i18n.labels import (
    INDICATOR_DIRECTIONS,
    INDICATOR_REASONS,
)
from etl.queries import observation_rows
from etl.queries.query import Row
from etl.reports.explain_pledge import answer_text


def figure(page: Page, row: Row, kind: str = "latest") -> str:
    """A figure with its unit, as plain text."""
    return value_text(page, row, row[f"{kind}_value"], row[f"{kind}_qualifier"] or "=", bool(row[f"{kind}_withheld"]))


def value_text(page: Page, indicator: Row, value: float | None, qualifier: str, withheld: bool = False) -> str:
    """A value in its indicator's unit, as plain text."""
    return figures.value_text(page.words, indicator, value, qualifier, withheld)


def indicator_card(page: Page, row: Row) -> str:
    """One indicator at a glance: newest figure, small line, status, source."""
    t = page.words.t
    pieces = [
        markup.block(page.link("indicator", row["title"], id=row["indicator"]) + markup.internal(page.words, row), "sv-name"),
    ]
    if row["latest_period"] is not None:
        pieces.append(markup.block(markup.text(figure(page, row)), "sv-value"))
        pieces.append(markup.block(markup.text(f"{page.words.period(row['latest_period'])} · {row['publisher']}"), "sv-meta"))
        pieces.append(spark(page, row))
    else:
        pieces.append(markup.block(markup.text(t("no figure yet")), "sv-meta"))
    pieces.append(
        markup.block(markup.badge(page.words, row["status"], row["reason"], INDICATOR_REASONS) + agreement(page, row), "sv-state")
    )
    return markup.block("".join(pieces), "sv-card")


def status_cell(page: Page, row: Row) -> str:
    """The status of an indicator with how many rules agree on it."""
    return markup.badge(page.words, row["status"], row["reason"], INDICATOR_REASONS) + agreement(page, row)


def spark(page: Page, row: Row) -> str:
    """The small line of an indicator, where it has at least three values."""
    if not row["days"] or len(row["days"]) < 3:
        return ""
    alt = page.words.t(
        "{title}: {n} values, the newest {value}", title=row["title"], n=page.words.number(len(row["days"])), value=figure(page, row)
    )
    return sparkline(row["days"], row["figures"], alt)


def indicator_table(page: Page, rows: list[Row]) -> str:
    """The indicators of a pledge: what is tracked, whether that answers the pledge and why, from where to where, and its status."""
    t = page.words.t
    head = [t("Indicator"), t("Baseline"), t("Newest"), t("Course"), t("Status")]
    body = []
    for row in rows:
        lead = f' <span class="sv-tag">{markup.text(t("lead"))}</span>' if row["place"] == 1 else ""
        before = (
            f"{markup.text(figure(page, row, 'baseline'))}<br><span class='sv-meta'>{markup.text(page.words.period(row['baseline_period']))}</span>"
            if row["baseline_value"] is not None or row["baseline_withheld"]
            else markup.text("–")
        )
        newest = markup.text("–")
        if row["latest_period"] is not None:
            source = f"{page.words.period(row['latest_period'])} · {row['publisher']}"
            newest = f"{markup.text(figure(page, row))}<br><span class='sv-meta'>{markup.text(source)}</span>"
        elif row["target_kind"] and not row["target_lapsed"]:
            named = {
                "kind": row["target_kind"],
                "value": row["target_value"],
                "period": row["target_period"],
                "qualifier": row["target_qualifier"],
                "withheld": row["target_withheld"],
            }
            newest = f"<span class='sv-meta'>{markup.text(target_text(page, named, row['decimals'], row['amount']))}</span>"
        name = page.link("indicator", row["title"], id=row["indicator"]) + lead + markup.internal(page.words, row)
        name += "".join(
            f"<br><span class='sv-meta'>{markup.text(text)}</span>"
            for text in (t(INDICATOR_DIRECTIONS[row["direction"]]), answer_text(page.words, row))
        )
        body.append([name, before, newest, spark(page, row) or markup.text("–"), status_cell(page, row)])
    return markup.table(head, body, "sv-wide2")


def below_chart(page: Page, chart: Chart, indicator: str) -> str:
    """What stands below every drawn chart: what its lines are, who published it, as of when, and what is not passed on."""
    day = page.words.day(page.declaration["as_of"])
    text = page.words.t("Source: {source}; as of {day}.", source=chart.source, day=day)
    return chart_key(chart) + markup.paragraph(text, "sv-small sv-soft") + not_passed_on(page, indicator)


def not_passed_on(page: Page, indicator: str) -> str:
    """Whose values of an indicator do not leave this place, how many, and where they are; nothing where all do."""
    listed = observation_rows.withheld(page.asking, indicator)
    return "".join(markup.block(markup.outside(row["url"], figures.withheld_text(page.words, row)), "sv-small sv-soft") for row in listed)


def chart_key(chart: Chart) -> str:
    """What the lines of a chart are, where there is more than the one its title names."""
    items = [("sv-main" if line.main else f"sv-b{(number - 1) % BESIDE_COLOURS}", line.name) for number, line in numbered(chart)]
    items += [("sv-asked", level.name) for level in chart.levels]
    items += [("sv-range", chart.band.name)] if chart.band else []
    items += [("sv-broken", chart.breaks[0][1])] if chart.breaks else []
    return markup.key(items) if len(items) > 1 else ""


def values_table(page: Page, indicator: Row, observations: list[Row]) -> str:
    """The values of a chart, newest first, folded: period, value, source, and the place where one publisher gives several."""
    t, apart = page.words.t, places_differ(observations)
    body = [
        [
            markup.text(page.words.period(item["period"])),
            *([markup.text(place_of(item))] if apart else []),
            f'<span class="sv-num">{markup.text(value_text(page, indicator, item["value"], item["qualifier"], bool(item["withheld"])))}</span>',
            markup.text(item["publisher"]),
        ]
        for item in sorted(reversed(observations), key=lambda item: item["place"])
    ]
    return markup.folded(
        t("The values as a table"), markup.table([t("Period"), *([t("Place")] if apart else []), t("Value"), t("Source")], body)
    )


def due_table(page: Page, rows: list[Row]) -> str:
    """Named days with what is to be reached by them, who said so, and the pledges."""
    t = page.words.t
    return markup.table(
        [t("Due"), t("Indicator"), t("Named"), t("Said by"), t("Pledges")],
        [
            [
                markup.text(page.words.reduced(row["period"])),
                page.link("indicator", row["title"], id=row["indicator"]) + markup.internal(page.words, row),
                markup.text(target_text(page, {**row, "kind": row["target_kind"]}, row["decimals"], row["amount"])),
                markup.outside(row["url"], row["speaker"]),
                " ".join(page.link("pledge", key, id=key) for key in row["pledges"]),
            ]
            for row in rows
        ],
    )


def target_text(page: Page, row: Row, decimals: int, amount: str) -> str:
    """A target in words: kind, number, day it is for."""
    return figures.target_text(page.words, row, decimals, amount)
