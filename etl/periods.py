"""SDMX time periods: what `2025`, `2025-Q3` or `2025-01-01/P9M` cover."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from etl.messages import message
from etl.text_validation import in_line

# Digits are 0 to 9: those of other scripts, and a line end behind them, would make another code for the same period.
PATTERNS = {
    "A": re.compile(r"(\d{4})", re.ASCII),
    "S": re.compile(r"(\d{4})-S([12])", re.ASCII),
    "Q": re.compile(r"(\d{4})-Q([1-4])", re.ASCII),
    "M": re.compile(r"(\d{4})-(\d{2})", re.ASCII),
    "D": re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII),
    "R": re.compile(r"(\d{4})-(\d{2})-(\d{2})/P([1-9]\d*)([YMD])", re.ASCII),
}


# Enough for a large submission: its periods are asked about at every step from the check to the build.
CACHED = 1 << 17


@dataclass(frozen=True)
class Period:
    """A stretch of time: `frequency` is A, S, Q, M, D or R (start and duration); `end` is its last day."""

    code: str
    frequency: str
    start: date
    end: date


@lru_cache(maxsize=CACHED)
def parse_period(code: str) -> Period:
    """Read an SDMX `TIME_PERIOD`.

    Raises ValueError, with what would be right as something to be said, where the code is no period or no day of the calendar.
    """
    for frequency, pattern in PATTERNS.items():
        found = pattern.fullmatch(code)
        if found:
            try:
                start, end = _bounds(frequency, found)
            # A length of thousands of digits is no number for Python, one of ten no day for the calendar.
            except (ValueError, OverflowError) as error:
                raise ValueError(message('"{code}" is no day of the calendar; write one that exists', code=in_line(code))) from error
            return Period(code, frequency, start, end)
    raise ValueError(
        message(
            '"{code}" is no period; write 2025, 2025-S1, 2025-Q3, 2025-08, 2025-11-12, or a start and a length such as 2025-01-01/P9M',
            code=in_line(code),
        )
    )


def last_day(code: str) -> date:
    """The last day a reduced-precision date (`2025`, `2025-11`, `2025-11-12`) can mean."""
    return parse_period(code).end


def _bounds(frequency: str, found: re.Match[str]) -> tuple[date, date]:
    numbers = [int(part) for part in found.groups() if part.isdigit()]
    year = numbers[0]
    if frequency == "A":
        return date(year, 1, 1), date(year, 12, 31)
    if frequency == "S":
        return _months(date(year, 6 * numbers[1] - 5, 1), 6)
    if frequency == "Q":
        return _months(date(year, 3 * numbers[1] - 2, 1), 3)
    if frequency == "M":
        return _months(date(year, numbers[1], 1), 1)
    start = date(year, numbers[1], numbers[2])
    if frequency == "D":
        return start, start
    length, unit = numbers[3], found.group(5)
    if unit == "D":
        return start, start + timedelta(days=length - 1)
    return _months(start, length * (12 if unit == "Y" else 1))


def _months(start: date, count: int) -> tuple[date, date]:
    month = start.month - 1 + count
    year, month = start.year + month // 12, month % 12 + 1
    day = min(start.day, monthrange(year, month)[1])
    return start, date(year, month, day) - timedelta(days=1)
