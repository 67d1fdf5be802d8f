"""Pledges: the register, to search, filter and compare."""

import streamlit as st

from dashboard import frame, parts, queries, register, sections
from etl.vocabulary import DOMAINS, FAMILIES, REASONS, STATUSES

page = frame.open_page()
t, nt = page.words.t, page.words.nt
frame.top(page, "pledges")
frame.place(
    parts.heading(1, t("Pledges"))
    + parts.paragraph(
        t(
            "Every undertaking found in the Declaration, and the accompanying commitments of the same visit (A01 and on), which do not stand in it."
        ),
        "sv-soft",
    )
)
listed = queries.pledges(page.asking)
with st.container(horizontal=True, vertical_alignment="bottom"):
    search = frame.search(t("Search"), t("word or number"), "q", 230)
    domain = frame.choose(page, t("Domain"), {key: t(DOMAINS[key]) for key in queries.ordered_domains(listed)}, "domain", 210)
    family = frame.choose(page, t("Family"), {key: t(name) for key, name in FAMILIES.items()}, "family", 170)
    status = frame.choose(page, t("Status"), {key: t(name) for key, name in STATUSES.items()}, "status", 190)
    reason = frame.choose(page, t("Reason"), {key: t(name) for key, name in REASONS.items()}, "reason", 220)
    kind = frame.choose(
        page, t("Text"), {"declaration": t("In the Declaration"), "accompanying": t("Accompanying commitments")}, "text", 220
    )

wanted = search.casefold().split()
shown = [
    row
    for row in listed
    if domain in (frame.ALL, row["domain"])
    and family in (frame.ALL, row["family"])
    and status in (frame.ALL, row["status"])
    and reason in (frame.ALL, row["reason"])
    and (kind == frame.ALL or row["in_declaration"] == (kind == "declaration"))
    and all(word in f"{row['pledge']} {row['title']} {row['summary']} {row['indicator_titles']}".casefold() for word in wanted)
]
frame.place(
    parts.paragraph(nt("{n} pledge", "{n} pledges", len(shown)), "sv-small sv-soft")
    + (sections.pledge_table(page, shown) if shown else parts.paragraph(t("No pledge fits. Clear the search or choose All.")))
)
replaced = queries.replaced_pledges(page.asking)
if replaced:
    frame.place(
        parts.folded(
            nt("{n} pledge was replaced and no longer counts", "{n} pledges were replaced and no longer count", len(replaced)),
            register.replaced_table(page, replaced),
        )
    )

titles = {row["pledge"]: f"{row['pledge']} · {row['title']}" for row in listed}
frame.place(parts.heading(2, t("Compare")))
chosen = frame.choose_some(t("Choose two to four pledges"), titles, "compare", 4)
if len(chosen) > 1:
    compared = [row for row in listed if row["pledge"] in chosen]
    lines = [
        (t("Domain"), [parts.text(t(DOMAINS[row["domain"]])) for row in compared]),
        (t("Family"), [parts.text(t(FAMILIES[row["family"]])) for row in compared]),
        (t("What it says"), [parts.text(row["summary"]) for row in compared]),
        (t("Trajectory"), [parts.badge(page.words, row["status"], row["reason"]) for row in compared]),
        (t("Indicators with data"), [parts.text(f"{row['indicators_with_data']} / {row['indicators']}") for row in compared]),
        (t("Events"), [parts.text(row["events"]) for row in compared]),
        (t("Newest evidence"), [parts.text(page.words.day(row["evidence_newest"])) for row in compared]),
    ]
    frame.place(
        parts.table([t("Pledge"), *(titles[row["pledge"]] for row in compared)], [[parts.text(name), *cells] for name, cells in lines])
    )
frame.bottom(page)
