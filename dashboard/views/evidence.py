"""Evidence: every dated event, to filter by domain, nature, direction and who acted."""

import streamlit as st

from dashboard import frame, queries
from dashboard.contents import evidence
from dashboard.filters import fitting

page = frame.open_page()
frame.top(page, "evidence")
events = queries.events(page.asking)
frame.place(evidence.introduction(page))
filters = evidence.filters(page, events)
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = frame.choose(page, filters)
for piece in evidence.timelines(page, fitting(events, filters, chosen)):
    frame.place(piece)
frame.bottom(page)
