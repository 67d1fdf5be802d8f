"""The corridors as a diagram without a map: places in their order along each route, with the newest figure of each."""

from dashboard.content import figures, markup
from dashboard.content.page import Page
from etl.queries import declaration_rows, indicator_rows


def diagram(page: Page) -> str:
    """Every corridor as a line of places, and beside it the newest figure with its period and source; nothing where there are none.

    The order of places only: distances and directions are not drawn to scale.
    """
    t = page.words.t
    rows = []
    for corridor in declaration_rows.corridors(page.asking):
        found = indicator_rows.headline(page.asking, corridor["indicator"])
        if found is None:
            continue
        text = figures.value_text(page.words, found, found["value"], found["qualifier"], found["withheld"])
        rows.append(
            [
                page.link("indicator", corridor["title"], id=corridor["indicator"]),
                markup.stops(corridor["course"]),
                f"<strong>{markup.text(text)}</strong><br><span class='sv-meta'>{markup.text(page.words.period(found['period']))} · {markup.text(found['publisher'])}</span>",
            ]
        )
    if not rows:
        return ""
    return (
        markup.heading(2, t("The corridors"))
        + markup.table([t("Route"), t("Course"), t("Newest figure")], rows, "sv-routes")
        + markup.paragraph(
            t("The order of places only; not to scale, no borders drawn. What each figure counts stands on its page."), "sv-small sv-soft"
        )
    )
