"""What somebody proposes: what was found in it, what it would change, and its rows as they were sent."""

from datetime import date

from dashboard.charts.model import indicator_chart
from dashboard.charts.svg_renderer import line_chart
from dashboard.content import markup
from dashboard.content.page import Page
from etl.i18n.labels import (
    CHANGE_CAUSES,
    INDICATOR_REASONS,
)
from etl.queries import indicator_rows, observation_rows
from etl.queries.query import Row
from etl.submissions.cited_pages import Copy, in_words
from etl.submissions.columns import COLUMNS

# A browser is slow with very long tables, and nobody reads them: a submission may have 100,000 rows.
FIRST_ROWS = 200


def findings_table(page: Page, title: str, findings: list[Row], names: dict[int, str]) -> str:
    """What is wrong with rows, or what is asked about them: row (by its number, or its name), column, sentence."""
    if not findings:
        return ""
    t = page.words.t
    body = [
        [
            markup.text(names.get(item["row"], item["row"])),
            markup.text(_column(page, item["column"]) if names else item["column"]),
            markup.text(item["said"]),
        ]
        for item in findings[:FIRST_ROWS]
    ]
    return (
        markup.heading(3, title)
        + markup.table([t("Row"), t("Column"), t("What is said")], body)
        + _further(page, len(findings) - FIRST_ROWS)
    )


def _column(page: Page, name: str) -> str:
    """A column as the editor names it."""
    return page.words.t(COLUMNS[name][0]) if name in COLUMNS else name


def proposed_table(page: Page, listed: list[Row], left_out: int, titles: dict[str, str], names: dict[int, str]) -> str:
    """Proposed rows (by their numbers, or their names): what each does to the data, and how many more there are."""
    t = page.words.t
    changes = {"new": t("new"), "changed": t("changed"), "unchanged": t("unchanged")}

    def value(number: float | None) -> str:
        return f'<span class="sv-num">{markup.text(page.words.number(number, 6))}</span>'

    body = [
        [
            markup.text(names.get(item["row"], item["row"])),
            markup.text(titles.get(item["indicator"], item["indicator"] or "–"))
            + (f"<br>{markup.text(item['says'])}" if item["says"] else ""),
            markup.text(page.words.period(item["period"]) if item["period"] else "–"),
            value(item["before"]),
            value(item["after"]),
            markup.text(changes[item["change"]]),
        ]
        for item in listed
    ]
    head = [t("Row"), t("Indicator"), t("Period"), t("Before"), t("After"), t("Change")]
    return markup.table(head, body) + _further(page, left_out) if body else ""


def _further(page: Page, left: int) -> str:
    """What is said of the rows that a table of the first ones leaves out."""
    return (
        markup.paragraph(page.words.nt("{n} more row, not shown.", "{n} more rows, not shown.", left), "sv-small sv-soft")
        if left > 0
        else ""
    )


def status_moves(page: Page, listed: list[Row]) -> str:
    """Statuses that would change: of what, from what to what, why."""
    t = page.words.t
    body = []
    for item in listed:
        reasons = {} if item["level"] == "pledge" else {"reasons": INDICATOR_REASONS}
        name = f"{item['key']} · {item['title']}" if item["level"] == "pledge" else item["title"]
        if item["declaration"] != page.asking.declaration:
            name = f"{item['declaration']} · {name}"
        body.append(
            [
                markup.text(name),
                markup.badge(page.words, item["status_before"], item["reason_before"], **reasons),
                markup.badge(page.words, item["status"], item["reason"], **reasons),
                markup.text(t(CHANGE_CAUSES[item["cause"]])),
            ]
        )
    return markup.table([t("What"), t("Before"), t("After"), t("Why")], body)


def before_and_after(page: Page, drawn: list[Row]) -> str:
    """The charts of what would change, as they are and as they would be."""
    t = page.words.t
    pieces = []
    for item in drawn:
        row = indicator_rows.indicator(page.asking, item["indicator"])
        if row is None or item["declaration"] != page.asking.declaration:
            continue
        signed = page.declaration["signed"]
        after = [value | {name: date.fromisoformat(value[name]) for name in ("start_date", "end_date")} for value in item["values"]]
        now = indicator_chart(
            page.words,
            row,
            observation_rows.observations(page.asking, row["indicator"]),
            indicator_rows.targets(page.asking, row["indicator"]),
            signed,
            [],
        )
        then = indicator_chart(page.words, row, after, item["targets"], signed, [])
        charts = [(t("Now"), now), (t("As it would be"), then)]
        panels = [
            markup.block(
                markup.paragraph(name, "sv-small sv-soft")
                + (line_chart(chart, page.words) or markup.paragraph(t("There is no observation to draw yet."), "sv-soft")),
                "sv-panel",
            )
            for name, chart in charts
        ]
        pieces.append(markup.heading(3, f"{then.title} ({then.unit})") + markup.block("".join(panels), "sv-two"))
    return "".join(pieces)


def submitted_rows(page: Page, listed: tuple[dict[str, str], ...], titles: dict[str, str]) -> str:
    """The rows of a submission as they were sent."""
    t = page.words.t
    # The declaration is said where there are several.
    apart = ("indicator", "period", *(("declaration",) if len(page.declarations) == 1 else ()))
    body = [
        [
            markup.text(number),
            markup.text(titles.get(row.get("indicator", ""), row.get("indicator") or row.get("pledge") or row.get("id") or "–")),
            markup.text(row.get("period") or row.get("date") or "–"),
            f'<span lang="en">{markup.text(", ".join(f"{name} {cell}" for name, cell in row.items() if name not in apart))}</span>',
        ]
        for number, row in enumerate(listed[:FIRST_ROWS], 1)
    ]
    return markup.table([t("Row"), t("Indicator"), t("Period"), t("As it was sent")], body) + _further(page, len(listed) - FIRST_ROWS)


def cited_pages(page: Page, links: list[str], copies: dict[str, list[Copy]]) -> str:
    """The pages a submission cites, and what is kept of each, the newest last."""
    t = page.words.t
    body = [
        [
            markup.outside(link, link),
            "<br>".join(markup.text(in_words(copy, page.words)) for copy in copies[link]) or markup.text(t("not asked for yet")),
        ]
        for link in links
    ]
    return markup.table([t("Cited page"), t("What is kept of it")], body)
