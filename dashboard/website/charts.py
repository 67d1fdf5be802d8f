"""A chart of the site: drawn inline, read by touch or keys, with its data and the lines that show it elsewhere."""

from dashboard.charts.model import Chart, indicator_chart
from dashboard.charts.svg_renderer import line_chart
from dashboard.content import csv_download, markup
from dashboard.content.page import Page
from dashboard.content.sections.indicators import below_chart, not_passed_on, values_table
from etl.queries import indicator_rows, observation_rows
from etl.queries.query import Row

FRAME_HEIGHT = 520


def of_indicator(page: Page, row: Row) -> Chart:
    """The chart of an indicator."""
    key, ask = row["indicator"], page.asking
    observed, targets, usual = observation_rows.observations(ask, key), indicator_rows.targets(ask, key), indicator_rows.usual(ask, key)
    return indicator_chart(page.words, row, observed, targets, page.declaration["signed"], usual)


def data(page: Page, row: Row) -> bytes:
    """Exactly the data of that chart, as CSV."""
    key = row["indicator"]
    return csv_download.observations_csv(row, observation_rows.observations(page.asking, key), indicator_rows.targets(page.asking, key))


def studied(page: Page, row: Row, embedded: str) -> str:
    """The chart on its indicator's page; `embedded` is the address of the chart alone."""
    t = page.words.t
    chart = of_indicator(page, row)
    if chart.empty:
        return not_passed_on(page, row["indicator"]) or markup.paragraph(t("There is no observation to draw yet."), "sv-soft")
    frame = f'<iframe src="{embedded}" title="{markup.text(chart.title)}" width="100%" height="{FRAME_HEIGHT}" loading="lazy"></iframe>'
    shown = (
        f'<textarea class="st-snippet" rows="3" readonly data-embed="{markup.text(embedded)}" aria-label="{markup.text(t("Embed this chart"))}">'
        f"{markup.text(frame)}</textarea>"
    )
    return (
        markup.heading(2, f"{chart.title} ({chart.unit})")
        + line_chart(chart, page.words)
        + below_chart(page, chart, row["indicator"])
        + markup.paragraph(chart.alt, "sv-small sv-soft")
        + page.download(row["indicator"])
        + markup.folded(t("Embed this chart"), markup.paragraph(t("Copy this line into a page of yours:"), "sv-small") + shown)
        + (markup.paragraph(t("Several sources: {rule}", rule=row["choice"])) if row["choice"] else "")
    )


def embedded(page: Page, row: Row) -> str:
    """The chart alone, to stand in somebody else's page, with the way back to its own."""
    t = page.words.t
    chart = of_indicator(page, row)
    whole = page.addresses("indicator", page.lang, {"id": row["indicator"]})
    return (
        f'<main class="sv" id="main"><h1 class="sv-h3">{markup.text(f"{chart.title} ({chart.unit})")}</h1>'
        + line_chart(chart, page.words)
        + below_chart(page, chart, row["indicator"])
        + values_table(page, row, observation_rows.observations(page.asking, row["indicator"]))
        + f'<p class="sv-p sv-small"><a class="sv-link" target="_blank" href="{whole}">{markup.text(t("Servanda: the whole page of this indicator"))}</a></p></main>'
    )
