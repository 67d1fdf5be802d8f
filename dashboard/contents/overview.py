"""Overview: what can be said, what cannot, and when it will be; then domains, leads, events, what is due."""

from collections import Counter

from dashboard import parts, queries, sections
from dashboard.contents import Block, Blocks
from dashboard.page import Page
from etl.answer import answer
from etl.changes import COUNTED, status_changes
from etl.explain import PROVISIONAL, first_reading
from etl.vocabulary import DOMAINS, FAMILIES, REASONS


def content(page: Page) -> Blocks:
    """The whole page, from its title to what is due."""
    t, nt, number = page.words.t, page.words.nt, page.words.number
    head = page.declaration
    counts = queries.counts(page.asking)
    register = queries.pledges(page.asking)
    pledges = [row for row in register if row["in_declaration"]]
    coded = queries.carried_by(pledges, "status")
    since = queries.carried_by(pledges, "since_signature_status")
    coded_on = t(
        "{acts} on acts, {words} on words only, {none} with no evidence found",
        acts=number(coded["acts"]), words=number(coded["words"]), none=number(coded["none"]),
    )  # fmt: skip
    reasons = Counter(row["reason"] for row in pledges if row["reason"])

    yield Block(
        parts.heading(1, t("Are the commitments being kept?"))
        + parts.paragraph(f"{head['title']} · {head['place']}, {page.words.day(head['signed'])}", "sv-soft")
        + _answer(page)
    )
    yield Block(
        parts.block(
            parts.block(
                parts.heading(2, t("What can be said"))
                + parts.block(
                    parts.big_number(f"{counts['pledges_with_data']} / {counts['pledges']}", t("pledges have data"))
                    + parts.big_number(
                        f"{counts['pledges_assessed']} / {counts['pledges_measured']}", t("measured pledges can be assessed by trend")
                    )
                    + parts.big_number(f"{counts['pledges_coded']} / {counts['pledges_to_code']}", t("others have been coded"), coded_on),
                    "sv-bigs",
                )
                + sections.three_readings(page, pledges)
                + parts.paragraph(t(PROVISIONAL), "sv-small sv-soft")
                + parts.paragraph(
                    t("This is the trajectory: most of the data is older than the Declaration and is not its merit."), "sv-small sv-soft"
                ),
                "sv-panel",
            )
            + parts.block(
                parts.heading(2, t("What cannot be said"))
                + parts.bullets(
                    f"<strong>{parts.text(number(count))}</strong> {page.link('pledges', t(REASONS[reason]), reason=reason)}"
                    for reason, count in reasons.most_common()
                )
                + parts.paragraph(head["text_status"], "sv-small sv-soft"),
                "sv-panel",
            )
            + parts.block(
                parts.heading(2, t("When it will be"))
                + parts.paragraph(
                    nt(
                        "Since the signature: {n} pledge has acts to show, {words} only words, {none} nothing that was found.",
                        "Since the signature: {n} pledges have acts to show, {words} only words, {none} nothing that was found.",
                        since["acts"],
                        words=page.words.number(since["words"]),
                        none=page.words.number(since["none"]),
                    )
                    + (
                        " "
                        + t(
                            "Figures need four whole years after it: the first can be read in {year}, when those of {last} appear.",
                            **first_reading({"earliest_assessable": counts["first_assessable"]}),
                        )
                        if counts["first_assessable"]
                        else ""
                    )
                )
                + parts.paragraph(
                    t("The year of the signature holds only its last weeks: it counts neither before nor after."), "sv-small sv-soft"
                )
                + parts.facts(
                    [
                        (t("Data to"), parts.text(page.words.day(head["data_to"]))),
                        (t("Events to"), parts.text(page.words.reduced(head["events_to"]))),
                        (t("Searched to"), parts.text(page.words.reduced(head["searched_to"]))),
                        (t("Record to"), parts.text(page.words.day(head["record_to"]))),
                        (t("Counted to"), parts.text(page.words.day(head["as_of"]))),
                    ]
                )
                + parts.paragraph(
                    t("No event found after that month is a gap in what could be searched, not a finding that nothing happened."),
                    "sv-small sv-soft",
                ),
                "sv-panel",
            ),
            "sv-three",
        )
    )

    domains = queries.ordered_domains(pledges)
    yield Block(
        parts.heading(2, t("By domain"))
        + parts.paragraph(
            t("Counts of pledges per status. Families and indicators are never averaged, parties are never ranked."), "sv-small sv-soft"
        )
        + sections.bars(page, queries.by_status(pledges, "domain"), DOMAINS, domains, "domains", "domain")
        + page.pictures("domain")
    )
    families = [family for family in FAMILIES if any(row["family"] == family for row in pledges)]
    yield Block(
        parts.heading(2, t("By family"))
        + sections.bars(page, queries.by_status(pledges, "family"), FAMILIES, families, "pledges", "family")
        + page.pictures("family")
        + parts.paragraph(
            nt(
                "{n} accompanying commitment of the same visit is kept apart:",
                "{n} accompanying commitments of the same visit are kept apart:",
                counts["accompanying"],
            ),
            "sv-small sv-soft",
        )
        + page.link("pledges", t("see the accompanying commitments"), "sv-small", text="accompanying")
    )

    leads = queries.lead_indicators(page.asking)
    first = [row for domain in domains[:4] for row in leads if row["domain"] == domain]
    yield Block(
        parts.heading(2, t("Lead indicators of the first four domains"))
        + parts.block("".join(sections.indicator_card(page, row) for row in first), "sv-cards")
    )

    changed = [
        row
        for row in status_changes(page.asking.cursor, page.lang, None, page.asking.declaration)
        if row["basis"] in COUNTED and row["level"] == "pledge"
    ]
    yield Block(
        parts.heading(2, t("What changed"))
        + (sections.change_table(page, changed[:5]) if changed else parts.paragraph(t("No status has changed since the signature.")))
        + page.link("changes", t("all changes"))
    )

    events = queries.events(page.asking)
    yield Block(
        parts.heading(2, t("Newest events"))
        + sections.timeline(page, [row for row in events if row["nature"] != "plan"][:6])
        + page.link("evidence", t("all events"))
    )

    named = [row for row in queries.due(page.asking) if row["reason"] == "named_day"]
    yield Block(
        parts.heading(2, t("What is due next"))
        + parts.paragraph(t("Targets and plans somebody named, by their day. None of them stands in the Declaration."), "sv-small sv-soft")
        + sections.due_table(page, [row for row in named if row["state"] != "overdue"])
    )
    passed = [row for row in named if row["state"] == "overdue"]
    if passed:
        yield Block(parts.heading(2, t("Dates that have passed, outcome not seen")) + sections.due_table(page, passed))
    yield Block(page.link("due", t("everything that is due for us to look at")))


def _answer(page: Page) -> str:
    """The answer to the question of the page, in a few sentences, then a line for each of the domains readers look for first."""
    found = answer(page.asking.cursor, page.words, page.asking.declaration)
    lines = [
        f"<strong>{page.link('domains', page.words.t(DOMAINS[domain]), domain=domain)}</strong> {parts.text(line)}"
        for domain, line in found.domains
    ]
    first, *others = found.sentences
    return parts.block(
        parts.paragraph(first, "sv-answer") + parts.bullets(map(parts.text, others)) + (parts.bullets(lines) if lines else ""), "sv-panel"
    )
