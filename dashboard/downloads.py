"""Files a reader takes away: exactly the data of a chart, safe to open in a spreadsheet."""

import csv
import io

from etl.rows import Row
from etl.words import Words

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def observations_csv(words: Words, indicator: Row, observations: list[Row], targets: list[Row]) -> bytes:
    """Every drawn value and target of an indicator as CSV (UTF-8 with a byte-order mark, for spreadsheets)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [
            "indicator",
            "kind",
            "series",
            "period",
            "qualifier",
            "value",
            "unit",
            "status",
            "publisher",
            "url",
            "published",
            "licence",
            "note",
        ]
    )
    for row in observations:
        writer.writerow(
            [
                indicator["indicator"], "observation", _safe(row["series"]), row["period"], row["qualifier"].replace("=", ""), row["value"], indicator["unit"], row["status"],
                _safe(row["publisher"]), _safe(row["url"]), row["published_code"], _safe(row["licence"]), _safe(row["note"]),
            ]
        )  # fmt: skip
    for row in targets:
        writer.writerow(
            [
                indicator["indicator"], row["kind"], "", row["period"] or "", row["qualifier"].replace("=", ""), row["value"], indicator["unit"], "",
                _safe(row["publisher"]), _safe(row["url"]), row["said_on"], "", _safe(f"{row['speaker']}"),
            ]
        )  # fmt: skip
    return ("\ufeff" + out.getvalue()).encode()


def _safe(text: str | None) -> str:
    """A text that a spreadsheet will not take for a formula."""
    text = text or ""
    return "'" + text if text.startswith(FORMULA_STARTS) else text
