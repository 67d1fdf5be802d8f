"""Parts of the page Due: what waits for a review, counts by kind and body, the table of what is due."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from dashboard.content import markup
from dashboard.content.filter_form import form
from dashboard.content.filters import Filter, marks
from dashboard.content.finished import Block, Blocks
from dashboard.content.page import Page
from dashboard.content.sections.indicators import target_text
from etl.i18n.labels import DUE_KINDS, DUE_STATES
from etl.queries import event_rows
from etl.queries.query import Row
from etl.submissions.models import Submission

# A submission is overdue for its review after two weeks.
REVIEW_DAYS = 14
# Rows of a kind that stand open where all kinds are shown; the others are folded.
OPEN_ROWS = 12
LATER = "later"


def waiting(page: Page, listed: Iterable[Submission]) -> list[Row]:
    """Submissions without a decision as rows of what is due, the oldest first; in a look-up those of that day."""
    head = page.declaration
    found: list[Row] = []
    for item in listed:
        known = [decided for decided in item.decided if decided.decision != "comment" and _known(head, decided.at)]
        if known or not _known(head, item.at):
            continue
        day = date.fromisoformat(item.at[:10])
        due = day + timedelta(days=REVIEW_DAYS)
        found.append(
            {
                "kind": "review", "reason": "review", "state": "overdue" if due < head["as_of"] else "due", "due": due, "newest": day,
                "submission": item.id, "author": item.author, "title": item.proposal.note, "pledges": [], "bodies": {},
            }
        )  # fmt: skip
    return sorted(found, key=lambda row: row["due"])


def filters(page: Page, rows: list[Row]) -> tuple[Filter, ...]:
    """What the list can be filtered by: the kind, and the data owner or lead body."""
    t = page.words.t
    return (
        Filter("kind", t("Kind"), {key: t(name) for key, name in DUE_KINDS.items()}, lambda row: (row["kind"],), 210),
        Filter("body", t("Data owner or lead body"), bodies(rows), lambda row: tuple(row["bodies"]), 380),
    )


def content(page: Page) -> Blocks:
    """The whole page without what may be changed: what is overdue or due within a month; the rest stands on a page of its own, so that
    neither is long to load.
    """
    everything = event_rows.due(page.asking)
    choices = filters(page, everything)
    soon = [row for row in everything if row["state"] != LATER]
    n = len(everything) - len(soon)
    pieces = (
        introduction(page, False),
        counts_table(page, everything),
        markup.block(page.link("later", page.words.nt("{n} is due later", "{n} are due later", n)), "sv-p"),
        form(page, choices),
        lists(page, soon, False, None, choices),
        markup.folded(page.words.t("By data owner and lead body"), bodies_table(page, everything)),
    )
    yield Block("\n".join(pieces))


def later_content(page: Page) -> Blocks:
    """What is due later than in a month."""
    t = page.words.t
    later = [row for row in event_rows.due(page.asking) if row["state"] == LATER]
    choices = filters(page, later)
    of_kinds = [
        markup.heading(2, t(name)) + table(page, of_kind, False, choices)
        for kind, name in DUE_KINDS.items()
        if (of_kind := [row for row in later if row["kind"] == kind])
    ]
    above = markup.block(page.link("due", t("What is due")), "sv-meta") + markup.heading(1, t("What is due later than in a month"))
    yield Block("\n".join((above, form(page, choices), *of_kinds)))


def introduction(page: Page, editing: bool) -> str:
    """What the page is, and what overdue means on it; reviews are listed where data may be changed."""
    t, day = page.words.t, page.words.day(page.declaration["as_of"])
    text = (
        t(
            "Releases, named days, searches and reviews that are due for us to look at, as of {day}. Overdue means that nobody has looked here yet; it says nothing about what anybody did.",
            day=day,
        )
        if editing
        else t(
            "Releases, named days and searches that are due for us to look at, as of {day}. Overdue means that nobody has looked here yet; it says nothing about what anybody did.",
            day=day,
        )
    )
    return markup.heading(1, t("What is due")) + markup.paragraph(text, "sv-soft")


def counts_table(page: Page, rows: list[Row]) -> str:
    """How much of each kind is overdue, due or later; a kind links to its own list."""
    t = page.words.t
    counted = Counter((row["kind"], row["state"]) for row in rows)
    kinds = [kind for kind in DUE_KINDS if any(row["kind"] == kind for row in rows)]
    return _counted(page, t("Kind"), {kind: page.link("due", t(DUE_KINDS[kind]), kind=kind) for kind in kinds}, counted)


def bodies_table(page: Page, rows: list[Row]) -> str:
    """How much is overdue, due or later by data owner and lead body, those with most overdue first."""
    counted = Counter((name, row["state"]) for row in rows for name in row["bodies"])
    names = bodies(rows)
    order = sorted(names, key=lambda name: (-counted[name, "overdue"], -counted[name, "due"], names[name]))
    links = {name: page.link("due", names[name], body=name) for name in order}
    return _counted(page, page.words.t("Data owner or lead body"), links, counted)


def bodies(rows: list[Row]) -> dict[str, str]:
    """Data owners and lead bodies that occur, by their shown names: the record's name to the shown one."""
    found = {name: shown for row in rows for name, shown in row["bodies"].items()}
    return dict(sorted(found.items(), key=lambda item: item[1].casefold()))


def table(page: Page, rows: list[Row], editing: bool, filters: Sequence[Filter] = ()) -> str:
    """What is due: day, state, what it is about and why, by whom, for which pledges, and where to act if the reader may."""
    t = page.words.t
    body = []
    for row in rows:
        what, why = _subject(page, row)
        cells = [
            markup.text(page.words.reduced(row["period"]) if row.get("period") else page.words.day(row["due"])),
            markup.marked(row["state"], t(DUE_STATES[row["state"]])),
            f"{what}<br><span class='sv-meta'>{why}</span>",
            markup.text(_who(row)),
            " ".join(page.link("pledge", key, id=key) for key in row["pledges"]) or markup.text("–"),
        ]
        body.append([*cells, _action(page, row)] if editing else cells)
    head = [t("Day"), t("State"), t("What"), t("Data owner or lead body"), t("Pledges"), *([t("To do")] if editing else [])]
    return markup.table(head, body, "sv-dues", marks=marks(rows, filters))


def lists(page: Page, rows: list[Row], editing: bool, most: int | None = OPEN_ROWS, filters: Sequence[Filter] = ()) -> str:
    """A list for each kind that occurs: what is overdue or due within a month, at most so many rows of it, all others folded."""
    t, nt = page.words.t, page.words.nt
    pieces = []
    for kind, name in DUE_KINDS.items():
        of_kind = [row for row in rows if row["kind"] == kind]
        if not of_kind:
            continue
        first = [row for row in of_kind if row["state"] != LATER]
        others = (first[most:] if most else []) + [row for row in of_kind if row["state"] == LATER]
        pieces += [
            markup.heading(2, t(name)),
            table(page, first[:most], editing, filters) if first else markup.paragraph(t("Nothing of this kind is due within a month.")),
            markup.folded(nt("{n} more", "{n} more", len(others)), table(page, others, editing, filters)) if others else "",
        ]
    return "".join(pieces)


def _known(head: Row, at: str) -> bool:
    """Whether an entry of the ledger counts: all of them, or in a look-up those of that day and before."""
    return not head["earlier"] or date.fromisoformat(at[:10]) <= head["as_of"]


def _counted(page: Page, name: str, links: dict[str, str], counted: Counter[tuple[str, str]]) -> str:
    t = page.words.t
    body = [[link, *(markup.text(page.words.number(counted[key, state])) for state in DUE_STATES)] for key, link in links.items()]
    return markup.table([name, *(t(text) for text in DUE_STATES.values())], body)


def _who(row: Row) -> str:
    """Who publishes the data; else the lead bodies too."""
    return str(row["data_owner"]) if row["kind"] == "data" else ", ".join(row["bodies"].values()) or "–"


def _subject(page: Page, row: Row) -> tuple[str, str]:
    """What a row is about, as a link, and why it is due."""
    t, day = page.words.t, page.words.day(row["newest"])
    if row["kind"] == "review":
        text = t("submitted on {day} by {author}; somebody else decides", day=day, author=row["author"])
        return page.link("review", row["title"] or row["submission"], id=row["submission"]), markup.text(text)
    if row["kind"] == "search":
        text = t("last search logged for {day}", day=day) if row["newest"] else t("no search with a day is logged")
        what = page.link("pledge", f"{row['pledge']} · {row['title']}", id=row["pledge"])
        return what + markup.internal(page.words, row), markup.text(text)
    what = page.link("indicator", row["title"], id=row["indicator"]) + markup.internal(page.words, row)
    if row["kind"] == "deadline":
        named = markup.text(target_text(page, {**row, "kind": row["target_kind"]}, row["decimals"], row["amount"]))
        state = t("lapsed, and none was named after it") if row["reason"] == "target_lapsed" else t("outcome not seen")
        ended = f" · {markup.text(state)}" if row["state"] == "overdue" else ""
        return what, f"{named} · {markup.outside(row['url'], row['speaker'])}{ended}"
    reasons = {
        "release_announced": t("the publisher announced a release"),
        "release_expected": t("the next release by its calendar; the newest figure is of {day}", day=day),
        "too_old": t("the newest figure is for a time before this day: too old to assess by"),
    }
    return what, markup.text(reasons[row["reason"]])


def _action(page: Page, row: Row) -> str:
    """Where the reader can act on it."""
    t = page.words.t
    if row["kind"] == "review":
        return page.link("review", t("Review"), id=row["submission"])
    if row["kind"] == "search":
        return page.link("due", t("Log a search"), log=row["pledge"], kind="search")
    return page.link("update", t("Update data"), indicator=row["indicator"])
