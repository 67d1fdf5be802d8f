"""Our World in Data, energy data set (CSV): https://github.com/owid/energy-data, its codebook says the unit of each column."""

from datetime import date

from etl.sources.connector import Connector
from etl.sources.figure import Figure, ordered, read_figure
from etl.sources.formats.csv_table import Row, read_csv
from etl.sources.formats.json_answer import UnexpectedAnswer, read_number
from etl.sources.formats.periods import read_period
from etl.sources.query import Query

PUBLISHER = "Our World in Data"
ADDRESS = "https://raw.githubusercontent.com/owid/energy-data/master/owid-energy-data.csv"
PARAMETERS = {
    "countries": "ISO 3166 alpha-3 codes separated by ;",
    "address": "another address of the same file",
}


def url(query: Query, since: date | None) -> str:
    """The address of the file, which holds every series whole."""
    return query.parameter("address", ADDRESS)


def parse(body: bytes, query: Query) -> list[Figure]:
    """The column `series` of the countries, in the column's unit; empty cells are missing.

    Raises UnexpectedAnswer where a country of the query has no row.
    """
    countries = set(query.values("countries"))
    rows = [row for row in read_csv(PUBLISHER, body, ",") if row.cell("iso_code") in countries]
    absent = countries - {row.cell("iso_code") for row in rows}
    if absent:
        raise UnexpectedAnswer(PUBLISHER, "iso_code", f"rows of {', '.join(sorted(absent))}", "none")
    return ordered(PUBLISHER, (_figure(row, query.series) for row in rows))


def _figure(row: Row, series: str) -> Figure:
    place = f"{row.place}, {series}"
    try:
        period, number = read_period(row.cell("year")), read_number(row.cell(series))
    except ValueError as error:
        raise UnexpectedAnswer(PUBLISHER, place, "a year with a number", str(error)) from error
    return read_figure(PUBLISHER, place, period, number, geo=row.cell("iso_code"))


CONNECTOR = Connector(PUBLISHER, "https://github.com/owid/energy-data", PARAMETERS, url, parse)
