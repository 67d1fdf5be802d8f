"""The blocks of a briefing as parts of a page: in its HTML file and in the preview."""

from collections import Counter

from dashboard.briefing.document import Bars, Block, Bullets, Cell, Drawing, Paragraph, Part, Table
from dashboard.charts.svg_renderer import line_chart
from dashboard.content import markup
from etl.i18n.translator import Translator


def block(words: Translator, shown: Block) -> str:
    """One block with its source line, as finished HTML."""
    if isinstance(shown, Paragraph):
        return markup.paragraph(shown.text, "sv-small sv-soft" if shown.soft else "")
    if isinstance(shown, Bullets):
        return markup.bullets(markup.text(item) for item in shown.items)
    if isinstance(shown, Table):
        return markup.table(shown.head, [[_cell(cell) for cell in row] for row in shown.rows], "br-table") + _source(shown.source)
    if isinstance(shown, Bars):
        return _bars(words, shown)
    return _drawing(words, shown)


def edited(part: Part) -> str:
    """The mark of an edited part, with the numbers that match nothing."""
    if not part.edited:
        return ""
    return markup.block(markup.text(" ".join((part.edited, ", ".join(part.unmatched))).strip()), "br-edited")


def _cell(cell: Cell) -> str:
    if cell.status:
        return markup.marked(cell.status, cell.text)
    if "\n" in cell.text:
        return "".join(markup.paragraph(line) for line in cell.text.split("\n"))
    text = markup.outside(cell.url, cell.text) if cell.url else markup.text(cell.text)
    return f'<span class="sv-num">{text}</span>' if cell.number else text


def _bars(words: Translator, shown: Bars) -> str:
    most = max((sum(count for _, count in bar.counts) for bar in shown.bars), default=1)
    rows = [
        markup.block(
            markup.block(markup.text(bar.name), "br-bar-name")
            + markup.stacked(words, Counter(dict(bar.counts)), bar.name, sum(count for _, count in bar.counts) / most),
            "br-bar",
        )
        for bar in shown.bars
    ]
    return markup.block("".join(rows), "br-bars") + markup.legend(words, [code for code, _ in shown.legend]) + _source(shown.source)


def _drawing(words: Translator, shown: Drawing) -> str:
    chart = shown.chart
    shaded = markup.paragraph(words.t("Shaded: {what}.", what=chart.band.name), "sv-small sv-soft") if chart.band else ""
    return markup.block(
        markup.heading(3, f"{chart.title} ({chart.unit})") + line_chart(chart, words) + shaded + _source(shown.source), "br-drawing"
    )


def _source(text: str) -> str:
    return markup.paragraph(text, "br-source")
