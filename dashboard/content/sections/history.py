"""The section History of a page: values as they became known, and what was decided about them."""

from dashboard.content import markup
from dashboard.content.page import Page
from dashboard.content.sections.indicators import value_text
from etl.i18n.labels import CHANGE_CAUSES, INDICATOR_REASONS, PUBLISHED_BASES, REASONS
from etl.queries import change_rows, observation_rows
from etl.queries.query import Row
from etl.reports.changes import basis

# Entries that stand open; more are folded. A page shows the newest ones only, up to this many.
OPEN_ENTRIES = 10
MOST_ENTRIES = 150
# The moment an entry is of, and its finished cells.
Entry = tuple[str, list[str]]


def section(page: Page, level: str, key: str, indicators: list[str], decided: list[Entry]) -> str:
    """Who, when, why, before and after for a pledge or an indicator (`level`), its `indicators` and what was decided, newest first."""
    t, nt = page.words.t, page.words.nt
    entries = [_value(page, row, len(indicators) > 1) for row in observation_rows.value_history(page.asking, indicators)]
    entries += [_status(page, row) for row in change_rows.status_history(page.asking, level, key)]
    entries += decided
    entries.sort(key=lambda entry: entry[0], reverse=True)
    if not entries:
        return markup.heading(2, t("History")) + markup.paragraph(t("Nothing has changed here yet."), "sv-soft")
    shown = entries[:MOST_ENTRIES]
    head = [t("Day"), t("What"), t("Before"), t("After"), t("Who"), t("Why")]
    table = markup.table(head, [cells for _, cells in shown], "sv-history")
    if len(shown) < len(entries):
        left = (
            t("Older entries stand on the pages of its indicators.")
            if level == "pledge"
            else nt("{n} more is not shown here.", "{n} more are not shown here.", len(entries) - len(shown))
        )
        table += markup.paragraph(left, "sv-small sv-soft")
    if len(entries) > OPEN_ENTRIES:
        table = markup.folded(nt("{n} entry, newest first", "{n} entries, newest first", len(entries)), table)
    return markup.heading(2, t("History")) + table


def _value(page: Page, row: Row, several: bool) -> Entry:
    """A value that became known: a first one, or one that replaced another."""
    t = page.words.t
    period = page.words.period(row["period"])
    text = t("published for {period}", period=period) if row["is_first"] else t("revised for {period}", period=period)
    title = f"{page.link('indicator', row['title'], id=row['indicator'])}<br>" if several else ""
    day = f"{markup.text(page.words.day(row['day']))}<br><span class='sv-meta'>{markup.text(t(PUBLISHED_BASES[row['published_basis']]))}</span>"
    return row["day"].isoformat(), [
        day,
        title + markup.text(text),
        _number(page, row, row["value_before"], row["qualifier_before"], row["withheld_before"]),
        _number(page, row, row["value"], row["qualifier"], row["withheld"]),
        markup.outside(row["url"], row["publisher"]),
        f'<span lang="en">{markup.text(row["note"])}</span>' if row["note"] else markup.text("–"),
    ]


def _status(page: Page, row: Row) -> Entry:
    """A status that became another."""
    reasons = REASONS if row["level"] == "pledge" else INDICATOR_REASONS
    return row["day"].isoformat(), [
        f"{markup.text(page.words.day(row['day']))}<br><span class='sv-meta'>{markup.text(basis(page.words, row))}</span>",
        markup.text(page.words.t("Status")),
        markup.badge(page.words, row["status_before"], row["reason_before"], reasons),
        markup.badge(page.words, row["status"], row["reason"], reasons),
        markup.text("–"),
        markup.text(page.words.t(CHANGE_CAUSES[row["cause"]])),
    ]


def _number(page: Page, row: Row, value: float | None, qualifier: str | None, withheld: bool) -> str:
    text = value_text(page, row, value, qualifier or "=", withheld) if value is not None or withheld else "–"
    return f'<span class="sv-num">{markup.text(text)}</span>'
