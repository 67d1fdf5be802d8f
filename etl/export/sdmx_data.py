"""The newest known figures as SDMX-CSV 2.0: https://github.com/sdmx-twg/sdmx-csv. The structure is told by `sdmx_structure`."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from etl.export.csv_files import written
from etl.export.metadata import About
from etl.export.tables import Cell, Table

AGENCY, DATAFLOW, DATA_STRUCTURE = "SERVANDA", "DF_PLEDGES", "DSD_PLEDGES"
DIMENSIONS = ("FREQ", "INDICATOR", "SERIES", "REF_AREA", "COUNTERPART_AREA")
ATTRIBUTES = (
    "UNIT_MEASURE",
    "OBS_STATUS",
    "QUALIFIER",
    "SOURCE",
    "SOURCE_URL",
    "PUBLISHED",
    "PUBLISHED_BASIS",
    "KNOWN_FROM",
    "LICENCE",
    "COMMENT_OBS",
)
COLUMNS = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", *ATTRIBUTES)
# SDMX codes: not applicable; of frequencies other; of observations suppressed, a value there is that is not passed on.
NOT_APPLICABLE, OTHER, SUPPRESSED = "_Z", "_O", "Q"
MISSING = "NaN"


def code(text: Cell) -> str:
    """An SDMX code for an id of the record: `:` becomes `@`, what else no code may hold `$` and its number; none are made equal."""
    return re.sub(r"[^A-Za-z0-9_-]", lambda found: "@" if found[0] == ":" else f"${ord(found[0]):X}", str(text))


def area(geo: Cell) -> str:
    """The code of a place; a joint figure has its places side by side."""
    return NOT_APPLICABLE if geo is None else str(geo).replace("+", "_")


def indicator_code(declaration: Cell, indicator: Cell) -> str:
    """The code of an indicator: ids of the record hold no underscore."""
    return code(f"{declaration}_{indicator}")


def frequency(letter: Cell) -> str:
    """The code of a frequency; a start and a length are none of the common ones."""
    return OTHER if letter == "R" else str(letter)


def sdmx_csv(about: About, tables: Mapping[str, Table]) -> bytes:
    """One row per indicator, series and period: the value in the unit of the series, as known on the day.

    A missing value is NaN; one that is not passed on is NaN with the status Q. Series no indicator uses have the indicator _Z.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([written(cell) for cell in row] for row in _rows(about, tables))
    return out.getvalue().encode()


def _rows(about: About, tables: Mapping[str, Table]) -> Iterator[tuple[Cell, ...]]:
    flow = f"{AGENCY}:{DATAFLOW}({about.version})"
    used: dict[Cell, list[str]] = defaultdict(list)
    for row in tables["indicator_series"].records():
        used[row["series"]].append(indicator_code(row["declaration"], row["indicator"]))
    licences = {row["source"]: row["licence"] for row in tables["sources"].records()}
    for row in tables["observations"].records():
        if row["known_to"] is not None:
            continue
        for indicator in used[row["series"]] or [NOT_APPLICABLE]:
            yield (
                "dataflow", flow, "I", frequency(row["frequency"]), indicator, code(row["series"]), area(row["geo"]), area(row["counterpart"]),
                row["period"], MISSING if row["value"] is None else row["value"], row["unit"],
                SUPPRESSED if row["value_withheld"] else row["status"], row["qualifier"], row["source"], row["url"], row["published"],
                row["published_basis"], row["known_from"], licences[row["source"]], row["note"],
            )  # fmt: skip
