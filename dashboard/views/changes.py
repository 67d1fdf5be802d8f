"""Changes: why statuses changed, what was known on any day, and which mistakes of ours were corrected."""

import streamlit as st

from dashboard.content.filters import fitting
from dashboard.content.pages import changes
from dashboard.ui import open_page
from etl.queries.change_rows import status_changes

page = open_page.open_page()
t = page.words.t
open_page.top(page, "changes")
signed = page.declaration["signed"]
open_page.place(page.cached("changes introduction", lambda: changes.introduction(page)))
filters = page.cached("changes filters", lambda: changes.filters(page))
with st.container(horizontal=True, vertical_alignment="bottom"):
    since = open_page.choose_day(t("Changes after"), "since", signed, None, page.declaration["newest"], 190)
    chosen = open_page.choose(page, filters)
    open_page.choose_day(t("Show everything as known on"), "as_of", page.declaration["newest"], signed, page.declaration["newest"], 240)
found = page.cached(("changes", since), lambda: status_changes(page.asking.cursor, page.lang, since, page.asking.declaration))
open_page.place(
    page.cached(
        ("changes listed", since, *chosen.values()),
        lambda: changes.listed(page, fitting(found, filters, chosen)),
    )
)
open_page.place(page.cached("corrected", lambda: changes.corrected(page)))
open_page.bottom(page)
