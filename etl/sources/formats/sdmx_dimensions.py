"""What SDMX dimensions and attributes mean, whatever the format: https://sdmx.org/?page_id=4345 (cross-domain concepts)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import httpx2

from etl.sources.figure import Figure, ordered, read_figure
from etl.sources.formats.json_answer import TOP, UnexpectedAnswer
from etl.sources.formats.periods import read_period
from etl.sources.formats.statuses import read_status
from etl.sources.query import Query

PARAMETERS = {
    "address": "the whole address of the data, with the publisher's key and format",
    "filter": "codes of further dimensions, such as SEX=_T;AGE=_T; rows with other codes are left out",
    "geo": "dimension of the place, REF_AREA where not given",
    "counterpart": "dimension of the other side, where there is one",
    "geos": "places that are taken and the codes they get, such as KZ=KAZ;RU=RUS; all places where not given",
    "time": "dimension of time, TIME_PERIOD where not given",
}
MULTIPLIERS = ("UNIT_MULT", "POWERCODE")
STATUSES = ("OBS_STATUS", "OBS_FLAG")
# Beyond ten to this power a multiplier is a mistake: quintillions are counted nowhere.
LARGEST_POWER = 18


@dataclass(frozen=True)
class Observation:
    """One observation as sent: codes of its dimensions and attributes by upper-case id, and its number before the multiplier."""

    publisher: str
    place: str
    codes: dict[str, str]
    number: Decimal | None

    def code(self, dimension: str) -> str:
        """The code of a dimension; raises UnexpectedAnswer where the answer has no such dimension."""
        if dimension.upper() not in self.codes:
            raise UnexpectedAnswer(self.publisher, self.place, f'a dimension "{dimension}"', f"only {', '.join(self.codes)}")
        return self.codes[dimension.upper()]


def url(query: Query, since: date | None) -> str:
    """The address of the query, with `startPeriod` where `since` is given (SDMX REST 1 and 2.1)."""
    address = query.parameter("address")
    return address if since is None else str(httpx2.URL(address).copy_set_param("startPeriod", since.year))


def read_observations(publisher: str, observations: Iterable[Observation], query: Query) -> list[Figure]:
    """The figures of the observations that the query asks for, multipliers applied (UNIT_MULT 3 = thousands).

    Raises UnexpectedAnswer where there are observations but none of them is asked for: then filter or places are mistaken.
    """
    read = [_figure(observation, query) for observation in observations]
    figures = [figure for figure in read if figure is not None]
    if read and not figures:
        raise UnexpectedAnswer(publisher, TOP, "an observation that the query asks for", f"{len(read)} others; check filter and geos")
    return ordered(publisher, figures)


def _figure(observation: Observation, query: Query) -> Figure | None:
    if any(observation.code(dimension) != code for dimension, code in query.pairs("filter").items()):
        return None
    geos = query.pairs("geos")
    geo = observation.code(query.parameter("geo", "REF_AREA"))
    if geos and geo not in geos:
        return None
    counterpart = query.parameter("counterpart", "")
    other = observation.code(counterpart) if counterpart else ""
    time = observation.code(query.parameter("time", "TIME_PERIOD"))
    try:
        period = read_period(time)
    except ValueError as error:
        raise UnexpectedAnswer(observation.publisher, observation.place, "a period", str(error)) from error
    status, note = read_status(_first(observation, STATUSES))
    return read_figure(
        observation.publisher,
        observation.place,
        period,
        None if observation.number is None else observation.number.scaleb(_power(observation)),
        status=status,
        note=note,
        geo=geos.get(geo, geo),
        counterpart=geos.get(other, other),
    )


def _power(observation: Observation) -> int:
    written = _first(observation, MULTIPLIERS) or "0"
    power = int(written) if written.removeprefix("-").isdecimal() else None
    if power is None or abs(power) > LARGEST_POWER:
        raise UnexpectedAnswer(observation.publisher, f"{observation.place}, UNIT_MULT", "a power of ten", written)
    return power


def _first(observation: Observation, attributes: tuple[str, ...]) -> str:
    return next((observation.codes[name] for name in attributes if observation.codes.get(name)), "")
