"""Pledges: the register's table, the three readings, codings, and bars by status."""

from collections import Counter
from collections.abc import Sequence

from dashboard.content import markup
from dashboard.content.filters import Filter, marks
from dashboard.content.page import Page
from dashboard.content.sections import readings
from dashboard.content.sections.events import timeline
from etl.i18n.labels import (
    DOMAINS,
    FAMILIES,
    OUTCOMES,
    REPORTED,
)
from etl.queries.query import Row
from etl.reports.explain_pledge import coding_lines


def agreement(page: Page, row: Row) -> str:
    """How many of the applicable rules agree: of three or more it shows at a glance whether a status is firm."""
    if not row["rules_applicable"]:
        return ""
    firm = "sv-firm" if row["rules_agreeing"] == row["rules_applicable"] else "sv-loose"
    text = page.words.t("{agree} of {of} rules agree", agree=row["rules_agreeing"], of=row["rules_applicable"])
    return f' <span class="sv-tag {firm}">{markup.text(text)}</span>'


def coding_panels(page: Page, listed: list[Row], events: list[Row]) -> str:
    """Codings side by side, one panel a coder: who scored what by which level, why, from which events."""
    t = page.words.t
    by_key = {event["event"]: event for event in events}
    panels = []
    for coding in listed:
        who, score, why = coding_lines(page.words, coding)
        cited = [by_key[key] for key in coding["events"] if key in by_key]
        panels.append(
            markup.block(
                markup.paragraph(who, "sv-small sv-soft")
                + markup.paragraph(score)
                + markup.paragraph(why)
                + (markup.heading(3, t("Events cited")) + timeline(page, cited, False) if cited else ""),
                "sv-panel",
            )
        )
    return markup.block("".join(panels), "sv-three" if len(panels) > 1 else "sv-one")


def pledge_table(page: Page, rows: list[Row], filters: Sequence[Filter] = ()) -> str:
    """The register: id, title, domain, family, the three readings under their names, newest evidence."""
    t = page.words.t
    head = [
        t("No."), t("Pledge"), t("Domain"), t("Reported"), t("Trajectory"), t("Since signature"), t("Outcome"),
        t("Newest evidence"),
    ]  # fmt: skip
    body = [
        [
            f'<span class="sv-id">{markup.text(row["pledge"])}</span>',
            page.link("pledge", row["title"], id=row["pledge"]) + markup.internal(page.words, row),
            markup.text(t(DOMAINS[row["domain"]])) + f"<br><span class='sv-meta'>{markup.text(t(FAMILIES[row['family']]))}</span>",
            reported(page, row),
            markup.badge(page.words, row["status"], row["reason"]),
            markup.badge(page.words, row["since_signature_status"], row["since_signature_reason"]),
            outcome(page, row),
            markup.text(page.words.reduced(row["evidence_newest_code"])),
        ]
        for row in rows
    ]
    return markup.table(head, body, "sv-register", marks=marks(rows, filters))


def three_readings(page: Page, rows: list[Row]) -> str:
    """Counts of pledges by each reading, under its name: what the parties report, the two clocks, what the data did. Never merged."""
    t = page.words.t
    clocks = {
        t("Trajectory"): Counter(row["status"] for row in rows),
        t("Since signature"): Counter(row["since_signature_status"] for row in rows),
    }
    bars = "".join(
        markup.paragraph(name, "sv-small") + markup.stacked(page.words, counts, name) + markup.legend(page.words, counts)
        for name, counts in clocks.items()
    )
    lines = [*readings.reported_counts(page.words, page.parties, rows), readings.outcome_counts(page.words, rows)]
    return bars + markup.bullets(map(markup.text, lines))


def reported(page: Page, row: Row) -> str:
    """What each party says of itself, a line each; a dash where none says anything."""
    by_party = {item["party"]: item["status"] for item in row["reported"] if item["status"] != "nothing"}
    lines = [page.words.pair(name, page.words.t(REPORTED[by_party[party]])) for party, name in page.parties.items() if party in by_party]
    return "<br>".join(map(markup.text, lines)) or markup.text("–")


def outcome(page: Page, row: Row) -> str:
    """What the data did, in a word that is neither good nor bad, and whose they are; a dash where nothing can be said."""
    if row["outcome"] is None or row["outcome"] == "unknown":
        return markup.text("–")
    outcome_text = page.words.t(OUTCOMES[row["outcome"]])
    if row["outcome_party"] is None:
        return markup.text(outcome_text)
    return markup.text(page.words.t("{outcome} ({party} alone)", outcome=outcome_text, party=page.parties[row["outcome_party"]]))


def bars(page: Page, counted: dict[str, Counter[str]], labels: dict[str, str], order: list[str], target: str, parameter: str) -> str:
    """One stacked bar per row, with the row's name linking to its pledges."""
    t = page.words.t
    most = max(sum(counted[key].values()) for key in order)
    body = []
    for key in order:
        name, total = t(labels[key]), sum(counted[key].values())
        body.append(
            [page.link(target, name, **{parameter: key}), markup.text(total), markup.stacked(page.words, counted[key], name, total / most)]
        )
    return markup.table([t("Group"), t("Pledges"), t("By status")], body, "sv-bars")
