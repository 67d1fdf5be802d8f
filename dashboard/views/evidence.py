"""Evidence: every dated event, to filter by domain, nature, direction and who acted."""

import streamlit as st

from dashboard import frame, parts, queries, sections
from etl.vocabulary import ATTRIBUTIONS, DOMAINS, EVENT_DIRECTIONS, NATURES

page = frame.open_page()
t, nt = page.words.t, page.words.nt
frame.top(page, "evidence")
events = queries.events(page.asking)
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
    domain = frame.choose(page, t("Domain"), {key: t(DOMAINS[key]) for key in queries.ordered_domains(events)}, "domain", 220)
    nature = frame.choose(page, t("Nature"), {key: t(name) for key, name in NATURES.items()}, "nature", 160)
    direction = frame.choose(page, t("Direction"), {key: t(name) for key, name in EVENT_DIRECTIONS.items()}, "direction", 160)
    actor = frame.choose(page, t("Who acted"), {key: t(name) for key, name in ATTRIBUTIONS.items()}, "actor", 180)
shown = [
    row
    for row in events
    if domain in (frame.ALL, row["domain"])
    and nature in (frame.ALL, row["nature"])
    and direction in (frame.ALL, row["direction"])
    and actor in (frame.ALL, row["attribution"])
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
