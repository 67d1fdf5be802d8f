"""How the columns of a table share its width."""

from dashboard.briefing.lettering import width
from dashboard.briefing.model import Table

# In letters' widths: the most that a word, a usual text, a status may ask for, and what its icon takes.
WORD, TEXT, STATUS, ICON, LEAST, GAP = 12.0, 40.0, 14.0, 3.0, 2.0, 1.0
FIRST_WORDS = 40


def shares(table: Table) -> list[float]:
    """The part of the width each column gets, by what its longest word and its usual text need: short columns stay narrow."""
    needs = []
    for at, name in enumerate(table.head):
        cells = [row[at] for row in table.rows]
        texts = [name, *(cell.text for cell in cells)]
        word = max((width(word, 1) for text in texts for word in text.split()[:FIRST_WORDS]), default=LEAST)
        usual = sum(width(text, 1) for text in texts) / len(texts)
        # A status reads best on one line.
        status = min(max(width(text, 1) for text in texts), STATUS) + ICON if any(cell.status for cell in cells) else LEAST
        needs.append(max(min(word, WORD), min(usual, TEXT), status) + GAP)
    return [round(need / sum(needs), 4) for need in needs]


def numbers(table: Table) -> list[bool]:
    """Which columns hold numbers: they stand right."""
    return [any(row[at].number for row in table.rows) for at in range(len(table.head))]
