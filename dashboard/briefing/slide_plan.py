"""Plans a briefing as slides before any is drawn: what stands on which, and how many there will be.

A short briefing takes one slide a part where its rows can be fewer, its first part on the cover: rows without room go to the notes, and the
slide says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.briefing.lettering import clean
from dashboard.briefing.model import Block, Briefing, Bullets, Paragraph, Part, Table
from dashboard.briefing.remarks import remark
from dashboard.briefing.slide_flow import TIGHT_CHART, TIGHT_SIZES, Pages, Text, high, laid_out, lines
from dashboard.briefing.slide_master import (
    BODY_BOTTOM,
    BODY_TOP,
    COVER_HIGH,
    COVER_TITLE_HIGH,
    KICKER_TOP,
    OPENING_TITLE_HIGH,
    OPENING_TOP,
    ROOM,
    TITLE_HIGH,
    TITLE_TOP,
)
from etl.words import Words, words

TITLE_SIZES, COVER_SIZES, OPENING_SIZES = (24, 22, 20), (40, 36, 32, 28, 24), (30, 28, 26, 24)
KICKER, UNDER_TITLE = 14, 12
SHORT_BUILD = 8
# A table on one slide keeps at least so many rows.
FEWEST_ROWS = 3


@dataclass(frozen=True)
class Told:
    """A part on its slides, with what the speaker says beside it. `bare`: the title stands alone, with nothing over it."""

    part: Part
    pages: Pages
    notes: str
    bare: bool = False


@dataclass(frozen=True)
class Plan:
    """All slides: the cover's, with what they say under the title, and each part's. `opening`: the first part stands on the cover."""

    about: tuple[Text, ...]
    covers: Pages
    opening: bool
    notes: str
    parts: tuple[Told, ...]

    @property
    def total(self) -> int:
        """How many slides there will be."""
        return len(self.covers) + sum(len(told.pages) for told in self.parts)


def plan(briefing: Briefing) -> Plan:
    """What stands on which slide. The same briefing gives the same plan."""
    say = words(briefing.lang)
    short = briefing.length != "full"
    opened = _opening(briefing, say) if short else None
    about, covers = opened or _cover(briefing, say)
    rest = briefing.parts[1:] if opened else briefing.parts
    told = tuple(_told(part, briefing, say, short) for part in rest)
    return Plan(about, covers, bool(opened), briefing.parts[0].notes if opened else "", told)


def fitting(text: str, sizes: Sequence[int], room: float) -> int:
    """The largest size in which a title fits, or 0 where none does."""
    return next((size for size in sizes if high(text, ROOM, size, bold=True) <= room), 0)


def title_top(bare: bool) -> int:
    """Where a title stands: higher where nothing stands over it."""
    return KICKER_TOP + 4 if bare else TITLE_TOP


def body_top(part: Part, otherwise: str, bare: bool = False) -> float:
    """Where a body begins under its title, `otherwise` one that always fits."""
    title = title_of(part) or otherwise
    size = fitting(title, TITLE_SIZES, TITLE_HIGH) or TITLE_SIZES[-1]
    return title_top(bare) + high(title, ROOM, size, bold=True) + UNDER_TITLE


def title_of(part: Part) -> str:
    """The message, else the title; empty where neither can head a slide."""
    return next((text for text in (part.message, part.title) if text.strip() and fitting(text, TITLE_SIZES, TITLE_HIGH)), "")


def kicker_of(part: Part) -> str:
    """The title over the message, where it takes one line."""
    fits = len(lines(part.title + " 00/00", ROOM, KICKER, bold=True)) == 1
    return part.title if fits and part.title != title_of(part) else ""


def _cover(briefing: Briefing, say: Words) -> tuple[tuple[Text, ...], Pages]:
    """A cover of its own: title, state and day, cautions."""
    cautions = [Bullets(briefing.cautions)] if briefing.cautions else []
    too_long = [] if fitting(briefing.title, COVER_SIZES, COVER_TITLE_HIGH) else [Paragraph(briefing.title)]
    about = _about(briefing, say)
    return about, laid_out([*too_long, *cautions], COVER_HIGH - about_high(about), BODY_BOTTOM - BODY_TOP)


def _opening(briefing: Briefing, say: Words) -> tuple[tuple[Text, ...], Pages] | None:
    """The cover that says at once what can be said, what cannot and when; None where that needs more than a slide."""
    if not briefing.parts or briefing.parts[0].key != "headline" or not fitting(briefing.title, OPENING_SIZES, OPENING_TITLE_HIGH):
        return None
    part = briefing.parts[0]
    about = " · ".join(
        text
        for text in (briefing.named, briefing.subtitle, briefing.state_text, say.t("Build {id}", id=briefing.build[:SHORT_BUILD]))
        if text
    )
    under = Text(clean(about), 14, high(about, ROOM, 14), soft=True)
    message = Text(clean(part.message), 20, high(part.message, ROOM, 20, bold=True) + 10, before=10, strong=True)
    room = BODY_BOTTOM - OPENING_TOP - about_high((under, message))
    cautions = [Bullets(briefing.cautions)] if briefing.cautions else []
    pages = laid_out([*part.blocks, *_remarks(part, say), *cautions], room, room, TIGHT_SIZES)
    return ((under, message), pages) if len(pages) == 1 else None


def _about(briefing: Briefing, say: Words) -> tuple[Text, ...]:
    """What the cover says under its title: the declaration with its parties, the subtitle, then the state, the day and the build."""
    day = " · ".join(
        (briefing.state_text, say.t("as of {day}", day=say.day(briefing.as_of)), say.t("Build {id}", id=briefing.build[:SHORT_BUILD]))
    )
    declared = f"{briefing.declaration} · {', '.join(briefing.parties)}"
    said = ((declared, 14), (briefing.subtitle, 20), (day, 14))
    return tuple(Text(clean(text), size, high(text, ROOM, size) + 6, before=6, soft=True) for text, size in said if text)


def about_high(about: Sequence[Text]) -> float:
    """What they take under the title, with the space behind them."""
    return sum(piece.high for piece in about) + 12


def _told(part: Part, briefing: Briefing, say: Words, short: bool) -> Told:
    blocks = [*_unheaded(part), *part.blocks, *_remarks(part, say)]
    if short:
        # A message that begins with the title needs none over it.
        bare = bool(part.title) and title_of(part).startswith(part.title)
        room = BODY_BOTTOM - body_top(part, briefing.title, bare)
        pages = laid_out(blocks, room, room, TIGHT_SIZES, TIGHT_CHART)
        if len(pages) == 1:
            return Told(part, pages, part.notes, bare)
        if shorter := _shortened(blocks, room, say):
            kept, left = shorter
            notes = "\n".join((part.notes, say.t("Not on the slide:"), *left)).strip()
            return Told(part, laid_out(kept, room, room, TIGHT_SIZES, TIGHT_CHART), notes, bare)
    room = BODY_BOTTOM - body_top(part, briefing.title)
    return Told(part, laid_out(blocks, room, room), part.notes)


def _shortened(blocks: Sequence[Block], room: float, say: Words) -> tuple[list[Block], list[str]] | None:
    """The blocks with the last rows of their longest table left out, and those rows as lines; None where that does not help."""
    tables = [block for block in blocks if isinstance(block, Table)]
    longest = max(tables, key=lambda table: len(table.rows), default=None)
    for count in range(len(longest.rows) - 1 if longest else 0, FEWEST_ROWS - 1, -1):
        assert longest is not None
        left = longest.rows[count:]
        remark_of_it = Paragraph(
            say.nt("{n} more is in the notes of this slide.", "{n} more are in the notes of this slide.", len(left)), soft=True
        )
        at = next(place for place, block in enumerate(blocks) if block is longest)
        kept = [*blocks[:at], replace(longest, rows=longest.rows[:count]), remark_of_it, *blocks[at + 1 :]]
        if len(laid_out(kept, room, room, TIGHT_SIZES[-1:], TIGHT_CHART)) == 1:
            return kept, [" – ".join(cell.text for cell in row) for row in left]
    return None


def _unheaded(part: Part) -> list[Block]:
    """What of title and message cannot head the slides and is said in their body."""
    heads = (title_of(part), kicker_of(part))
    return [Paragraph(text) for text in dict.fromkeys((part.title, part.message)) if text.strip() and text not in heads]


def _remarks(part: Part, say: Words) -> list[Block]:
    return [Paragraph(remark(part, say), soft=True)] if remark(part, say) else []
