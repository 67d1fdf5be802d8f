"""The frame of a picture that stands alone, for a report or a post: title, legend and source line in explicit colours, as SVG and PNG."""

from dataclasses import dataclass
from html import escape

import typst

from dashboard.charts import theme
from dashboard.charts.font_files import fonts
from dashboard.charts.fonts import FAMILY, shown, width, wrap
from dashboard.charts.svg_renderer import LEFT, RIGHT, WIDTH

FONT_FAMILIES = f"'{FAMILY}', Arial, sans-serif"
# A drawing 640 wide gives a picture 1280 pixels wide: twice what it takes on a page.
PIXELS_PER_INCH = 144
MARGIN = 16
TITLE, SMALL, ICON = 18, 12, 12
# In points: the page of the picture is as large as the drawing.
_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.drawing), format: "svg", width: {width}pt)'


@dataclass(frozen=True)
class Entry:
    """What a legend says: a `line`, a dated `target` with the path to it, a `point` without one, an undated `level`, a `band`, or a status by its code."""

    kind: str
    colour: str
    name: str


def framed(title: str, entries: list[Entry], drawn: str, height: int, source: str, alt: str) -> str:
    """A drawing (SVG, WIDTH x `height`) with its title and legend above it and the finished source line below."""
    room = WIDTH - LEFT - RIGHT
    parts: list[str] = []
    y = 0.0
    for line in wrap(shown(title), room, TITLE, bold=True):
        y += 1.25 * TITLE
        parts.append(
            f'<text x="{LEFT}" y="{y:.0f}" font-size="{TITLE}" font-weight="700" fill="{theme.colour("ink")}">{escape(line.strip())}</text>'
        )
    y += 8
    named, y = _legend(entries, room, y)
    parts += [*named, drawn.replace("<svg ", f'<svg x="0" y="{y + 6:.0f}" width="{WIDTH}" height="{height}" ', 1)]
    y += height + 10
    for line in wrap(shown(source), room, SMALL):
        y += 1.3 * SMALL
        parts.append(f'<text x="{LEFT}" y="{y:.0f}" font-size="{SMALL}" fill="{theme.colour("soft")}">{escape(line.strip())}</text>')
    wide, high = WIDTH + 2 * MARGIN, round(y) + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="{-MARGIN} {-MARGIN} {wide} {high}"'
        f' font-family="{FONT_FAMILIES}" role="img" aria-label="{escape(shown(alt), quote=True)}">'
        f'<rect x="{-MARGIN}" y="{-MARGIN}" width="{wide}" height="{high}" fill="#ffffff"/>' + "".join(parts) + "</svg>"
    )


def as_png(picture: str) -> bytes:
    """A whole picture as PNG, at twice its size."""
    made = typst.compile(
        _PAGE.replace("{width}", str(WIDTH + 2 * MARGIN)).encode(),
        font_paths=fonts(),
        format="png",
        ppi=PIXELS_PER_INCH,
        sys_inputs={"drawing": picture},
    )
    assert isinstance(made, bytes)
    return made


def _legend(entries: list[Entry], room: float, y: float) -> tuple[list[str], float]:
    """The entries in rows, each no wider than the room, and where they end."""
    parts: list[str] = []
    x = float(LEFT)
    row = 1.5 * SMALL
    if entries:
        y += row
    for entry in entries:
        lines = wrap(shown(entry.name), room - 22, SMALL)
        wide = 22 + max(width(line, SMALL) for line in lines)
        if x > LEFT and x + wide > room:
            x, y = float(LEFT), y + row
        parts.append(_sign(entry, x, y - 4))
        for number, line in enumerate(lines):
            y += row if number else 0
            parts.append(
                f'<text x="{x + 22:.0f}" y="{y:.0f}" font-size="{SMALL}" fill="{theme.colour("ink")}">{escape(line.strip())}</text>'
            )
        x += wide + 16
    return parts, y


def icon(status: str, x: float, y: float) -> str:
    """The icon of a status, ICON wide and high."""
    placed = f'<svg x="{x:.1f}" y="{y:.1f}" width="{ICON}" height="{ICON}" '
    return theme.looks()[status].icon.replace("<svg ", placed, 1)


def _sign(entry: Entry, x: float, y: float) -> str:
    """The sign before a name: a stroke, dashes, a patch."""
    if entry.kind == "band":
        return f'<rect x="{x:.0f}" y="{y - 5:.0f}" width="16" height="10" fill="{entry.colour}" fill-opacity="0.18"/>'
    if entry.kind in theme.looks():
        return f'<rect x="{x:.0f}" y="{y - 8:.0f}" width="16" height="16" fill="{entry.colour}"/>' + icon(entry.kind, x + 2, y - 6)
    if entry.kind == "point":
        return f'<rect x="{x + 4:.0f}" y="{y - 4:.0f}" width="8" height="8" fill="{entry.colour}"/>'
    dashes = ' stroke-dasharray="5 4"' if entry.kind in ("level", "target") else ""
    return f'<path d="M{x:.0f} {y:.0f} h16" stroke="{entry.colour}" stroke-width="2.4" fill="none"{dashes}/>'
