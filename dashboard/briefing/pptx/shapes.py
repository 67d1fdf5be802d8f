"""Draws the pieces of a slide: native tables and native charts with their legends, sources and alternative texts."""

import math
from collections.abc import Sequence
from locale import windows_locale
from typing import Any

from babel.numbers import get_group_symbol
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from dashboard.briefing.document import Cell
from dashboard.briefing.pptx.master import LEFT, ROOM
from dashboard.briefing.pptx.pagination import (
    BARS_FRAME,
    CELL_X,
    CELL_Y,
    DAY,
    LEGEND,
    LEGEND_GAP,
    LINE,
    OFFICE,
    SIGNS,
    Picture,
    Rows,
    Stack,
    Text,
    days,
    entry_text,
    marked,
)
from dashboard.briefing.pptx.text import Run, box, rgb, texts, write
from dashboard.briefing.table_columns import numbers
from dashboard.charts import theme
from dashboard.charts.fonts import clean, width
from dashboard.charts.model import Chart, Line, numbered, span, year_labels, year_place
from dashboard.charts.plotly_renderer import ASKED, QUIET
from dashboard.charts.standalone_chart import legend, line_colour
from dashboard.charts.svg_renderer import nice_range
from dashboard.charts.theme import GLYPHS

PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
AXIS, NAMES_SHARE = 12, 0.3
# What the numbers and years of a chart over time take beside its plot, in points.
VALUES_WIDE, RIGHT_OF_PLOT, ABOVE_PLOT, YEARS_HIGH = 72, 12, 6, 24
# A count narrower than this many points stands alone, without the sign of its status.
NARROW = 30


def table(slide: Any, piece: Rows, top: float, lang: str) -> None:
    """A native table, its head marked as one."""
    height = sum(piece.heights)
    frame = slide.shapes.add_table(1 + len(piece.rows), len(piece.widths), *(Pt(length) for length in (LEFT, top, ROOM, height)))
    describe(frame, "Table", ", ".join(piece.table.head))
    made = frame.table
    made.horz_banding = False
    (style,) = made._tbl.tblPr.xpath("a:tableStyleId")
    style.text = PLAIN_TABLE
    for column, wide in zip(made.columns, piece.widths, strict=True):
        column.width = Pt(wide)
    right = numbers(piece.table)
    cells = [tuple(Cell(name) for name in piece.table.head), *piece.rows]
    for at, (row, tall, cell_row) in enumerate(zip(made.rows, piece.heights, cells, strict=True)):
        row.height = Pt(tall)
        for place, (cell, text) in enumerate(zip(row.cells, cell_row, strict=True)):
            _cell(cell, text, piece.size, lang, head=at == 0, right=right[place])
    _under(slide, piece.source, top + height, lang)


def stack(slide: Any, piece: Stack, top: float, lang: str) -> None:
    """Stacked bars as a native chart, its legend as text that says colour, sign and word."""
    statuses = [code for code, _ in piece.bars.legend]
    if piece.legend_high:
        shapes = theme.looks()
        runs = []
        for number, (code, name) in enumerate(piece.bars.legend):
            runs.append(Run(entry_text(GLYPHS[code], name), shapes[code].ink, bold=True, ground=shapes[code].ground))
            if number < len(statuses) - 1:
                runs.append(Run(LEGEND_GAP, theme.colour("soft")))
        write(box(slide, "Legend", (LEFT, top, ROOM, piece.legend_high)).paragraphs[0], runs, LEGEND, lang)
    top += piece.legend_high
    height = len(piece.chosen) * piece.bar_high + BARS_FRAME
    data = CategoryChartData()
    data.categories = [_no_formula(bar.name) for bar in piece.chosen]
    counted = [dict(bar.counts) for bar in piece.chosen]
    for code, name in piece.bars.legend:
        data.add_series(_no_formula(name), [counts.get(code) or None for counts in counted])
    if not statuses:
        return
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *(Pt(length) for length in (LEFT, top, ROOM, height)), data)
    describe(frame, "Chart", piece.bars.alt)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    _letters(chart)
    most = max((sum(count for _, count in bar.counts) for bar in piece.bars.bars), default=1) or 1
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, most
    names = chart.category_axis
    names.reverse_order = True
    names.format.line.fill.background()
    names.major_tick_mark = XL_TICK_MARK.NONE
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 25, 100
    _bar_colours(plot, statuses, (1 - NAMES_SHARE) * ROOM / most)
    _inner_place(chart, NAMES_SHARE, 0.0, 1 - NAMES_SHARE, 1.0)
    _under(slide, piece.source, top + height, lang)


def picture(slide: Any, piece: Picture, top: float, lang: str) -> None:
    """A chart over time as a native chart: gaps open, targets as series of their own, the day of signature marked."""
    chart = piece.drawing.chart
    write(box(slide, "Chart title", (LEFT, top, ROOM, piece.title.high)).paragraphs[0], [Run(piece.title.text, theme.colour("ink"), bold=True)], piece.title.size, lang)  # fmt: skip
    top += piece.title.high
    if piece.legend_high:
        runs = []
        for number, entry in enumerate(legend(chart)):
            runs += [Run(LEGEND_GAP, theme.colour("soft"))] if number else []
            sign = SIGNS[entry.kind]
            runs += [Run(sign, entry.colour), Run(entry_text(sign, entry.name).removeprefix(sign), theme.colour("ink"))]
        write(box(slide, "Legend", (LEFT, top, ROOM, piece.legend_high)).paragraphs[0], runs, LEGEND, lang)
    top += piece.legend_high
    height = piece.high - piece.before - piece.title.high - piece.legend_high - piece.days_high - piece.source.high
    if not chart.empty:
        _days(slide, chart, top, lang)
        top += piece.days_high
        _line_chart(slide, chart, (LEFT, top, ROOM, height), lang)
    _under(slide, piece.source, top + height, lang)


def describe(shape: Any, name: str, text: str) -> None:
    """The name of a shape, and its alternative text."""
    about = shape._element.xpath("./*[1]/p:cNvPr")[0]
    about.set("name", f"{name} {about.get('id')}")
    about.set("descr", clean(text))


def _under(slide: Any, source: Text, top: float, lang: str) -> None:
    if source.text:
        texts(slide, [source], top, ROOM, LEFT, lang)


def _cell(cell: Any, content: Cell, size: float, lang: str, head: bool, right: bool) -> None:
    cell.margin_left, cell.margin_right, cell.margin_top, cell.margin_bottom = Pt(CELL_X), Pt(CELL_X), Pt(CELL_Y), Pt(CELL_Y)
    shape = theme.looks()[content.status] if content.status else None
    web = content.url if content.url.startswith(("https://", "http://")) else ""
    ink = shape.ink if shape else theme.colour("soft" if head else "accent" if web else "ink")
    write(cell.text_frame.paragraphs[0], [Run(marked(content), ink, bold=head or bool(shape), url=web)], size, lang, right)
    rules = cell._tc.get_or_add_tcPr()
    line = "soft" if head else "line"
    rules.append(
        parse_xml(
            f'<a:lnB {nsdecls("a")} w="{9525 if head else 6350}"><a:solidFill><a:srgbClr val="{theme.colour(line)[1:].upper()}"/></a:solidFill></a:lnB>'
        )
    )
    if shape:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(shape.ground)
    else:
        cell.fill.background()


def _bar_colours(plot: Any, statuses: Sequence[str], step: float) -> None:
    for code, series in zip(statuses, plot.series, strict=True):
        shape = theme.looks()[code]
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(shape.ground)
        series.format.line.color.rgb = rgb(shape.ink)
        series.format.line.width = Pt(0.75)
        labels = series.data_labels
        labels.show_value = True
        labels.number_format = f'"{GLYPHS[code]}" 0' if step >= NARROW else "0"
        labels.number_format_is_linked = False
        labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(AXIS), True, rgb(shape.ink)


def _days(slide: Any, chart: Chart, top: float, lang: str) -> None:
    """The names of marked days over the lines that mark them, a line each: office programs break labels in charts at any letter."""
    first, last = _years(chart)
    for at, (day, name) in enumerate(days(chart)):
        share = (year_place(day) - first) / (last - first)
        x = LEFT + VALUES_WIDE + share * (ROOM - VALUES_WIDE - RIGHT_OF_PLOT)
        wide = min(width(clean(name), DAY) * OFFICE + 4, ROOM)
        left = x if share < 0.5 else x - wide
        frame = box(slide, "Day", (max(LEFT, left), top + at * DAY * LINE, wide, DAY * LINE))
        write(frame.paragraphs[0], [Run(name, theme.colour("soft"))], DAY, lang, right=share >= 0.5)


def _line_chart(slide: Any, chart: Chart, place: tuple[float, float, float, float], lang: str) -> None:
    first, last = (year_place(day) for day in span(chart))
    marks = [mark.value for line in chart.lines for run in line.runs for mark in run]
    edges = [*chart.band.low, *chart.band.high] if chart.band else []
    low, high, step = nice_range(marks + [level.value for level in chart.levels] + edges)
    data = XyChartData()
    for line in chart.lines:
        _points(data.add_series(_no_formula(line.name)), line)
    drawn: list[str] = []

    def straight(name: str, points: Sequence[tuple[float, float]], kind: str) -> None:
        series = data.add_series(_no_formula(name))
        for x, y in points:
            series.add_data_point(x, y)
        drawn.append(kind)

    for level in chart.levels:
        if level.at is None:
            straight(level.name, [(first, level.value), (last, level.value)], "level")
        else:
            start = [(year_place(level.required_from.at), level.required_from.value)] if level.required_from else []
            straight(level.name, [*start, (year_place(level.at), level.value)], "target")
    if chart.band:
        for side in (chart.band.low, chart.band.high):
            straight(chart.band.name, list(zip(map(year_place, chart.band.at), side, strict=True)), "band")
    for day, label in days(chart):
        straight(label, [(year_place(day), low), (year_place(day), high)], "day")
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *(Pt(length) for length in place), data)
    describe(frame, "Chart", chart.alt or chart.title)
    made = frame.chart
    made.has_legend = made.has_title = False
    _letters(made)
    _axes(made, chart, (low, high, step), lang)
    *_, wide, tall = place
    _inner_place(
        made, VALUES_WIDE / wide, ABOVE_PLOT / tall, 1 - (VALUES_WIDE + RIGHT_OF_PLOT) / wide, 1 - (ABOVE_PLOT + YEARS_HIGH) / tall
    )
    every = list(made.plots[0].series)
    for (number, line), series in zip(numbered(chart), every, strict=False):
        _line_look(series, line, line_colour(number))
    for kind, series in zip(drawn, every[len(chart.lines) :], strict=True):
        _straight_look(series, kind)


def _points(series: Any, line: Line) -> None:
    """The values of a line; between two runs a place without a value, which stays open."""
    before = None
    for run in line.runs:
        if before is not None:
            series.add_data_point((before + year_place(run[0].at)) / 2, None)
        for mark in run:
            series.add_data_point(year_place(mark.at), mark.value)
            before = year_place(mark.at)


def _line_look(series: Any, line: Line, colour: str) -> None:
    series.smooth = False
    series.format.line.color.rgb = rgb(colour)
    series.format.line.width = Pt(2.5 if line.main else 1.5)
    _marker(series.marker, colour, 6 if line.main else 5)
    at = -1
    for number, run in enumerate(line.runs):
        at += 1 if number else 0
        for mark in run:
            at += 1
            if not mark.exact:
                _marker(series.points[at].marker, colour, 6, ground="#ffffff")


def _marker(marker: Any, colour: str, size: int, ground: str = "") -> None:
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(ground or colour)
    marker.format.line.color.rgb = rgb(colour)


def _straight_look(series: Any, kind: str) -> None:
    colour = ASKED["light"] if kind in ("level", "target") else QUIET["light"]
    series.smooth = False
    series.format.line.color.rgb = rgb(colour)
    series.format.line.width = Pt(1.5 if kind in ("level", "target") else 1)
    series.format.line.dash_style = MSO_LINE.ROUND_DOT if kind in ("day", "band") else MSO_LINE.DASH
    series.marker.style = XL_MARKER_STYLE.NONE
    if kind == "target":
        end = series.points[len(list(series.values)) - 1].marker
        _marker(end, colour, 9)
        end.style = XL_MARKER_STYLE.SQUARE


def _years(chart: Chart) -> tuple[float, float]:
    """Where the axis of years begins and ends."""
    labelled = year_labels(chart)
    apart = labelled[1] - labelled[0] if len(labelled) > 1 else 1
    begins = labelled[0] - apart if span(chart)[0].year - 0.5 < labelled[0] else labelled[0]
    return begins, labelled[-1] + max(1, apart // 2)


def _axes(made: Any, chart: Chart, scale: tuple[float, float, float], lang: str) -> None:
    low, high, step = scale
    values, years = made.value_axis, made.category_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = low, high, step
    values.major_gridlines.format.line.color.rgb = rgb(theme.colour("line"))
    decimals = max(0, -math.floor(math.log10(step))) if step < 1 else 0
    values.tick_labels.number_format = number_format(lang, decimals, low)
    labelled = year_labels(chart)
    years.minimum_scale, years.maximum_scale = _years(chart)
    years.major_unit = labelled[1] - labelled[0] if len(labelled) > 1 else 1
    years.has_major_gridlines = False
    years.tick_labels.number_format = "0"
    years.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    for axis in (values, years):
        axis.tick_labels.number_format_is_linked = False
        axis.format.line.color.rgb = rgb(theme.colour("line"))
        axis.major_tick_mark = XL_TICK_MARK.NONE


def number_format(lang: str, decimals: int = 0, low: float = 0) -> str:
    """The format of an axis' numbers: thousands parted as the language does, whatever the language of the office program.

    Where that is a space it stands in the format as a letter, after which only the size of a number says whether it is wanted; the
    decimal mark follows the code of the language (LibreOffice) or the program's own language (PowerPoint).
    """
    tail = "." + "0" * decimals if decimals else ""
    if not get_group_symbol(lang).isspace():
        return f"#,##0{tail}"
    # Languages as office programs number them: that of the country with the lowest number leads.
    code = f"[$-{min(number for number, name in windows_locale.items() if name.startswith(f'{lang}_')):X}]"
    thousands = f"{code}#\\ ##0{tail}"
    if low < 0:
        return f"[>=1000]{thousands};[<=-1000]-{thousands};{code}0{tail}"
    return f"[>=1000000]{code}#\\ ###\\ ##0{tail};[>=1000]{thousands};{code}0{tail}"


def _letters(made: Any) -> None:
    made.font.size = Pt(AXIS)
    made.font.color.rgb = rgb(theme.colour("ink"))


def _inner_place(made: Any, x: float, y: float, wide: float, high: float) -> None:
    """The plot's own place in its frame, as shares: names left of it have the rest."""
    area = made._chartSpace.chart.plotArea
    for layout in area.xpath("c:layout"):
        area.remove(layout)
    sides = "".join(f'<c:{name} val="{value}"/>' for name, value in (("x", x), ("y", y), ("w", wide), ("h", high)))
    area.insert(
        0,
        parse_xml(
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>{sides}'
            "</c:manualLayout></c:layout>"
        ),
    )


def _no_formula(name: str) -> str:
    """A name that no spreadsheet takes for a formula or a link."""
    text = clean(name)
    return f" {text}" if text.startswith(("=", "+", "-", "@", "{=", "http", "ftp", "mailto", "internal:", "external:")) else text
