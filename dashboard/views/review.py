"""Review: what was submitted, by whom and why, and the decision."""

import streamlit as st

from dashboard.content import markup
from dashboard.content.sections.submissions import cited_pages, submitted_rows
from dashboard.jobs import run_command
from dashboard.ui import open_page, page_access, proposal_preview
from etl.i18n.labels import DECISIONS, SUBMISSION_STATES
from etl.queries import indicator_rows
from etl.submissions.cited_pages import copies_of, links_of
from etl.submissions.models import State

# Some pages answer slowly or not at all; what was kept until then stays.
LONGEST_COPYING_S = 300

page = open_page.open_page()
t, nt = page.words.t, page.words.nt
open_page.top(page, "review")
open_page.place(
    markup.heading(1, t("Review"))
    + markup.paragraph(
        t("Every submission with its rows and decisions. Nothing is overwritten: what was accepted can be reverted, and both stay here."),
        "sv-soft",
    )
)
visitor = page_access.admit(page, "review")
book = run_command.ledger()
listed = book.listed() if book else []
chosen = next((item for item in listed if item.id == st.query_params.get("id")), None)
if chosen is None:
    open_page.place(
        markup.table(
            [t("Submission"), t("State"), t("Day"), t("Author"), t("Rows"), t("Why")],
            [
                [
                    page.link("review", item.id, id=item.id),
                    markup.text(t(SUBMISSION_STATES[item.state])),
                    markup.text(page.words.reduced(item.at[:10])),
                    markup.text(item.author),
                    markup.text(page.words.number(len(item.proposal.rows))),
                    markup.text(item.proposal.note),
                ]
                for item in reversed(listed)
            ],
        )
        if listed
        else markup.paragraph(t("Nothing has been submitted yet."))
    )
    open_page.bottom(page)
    st.stop()
assert chosen is not None
titles = indicator_rows.indicator_titles(page.asking)
open_page.place(
    markup.block(page.link("review", t("all submissions")), "sv-meta")
    + markup.heading(2, f"{chosen.id} · {t(SUBMISSION_STATES[chosen.state])}")
    + markup.facts(
        [
            (t("Author"), markup.text(chosen.author)),
            (t("Day"), markup.text(page.words.reduced(chosen.at[:10]))),
            (t("Source"), markup.outside(chosen.proposal.source, chosen.proposal.source)),
            (t("Why"), markup.text(chosen.proposal.note)),
        ]
    )
    + submitted_rows(page, chosen.proposal.rows, titles)
    + (
        markup.heading(3, t("Decisions"))
        + markup.table(
            [t("Day"), t("Decision"), t("By"), t("Why")],
            [
                [
                    markup.text(page.words.reduced(item.at[:10])),
                    markup.text(t(DECISIONS[item.decision])),
                    markup.text(item.by),
                    markup.text(item.why or "–"),
                ]
                for item in chosen.decided
            ],
        )
        if chosen.decided
        else ""
    )
)
if chosen.state == "submitted" and st.button(t("Show what would change"), key="preview"):
    proposal_preview.show(page, proposal_preview.of_submission(chosen, page.lang), titles, {}, False)
cited = links_of(chosen)
open_page.place(markup.heading(3, t("Cited pages")) + cited_pages(page, cited, copies_of(run_command.snapshots(), cited)))
if st.button(t("Keep copies of the cited pages"), key="copies"):
    with st.spinner(t("Asking for the cited pages")):
        ran = run_command.run("copies", chosen.id, lang=page.lang, longest_s=LONGEST_COPYING_S)
    if ran.good or ran.out:
        st.rerun()
    open_page.place(markup.heading(2, t("That was not done")) + markup.bullets(markup.text(line) for line in ran.messages))


def decide(name: str, action: str, version: int, state: State) -> None:
    """Keep what is to be decided together with what its reader saw: by the time it is done somebody else may have decided."""
    st.session_state["decision"] = (name, action, version, state)


decisions = {"submitted": ("accept", "reject"), "accepted": ("revert",)}.get(chosen.state, ()) if "reviewer" in visitor.roles else ()
names = {"accept": t("Accept"), "reject": t("Reject"), "revert": t("Revert"), "comment": t("Comment")}
with st.form("decision-form", border=False):
    with st.container(horizontal=True):
        by = page_access.name_field(page, visitor)
        why = st.text_input(t("Why"), key="why", width=420)
    with st.container(horizontal=True):
        for action in (*decisions, "comment"):
            st.form_submit_button(names[action], key=action, on_click=decide, args=(chosen.id, action, chosen.version, chosen.state))
submission, action, version, state = st.session_state.pop("decision", ("", "", 0, "submitted"))
if submission == chosen.id and not by:
    open_page.place(markup.paragraph(t("Fill in your name.")))
elif submission == chosen.id and version != chosen.version:
    open_page.place(
        markup.heading(2, t("That was not done"))
        + markup.paragraph(
            t(
                "Somebody else acted meanwhile: you saw version {seen} ({before}), above stands version {now} ({state}). Decide on that one.",
                seen=version,
                before=t(SUBMISSION_STATES[state]),
                now=chosen.version,
                state=t(SUBMISSION_STATES[chosen.state]),
            )
        )
    )
elif submission == chosen.id:
    ran = run_command.run("review", action, chosen.id, f"--why={why}", f"--seen={version}", lang=page.lang)
    if ran.good:
        st.rerun()
    open_page.place(markup.heading(2, t("That was not done")) + markup.bullets(markup.text(line) for line in ran.messages))
open_page.bottom(page)
