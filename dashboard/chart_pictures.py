"""A chart as a picture that stands alone, for a report or a post: SVG and PNG with title, legend, source line and explicit colours."""

from dataclasses import dataclass
from html import escape

import typst

from dashboard.briefing import look
from dashboard.briefing.lettering import FAMILY, shown, width, wrap
from dashboard.briefing.typesetting import fonts
from dashboard.charts import Chart, numbered
from dashboard.charts_plotly import ASKED, BESIDE, MAIN, QUIET
from dashboard.charts_svg import LEFT, RIGHT, WIDTH, Style, line_chart
from etl.words import Words

FONT_FAMILIES = f"'{FAMILY}', Arial, sans-serif"
HEIGHT = 300
# A drawing 640 wide gives a picture 1280 pixels wide: twice what it takes on a page.
PIXELS_PER_INCH = 144
MARGIN = 16
TITLE, SMALL = 18, 12
# In points: the page of the picture is as large as the drawing.
_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.drawing), format: "svg", width: {width}pt)'


@dataclass(frozen=True)
class Entry:
    """What a legend says: a `line`, a dated `target` with the path to it, a `point` without one, an undated `level` or a `band`."""

    kind: str
    colour: str
    name: str


def line_colour(number: int) -> str:
    """The colour of a line by its number; 0 is the main one."""
    return BESIDE["light"][(number - 1) % len(BESIDE["light"])] if number else MAIN["light"]


def legend(chart: Chart) -> list[Entry]:
    """What is drawn, by name; nothing for a chart with one line alone."""
    entries = [Entry("line", line_colour(number), line.name) for number, line in numbered(chart)]
    for level in chart.levels:
        kind = "level" if level.at is None else "target" if level.required_from else "point"
        entries.append(Entry(kind, ASKED["light"], level.name))
    if chart.band:
        entries.append(Entry("band", QUIET["light"], chart.band.name))
    return entries if len(entries) > 1 else []


def drawing(chart: Chart, words: Words, height: int = HEIGHT) -> str:
    """The chart without title and legend as SVG with its own colours; empty for an empty chart."""
    return shown(line_chart(chart, words, STANDING_ALONE, height))


def svg(chart: Chart, words: Words, source: str) -> str:
    """The whole picture: title with unit, legend, chart and the finished source line."""
    room = WIDTH - LEFT - RIGHT
    parts: list[str] = []
    y = 0.0
    for line in wrap(shown(f"{chart.title} ({chart.unit})"), room, TITLE, bold=True):
        y += 1.25 * TITLE
        parts.append(
            f'<text x="{LEFT}" y="{y:.0f}" font-size="{TITLE}" font-weight="700" fill="{look.colour("ink")}">{escape(line.strip())}</text>'
        )
    y += 8
    named, y = _legend(legend(chart), room, y)
    inner = drawing(chart, words)
    parts += [*named, inner.replace("<svg ", f'<svg x="0" y="{y + 6:.0f}" width="{WIDTH}" height="{HEIGHT}" ', 1)]
    y += HEIGHT + 10
    for line in wrap(shown(source), room, SMALL):
        y += 1.3 * SMALL
        parts.append(f'<text x="{LEFT}" y="{y:.0f}" font-size="{SMALL}" fill="{look.colour("soft")}">{escape(line.strip())}</text>')
    wide, high = WIDTH + 2 * MARGIN, round(y) + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="{-MARGIN} {-MARGIN} {wide} {high}"'
        f' font-family="{FONT_FAMILIES}" role="img" aria-label="{escape(shown(chart.alt), quote=True)}">'
        f'<rect x="{-MARGIN}" y="{-MARGIN}" width="{wide}" height="{high}" fill="#ffffff"/>' + "".join(parts) + "</svg>"
    )


def png(chart: Chart, words: Words, source: str) -> bytes:
    """The whole picture as PNG, at twice the size of the drawing."""
    made = typst.compile(
        _PAGE.replace("{width}", str(WIDTH + 2 * MARGIN)).encode(),
        font_paths=fonts(),
        format="png",
        ppi=PIXELS_PER_INCH,
        sys_inputs={"drawing": svg(chart, words, source)},
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
                f'<text x="{x + 22:.0f}" y="{y:.0f}" font-size="{SMALL}" fill="{look.colour("ink")}">{escape(line.strip())}</text>'
            )
        x += wide + 16
    return parts, y


def _sign(entry: Entry, x: float, y: float) -> str:
    """The sign before a name: a stroke, dashes, a patch."""
    if entry.kind == "band":
        return f'<rect x="{x:.0f}" y="{y - 5:.0f}" width="16" height="10" fill="{entry.colour}" fill-opacity="0.18"/>'
    if entry.kind == "point":
        return f'<rect x="{x + 4:.0f}" y="{y - 4:.0f}" width="8" height="8" fill="{entry.colour}"/>'
    dashes = ' stroke-dasharray="5 4"' if entry.kind in ("level", "target") else ""
    return f'<path d="M{x:.0f} {y:.0f} h16" stroke="{entry.colour}" stroke-width="2.4" fill="none"{dashes}/>'


def _role(role: str, number: int) -> str:
    """The attributes of a role, in explicit colours."""
    ink, quiet, asked = line_colour(number), look.colour("soft"), ASKED["light"]
    fixed = {
        "grid": f'stroke="{look.colour("line")}" stroke-width="1"',
        "label": f'fill="{quiet}" font-size="{SMALL}"',
        "usual": f'fill="{QUIET["light"]}" fill-opacity="0.18"',
        "signed": f'stroke="{quiet}" stroke-width="1" stroke-dasharray="2 3"',
        "break": f'stroke="{quiet}" stroke-width="1" stroke-dasharray="5 4"',
        "required": f'fill="none" stroke="{asked}" stroke-width="1.4" stroke-dasharray="5 4"',
        "target": f'fill="{asked}"',
        "line": f'fill="none" stroke="{ink}" stroke-width="2.4" stroke-linejoin="round"',
        "beside": f'fill="none" stroke="{ink}" stroke-width="1.6" stroke-linejoin="round"',
    }
    if role in fixed:
        return fixed[role]
    return f'fill="{"#ffffff" if role.endswith("hollow") else ink}" stroke="{ink}" stroke-width="1.6"'


STANDING_ALONE = Style(_role, f'xmlns="http://www.w3.org/2000/svg" font-family="{FONT_FAMILIES}"', left=LEFT + 52, alone=True)
