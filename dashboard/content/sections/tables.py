"""Parts of pages that several pages use: a figure, an indicator card, an event, the register's table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import repeat

from dashboard.charts.model import Chart, indicator_chart, numbered, place_of, places_differ
from dashboard.charts.svg_renderer import BESIDE_COLOURS, line_chart, sparkline
from dashboard.content import figures, markup, queries
from dashboard.content.filters import Filter, marks
from dashboard.content.page import Page
from dashboard.content.sections import readings
from etl.i18n.labels import (
    ATTRIBUTIONS,
    CAUSES,
    CHANGE_CAUSES,
    DOMAINS,
    EVENT_DIRECTIONS,
    FAMILIES,
    INDICATOR_DIRECTIONS,
    INDICATOR_REASONS,
    NATURES,
    OUTCOMES,
    REPORTED,
    TIERS,
)
from etl.queries.query import Row
from etl.reports.changes import basis
from etl.reports.explain_pledge import answer_text, coding_lines
from etl.submissions.cited_pages import Copy, in_words
from etl.submissions.columns import COLUMNS

# A browser is slow with very long tables, and nobody reads them: a submission may have 100,000 rows.
FIRST_ROWS = 200


def figure(page: Page, row: Row, kind: str = "latest") -> str:
    """A figure with its unit, as plain text."""
    return value_text(page, row, row[f"{kind}_value"], row[f"{kind}_qualifier"] or "=", bool(row[f"{kind}_withheld"]))


def value_text(page: Page, indicator: Row, value: float | None, qualifier: str, withheld: bool = False) -> str:
    """A value in its indicator's unit, as plain text."""
    return figures.value_text(page.words, indicator, value, qualifier, withheld)


def indicator_card(page: Page, row: Row) -> str:
    """One indicator at a glance: newest figure, small line, status, source."""
    t = page.words.t
    pieces = [
        markup.block(page.link("indicator", row["title"], id=row["indicator"]) + markup.internal(page.words, row), "sv-name"),
    ]
    if row["latest_period"] is not None:
        pieces.append(markup.block(markup.text(figure(page, row)), "sv-value"))
        pieces.append(markup.block(markup.text(f"{page.words.period(row['latest_period'])} · {row['publisher']}"), "sv-meta"))
        pieces.append(spark(page, row))
    else:
        pieces.append(markup.block(markup.text(t("no figure yet")), "sv-meta"))
    pieces.append(
        markup.block(markup.badge(page.words, row["status"], row["reason"], INDICATOR_REASONS) + agreement(page, row), "sv-state")
    )
    return markup.block("".join(pieces), "sv-card")


def status_cell(page: Page, row: Row) -> str:
    """The status of an indicator with how many rules agree on it."""
    return markup.badge(page.words, row["status"], row["reason"], INDICATOR_REASONS) + agreement(page, row)


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
        row = queries.indicator(page.asking, item["indicator"])
        if row is None or item["declaration"] != page.asking.declaration:
            continue
        signed = page.declaration["signed"]
        after = [value | {name: date.fromisoformat(value[name]) for name in ("start_date", "end_date")} for value in item["values"]]
        now = indicator_chart(
            page.words, row, queries.observations(page.asking, row["indicator"]), queries.targets(page.asking, row["indicator"]), signed, []
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


def spark(page: Page, row: Row) -> str:
    """The small line of an indicator, where it has at least three values."""
    if not row["days"] or len(row["days"]) < 3:
        return ""
    alt = page.words.t(
        "{title}: {n} values, the newest {value}", title=row["title"], n=page.words.number(len(row["days"])), value=figure(page, row)
    )
    return sparkline(row["days"], row["figures"], alt)


def indicator_table(page: Page, rows: list[Row]) -> str:
    """The indicators of a pledge: what is tracked, whether that answers the pledge and why, from where to where, and its status."""
    t = page.words.t
    head = [t("Indicator"), t("Baseline"), t("Newest"), t("Course"), t("Status")]
    body = []
    for row in rows:
        lead = f' <span class="sv-tag">{markup.text(t("lead"))}</span>' if row["place"] == 1 else ""
        before = (
            f"{markup.text(figure(page, row, 'baseline'))}<br><span class='sv-meta'>{markup.text(page.words.period(row['baseline_period']))}</span>"
            if row["baseline_value"] is not None or row["baseline_withheld"]
            else markup.text("–")
        )
        newest = markup.text("–")
        if row["latest_period"] is not None:
            source = f"{page.words.period(row['latest_period'])} · {row['publisher']}"
            newest = f"{markup.text(figure(page, row))}<br><span class='sv-meta'>{markup.text(source)}</span>"
        elif row["target_kind"] and not row["target_lapsed"]:
            named = {
                "kind": row["target_kind"],
                "value": row["target_value"],
                "period": row["target_period"],
                "qualifier": row["target_qualifier"],
                "withheld": row["target_withheld"],
            }
            newest = f"<span class='sv-meta'>{markup.text(target_text(page, named, row['decimals'], row['amount']))}</span>"
        name = page.link("indicator", row["title"], id=row["indicator"]) + lead + markup.internal(page.words, row)
        name += "".join(
            f"<br><span class='sv-meta'>{markup.text(text)}</span>"
            for text in (t(INDICATOR_DIRECTIONS[row["direction"]]), answer_text(page.words, row))
        )
        body.append([name, before, newest, spark(page, row) or markup.text("–"), status_cell(page, row)])
    return markup.table(head, body, "sv-wide2")


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


def below_chart(page: Page, chart: Chart, indicator: str) -> str:
    """What stands below every drawn chart: what its lines are, who published it, as of when, and what is not passed on."""
    day = page.words.day(page.declaration["as_of"])
    text = page.words.t("Source: {source}; as of {day}.", source=chart.source, day=day)
    return chart_key(chart) + markup.paragraph(text, "sv-small sv-soft") + not_passed_on(page, indicator)


def not_passed_on(page: Page, indicator: str) -> str:
    """Whose values of an indicator do not leave this place, how many, and where they are; nothing where all do."""
    listed = queries.withheld(page.asking, indicator)
    return "".join(markup.block(markup.outside(row["url"], figures.withheld_text(page.words, row)), "sv-small sv-soft") for row in listed)


def chart_key(chart: Chart) -> str:
    """What the lines of a chart are, where there is more than the one its title names."""
    items = [("sv-main" if line.main else f"sv-b{(number - 1) % BESIDE_COLOURS}", line.name) for number, line in numbered(chart)]
    items += [("sv-asked", level.name) for level in chart.levels]
    items += [("sv-range", chart.band.name)] if chart.band else []
    items += [("sv-broken", chart.breaks[0][1])] if chart.breaks else []
    return markup.key(items) if len(items) > 1 else ""


def values_table(page: Page, indicator: Row, observations: list[Row]) -> str:
    """The values of a chart, newest first, folded: period, value, source, and the place where one publisher gives several."""
    t, apart = page.words.t, places_differ(observations)
    body = [
        [
            markup.text(page.words.period(item["period"])),
            *([markup.text(place_of(item))] if apart else []),
            f'<span class="sv-num">{markup.text(value_text(page, indicator, item["value"], item["qualifier"], bool(item["withheld"])))}</span>',
            markup.text(item["publisher"]),
        ]
        for item in sorted(reversed(observations), key=lambda item: item["place"])
    ]
    return markup.folded(
        t("The values as a table"), markup.table([t("Period"), *([t("Place")] if apart else []), t("Value"), t("Source")], body)
    )


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


def due_table(page: Page, rows: list[Row]) -> str:
    """Named days with what is to be reached by them, who said so, and the pledges."""
    t = page.words.t
    return markup.table(
        [t("Due"), t("Indicator"), t("Named"), t("Said by"), t("Pledges")],
        [
            [
                markup.text(page.words.reduced(row["period"])),
                page.link("indicator", row["title"], id=row["indicator"]) + markup.internal(page.words, row),
                markup.text(target_text(page, {**row, "kind": row["target_kind"]}, row["decimals"], row["amount"])),
                markup.outside(row["url"], row["speaker"]),
                " ".join(page.link("pledge", key, id=key) for key in row["pledges"]),
            ]
            for row in rows
        ],
    )


def target_text(page: Page, row: Row, decimals: int, amount: str) -> str:
    """A target in words: kind, number, day it is for."""
    return figures.target_text(page.words, row, decimals, amount)
