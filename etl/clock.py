"""Which day it is: asked in one place, and passed in from there."""

from datetime import UTC, date, datetime


def utc_today() -> date:
    """The day it is in UTC: what builds count lapse, staleness and what is due to, where nobody names another."""
    return datetime.now(UTC).date()
