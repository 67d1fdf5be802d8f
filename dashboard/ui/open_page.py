"""What every page shares: the build it reads, the language of the reader, the line above and the line below."""

import logging
import threading
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb
import streamlit as st

from dashboard.access import visitor as who
from dashboard.content import build_cache, markup
from dashboard.content.addresses import in_dashboard
from dashboard.content.declaration_name import named
from dashboard.content.filters import ALL, Filter
from dashboard.content.finished import Block
from dashboard.content.page import Page
from dashboard.content.pages import header_footer
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.queries import declaration_rows
from etl.queries.query import Asking, ask_as_of
from etl.reports.register import past_day_sentence
from etl.settings import settings
from etl.warehouse import builds
from etl.warehouse.checksums import look_again

# Runs of pages that only read, at once. More would only take the interpreter from one another, and from the loop that serves all
# their readers: with hundreds waiting it would hardly get a turn.
READING = threading.BoundedSemaphore(3)
# So many declarations stand side by side in the line above a page.
MOST_IN_LINE = 3
STYLE = Path(__file__).resolve().parent.parent / "style.css"


def place(html: str) -> None:
    """Put finished parts on the page. Streamlit cleans them once more; inline SVG would not survive that."""
    st.html(f'<div class="sv">{html}</div>')


def place_drawn(html: str) -> None:
    """Put parts with inline SVG on the page, as one line: after a blank line, which a text may hold, Markdown would be read in them.

    The browser loads more for this than for `place`, and shows it later: not for pages that must stand at once.
    """
    line = html.translate({ord("\n"): "&#10;", ord("\r"): "&#13;"})
    st.markdown(f'<div class="sv">{line}</div>', unsafe_allow_html=True)


def place_all(blocks: Iterable[Block]) -> None:
    """Put the parts of a page on it, one after the other."""
    for block in blocks:
        (place_drawn if block.drawn else place)(block.html)


def place_cached(page: Page, key: Hashable, make: Callable[[], Iterable[Block]]) -> None:
    """The same for parts that are made from the build alone, once (`Page.kept`)."""
    place_all(page.cached(key, lambda: tuple(make())))


def language() -> str:
    """The language of the link, else of this visit, else of the browser; kept in the link so that it can be shared."""
    asked = st.query_params.get("lang") or st.session_state.get("lang") or (st.context.locale or "en")[:2]
    chosen = asked if asked in LANGUAGES else "en"
    st.session_state["lang"] = chosen
    if st.query_params.get("lang") != chosen:
        st.query_params["lang"] = chosen
    return chosen


def open_page() -> Page:
    """The page of this run: reads the pointer, so that a new build shows at the next click."""
    texts = translator(language())
    folder = settings().warehouse
    try:
        # What is internal is shown to those who may edit, and to nobody else.
        published = builds.current(folder, "editors" if who.visitor().roles else "everybody")
        cache = build_cache.of(published)
    except builds.Damaged as damage:
        _log(str(damage))
        place(
            markup.heading(1, texts.t("This page could not be shown"))
            + markup.paragraph(
                texts.t("The data behind it are damaged. Whoever runs this dashboard can make them anew: python -m etl build")
            )
        )
        st.stop()
    except builds.NoWarehouse:
        place(markup.heading(1, texts.t("No build yet")) + markup.paragraph(texts.t("Run “python -m etl build” and open this page again.")))
        st.stop()
    if published.notice:
        _log(published.notice)
        notice = texts.t(
            "The newest data are damaged; these are the ones before. Whoever runs this dashboard can make them anew: python -m etl build"
        )
        place(markup.block(markup.text(notice), "sv-then"))
    cursor, day, lang = cache.connection.cursor(), asked_day(), texts.language
    if day:
        ask_as_of(cursor, day)
    known = cache.keep(("declarations", day), lambda: tuple(declaration_rows.declarations(cursor)))
    asked_for = st.query_params.get("declaration", "")
    shown = asked_for if asked_for in known else known[0]
    asking = Asking(cursor, lang, shown)
    asking = replace(asking, names=cache.keep(("names", lang), lambda: declaration_rows.proper_names(asking)))
    if not day:
        # Days in the past are asked for one by one.
        asking = replace(asking, keep=lambda key, make: cache.keep((lang, shown, key), make))
    declaration = cache.keep(("declaration", lang, shown, day), lambda: declaration_rows.declaration(asking))
    return Page(asking, published.id, texts, declaration, known, shelf=cache)


@lru_cache(maxsize=16)
def _log(notice: str) -> None:
    """Tell whoever runs this, once."""
    logging.getLogger("servanda").error("%s", notice)


def everybodys() -> tuple[builds.Build, duckdb.DuckDBPyConnection]:
    """The build that anybody may see, with a cursor of its own: what leaves this page is told from nothing else."""
    published = builds.current(settings().warehouse)
    return published, build_cache.of(published).connection.cursor()


def asked_day(key: str = "as_of") -> date | None:
    """A day of the link, or None; `as_of` is the one whose knowledge is asked for: without it everything the build knows."""
    with suppress(ValueError):
        return date.fromisoformat(st.query_params.get(key, ""))
    return None


def sorry(error: Exception) -> None:
    """What a reader sees where a page failed; if the disk failed, the next page finds out."""
    if isinstance(error, duckdb.Error):
        look_again()
    t = translator(language()).t
    place(
        markup.heading(1, t("This page could not be shown"))
        + markup.paragraph(t("The error has been noted. Open the overview and try again; nothing is lost."))
        + markup.link(in_dashboard("./", language(), {}), t("Overview"))
    )


def top(page: Page, here: str) -> None:
    """The line above every page: which declaration, as of when, in which languages."""
    t = page.words.t
    head = page.declaration
    parameters = {key: value for key, value in st.query_params.items() if key != "lang"}
    switch = markup.languages(page.lang, {lang: in_dashboard(here, lang, parameters) for lang in LANGUAGES}, t("Language"))
    if who.sign_in() == "set":
        _sign_in_or_out(page)
    place(
        f'<div class="sv-top" data-build="{markup.text(page.build)}"><div>{page.cached("headline", lambda: header_footer.headline(page))}{page.cached("others", lambda: _others(page))}</div>{switch}</div>'
    )
    if head["earlier"]:
        parameters.pop("as_of", None)
        text = past_day_sentence(page.asking.cursor, page.words)
        back = markup.link(in_dashboard(here, page.lang, parameters), t("Back to {day}", day=page.words.day(head["newest"])))
        place(markup.block(f"{markup.text(text)} {back}", "sv-then"))


def _sign_in_or_out(page: Page) -> None:
    """Who is signed in, and the way in or out."""
    t = page.words.t
    visitor = who.visitor()
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="who"):
        if visitor.kind == "signed in":
            text = t("Signed in as {name}", name=visitor.name) if visitor.name else t("Signed in, address not verified")
            st.html(f'<div class="sv">{markup.paragraph(text, "sv-small sv-soft")}</div>', width="content")
            st.button(t("Sign out"), type="tertiary", key="sign-out", on_click=who.sign_out)
        else:
            st.button(t("Sign in"), type="tertiary", key="sign-in", on_click=st.login)


def bottom(page: Page) -> None:
    """The line below every page: how far data, events and searches reach, and what the texts are."""
    t = page.words.t
    # Shown only where there is one (build_updates.js); whatever is pressed, a run of the page shows it.
    st.button(t("There is a new build. Show it"), key="new-build")
    place(page.cached("foot", lambda: markup.block(header_footer.foot(page), "sv-foot")))


def choose(page: Page, filters: Iterable[Filter]) -> dict[str, str]:
    """A select box for each filter, its first choice `ALL`; what is chosen stands in the link as its code."""
    chosen: dict[str, str] = {}
    for item in filters:
        codes = [ALL, *item.options]
        asked = st.query_params.get(item.key, ALL)
        names = {ALL: page.words.t("All"), **item.options}
        index = codes.index(asked) if asked in codes else 0
        code = st.selectbox(item.label, codes, index=index, key=item.key, format_func=names.__getitem__, width=item.width)
        _keep(item.key, [] if code == ALL else [code])
        chosen[item.key] = code
    return chosen


def choose_one(label: str, options: dict[str, str], key: str, usual: str, width: int) -> str:
    """A select box over codes shown in words; what is chosen stands in the link unless it is the usual one."""
    asked = st.query_params.get(key, usual)
    codes = list(options)
    chosen: str = st.selectbox(
        label, codes, index=codes.index(asked if asked in options else usual), key=key, format_func=options.__getitem__, width=width
    )
    _keep(key, [] if chosen == usual else [chosen])
    return chosen


def choose_day(label: str, key: str, usual: date, first: date | None, last: date, width: int) -> date:
    """A day; it stands in the link unless it is the usual one. Another day shows the page anew, as its link would."""
    asked = asked_day(key) or usual
    shown = min(max(asked, first or asked), last)
    chosen = st.date_input(label, value=shown, min_value=first, max_value=last, format="YYYY-MM-DD", key=key, width=width)
    day = chosen if isinstance(chosen, date) else usual
    if day != shown:
        _keep(key, [] if day == usual else [day.isoformat()])
        st.rerun()
    return day


def search(label: str, placeholder: str, key: str, width: int) -> str:
    """A text field whose text stands in the link."""
    typed = st.text_input(label, value=st.query_params.get(key, ""), key=key, placeholder=placeholder, width=width)
    _keep(key, [typed] if typed else [])
    return typed


def choose_some(label: str, options: dict[str, str], key: str, most: int, labelled: bool = False) -> list[str]:
    """Several codes shown in words, in the order of choosing; they stand in the link. The label stands above or in the empty field."""
    asked = [code for code in st.query_params.get_all(key) if code in options][:most]
    chosen: list[str] = st.multiselect(
        label,
        list(options),
        default=asked,
        key=key,
        format_func=options.__getitem__,
        max_selections=most,
        placeholder="" if labelled else label,
        label_visibility="visible" if labelled else "collapsed",
    )
    _keep(key, chosen)
    return chosen


def choose_pills(label: str, options: dict[str, str], key: str) -> list[str]:
    """Several of a few codes, all of them in view and one click each; they stand in the link."""
    asked = [code for code in st.query_params.get_all(key) if code in options]
    chosen: list[str] = st.pills(label, list(options), selection_mode="multi", default=asked, key=key, format_func=options.__getitem__)
    _keep(key, chosen)
    return chosen


def _keep(key: str, values: list[str]) -> None:
    """Write a choice into the link, or take it out; Streamlit's own binding would write its words, which differ by language."""
    if st.query_params.get_all(key) == values:
        return
    if values:
        st.query_params[key] = values
    else:
        del st.query_params[key]


def _others(page: Page) -> str:
    """The ways to the other declarations by their titles and parties; more than a line has room for are folded."""
    titles = declaration_rows.declaration_titles(page.asking) if len(page.declarations) > 1 else {}
    links = [
        markup.link(in_dashboard("./", page.lang, {"declaration": key}), named(page.words, title, parties))
        for key, (title, parties) in titles.items()
        if key != page.asking.declaration
    ]
    if len(titles) <= MOST_IN_LINE:
        return "".join(f" · {link}" for link in links)
    text = page.words.nt("{n} other declaration", "{n} other declarations", len(links))
    return markup.folded(text, markup.bullets(links))
