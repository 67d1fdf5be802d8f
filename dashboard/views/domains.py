"""Domains: what each subject holds, the reader's four first."""

import streamlit as st

from dashboard import frame
from dashboard.content import queries
from dashboard.content.pages import domains

page = frame.open_page()
frame.top(page, "domains")
register = page.kept("register", lambda: queries.pledges(page.asking))
order = queries.ordered_domains(register)
asked = st.query_params.get("domain", "")
shown = asked if asked in order else order[0]
frame.place_kept(page, ("domain", shown), lambda: domains.content(page, register, shown))
frame.bottom(page)
