"""How long a submission of 100,000 rows takes from file to build: dry run, submission and acceptance as the commands people run.

The rows are daily figures of a few indicators that are counted by the year, so that no two rows collide.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

from etl.proposed import OBSERVATION_COLUMNS

ROWS = 100_000
LAST = date(2026, 11, 20)
LINK = "https://data.worldbank.org/country/KZ"
# Indicator, its unit, a usual value.
SENT = (
    ("air-passengers-kaz", "PERSONS_MN", 12.0),
    ("openness-kaz", "", 60.0),
    ("gdp-per-capita-ppp-kaz", "", 31000.0),
    ("russian-investment-stock", "USD_MN", 22000.0),
    ("cpc-shipments", "", 70.0),
)


def large_file(path: Path, rows: int = ROWS) -> Path:
    """A CSV with so many rows of daily figures."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, OBSERVATION_COLUMNS, restval="")
        writer.writeheader()
        for number in range(rows):
            day, which = divmod(number, len(SENT))
            indicator, unit, usual = SENT[which]
            value = usual * (1 + 0.01 * (number * 7919 % 101 - 50) / 50)
            period = (LAST - timedelta(days=day)).isoformat()
            writer.writerow({"indicator": indicator, "period": period, "value": f"{value:.4f}", "unit": unit, "note": "daily figure"})
    return path
