"""Pledges: the register, to search, filter and compare."""

import streamlit as st

from dashboard import frame, parts, queries, sections
from dashboard.contents import pledges
from dashboard.filters import fitting
from etl.i18n.labels import DOMAINS, FAMILIES

page = frame.open_page()
t = page.words.t
frame.top(page, "pledges")
listed = page.kept("register", lambda: queries.pledges(page.asking))
frame.place(page.kept("pledges introduction", lambda: pledges.introduction(page, listed)))
filters = page.kept("pledges filters", lambda: pledges.filters(page, listed))
with st.container(horizontal=True, vertical_alignment="bottom"):
    search = frame.search(t("Search"), t("word or number"), "q", 230)
    chosen = frame.choose(page, filters)
wanted = pledges.words_of(search)
frame.place(
    page.kept(
        ("pledges listed", wanted, *chosen.values()),
        lambda: pledges.listed(page, pledges.holding(fitting(listed, filters, chosen), wanted)),
    )
)
replaced = page.kept("replaced", lambda: pledges.replaced(page))
if replaced:
    frame.place(replaced)

titles = {row["pledge"]: f"{row['pledge']} · {row['title']}" for row in listed}
frame.place(parts.heading(2, t("Compare")))
some = frame.choose_some(t("Choose two to four pledges"), titles, "compare", 4)
if len(some) > 1:
    compared = [row for row in listed if row["pledge"] in some]
    lines = [
        (t("Domain"), [parts.text(t(DOMAINS[row["domain"]])) for row in compared]),
        (t("Family"), [parts.text(t(FAMILIES[row["family"]])) for row in compared]),
        (t("What it says"), [parts.text(row["summary"]) for row in compared]),
        (t("Trajectory"), [parts.badge(page.words, row["status"], row["reason"]) for row in compared]),
        (
            t("Since signature"),
            [parts.badge(page.words, row["since_signature_status"], row["since_signature_reason"]) for row in compared],
        ),
        (t("Reported"), [sections.reported(page, row) for row in compared]),
        (t("Outcome"), [sections.outcome(page, row) for row in compared]),
        (t("Indicators with data"), [parts.text(f"{row['indicators_with_data']} / {row['indicators']}") for row in compared]),
        (t("Events"), [parts.text(row["events"]) for row in compared]),
        (t("Newest evidence"), [parts.text(page.words.reduced(row["evidence_newest_code"])) for row in compared]),
    ]
    frame.place(
        parts.table([t("Pledge"), *(titles[row["pledge"]] for row in compared)], [[parts.text(name), *cells] for name, cells in lines])
    )
frame.bottom(page)
