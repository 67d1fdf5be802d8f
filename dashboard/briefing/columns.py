"""How the columns of a table share its width: no word is broken where the table is wide enough for all of them."""

from dashboard.briefing.lettering import width
from dashboard.briefing.model import Table

# In letters' widths: up to here a column's texts stay on one line each, and the most that a usual text or a word may ask for.
LINE, TEXT, WORD = 10.0, 34.0, 24.0
# What the sign before a status takes.
SIGN = 2.0


def widths(table: Table, room: float, size: float, padding: float, slack: float = 1.0) -> list[float]:
    """The widths of the columns in points, `room` together; `padding` is what a cell keeps free, `slack` how much wider letters may be.

    Each column gets its longest word, where there is room also its short texts on one line; what is left goes where texts are longest.
    """
    em = size * slack
    words, lines, usual = zip(*(_needs(table, at) for at in range(len(table.head))), strict=True)
    for asked in (lines, words):
        least = [need * em + padding for need in asked]
        if sum(least) <= room:
            break
    spare = room - sum(least)
    if spare < 0:
        return [need * room / sum(least) for need in least]
    wanted = [max(need * em + padding - have, 0.01) for need, have in zip(usual, least, strict=True)]
    return [have + spare * want / sum(wanted) for have, want in zip(least, wanted, strict=True)]


def numbers(table: Table) -> list[bool]:
    """Which columns hold numbers: they stand right."""
    return [any(row[at].number for row in table.rows) for at in range(len(table.head))]


def _needs(table: Table, at: int) -> tuple[float, float, float]:
    """Of a column, in letters' widths: its longest word, its short texts on one line, its usual text."""
    cells = [row[at] for row in table.rows]
    sign = SIGN if any(cell.status for cell in cells) else 0.0
    head = max((width(word, 1, bold=True) for word in table.head[at].split(" ")), default=0.0)
    texts = [(line, bool(cell.status)) for cell in cells for line in cell.text.split("\n")]
    word = max((width(word, 1, bold) + sign for text, bold in texts for word in text.split(" ")), default=0.0)
    line = max((width(text, 1, bold) + sign for text, bold in texts), default=0.0)
    word = max(min(word, WORD), head)
    total = [sum(width(text, 1) for text in cell.text.split("\n")) + sign for cell in cells]
    return word, max(word, line if line <= LINE + sign else 0.0), min(sum(total) / max(len(total), 1), TEXT)
