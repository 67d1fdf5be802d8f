"""Plans a briefing as slides before any is drawn: what stands on which, and how many there will be.

The cover begins with the first answer. A short briefing takes one slide a part where its rows can be fewer, its first part on the cover:
rows without room go to the notes, and the slide says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.briefing.document import Block, Briefing, Bullets, Drawing, Paragraph, Part, Table
from dashboard.briefing.pptx.master import (
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
from dashboard.briefing.pptx.pagination import TIGHT_CHART, TIGHT_SIZES, Pages, Text, high, laid_out, lines
from dashboard.briefing.story.remarks import remark
from dashboard.charts.fonts import clean
from etl.i18n.translator import Translator, translator

TITLE_SIZES, COVER_SIZES, OPENING_SIZES = (24, 22, 20), (40, 36, 32, 28, 24), (30, 28, 26, 24)
KICKER, UNDER_TITLE = 14, 12
SHORT_BUILD = 8
# A table on one slide keeps at least so many rows.
FEWEST_ROWS = 3
# Letters of a cover that says everything: smaller ones only where something must be left out even so.
USUAL_SIZES = tuple(sizes for sizes in TIGHT_SIZES if sizes[0] >= 12)


@dataclass(frozen=True)
class PlannedPart:
    """A part on its slides, with what the speaker says beside it. `bare`: the title stands alone, with nothing over it."""

    part: Part
    pages: Pages
    notes: str
    bare: bool = False


@dataclass(frozen=True)
class Plan:
    """All slides: the cover's, with what they say under the title, and each part's. `opening`: the cover begins with an answer, its title
    stands higher; `notes` are the cover's."""

    about: tuple[Text, ...]
    covers: Pages
    opening: bool
    notes: str
    parts: tuple[PlannedPart, ...]

    @property
    def total(self) -> int:
        """How many slides there will be."""
        return len(self.covers) + sum(len(planned.pages) for planned in self.parts)


# What a cover says under its title, its slides, whether it begins with an answer, its notes.
Cover = tuple[tuple[Text, ...], Pages, bool, str]


def plan(briefing: Briefing) -> Plan:
    """What stands on which slide. The same briefing gives the same plan."""
    say = translator(briefing.lang)
    short = briefing.length != "full"
    opened = _opening(briefing, say) if short else None
    cover = opened or (_answered(briefing, say) if briefing.answer else _cover(briefing, say))
    rest = briefing.parts[1:] if opened else briefing.parts
    return Plan(*cover, tuple(_told(part, briefing, say, short) for part in rest))


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


def _cover(briefing: Briefing, say: Translator) -> Cover:
    """A cover without an answer: title, state and day, cautions."""
    cautions = [Bullets(briefing.cautions)] if briefing.cautions else []
    too_long = [] if fitting(briefing.title, COVER_SIZES, COVER_TITLE_HIGH) else [Paragraph(briefing.title)]
    about = _about(briefing, say)
    return about, laid_out([*too_long, *cautions], COVER_HIGH - about_high(about), BODY_BOTTOM - BODY_TOP), False, ""


def _answered(briefing: Briefing, say: Translator) -> Cover:
    """A cover that begins with the answer; the lines of the domains go to its notes where it has no room for them."""
    about = _leading(briefing, briefing.answer[0], f"{briefing.declaration} · {', '.join(briefing.parties)}", say)
    room = BODY_BOTTOM - OPENING_TOP - about_high(about)
    too_long = [] if fitting(briefing.title, OPENING_SIZES, OPENING_TITLE_HIGH) else [Paragraph(briefing.title)]
    attempts = ((briefing.domain_lines, USUAL_SIZES, ()), ((), TIGHT_SIZES, briefing.domain_lines))
    for domains, sizes, unsaid in attempts:
        bullets = Bullets((*briefing.answer[1:], *domains))
        pages = laid_out([*too_long, bullets, *_in_notes(unsaid, say), *_cautions(briefing)], room, BODY_BOTTOM - BODY_TOP, sizes)
        if len(pages) == 1:
            break
    return about, pages, True, _unsaid("", unsaid, say)


def _opening(briefing: Briefing, say: Translator) -> Cover | None:
    """The cover that says at once, after the answer, what can be said, what cannot and when; None where that needs more than a slide.

    Where there is no room for all in letters of a usual size, first the lines of the domains go to its notes, then the tables, then the
    cautions.
    """
    if not briefing.parts or briefing.parts[0].key != "headline" or not fitting(briefing.title, OPENING_SIZES, OPENING_TITLE_HIGH):
        return None
    part = briefing.parts[0]
    lead = briefing.answer[0] if briefing.answer else part.message
    about = _leading(briefing, lead, briefing.named, say)
    room = BODY_BOTTOM - OPENING_TOP - about_high(about)
    answer: list[Block] = [Bullets(briefing.answer[1:]), Paragraph(part.message)] if briefing.answer else []
    domains: list[Block] = [Bullets(briefing.domain_lines)] if briefing.domain_lines else []
    tables = [block for block in part.blocks if isinstance(block, Table)]
    others = [block for block in part.blocks if not isinstance(block, Table)]
    remarks, cautions = _remarks(part, say), _cautions(briefing)
    rows = [line for table in tables for line in (*_columns(table, say), table.source)]
    attempts: list[tuple[list[Block], Sequence[tuple[int, int]], list[str], list[Block]]] = [
        ([*answer, *domains, *part.blocks], USUAL_SIZES if answer else TIGHT_SIZES, [], cautions),
        ([*answer, *part.blocks], USUAL_SIZES, [*briefing.domain_lines], cautions),
        ([*answer, *domains, *others], USUAL_SIZES, rows, cautions),
        ([*answer, *others], TIGHT_SIZES, [*briefing.domain_lines, *rows], cautions),
        ([*answer, *others], TIGHT_SIZES, [*briefing.domain_lines, *rows, *briefing.cautions], []),
    ]
    for blocks, sizes, unsaid, last in attempts if answer else attempts[:1]:
        pages = laid_out([*blocks, *_in_notes(unsaid, say), *remarks, *last], room, room, sizes)
        if len(pages) == 1:
            return about, pages, True, _unsaid(part.notes, unsaid, say)
    return None


def _columns(table: Table, say: Translator) -> list[str]:
    """Its cells as lines, each under the name of its column."""
    return [say.pair(name, cell.text.replace("\n", " ")) for row in table.rows for name, cell in zip(table.head, row, strict=True)]


def _leading(briefing: Briefing, lead: str, named: str, say: Translator) -> tuple[Text, ...]:
    """What stands under the title of a cover that begins with an answer: what it is about, and the first sentence."""
    build = say.t("Build {id}", id=briefing.build[:SHORT_BUILD])
    about = " · ".join(text for text in (named, briefing.subtitle, briefing.state_text, build) if text)
    under = Text(clean(about), 12, high(about, ROOM, 12), soft=True)
    return under, Text(clean(lead), 18, high(lead, ROOM, 18, bold=True) + 8, before=8, strong=True)


def _cautions(briefing: Briefing) -> list[Block]:
    """The cautions of a cover: a remark under an answer, else its text."""
    if not briefing.cautions:
        return []
    return [Paragraph(" ".join(briefing.cautions), soft=True) if briefing.answer else Bullets(briefing.cautions)]


def _in_notes(left: Sequence[str], say: Translator) -> list[Block]:
    """What a slide says of lines that stand in its notes only."""
    return [Paragraph(say.t("The rest is in the notes of this slide."), soft=True)] if left else []


def _unsaid(notes: str, lines_left: Sequence[str], say: Translator) -> str:
    """The notes of a slide, with what has no room on it."""
    return "\n".join((notes, say.t("Not on the slide:"), *lines_left)).strip() if lines_left else notes


def _about(briefing: Briefing, say: Translator) -> tuple[Text, ...]:
    """What the cover says under its title: the declaration with its parties, the subtitle, then the state, the day and the build."""
    day = " · ".join(
        (briefing.state_text, say.t("as of {day}", day=say.day(briefing.as_of)), say.t("Build {id}", id=briefing.build[:SHORT_BUILD]))
    )
    declared = f"{briefing.declaration} · {', '.join(briefing.parties)}"
    lines = ((declared, 14), (briefing.subtitle, 20), (day, 14))
    return tuple(Text(clean(text), size, high(text, ROOM, size) + 6, before=6, soft=True) for text, size in lines if text)


def about_high(about: Sequence[Text]) -> float:
    """What they take under the title, with the space behind them."""
    return sum(piece.high for piece in about) + 12


def _told(part: Part, briefing: Briefing, say: Translator, short: bool) -> PlannedPart:
    blocks = [*_unheaded(part), *part.blocks, *_remarks(part, say)]
    if short:
        # A message that begins with the title needs none over it.
        bare = bool(part.title) and title_of(part).startswith(part.title)
        room = BODY_BOTTOM - body_top(part, briefing.title, bare)
        pages = laid_out(blocks, room, room, TIGHT_SIZES, TIGHT_CHART)
        if len(pages) == 1:
            return PlannedPart(part, pages, part.notes, bare)
        if shorter := _shortened(blocks, room, say):
            fitting_rows, left = shorter
            return PlannedPart(part, laid_out(fitting_rows, room, room, TIGHT_SIZES, TIGHT_CHART), _unsaid(part.notes, left, say), bare)
    room = BODY_BOTTOM - body_top(part, briefing.title)
    return PlannedPart(part, laid_out(blocks, room, room), part.notes)


def _shortened(blocks: Sequence[Block], room: float, say: Translator) -> tuple[list[Block], list[str]] | None:
    """The blocks with the last rows of their longest table left out, else also without charts, and what was left out as lines.

    None where that does not help.
    """
    charts = [block for block in blocks if isinstance(block, Drawing)]
    drawn = [line for block in charts for line in (say.pair(block.chart.title, block.chart.alt), block.source)]
    return _fewer_rows(blocks, room, say, []) or _fewer_rows([block for block in blocks if block not in charts], room, say, drawn)


def _fewer_rows(blocks: Sequence[Block], room: float, say: Translator, unsaid: list[str]) -> tuple[list[Block], list[str]] | None:
    tables = [block for block in blocks if isinstance(block, Table)]
    longest = max(tables, key=lambda table: len(table.rows), default=None)
    if longest is None:
        return None
    if unsaid and len(laid_out([*blocks, *_in_notes(unsaid, say)], room, room, TIGHT_SIZES[-1:], TIGHT_CHART)) == 1:
        return [*blocks, *_in_notes(unsaid, say)], unsaid
    for count in range(len(longest.rows) - 1, FEWEST_ROWS - 1, -1):
        left = longest.rows[count:]
        remark_of_it = Paragraph(
            say.nt("{n} more is in the notes of this slide.", "{n} more are in the notes of this slide.", len(left)), soft=True
        )
        at = next(place for place, block in enumerate(blocks) if block is longest)
        retained = [*blocks[:at], replace(longest, rows=longest.rows[:count]), remark_of_it, *blocks[at + 1 :]]
        if len(laid_out(retained, room, room, TIGHT_SIZES[-1:], TIGHT_CHART)) == 1:
            return retained, [*(" – ".join(cell.text.replace("\n", "; ") for cell in row) for row in left), *unsaid]
    return None


def _unheaded(part: Part) -> list[Block]:
    """What of title and message cannot head the slides and is said in their body."""
    heads = (title_of(part), kicker_of(part))
    return [Paragraph(text) for text in dict.fromkeys((part.title, part.message)) if text.strip() and text not in heads]


def _remarks(part: Part, say: Translator) -> list[Block]:
    return [Paragraph(remark(part, say), soft=True)] if remark(part, say) else []
