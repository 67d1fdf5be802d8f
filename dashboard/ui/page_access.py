"""At the door of the pages that change data: who may pass, what is said to the others, and by which name one acts."""

import streamlit as st

from dashboard.access import visitor as who
from dashboard.content import markup
from dashboard.content.page import Page
from dashboard.content.page_list import PAGES
from dashboard.ui import open_page


def admit(page: Page, name: str) -> who.Visitor:
    """The visitor, if they have one of the roles of the page of this name; else it says what is needed and ends here."""
    roles = next(listed.roles for listed in PAGES if listed.name == name)
    t = page.words.t
    visitor = who.visitor()
    if visitor.roles.isdisjoint(roles):
        needed = (
            t("Updating is switched off here: it needs sign-in, or a dashboard that only this machine can reach.")
            if who.sign_in() != "set"
            else t("Seeing what was submitted needs a sign-in and the role of a submitter or reviewer; deciding needs that of a reviewer.")
            if "reviewer" in roles
            else t("Submitting data needs a sign-in and the role of a submitter.")
        )
        open_page.place(markup.paragraph(needed) + (markup.paragraph(t(visitor.trouble)) if visitor.trouble else ""))
        open_page.bottom(page)
        st.stop()
    if visitor.kind == "local":
        open_page.place(
            markup.paragraph(
                t("You work as the only user of this machine: whoever opens this page may submit and review."), "sv-small sv-soft"
            )
        )
    return visitor


def name_field(page: Page, visitor: who.Visitor) -> str:
    """The name under which the visitor acts: typed by the local user and kept for this visit, else who is signed in."""
    if visitor.kind == "local":
        who.keep_name(st.text_input(page.words.t("Your name"), value=visitor.name, key="by", width=220))
        return who.visitor().name
    return visitor.name
