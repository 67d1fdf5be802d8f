"""Draws charts with Plotly, for pages where one chart is studied."""

from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.model import Chart, Level, span, year_place

# Colours that keep 3:1 against the light and the dark page: the assessed series, series beside it, what is asked for.
MAIN = {"light": "#0b5a76", "dark": "#6cc3de"}
LESSER = {
    "light": ["#b3541e", "#6a4c93", "#3f7d20", "#8a6d00", "#a23b72", "#4d5b6a"],
    "dark": ["#f2a65a", "#c3a6f0", "#9bd37a", "#e2c044", "#f08bb8", "#b6c2cf"],
}
ASKED = {"light": "#7a2e4d", "dark": "#f2a0bd"}
QUIET = {"light": "#5b6675", "dark": "#a7b0bd"}
USUAL = {"light": "rgba(91,102,117,0.18)", "dark": "rgba(167,176,189,0.22)"}
CONFIG: dict[str, Any] = {"displaylogo": False, "displayModeBar": False, "plotlyServerURL": ""}
HEIGHT = 400


def literal(text: str) -> str:
    """A text as Plotly draws it letter by letter: it reads HTML of its own in names, labels and titles, links among it."""
    return escape(text, quote=False)


def figure(chart: Chart, theme: str, decimal: str, group: str) -> go.Figure:
    """The chart as a Plotly figure; `theme` is light or dark, `decimal` and `group` the language's separators."""
    drawn = go.Figure()
    if chart.band is not None:
        days = [year_place(day) for day in chart.band.at]
        drawn.add_trace(
            go.Scatter(
                x=days + days[::-1], y=[*chart.band.high, *chart.band.low[::-1]], name=literal(chart.band.name), mode="lines", fill="toself",
                fillcolor=USUAL[theme], line={"width": 0, "color": USUAL[theme]}, hoverinfo="skip",
            )
        )  # fmt: skip
    colours = iter(LESSER[theme] * 4)
    for line in chart.lines:
        colour = MAIN[theme] if line.main else next(colours)
        xs: list[Any] = []
        ys: list[float | None] = []
        labels: list[str | None] = []
        symbols: list[str] = []
        for run in line.runs:
            for mark in run:
                xs.append(year_place(mark.at))
                ys.append(mark.value)
                labels.append(literal(mark.label))
                symbols.append("circle" if mark.exact else "circle-open")
            xs.append(None)
            ys.append(None)
            labels.append(None)
            symbols.append("circle")
        drawn.add_trace(
            go.Scatter(
                x=xs, y=ys, text=labels, name=literal(line.name), mode="lines+markers", connectgaps=False,
                hovertemplate="%{text}<extra></extra>", line={"color": colour, "width": 2.6 if line.main else 1.6},
                marker={"color": colour, "size": 7, "symbol": symbols, "line": {"color": colour, "width": 1.6}},
            )
        )  # fmt: skip
    for level in chart.levels:
        _level(drawn, chart, level, theme)
    first, last = (day.year for day in span(chart))
    if chart.signed:
        # The label stands on the side that has room.
        side = "right" if year_place(chart.signed) > (first + last) / 2 else "left"
        drawn.add_vline(x=year_place(chart.signed), line={"color": QUIET[theme], "width": 1, "dash": "dot"})
        drawn.add_annotation(
            x=year_place(chart.signed), y=1, yref="paper", yanchor="bottom", text=literal(chart.signed_label), showarrow=False,
            font={"size": 12, "color": QUIET[theme]}, xanchor=side,
        )  # fmt: skip
    for day, label in chart.breaks:
        drawn.add_vline(x=year_place(day), line={"color": QUIET[theme], "width": 1, "dash": "dash"})
        drawn.add_annotation(x=year_place(day), y=0, yref="paper", text=literal(label), showarrow=False, textangle=-90, xanchor="right", yanchor="bottom",
                             font={"size": 12, "color": QUIET[theme]})  # fmt: skip
    step = next(step for step in (1, 2, 5, 10, 20) if (last - first) / step <= 6)
    drawn.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 16, "t": 28, "b": 8},
        separators=decimal + group,
        hovermode="closest",
        showlegend=len(chart.lines) + len(chart.levels) + (chart.band is not None) > 1,
        legend={"orientation": "h", "yanchor": "top", "y": -0.12, "xanchor": "left", "x": 0},
        yaxis={
            "title": {"text": literal(chart.unit)},
            "automargin": True,
            "separatethousands": True,
            "rangemode": "tozero" if _near_zero(chart) else "normal",
        },
        xaxis={"automargin": True, "range": [first - 0.6, last + 0.6], "tickformat": "d", "tickangle": 0, "tick0": 0, "dtick": step},
    )
    return drawn


def _level(drawn: go.Figure, chart: Chart, level: Level, theme: str) -> None:
    colour = ASKED[theme]
    if level.at is None:
        drawn.add_hline(y=level.value, line={"color": colour, "width": 1.4, "dash": "dash"})
        drawn.add_trace(
            go.Scatter(x=[None], y=[None], name=literal(level.name), mode="lines", line={"color": colour, "width": 1.4, "dash": "dash"})
        )
        return
    xs, ys = [year_place(level.at)], [level.value]
    if level.required_from is not None:
        xs.insert(0, year_place(level.required_from.at))
        ys.insert(0, level.required_from.value)
    drawn.add_trace(
        go.Scatter(
            x=xs, y=ys, text=literal(level.name), name=literal(level.name), mode="lines+markers", hovertemplate="%{text}<extra></extra>",
            line={"color": colour, "width": 1.4, "dash": "dash"}, marker={"symbol": "square", "size": [0, 9][-len(xs):], "color": colour},
        )
    )  # fmt: skip


def _near_zero(chart: Chart) -> bool:
    values = [mark.value for line in chart.lines for run in line.runs for mark in run]
    return bool(values) and min(values) >= 0 and min(values) < 0.5 * max(values)
