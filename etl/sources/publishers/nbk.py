"""National Bank of Kazakhstan, open data: https://data.nationalbank.kz/api-docs."""

from datetime import date

import httpx2

from etl.sources.connector import Connector
from etl.sources.figure import Figure, ordered, read_figure
from etl.sources.formats.json_answer import Node, UnexpectedAnswer, read_json
from etl.sources.formats.periods import FREQUENCIES, period_with
from etl.sources.query import Query

PUBLISHER = "National Bank of Kazakhstan"
BASE = "https://data.nationalbank.kz/api/v1"
PARAMETERS = {
    "form": "number of the form (formId), such as 411",
    "rows": "what a row has to say, such as imts=Total;money_transfer_sign=sent; a name without value means: not there",
    "frequency": "A, S, Q, M, D or YTD: what a report date stands for",
    "report_date": "in: the date lies in its period; after: it is the day after the period's end",
    "geo": "code of the country the form is about",
    "counterpart": "code of the other side, where the rows are about one",
    "address": "another base address of the same interface",
}
PAGE_SIZE = 500


def url(query: Query, since: date | None) -> str:
    """The address of the first page of the form: the whole of it, for the interface has no filter by date."""
    return f"{query.parameter('address', BASE)}/data?formId={query.parameter('form')}&page=0&pageSize={PAGE_SIZE}"


def parse(body: bytes, query: Query) -> list[Figure]:
    """The `amount` of the rows that say what the query asks for, in the unit of the form."""
    rows = read_json(PUBLISHER, body).field("rows").elements()
    wanted = query.pairs("rows")
    return ordered(PUBLISHER, (_figure(row, query) for row in rows if _says(row, wanted)))


def next_url(body: bytes, address: str) -> str | None:
    """The address of the next page, or None on the last one; pages count from 0."""
    answer = read_json(PUBLISHER, body)
    page, size, total = (answer.field(name).whole() for name in ("page", "pageSize", "totalRows"))
    if (page + 1) * size >= total:
        return None
    if not answer.field("rows").elements():
        raise UnexpectedAnswer(PUBLISHER, "rows", f"rows up to number {total}", f"none on page {page}")
    return str(httpx2.URL(address).copy_set_param("page", page + 1))


def _says(row: Node, wanted: dict[str, str]) -> bool:
    return all(row.optional_text(name) == value for name, value in wanted.items())


def _figure(row: Node, query: Query) -> Figure:
    field = row.field("report_date")
    try:
        day = date.fromisoformat(field.text()[:10])
    except ValueError:
        field.unexpected("a day such as 2024-01-01")
    if query.choice("report_date", ("in", "after"), "in") == "after":
        day = date.fromordinal(day.toordinal() - 1)
    return read_figure(
        PUBLISHER,
        row.place,
        period_with(day, query.choice("frequency", FREQUENCIES, "M")),
        row.field("amount").number(),
        geo=query.parameter("geo", "KAZ"),
        counterpart=query.parameter("counterpart", ""),
    )


CONNECTOR = Connector(PUBLISHER, "https://data.nationalbank.kz/api-docs", PARAMETERS, url, parse, next_url=next_url)
