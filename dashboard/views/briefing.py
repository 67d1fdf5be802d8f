"""Briefing: what it is about, what it says, edited where an analyst wants it, as a file to take away."""

import streamlit as st

from dashboard.access import visitor as who
from dashboard.briefing.options import BadChoice, Edit
from dashboard.briefing.story import edits
from dashboard.content import markup
from dashboard.jobs import run_command
from dashboard.server import present_route
from dashboard.ui import briefing_form, open_page, page_access

page = open_page.open_page()
t, nt = page.words.t, page.words.nt
open_page.top(page, "briefing")
open_page.place(
    markup.heading(1, t("Briefing"))
    + markup.paragraph(
        t(
            "Told from the data: what can be said, what cannot, what changed and why. Each file is frozen with its build, its day and its figures; python -m dashboard verify says later whether they still hold."
        ),
        "sv-soft",
    )
)
published, connection = open_page.everybodys()
choice = briefing_form.choose(page, briefing_form.register(page, connection))
try:
    with st.spinner(t("The briefing is being told")):
        briefing = briefing_form.tell(published.id, choice.model_dump_json(), connection)
except BadChoice as error:
    open_page.place(markup.paragraph(str(error)))
    open_page.bottom(page)
    st.stop()

slides = briefing_form.slides(published.id, choice.model_dump_json(), briefing)
open_page.place(
    markup.heading(2, t("The file"))
    + markup.paragraph(
        nt("As PPTX it will be {n} slide.", "As PPTX it will be {n} slides.", slides)
        + ("" if choice.length == "one-page" else " " + t("Fewer domains make fewer slides."))
    )
)
visitor = who.visitor()
state, by = "draft", ""
with st.container(horizontal=True, vertical_alignment="bottom"):
    kind = st.selectbox(t("Format"), ["html", "pptx", "pdf"], format_func=str.upper, key="format", width=140)
    if visitor.roles:
        state = st.selectbox(
            t("State"), list(briefing_form.STATES), format_func=lambda code: t(briefing_form.STATES[code]), key="state", width=220
        )
        if state == "cleared":
            by = page_access.name_field(page, visitor)
    pressed = st.button(t("Make the file"), type="primary", key="make")
final = choice.model_copy(update={"state": state, "by": by}).model_dump_json()
wanted = f"{published.id} {kind} {final}"
if pressed and state == "cleared" and not by:
    open_page.place(markup.paragraph(t("A cleared briefing needs the name of the person who cleared it.")))
elif pressed:
    with st.spinner(t("The file is being made")):
        content, messages = run_command.briefing(final, kind)
    if content:
        st.session_state[briefing_form.FILE] = (wanted, content)
    else:
        open_page.place(markup.paragraph(t("The file could not be made.")) + markup.bullets(markup.text(line) for line in messages))
made, content = st.session_state.get(briefing_form.FILE, ("", b""))
if made == wanted:
    day = briefing.as_of.isoformat()
    st.download_button(
        t("Download the briefing ({kind})", kind=kind.upper()),
        content,
        f"servanda-{day}-{choice.lang}.{kind}",
        key="download",
        on_click="ignore",
    )
elif visitor.roles and state == "draft":
    open_page.place(markup.paragraph(t("A draft bears that word on every page."), "sv-small sv-soft"))
briefing_form.offer_presets(page, choice)

open_page.place(
    markup.heading(2, nt("{n} part", "{n} parts", len(briefing.parts)))
    + markup.in_language(markup.paragraph(briefing.reach, "sv-small sv-soft"), briefing.lang)
    + briefing_form.outline(page, briefing)
)
st.link_button(t("Present"), present_route.address(choice))
open_page.place(
    markup.paragraph(
        t(
            "Opens slides in a new tab, as a draft and without edits; the HTML file has the same slides with everything. Keys and remote controls move on, N shows the notes, G jumps to any pledge, R returns, Esc leaves."
        ),
        "sv-small sv-soft",
    )
)
titles = {part.key: part.title for part in briefing.parts}
open_page.place(markup.heading(2, t("Look at a part and edit it")))
key = st.selectbox(t("Part"), list(titles), format_func=titles.__getitem__, key="shown", width=620)
shown = next(part for part in briefing.parts if part.key == key)
open_page.place_drawn(markup.block(briefing_form.preview(briefing, shown), "sv-panel"))
# The fields begin anew where another part, or another text of it, is shown.
mark = briefing_form.text_of(shown)
with st.form(f"edit-{mark}"):
    message = st.text_area(t("What a reader takes away"), shown.message, key=f"message-{mark}", height=90)
    text = st.text_area(
        t("Text (a blank line between paragraphs, a dash before each item of a list)"), edits.body(shown), key=f"text-{mark}", height=200
    )
    notes = st.text_area(t("Notes for the speaker"), shown.notes, key=f"notes-{mark}", height=140)
    with st.container(horizontal=True):
        confirmed = st.form_submit_button(t("Use this text"), type="primary")
        undone = st.form_submit_button(t("Back to the text told from the data"))
if confirmed or undone:
    briefing_form.keep(key, Edit(message=message, body=text, notes=notes) if confirmed else None)
    st.rerun()
open_page.place(
    markup.paragraph(
        t(
            "Edited text is marked as edited, and its numbers that match nothing in the build are listed. It is kept for this visit, in saved choices and in files, not in the link."
        )
        + " "
        + t("Then make the file above."),
        "sv-small sv-soft",
    )
)

open_page.bottom(page)
