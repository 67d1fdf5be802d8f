"""A status and its reason in words, and when a status since the signature can first be read."""

from typing import Any

from etl.i18n.labels import REASONS, STATUSES
from etl.i18n.translator import Translator


def headline(words: Translator, status: str, reason: str | None, reasons: dict[str, str] = REASONS) -> str:
    """The status in words, with its reason where there is none to give."""
    if reason is None:
        return words.t(STATUSES[status])
    return words.pair(words.t(STATUSES[status]), words.inside(reasons[reason]))


def first_reading(row: dict[str, Any]) -> dict[str, str]:
    """The year in which a status since the signature can first be read, and the year whose figures appear then."""
    year = row["earliest_assessable"]
    return {"year": year, "last": str(int(year) - 1)}
