"""The section History of a page: values as they became known, and submissions with their decisions."""

from dashboard import parts, queries, sections, shell, who
from dashboard.frame import Page
from etl.history import proposed
from etl.rows import Row
from etl.vocabulary import DECISIONS, PUBLISHED_BASES

# Entries that stand open; more are folded. A page shows the newest ones only, up to this many.
OPEN_ENTRIES = 10
MOST_ENTRIES = 150
# What changed data: elsewhere than where data may be changed nothing else of a submission is shown, and no names.
CHANGING = ("accepted", "reverted")


def section(page: Page, indicators: list[str], pledges: set[str]) -> str:
    """Who, when, why, before and after for these indicators and pledges, the newest first."""
    t, nt = page.words.t, page.words.nt
    entries = [_value(page, row, len(indicators) > 1) for row in queries.value_history(page.asking, indicators)]
    entries += _decisions(page, set(indicators), pledges)
    entries.sort(key=lambda entry: entry[0], reverse=True)
    if not entries:
        return parts.heading(2, t("History")) + parts.paragraph(t("Nothing has changed here yet."), "sv-soft")
    shown = entries[:MOST_ENTRIES]
    head = [t("Day"), t("What"), t("Before"), t("After"), t("Who"), t("Why")]
    table = parts.table(head, [cells for _, cells in shown], "sv-history")
    if len(shown) < len(entries):
        table += parts.paragraph(t("Older entries stand on the pages of its indicators."), "sv-small sv-soft")
    if len(entries) > OPEN_ENTRIES:
        table = parts.folded(nt("{n} entry, newest first", "{n} entries, newest first", len(entries)), table)
    return parts.heading(2, t("History")) + table


def _value(page: Page, row: Row, several: bool) -> tuple[str, list[str]]:
    """A value that became known: a first one, or one that replaced another."""
    t = page.words.t
    period = page.words.period(row["period"])
    said = t("published for {period}", period=period) if row["is_first"] else t("revised for {period}", period=period)
    title = f"{page.link('indicator', row['title'], id=row['indicator'])}<br>" if several else ""
    day = (
        f"{parts.text(page.words.day(row['day']))}<br><span class='sv-meta'>{parts.text(t(PUBLISHED_BASES[row['published_basis']]))}</span>"
    )
    return row["day"].isoformat(), [
        day,
        title + parts.text(said),
        _number(page, row, row["value_before"], row["qualifier_before"]),
        _number(page, row, row["value"], row["qualifier"]),
        parts.outside(row["url"], row["publisher"]),
        f'<span lang="en">{parts.text(row["note"])}</span>' if row["note"] else parts.text("–"),
    ]


def _number(page: Page, row: Row, value: float | None, qualifier: str | None) -> str:
    said = sections.value_text(page, row, value, qualifier or "=") if value is not None else "–"
    return f'<span class="sv-num">{parts.text(said)}</span>'


def _decisions(page: Page, indicators: set[str], pledges: set[str]) -> list[tuple[str, list[str]]]:
    """What the ledger holds, in a look-up up to that day; names, reasons and what waits only where data may be changed."""
    book = shell.ledger()
    if book is None:
        return []
    t, editing, head = page.words.t, bool(who.visitor().roles), page.declaration
    until = head["as_of"].isoformat() if head["earlier"] else "9999"
    names = {"submitted": t("submitted"), **{code: t(name) for code, name in DECISIONS.items()}}
    titles = queries.indicator_titles(page.asking)
    found = []
    for entry in proposed(book.listed(), indicators, pledges):
        day = entry.at[:10]
        if day > until or not (editing or entry.what in CHANGING):
            continue
        what = (
            page.link("review", f"{names[entry.what]} · {entry.submission}", id=entry.submission)
            if editing
            else parts.text(names[entry.what])
        )
        if len(indicators) > 1 and entry.indicator in titles:
            what = f"{page.link('indicator', titles[entry.indicator], id=entry.indicator)}<br>{what}"
        found.append(
            (
                entry.at,
                [
                    parts.text(page.words.reduced(day)),
                    what,
                    parts.text("–"),
                    parts.text("–"),
                    parts.text(entry.who) if editing else parts.text("–"),
                    parts.text(entry.why or "–") if editing else parts.text("–"),
                ],
            )
        )
    return found
