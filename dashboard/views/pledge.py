"""One pledge: its words, both clocks, why, its indicators, its events."""

import streamlit as st

from dashboard.content import markup
from dashboard.content.finished import Blocks
from dashboard.content.pages import pledge
from dashboard.ui import ledger_history, open_page
from etl.queries import indicator_rows, pledge_rows

page = open_page.open_page()
t = page.words.t
open_page.top(page, "pledge")
key = st.query_params.get("id", "D01").upper()
found = page.cached(("pledge", key), lambda: pledge_rows.pledge(page.asking, key))
if found is None:
    begins = pledge_rows.pledge_begins(page.asking, key)
    open_page.place(
        markup.heading(1, t("There is no pledge “{key}”", key=key))
        + (markup.paragraph(t("It stands in the register from {day} on.", day=page.words.day(begins))) if begins else "")
        + page.link("pledges", t("to the register"))
    )
    st.stop()
assert found is not None
row = found


def content() -> Blocks:
    """The page, with what the ledger says of the pledge and its indicators."""
    tracked = [item["indicator"] for item in indicator_rows.pledge_indicators(page.asking, key)]
    return pledge.content(page, row, ledger_history.entries(page, tracked, {key}))


open_page.place_cached(page, ("pledge content", key, ledger_history.state()), content)
open_page.bottom(page)
