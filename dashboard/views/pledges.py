"""Pledges: the register, to search, filter and compare."""

import streamlit as st

from dashboard import frame, parts, queries, sections
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
register = queries.pledges(page.cursor, page.lang)
ALL = "all"
KINDS = {"declaration": t("In the Declaration"), "accompanying": t("Accompanying commitments")}

with st.container(horizontal=True, vertical_alignment="bottom"):
    search = st.text_input(t("Search"), key="q", bind="query-params", placeholder=t("word or number"), width=230)
    domain = st.selectbox(t("Domain"), [ALL, *queries.ordered_domains(register)], key="domain", bind="query-params", width=210,
                          format_func=lambda key: t("All") if key == ALL else t(DOMAINS[key]))  # fmt: skip
    family = st.selectbox(t("Family"), [ALL, *FAMILIES], key="family", bind="query-params", width=170,
                          format_func=lambda key: t("All") if key == ALL else t(FAMILIES[key]))  # fmt: skip
    status = st.selectbox(t("Status"), [ALL, *STATUSES], key="status", bind="query-params", width=190,
                          format_func=lambda key: t("All") if key == ALL else t(STATUSES[key]))  # fmt: skip
    reason = st.selectbox(t("Reason"), [ALL, *REASONS], key="reason", bind="query-params", width=220,
                          format_func=lambda key: t("All") if key == ALL else t(REASONS[key]))  # fmt: skip
    kind = st.selectbox(t("Text"), [ALL, *KINDS], key="text", bind="query-params", width=220,
                        format_func=lambda key: t("All") if key == ALL else KINDS[key])  # fmt: skip

wanted = search.casefold().split()
shown = [
    row
    for row in register
    if domain in (ALL, row["domain"])
    and family in (ALL, row["family"])
    and status in (ALL, row["status"])
    and reason in (ALL, row["reason"])
    and (kind == ALL or row["in_declaration"] == (kind == "declaration"))
    and all(word in f"{row['pledge']} {row['title']} {row['summary']}".casefold() for word in wanted)
]
frame.place(
    parts.paragraph(nt("{n} pledge", "{n} pledges", len(shown)), "sv-small sv-soft")
    + (sections.pledge_table(page, shown) if shown else parts.paragraph(t("No pledge fits. Clear the search or choose All.")))
)

titles = {row["pledge"]: f"{row['pledge']} · {row['title']}" for row in register}
frame.place(parts.heading(2, t("Compare")))
chosen = st.multiselect(
    t("Choose two to four pledges"), list(titles), key="compare", bind="query-params", format_func=titles.__getitem__, max_selections=4,
    placeholder=t("Choose two to four pledges"), label_visibility="collapsed",
)  # fmt: skip
if len(chosen) > 1:
    compared = [row for row in register if row["pledge"] in chosen]
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
