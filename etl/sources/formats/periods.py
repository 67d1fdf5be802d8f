"""Publishers' ways to write a period, as SDMX `TIME_PERIOD` (etl.periods)."""

import re
from datetime import date

from etl.periods import parse_period

MONTHS = re.compile(r"(\d{4})-?M(\d{1,2})$", re.ASCII)
QUARTERS = re.compile(r"(\d{4})-?Q([1-4])$", re.ASCII)
HALVES = re.compile(r"(\d{4})-?S([12])$", re.ASCII)
YEARS = re.compile(r"(\d{4})(?:-A1)?$", re.ASCII)
COMPACT_MONTHS = re.compile(r"(\d{4})(\d{2})$", re.ASCII)
MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?Z?$", re.ASCII)
# Letters for a whole year, a half, a quarter, a month, a day, and what has run up since January.
FREQUENCIES = ("A", "S", "Q", "M", "D", "YTD")


def read_period(text: str) -> str:
    """A period as publishers write it (`2024`, `2024Q3`, `2024-M03`, `202403`, `2024-01-05T00:00:00`) in the SDMX way.

    Raises ValueError, with what would be right, where it is none.
    """
    text = text.strip()
    for pattern, written in ((YEARS, "{0}"), (HALVES, "{0}-S{1}"), (QUARTERS, "{0}-Q{1}"), (MIDNIGHT, "{0}")):
        found = pattern.match(text)
        if found:
            return parse_period(written.format(*found.groups())).code
    found = MONTHS.match(text) or COMPACT_MONTHS.match(text)
    if found:
        return parse_period(f"{found[1]}-{int(found[2]):02d}").code
    return parse_period(text).code


def period_with(day: date, frequency: str) -> str:
    """The period of a frequency in which a day lies: for `Q` its quarter, for `YTD` from January to its month.

    Raises ValueError where the frequency is none of FREQUENCIES.
    """
    if frequency == "A":
        return f"{day.year:04d}"
    if frequency == "S":
        return f"{day.year:04d}-S{(day.month + 5) // 6}"
    if frequency == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if frequency == "M":
        return f"{day.year:04d}-{day.month:02d}"
    if frequency == "D":
        return day.isoformat()
    if frequency == "YTD":
        return f"{day.year:04d}" if day.month == 12 else f"{day.year:04d}-01-01/P{day.month}M"
    raise ValueError(f'"{frequency}" is none of {", ".join(FREQUENCIES)}')
