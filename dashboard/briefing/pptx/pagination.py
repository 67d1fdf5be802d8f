"""Lays a part's blocks out over slides: measured pieces with their heights, so that nothing overflows and nothing is cut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.briefing.document import Bar, Bars, Block, Bullets, Cell, Drawing, Paragraph, Table
from dashboard.briefing.pptx.master import ROOM
from dashboard.briefing.table_columns import crowded, widths
from dashboard.charts.fonts import clean, wrap
from dashboard.charts.model import Chart, span, year_place
from dashboard.charts.standalone_chart import legend
from dashboard.charts.theme import GLYPHS

# How much wider than ours the letters of the slides' font may be (Arial: at most 1.13 in the texts of four languages).
OFFICE = 1.14
LINE = 1.2
# Letters in points: body and table, the largest that does not take more slides than the smallest.
SIZES = ((20, 14), (18, 13), (16, 12), (14, 11))
# Where a part shall stand on one slide: smaller yet, but never under what can be read on a table.
TIGHT_SIZES = (*SIZES, (13, 11), (12, 11), (12, 10), (11, 10))
SOFT, SMALL, CHART_TITLE, LEGEND, DAY = 14, 11, 14, 12, 11
INDENT, BETWEEN, CELL_X, CELL_Y = 16, 8, 5, 4
BAR_LEAST, BAR_MOST, BARS_FRAME, CHART_LEAST, TIGHT_CHART = 18, 32, 16, 170, 100
# What stands over or under a drawing may take so many lines; longer, it becomes text of its own.
MOST_LINES = 5
LEGEND_GAP, MOST_LINES = "    ", 45
SIGNS = {"line": "▬", "band": "▒", "level": "─ ─", "target": "─ ■", "point": "■"}


@dataclass(frozen=True)
class Text:
    """A paragraph or a bullet, or as much of it as a slide holds. `high` is its height in points, the space before it included."""

    text: str
    size: float
    high: float
    before: float = 0
    soft: bool = False
    bullet: bool = False
    indent: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Rows:
    """Rows of a table under its head, with the columns' widths and the rows' heights (the head's first) in points."""

    table: Table
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float
    source: Text
    high: float
    before: float


@dataclass(frozen=True)
class Stack:
    """Stacked bars with their legend's and their source's lines."""

    bars: Bars
    chosen: tuple[Bar, ...]
    bar_high: float
    legend_high: float
    source: Text
    high: float
    before: float


@dataclass(frozen=True)
class Picture:
    """A chart over time: what stands over and under it, and the height of all."""

    drawing: Drawing
    title: Text
    legend_high: float
    days_high: float
    source: Text
    high: float
    before: float


Piece = Text | Rows | Stack | Picture
Pages = list[list[Piece]]


def laid_out(
    blocks: Sequence[Block], first_room: float, room: float, sizes: Sequence[tuple[int, int]] = SIZES, chart_least: float = CHART_LEAST
) -> Pages:
    """The pieces slide by slide, in the largest letters that take no more slides than the smallest; at least one slide."""
    least = sizes[-1][1]
    fewest = _paged(blocks, sizes[-1], first_room, room, chart_least, least)
    tried = (_paged(blocks, larger, first_room, room, chart_least, least) for larger in sizes[:-1])
    return next((pages for pages in tried if len(pages) == len(fewest)), fewest)


def lines(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """The lines a text takes on a slide in so many points."""
    return wrap(clean(text), room / OFFICE, size, bold)


def high(text: str, room: float, size: float, bold: bool = False) -> float:
    """The height of a text on a slide, in points."""
    return len(lines(text, room, size, bold)) * size * LINE


def marked(cell: Cell) -> str:
    """The text of a cell, its status' sign before it."""
    return f"{GLYPHS[cell.status]}\u00a0{cell.text}" if cell.status else cell.text


class _Page:
    """Slides as they fill up."""

    def __init__(self, first_room: float, room: float) -> None:
        self.pages: Pages = [[]]
        self._rooms = (first_room, room)

    @property
    def whole(self) -> float:
        """The room of the slide being filled."""
        return self._rooms[len(self.pages) > 1]

    @property
    def left(self) -> float:
        """What is left of it."""
        return self.whole - sum(piece.high for piece in self.pages[-1])

    @property
    def empty(self) -> bool:
        """Nothing stands on it yet."""
        return not self.pages[-1]

    def turn(self) -> None:
        """Begin a new slide."""
        self.pages.append([])

    def put(self, piece: Piece) -> None:
        """Set a piece; a slide too full for it is left for a new one."""
        if piece.high > self.left + 0.01 and not self.empty:
            self.turn()
        self.pages[-1].append(piece)


def _paged(blocks: Sequence[Block], sizes: tuple[int, int], first_room: float, room: float, chart_least: float, least: int) -> Pages:
    page = _Page(first_room, room)
    body, table = sizes
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            _flow(page, Text(clean(block.text), min(SOFT, body) if block.soft else body, 0, soft=block.soft))
        elif isinstance(block, Bullets):
            for item in block.items:
                _flow(page, Text(clean(item), body, 0, bullet=True, indent=True))
        elif isinstance(block, Table):
            _rows(page, block, _unbroken(block, table, least))
        elif isinstance(block, Bars):
            _bars(page, block)
        else:
            _picture(page, block, sum(_text_high(later, body) for later in blocks[at + 1 :]), chart_least)
    return page.pages


def _text_high(block: Block, size: float) -> float:
    """What a text takes with the space before it; nothing for what is drawn."""
    if isinstance(block, Paragraph):
        return high(block.text, ROOM, min(SOFT, size) if block.soft else size) + BETWEEN
    if isinstance(block, Bullets):
        return sum(high(item, ROOM - INDENT, size) + BETWEEN for item in block.items)
    return 0


def _flow(page: _Page, text: Text) -> None:
    """Text over as many slides as it takes; one or two lines of a paragraph are not left alone on a slide."""
    waiting = lines(text.text, ROOM - (INDENT if text.indent else 0), text.size)
    step = text.size * LINE
    while waiting:
        before = 0 if page.empty else BETWEEN
        fit = int((page.left - before + 0.01) // step)
        if fit < min(3, len(waiting)) and not page.empty:
            page.turn()
            continue
        taken, waiting = waiting[: max(fit, 1)], waiting[max(fit, 1) :]
        sentence = "".join(taken).rstrip(" \n") if waiting else "".join(taken)
        page.put(replace(text, text=sentence, high=before + len(taken) * step, before=before))
        text = replace(text, bullet=False)


def _source(text: str) -> Text:
    return Text(clean(text), SMALL, high(text, ROOM, SMALL) + 4 if text else 0, before=4, soft=True)


def _kept(page: _Page, text: str) -> Text:
    """A source line, or none where it is too long to stand under its block: then it flows behind it as text."""
    return _source(text) if len(lines(text, ROOM, SMALL)) <= MOST_LINES else _source("")


def _unbroken(table: Table, size: int, least: int) -> int:
    """The letters of a table, smaller where some word would be broken."""
    return next((tried for tried in range(size, least, -1) if not crowded(table, ROOM, tried * OFFICE, 2 * CELL_X + 1)), least)


def _rows(page: _Page, table: Table, size: float) -> None:
    wide_each = tuple(widths(table, ROOM, size, 2 * CELL_X + 1, OFFICE)) if table.head else ()
    step = size * LINE
    head = (
        max((high(name, wide - 2 * CELL_X, size, bold=True) for name, wide in zip(table.head, wide_each, strict=True)), default=0)
        + 2 * CELL_Y
    )
    source = _kept(page, table.source)
    frame = head + source.high
    if page.left - BETWEEN < frame + 3 * step and not page.empty:
        page.turn()
    chosen: list[tuple[Cell, ...]] = []
    heights = [head]
    gap = 0.0 if page.empty else BETWEEN

    def close() -> None:
        nonlocal chosen, heights, gap
        page.put(Rows(table, tuple(chosen), wide_each, tuple(heights), size, source, gap + sum(heights) + source.high, gap))
        chosen, heights, gap = [], [head], 0.0

    for row in table.rows:
        waiting: tuple[Cell, ...] | None = row
        while waiting is not None:
            tall = max(len(_cell_lines(cell, wide, size)) for cell, wide in zip(waiting, wide_each, strict=True)) * step + 2 * CELL_Y
            left = page.left - gap - sum(heights) - source.high
            if tall <= left + 0.01:
                chosen.append(waiting)
                heights.append(tall)
                waiting = None
            elif chosen or not page.empty:
                if chosen:
                    close()
                page.turn()
                gap = 0.0
            else:
                fit = max(int((left - 2 * CELL_Y) // step), 1)
                first, waiting = _cut(waiting, wide_each, size, fit)
                chosen.append(first)
                heights.append(fit * step + 2 * CELL_Y)
    if chosen or not table.rows:
        close()
    if not source.text and table.source:
        _flow(page, Text(clean(table.source), SMALL, 0, soft=True))


def _cell_lines(cell: Cell, wide: float, size: float) -> list[str]:
    return lines(marked(cell), wide - 2 * CELL_X, size, bold=bool(cell.status))


def _cut(row: tuple[Cell, ...], wide_each: tuple[float, ...], size: float, fit: int) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """A row taller than a slide in two: so many lines of each cell, and the rest."""
    first, rest = [], []
    for cell, wide in zip(row, wide_each, strict=True):
        all_lines = lines(cell.text, wide - 2 * CELL_X - (2 * size if cell.status else 0), size, bold=bool(cell.status))
        first.append(replace(cell, text="".join(all_lines[:fit]).rstrip(" \n")))
        rest.append(replace(cell, text="".join(all_lines[fit:]), status=cell.status if all_lines[fit:] else ""))
    return tuple(first), tuple(rest)


def _bars(page: _Page, bars: Bars) -> None:
    named = legend_line([entry_text(GLYPHS[code], name) for code, name in bars.legend])
    legend_high = high(named, ROOM, LEGEND, bold=True) + 6 if named else 0
    source = _kept(page, bars.source)
    waiting = bars.bars
    while waiting:
        gap = 0 if page.empty else BETWEEN
        room = page.left - gap - legend_high - source.high - BARS_FRAME
        fit = int(room // BAR_LEAST)
        if fit < min(4, len(waiting)) and not page.empty:
            page.turn()
            continue
        taken, waiting = waiting[: max(fit, 1)], waiting[max(fit, 1) :]
        step = min(max(room / len(taken), BAR_LEAST), BAR_MOST)
        page.put(Stack(bars, taken, step, legend_high, source, gap + legend_high + len(taken) * step + BARS_FRAME + source.high, gap))
    if bars.source and (not source.text or not bars.bars):
        _flow(page, Text(clean(bars.source), SMALL, 0, soft=True))


def _picture(page: _Page, drawing: Drawing, after: float, chart_least: float) -> None:
    """A chart takes all the room that is left, but for what texts behind it need, if that leaves it enough."""
    chart = drawing.chart
    text = clean(f"{chart.title} ({chart.unit})" if chart.unit else chart.title)
    title = Text(text, CHART_TITLE, high(text, ROOM, CHART_TITLE, bold=True) + 2)
    named = legend_line([entry_text(SIGNS[entry.kind], entry.name) for entry in legend(chart)])
    inside = len(lines(named, ROOM, LEGEND)) <= MOST_LINES
    legend_high = high(named, ROOM, LEGEND) + 4 if named and inside else 0
    days_high = len(days(chart)) * DAY * LINE
    source = _kept(page, drawing.source)
    gap = 0 if page.empty else BETWEEN
    least = title.high + legend_high + days_high + chart_least + source.high
    if page.left - gap < least and not page.empty:
        page.turn()
        gap = 0
    room = page.left - after if page.left - after - gap >= least else page.left
    page.put(Picture(drawing, title, legend_high, days_high, source, max(room, least), gap))
    if not inside:
        _flow(page, Text(named, SMALL, 0, soft=True))
    if not source.text and drawing.source:
        _flow(page, Text(clean(drawing.source), SMALL, 0, soft=True))


def days(chart: Chart) -> list[tuple[date, str]]:
    """The days marked in a chart with their names: the signature, breaks."""
    if chart.empty:
        return []
    first, last = (year_place(day) for day in span(chart))
    signed = [(chart.signed, chart.signed_label)] if chart.signed and first <= year_place(chart.signed) <= last else []
    return [*signed, *chart.breaks]


def entry_text(sign: str, name: str) -> str:
    """An entry of a legend: its sign and name, kept on one line if that is not long."""
    text = f"{sign} {clean(name)}"
    return text.replace(" ", "\u00a0") if len(text) < MOST_LINES else text.replace(" ", "\u00a0", 1)


def legend_line(entries: Sequence[str]) -> str:
    """The entries of a legend as one text."""
    return LEGEND_GAP.join(entries)
