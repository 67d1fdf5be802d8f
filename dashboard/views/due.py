"""Due: what is overdue or due next for us to look at, and the search that was made."""

import streamlit as st

from dashboard.access import visitor as who
from dashboard.content import markup
from dashboard.content.filters import ALL, fitting
from dashboard.content.pages import due
from dashboard.jobs import run_command
from dashboard.ui import ledger_history, open_page, page_access, proposal_preview
from etl.queries import event_rows, pledge_rows
from etl.queries.query import Row

page = open_page.open_page()
t = page.words.t
open_page.top(page, "due")
visitor = who.visitor()
state = ledger_history.state()
editing, _ = state


def find() -> list[Row]:
    """What is due; where data may be changed, what waits for a review too."""
    book = run_command.ledger() if editing else None
    return due.waiting(page, book.listed() if book else ()) + event_rows.due(page.asking)


open_page.place(page.cached(("due introduction", editing), lambda: due.introduction(page, editing)))
everything = page.cached(("due", state), find)
open_page.place(page.cached(("due counts", state), lambda: due.counts_table(page, everything)))
# The form stands first where a row asked for it, else last.
asked_for = st.query_params.get("log", "")
here = st.container()

filters = page.cached(("due filters", state), lambda: due.filters(page, everything))
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = open_page.choose(page, filters)
most = due.OPEN_ROWS if chosen["kind"] == ALL else None
open_page.place(
    page.cached(
        ("due lists", state, *chosen.values()),
        lambda: due.lists(page, fitting(everything, filters, chosen), editing, most) or markup.paragraph(t("Nothing fits. Choose All.")),
    )
    + page.cached(("due bodies", state), lambda: markup.folded(t("By data owner and lead body"), due.bodies_table(page, everything)))
)

if "submitter" in visitor.roles and not page.declaration["earlier"]:
    with here if asked_for else st.container():
        open_page.place(
            markup.heading(2, t("Log a search"))
            + markup.paragraph(
                t(
                    "A search that found nothing is an update too. It waits for a review like everything submitted; what was found goes in under Update data."
                ),
                "sv-small sv-soft",
            )
        )
        titles = {row["pledge"]: f"{row['pledge']} · {row['title']}" for row in pledge_rows.pledges(page.asking)}
        keys = list(titles)
        asked = keys.index(asked_for) if asked_for in keys else 0
        with st.form("search", border=False):
            with st.container(horizontal=True):
                pledge = st.selectbox(t("Pledge"), keys, index=asked, format_func=titles.__getitem__, width=520)
                newest, signed = page.declaration["newest"], page.declaration["signed"]
                day = st.date_input(t("Day of the search"), value=newest, min_value=signed, format="YYYY-MM-DD", width=190)
            with st.container(horizontal=True):
                languages = st.text_input(t("Languages searched"), placeholder="ru, kk", width=190)
                outlets = st.text_input(t("Outlets searched"), placeholder="tass.ru, inform.kz", width=320)
                result = st.text_input(t("What came of it (in English)"), width=420)
            with st.container(horizontal=True):
                author = page_access.name_field(page, visitor)
                source = st.text_input(t("Link to the source"), placeholder="https://", width=420)
            pressed = st.form_submit_button(t("Submit"), type="primary")
        if pressed and not all(field.strip() for field in (languages, outlets, result, author, source)):
            open_page.place(markup.paragraph(t("Fill in the languages, the outlets, what came of it, your name and the link.")))
        elif pressed:
            search = {"pledge": pledge, "date": str(day), "languages": languages, "outlets": outlets, "result": result}
            ran = run_command.log_search(
                {name: field.strip() for name, field in search.items()}, source.strip(), page.asking.declaration, page.lang
            )
            proposal_preview.submitted(page, ran, 3)
open_page.bottom(page)
