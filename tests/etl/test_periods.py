"""SDMX periods are read exactly, and nothing else passes for one."""

from datetime import date

import pytest

from etl.periods import parse_period

CASES = [
    ("2025", "A", date(2025, 1, 1), date(2025, 12, 31)),
    ("2024-S2", "S", date(2024, 7, 1), date(2024, 12, 31)),
    ("2025-Q3", "Q", date(2025, 7, 1), date(2025, 9, 30)),
    ("2024-02", "M", date(2024, 2, 1), date(2024, 2, 29)),
    ("2025-11-12", "D", date(2025, 11, 12), date(2025, 11, 12)),
    ("2025-01-01/P9M", "R", date(2025, 1, 1), date(2025, 9, 30)),
    ("2025-09-01/P1Y", "R", date(2025, 9, 1), date(2026, 8, 31)),
    ("2022-09-21/P14D", "R", date(2022, 9, 21), date(2022, 10, 4)),
]


@pytest.mark.parametrize(("code", "frequency", "start", "end"), CASES)
def test_period_covers_its_days(code: str, frequency: str, start: date, end: date) -> None:
    period = parse_period(code)
    assert (period.frequency, period.start, period.end) == (frequency, start, end)


@pytest.mark.parametrize("code", ["", "25", "2025-13", "2025-02-30", "2025-Q5", "2025 Jan-Sep", "2027 target", "2025-11-12T00:00", "٢٠٢٥x"])
def test_what_is_no_period_is_refused_with_advice(code: str) -> None:
    with pytest.raises(ValueError, match=r"period|calendar"):
        parse_period(code)
