"""Draws the two trips of `docs/architecture.md` as a picture: `python docs/draw_trips.py` writes `docs/trips.svg`.

A trip is a line that begins with a bold name and goes on with the places it passes, `a` → `b` → `c`; the first folder of a place gives
its colour. The picture is made from that text alone, so whoever changes a trip changes one line and runs the script.
"""

import re
from html import escape
from pathlib import Path

DOCS = Path(__file__).resolve().parent
TRIP = re.compile(r"^\*\*(.+?)\*\*: (.+ → .+)\.$", re.MULTILINE)
COLUMNS, WIDTH, HEIGHT, GAP, HEAD, MARGIN = 3, 286, 46, 34, 40, 16
COLOURS = {"etl": ("#e8f0fe", "#1a56a8"), "dashboard": ("#e6f4ea", "#1e6e3a")}
OTHER = ("#f3f4f6", "#4b5563")


def trips(text: str) -> list[tuple[str, list[str]]]:
    """The name of each trip and the places it passes, in their order."""
    return [(name, [place.strip().strip("`") for place in places.split("→")]) for name, places in TRIP.findall(text)]


def drawing(text: str) -> str:
    """The trips of a text as SVG: boxes joined by arrows, three in a line, read as one reads."""
    found, pieces, y = trips(text), [], MARGIN
    for name, places in found:
        pieces.append(f'<text class="name" x="{MARGIN}" y="{y + 18}">{escape(name)}</text>')
        y += HEAD
        for number, place in enumerate(places):
            x, top = MARGIN + number % COLUMNS * (WIDTH + GAP), y + number // COLUMNS * (HEIGHT + GAP)
            fill, line = COLOURS.get(place.partition("/")[0], OTHER)
            pieces.append(f'<rect x="{x}" y="{top}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{fill}" stroke="{line}"/>')
            pieces.append(
                f'<text x="{x + WIDTH / 2:g}" y="{top + HEIGHT / 2 + 5:g}" text-anchor="middle" fill="{line}">{escape(place)}</text>'
            )
            if number + 1 < len(places):
                pieces.append(_arrow(x, top, last=number % COLUMNS == COLUMNS - 1))
        y += -(-len(places) // COLUMNS) * (HEIGHT + GAP)
    wide = 2 * MARGIN + COLUMNS * WIDTH + (COLUMNS - 1) * GAP
    titles = escape(" and ".join(name for name, _ in found))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {y}" width="{wide}" height="{y}" role="img" aria-label="{titles}">',
            "<style>text{font:13px system-ui,sans-serif}.name{font-weight:600;font-size:16px;fill:#111827}path{fill:none;stroke:#6b7280;stroke-width:1.5}</style>",
            '<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            '<path d="M0 0 8 4 0 8z" style="fill:#6b7280;stroke:none"/></marker></defs>',
            f'<rect width="{wide}" height="{y}" fill="#ffffff"/>',
            *pieces,
            "</svg>\n",
        ]
    )


def _arrow(x: float, top: float, last: bool) -> str:
    """To the box on the right; from the last of a line to the first of the next."""
    middle = top + HEIGHT / 2
    if not last:
        return f'<path d="M{x + WIDTH} {middle:g}h{GAP - 2}" marker-end="url(#end)"/>'
    between, first = top + HEIGHT + GAP / 2, MARGIN + WIDTH / 2
    return f'<path d="M{x + WIDTH / 2:g} {top + HEIGHT}V{between:g}H{first:g}V{top + HEIGHT + GAP - 2}" marker-end="url(#end)"/>'


if __name__ == "__main__":
    (DOCS / "trips.svg").write_text(drawing((DOCS / "architecture.md").read_text(encoding="utf-8")), encoding="utf-8")
