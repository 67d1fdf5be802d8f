"""Renders a briefing as PDF: tagged, with its fonts and bookmarks, without a browser. The template is briefing.typ."""

import json
import re
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from dashboard.briefing.document import Bars, Block, Briefing, Bullets, Cell, Drawing, Paragraph, Part, Table
from dashboard.briefing.story.remarks import remark
from dashboard.briefing.table_columns import crowded, numbers, widths
from dashboard.charts import standalone_chart, theme
from dashboard.charts.font_files import fonts
from dashboard.charts.fonts import FAMILY, shown, width
from etl.i18n.translator import Translator, translator

TEMPLATE = Path(__file__).with_name("briefing.typ")
# Text and table size in points, page margin in millimetres, height of a chart 640 wide, and the share of the page it is as wide as.
USUAL = {"text": 10.5, "table": 9.0, "margin": 20.0, "chart": 260, "width": 1.0}
# What one page tries in turn until all fits: first lower charts and narrower margins, then smaller letters.
TIGHTER = (
    {"text": 10.5, "table": 9.0, "margin": 18.0, "chart": 220, "width": 0.9},
    {"text": 10.0, "table": 8.5, "margin": 16.0, "chart": 190, "width": 0.9},
    {"text": 9.5, "table": 8.0, "margin": 15.0, "chart": 170, "width": 0.85},
    {"text": 9.0, "table": 7.5, "margin": 14.0, "chart": 150, "width": 0.8},
    {"text": 8.5, "table": 7.0, "margin": 13.0, "chart": 140, "width": 0.75},
    {"text": 8.0, "table": 7.0, "margin": 12.0, "chart": 130, "width": 0.75},
    {"text": 7.5, "table": 6.5, "margin": 11.0, "chart": 120, "width": 0.7},
    {"text": 7.0, "table": 6.0, "margin": 10.0, "chart": 110, "width": 0.7},
)
# The room for the watermark across a page, and its largest letters, in points.
DIAGONAL, WATERMARK = 760.0, 96.0
LONGEST_WORD = 24
# A4 in points, a millimetre, and what the template keeps free in a cell (0.7 em of a table's usual size).
PAPER, MM, CELL_GAP = 595.0, 2.8346, 8.0
MOST_PAYLOAD = 50_000_000
SHORT_BUILD = 8


def render(briefing: Briefing, payload: bytes) -> bytes:
    """The briefing as PDF (PDF/UA-1) with `payload` (JSON) attached; the same bytes whenever and wherever it is made.

    A one-page briefing is set ever more tightly (`TIGHTER`) until it takes one A4 page: lower charts and narrower margins first, then
    letters down to 7 points, in tables 6. Nothing is ever cut: what does not fit even so takes another page. Speakers' notes are not
    printed.
    """
    say = translator(briefing.lang)
    tried = TIGHTER if briefing.length == "one-page" else (USUAL,)
    for density in tried:
        made = _compiled(_data(briefing, say, density), payload, briefing)
        if len(tried) == 1 or _pages(made) == 1:
            break
    return made


def read_payload(data: bytes) -> bytes:
    """The payload of a PDF of ours; ValueError where it is none."""
    found = re.search(
        rb"/Type/EmbeddedFile(?P<packed>/Filter/FlateDecode)?/[^\n]{0,200}/Size (?P<size>\d{1,9})[^\n]{0,200}\nstream\n", data
    )
    if not data.startswith(b"%PDF") or not found:
        raise ValueError("This PDF is no briefing of Servanda, or another program has rewritten it: it carries no data.")
    stored, size = data[found.end() :], int(found["size"])
    try:
        payload = zlib.decompressobj().decompress(stored, min(size, MOST_PAYLOAD)) if found["packed"] else stored[:size]
    except zlib.error as error:
        raise ValueError("The data in this PDF cannot be read: the file was changed or is damaged.") from error
    if len(payload) != size:
        raise ValueError("The data in this PDF is cut off: the file was changed or is damaged.")
    return payload


def _compiled(data: dict[str, Any], payload: bytes, briefing: Briefing) -> bytes:
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False), "payload": payload.decode()},
        pdf_standards="ua-1",
        timestamp=datetime(briefing.as_of.year, briefing.as_of.month, briefing.as_of.day, tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made


def _pages(made: bytes) -> int:
    return max(int(count) for count in re.findall(rb"/Type/Pages/Count (\d+)", made))


def _data(briefing: Briefing, say: Translator, density: dict[str, float]) -> dict[str, Any]:
    """All that the template needs; every text with letters that the font has."""
    marked = briefing.state_text if briefing.state != "cleared" else ""
    long = briefing.length == "full" and len(briefing.parts) > 1
    data = {
        "title": briefing.title,
        "subtitle": briefing.subtitle,
        "declaration": _breakable(f"{briefing.declaration} · {', '.join(briefing.parties)}"),
        "named": _breakable(briefing.named),
        "lang": briefing.lang,
        "as_of": {"year": briefing.as_of.year, "month": briefing.as_of.month, "day": briefing.as_of.day},
        "day": say.t("as of {day}", day=say.day(briefing.as_of)),
        "build": say.t("Build {id}", id=briefing.build[:SHORT_BUILD]),
        "keywords": [briefing.declaration, briefing.build, briefing.content_hash],
        "state_text": briefing.state_text,
        "watermark": marked,
        "watermark_size": min(WATERMARK, DIAGONAL / max(width(marked, 1, bold=True), 1)),
        "reach": briefing.reach,
        "answer": [_breakable(line) for line in (*briefing.answer, *briefing.domain_lines)],
        "cautions": [_breakable(line) for line in briefing.cautions],
        "contents": say.t("Contents") if long else "",
        "parts": [_part(part, say, density) for part in briefing.parts],
        "density": density,
        "font": FAMILY,
        "look": {name: theme.colour(name) for name in ("ink", "soft", "line", "panel", "accent")}
        | {"statuses": {code: {"ground": shape.ground, "ink": shape.ink, "icon": shape.icon} for code, shape in theme.looks().items()}},
    }
    cleaned: dict[str, Any] = _shown(data)
    return cleaned


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(piece if piece == _BREAK else shown(piece) for piece in re.split(f"({_BREAK})", value))
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(item) for item in value]
    return value


# A place where a line may end, unseen.
_BREAK = "\u200b"


def _breakable(text: str) -> str:
    """A text whose endless words may be broken."""
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", rf"\1{_BREAK}", text)


def _part(part: Part, say: Translator, density: dict[str, float]) -> dict[str, Any]:
    return {
        "title": _breakable(part.title),
        "message": _breakable(part.under),
        "blocks": [_block(block, say, density) for block in part.blocks],
        "edited": _breakable(remark(part, say)),
    }


def _block(block: Block, say: Translator, density: dict[str, float]) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": _breakable(block.text), "soft": block.soft}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": [_breakable(item) for item in block.items]}
    if isinstance(block, Table):
        room = PAPER - 2 * density["margin"] * MM
        return {
            "kind": "table",
            "head": [_breakable(cell) for cell in block.head],
            "rows": [[_cell(cell) for cell in row] for row in block.rows],
            "columns": widths(block, room, density["table"], CELL_GAP) if block.head else [],
            "hyphenate": crowded(block, room, density["table"], CELL_GAP),
            "numbers": numbers(block),
            "source": _breakable(block.source),
        }
    if isinstance(block, Bars):
        most = max((sum(count for _, count in bar.counts) for bar in block.bars), default=1) or 1
        return {
            "kind": "bars",
            "bars": [
                {
                    "name": _breakable(bar.name),
                    "counts": [(code, count) for code, count in bar.counts if count],
                    "share": sum(count for _, count in bar.counts) / most,
                }
                for bar in block.bars
            ],
            "legend": [(code, _breakable(name)) for code, name in block.legend],
            "alt": block.alt,
            "source": _breakable(block.source),
        }
    return _drawing(block, say, density)


def _drawing(block: Drawing, say: Translator, density: dict[str, float]) -> dict[str, Any]:
    chart = block.chart
    return {
        "kind": "drawing",
        "title": f"{chart.title} ({chart.unit})" if chart.unit else chart.title,
        "svg": standalone_chart.drawing(chart, say, int(density["chart"])),
        "legend": [
            {"kind": entry.kind, "colour": entry.colour, "name": _breakable(entry.name)} for entry in standalone_chart.legend(chart)
        ],
        "alt": chart.alt or chart.title,
        "source": _breakable(block.source),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    web = cell.url.startswith(("https://", "http://"))
    return {"text": _breakable(cell.text), "status": cell.status, "url": cell.url if web else ""}
