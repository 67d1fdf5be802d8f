"""Overview: what can be said, what cannot, and when it will be; then domains, leads, events, what is due."""

from collections import Counter

from dashboard import frame, parts, queries, sections
from etl.vocabulary import DOMAINS, FAMILIES, REASONS

page = frame.open_page()
t, nt, number = page.words.t, page.words.nt, page.words.number
frame.top(page, "./")
head = page.declaration
counts = queries.counts(page.asking)
register = queries.pledges(page.asking)
pledges = [row for row in register if row["in_declaration"]]
assessed = Counter(row["status"] for row in pledges)
reasons = Counter(row["reason"] for row in pledges if row["reason"])

frame.place(
    parts.heading(1, t("Are the commitments being kept?"))
    + parts.paragraph(f"{head['title']} · {head['place']}, {page.words.day(head['signed'])}", "sv-soft")
    + parts.block(
        parts.block(
            parts.heading(2, t("What can be said"))
            + parts.block(
                parts.big_number(f"{counts['pledges_with_data']} / {counts['pledges']}", t("pledges have data"))
                + parts.big_number(f"{counts['pledges_assessed']} / {counts['pledges']}", t("pledges can be assessed by trend"))
                + parts.big_number(
                    f"{counts['indicators_assessed']} / {counts['indicators_tracked']}", t("indicators can be assessed by trend")
                ),
                "sv-bigs",
            )
            + parts.stacked(page.words, assessed, t("Pledges by status"))
            + parts.legend(page.words, assessed)
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
                t(
                    "Since the signature: not one pledge can be assessed yet. A yearly figure lies wholly after the signature only from 2026 on; 2025 holds seven weeks of the Declaration and is transitional."
                )
            )
            + parts.facts(
                [
                    (t("Data to"), parts.text(page.words.day(head["data_to"]))),
                    (t("Events to"), parts.text(page.words.reduced(head["events_to"]))),
                    (t("Searched to"), parts.text(page.words.reduced(head["searched_to"]))),
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
frame.place(
    parts.heading(2, t("By domain"))
    + parts.paragraph(
        t("Counts of pledges per status. Families and indicators are never averaged, parties are never ranked."), "sv-small sv-soft"
    )
    + sections.bars(page, queries.by_status(pledges, "domain"), DOMAINS, domains, "domains", "domain")
)
families = [family for family in FAMILIES if any(row["family"] == family for row in pledges)]
frame.place(
    parts.heading(2, t("By family"))
    + sections.bars(page, queries.by_status(pledges, "family"), FAMILIES, families, "pledges", "family")
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
frame.place(
    parts.heading(2, t("Lead indicators of the first four domains"))
    + parts.block("".join(sections.indicator_card(page, row) for row in first), "sv-cards")
)

events = queries.events(page.asking)
frame.place(
    parts.heading(2, t("Newest events"))
    + sections.timeline(page, [row for row in events if row["nature"] != "plan"][:6])
    + page.link("evidence", t("all events"))
)

due = queries.deadlines(page.asking)
frame.place(
    parts.heading(2, t("What is due next"))
    + parts.paragraph(t("Targets and plans somebody named, by their day. None of them stands in the Declaration."), "sv-small sv-soft")
    + sections.due_table(page, [row for row in due if not row["passed"]])
)
passed = [row for row in due if row["passed"]]
if passed:
    frame.place(parts.heading(2, t("Dates that have passed, outcome not seen")) + sections.due_table(page, passed))
frame.bottom(page)
