"""Pledges by status as a picture that stands alone: a stacked bar a row, with title, legend, source line and explicit colours."""

from collections import Counter
from html import escape

from dashboard.charts import theme
from dashboard.charts.fonts import shown, width, wrap
from dashboard.charts.picture_frame import ICON, SMALL, Entry, framed, icon
from dashboard.charts.svg_renderer import LEFT, RIGHT, WIDTH
from dashboard.content import markup
from dashboard.content.markup import STATUS_ORDER
from etl.i18n.labels import DOMAINS, FAMILIES, STATUSES
from etl.i18n.translator import Translator
from etl.messages import N_
from etl.queries import declaration_rows, pledge_rows
from etl.queries.query import Asking

# What pledges are counted by: the column, the picture's title, the names of the rows.
BY = {"domain": (N_("Pledges by domain and status"), DOMAINS), "family": (N_("Pledges by family and status"), FAMILIES)}
ROW, GAP = 26, 6
WIDEST_NAME = 210


def svg(ask: Asking, words: Translator, by: str) -> str:
    """The pledges of a declaration by `domain` or `family`, one bar a row, as the overview counts them."""
    t = words.t
    title, names = BY[by]
    head = declaration_rows.declaration(ask)
    listed = [row for row in pledge_rows.pledges(ask) if row["in_declaration"]]
    counted = pledge_rows.by_status(listed, by)
    rows = {t(names[key]): counted[key] for key in (pledge_rows.ordered_domains(listed) if by == "domain" else names) if key in counted}
    found: Counter[str] = sum(counted.values(), Counter())
    entries = [Entry(code, theme.looks()[code].ground, t(STATUSES[code])) for code in STATUS_ORDER if found[code]]
    drawn, height = _drawing(rows)
    source = t("Source: {source}; as of {day}.", source=f"Servanda, {head['short_title']}", day=words.day(head["as_of"]))
    alt = "; ".join(words.pair(name, markup.counted(words, counts)) for name, counts in rows.items())
    return framed(t(title), entries, drawn, height, source, f"{t(title)}. {alt}.")


def _drawing(rows: dict[str, Counter[str]]) -> tuple[str, int]:
    """The bars and how high they are; a bar is as long as its pledges are many, its counts stand in it."""
    left = LEFT + min(WIDEST_NAME, max(width(shown(name), SMALL) for name in rows)) + 44
    step = (WIDTH - RIGHT - left) / max(map(Counter.total, rows.values()))
    pieces, y = [], 0
    for name, counts in rows.items():
        lines = wrap(shown(name), WIDEST_NAME, SMALL)
        high = max(ROW, 15 * len(lines) + 4)
        top = y + high / 2 - 7.5 * (len(lines) - 1) + 4
        pieces += [_text(line.strip(), LEFT, top + 15 * number) for number, line in enumerate(lines)]
        pieces.append(_text(str(counts.total()), left - 12, y + high / 2 + 4, "end"))
        x = left
        for code in (code for code in STATUS_ORDER if counts[code]):
            seen, wide = theme.looks()[code], step * counts[code]
            pieces.append(
                f'<rect x="{x:.1f}" y="{y + (high - ROW) / 2 + 2:.1f}" width="{wide - 1:.1f}" height="{ROW - 4}" fill="{seen.ground}"/>'
            )
            # Where many share a row the icon is left out; the count is not.
            shift = ICON / 2 + 2 if wide > 2.5 * ICON else 0
            if shift:
                pieces.append(icon(code, x + wide / 2 - ICON, y + (high - ICON) / 2))
            pieces.append(_text(str(counts[code]), x + wide / 2 + shift, y + high / 2 + 4, "middle", seen.ink))
            x += wide
        y += high + GAP
    return f'<svg viewBox="0 0 {WIDTH} {y}">{"".join(pieces)}</svg>', y


def _text(text: str, x: float, y: float, anchor: str = "start", colour: str = "") -> str:
    fill = colour or theme.colour("ink")
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{SMALL}" text-anchor="{anchor}" fill="{fill}">{escape(text)}</text>'
