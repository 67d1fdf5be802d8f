"""Evidence: every dated event, to filter by domain, nature, direction and who acted."""

import streamlit as st

from dashboard import frame, parts, queries, sections
from etl.vocabulary import ATTRIBUTIONS, DOMAINS, EVENT_DIRECTIONS, NATURES

page = frame.open_page()
t, nt = page.words.t, page.words.nt
frame.top(page, "evidence")
ALL = "all"
events = queries.events(page.cursor, page.lang)
frame.place(
    parts.heading(1, t("Evidence"))
    + parts.paragraph(
        t(
            "Dated acts, claims, plans and outcomes with their sources. What a third party did moves an outcome and is no breach by a party; a party's word about itself is a claim, not a result."
        ),
        "sv-soft",
    )
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    domain = st.selectbox(t("Domain"), [ALL, *queries.ordered_domains(events)], key="domain", bind="query-params", width=220,
                          format_func=lambda key: t("All") if key == ALL else t(DOMAINS[key]))  # fmt: skip
    nature = st.selectbox(t("Nature"), [ALL, *NATURES], key="nature", bind="query-params", width=160,
                          format_func=lambda key: t("All") if key == ALL else t(NATURES[key]))  # fmt: skip
    direction = st.selectbox(t("Direction"), [ALL, *EVENT_DIRECTIONS], key="direction", bind="query-params", width=160,
                             format_func=lambda key: t("All") if key == ALL else t(EVENT_DIRECTIONS[key]))  # fmt: skip
    actor = st.selectbox(t("Who acted"), [ALL, *ATTRIBUTIONS], key="actor", bind="query-params", width=180,
                         format_func=lambda key: t("All") if key == ALL else t(ATTRIBUTIONS[key]))  # fmt: skip
shown = [
    row
    for row in events
    if domain in (ALL, row["domain"])
    and nature in (ALL, row["nature"])
    and direction in (ALL, row["direction"])
    and actor in (ALL, row["attribution"])
]
signed = page.declaration["signed"]
after = [row for row in shown if row["date"] >= signed]
before = [row for row in shown if row["date"] < signed]
frame.place(parts.paragraph(nt("{n} event", "{n} events", len(shown)), "sv-small sv-soft"))
if after:
    frame.place(parts.heading(2, t("Since the signature on {day}", day=page.words.day(signed))) + sections.timeline(page, after))
if before:
    frame.place(parts.heading(2, t("Before the signature")) + sections.timeline(page, before))
if not shown:
    frame.place(parts.paragraph(t("No event fits. Choose All.")))
frame.bottom(page)
