"""SDMX-CSV 1 and 2, with and without labels: https://github.com/sdmx-twg/sdmx-csv (OECD, Eurostat, IMF, ILO, Pacific Data Hub)."""

from decimal import Decimal

from etl.sources.connector import Connector
from etl.sources.figure import Figure
from etl.sources.formats.csv_table import Row, read_csv
from etl.sources.formats.json_answer import UnexpectedAnswer, read_number
from etl.sources.formats.sdmx_dimensions import PARAMETERS, Observation, read_observations, url
from etl.sources.query import Query

PUBLISHER = "SDMX-CSV"
VALUE = "OBS_VALUE"
# Information, append, replace, merge; a message to delete (D) brings no data.
ACTIONS = ("", "I", "A", "R", "M")


def parse(body: bytes, query: Query) -> list[Figure]:
    """The figures of the rows the query asks for, multipliers applied.

    With `;` between cells decimals have a comma; a header such as `OBS_VALUE: Observation value` announces cells such as
    `KZ: Kazakhstan`. An empty cell and `NaN`, the format's mark for a missing number, are missing.
    """
    return read_observations(PUBLISHER, (_observation(row) for row in read_csv(PUBLISHER, body)), query)


def _observation(row: Row) -> Observation:
    codes: dict[str, str] = {}
    for column, cell in row.cells.items():
        # A column of codes (INDICATOR) stands before the one of its labels (Indicator).
        codes.setdefault(_id(column).upper(), cell)
    if VALUE not in codes:
        raise UnexpectedAnswer(PUBLISHER, "the header", f'a column "{VALUE}"', ", ".join(row.cells))
    number = _number(row, codes.pop(VALUE))
    if codes.get("ACTION", "") not in ACTIONS:
        raise UnexpectedAnswer(PUBLISHER, f"{row.place}, ACTION", f"one of {', '.join(ACTIONS[1:])}", codes["ACTION"])
    if any(column.startswith(f"{VALUE}:") for column in row.cells):
        codes = {name: _id(cell) for name, cell in codes.items()}
    return Observation(PUBLISHER, row.place, codes, number)


def _number(row: Row, cell: str) -> Decimal | None:
    try:
        return read_number(cell, "," if row.separator == ";" else ".")
    except ValueError as error:
        raise UnexpectedAnswer(PUBLISHER, f"{row.place}, {VALUE}", "a number", str(error)) from error


def _id(text: str) -> str:
    """`FREQ: Frequency` and `STRUCTURE[|]` without what follows the id."""
    return text.partition(":")[0].removesuffix("[|]").removesuffix("[;]").strip()


CONNECTOR = Connector(PUBLISHER, "https://github.com/sdmx-twg/sdmx-csv", PARAMETERS, url, parse)
