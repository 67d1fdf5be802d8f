"""Numbers with their units, ranges, days and periods as each of the four languages writes them; what the record's texts may not say."""

import re

import duckdb
import pytest
from pydantic import ValidationError

from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.record.load import load
from etl.record.models import Amounts
from etl.reports.explain_pledge import explain_pledge
from tests.support.parameters import ONE_OF_EACH
from tests.support.places import DATA
from tests.support.source_texts import messages

ROOM = "\u00a0"
UNITS = {item.code: item for item in load(DATA).record.units}


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("DAYS", 1, ("1 day", "1 jour", "1 день", "1 күн")),
        ("DAYS", 2, ("2 days", "2 jours", "2 дня", "2 күн")),
        ("DAYS", 21, ("21 days", "21 jours", "21 день", "21 күн")),
        ("DAYS", 90, ("90 days", "90 jours", "90 дней", "90 күн")),
        ("DAYS", 0, ("0 days", "0 jour", "0 дней", "0 күн")),
        ("VOTES", 126, ("126 votes", "126 voix", "126 голосов", "126 дауыс")),
        ("VOTES", 0.1111, ("0.1111 votes", "0,1111 voix", "0,1111 голоса", "0,1111 дауыс")),
        ("COUNT", 175, ("175", "175", "175", "175")),
        ("RANK", 77, ("rank 77", "rang 77", "77-е место", "77-орын")),
        ("MT_YR", 15, ("15 million t/year", "15 Mt/an", "15 млн т/год", "жылына 15 млн т")),
        ("BCM_YR", 10, ("10 bn m³/year", "10 Md m³/an", "10 млрд м³/год", "жылына 10 млрд м³")),
        ("PCT_GDP", 8, ("8 % of GDP", f"8{ROOM}% du PIB", "8 % ВВП", "ЖІӨ-нің 8 %-ы")),
        ("USD_BN", 27.43, ("27.43 bn USD", "27,43 Md USD", "27,43 млрд долл. США", "27,43 млрд АҚШ доллары")),
    ],
)
def test_a_number_stands_with_its_unit_as_the_language_has_it(unit: str, value: float, shown: tuple[str, ...]) -> None:
    assert tuple(translator(lang).amount(value, 4, UNITS[unit].amount_in(lang)) for lang in LANGUAGES) == shown


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("PCT", 1, ("+1 percentage point", "+1 point de pourcentage", "+1 процентный пункт", "+1 пайыздық тармақ")),
        ("PCT", -2.5, ("-2.5 percentage points", "-2,5 points de pourcentage", "-2,5 процентного пункта", "-2,5 пайыздық тармақ")),
        ("PCT_YOY", 5, ("+5 percentage points", "+5 points de pourcentage", "+5 процентных пунктов", "+5 пайыздық тармақ")),
        ("PCT_GDP", 3, ("+3 percentage points of GDP", "+3 points de PIB", "+3 процентных пункта ВВП", "ЖІӨ-нің +3 пайыздық тармағы")),
        ("MT_YR", 15, ("+15 million t/year", "+15 Mt/an", "+15 млн т/год", "жылына +15 млн т")),
    ],
)
def test_per_cent_change_by_percentage_points(unit: str, value: float, shown: tuple[str, ...]) -> None:
    assert tuple(translator(lang).amount(value, 4, UNITS[unit].change_in(lang), sign=True) for lang in LANGUAGES) == shown


def test_a_label_inside_a_sentence_has_no_capital() -> None:
    assert tuple(translator(lang).inside("No data") for lang in LANGUAGES) == ("no data", "pas de données", "нет данных", "дерек жоқ")
    assert translator("en").inside("OECD rule") == "OECD rule"


@pytest.mark.parametrize(
    ("unit", "low", "high", "shown"),
    [
        ("COUNT", 170, 175, ("170 to 175", "170 à 175", "170–175", "170–175")),
        ("DAYS", 170, 175, ("170 to 175 days", "170 à 175 jours", "170–175 дней", "170–175 күн")),
        ("DAYS", 20, 21, ("20 to 21 days", "20 à 21 jours", "20–21 день", "20–21 күн")),
        ("PCT_GDP", 8, 11.4, ("8 to 11.4 % of GDP", f"8 à 11,4{ROOM}% du PIB", "8–11,4 % ВВП", "ЖІӨ-нің 8–11,4 %-ы")),
        ("PCT_GDP", -1.9, 0.4, ("-1.9 to 0.4 % of GDP", f"-1,9 à 0,4{ROOM}% du PIB", "-1,9…0,4 % ВВП", "ЖІӨ-нің -1,9…0,4 %-ы")),
    ],
)
def test_a_range_has_one_unit_and_no_dash_that_could_be_a_minus(unit: str, low: float, high: float, shown: tuple[str, ...]) -> None:
    assert tuple(translator(lang).span(low, high, 1, UNITS[unit].amount_in(lang)) for lang in LANGUAGES) == shown


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("2029", ("2029", "2029", "2029", "2029")),
        ("2024-S1", ("first half of 2024", "1er semestre 2024", "1-е полугодие 2024 г.", "2024 ж. бірінші жартысы")),
        ("2029-S2", ("second half of 2029", "2d semestre 2029", "2-е полугодие 2029 г.", "2029 ж. екінші жартысы")),
        ("2026-Q1", ("Q1 2026", "T1 2026", "1-й кв. 2026 г.", "2026 ж. І тқс.")),
        ("2025-12", ("Dec 2025", "déc. 2025", "дек. 2025 г.", "2025 ж. жел.")),
        ("2029-12-31", ("31 Dec 2029", "31 déc. 2029", "31 дек. 2029 г.", "2029 ж. 31 жел.")),
        ("2026-05-01", ("1 May 2026", "1er mai 2026", "1 мая 2026 г.", "2026 ж. 1 мам.")),
        ("2026-05-11", ("11 May 2026", "11 mai 2026", "11 мая 2026 г.", "2026 ж. 11 мам.")),
    ],
)
def test_periods_and_days_are_written_as_the_language_writes_them(period: str, shown: tuple[str, ...]) -> None:
    assert tuple(translator(lang).period(period) for lang in LANGUAGES) == shown


@pytest.mark.parametrize(
    ("lang", "text"),
    [("ru", "После 12 нояб. 2025 г."), ("kk", "Ескерту: 2029 ж. 31 жел.")],
)
def test_the_stop_of_an_abbreviation_ends_the_sentence(lang: str, text: str) -> None:
    assert translator(lang).t("{day}.", day=text) == text
    assert translator(lang).t("{day}.", day="../..") == "../...", "what is no word keeps its stops"


def test_every_plural_category_needs_its_form() -> None:
    with pytest.raises(ValidationError, match="one, few, many, other"):
        Amounts(ru="{n} день|{n} дней")
    with pytest.raises(ValidationError, match=r"write one form with \{n\}"):
        Amounts(kk="жылына млн т")


# What stands for it: other names of the same thing, and forms no editor would let pass.
AVOIDED = {
    "fr": (
        (r"\bkazakhe?s?\b(?!-)(?<![Ee]n kazakh)", "kazakhstanais: what belongs to the state or its citizens"),
        (r"\bKirghizstan|Kirghizie", "Kirghizistan"),
        (r"Aïagouz", "Aïagoz"),
        (r"\b(?:de|que|le|la) Oust", "d’Oust-Kamenogorsk"),
        (
            r"[Ss]elon [Ss]elon|[Ss]elon (?:Ministère|Gouvernement|Présidents?|Service|Comité|Bureau|Banque|Agence|Douma|Feuille)\b",
            "an article",
        ),
        (r"\b1 (?:janv|févr|mars|avril|avr\.|mai|juin|juil|août|sept|oct|nov|déc)", "1er"),
        (r"[\w’»)](?<!without_year)[:;!?](?:\s|$)", "a space before the mark"),
        (r"(?<![\w’])Éloignement\b", "évolution contraire: Éloignement is the removal of a foreigner"),
        (r"(?:cette|[Dd]eux) horloges?\b", "lecture"),
        (r"\bUEE\b", "UEEA"),
        (r"Biélorussie", "Bélarus"),
        (r"\bministères? (?:de la |des |du |de l’)[a-zé]", "a capital: ministère de la Défense"),
        (r"\bont convenu d|trans-alta|[ée]s?, par un titre seulement", "sont convenus de, transaltaïque, rapporté que par un titre"),
        (r"[Rr]ien n’a été trouvé :", "aucun élément trouvé"),
        (r"(?:^|\W|de |et )(?<!le |du |Le )Rosselkhoznadzor (?:a|de)\b", "le Rosselkhoznadzor"),
    ),
    "ru": (
        (r"\bКиргиз", "Кыргызстан"),
        (r"—", "–"),
        (r"обездвижен", "замороженный"),
        (r"закодировано$", "оценено"),
        (r"\bдля \d{4} –", "за … год"),
        (r"\d%(?![0-9A-F]{2})", "a space before the sign"),
        (r"Белорусси", "Беларусь"),
        (r"«Росатом|«Роскосмос", "without marks, as in the glossary"),
        (r"^\s*(?:Ничего не найдено:|Определить нельзя)", "свидетельств не найдено, судить нельзя"),
    ),
    "kk": (
        (r"—", "–"),
        (r"айналымнан шығарылған", "бұғатталған"),
        (r"\d және [\d,]+ .* аралығында", "a range of one unit"),
        (r"\d%(?![0-9A-F]{2})", "a space before the sign"),
        (r"салауаттылық", "саламаттылық: the word of the law"),
        (r"өткізу бекет|шекара бекет", "өткізу пункті"),
        (r"«Росатом|«Роскосмос", "without marks, as in the glossary"),
        (r"^\s*(?:Ештеңе табылмады:|Айту мүмкін емес)", "дәлел табылмады, анықтау мүмкін емес"),
    ),
    "en": ((r"[Ss]aid by As reported|[Aa]s reported by [Aa]s reported", "the name alone"), (r"reserves immobilised", "frozen")),
}
# A list of codes to be typed (2025, 2025-S1, 2025-Q3) names no half-year.
UNTRANSLATED = (r"(?<!2025, )\b\d{4}[ -]S[12]\b", "a half-year in words")


def texts_of_the_record(connection: duckdb.DuckDBPyConnection, lang: str, explained: str) -> set[str]:
    """Every text of the build in one language: from each column of texts, explanations line by line, and those of ours."""
    columns = connection.execute(
        "select table_name, column_name from information_schema.columns where data_type = 'MAP(VARCHAR, VARCHAR)' and table_schema = 'main'"
    ).fetchall()
    texts = {
        text
        for table, column in columns
        for (text,) in connection.execute(f'select "{column}"[$1] from {table}', [lang]).fetchall()
        if text
    }
    texts.update(translator(lang).t(text) for text in messages())
    for declaration, pledge in connection.execute(explained).fetchall():
        texts.update(explain_pledge(connection, translator(lang), declaration, pledge))
    return texts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_record_has_one_name_for_one_thing_and_no_slip_an_editor_would_mend(
    connection: duckdb.DuckDBPyConnection, lang: str, request: pytest.FixtureRequest
) -> None:
    everything = "select declaration, pledge from all_pledges"
    texts = texts_of_the_record(connection, lang, everything if request.config.getoption("--full") else ONE_OF_EACH)
    assert len(texts) > 2000
    found = [
        f"{text[:200]} (write: {better})"
        for text in sorted(texts)
        for form, better in (*AVOIDED[lang], UNTRANSLATED)
        if re.search(form, text)
    ]
    assert found == []


def test_what_is_no_code_of_a_language_stays_as_it_was_written() -> None:
    assert [translator("fr").language_name(code) for code in ("ru", "Old Norse", "#", "")] == ["russe", "Old Norse", "#", ""]
