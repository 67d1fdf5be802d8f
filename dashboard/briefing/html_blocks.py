"""The blocks of a briefing as parts of a page: in its HTML file and in the preview."""

from collections import Counter

from dashboard import parts
from dashboard.briefing.model import Bars, Block, Bullets, Cell, Drawing, Paragraph, Part, Table
from dashboard.charts.svg_renderer import line_chart
from etl.i18n.translator import Words


def block(words: Words, shown: Block) -> str:
    """One block with its source line, as finished HTML."""
    if isinstance(shown, Paragraph):
        return parts.paragraph(shown.text, "sv-small sv-soft" if shown.soft else "")
    if isinstance(shown, Bullets):
        return parts.bullets(parts.text(item) for item in shown.items)
    if isinstance(shown, Table):
        return parts.table(shown.head, [[_cell(cell) for cell in row] for row in shown.rows], "br-table") + _source(shown.source)
    if isinstance(shown, Bars):
        return _bars(words, shown)
    return _drawing(words, shown)


def edited(part: Part) -> str:
    """The mark of an edited part, with the numbers that match nothing."""
    if not part.edited:
        return ""
    return parts.block(parts.text(" ".join((part.edited, ", ".join(part.unmatched))).strip()), "br-edited")


def _cell(cell: Cell) -> str:
    if cell.status:
        return parts.marked(cell.status, cell.text)
    if "\n" in cell.text:
        return "".join(parts.paragraph(line) for line in cell.text.split("\n"))
    said = parts.outside(cell.url, cell.text) if cell.url else parts.text(cell.text)
    return f'<span class="sv-num">{said}</span>' if cell.number else said


def _bars(words: Words, shown: Bars) -> str:
    most = max((sum(count for _, count in bar.counts) for bar in shown.bars), default=1)
    rows = [
        parts.block(
            parts.block(parts.text(bar.name), "br-bar-name")
            + parts.stacked(words, Counter(dict(bar.counts)), bar.name, sum(count for _, count in bar.counts) / most),
            "br-bar",
        )
        for bar in shown.bars
    ]
    return parts.block("".join(rows), "br-bars") + parts.legend(words, [code for code, _ in shown.legend]) + _source(shown.source)


def _drawing(words: Words, shown: Drawing) -> str:
    chart = shown.chart
    shaded = parts.paragraph(words.t("Shaded: {what}.", what=chart.band.name), "sv-small sv-soft") if chart.band else ""
    return parts.block(
        parts.heading(3, f"{chart.title} ({chart.unit})") + line_chart(chart, words) + shaded + _source(shown.source), "br-drawing"
    )


def _source(said: str) -> str:
    return parts.paragraph(said, "br-source")
