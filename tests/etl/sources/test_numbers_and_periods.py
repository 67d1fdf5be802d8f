"""Numbers, periods, flags and countries are read as statistical offices write them; what may mean two things is refused."""

from datetime import date

import pytest

from etl.sources.figure import Figure
from etl.sources.formats.countries import iso3
from etl.sources.formats.json_answer import read_number
from etl.sources.formats.periods import period_with, read_period
from etl.sources.formats.statuses import read_status


@pytest.mark.parametrize(
    "parts",
    [
        ("2024-13", 1.0),
        ("2024", float("nan")),
        ("2024", float("inf")),
        ("2024", None),
        ("2024", None, "M"),
        ("2024", 0.0, "M", "why"),
        ("2024", 1.0, "X"),
    ],
)
def test_figure_refuses_what_is_none(parts: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"period|finite|missing|status|calendar"):
        Figure(*parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1 234 567", ".", 1234567), ("1\u00a0234,5", ",", 1234.5), ("\u22125.5", ".", -5.5), ("1e3", ".", 1000), (".5", ".", 0.5), ("0", ".", 0),
        ("..", ".", None), ("…", ".", None), ("-", ".", None), ("n/a", ".", None), ("", ",", None),
    ],
)  # fmt: skip
def test_number_is_read_as_offices_write_it(text: str, decimal: str, number: float | None) -> None:
    found = read_number(text, decimal)
    assert (None if found is None else float(found)) == number


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("1,234", "."),
        ("1.234", ","),
        ("1.234,5", ".,"),
        ("12 34", "."),
        ("5 %", "."),
        ("inf", "."),
        ("٣", "."),
        ("=1+1", "."),
        ("1_000", "."),
    ],
)
def test_what_may_mean_two_numbers_is_none(text: str, decimal: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        read_number(text, decimal)


@pytest.mark.parametrize(
    ("text", "period"),
    [("2024", "2024"), ("2024-A1", "2024"), ("2024Q3", "2024-Q3"), ("2024-M03", "2024-03"), ("202403", "2024-03"), ("2024-S1", "2024-S1"), ("2024-01-05T00:00:00Z", "2024-01-05")],
)  # fmt: skip
def test_period_is_read_as_publishers_write_it(text: str, period: str) -> None:
    assert read_period(text) == period


def test_day_lies_in_its_period() -> None:
    day = date(2024, 9, 30)
    assert [period_with(day, frequency) for frequency in ("A", "S", "Q", "M", "D", "YTD")] == [
        "2024", "2024-S2", "2024-Q3", "2024-09", "2024-09-30", "2024-01-01/P9M",
    ]  # fmt: skip
    assert period_with(date(2024, 12, 31), "YTD") == "2024"


def test_flags_keep_the_status_that_warns_most() -> None:
    assert [read_status(flags) for flags in ("", "A", "bp", "I", "M", "U")] == [
        ("A", ""), ("A", ""), ("B", ""), ("E", "flag of the publisher: I"), ("M", "flag of the publisher: M"), ("A", "flag of the publisher: U"),
    ]  # fmt: skip


def test_country_numbers_are_the_codes_of_today() -> None:
    assert [iso3(number) for number in (398, 643, 31, 180, 276, 900, 901)] == ["KAZ", "RUS", "AZE", "COD", "DEU", "WLD", None]
