"""Changes of status: their table."""

from collections.abc import Sequence

from dashboard.content import markup
from dashboard.content.filters import Filter, marks
from dashboard.content.page import Page
from etl.i18n.labels import (
    CHANGE_CAUSES,
    INDICATOR_REASONS,
)
from etl.queries.query import Row
from etl.reports.changes import basis


def change_table(page: Page, listed: list[Row], filters: Sequence[Filter] = ()) -> str:
    """Changes of status: when, what, from what to what, why, and how the day is known. A day links to what was known then."""
    t = page.words.t
    body = []
    for row in listed:
        kind = "pledge" if row["level"] == "pledge" else "indicator"
        day = page.link(kind, page.words.day(row["day"]), id=row["key"], as_of=row["day"].isoformat())
        reasons = {} if row["level"] == "pledge" else {"reasons": INDICATOR_REASONS}
        name = f"{row['key']} · {row['title']}" if row["level"] == "pledge" else row["title"]
        how = basis(page.words, row) + (f", {t('reconstructed')}" if row["reconstructed"] else "")
        body.append(
            [
                day,
                page.link(kind, name, id=row["key"]) + markup.internal(page.words, row),
                markup.badge(page.words, row["status_before"], row["reason_before"], **reasons),
                markup.badge(page.words, row["status"], row["reason"], **reasons),
                markup.text(t(CHANGE_CAUSES[row["cause"]])),
                markup.text(how),
            ]
        )
    head = [t("Day"), t("What"), t("Before"), t("After"), t("Why"), t("How the day is known")]
    return markup.table(head, body, "sv-changes", marks=marks(listed, filters))
