"""What the ledger says in the section History of a page: submissions and their decisions."""

from dashboard.access import visitor
from dashboard.content import markup
from dashboard.content.page import Page
from dashboard.content.sections.history import Entry
from dashboard.jobs import run_command
from etl.i18n.labels import DECISIONS
from etl.queries import indicator_rows
from etl.submissions.history import proposed

# What changed data: elsewhere than where data may be changed nothing else of a submission is shown, and no names.
CHANGING = ("accepted", "reverted")


def state() -> tuple[bool, str]:
    """What the entries depend on beside the build: whether this reader may change data, and the ledger's newest entry."""
    book = run_command.ledger()
    return bool(visitor.visitor().roles), book.newest() if book else ""


def entries(page: Page, indicators: list[str], pledges: set[str]) -> list[Entry]:
    """What the ledger holds, in a look-up up to that day; names, reasons and what waits only where data may be changed."""
    book = run_command.ledger()
    if book is None:
        return []
    t, editing, head = page.words.t, bool(visitor.visitor().roles), page.declaration
    until = head["as_of"].isoformat() if head["earlier"] else "9999"
    names = {"submitted": t("submitted"), **{code: t(name) for code, name in DECISIONS.items()}}
    titles = indicator_rows.indicator_titles(page.asking)
    found = []
    for entry in proposed(book.listed(), set(indicators), pledges, page.asking.declaration):
        day = entry.at[:10]
        if day > until or not (editing or entry.what in CHANGING):
            continue
        what = (
            page.link("review", f"{names[entry.what]} · {entry.submission}", id=entry.submission)
            if editing
            else markup.text(names[entry.what])
        )
        if len(indicators) > 1 and entry.indicator in titles:
            what = f"{page.link('indicator', titles[entry.indicator], id=entry.indicator)}<br>{what}"
        found.append(
            (
                entry.at,
                [
                    markup.text(page.words.reduced(day)),
                    what,
                    markup.text("–"),
                    markup.text("–"),
                    markup.text(entry.who) if editing else markup.text("–"),
                    markup.text(entry.why or "–") if editing else markup.text("–"),
                ],
            )
        )
    return found
