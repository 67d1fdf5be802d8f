"""Every text of ours exists in four languages, with its {names} and plural forms; numbers and dates follow the language."""

import csv
import io
import re
import string
from datetime import date

import pytest
from babel.messages.pofile import read_po

from dashboard.content import markup
from dashboard.content.csv_download import observations_csv
from dashboard.content.pages import pledges
from etl.i18n import labels
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.warehouse import builds
from tests.support.places import ROOT
from tests.support.source_texts import messages

TRANSLATED = [lang for lang in LANGUAGES if lang != "en"]
KAZAKH = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_text_is_translated_and_no_translation_is_left_over(lang: str) -> None:
    with (ROOT / f"etl/i18n/locale/{lang}.po").open("rb") as file:
        catalogue = read_po(file, locale=lang)
    wanted = messages()
    found = {message.id[0] if isinstance(message.id, tuple) else message.id: message for message in catalogue if message.id}
    assert sorted(set(wanted) - set(found)) == []
    assert sorted(set(found) - set(wanted)) == []
    for text, plural in wanted.items():
        forms = found[text].string if isinstance(found[text].string, tuple) else (found[text].string,)
        assert all(forms), f"{lang}: no translation of {text!r}"
        assert len(forms) == (catalogue.num_plurals if plural else 1), text
        for form in forms:
            assert names(form) == names(plural or text), f"{lang}: other names in {form!r}"


def test_kazakh_is_kazakh() -> None:
    texts = [translator("kk").t(text) for text in messages()]
    assert sum(bool(KAZAKH & set(text)) for text in texts) > 0.6 * len(texts)


def test_french_is_set_with_the_apostrophe_of_print(built: builds.Build) -> None:
    """In our texts and in those of the record; the typewriter's is for keyboards."""
    texts = [translator("fr").t(text) for text in messages()]
    with builds.open_build(built) as connection:
        columns = connection.execute(
            "select table_name, column_name from information_schema.columns where data_type = 'MAP(VARCHAR, VARCHAR)' and table_schema = 'main'"
        ).fetchall()
        for table, column in columns:
            texts += [
                text for (text,) in connection.execute(f"""select "{column}"['fr'] from {table} where "{column}" is not null""").fetchall()
            ]
    assert len({table for table, _ in columns}) > 8 and any("l’énergie" in text for text in texts)
    assert [text for text in texts if re.search(r"\w'\w", text)] == []


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("ENERGIE", "L’énergie nucléaire"), ("l'energie", "L’énergie nucléaire"), ("l'énergie", "De l’énergie"),
        ("l’energie", "Politique de l’Énergie"), ("nucleaire, energie", "L’énergie nucléaire"), ("coeur", "Au cœur"),
        ("казакстан", "Қазақстан"), ("ҚАЗАҚ", "Қазақстан"), ("Елка", "ёлка"), ("d25", "D25"), ("nucle", "L’énergie nucléaire"),
    ],
)  # fmt: skip
def test_a_word_is_found_without_case_and_marks(sentence: str, title: str) -> None:
    rows = [{"pledge": "D1", "title": text, "summary": "", "indicator_titles": ""} for text in (title, "—")]
    assert pledges.holding(rows, pledges.words_of(sentence)) == rows[:1]


@pytest.mark.parametrize(
    ("lang", "one", "two", "five"),
    [("en", "1 pledge", "2 pledges", "5 pledges"), ("ru", "1 обязательство", "2 обязательства", "5 обязательств")],
)
def test_plurals_follow_the_language(lang: str, one: str, two: str, five: str) -> None:
    assert [translator(lang).nt("{n} pledge", "{n} pledges", count) for count in (1, 2, 5)] == [one, two, five]


def test_numbers_and_dates_follow_the_language() -> None:
    day = date(2025, 11, 12)
    assert (translator("en").number(1234.5, 1), translator("en").day(day)) == ("1,234.5", "12 Nov 2025")
    assert translator("fr").number(1234.5, 1) == "1\u202f234,5"
    assert translator("ru").number(1234.5, 1) == "1\u00a0234,5"
    assert translator("ru").day(day).startswith("12 нояб. 2025")
    assert translator("kk").day(day).startswith("12 қар. 2025") or "2025" in translator("kk").day(day)


def test_missing_number_is_a_dash_and_never_zero() -> None:
    assert translator("en").number(None) == "–"
    assert translator("en").figure(None, 2) == "–"


@pytest.mark.parametrize(("qualifier", "shown"), [("=", "96"), (">", "> 96"), ("<", "≤ 96"), ("~", "≈ 96")])
def test_qualifiers_are_shown(qualifier: str, shown: str) -> None:
    assert translator("en").figure(96.0, 1, qualifier) == shown


def test_every_code_of_the_record_has_a_word() -> None:
    for name, table in vars(labels).items():
        if isinstance(table, dict) and name.isupper():
            for code, text in table.items():
                assert text == "" or re.search(r"[a-z]", text), (name, code)
    assert set(labels.REASONS) == set(labels.REASON_SENTENCES)
    assert set(labels.FAMILIES) == set(labels.FAMILY_SENTENCES)


def test_downloaded_texts_never_start_a_formula() -> None:
    indicator = {"indicator": "x", "title": "=1+1", "unit": "MT"}
    row = dict.fromkeys(("series", "period", "status", "speaker", "publisher", "url", "published_basis", "published_code", "licence"), "a")
    text = observations_csv(indicator, [{**row, "note": "@sum", "value": -5.0, "qualifier": "~"}], []).decode("utf-8-sig")
    (found,) = csv.DictReader(io.StringIO(text))
    assert (found["title"], found["note"], found["value"], found["qualifier"]) == ("'=1+1", "'@sum", "-5", "~")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "", None])
def test_only_addresses_of_the_web_become_links(url: str | None) -> None:
    assert "href" not in markup.outside(url, "source")
    assert 'href="https://example.org/?a=1&amp;b=%22"' in markup.outside("https://example.org/?a=1&b=%22", "source")
