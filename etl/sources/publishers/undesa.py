"""UN Population Division, International Migrant Stock 2019 (workbooks): https://www.un.org/development/desa/pd/content/international-migrant-stock.

Two workbooks share one layout, header over two rows: the stock in total (blocks of years side by side), and the stock by origin
(a column "Year", one column per country of origin). Values are persons, or what the table's title says.
"""

from collections.abc import Iterator
from datetime import date

from etl.sources.connector import Connector
from etl.sources.figure import Figure, ordered, read_figure
from etl.sources.formats.countries import iso3
from etl.sources.formats.json_answer import UnexpectedAnswer, read_number
from etl.sources.formats.xlsx_sheet import read_sheet
from etl.sources.query import Query

PUBLISHER = "UN Population Division"
BASE = "https://www.un.org/en/development/desa/population/migration/data/estimates2/data"
TOTAL, BY_ORIGIN = "UN_MigrantStockTotal_2019.xlsx", "UN_MigrantStockByOriginAndDestination_2019.xlsx"
PARAMETERS = {
    "countries": "ISO 3166 alpha-3 codes of the countries of destination separated by ;, WLD for the world",
    "block": "words in the heading of the block of years, such as (both sexes), (male), (female)",
    "origin": "name of the country of origin in the workbook, such as Russian Federation: then the stock by origin is taken",
    "counterpart": "code of that country",
    "address": "another address of the same workbook",
}
CODE, YEAR, KIND = "Code", "Year", "Type of data (a)"


def url(query: Query, since: date | None) -> str:
    """The address of the workbook, which holds all years; `series` is the name of the sheet, such as Table 1."""
    workbook = BY_ORIGIN if query.parameter("origin", "") else TOTAL
    return query.parameter("address", f"{BASE}/{workbook}")


def parse(body: bytes, query: Query) -> list[Figure]:
    """The figures of the countries of destination; `..` is missing, countries without data of their own (I) are estimates.

    Raises UnexpectedAnswer where header, block, origin or a country is not found.
    """
    rows = enumerate(read_sheet(PUBLISHER, body, query.series), start=1)
    upper = next((row for _, row in rows if CODE in row), None)
    _, lower = next(rows, (0, []))
    if upper is None or not lower:
        raise UnexpectedAnswer(PUBLISHER, query.series, f'a header with "{CODE}" over two rows')
    columns = _by_origin(query, upper, lower) if query.parameter("origin", "") else _block(query, upper, lower)
    countries = set(query.values("countries"))
    figures = ordered(PUBLISHER, _figures(rows, query, upper, columns, countries))
    absent = countries - {figure.geo for figure in figures}
    if absent:
        raise UnexpectedAnswer(PUBLISHER, query.series, f"rows of {', '.join(sorted(absent))}", "none")
    return figures


def _block(query: Query, upper: list[str], lower: list[str]) -> dict[int, str]:
    """Columns of the block whose heading holds the words of the query, with their years; a heading spans the cells to its right."""
    words = query.parameter("block")
    starts = [index for index, heading in enumerate(upper) if words in heading]
    if len(starts) != 1:
        raise UnexpectedAnswer(PUBLISHER, query.series, f'one block with "{words}" in its heading', str(len(starts)))
    start = starts[0]
    end = next((index for index in range(start + 1, len(upper)) if upper[index]), len(lower))
    return {index: lower[index] for index in range(start, end) if _cell(lower, index)}


def _by_origin(query: Query, upper: list[str], lower: list[str]) -> dict[int, str]:
    """The column of the country of origin; its year stands in each row."""
    origin = query.parameter("origin")
    found = [index for index, name in enumerate(lower) if name.rstrip("*") == origin]
    if len(found) != 1 or YEAR not in upper:
        raise UnexpectedAnswer(PUBLISHER, query.series, f'a column "{YEAR}" and one column "{origin}"', str(len(found)))
    return {found[0]: ""}


def _figures(
    rows: Iterator[tuple[int, list[str]]], query: Query, upper: list[str], columns: dict[int, str], countries: set[str]
) -> Iterator[Figure]:
    code, kind = upper.index(CODE), upper.index(KIND) if KIND in upper else None
    for number, row in rows:
        geo = iso3(int(_cell(row, code))) if _cell(row, code).isdecimal() else None
        if geo not in countries or geo is None:
            continue
        imputed = kind is not None and "I" in _cell(row, kind)
        for index, year in columns.items():
            place = f"{query.series}, row {number}, column {index + 1}"
            written = _cell(row, index)
            try:
                value = read_number(written)
            except ValueError as error:
                raise UnexpectedAnswer(PUBLISHER, place, "a number or ..", str(error)) from error
            yield read_figure(
                PUBLISHER,
                place,
                year or _cell(row, upper.index(YEAR)),
                value,
                status="E" if imputed else "A",
                note="imputed: the country has no data of its own" if imputed else "",
                missing=f'the publisher wrote "{written}"',
                geo=geo,
                counterpart=query.parameter("counterpart") if not year else "",
            )


def _cell(row: list[str], index: int) -> str:
    return row[index] if index < len(row) else ""


CONNECTOR = Connector(PUBLISHER, "https://www.un.org/development/desa/pd/content/international-migrant-stock", PARAMETERS, url, parse)
