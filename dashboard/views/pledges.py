"""Pledges: the register, to search, filter and compare."""

import streamlit as st

from dashboard.content import markup
from dashboard.content.filters import fitting
from dashboard.content.pages import pledges
from dashboard.content.sections.pledges import outcome, reported
from dashboard.ui import open_page
from etl.i18n.labels import DOMAINS, FAMILIES
from etl.queries import pledge_rows

page = open_page.open_page()
t = page.words.t
open_page.top(page, "pledges")
listed = page.cached("register", lambda: pledge_rows.pledges(page.asking))
open_page.place(page.cached("pledges introduction", lambda: pledges.introduction(page, listed)))
filters = page.cached("pledges filters", lambda: pledges.filters(page, listed))
with st.container(horizontal=True, vertical_alignment="bottom"):
    search = open_page.search(t("Search"), t("word or number"), "q", 230)
    chosen = open_page.choose(page, filters)
wanted = pledges.words_of(search)
open_page.place(
    page.cached(
        ("pledges listed", wanted, *chosen.values()),
        lambda: pledges.listed(page, pledges.holding(fitting(listed, filters, chosen), wanted)),
    )
)
replaced = page.cached("replaced", lambda: pledges.replaced(page))
if replaced:
    open_page.place(replaced)

titles = {row["pledge"]: f"{row['pledge']} · {row['title']}" for row in listed}
open_page.place(markup.heading(2, t("Compare")))
some = open_page.choose_some(t("Choose two to four pledges"), titles, "compare", 4)
if len(some) > 1:
    compared = [row for row in listed if row["pledge"] in some]
    lines = [
        (t("Domain"), [markup.text(t(DOMAINS[row["domain"]])) for row in compared]),
        (t("Family"), [markup.text(t(FAMILIES[row["family"]])) for row in compared]),
        (t("What it says"), [markup.text(row["summary"]) for row in compared]),
        (t("Trajectory"), [markup.badge(page.words, row["status"], row["reason"]) for row in compared]),
        (
            t("Since signature"),
            [markup.badge(page.words, row["since_signature_status"], row["since_signature_reason"]) for row in compared],
        ),
        (t("Reported"), [reported(page, row) for row in compared]),
        (t("Outcome"), [outcome(page, row) for row in compared]),
        (t("Indicators with data"), [markup.text(f"{row['indicators_with_data']} / {row['indicators']}") for row in compared]),
        (t("Events"), [markup.text(row["events"]) for row in compared]),
        (t("Newest evidence"), [markup.text(page.words.reduced(row["evidence_newest_code"])) for row in compared]),
    ]
    open_page.place(
        markup.table([t("Pledge"), *(titles[row["pledge"]] for row in compared)], [[markup.text(name), *cells] for name, cells in lines])
    )
open_page.bottom(page)
