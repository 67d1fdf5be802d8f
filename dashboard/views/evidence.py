"""Evidence: every dated event, to filter by domain, nature, direction and who acted."""

import streamlit as st

from dashboard import frame
from dashboard.content import queries
from dashboard.content.filters import fitting
from dashboard.content.pages import evidence

page = frame.open_page()
frame.top(page, "evidence")
events = page.kept("events", lambda: queries.events(page.asking))
frame.place(page.kept("evidence introduction", lambda: evidence.introduction(page)))
filters = page.kept("evidence filters", lambda: evidence.filters(page, events))
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = frame.choose(page, filters)
for piece in page.kept(("timelines", *chosen.values()), lambda: evidence.timelines(page, fitting(events, filters, chosen))):
    frame.place(piece)
frame.bottom(page)
