"""Changes: why statuses changed, what was known on any day, and which mistakes of ours were corrected."""

import streamlit as st

from dashboard import frame
from dashboard.content.filters import fitting
from dashboard.content.pages import changes
from etl.reports import atom_feed
from etl.reports.changes import status_changes

page = frame.open_page()
t = page.words.t
frame.top(page, "changes")
signed = page.declaration["signed"]
frame.place(page.kept("changes introduction", lambda: changes.introduction(page)))
filters = page.kept("changes filters", lambda: changes.filters(page))
with st.container(horizontal=True, vertical_alignment="bottom"):
    since = frame.choose_day(t("Changes after"), "since", signed, None, page.declaration["newest"], 190)
    chosen = frame.choose(page, filters)
    frame.choose_day(t("Show everything as known on"), "as_of", page.declaration["newest"], signed, page.declaration["newest"], 240)
found = page.kept(("changes", since), lambda: status_changes(page.asking.cursor, page.lang, since, page.asking.declaration))
frame.place(
    page.kept(
        ("changes listed", since, *chosen.values()),
        lambda: changes.listed(page, fitting(found, filters, chosen), atom_feed.address(page.lang)),
    )
)
frame.place(page.kept("corrected", lambda: changes.corrected(page)))
frame.bottom(page)
