"""Files a reader takes away: exactly the data of a chart, safe to open in a spreadsheet."""

import csv
import io

from etl.queries.query import Row
from etl.spreadsheet_cells import escaped

COLUMNS = (
    "indicator", "title", "kind", "series", "period", "qualifier", "value", "unit", "status", "speaker", "publisher", "url", "published",
    "published_basis", "licence", "note",
)  # fmt: skip


def observations_csv(indicator: Row, observations: list[Row], targets: list[Row]) -> bytes:
    """Every drawn value and target of an indicator as CSV (UTF-8 with a byte-order mark, for spreadsheets).

    Values are in the indicator's unit; qualifier is empty where a value is exact.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    same = {"indicator": indicator["indicator"], "title": indicator["title"], "unit": indicator["unit"]}
    for row in observations:
        columns = {
            name: row[name] for name in ("series", "period", "status", "speaker", "publisher", "url", "published_basis", "licence", "note")
        }
        writer.writerow(_safe({**same, **columns, "kind": "observation", "published": row["published_code"]}) | _number(row))
    for row in targets:
        columns = {name: row[name] for name in ("kind", "period", "speaker", "publisher", "url", "note")}
        writer.writerow(_safe({**same, **columns, "published": row["said_on"]}) | _number(row))
    return ("\ufeff" + out.getvalue()).encode()


def _number(row: Row) -> dict[str, str]:
    value = "" if row["value"] is None else repr(row["value"]).removesuffix(".0")
    return {"value": value, "qualifier": row["qualifier"].replace("=", "")}


def _safe(cells: Row) -> dict[str, str]:
    """Texts that a spreadsheet will not take for formulas."""
    return {name: "" if cell is None else escaped(str(cell)) for name, cell in cells.items()}
