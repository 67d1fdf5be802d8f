"""Writes text on slides: boxes, paragraphs, runs with size, colour and language, all without automatic fitting."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from dashboard.briefing.pptx.pagination import INDENT, LINE, Text
from dashboard.charts import theme
from dashboard.charts.fonts import clean


@dataclass(frozen=True)
class Run:
    """Text of one look: `ink` and `ground` as #rrggbb, `url` a page of the web."""

    text: str
    ink: str
    bold: bool = False
    ground: str = ""
    url: str = ""


def rgb(colour: str) -> RGBColor:
    """A colour written #rrggbb."""
    return RGBColor.from_string(colour[1:].upper())


def box(slide: Any, name: str, place: tuple[float, float, float, float]) -> Any:
    """The frame of an empty text box without margins; `place` is left, top, width, height in points."""
    shape = slide.shapes.add_textbox(*(Pt(length) for length in place))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def write(paragraph: Any, runs: Sequence[Run], size: float, lang: str, right: bool = False) -> None:
    """Runs in a paragraph, lines of a fixed height."""
    paragraph.line_spacing = Pt(size * LINE)
    if right:
        paragraph.alignment = PP_ALIGN.RIGHT
    for run in runs:
        # LibreOffice ends a line within a link at any letter: each word is a link of its own.
        for piece in re.split("(\n|(?<=\\S) )" if run.url else "(\n)", clean(run.text)):
            if piece == "\n":
                paragraph.add_line_break()
            elif piece:
                _letters(paragraph.add_run(), replace(run, url="") if piece == " " else run, piece, size, lang)


def texts(slide: Any, pieces: Sequence[Text], top: float, wide: float, left: float, lang: str) -> None:
    """Paragraphs and bullets in one box."""
    frame = box(slide, "Text", (left, top, wide, sum(piece.high for piece in pieces)))
    for number, piece in enumerate(pieces):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_before, paragraph.space_after = Pt(piece.before), Pt(0)
        write(
            paragraph,
            [Run(piece.text, theme.colour("soft" if piece.soft else "accent" if piece.strong else "ink"), bold=piece.strong)],
            piece.size,
            lang,
        )
        if piece.indent:
            rules = paragraph._p.get_or_add_pPr()
            rules.set("marL", str(Pt(INDENT)))
            rules.set("indent", str(Pt(-INDENT if piece.bullet else 0)))
            if piece.bullet:
                colour = theme.colour("accent")[1:].upper()
                rules.append(parse_xml(f'<a:buClr {nsdecls("a")}><a:srgbClr val="{colour}"/></a:buClr>'))
                rules.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))


def _letters(made: Any, run: Run, text: str, size: float, lang: str) -> None:
    made.text = text
    made.font.size = Pt(size)
    made.font.bold = run.bold
    made.font.color.rgb = rgb(run.ink)
    rules = made._r.get_or_add_rPr()
    rules.set("lang", lang)
    if run.ground:
        rules.append(parse_xml(f'<a:highlight {nsdecls("a")}><a:srgbClr val="{run.ground[1:].upper()}"/></a:highlight>'))
    if run.url:
        made.hyperlink.address = run.url
