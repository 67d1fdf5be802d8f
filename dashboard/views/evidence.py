"""Evidence: every dated event, to filter by domain, nature, direction and who acted."""

import streamlit as st

from dashboard.content.filters import fitting
from dashboard.content.pages import evidence
from dashboard.ui import open_page
from etl.queries import event_rows

page = open_page.open_page()
open_page.top(page, "evidence")
events = page.cached("events", lambda: event_rows.events(page.asking))
open_page.place(page.cached("evidence introduction", lambda: evidence.introduction(page)))
filters = page.cached("evidence filters", lambda: evidence.filters(page, events))
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = open_page.choose(page, filters)
for piece in page.cached(("timelines", *chosen.values()), lambda: evidence.timelines(page, fitting(events, filters, chosen))):
    open_page.place(piece)
open_page.bottom(page)
