"""World Bank Indicators API, version 2: https://datahelpdesk.worldbank.org/knowledgebase/articles/889392."""

import re
from datetime import date
from urllib.parse import quote

import httpx2

from etl.sources.connector import Connector
from etl.sources.figure import Figure, ordered, read_figure
from etl.sources.formats.json_answer import TOP, Node, UnexpectedAnswer, read_json
from etl.sources.formats.periods import read_period
from etl.sources.formats.statuses import read_status
from etl.sources.query import Query

PUBLISHER = "World Bank"
BASE = "https://api.worldbank.org/v2"
PARAMETERS = {
    "countries": "ISO 3166 alpha-3 codes separated by ;",
    "database": "number of the World Bank's database; 2 is World Development Indicators",
    "address": "another base address of the same interface",
}
XML_MESSAGE = re.compile(r'<wb:message id="(\d+)" key="([^"]*)">([^<]*)<')


def url(query: Query, since: date | None) -> str:
    """The address of the first page: the whole series, whatever `since` is, for revisions reach back."""
    countries = ";".join(quote(code) for code in query.values("countries"))
    series = quote(query.series, safe="")
    database = quote(query.parameter("database", "2"))
    return f"{query.parameter('address', BASE)}/country/{countries}/indicator/{series}?format=json&per_page=1000&page=1&source={database}"


def parse(body: bytes, query: Query) -> list[Figure]:
    """The figures of one page, in the unit of the indicator; years without a value are missing.

    Raises UnexpectedAnswer also for the errors that this publisher sends with HTTP 200.
    """
    _, rows = _read(body)
    countries = query.values("countries")
    return ordered(PUBLISHER, (_figure(row, query.series, countries) for row in rows))


def next_url(body: bytes, address: str) -> str | None:
    """The address of the next page, or None on the last one."""
    head, _ = _read(body)
    page, pages = head.field("page").whole(), head.field("pages").whole()
    return str(httpx2.URL(address).copy_set_param("page", page + 1)) if page < pages else None


def _read(body: bytes) -> tuple[Node, list[Node]]:
    error = XML_MESSAGE.search(body.decode("utf-8-sig", errors="replace"))
    if error:
        raise UnexpectedAnswer(PUBLISHER, TOP, "data", f"its error {error[1]}, {error[2]}: {error[3]}")
    answer = read_json(PUBLISHER, body)
    parts = answer.elements()
    if parts and isinstance(parts[0].value, dict) and "message" in parts[0].value:
        messages = [
            f"{m.field('id').text()}, {m.field('key').text()}: {m.field('value').text()}" for m in parts[0].field("message").elements()
        ]
        raise UnexpectedAnswer(PUBLISHER, TOP, "data", "its error " + "; ".join(messages))
    if len(parts) != 2:
        answer.unexpected("a list of two: the page, its rows")
    head, rows = parts
    # No data is written as [{...}, null].
    return head, [] if rows.value is None else rows.elements()


def _figure(row: Node, series: str, countries: list[str]) -> Figure:
    code = row.field("indicator").field("id")
    if code.text() != series:
        code.unexpected(f'the series "{series}"')
    geo = row.field("countryiso3code")
    if geo.text() not in countries:
        geo.unexpected(f"one of {', '.join(countries)}")
    day = row.field("date")
    try:
        period = read_period(day.text())
    except ValueError:
        day.unexpected("a year, a quarter such as 2024Q3 or a month such as 2024M03")
    status, note = read_status(row.optional_text("obs_status"))
    return read_figure(PUBLISHER, row.place, period, row.field("value").number(), status=status, note=note, geo=geo.text())


CONNECTOR = Connector(
    PUBLISHER, "https://datahelpdesk.worldbank.org/knowledgebase/articles/889392", PARAMETERS, url, parse, next_url=next_url
)
