"""The analyst's desk on the page Briefing: what was chosen and edited there, kept in the link and in this visit."""

import hashlib
from dataclasses import replace

import duckdb
import streamlit as st

from dashboard.access import visitor
from dashboard.briefing import presets
from dashboard.briefing.document import Briefing, Part
from dashboard.briefing.html import blocks
from dashboard.briefing.options import STORY, BadChoice, Choice, Edit
from dashboard.briefing.pptx.plan import plan
from dashboard.briefing.story import compose, limits_and_sources
from dashboard.briefing.story.edits import body
from dashboard.content import markup
from dashboard.content.page import Page
from dashboard.ui import open_page
from etl.i18n.labels import DOMAINS
from etl.i18n.languages import LANGUAGE_NAMES, LANGUAGES
from etl.i18n.translator import translator
from etl.messages import N_
from etl.queries import pledge_rows
from etl.queries.query import Row, ask_as_of

LENGTHS = {"one-page": N_("One page"), "short": N_("Short, one slide a domain"), "full": N_("Full")}
STATES = {"draft": N_("Draft"), "cleared": N_("Cleared"), "superseded": N_("Superseded briefing")}
PART_NAMES = {
    "headline": N_("What can be said, what cannot, and when it will be"),
    "changed": N_("What changed"),
    "moved": N_("The pledges that moved, and why"),
    "gaps": N_("Risks and gaps"),
    "basis": limits_and_sources.TITLE,
    "method": N_("Method"),
    "sources": N_("Sources"),
}
EDITS, FILE, TROUBLE = "briefing-edits", "briefing-file", "briefing-trouble"
MOST = 60
# The widgets of a choice, by the names they have in the link.
IN_LINK = ("language", "length", "since", "domain", "pledge", "part")


def register(page: Page, connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """The pledges that anybody may see, on the day asked for; `connection` is a cursor on their build."""
    ask_as_of(connection, open_page.asked_day())
    return pledge_rows.pledges(replace(page.asking, cursor=connection))


def choose(page: Page, register: list[Row]) -> Choice:
    """What the widgets say; it stands in the link, edited texts do not."""
    t = page.words.t
    with st.container(horizontal=True, vertical_alignment="bottom"):
        lang = open_page.choose_one(t("Language"), {code: LANGUAGE_NAMES[code] for code in LANGUAGES}, "language", page.lang, 150)
        length = open_page.choose_one(t("Length"), {code: t(name) for code, name in LENGTHS.items()}, "length", "short", 260)
        signed, newest = page.declaration["signed"], page.declaration["newest"]
        since = open_page.choose_day(t("The last briefing was on"), "since", signed, signed, newest, 190)
        open_page.choose_day(t("Show everything as known on"), "as_of", newest, signed, newest, 240)
    domains = open_page.choose_pills(
        t("Domains (none chosen: all)"), {key: t(DOMAINS[key]) for key in pledge_rows.ordered_domains(register)}, "domain"
    )
    titles = {row["pledge"]: f"{row['pledge']} · {row['title']}" for row in register}
    pledges = open_page.choose_some(t("Pledges with a part of their own"), titles, "pledge", MOST, labelled=True)
    groups = {
        **{key: t(name) for key, name in PART_NAMES.items()}, "domain": t("Domain by domain"), "pledge": t("Pledge by pledge"),
    }  # fmt: skip
    ordered = open_page.choose_some(
        t("Parts in the order you choose them (none chosen: the usual)"), {key: groups[key] for key in STORY}, "part", MOST, labelled=True
    )
    return Choice(
        declaration=page.asking.declaration,
        lang=lang,
        domains=tuple(domains),
        pledges=tuple(pledges),
        as_of=page.declaration["as_of"] if page.declaration["earlier"] else None,
        since=None if since == signed else since,
        length=length,  # type: ignore[arg-type]
        parts=tuple(ordered),
        edits=st.session_state.get(EDITS, {}),
    )


def take(name: str) -> None:
    """Put a saved choice on the desk, in place of what lies there; one that cannot be read leaves it as it is."""
    try:
        choice = presets.load(name)
    except BadChoice:
        st.session_state[TROUBLE] = True
        return
    for key in IN_LINK:
        st.session_state.pop(key, None)
        st.query_params.pop(key, None)
    chosen: dict[str, list[str]] = {
        "language": [choice.lang], "length": [choice.length], "since": [choice.since.isoformat()] if choice.since else [],
        "domain": list(choice.domains), "pledge": list(choice.pledges), "part": list(choice.parts),
    }  # fmt: skip
    for key, values in chosen.items():
        if values:
            st.query_params[key] = values
    st.session_state[EDITS] = dict(choice.edits)


def offer_presets(page: Page, choice: Choice) -> None:
    """Saved choices: everybody may use them, those who may edit may save one."""
    t = page.words.t
    names = presets.names()
    if names:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.selectbox(t("Saved choices"), names, key="preset", width=320)
            st.button(t("Use it"), key="use-preset", on_click=take, args=(name,))
        if st.session_state.pop(TROUBLE, False):
            open_page.place(markup.paragraph(t("This saved choice cannot be read; save it anew."), "sv-small"))
    if visitor.visitor().roles:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            new = st.text_input(t("Save this choice as"), key="preset-name", width=320)
            pressed = st.button(t("Save"), key="save-preset")
        if pressed and presets.is_name(new.strip()):
            presets.save(new.strip(), choice)
            open_page.place(markup.paragraph(t("Saved. Everybody who opens this page can use it."), "sv-small"))
        elif pressed:
            open_page.place(markup.paragraph(t("Give it a name of letters, digits and spaces, at most 64."), "sv-small"))


@st.cache_resource(max_entries=12, show_spinner=False)
def tell(build: str, chosen: str, _connection: object) -> Briefing:
    """The briefing of a choice (as JSON), told once per build."""
    return compose.tell(_connection, build, Choice.model_validate_json(chosen))  # type: ignore[arg-type]


@st.cache_data(max_entries=24, show_spinner=False)
def slides(build: str, chosen: str, _briefing: Briefing) -> int:
    """How many slides a choice (as JSON) will be, without making them."""
    return plan(_briefing).total


def outline(page: Page, briefing: Briefing) -> str:
    """The parts in their order with what each says first."""
    items = [
        f"<strong>{markup.text(part.title)}</strong> – {markup.text(part.under)}{blocks.edited(part)}" for part in briefing.parts[:MOST]
    ]
    left = len(briefing.parts) - len(items)
    return markup.in_language(markup.bullets(items), briefing.lang) + (
        markup.paragraph(page.words.nt("{n} more is not shown here.", "{n} more are not shown here.", left), "sv-small sv-soft")
        if left > 0
        else ""
    )


def preview(briefing: Briefing, part: Part) -> str:
    """One part as it will read, its notes included; with inline SVG."""
    texts = translator(briefing.lang)
    drawn = blocks.edited(part) + markup.paragraph(part.under, "br-message")
    drawn += "".join(blocks.block(texts, block) for block in part.blocks)
    notes = "".join(markup.paragraph(line, "sv-small") for line in part.notes.split("\n"))
    return markup.in_language(drawn + (markup.folded(texts.t("Notes for the speaker"), notes) if part.notes else ""), briefing.lang)


def text_of(part: Part) -> str:
    """A short name for the text of a part: fields over it begin anew when it is another."""
    return hashlib.sha256("\n".join((part.key, part.message, body(part), part.notes)).encode()).hexdigest()[:16]


def keep(key: str, edit: Edit | None) -> None:
    """Keep the new text of a part for this visit, or give the told one back."""
    edits = {name: edited for name, edited in st.session_state.get(EDITS, {}).items() if name != key}
    st.session_state[EDITS] = edits if edit is None else {**edits, key: edit}
