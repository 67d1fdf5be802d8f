"""Update data: a form to fill in, a file to send in, what it would change, and the submission."""

import json
from functools import partial

import streamlit as st

from dashboard import admission, frame, parts, queries, sections, shell

page = frame.open_page()
t, nt = page.words.t, page.words.nt
frame.top(page, "update")
frame.place(
    parts.heading(1, t("Update data"))
    + parts.paragraph(
        t(
            "Fill in a form, see what it would change, submit it. Nothing changes before somebody else has accepted it, and everything accepted can be undone."
        ),
        "sv-soft",
    )
)
visitor = admission.admit(page, "submitter")

titles = queries.indicator_titles(page.asking)
frame.place(parts.heading(2, t("An empty form")))
with st.container(horizontal=True, vertical_alignment="bottom"):
    indicator = st.selectbox(t("Indicator"), list(titles), format_func=lambda key: f"{titles[key]} · {key}", key="indicator", width=520)
    for kind in ("xlsx", "csv"):
        st.download_button(
            t("Form as {kind}", kind=kind.upper()), partial(shell.form, indicator, kind, page.lang), f"{indicator}.{kind}",
            key=f"form-{kind}", on_click="ignore",
        )  # fmt: skip

frame.place(parts.heading(2, t("Send in a table")))
with st.form("table", border=False):
    sent = st.file_uploader(t("CSV or XLSX"), type=["csv", "tsv", "txt", "xlsx"], key="sent")
    with st.container(horizontal=True):
        author = admission.name_field(page, visitor)
        source = st.text_input(t("Link to the source"), key="source", placeholder="https://", width=340)
        note = st.text_input(t("Why"), key="note", width=340)
    asked = st.form_submit_button(t("Show what would change"))

details = (f"--source={source}", f"--note={note}")
if asked:
    st.session_state.pop("seen", None)
    st.session_state.pop("submitted", None)
    if sent is None or not author or not source.strip() or not note.strip():
        frame.place(parts.paragraph(t("Choose a file and fill in all fields.")))
    else:
        st.session_state["seen"] = (
            shell.run_on_file(sent.name, sent.getvalue(), *details, "--dry-run", "--format", "json", lang=page.lang),
            details,
        )

if "seen" in st.session_state and sent is not None:
    ran, given = st.session_state["seen"]
    if not ran.out:
        frame.place(parts.heading(2, t("This file cannot be used")) + parts.bullets(parts.text(line) for line in ran.messages))
    else:
        seen = json.loads(ran.out)
        counts = seen["counts"]
        frame.place(
            parts.heading(2, t("What would change"))
            + parts.paragraph(
                t(
                    "{new} new, {changed} changed, {unchanged} unchanged",
                    **{name: page.words.number(count) for name, count in counts.items()},
                )
            )
            + sections.findings_table(page, t("To be mended first"), seen["mistakes"])
            + sections.findings_table(page, t("Is this right?"), seen["questions"])
            + sections.proposed_table(page, seen["rows"], titles)
            + (
                parts.heading(3, t("Statuses that would change")) + sections.status_moves(page, seen["statuses"])
                if seen["statuses"]
                else parts.paragraph(t("No status would change."))
                if not seen["mistakes"]
                else ""
            )
            + parts.bullets(parts.text(line) for line in seen["noticed"])
        )
        if not seen["mistakes"] and counts["new"] + counts["changed"]:
            sure = not seen["questions"] or st.checkbox(t("I have looked at the questions above; the values are right."), key="sure")
            if st.button(t("Submit"), disabled=not sure, type="primary", key="submit"):
                st.session_state["submitted"] = shell.run_on_file(sent.name, sent.getvalue(), *given, "--yes", lang=page.lang)
if "submitted" in st.session_state:
    done = st.session_state["submitted"]
    name = done.out.split()[-1] if done.good and done.out.split() else ""
    frame.place(
        parts.heading(2, t("Submitted") if done.good else t("It could not be submitted"))
        + (page.link("review", t("{name} waits for a review", name=name), id=name) if name else "")
        + parts.bullets(parts.text(line) for line in done.messages)
    )
frame.bottom(page)
