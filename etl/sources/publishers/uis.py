"""UNESCO Institute for Statistics, data API: https://api.uis.unesco.org/api/public/documentation/."""

from datetime import date
from urllib.parse import urlencode

from etl.sources.connector import Connector
from etl.sources.figure import Figure, ordered, read_figure
from etl.sources.formats.json_answer import Node, read_json
from etl.sources.query import Query

PUBLISHER = "UNESCO Institute for Statistics"
BASE = "https://api.uis.unesco.org/api/public"
PARAMETERS = {
    "countries": "ISO 3166 alpha-3 codes separated by ;",
    "address": "another base address of the same interface",
}
LIMIT = 100_000


def url(query: Query, since: date | None) -> str:
    """The address; `series` is the indicator's id, `since` bounds the years."""
    asked = [("geoUnit", code) for code in query.values("countries")] + [("indicator", query.series)]
    if since:
        asked.append(("start", str(since.year)))
    return f"{query.parameter('address', BASE)}/data/indicators?{urlencode(asked)}"


def parse(body: bytes, query: Query) -> list[Figure]:
    """The figures, in the unit of the indicator; a qualifier of estimation makes an estimate, a magnitude stands in the note."""
    records = read_json(PUBLISHER, body).field("records")
    rows = records.elements()
    if len(rows) == LIMIT:
        records.unexpected(f"fewer than {LIMIT} records, where the interface cuts; ask for less")
    return ordered(PUBLISHER, (_figure(row, query.series) for row in rows))


def _figure(row: Node, series: str) -> Figure:
    indicator = row.field("indicatorId")
    if indicator.text() != series:
        indicator.unexpected(f'the series "{series}"')
    attributes = [row.optional_text("magnitude"), row.optional_text("qualifier")]
    return read_figure(
        PUBLISHER,
        row.place,
        row.field("year").text(),
        row.field("value").number(),
        # UIS_EST and NAT_EST: estimated by the institute, by the country.
        status="E" if "EST" in attributes[1].upper() else "A",
        note=", ".join(part for part in attributes if part),
        geo=row.field("geoUnit").text(),
    )


CONNECTOR = Connector(PUBLISHER, "https://api.uis.unesco.org/api/public/documentation/", PARAMETERS, url, parse)
