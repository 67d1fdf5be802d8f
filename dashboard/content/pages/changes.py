"""Changes: why statuses changed, and which mistakes of ours were corrected."""

from collections.abc import Sequence

from dashboard.content import markup
from dashboard.content.filter_form import form
from dashboard.content.filters import Filter
from dashboard.content.finished import Block, Blocks
from dashboard.content.page import Page
from dashboard.content.sections import register
from dashboard.content.sections.changes import change_table
from etl.i18n.labels import CHANGE_CAUSES
from etl.queries.change_rows import status_changes
from etl.queries.query import Row
from etl.queries.register_rows import corrections, reversals
from etl.reports.changes import COUNTED, uncounted


def content(page: Page) -> Blocks:
    """The whole page, its filters worked by a script."""
    choices = filters(page)
    found = status_changes(page.asking.cursor, page.lang, None, page.asking.declaration)
    yield Block(introduction(page) + form(page, choices) + listed(page, found, choices) + corrected(page))


def introduction(page: Page) -> str:
    """Why a status changes at all."""
    t = page.words.t
    return markup.heading(1, t("Changes")) + markup.paragraph(
        t(
            "Every change of status with its cause. A status changes because a new period, a revision, another target, another rule or a new coding came; nothing is overwritten."
        ),
        "sv-soft",
    )


def filters(page: Page) -> tuple[Filter, ...]:
    """What the changes can be filtered by: their cause, and whether of a pledge or of an indicator."""
    t = page.words.t
    levels = {"pledge": t("Pledges"), "indicator": t("Indicators")}
    return (
        Filter("cause", t("Why"), {key: t(name) for key, name in CHANGE_CAUSES.items()}, lambda row: (row["cause"],), 190),
        Filter("level", t("What"), levels, lambda row: (row["level"],), 170),
    )


def listed(page: Page, shown: list[Row], filters: Sequence[Filter] = ()) -> str:
    """The changes on stated days, the others folded, and the way to their feed; `filters` where a script filters them."""
    t, nt = page.words.t, page.words.nt
    counted = [row for row in shown if row["basis"] in COUNTED]
    others = [row for row in shown if row["basis"] not in COUNTED]
    return (
        markup.paragraph(nt("{n} change", "{n} changes", len(counted)), "sv-small sv-soft sv-count")
        + (change_table(page, counted, filters) if counted else markup.paragraph(t("No change on a stated day fits.")))
        + (markup.folded(uncounted(page.words, len(others)), change_table(page, others, filters)) if others else "")
        + markup.feed(page.addresses("feed", page.lang, {}) or "", t("Feed of changes (Atom)"))
    )


def corrected(page: Page) -> str:
    """What was wrong and is right now, and what was accepted and then reverted."""
    t = page.words.t
    found = corrections(page.asking.cursor, page.lang, page.asking.declaration)
    reverted = reversals(page.asking.cursor, page.asking.declaration)
    return (
        markup.heading(2, t("Corrections"), "corrections")
        + markup.paragraph(
            t(
                "Mistakes of our own that had been published: a wrong figure, source or coding. Each stays here; nothing is corrected in silence."
            ),
            "sv-soft",
        )
        + (register.correction_table(page, found) if found else markup.paragraph(t("There are none yet.")))
        + (
            markup.heading(3, t("Submissions accepted and then reverted")) + register.reversal_table(page, reverted)
            if reverted
            else markup.paragraph(t("No accepted submission has been reverted."), "sv-small sv-soft")
        )
    )
