"""Any CSV or XLSX, by link or path, with a mapping that says which column holds what."""

from datetime import date
from decimal import Decimal

from etl.sources.connector import Connector
from etl.sources.figure import Figure, ordered, read_figure
from etl.sources.formats.csv_table import Row, by_column, named, read_csv
from etl.sources.formats.json_answer import TOP, UnexpectedAnswer, read_number
from etl.sources.formats.periods import FREQUENCIES, period_with, read_period
from etl.sources.formats.statuses import read_status
from etl.sources.formats.xlsx_sheet import read_sheet
from etl.sources.query import Query

PUBLISHER = "Table"
PARAMETERS = {
    "address": "link (https://...) or path of the file",
    "period": "column of the period",
    "value": "column of the value",
    "geo": "column of the place",
    "counterpart": "column of the other side",
    "status": "column of the flags",
    "note": "column of the notes",
    "geo_is": "code of the place where no column holds it",
    "counterpart_is": "code of the other side where no column holds it",
    "geos": "places that are taken and the codes they get, such as Russia=RUS;Kazakhstan=KAZ; all places where not given",
    "filter": "what further columns have to hold, such as Sex=Total;Age=All",
    "frequency": "A, S, Q, M, D or YTD: what a day in the column of the period stands for",
    "header": "row of the header, 1 where not given",
    "sheet": "sheet of a workbook, where it has several",
    "separator": "comma, semicolon or tab, where the header does not tell",
    "decimal": "point or comma",
    "encoding": "encoding of the text, UTF-8 where not given (a byte order mark is understood)",
}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "auto": ""}
DECIMALS = {"point": ".", "comma": ","}
XLSX = b"PK\x03\x04"


def url(query: Query, since: date | None) -> str:
    """The link or the path of the file, which is taken whole."""
    return query.parameter("address")


def parse(body: bytes, query: Query) -> list[Figure]:
    """The figures of the rows that the mapping takes, in the unit of the column; marks such as `..`, `-` and `n/a` are missing.

    Raises UnexpectedAnswer where there are rows but the mapping takes none.
    """
    rows = _rows(body, query)
    taken = [row for row in rows if _taken(row, query)]
    if rows and not taken:
        raise UnexpectedAnswer(PUBLISHER, TOP, "a row that the mapping takes", f"{len(rows)} others; check filter and geos")
    return ordered(PUBLISHER, (_figure(row, query) for row in taken))


def _rows(body: bytes, query: Query) -> list[Row]:
    header = int(query.parameter("header", "1")) if query.parameter("header", "1").isdecimal() else 0
    if header < 1:
        raise query.bad('parameter "header" is no row number')
    if not body.startswith(XLSX):
        separator = SEPARATORS[query.choice("separator", tuple(SEPARATORS), "auto")]
        return list(read_csv(PUBLISHER, body, separator, query.parameter("encoding", "utf-8-sig"), header))
    sheet = list(read_sheet(PUBLISHER, body, query.parameter("sheet", "")))
    if len(sheet) < header:
        raise UnexpectedAnswer(PUBLISHER, "the sheet", f"a header in row {header}", f"{len(sheet)} rows")
    columns = named(PUBLISHER, f"row {header}", sheet[header - 1])
    rows = []
    for number, cells in enumerate(sheet[header:], start=header + 1):
        if any(cells):
            filled = cells + [""] * (len(columns) - len(cells))
            rows.append(Row(PUBLISHER, f"row {number}", by_column(PUBLISHER, f"row {number}", columns, filled)))
    return rows


def _taken(row: Row, query: Query) -> bool:
    if any(row.cell(column) != text for column, text in query.pairs("filter").items()):
        return False
    geos, column = query.pairs("geos"), query.parameter("geo", "")
    return not geos or not column or row.cell(column) in geos


def _figure(row: Row, query: Query) -> Figure:
    geos = query.pairs("geos")
    geo, counterpart = _code(row, query, "geo"), _code(row, query, "counterpart")
    status, flags = read_status(_cell(row, query, "status"))
    written = row.cell(query.parameter("value"))
    return read_figure(
        PUBLISHER,
        row.place,
        _period(row, query),
        _number(row, query, written),
        status=status,
        note="; ".join(part for part in (flags, _cell(row, query, "note")) if part),
        missing=f'the publisher wrote "{written}"' if written else "no value given by the publisher",
        geo=geos.get(geo, geo),
        counterpart=geos.get(counterpart, counterpart),
    )


def _cell(row: Row, query: Query, role: str) -> str:
    column = query.parameter(role, "")
    return row.cell(column) if column else ""


def _code(row: Row, query: Query, role: str) -> str:
    return _cell(row, query, role) or query.parameter(f"{role}_is", "")


def _number(row: Row, query: Query, written: str) -> Decimal | None:
    try:
        return read_number(written, DECIMALS[query.choice("decimal", tuple(DECIMALS), "point")])
    except ValueError as error:
        raise UnexpectedAnswer(PUBLISHER, f"{row.place}, {query.parameter('value')}", "a number", str(error)) from error


def _period(row: Row, query: Query) -> str:
    written = _cell(row, query, "period")
    frequency = query.choice("frequency", (*FREQUENCIES, ""), "")
    try:
        period = read_period(written)
        # Many tables write the first or last day of a period for the period itself.
        return period_with(date.fromisoformat(period), frequency) if frequency and len(period) == len("2025-11-12") else period
    except ValueError as error:
        raise UnexpectedAnswer(PUBLISHER, f"{row.place}, {query.parameter('period')}", "a period", str(error)) from error


CONNECTOR = Connector(PUBLISHER, "the file's own page", PARAMETERS, url, parse)
