"""Every chart as a neutral model: what is drawn, not how. Renderers stand beside it: Plotly for study, SVG for overviews."""

from dataclasses import dataclass
from datetime import date
from itertools import count, pairwise

from etl.i18n.labels import TARGET_KINDS
from etl.i18n.translator import Translator
from etl.queries.query import Row

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Mark:
    """One drawn value: where it stands in time, what it says on a touch, and whether it is exact."""

    at: date
    value: float
    label: str
    exact: bool = True
    begins_after_break: bool = False


@dataclass(frozen=True)
class Line:
    """One series: its marks in time order, in runs that are drawn through; a gap in the data ends a run."""

    name: str
    runs: tuple[tuple[Mark, ...], ...]
    main: bool


@dataclass(frozen=True)
class Level:
    """A named number: a target with its day, or a level without one."""

    name: str
    value: float
    at: date | None
    required_from: Mark | None = None


@dataclass(frozen=True)
class Band:
    """A range over time: for each day its low and high end, from the point it starts in."""

    name: str
    at: tuple[date, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """A chart over time. `unit` is a symbol, `alt` says in words what a reader would see, `source` who published it."""

    title: str
    unit: str
    decimals: int
    lines: tuple[Line, ...]
    levels: tuple[Level, ...] = ()
    signed: date | None = None
    signed_label: str = ""
    breaks: tuple[tuple[date, str], ...] = ()
    band: Band | None = None
    alt: str = ""
    source: str = ""

    @property
    def empty(self) -> bool:
        """Nothing to draw."""
        return not any(line.runs for line in self.lines)


def indicator_chart(
    words: Translator, indicator: Row, observations: list[Row], targets: list[Row], signed: date, usual: list[Row]
) -> Chart:
    """The chart of an indicator: observations by source, targets with the path they ask for, breaks, gaps as gaps.

    `usual`: the range of business as usual, year by year.
    """
    t = words.t
    lines = []
    drawn = [row for row in observations if row["value"] is not None]
    apart = places_differ(drawn)
    for place in sorted({row["place"] for row in drawn}):
        rows = [row for row in drawn if row["place"] == place]
        publishers = list(dict.fromkeys(row["publisher"] for row in reversed(rows)))
        name = publishers[0] if len(publishers) == 1 else f"{publishers[0]} +{len(publishers) - 1}"
        if rows[0]["speaker"] and place > 1:
            name = f"{rows[0]['speaker']} ({name})"
        if apart:
            name = f"{name} · {place_of(rows[0])}"
        lines.append(Line(name, _runs(words, indicator, rows), place == 1))
    main = [row for row in drawn if row["place"] == 1]
    latest = main[-1] if main else None
    levels = []
    for row in targets:
        if row["value"] is None or row["lapsed"]:
            continue
        when = date(row["year"], 7, 1) if row["year"] else None
        named = words.amount(row["value"], indicator["decimals"], indicator["amount"], row["qualifier"])
        label = words.pair(words.t(TARGET_KINDS[row["kind"]]), named)
        label += f" ({words.reduced(row['period'])})" if row["period"] else f" ({t('no year named')})"
        start = None
        if latest is not None and when is not None and row["kind"] in ("target", "plan") and latest["end_date"] < when:
            start = Mark(_middle(latest), latest["value"], "")
        levels.append(Level(label, row["value"], when, start))
    breaks = tuple((row["start_date"], t("break in the series")) for row in main if row["status"] == "B")
    return Chart(
        title=indicator["title"],
        unit=indicator["symbol"] or indicator["unit_name"],
        decimals=indicator["decimals"],
        lines=tuple(lines),
        levels=tuple(levels),
        signed=signed,
        signed_label=t("Declaration signed"),
        breaks=breaks,
        band=_band(words, main, usual),
        alt=describe(words, indicator, main),
        source=", ".join(dict.fromkeys(row["publisher"] for row in drawn)),
    )


def places_differ(observations: list[Row]) -> bool:
    """Whether one publisher gives series of several places here: then its name alone does not tell them apart."""
    places: dict[str, set[str]] = {}
    for row in observations:
        places.setdefault(row["publisher"], set()).add(place_of(row))
    return any(len(found) > 1 for found in places.values())


def place_of(row: Row) -> str:
    """What place an observation is of, and with whom; a dash where a row (of a preview) does not say."""
    return " – ".join(name for name in (row.get("geo_name"), row.get("counterpart_name")) if name) or "–"


def _band(words: Translator, main: list[Row], usual: list[Row]) -> Band | None:
    """The range that holds 80 of 100 draws, begun in the last yearly value before it."""
    start = next((row for row in reversed(main) if usual and row["period"] == str(usual[0]["t"] - 1)), None)
    if not usual:
        return None
    days = [date(row["t"], 7, 1) for row in usual]
    low, high = [row["low80"] for row in usual], [row["high80"] for row in usual]
    if start is not None:
        days, low, high = [_middle(start), *days], [start["value"], *low], [start["value"], *high]
    return Band(words.t("Business as usual (80 of 100 draws)"), tuple(days), tuple(low), tuple(high))


def describe(words: Translator, indicator: Row, rows: list[Row]) -> str:
    """What a line chart shows, in one sentence, for those who do not see it."""
    valued = [row for row in rows if row["value"] is not None]
    if not valued:
        return words.t("{title}: no observations.", title=indicator["title"])
    low, high = min(valued, key=lambda row: row["value"]), max(valued, key=lambda row: row["value"])
    decimals = indicator["decimals"]
    return words.nt(
        "{title}, {unit}: {n} value, from {first} ({first_period}) to {last} ({last_period}); lowest {low} ({low_period}), highest {high} ({high_period}).",
        "{title}, {unit}: {n} values, from {first} ({first_period}) to {last} ({last_period}); lowest {low} ({low_period}), highest {high} ({high_period}).",
        len(valued),
        title=indicator["title"],
        unit=indicator["symbol"] or indicator["unit_name"],
        first=words.figure(valued[0]["value"], decimals, valued[0]["qualifier"]),
        first_period=words.period(valued[0]["period"]),
        last=words.figure(valued[-1]["value"], decimals, valued[-1]["qualifier"]),
        last_period=words.period(valued[-1]["period"]),
        low=words.number(low["value"], decimals),
        low_period=words.period(low["period"]),
        high=words.number(high["value"], decimals),
        high_period=words.period(high["period"]),
    )


def runs_of(days: list[float], figures: list[float]) -> list[list[tuple[float, float]]]:
    """Points as runs without gaps, for a sparkline: a step of more than twice the usual one ends a run."""
    points = list(zip(days, figures, strict=True))
    if len(points) < 2:
        return [points] if points else []
    steps = sorted(later[0] - earlier[0] for earlier, later in pairwise(points))
    usual = steps[len(steps) // 2]
    runs = [[points[0]]]
    for earlier, later in pairwise(points):
        if later[0] - earlier[0] > 1.6 * usual:
            runs.append([])
        runs[-1].append(later)
    return runs


def span(chart: Chart) -> tuple[date, date]:
    """The first and the last day of the years a chart covers."""
    days = [mark.at for line in chart.lines for run in line.runs for mark in run]
    days += [level.at for level in chart.levels if level.at and level.required_from]
    days += chart.band.at if chart.band else []
    if chart.signed and (max(days) - chart.signed).days > -800:
        days.append(chart.signed)
    return date(min(days).year, 1, 1), date(max(days).year, 12, 31)


def year_labels(chart: Chart) -> list[int]:
    """The years to label: at most nine, the last among them."""
    first, last = (day.year for day in span(chart))
    step = next(step for step in (1, 2, 5, 10, 20) if (last - first) / step <= 8)
    return [year for year in range(first, last + 1) if (last - year) % step == 0]


def numbered(chart: Chart) -> list[tuple[int, Line]]:
    """The lines with the number their colour goes by: the main one 0, those beside it from 1."""
    numbers = count(1)
    return [(0 if line.main else next(numbers), line) for line in chart.lines]


def year_place(day: date) -> float:
    """Where a day stands on an axis of years on which the middle of a year is the year itself."""
    return day.year + (day.timetuple().tm_yday - 1) / DAYS_A_YEAR - 0.5


def _runs(words: Translator, indicator: Row, rows: list[Row]) -> tuple[tuple[Mark, ...], ...]:
    """Marks in runs: a missing year, another length of period, an inexact value or a break starts a new one."""
    runs: list[list[Mark]] = []
    before: Row | None = None
    usual = _usual_step(rows)
    for row in rows:
        text = words.amount(row["value"], indicator["decimals"], indicator["amount"], row["qualifier"])
        label = f"{words.pair(words.period(row['period']), text)} · {row['publisher']}"
        mark = Mark(_middle(row), row["value"], label, row["qualifier"] == "=" and row["status"] in ("A", "B"), row["status"] == "B")
        gap = before is None or (
            (row["end_date"] - before["end_date"]).days > 1.6 * usual
            or row["frequency"] != before["frequency"]
            or row["frequency"] in ("D", "R")
            or row["status"] == "B"
        )
        if gap:
            runs.append([])
        runs[-1].append(mark)
        before = row
    return tuple(tuple(run) for run in runs)


def _middle(row: Row) -> date:
    """Where a value stands in time: the middle of its period, so that a year's value stands over its year."""
    start: date = row["start_date"]
    end: date = row["end_date"]
    return start + (end - start) / 2


def _usual_step(rows: list[Row]) -> float:
    steps = sorted((later["end_date"] - earlier["end_date"]).days for earlier, later in pairwise(rows))
    return steps[len(steps) // 2] if steps else DAYS_A_YEAR
