"""Domains: what each subject holds, the reader's four first."""

import streamlit as st

from dashboard.content.pages import domains
from dashboard.ui import open_page
from etl.queries import pledge_rows

page = open_page.open_page()
open_page.top(page, "domains")
register = page.cached("register", lambda: pledge_rows.pledges(page.asking))
order = pledge_rows.ordered_domains(register)
asked = st.query_params.get("domain", "")
shown = asked if asked in order else order[0]
open_page.place_cached(page, ("domain", shown), lambda: domains.content(page, register, shown))
open_page.bottom(page)
