"""Update data: a form to fill in, a file to send in, what it would change, and the submission."""

from functools import partial

import streamlit as st

from dashboard.content import markup
from dashboard.jobs import run_command
from dashboard.ui import data_editor, open_page, page_access, proposal_preview
from etl.queries import indicator_rows, pledge_rows
from etl.record.kinds import KINDS

page = open_page.open_page()
t, nt = page.words.t, page.words.nt
open_page.top(page, "update")
open_page.place(
    markup.heading(1, t("Update data"))
    + markup.paragraph(
        t(
            "Fill in a form, see what it would change, submit it. Nothing changes before somebody else has accepted it, and everything accepted can be undone."
        ),
        "sv-soft",
    )
)
visitor = page_access.admit(page, "update")

titles = indicator_rows.indicator_titles(page.asking)
ways = {"file": t("Send in a table"), "edit": t("Edit here")}
kinds = {name: t(kind.label) for name, kind in KINDS.items()}
linked = st.query_params.get("indicator")
at = list(titles).index(linked) if linked in titles else 0
with st.container(horizontal=True, vertical_alignment="bottom"):
    way = st.segmented_control(t("How"), list(ways), default="file", required=True, format_func=ways.__getitem__, key="way")
    offered = [name for name, kind in KINDS.items() if way == "file" or kind.editable]
    kind = st.selectbox(t("What"), offered, format_func=kinds.__getitem__, key="kind", width=260)


def described() -> tuple[str, ...]:
    """Who sends it, from where, and why: the fields below both ways, as the command takes them."""
    with st.container(horizontal=True):
        author = page_access.name_field(page, visitor)
        source = st.text_input(t("Link to the source"), key="source", placeholder="https://", width=340)
        note = st.text_input(t("Why"), key="note", width=340)
    if not (author and source.strip() and note.strip()):
        return ()
    return (f"--declaration={page.asking.declaration}", f"--source={source.strip()}", f"--note={note.strip()}")


def want(table: tuple[str, str]) -> None:
    """Note that what would change is asked for: a cell that is left by the same click begins another run, which would forget it."""
    st.session_state["wanted"] = table
    st.session_state.pop("seen", None)


sent: tuple[str, bytes] | None = None
key, named = "", dict[int, str]()
if way == "file":
    open_page.place(markup.heading(2, t("An empty form")))
    declaration = page.asking.declaration if len(page.declarations) > 1 else ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of_what = kind
        if kind == "observations":
            of_what = st.selectbox(
                t("Indicator"), list(titles), index=at, format_func=lambda name: f"{titles[name]} · {name}", key="indicator", width=520
            )
        for ending in ("xlsx", "csv") if kind == "observations" else ("csv",):
            st.download_button(
                t("Form as {kind}", kind=ending.upper()), partial(run_command.form, of_what, ending, declaration, page.lang), f"{of_what}.{ending}",
                key=f"form-{ending}", on_click="ignore",
            )  # fmt: skip
    open_page.place(markup.heading(2, t("Send in a table")))
    with st.form("table", border=False):
        uploaded = st.file_uploader(t("CSV or XLSX"), type=["csv", "tsv", "txt", "xlsx"], key="sent")
        details = described()
        asked = st.form_submit_button(t("Show what would change"))
    sent = (uploaded.name, uploaded.getvalue()) if uploaded else None
else:
    of = pledge_rows.pledge_titles(page.asking) if KINDS[kind].about.startswith("pledge") else titles
    label = t("Pledge") if of is not titles else t("Indicator")
    place = at if of is titles else 0
    key = st.selectbox(label, list(of), index=place, format_func=lambda name: f"{name} · {of[name]}", key=f"of-{label}", width=640)
    # The rows as they were when they were first shown: rows that change below the editor would take the edits with them. What was
    # submitted ends a table; the next one begins with the rows there are then.
    table = f"{kind} {key} {st.session_state.get('submissions', 0)}"
    if f"rows {table}" not in st.session_state:
        st.session_state[f"rows {table}"] = data_editor.there(page.asking, kind, key)
    rows = st.session_state[f"rows {table}"]
    # No form around it: a cell left by a click on the button reaches us after the click, and a form would keep it back.
    edited = st.data_editor(
        data_editor.frame(kind, rows), column_config=data_editor.columns(page, kind, indicator_rows.units(page.asking, key), rows), num_rows="add",
        hide_index=True, key=f"edit {table}", alt=kinds[kind], placeholder="",
    )  # fmt: skip
    details = described()
    st.button(t("Show what would change"), on_click=want, args=((kind, key),))
    listed = data_editor.changed(rows, edited)
    named = data_editor.named(listed)
    sent = ("table.csv", data_editor.as_csv(kind, key, listed)) if listed else None
    # Once asked for, what would change follows the table.
    asked = st.session_state.get("wanted") == (kind, key) and st.session_state.get("seen", ())[1:] != ((f"--kind={kind}", *details), sent)

if asked:
    st.session_state.pop("seen", None)
    st.session_state.pop("submitted", None)
    if not details:
        open_page.place(markup.paragraph(t("Fill in your name, the link and the reason.")))
    elif sent is None:
        open_page.place(markup.paragraph(t("Choose a file.") if way == "file" else t("Nothing in the table has been changed yet.")))
    else:
        arguments = (f"--kind={kind}", *details)
        st.session_state["seen"] = (
            run_command.run_on_file(*sent, *arguments, "--dry-run", "--format", "json", lang=page.lang),
            arguments,
            sent,
        )

if "seen" in st.session_state and st.session_state["seen"][2] == sent:
    ran, arguments, sent = st.session_state["seen"]
    seen = proposal_preview.show(page, ran, titles, named, way == "file")
    if seen and not seen["mistakes"] and seen["counts"]["new"] + seen["counts"]["changed"]:
        sure = not seen["questions"] or st.checkbox(t("I have looked at the questions above; the values are right."), key="sure")
        if st.button(t("Submit"), disabled=not sure, type="primary", key="submit"):
            done = st.session_state["submitted"] = run_command.run_on_file(*sent, *arguments, "--yes", "--quiet", lang=page.lang)
            if done.good and way == "edit":
                st.session_state["submissions"] = st.session_state.get("submissions", 0) + 1
                st.session_state.pop("wanted", None)
if "submitted" in st.session_state:
    proposal_preview.submitted(page, st.session_state["submitted"], 2)
open_page.bottom(page)
