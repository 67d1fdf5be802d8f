"""Events: one of them, and the timeline."""

from collections.abc import Mapping, Sequence
from itertools import repeat

from dashboard.content import markup
from dashboard.content.filters import Filter, marks
from dashboard.content.page import Page
from etl.i18n.labels import (
    ATTRIBUTIONS,
    CAUSES,
    EVENT_DIRECTIONS,
    NATURES,
    TIERS,
)
from etl.queries.query import Row


def event_item(page: Page, row: Row, with_pledges: bool, mark: Mapping[str, str]) -> str:
    """One event: day, what happened, what kind of thing it is, who acted, source."""
    t = page.words.t
    day = page.words.dated(row["date"], row["date_precision"])
    if row["date_end"]:
        day += f" – {page.words.day(row['date_end'])}"
    meta = [
        t(NATURES[row["nature"]]),
        t(EVENT_DIRECTIONS[row["direction"]]),
        t("by {actor}", actor=page.words.inside(ATTRIBUTIONS[who]) if (who := row["attribution"]) in ATTRIBUTIONS else page.acting[who]),
        cause(page, row["cause"]) if row["cause"] != row["attribution"] else "",
        page.words.pair(t("says so"), page.acting[row["speaker"]]) if row["speaker"] not in ("", row["attribution"]) else "",
    ]
    source = markup.outside(row["url"], row["publisher"]) + f" ({markup.text(t(TIERS[row['tier']]))})"
    pledges = " ".join(page.link("pledge", key, id=key) for key in row["pledges"]) if with_pledges else ""
    text = " · ".join(markup.text(item) for item in meta if item)
    return (
        f'<div class="sv-event sv-{row["direction"]}"{markup.data(mark)}><div><strong>{markup.text(day)}</strong> {markup.text(row["summary"])}{markup.internal(page.words, row)}</div>'
        f'<div class="sv-meta">{text} · {source}{" · " + pledges if pledges else ""}</div></div>'
    )


def cause(page: Page, code: str) -> str:
    """What lay behind an event, in words; nothing where nothing did."""
    if code in CAUSES:
        return page.words.t(CAUSES[code]) if code else ""
    return page.words.t("cause: {party}", party=page.parties[code])


def timeline(page: Page, rows: list[Row], with_pledges: bool = True, filters: Sequence[Filter] = ()) -> str:
    """Events, newest first."""
    marked = zip(rows, marks(rows, filters) or repeat({}), strict=False)
    return markup.block("".join(event_item(page, row, with_pledges, mark) for row, mark in marked), "sv-timeline")
