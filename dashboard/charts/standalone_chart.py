"""A chart as a picture that stands alone, for a report or a post: SVG and PNG with title, legend, source line and explicit colours."""

from dashboard.charts import theme
from dashboard.charts.fonts import shown
from dashboard.charts.model import Chart, numbered
from dashboard.charts.picture_frame import FONT_FAMILIES, SMALL, Entry, as_png, framed
from dashboard.charts.plotly_renderer import ASKED, LESSER, MAIN, QUIET
from dashboard.charts.svg_renderer import LEFT, Style, line_chart
from etl.i18n.translator import Translator

HEIGHT = 300


def line_colour(number: int) -> str:
    """The colour of a line by its number; 0 is the main one."""
    return LESSER["light"][(number - 1) % len(LESSER["light"])] if number else MAIN["light"]


def legend(chart: Chart) -> list[Entry]:
    """What is drawn, by name; nothing for a chart with one line alone."""
    entries = [Entry("line", line_colour(number), line.name) for number, line in numbered(chart)]
    for level in chart.levels:
        kind = "level" if level.at is None else "target" if level.required_from else "point"
        entries.append(Entry(kind, ASKED["light"], level.name))
    if chart.band:
        entries.append(Entry("band", QUIET["light"], chart.band.name))
    return entries if len(entries) > 1 else []


def drawing(chart: Chart, words: Translator, height: int = HEIGHT) -> str:
    """The chart without title and legend as SVG with its own colours; empty for an empty chart."""
    return shown(line_chart(chart, words, STANDING_ALONE, height))


def svg(chart: Chart, words: Translator, source: str) -> str:
    """The whole picture: title with unit, legend, chart and the finished source line."""
    return framed(f"{chart.title} ({chart.unit})", legend(chart), drawing(chart, words), HEIGHT, source, chart.alt)


def png(chart: Chart, words: Translator, source: str) -> bytes:
    """The whole picture as PNG, at twice the size of the drawing."""
    return as_png(svg(chart, words, source))


def _role(role: str, number: int) -> str:
    """The attributes of a role, in explicit colours."""
    ink, quiet, asked = line_colour(number), theme.colour("soft"), ASKED["light"]
    fixed = {
        "grid": f'stroke="{theme.colour("line")}" stroke-width="1"',
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
