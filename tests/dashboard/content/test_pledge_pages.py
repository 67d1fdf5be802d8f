"""The page of a pledge says of what it shows what that is worth: of its indicators, of figures that are missing, of searches."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import duckdb
import pytest

from dashboard.content.page import Page
from dashboard.content.pages import pledge
from dashboard.content.sections.pledges import outcome
from etl.i18n.labels import REASON_SENTENCES
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.queries import declaration_rows, indicator_rows, pledge_rows
from etl.queries.query import Asking, keeper
from etl.reports.explain_pledge import answer_text
from tests.etl.reports.test_truth import append, filled
from tests.support.parameters import mostly_full

pytestmark = pytest.mark.slow

DECLARATION = "kz-ru-2025"


def page(connection: duckdb.DuckDBPyConnection, language: str) -> Page:
    ask = Asking(connection, language, DECLARATION, keep=keeper())
    return Page(ask, "build", translator(language), declaration_rows.declaration(ask), (DECLARATION,))


def read(shown: Page, key: str) -> str:
    """A pledge's page as it is read."""
    row = pledge_rows.pledge(shown.asking, key)
    assert row is not None
    html = "\n".join(block.html for block in pledge.content(shown, row, []))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", mostly_full(LANGUAGES, "kk"))
def test_every_indicator_says_whether_it_answers_its_pledge(connection: duckdb.DuckDBPyConnection, language: str) -> None:
    shown = page(connection, language)
    listed = pledge_rows.pledges(shown.asking)
    assert len(listed) == 59
    for item in listed:
        visible = read(shown, item["pledge"])
        for row in indicator_rows.pledge_indicators(shown.asking, item["pledge"]):
            assert row["why"], (item["pledge"], row["indicator"])
            title, answer = flat(row["title"]), flat(answer_text(shown.words, row))
            # Its row in the table: name, direction, answer.
            assert re.search(rf"{re.escape(title)}[^.]{{0,80}} {re.escape(answer)}", visible), (item["pledge"], row["indicator"])


@pytest.mark.parametrize("language", mostly_full(LANGUAGES, "fr"))
def test_no_page_calls_nothing_published_what_it_shows(connection: duckdb.DuckDBPyConnection, language: str) -> None:
    shown = page(connection, language)
    missing = shown.words.t(REASON_SENTENCES["no_data"])
    without = 0
    for item in pledge_rows.pledges(shown.asking):
        visible = read(shown, item["pledge"])
        figures = [row for row in indicator_rows.pledge_indicators(shown.asking, item["pledge"]) if row["latest_period"] is not None]
        if language == "en" and figures:
            assert not re.search(r"[Nn]o (published )?figures? (is|was|were) (found|published)( for it)?\.", visible), item["pledge"]
        if item["reason"] == "no_data":
            # It is said of the lead indicator, by its name.
            without += 1
            lead = indicator_rows.pledge_indicators(shown.asking, item["pledge"])[0]["title"]
            assert flat(f"{missing} {shown.words.pair(shown.words.t('Lead indicator'), lead)}") in visible, item["pledge"]
    assert without > 3


@pytest.mark.parametrize("language", mostly_full(LANGUAGES, "ru"))
def test_a_search_says_what_it_looked_for_and_whether_it_can_find_nothing(record: Path, language: str) -> None:
    append(record, "searches.csv", "D02,2026-11-29,en ru,One Outlet; Other Outlet,Nothing at all.,multipolar order")
    append(record, "searches.csv", "D02,2026-11-28,kk,One Outlet,Nothing here.,")
    with filled(record, date(2026, 12, 1)) as connection:
        shown = page(connection, language)
        text, say = read(shown, "D02"), shown.words
        names = ", ".join(map(say.language_name, ("en", "ru")))
        wide = f"{say.day(date(2026, 11, 29))} {names} multipolar order One Outlet; Other Outlet Nothing at all. {say.t('yes')}"
        assert flat(wide) in text
        narrow = f"{say.day(date(2026, 11, 28))} {say.language_name('kk')} – One Outlet Nothing here. {say.t('no')}"
        assert flat(narrow) in text


@pytest.mark.parametrize("language", mostly_full(LANGUAGES, "en"))
def test_the_register_names_whose_figures_an_outcome_is_told_from(connection: duckdb.DuckDBPyConnection, language: str) -> None:
    shown = page(connection, language)
    party = declaration_rows.party_names(connection, language, DECLARATION)["KAZ"]
    assert party in outcome(shown, {"outcome": "rising", "outcome_party": "KAZ"})
    assert party not in outcome(shown, {"outcome": "rising", "outcome_party": None})
    assert outcome(shown, {"outcome": "unknown", "outcome_party": None}) == "–"
