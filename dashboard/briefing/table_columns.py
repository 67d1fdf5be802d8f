"""How the columns of a table share its width: no word is broken where the table is wide enough for all of them."""

from dashboard.briefing.document import Table
from dashboard.charts.fonts import width

# What columns ask for in turn, in letters' widths: up to where texts stay on one line, and what columns of longer texts get at least.
ASKED = ((11.0, 13.0), (7.5, 11.0), (7.5, 8.0), (0.0, 0.0))
# The most that a word, a usual text may ask for; what the sign before a status takes.
WORD, TEXT, SIGN = 24.0, 34.0, 2.0


def widths(table: Table, room: float, size: float, padding: float, slack: float = 1.0) -> list[float]:
    """The widths of the columns in points, `room` together; `padding` is what a cell keeps free, `slack` how much wider letters may be.

    Each column gets its longest word, where there is room also its short texts on one line; what is left goes where texts are longest.
    """
    em = size * slack
    needs = [_needs(table, at) for at in range(len(table.head))]
    for short, long in ASKED:
        least = [max(word, line if line <= short else min(usual, long)) * em + padding for word, line, usual in needs]
        if sum(least) <= room:
            break
    spare = room - sum(least)
    if spare < 0:
        return [need * room / sum(least) for need in least]
    wanted = [max(max(usual, min(line, TEXT)) * em + padding - have, 0.01) for (_, line, usual), have in zip(needs, least, strict=True)]
    return [have + spare * want / sum(wanted) for have, want in zip(least, wanted, strict=True)]


def crowded(table: Table, room: float, size: float, padding: float) -> bool:
    """Whether some word must be broken."""
    return sum(_needs(table, at)[0] * size + padding for at in range(len(table.head))) > room


def numbers(table: Table) -> list[bool]:
    """Which columns hold numbers: they stand right."""
    return [any(row[at].number for row in table.rows) for at in range(len(table.head))]


def _needs(table: Table, at: int) -> tuple[float, float, float]:
    """Of a column, in letters' widths: its longest word, its longest text on one line, its usual text."""
    cells = [row[at] for row in table.rows]
    sign = SIGN if any(cell.status for cell in cells) else 0.0
    texts = [(line, bool(cell.status)) for cell in cells for line in cell.text.split("\n")]
    # A figure is read with its unit and its period.
    split = "\n" if numbers(table)[at] else " "
    word = max((width(word, 1, bold) + sign for text, bold in texts for word in text.split(split)), default=0.0)
    head = max((width(word, 1, bold=True) for word in table.head[at].split(" ")), default=0.0)
    line = max((width(text, 1, bold) + sign for text, bold in texts), default=0.0)
    lines = [sum(width(text, 1) for text in cell.text.split("\n")) + sign for cell in cells]
    usual = max(sum(lines) / max(len(lines), 1), 0.8 * width(table.head[at], 1, bold=True))
    return max(min(word, WORD), head), line, min(usual, TEXT)
