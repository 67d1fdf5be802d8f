"""Briefing: what it is about, what it says, edited where an analyst wants it, as a file to take away."""

import streamlit as st

from dashboard import admission, frame, presenting, shell, who
from dashboard.briefing import desk, editing
from dashboard.briefing.choice import BadChoice, Edit
from dashboard.content import markup

page = frame.open_page()
t, nt = page.words.t, page.words.nt
frame.top(page, "briefing")
frame.place(
    markup.heading(1, t("Briefing"))
    + markup.paragraph(
        t(
            "Told from the data: what can be said, what cannot, what changed and why. Each file is frozen with its build, its day and its figures; python -m dashboard verify says later whether they still hold."
        ),
        "sv-soft",
    )
)
published, connection = frame.everybodys()
choice = desk.choose(page, desk.register(page, connection))
try:
    with st.spinner(t("The briefing is being told")):
        briefing = desk.tell(published.id, choice.model_dump_json(), connection)
except BadChoice as error:
    frame.place(markup.paragraph(str(error)))
    frame.bottom(page)
    st.stop()

slides = desk.slides(published.id, choice.model_dump_json(), briefing)
frame.place(
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
        state = st.selectbox(t("State"), list(desk.STATES), format_func=lambda code: t(desk.STATES[code]), key="state", width=220)
        if state == "cleared":
            by = admission.name_field(page, visitor)
    pressed = st.button(t("Make the file"), type="primary", key="make")
final = choice.model_copy(update={"state": state, "by": by}).model_dump_json()
wanted = f"{published.id} {kind} {final}"
if pressed and state == "cleared" and not by:
    frame.place(markup.paragraph(t("A cleared briefing needs the name of the person who cleared it.")))
elif pressed:
    with st.spinner(t("The file is being made")):
        content, messages = shell.briefing(final, kind)
    if content:
        st.session_state[desk.FILE] = (wanted, content)
    else:
        frame.place(markup.paragraph(t("The file could not be made.")) + markup.bullets(markup.text(line) for line in messages))
made, content = st.session_state.get(desk.FILE, ("", b""))
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
    frame.place(markup.paragraph(t("A draft bears that word on every page."), "sv-small sv-soft"))
desk.offer_presets(page, choice)

frame.place(
    markup.heading(2, nt("{n} part", "{n} parts", len(briefing.parts)))
    + markup.in_language(markup.paragraph(briefing.reach, "sv-small sv-soft"), briefing.lang)
    + desk.outline(page, briefing)
)
st.link_button(t("Present"), presenting.address(choice))
frame.place(
    markup.paragraph(
        t(
            "Opens slides in a new tab, as a draft and without edits; the HTML file has the same slides with everything. Keys and remote controls move on, N shows the notes, G jumps to any pledge, R returns, Esc leaves."
        ),
        "sv-small sv-soft",
    )
)
titles = {part.key: part.title for part in briefing.parts}
frame.place(markup.heading(2, t("Look at a part and edit it")))
key = st.selectbox(t("Part"), list(titles), format_func=titles.__getitem__, key="shown", width=620)
shown = next(part for part in briefing.parts if part.key == key)
frame.place_drawn(markup.block(desk.preview(briefing, shown), "sv-panel"))
# The fields begin anew where another part, or another text of it, is shown.
mark = desk.text_of(shown)
with st.form(f"edit-{mark}"):
    message = st.text_area(t("What a reader takes away"), shown.message, key=f"message-{mark}", height=90)
    text = st.text_area(
        t("Text (a blank line between paragraphs, a dash before each item of a list)"), editing.body(shown), key=f"text-{mark}", height=200
    )
    notes = st.text_area(t("Notes for the speaker"), shown.notes, key=f"notes-{mark}", height=140)
    with st.container(horizontal=True):
        kept = st.form_submit_button(t("Use this text"), type="primary")
        undone = st.form_submit_button(t("Back to the text told from the data"))
if kept or undone:
    desk.keep(key, Edit(message=message, body=text, notes=notes) if kept else None)
    st.rerun()
frame.place(
    markup.paragraph(
        t(
            "Edited text is marked as edited, and its numbers that match nothing in the build are listed. It is kept for this visit, in saved choices and in files, not in the link."
        )
        + " "
        + t("Then make the file above."),
        "sv-small sv-soft",
    )
)

frame.bottom(page)
