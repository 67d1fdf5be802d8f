"""Evidence: every dated event, and what the timeline can be filtered by."""

from collections.abc import Sequence

from dashboard.content import markup
from dashboard.content.filter_form import form
from dashboard.content.filters import Filter
from dashboard.content.finished import Block, Blocks
from dashboard.content.page import Page
from dashboard.content.sections.events import timeline
from etl.i18n.labels import DOMAINS, EVENT_DIRECTIONS, NATURES
from etl.queries import event_rows, pledge_rows
from etl.queries.query import Row


def content(page: Page) -> Blocks:
    """The whole page, its filters worked by a script."""
    events = event_rows.events(page.asking)
    choices = filters(page, events)
    yield Block(introduction(page) + form(page, choices) + "\n".join(timelines(page, events, choices)))


def introduction(page: Page) -> str:
    """What counts as evidence."""
    t = page.words.t
    return markup.heading(1, t("Evidence")) + markup.paragraph(
        t(
            "Dated acts, claims, plans and outcomes with their sources. What a third party did moves an outcome and is no breach by a party; a party's word about itself is a claim, not a result."
        ),
        "sv-soft",
    )


def filters(page: Page, events: list[Row]) -> tuple[Filter, ...]:
    """What the timeline can be filtered by."""
    t = page.words.t
    return (
        Filter(
            "domain", t("Domain"), {key: t(DOMAINS[key]) for key in pledge_rows.ordered_domains(events)}, lambda row: (row["domain"],), 220
        ),
        Filter("nature", t("Nature"), {key: t(name) for key, name in NATURES.items()}, lambda row: (row["nature"],), 160),
        Filter("direction", t("Direction"), {key: t(name) for key, name in EVENT_DIRECTIONS.items()}, lambda row: (row["direction"],), 160),
        Filter("actor", t("Who acted"), page.acting, lambda row: (row["attribution"],), 180),
    )


def timelines(page: Page, shown: list[Row], filters: Sequence[Filter] = ()) -> list[str]:
    """How many events are shown; those since the signature, those before it; `filters` where a script filters them."""
    t, nt = page.words.t, page.words.nt
    signed = page.declaration["signed"]
    after = [row for row in shown if row["date"] >= signed]
    before = [row for row in shown if row["date"] < signed]
    pieces = [markup.paragraph(nt("{n} event", "{n} events", len(shown)), "sv-small sv-soft sv-count")]
    if after:
        title = t("Since the signature on {day}", day=page.words.day(signed))
        pieces.append(markup.heading(2, title) + timeline(page, after, filters=filters))
    if before:
        pieces.append(markup.heading(2, t("Before the signature")) + timeline(page, before, filters=filters))
    if not shown:
        pieces.append(markup.paragraph(t("No event fits. Choose All.")))
    return pieces
