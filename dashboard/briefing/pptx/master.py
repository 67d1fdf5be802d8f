"""The empty deck our slides stand on: 16:9, our colours and fonts, two layouts, nothing of anybody else's template."""

import re
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from dashboard.charts import theme as look
from dashboard.charts.plotly_renderer import LESSER, MAIN

# All in points. Every office program has the font; ours in dashboard/fonts measures for it (see slide_text.OFFICE).
FONT = "Arial"
WIDE, HIGH = 960, 540
LEFT, ROOM = 40, 880
KICKER_TOP, TITLE_TOP, TITLE_HIGH = 22, 42, 76
BODY_TOP, BODY_BOTTOM = 128, 492
COVER_TITLE_TOP, COVER_TITLE_HIGH = 60, 150
COVER_TOP, COVER_HIGH = 218, 274
# The cover that says at once what can be said: its title stands higher.
OPENING_TITLE_TOP, OPENING_TITLE_HIGH, OPENING_TOP = 24, 42, 68
FOOT_TOP, FOOT_HIGH = 506, 26
REACH_WIDE, DAY_WIDE, PAGE_WIDE = 505, 320, 55
COVER, MESSAGE = "Title Slide", "Title Only"
FOOT = {
    PP_PLACEHOLDER.FOOTER: (LEFT, REACH_WIDE),
    PP_PLACEHOLDER.DATE: (LEFT + REACH_WIDE, DAY_WIDE),
    PP_PLACEHOLDER.SLIDE_NUMBER: (LEFT + REACH_WIDE + DAY_WIDE, PAGE_WIDE),
}


def blank_deck() -> Any:
    """A presentation without slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    for layout in list(deck.slide_layouts):
        if layout.name not in (COVER, MESSAGE):
            deck.slide_layouts.remove(layout)
    _drop(deck.part, RT.PRINTER_SETTINGS)
    _drop(deck.part.package, RT.THUMBNAIL)
    master = deck.slide_master
    _paint(master.part.part_related_by(RT.THEME))
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            if shape.placeholder_format.type in FOOT:
                _stand(shape, *FOOT[shape.placeholder_format.type])
            elif shape.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE:
                shape._element.getparent().remove(shape._element)
            elif layout.name == COVER:
                _place(shape, LEFT, COVER_TITLE_TOP, ROOM, COVER_TITLE_HIGH)
            else:
                _place(shape, LEFT, TITLE_TOP, ROOM, TITLE_HIGH)
    for shape in master.placeholders:
        kind = shape.placeholder_format.type
        if kind == PP_PLACEHOLDER.TITLE:
            _place(shape, LEFT, TITLE_TOP, ROOM, TITLE_HIGH)
        elif kind == PP_PLACEHOLDER.BODY:
            _place(shape, LEFT, BODY_TOP, ROOM, BODY_BOTTOM - BODY_TOP)
        elif kind in FOOT:
            _stand(shape, *FOOT[kind])
    _title_style(master)
    _rules(master)
    return deck


def _drop(part: Any, kind: str) -> None:
    for key, relation in list(part._rels.items()):
        if relation.reltype == kind:
            part._rels.pop(key)


def _paint(theme: Any) -> None:
    """Our colours and font in the theme."""
    text = theme.blob.decode()
    named = dict(zip(("accent1", "accent2", "accent3", "accent4", "accent5", "accent6"), (MAIN["light"], *LESSER["light"]), strict=False))
    for name, colour in {**named, "dk2": look.colour("ink"), "lt2": look.colour("panel"), "hlink": look.colour("accent")}.items():
        text = re.sub(rf'<a:{name}><a:srgbClr val="\w+"/>', f'<a:{name}><a:srgbClr val="{colour[1:].upper()}"/>', text)
    text = (
        text.replace('typeface="Calibri"', f'typeface="{FONT}"')
        .replace('"Office Theme"', '"Servanda"')
        .replace('name="Office"', 'name="Servanda"')
    )
    theme.blob = text.encode()


def _stand(shape: Any, left: int, wide: int) -> None:
    """A placeholder of the line at the foot."""
    _place(shape, left, FOOT_TOP, wide, FOOT_HIGH)


def _place(shape: Any, left: int, top: int, wide: int, high: int) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(wide), Pt(high)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _title_style(master: Any) -> None:
    """Titles stand left, bold, in ink."""
    (level,) = master._element.xpath("p:txStyles/p:titleStyle/a:lvl1pPr")
    level.set("algn", "l")
    letters = level.find(qn("a:defRPr"))
    letters.set("sz", "2800")
    letters.set("b", "1")
    letters.find(f"{qn('a:solidFill')}/{qn('a:schemeClr')}").set("val", "tx2")
    for shape in [*master.placeholders, *(item for layout in master.slide_layouts for item in layout.placeholders)]:
        for body in shape._element.xpath("p:txBody/a:bodyPr"):
            body.set("anchor", "t")


def _rules(master: Any) -> None:
    """A bar of our colour above, a fine line over the foot: on the master, so that every slide has them."""
    bar = _rule(101, "Bar", (0, 0, WIDE, 6), "accent")
    line = _rule(102, "Line", (LEFT, FOOT_TOP - 6, ROOM, 0.75), "line")
    for drawn in (line, bar):
        master._element.cSld.spTree.insert(2, drawn)


def _rule(number: int, name: str, place: tuple[float, float, float, float], colour: str) -> Any:
    left, top, wide, high = (int(Pt(length)) for length in place)
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{look.colour(colour)[1:].upper()}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
