"""Overview: what can be said, what cannot, and when it will be; then domains, leads, events, what is due."""

from collections import Counter

from dashboard.content import markup
from dashboard.content.finished import Block, Blocks
from dashboard.content.page import Page
from dashboard.content.sections.changes import change_table
from dashboard.content.sections.events import timeline
from dashboard.content.sections.indicators import due_table, indicator_card
from dashboard.content.sections.method_text import merit
from dashboard.content.sections.pledges import bars, three_readings
from etl.i18n.labels import DOMAINS, FAMILIES, REASONS
from etl.queries import declaration_rows, event_rows, indicator_rows, pledge_rows
from etl.queries.change_rows import status_changes
from etl.queries.query import Row
from etl.reports.changes import COUNTED
from etl.reports.coders import coders_sentences_of
from etl.reports.first_answer import answer
from etl.reports.status_text import first_reading

# So many domains have the cards of their lead indicators here.
FIRST = 4


def content(page: Page) -> Blocks:
    """The whole page, from its title to what is due."""
    t, nt, number = page.words.t, page.words.nt, page.words.number
    head = page.declaration
    counts = declaration_rows.counts(page.asking)
    register = pledge_rows.pledges(page.asking)
    pledges = [row for row in register if row["in_declaration"]]
    coded = pledge_rows.carried_by(pledges, "status")
    since = pledge_rows.carried_by(pledges, "since_signature_status")
    coded_on = t(
        "{acts} on acts, {words} on words only, {none} with no evidence found",
        acts=number(coded["acts"]), words=number(coded["words"]), none=number(coded["none"]),
    )  # fmt: skip
    reasons = Counter(row["reason"] for row in pledges if row["reason"])

    yield Block(
        markup.heading(1, t("Are the commitments being kept?"))
        + markup.paragraph(f"{head['title']} · {head['place']}, {page.words.day(head['signed'])}", "sv-soft")
        + _answer(page)
    )
    yield Block(
        markup.block(
            markup.block(
                markup.heading(2, t("What can be said"))
                + markup.block(
                    markup.big_number(f"{counts['pledges_with_data']} / {counts['pledges']}", t("pledges have data"))
                    + (
                        markup.big_number(
                            f"{counts['pledges_assessed']} / {counts['pledges_measured']}", t("measured pledges can be assessed by trend")
                        )
                        if counts["pledges_measured"]
                        else ""
                    )
                    + (
                        markup.big_number(f"{counts['pledges_coded']} / {counts['pledges_to_code']}", t("others have been coded"), coded_on)
                        if counts["pledges_to_code"]
                        else ""
                    ),
                    "sv-bigs",
                )
                + three_readings(page, pledges)
                + "".join(
                    markup.paragraph(line, "sv-small sv-soft")
                    for line in (*coders_sentences_of(page.words, pledges), *merit(page.words, counts))
                ),
                "sv-panel",
            )
            + markup.block(
                markup.heading(2, t("What cannot be said"))
                + markup.bullets(
                    f"<strong>{markup.text(number(count))}</strong> {page.link('pledges', t(REASONS[reason]), reason=reason)}"
                    for reason, count in reasons.most_common()
                )
                + markup.paragraph(head["text_status"], "sv-small sv-soft"),
                "sv-panel",
            )
            + markup.block(
                markup.heading(2, t("When it will be"))
                + _clock(page, counts, since)
                + markup.facts(
                    [
                        (t("Data to"), markup.text(page.words.day(head["data_to"]))),
                        (t("Events to"), markup.text(page.words.reduced(head["events_to"]))),
                        (t("Searched to"), markup.text(page.words.reduced(head["searched_to"]))),
                        (t("Record to"), markup.text(page.words.day(head["record_to"]))),
                        (t("Counted to"), markup.text(page.words.day(head["as_of"]))),
                    ]
                )
                + markup.paragraph(
                    t("A time for which no event was found is a gap in what could be searched, not a finding that nothing happened."),
                    "sv-small sv-soft",
                ),
                "sv-panel",
            ),
            "sv-three",
        )
    )

    domains = pledge_rows.ordered_domains(pledges)
    families = [family for family in FAMILIES if any(row["family"] == family for row in pledges)]
    if pledges:
        yield Block(
            markup.heading(2, t("By domain"))
            + markup.paragraph(
                t("Counts of pledges per status. Families and indicators are never averaged, parties are never ranked."), "sv-small sv-soft"
            )
            + bars(page, pledge_rows.by_status(pledges, "domain"), DOMAINS, domains, "domains", "domain")
            + page.pictures("domain")
        )
        yield Block(
            markup.heading(2, t("By family"))
            + bars(page, pledge_rows.by_status(pledges, "family"), FAMILIES, families, "pledges", "family")
            + page.pictures("family")
        )
    if counts["accompanying"]:
        text = nt("{n} accompanying commitment is kept apart:", "{n} accompanying commitments are kept apart:", counts["accompanying"])
        link = page.link("pledges", t("see the accompanying commitments"), "sv-small", text="accompanying")
        yield Block(markup.paragraph(text, "sv-small sv-soft") + link)

    leads = indicator_rows.lead_indicators(page.asking)
    leading = [domain for domain in domains if any(row["domain"] == domain for row in leads)]
    first = [row for domain in leading[:FIRST] for row in leads if row["domain"] == domain]
    if first:
        named = ", ".join(t(DOMAINS[domain]) for domain in leading[:FIRST])
        yield Block(
            markup.heading(2, page.words.pair(t("Lead indicators"), named))
            + markup.block("".join(indicator_card(page, row) for row in first), "sv-cards")
        )

    changed = [
        row
        for row in status_changes(page.asking.cursor, page.lang, None, page.asking.declaration)
        if row["basis"] in COUNTED and row["level"] == "pledge"
    ]
    yield Block(
        markup.heading(2, t("What changed"))
        + (change_table(page, changed[:5]) if changed else markup.paragraph(t("No status has changed since the signature.")))
        + page.link("changes", t("all changes"))
    )

    happened = [row for row in event_rows.events(page.asking) if row["nature"] != "plan"]
    if happened:
        yield Block(markup.heading(2, t("Newest events")) + timeline(page, happened[:6]) + page.link("evidence", t("all events")))

    named_days = [row for row in event_rows.due(page.asking) if row["reason"] == "named_day"]
    due = [row for row in named_days if row["state"] != "overdue"]
    if due:
        yield Block(
            markup.heading(2, t("What is due next"))
            + markup.paragraph(t("Targets and plans somebody named, by their day."), "sv-small sv-soft")
            + due_table(page, due)
        )
    passed = [row for row in named_days if row["state"] == "overdue"]
    if passed:
        yield Block(markup.heading(2, t("Dates that have passed, outcome not seen")) + due_table(page, passed))
    yield Block(page.link("due", t("everything that is due for us to look at")))


def _clock(page: Page, counts: Row, since: Counter[str]) -> str:
    """What can be said since the signature: of coded pledges now, of measured ones from which year on."""
    t, nt, number, head = page.words.t, page.words.nt, page.words.number, page.declaration
    lines = []
    if counts["pledges_to_code"]:
        lines.append(
            nt(
                "Since the signature: {n} pledge has acts to show, {words} only words; for {none} a search found nothing.",
                "Since the signature: {n} pledges have acts to show, {words} only words; for {none} a search found nothing.",
                since["acts"],
                words=number(since["words"]),
                none=number(since["none"]),
            )
        )
    if counts["first_assessable"] and int(counts["first_assessable"]) >= head["as_of"].year:
        lines.append(
            t(
                "Figures need four whole years after the signature: the first can be read in {year}, when those of {last} appear.",
                **first_reading({"earliest_assessable": counts["first_assessable"]}),
            )
        )
    year = (
        t(
            "{year} counts neither before nor after the signature: the Declaration was signed within it, on {day}.",
            year=head["signed"].year,
            day=page.words.day(head["signed"]),
        )
        if counts["pledges_measured"]
        else ""
    )
    return (markup.paragraph(" ".join(lines)) if lines else "") + (markup.paragraph(year, "sv-small sv-soft") if year else "")


def _answer(page: Page) -> str:
    """The answer to the question of the page, in a few sentences, then a line for each of the domains readers look for first."""
    found = answer(page.asking.cursor, page.words, page.asking.declaration)
    lines = [
        f"<strong>{page.link('domains', page.words.t(DOMAINS[domain]), domain=domain)}</strong> {markup.text(line)}"
        for domain, line in found.domains
    ]
    first, *others = found.sentences
    return markup.block(
        markup.paragraph(first, "sv-answer") + markup.bullets(map(markup.text, others)) + (markup.bullets(lines) if lines else ""),
        "sv-panel",
    )
