"""Business as usual: where a series would go if its yearly changes before the signature went on, as a range.

Method: a random walk with drift whose steps are the changes from one year to the next in the ten years before the
signature, drawn with replacement; a gap gives no step, and what was never negative does not become so (residual bootstrap of the drift forecast: Hyndman and Athanasopoulos, Forecasting: Principles and Practice,
3rd edition, chapter 5.5, https://otexts.com/fpp3/prediction-intervals.html). Every series is drawn with the same numbers
from a fixed seed, so that a build is the same on every machine and the unit of a series does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

SEED = 20251112
DRAWS = 2000
LEAST_POINTS = 6
LEAST_CHANGES = 5
SPAN_YEARS = 10
YEARS_AFTER_SIGNATURE = 5
LONGEST = 16
# Two-sided ranges that hold 80 and 90 of 100 draws.
QUANTILES = (0.05, 0.10, 0.90, 0.95)


@dataclass(frozen=True)
class Usual:
    """The ranges of a series: the years whose changes are drawn, and for each later year the 5, 10, 90 and 95 % points."""

    first: int
    last: int
    changed: tuple[int, ...]
    ranges: tuple[tuple[float, ...], ...]


def usual(points: Sequence[tuple[int, float]], signed_year: int) -> Usual | None:
    """The range of business as usual to five years after the signature.

    `points`: (year, value), years ascending, in any unit. None where fewer than six points lie before the year of the
    signature within ten years, fewer than five of them follow the year before, nothing ever changed, or the last lies too far back.
    """
    before = [point for point in points if point[0] < signed_year]
    before = [point for point in before if point[0] >= before[-1][0] - SPAN_YEARS]
    if len(before) < LEAST_POINTS:
        return None
    last_year, level = before[-1]
    years = range(last_year + 1, signed_year + YEARS_AFTER_SIGNATURE + 1)
    if len(years) > LONGEST:
        return None
    steps = [(later[0], later[1] - earlier[1]) for earlier, later in pairwise(before) if later[0] == earlier[0] + 1]
    if len(steps) < LEAST_CHANGES or not any(change for _, change in steps):
        return None
    changes = np.array([change for _, change in steps])
    picked = changes[(_draws()[: len(years)] * len(changes)).astype(int)]
    ends = np.quantile(level + np.cumsum(picked, axis=0), QUANTILES, axis=1, overwrite_input=True).T
    if min(value for _, value in before) >= 0:
        ends = np.maximum(ends, 0)
    ranges = tuple((year, *(float(value) for value in row)) for year, row in zip(years, ends, strict=True))
    return Usual(before[0][0], last_year, tuple(year for year, _ in steps), ranges)


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Write `history.usual_ranges` from `history.annual_points`. Grain: one row per indicator, edition and later year."""
    listed = connection.execute(
        """
        select points.declaration, points.indicator, points.known_from, year(recorded_declarations.signed), points.t, points.value
        from history.annual_points as points
        join recorded_declarations on points.declaration = recorded_declarations.declaration
        where points.comparable
        order by points.declaration, points.indicator, points.known_from, points.t
        """
    ).fetchall()
    known: dict[tuple[Any, ...], Usual | None] = {}
    rows = []
    for key, group in groupby(listed, key=lambda row: row[:4]):
        points = tuple((row[4], row[5]) for row in group)
        if (points, key[3]) not in known:
            known[points, key[3]] = usual(points, key[3])
        found = known[points, key[3]]
        if found is not None:
            rows += [(*key[:3], found.first, found.last, list(found.changed), *entry) for entry in found.ranges]
    columns = [
        "declaration",
        "indicator",
        "known_from",
        "first_year",
        "last_year",
        "changed_years",
        "t",
        "low90",
        "low80",
        "high80",
        "high90",
    ]
    frame = pa.table({name: pa.array([row[place] for row in rows]) for place, name in enumerate(columns)})
    connection.register("drawn", frame)
    connection.execute(
        """
        create table history.usual_ranges as
        select editions.declaration, editions.indicator, editions.known_from, editions.known_to, drawn.* exclude (declaration, indicator, known_from)
        from drawn
        join history.editions as editions
            on
                editions.declaration = cast(drawn.declaration as varchar) and editions.indicator = cast(drawn.indicator as varchar)
                and editions.known_from = cast(drawn.known_from as date)
        """
    )
    connection.unregister("drawn")


@cache
def _draws() -> np.ndarray[Any, np.dtype[np.float64]]:
    """The numbers every series is drawn with: a row for each year ahead, a column for each draw."""
    return np.ascontiguousarray(np.random.Generator(np.random.PCG64(SEED)).random((DRAWS, LONGEST)).T)
