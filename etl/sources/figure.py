"""One value as a publisher gave it: for which period and place, how firm, and what was said beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from etl.periods import parse_period
from etl.sources.formats.json_answer import UnexpectedAnswer

STATUSES = ("A", "E", "P", "B", "M")


@dataclass(frozen=True)
class Figure:
    """A value of one period.

    `period` is an SDMX `TIME_PERIOD`; `value` stands in the unit of the publisher's series, multipliers applied;
    `status` is A normal, E estimate, P provisional, B break, M missing; `geo` and `counterpart` are the publisher's codes,
    empty where the series says them. A missing value is None with status M and the reason in `note`, never zero.
    Raises ValueError for what is none of this: no period, not finite, missing without a reason.
    """

    period: str
    value: float | None
    status: str = "A"
    note: str = ""
    geo: str = ""
    counterpart: str = ""

    def __post_init__(self) -> None:
        parse_period(self.period)
        if self.status not in STATUSES:
            raise ValueError(f'status "{self.status}" is none of {", ".join(STATUSES)}')
        if self.value is not None and not isfinite(self.value):
            raise ValueError(f"{self.value} is no finite number")
        if (self.value is None) != (self.status == "M"):
            raise ValueError("a value is missing exactly where the status is M")
        if self.status == "M" and not self.note:
            raise ValueError("a missing value needs its reason in the note")


def read_figure(
    publisher: str,
    place: str,
    period: str,
    number: Decimal | None,
    *,
    status: str = "A",
    note: str = "",
    missing: str = "no value given by the publisher",
    geo: str = "",
    counterpart: str = "",
) -> Figure:
    """A figure from the parts of an answer; without a number it is missing, for the reason `missing`.

    Raises UnexpectedAnswer at `place` where the parts make no figure.
    """
    if number is not None and status == "M":
        # Some offices print 0 beside the flag for "missing"; that is no value.
        missing, number = f"marked missing by the publisher beside the value {number}", None
    reason = "; ".join(part for part in (missing if number is None else "", note) if part)
    try:
        value = None if number is None else float(number)
        return Figure(period, value, "M" if number is None else status, reason, geo, counterpart)
    except ValueError as error:
        raise UnexpectedAnswer(publisher, place, "a figure", str(error)) from error


def ordered(publisher: str, figures: Iterable[Figure]) -> list[Figure]:
    """The figures by geo, counterpart and time, each key once.

    A row sent twice alike is kept once. Raises UnexpectedAnswer where two rows give one key different contents: then the query
    leaves a dimension open, and taking either value would be a guess.
    """
    by_key: dict[tuple[str, str, str], Figure] = {}
    for figure in figures:
        key = (figure.geo, figure.counterpart, figure.period)
        known = by_key.setdefault(key, figure)
        if known != figure:
            place = " ".join(part for part in key if part)
            raise UnexpectedAnswer(
                publisher, place, "one value; narrow the query", f"{_shown(known)} and {_shown(figure)}"
            )  # fmt: skip
    return sorted(by_key.values(), key=lambda figure: (figure.geo, figure.counterpart, parse_period(figure.period).end, figure.period))


def _shown(figure: Figure) -> str:
    return "nothing" if figure.value is None else f"{figure.value:g}" + ("" if figure.status == "A" else f" ({figure.status})")
