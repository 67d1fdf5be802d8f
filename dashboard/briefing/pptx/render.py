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

from dashboard.briefing.document import Briefing
from dashboard.briefing.pptx.master import (
    BODY_TOP,
    COVER,
    COVER_TITLE_HIGH,
    COVER_TOP,
    DAY_WIDE,
    HIGH,
    KICKER_TOP,
    LEFT,
    MESSAGE,
    OPENING_TITLE_HIGH,
    OPENING_TITLE_TOP,
    OPENING_TOP,
    REACH_WIDE,
    ROOM,
    TITLE_HIGH,
    WIDE,
    blank_deck,
)
from dashboard.briefing.pptx.pagination import LINE, OFFICE, Picture, Piece, Rows, Stack, Text, high
from dashboard.briefing.pptx.plan import (
    COVER_SIZES,
    KICKER,
    OPENING_SIZES,
    SHORT_BUILD,
    TITLE_SIZES,
    Plan,
    PlannedPart,
    about_high,
    body_top,
    fitting,
    kicker_of,
    plan,
    title_of,
    title_top,
)
from dashboard.briefing.pptx.reproducible_zip import attach, attached, timeless
from dashboard.briefing.pptx.shapes import picture, stack, table
from dashboard.briefing.pptx.text import Run, box, texts, write
from dashboard.charts import theme
from dashboard.charts.fonts import clean, clipped, width
from etl.i18n.translator import Translator, translator

FOOT = 10
WATERMARK, WATERMARK_WIDE, WATERMARK_INK = 120, 700, "#f0f2f5"


def render(briefing: Briefing, payload: bytes) -> bytes:
    """The briefing as PPTX with `payload` (JSON) kept in it; the same bytes whenever and wherever it is made.

    A part of a full briefing is laid out over as many slides as it needs ("2/3"), one of a short briefing on one if its content
    allows (see slide_plan), in the largest letters that do. A message or a title too long to head a slide is said in its body.
    """
    deck = blank_deck()
    planned = plan(briefing)
    foot = _Foot(briefing, translator(briefing.lang), planned.total)
    _cover(deck, briefing, planned, foot)
    for planned_part in planned.parts:
        for number, pieces in enumerate(planned_part.pages, 1):
            slide = _slide(deck, MESSAGE, briefing, foot)
            _head(slide, planned_part, briefing, f"{number}/{len(planned_part.pages)}" if len(planned_part.pages) > 1 else "")
            _body(slide, pieces, body_top(planned_part.part, briefing.title, planned_part.bare), briefing.lang)
            if number == 1:
                _speak(slide, planned_part.notes)
    _properties(deck, briefing)
    attach(deck, payload)
    saved = io.BytesIO()
    deck.save(saved)
    return timeless(saved.getvalue(), _day(briefing))


def read_payload(data: bytes) -> bytes:
    """The payload of a PPTX of ours; ValueError where it is none."""
    return attached(data)


class _Foot:
    """What stands at the foot of every slide, each on one line: what is longer ends in an ellipsis; the cover names the declaration in full."""

    def __init__(self, briefing: Briefing, say: Translator, total: int) -> None:
        day = " · ".join((say.t("as of {day}", day=say.day(briefing.as_of)), say.t("Build {id}", id=briefing.build[:SHORT_BUILD])))
        self.lines = tuple(_on_one_line(text, REACH_WIDE) for text in (briefing.named, briefing.reach))
        self.day = _on_one_line(day, DAY_WIDE)
        self.total = total


def _on_one_line(text: str, room: float) -> str:
    return clipped(clean(text).replace("\n", " "), room / OFFICE, FOOT)


def _slide(deck: Any, layout: str, briefing: Briefing, foot: _Foot) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name(layout))
    if briefing.state != "cleared":
        _watermark(slide, briefing.state_text, briefing.lang)
    for kind, index, runs in (
        ("ftr", 11, _lines(foot.lines, FOOT, briefing.lang)),
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
    colour = theme.colour("soft")[1:].upper()
    return f'<a:rPr lang="{lang}" sz="{round(size * 100)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:rPr>'


def _field_runs(text: str, size: float, lang: str) -> list[Any]:
    run = parse_xml(f"<a:r {nsdecls('a')}>{_letters(lang, size)}<a:t/></a:r>")
    run.xpath("a:t")[0].text = text.replace("\n", " ")
    return [run]


def _lines(texts: Sequence[str], size: float, lang: str) -> list[Any]:
    """Texts one under the other."""
    runs = _field_runs(texts[0], size, lang)
    for text in texts[1:]:
        runs += [parse_xml(f"<a:br {nsdecls('a')}>{_letters(lang, size)}</a:br>"), *_field_runs(text, size, lang)]
    return runs


def _number_runs(number: int, total: int, lang: str) -> list[Any]:
    field = parse_xml(
        f'<a:fld {nsdecls("a")} id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">{_letters(lang, FOOT)}<a:t>{number}</a:t></a:fld>'
    )
    return [field, *_field_runs(f" / {total}", FOOT, lang)]


def _head(slide: Any, planned: PlannedPart, briefing: Briefing, count: str) -> None:
    sentence = title_of(planned.part) or briefing.title
    size = fitting(sentence, TITLE_SIZES, TITLE_HIGH) or TITLE_SIZES[-1]
    _title(slide, sentence, size, briefing.lang)
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = (
        Pt(length) for length in (LEFT, title_top(planned.bare), ROOM, high(sentence, ROOM, size, bold=True))
    )
    over = "  ".join(text for text in ("" if planned.bare else kicker_of(planned.part), count) if text)
    if over:
        frame = box(slide, "Part", (LEFT, KICKER_TOP, ROOM, KICKER * LINE))
        write(frame.paragraphs[0], [Run(over, theme.colour("accent"), bold=True)], KICKER, briefing.lang)


def _title(slide: Any, text: str, size: float, lang: str) -> None:
    write(slide.shapes.title.text_frame.paragraphs[0], [Run(text, theme.colour("ink"), bold=True)], size, lang)


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


def _speak(slide: Any, notes: str) -> None:
    if notes:
        slide.notes_slide.notes_text_frame.text = clean(notes)


def _cover(deck: Any, briefing: Briefing, planned: Plan, foot: _Foot) -> None:
    for number, pieces in enumerate(planned.covers, 1):
        first = number == 1
        slide = _slide(deck, COVER if first else MESSAGE, briefing, foot)
        sizes: Sequence[int] = TITLE_SIZES if not first else OPENING_SIZES if planned.opening else COVER_SIZES
        room = TITLE_HIGH if not first else OPENING_TITLE_HIGH if planned.opening else COVER_TITLE_HIGH
        heads = (briefing.title, briefing.subtitle, briefing.declaration)
        heading = next(text for text in heads if fitting(text, sizes, room) or text == briefing.declaration)
        _title(slide, heading, fitting(heading, sizes, room) or sizes[-1], briefing.lang)
        top: float = BODY_TOP
        if first:
            title = slide.shapes.title
            title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
            top = COVER_TOP
            if planned.opening:
                title.left, title.top, title.width, title.height = (
                    Pt(length) for length in (LEFT, OPENING_TITLE_TOP, ROOM, OPENING_TITLE_HIGH)
                )
                top = OPENING_TOP
            texts(slide, planned.about, top, ROOM, LEFT, briefing.lang)
            top += about_high(planned.about)
            _speak(slide, planned.notes)
        _body(slide, pieces, top, briefing.lang)


def _watermark(slide: Any, text: str, lang: str) -> None:
    """The state across the slide, behind all else."""
    size = min(WATERMARK, WATERMARK_WIDE / (OFFICE * max(width(clean(text), 1, bold=True), 1)))
    high_ = size * LINE
    frame = box(slide, "Watermark", ((WIDE - WATERMARK_WIDE) / 2, (HIGH - high_) / 2, WATERMARK_WIDE, high_))
    frame.word_wrap = False
    write(frame.paragraphs[0], [Run(text, WATERMARK_INK, bold=True)], size, lang)
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
