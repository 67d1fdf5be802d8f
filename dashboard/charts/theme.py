"""The colours and icons of the style sheet, in its light theme, for documents that no style sheet reaches."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from etl.i18n.labels import STATUSES

STYLE_SHEET = Path(__file__).resolve().parent.parent / "style.css"
# One sign per status out of those every common font has (Windows Glyph List 4); none that reads as arithmetic before a count.
GLYPHS = {
    "achieved": "●", "on_track": "↑", "slightly_off": "▲", "off_track": "→", "moving_away": "↓", "mixed": "↕",
    "complete": "■", "substantial": "▬", "started": "►", "in_line": "♦", "partly": "◊", "contrary": "▼", "announced": "□",
    "not_started": "○", "superseded": "»", "no_evidence_found": "?", "not_searched": "…", "not_signed_yet": "–", "not_assessable": "░",
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """How a status looks: background and foreground as #rrggbb, its icon as SVG in the foreground's colour."""

    ground: str
    ink: str
    icon: str


@cache
def colour(name: str) -> str:
    """A colour of the light theme, such as `ink`, `soft`, `line`, `panel`, `accent`, `away`."""
    return _found(rf"--sv-{name}: light-dark\((#[0-9a-f]{{6}})")


@cache
def looks() -> dict[str, Look]:
    """Every status with its look."""
    found = {}
    for status in STATUSES:
        ground = colour(_found(rf"\.sv-{status}(?:, [^{{]+)? {{ background: var\(--sv-([a-z-]+)\)"))
        ink = colour(_found(rf"\.sv-{status}(?:, [^{{]+)? {{ background: [^;]+; color: var\(--sv-([a-z-]+)\)"))
        icon = unquote(_found(rf'\.sv-i-{status} {{ --sv-icon: url\("data:image/svg\+xml,([^"]+)"')).replace("#000", ink)
        found[status] = Look(ground, ink, icon)
    return found


@cache
def _style_sheet() -> str:
    return STYLE_SHEET.read_text(encoding="utf-8")


def _found(pattern: str) -> str:
    match = re.search(pattern, _style_sheet())
    assert match, f"style.css has nothing like {pattern}"
    return match[1]
