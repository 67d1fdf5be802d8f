"""Renders a briefing as slides for office programs: native charts and tables, one message a slide, nothing that overflows."""

import io
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from dashboard.briefing import look
from dashboard.briefing.lettering import clean, width
from dashboard.briefing.model import Block, Briefing, Bullets, Paragraph, Part
from dashboard.briefing.office_archive import attach, attached, timeless
from dashboard.briefing.remarks import remark
from dashboard.briefing.slide_blocks import picture, stack, table
from dashboard.briefing.slide_flow import LINE, OFFICE, Picture, Piece, Rows, Stack, Text, high, laid_out, lines
from dashboard.briefing.slide_master import (
    BODY_BOTTOM,
    BODY_TOP,
    COVER,
    COVER_HIGH,
    COVER_TITLE_HIGH,
    COVER_TOP,
    FOOT_HIGH,
    HIGH,
    KICKER_TOP,
    LEFT,
    MESSAGE,
    REACH_WIDE,
    ROOM,
    TITLE_HIGH,
    TITLE_TOP,
    WIDE,
    blank_deck,
)
from dashboard.briefing.slide_text import Run, box, texts, write
from etl.words import Words, words

TITLE_SIZES, COVER_SIZES, REACH_SIZES = (28, 26, 24, 22, 20), (40, 36, 32, 28, 24), (11, 10, 9, 8, 7, 6)
KICKER, FOOT, UNDER_TITLE = 14, 11, 12
WATERMARK, WATERMARK_WIDE, WATERMARK_INK = 120, 700, "#eceff2"
SHORT_BUILD = 8


def render(briefing: Briefing, payload: bytes) -> bytes:
    """The briefing as PPTX with `payload` (JSON) kept in it; the same bytes whenever and wherever it is made.

    A part is laid out over as many slides as it needs ("2/3"), in the largest letters that take no more slides than the smallest
    (body 14 points, tables 11). A message or a title too long to head a slide is said in its body.
    """
    deck = blank_deck()
    say = words(briefing.lang)
    plans: list[tuple[Part, list[list[Piece]]]] = []
    for part in briefing.parts:
        added: list[Block] = [Paragraph(remark(part, say), soft=True)] if remark(part, say) else []
        room = BODY_BOTTOM - _body_top(_title_of(part) or briefing.title)
        plans.append((part, laid_out([*_unheaded(part), *part.blocks, *added], room, room)))
    cover = [Bullets(briefing.cautions)] if briefing.cautions else []
    title = _fitting(briefing.title, COVER_SIZES, COVER_TITLE_HIGH)
    too_long = [] if title else [Paragraph(briefing.title)]
    covers = laid_out([*too_long, *cover], COVER_HIGH - _about_high(briefing, say), BODY_BOTTOM - BODY_TOP)
    total = len(covers) + sum(len(pages) for _, pages in plans)
    foot = _Foot(briefing, say, total)
    _cover(deck, briefing, say, covers, foot)
    for part, pages in plans:
        for number, pieces in enumerate(pages, 1):
            slide = _slide(deck, MESSAGE, briefing, foot)
            _head(slide, part, briefing, f"{number}/{len(pages)}" if len(pages) > 1 else "")
            _body(slide, pieces, _body_top(_title_of(part) or briefing.title), briefing.lang)
            if number == 1 and part.notes:
                slide.notes_slide.notes_text_frame.text = clean(part.notes)
    _properties(deck, briefing)
    attach(deck, payload)
    saved = io.BytesIO()
    deck.save(saved)
    return timeless(saved.getvalue(), _day(briefing))


def read_payload(data: bytes) -> bytes:
    """The payload of a PPTX of ours; ValueError where it is none."""
    return attached(data)


class _Foot:
    """What stands at the foot of every slide."""

    def __init__(self, briefing: Briefing, say: Words, total: int) -> None:
        self.reach = clean(briefing.reach)
        self.size = next((size for size in REACH_SIZES if high(self.reach, REACH_WIDE - 10, size) <= FOOT_HIGH), REACH_SIZES[-1])
        self.day = " · ".join((say.t("as of {day}", day=say.day(briefing.as_of)), say.t("Build {id}", id=briefing.build[:SHORT_BUILD])))
        self.total = total


def _fitting(text: str, sizes: Sequence[int], room: float) -> int:
    """The largest size in which a title fits, or 0 where none does."""
    return next((size for size in sizes if high(text, ROOM, size, bold=True) <= room), 0)


def _body_top(title: str) -> float:
    """Where a body begins under a title."""
    size = _fitting(title, TITLE_SIZES, TITLE_HIGH) or TITLE_SIZES[-1]
    return TITLE_TOP + high(title, ROOM, size, bold=True) + UNDER_TITLE


def _title_of(part: Part) -> str:
    """The message, else the title; empty where neither can head a slide."""
    return next((text for text in (part.message, part.title) if text.strip() and _fitting(text, TITLE_SIZES, TITLE_HIGH)), "")


def _kicker_of(part: Part) -> str:
    """The title over the message, where it takes one line."""
    fits = len(lines(part.title + " 00/00", ROOM, KICKER, bold=True)) == 1
    return part.title if fits and part.title != _title_of(part) else ""


def _unheaded(part: Part) -> list[Block]:
    """What of title and message cannot head the slides and is said in their body."""
    heads = (_title_of(part), _kicker_of(part))
    return [Paragraph(text) for text in dict.fromkeys((part.title, part.message)) if text.strip() and text not in heads]


def _slide(deck: Any, layout: str, briefing: Briefing, foot: _Foot) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(layout))
    if briefing.state != "cleared":
        _watermark(slide, briefing.state_text, briefing.lang)
    for kind, index, runs in (
        ("ftr", 11, _field_runs(foot.reach, foot.size, briefing.lang)),
        ("dt", 10, _field_runs(foot.day, FOOT, briefing.lang)),
        ("sldNum", 12, _number_runs(len(deck.slides), foot.total, briefing.lang)),
    ):
        number = max(int(found) for found in slide.shapes._spTree.xpath("//@id") if found.isdigit()) + 1
        align = {"ftr": "l", "dt": "r", "sldNum": "r"}[kind]
        slide.shapes._spTree.append(
            parse_xml(
                f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{kind} {number}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
                f'<p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/>'
                f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{align}"/></a:p></p:txBody></p:sp>'
            )
        )
        slide.shapes._spTree[-1].xpath("p:txBody/a:p")[0].extend(runs)
    return slide


def _letters(lang: str, size: float) -> str:
    colour = look.colour("soft")[1:].upper()
    return f'<a:rPr lang="{lang}" sz="{round(size * 100)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:rPr>'


def _field_runs(text: str, size: float, lang: str) -> list[Any]:
    run = parse_xml(f"<a:r {nsdecls('a')}>{_letters(lang, size)}<a:t/></a:r>")
    run.xpath("a:t")[0].text = text.replace("\n", " ")
    return [run]


def _number_runs(number: int, total: int, lang: str) -> list[Any]:
    field = parse_xml(
        f'<a:fld {nsdecls("a")} id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">{_letters(lang, FOOT)}<a:t>{number}</a:t></a:fld>'
    )
    return [field, *_field_runs(f" / {total}", FOOT, lang)]


def _head(slide: Any, part: Part, briefing: Briefing, count: str) -> None:
    said = _title_of(part) or briefing.title
    size = _fitting(said, TITLE_SIZES, TITLE_HIGH) or TITLE_SIZES[-1]
    _title(slide, said, size, briefing.lang)
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = (Pt(length) for length in (LEFT, TITLE_TOP, ROOM, high(said, ROOM, size, bold=True)))
    over = "  ".join(text for text in (_kicker_of(part), count) if text)
    if over:
        frame = box(slide, "Part", (LEFT, KICKER_TOP, ROOM, KICKER * LINE))
        write(frame.paragraphs[0], [Run(over, look.colour("accent"), bold=True)], KICKER, briefing.lang)


def _title(slide: Any, said: str, size: float, lang: str) -> None:
    write(slide.shapes.title.text_frame.paragraphs[0], [Run(said, look.colour("ink"), bold=True)], size, lang)


def _body(slide: Any, pieces: Sequence[Piece], top: float, lang: str) -> None:
    for is_text, group in groupby(pieces, lambda piece: isinstance(piece, Text)):
        found = list(group)
        if is_text:
            texts(slide, [piece for piece in found if isinstance(piece, Text)], top, ROOM, LEFT, lang)
            top += sum(piece.high for piece in found)
            continue
        for piece in found:
            if isinstance(piece, Rows):
                table(slide, piece, top + piece.before, lang)
            elif isinstance(piece, Stack):
                stack(slide, piece, top + piece.before, lang)
            elif isinstance(piece, Picture):
                picture(slide, piece, top + piece.before, lang)
            top += piece.high


def _about(briefing: Briefing, say: Words) -> list[Text]:
    """What the cover says under its title: the subtitle, then the state, the day and the build."""
    day = " · ".join(
        (briefing.state_text, say.t("as of {day}", day=say.day(briefing.as_of)), say.t("Build {id}", id=briefing.build[:SHORT_BUILD]))
    )
    said = [(briefing.subtitle, 20), (day, 14)]
    return [Text(text, size, high(text, ROOM, size) + 6, before=6, soft=True) for text, size in said if text]


def _about_high(briefing: Briefing, say: Words) -> float:
    return sum(piece.high for piece in _about(briefing, say)) + 16


def _cover(deck: Any, briefing: Briefing, say: Words, covers: list[list[Piece]], foot: _Foot) -> None:
    for number, pieces in enumerate(covers, 1):
        slide = _slide(deck, COVER if number == 1 else MESSAGE, briefing, foot)
        sizes, room = (COVER_SIZES, COVER_TITLE_HIGH) if number == 1 else (TITLE_SIZES, TITLE_HIGH)
        heads = (briefing.title, briefing.subtitle, briefing.declaration)
        said = next(text for text in heads if _fitting(text, sizes, room) or text == briefing.declaration)
        _title(slide, said, _fitting(said, sizes, room) or sizes[-1], briefing.lang)
        top: float = BODY_TOP
        if number == 1:
            slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
            texts(slide, _about(briefing, say), COVER_TOP, ROOM, LEFT, briefing.lang)
            top = COVER_TOP + _about_high(briefing, say)
        _body(slide, pieces, top, briefing.lang)


def _watermark(slide: Any, said: str, lang: str) -> None:
    """The state across the slide, behind all else."""
    size = min(WATERMARK, WATERMARK_WIDE / (OFFICE * max(width(clean(said), 1, bold=True), 1)))
    high_ = size * LINE
    frame = box(slide, "Watermark", ((WIDE - WATERMARK_WIDE) / 2, (HIGH - high_) / 2, WATERMARK_WIDE, high_))
    frame.word_wrap = False
    write(frame.paragraphs[0], [Run(said, WATERMARK_INK, bold=True)], size, lang)
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    shape = frame._txBody.getparent()
    shape.xpath("p:spPr/a:xfrm")[0].set("rot", str(-25 * 60000 % 21600000))
    tree = slide.shapes._spTree
    tree.remove(shape)
    tree.insert(2, shape)


def _day(briefing: Briefing) -> datetime:
    return datetime(briefing.as_of.year, briefing.as_of.month, briefing.as_of.day)


def _properties(deck: Any, briefing: Briefing) -> None:
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = clean(briefing.title)[:255], "Servanda", "Servanda"
    about.subject, about.keywords, about.identifier = briefing.declaration, briefing.build, briefing.content_hash
    about.language, about.revision = briefing.lang, 1
    about.created = about.modified = _day(briefing)
