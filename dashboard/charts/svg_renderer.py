"""Draws charts as SVG: small, exact, readable without scripts; sparklines as pictures, charts inline in the page's colours or in their own."""

import math
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape

from dashboard.charts.model import Chart, numbered, runs_of, span, year_labels
from etl.i18n.translator import Translator

WIDTH, HEIGHT = 640, 220
# A colour that keeps 3:1 against the light and the dark page: a picture does not know the theme.
SPARK = "#3a8ca8"
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 18, 24
# Series beside the assessed one are told apart by so many colours of the style sheet.
BESIDE_COLOURS = 6


@dataclass(frozen=True)
class Style:
    """How the roles of a chart's strokes look, as SVG attributes. `role` takes the role and the number of the line beside the main one.

    `head` are the attributes of the drawing itself; `left` is where the first day stands, right of the axis labels. A chart that stands
    `alone` also shows what a page says beside it: the names of breaks, and levels without a day.
    """

    role: Callable[[str, int], str]
    head: str
    left: int = LEFT
    alone: bool = False


def _css_class(role: str, number: int) -> str:
    names = [*role.split(), *([f"b{(number - 1) % BESIDE_COLOURS}"] if role.startswith("beside") else [])]
    return f'class="{" ".join(f"sv-{name}" for name in names)}"'


# In the page's colours, light or dark: the style sheet knows them.
IN_PAGE = Style(_css_class, 'class="sv-chart"')


def sparkline(days: list[float], figures: list[float], alt: str, width: int = 120, height: int = 30) -> str:
    """A line of a series without axes: its run, and its last value as a dot. Gaps stay open."""
    runs = runs_of(days, figures)
    if not runs:
        return ""
    low, high = min(figures), max(figures)
    first, last = days[0], days[-1]

    def x(day: float) -> float:
        return 3 + (width - 6) * ((day - first) / (last - first) if last > first else 0.5)

    def y(value: float) -> float:
        return height - 4 - (height - 8) * ((value - low) / (high - low) if high > low else 0.5)

    paths = "".join('<path d="M' + " L".join(f"{x(day):.1f} {y(value):.1f}" for day, value in run) + '"/>' for run in runs if len(run) > 1)
    dots = "".join(f'<circle cx="{x(run[0][0]):.1f}" cy="{y(run[0][1]):.1f}" r="1.6" fill="{SPARK}"/>' for run in runs if len(run) == 1)
    end = f'<circle cx="{x(last):.1f}" cy="{y(figures[-1]):.1f}" r="2.6" fill="{SPARK}"/>'
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" fill="none" stroke="{SPARK}" stroke-width="2" stroke-linejoin="round">'
        f"{paths}{dots}{end}</svg>"
    )
    source = b64encode(drawing.encode()).decode()
    return (
        f'<img class="sv-spark" width="{width}" height="{height}" alt="{escape(alt, quote=True)}" src="data:image/svg+xml;base64,{source}">'
    )


def line_chart(chart: Chart, words: Translator, style: Style = IN_PAGE, height: int = HEIGHT) -> str:
    """A chart over time with two to five labelled levels, the day of signature and every series; gaps stay open."""
    marks = [mark for line in chart.lines for run in line.runs for mark in run]
    if not marks:
        return ""
    first, last = span(chart)
    edges = [*chart.band.low, *chart.band.high] if chart.band else []
    low, high, step = nice_range(
        [mark.value for mark in marks] + [level.value for level in chart.levels if level.at or style.alone] + edges
    )

    def x(day: date) -> float:
        return style.left + (WIDTH - style.left - RIGHT) * ((day.toordinal() - first.toordinal()) / max((last - first).days, 1))

    def y(value: float) -> float:
        return height - BOTTOM - (height - TOP - BOTTOM) * ((value - low) / (high - low))

    parts = []
    value = low
    decimals = max(0, -math.floor(math.log10(step))) if step < 1 else 0
    while value <= high + step / 2:
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" {style.role("grid", 0)}/>')
        parts.append(f'<text x="{LEFT}" y="{y(value) - 4:.1f}" {style.role("label", 0)}>{escape(words.number(value, decimals))}</text>')
        value += step
    for year in year_labels(chart):
        at = x(date(year, 7, 1))
        parts.append(f'<text x="{at:.1f}" y="{height - 6}" {style.role("label", 0)} text-anchor="middle">{year}</text>')
    if chart.band is not None:
        edge = [*zip(chart.band.at, chart.band.high, strict=True), *zip(chart.band.at[::-1], chart.band.low[::-1], strict=True)]
        parts.append('<path d="M' + " L".join(f"{x(day):.1f} {y(value):.1f}" for day, value in edge) + f' Z" {style.role("usual", 0)}/>')
    if chart.signed and first <= chart.signed <= last:
        at = x(chart.signed)
        anchor = "end" if at > WIDTH * 0.6 else "start"
        shift = -4 if anchor == "end" else 4
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{TOP - 6}" y2="{height - BOTTOM}" {style.role("signed", 0)}/>')
        parts.append(
            f'<text x="{at + shift:.1f}" y="{TOP - 6}" {style.role("label", 0)} text-anchor="{anchor}">{escape(chart.signed_label)}</text>'
        )
    for day, label in chart.breaks:
        parts.append(
            f'<line x1="{x(day):.1f}" x2="{x(day):.1f}" y1="{TOP}" y2="{height - BOTTOM}" {style.role("break", 0)}><title>{escape(label)}</title></line>'
        )
        if style.alone:
            parts.append(
                f'<text transform="translate({x(day) - 4:.1f} {height - BOTTOM - 4}) rotate(-90)" {style.role("label", 0)}>{escape(label)}</text>'
            )
    for level in chart.levels:
        if level.at and level.required_from:
            start = level.required_from
            parts.append(
                f'<path d="M{x(start.at):.1f} {y(start.value):.1f} L{x(level.at):.1f} {y(level.value):.1f}" {style.role("required", 0)}/>'
                f'<rect x="{x(level.at) - 4:.1f}" y="{y(level.value) - 4:.1f}" width="8" height="8" {style.role("target", 0)}/>'
            )
        elif level.at and style.alone and first <= level.at <= last:
            parts.append(f'<rect x="{x(level.at) - 4:.1f}" y="{y(level.value) - 4:.1f}" width="8" height="8" {style.role("target", 0)}/>')
        elif level.at is None and style.alone:
            parts.append(f'<path d="M{x(first):.1f} {y(level.value):.1f} H{x(last):.1f}" {style.role("required", 0)}/>')
    for number, line in numbered(chart):
        kind = "line" if line.main else "beside"
        for run in line.runs:
            if len(run) > 1:
                parts.append(
                    '<path d="M' + " L".join(f"{x(mark.at):.1f} {y(mark.value):.1f}" for mark in run) + f'" {style.role(kind, number)}/>'
                )
            for mark in run:
                hollow = "" if mark.exact else " hollow"
                parts.append(
                    f'<circle cx="{x(mark.at):.1f}" cy="{y(mark.value):.1f}" r="{3 if line.main else 2.6}" {style.role(f"{kind}-dot{hollow}", number)}>'
                    f"<title>{escape(mark.label)}</title></circle>"
                )
    return (
        f'<svg {style.head} viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(chart.alt, quote=True)}">'
        + "".join(parts)
        + "</svg>"
    )


def nice_range(values: list[float]) -> tuple[float, float, float]:
    """Round bounds around the values and a round step between them: low, high, step. Zero is kept in sight where near."""
    low, high = min(values), max(values)
    if low > 0 and low < 0.5 * high:
        low = 0.0
    if high < 0 and high > 0.5 * low:
        high = 0.0
    span = (high - low) or abs(high) or 1.0
    step = 10 ** math.floor(math.log10(span / 3))
    for factor in (1, 2, 5, 10):
        if span / (step * factor) <= 4:
            step *= factor
            break
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    return (low, high, step) if high > low else (low, low + step, step)
