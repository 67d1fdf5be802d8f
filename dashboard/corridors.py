"""The corridors as a diagram without a map: places in their order along each route, with the newest figure of each."""

from dataclasses import dataclass

from dashboard import parts, queries
from dashboard.page import Page
from etl.words import mark


@dataclass(frozen=True)
class Route:
    """A route: its name, its places in order, the indicator whose newest figure it carries."""

    name: str
    places: tuple[str, ...]
    indicator: str


# Order of places only: distances and directions are not drawn to scale.
ROUTES = (
    Route(
        mark("North-South, eastern route"),
        (mark("Russia"), mark("Kazakhstan"), mark("Turkmenistan"), mark("Iran")),
        "north-south-eastern-freight",
    ),
    Route(mark("Trans-Caspian route"), (mark("China"), mark("Kazakhstan"), mark("Caspian Sea"), mark("Azerbaijan")), "titr-freight"),
    Route(mark("Caspian Pipeline Consortium"), (mark("Kazakhstan"), mark("Russia"), mark("Black Sea")), "cpc-shipments"),
    Route(mark("Druzhba pipeline"), (mark("Kazakhstan"), mark("Russia"), mark("Germany")), "oil-germany"),
    Route(mark("Russian oil through Kazakhstan"), (mark("Russia"), mark("Kazakhstan"), mark("China")), "russian-oil-transit-china"),
    Route(mark("Russian gas through Kazakhstan"), (mark("Russia"), mark("Kazakhstan"), mark("Uzbekistan")), "gas-transit-uzbekistan"),
)


def diagram(page: Page) -> str:
    """Every route as a line of places, and beside it the newest figure with its period and source."""
    t = page.words.t
    rows = []
    for route in ROUTES:
        found = queries.headline(page.asking, route.indicator)
        if found is None:
            continue
        said = f"{page.words.figure(found['value'], found['decimals'], found['qualifier'])} {found['symbol']}"
        rows.append(
            [
                page.link("indicator", t(route.name), id=route.indicator),
                _line(page, route),
                f"<strong>{parts.text(said)}</strong><br><span class='sv-meta'>{parts.text(page.words.period(found['period']))} · {parts.text(found['publisher'])}</span>",
            ]
        )
    return parts.table([t("Route"), t("Course"), t("Newest figure")], rows, "sv-routes") + parts.paragraph(
        t("The order of places only; not to scale, no borders drawn. What each figure counts stands on its page."), "sv-small sv-soft"
    )


def _line(page: Page, route: Route) -> str:
    """The places of a route as stops on a line."""
    return parts.stops(page.words.t(place) for place in route.places)
