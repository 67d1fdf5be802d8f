"""A briefing says what the build says: its numbers, words, parts and sources."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from dashboard.briefing.document import Bars, Briefing, Drawing, Table
from dashboard.briefing.options import Choice
from dashboard.briefing.story.compose import tell
from dashboard.briefing.story.edits import texts
from dashboard.briefing.story.numerals import amount, numerals, unmatched
from dashboard.briefing.story.sentences import alone
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.warehouse import builds
from tests.support.briefings import EACH_FRENCH, EACH_RUSSIAN, TWO_DOMAINS

GAP = {"en": "gap in what could be searched", "fr": "lacune", "ru": "пробел", "kk": "олқылық"}


class PlannedPart(dict[str, Briefing]):
    """The short briefing on the whole Declaration by its language, told when it is asked for."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, build: str) -> None:
        super().__init__()
        self._of = (connection, build)

    def __missing__(self, lang: str) -> Briefing:
        self[lang] = tell(*self._of, Choice(lang=lang))  # type: ignore[arg-type]
        return self[lang]


@pytest.fixture(scope="module")
def composed(built: builds.Build) -> Iterator[PlannedPart]:
    """The short briefing on the whole Declaration, in each language."""
    with builds.open_build(built) as connection:
        yield PlannedPart(connection, built.id)


def texts_of(briefing: Briefing) -> list[str]:
    answer = (*briefing.answer, *briefing.domain_lines)
    return [briefing.subtitle, briefing.reach, *answer, *briefing.cautions, *(text for part in briefing.parts for text in texts(part))]


def allowed(connection: duckdb.DuckDBPyConnection, build: str, lang: str) -> set[Decimal]:
    """The numbers a briefing may say: figures, days and texts of the build, and how many rows of a kind there are."""
    language = translator(lang)
    sizes: set[Decimal] = set()
    columns = connection.execute(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'main'"
    ).fetchall()
    for table, column, kind in columns:
        if kind == "MAP(VARCHAR, VARCHAR)":
            for (text,) in connection.execute(
                f'select distinct "{column}"[$1] from "{table}" where "{column}" is not null', [lang]
            ).fetchall():
                sizes |= {amount(written, language) for written in numerals(str(text), language)}
    figures = connection.execute(
        """
        select observed.value, units.decimals from indicator_observations as observed
        join indicators using (declaration, indicator) join units on indicators.unit = units.unit where observed.value is not null
        union all
        select value, decimals from targets join indicators using (declaration, indicator) join units on indicators.unit = units.unit
        where value is not null
        """
    ).fetchall()
    sizes |= {amount(language.number(abs(value), decimals), language) for value, decimals in figures}
    days = "select distinct day from status_changes union select date from events union select as_of from declarations union select signed from declarations union select max(end_date) from indicator_observations where value is not null and end_date <= (select as_of from build)"
    for (day,) in connection.execute(days).fetchall():
        sizes |= {amount(written, language) for written in numerals(language.day(day), language)}
    ((since,),) = connection.execute("select as_of - signed from declarations").fetchall()
    sizes.add(Decimal(since))
    for (year,) in connection.execute(
        "select distinct earliest_assessable from pledge_statuses where earliest_assessable is not null"
    ).fetchall():
        sizes |= {Decimal(year), Decimal(year) - 1}
    for (period,) in connection.execute(
        "select distinct period from indicator_observations union select distinct period from targets where period is not null"
    ).fetchall():
        sizes |= {amount(written, language) for written in numerals(language.reduced(period), language)}
    counted = (
        "select count(*) from pledges join pledge_statuses using (declaration, pledge) group by cube (in_declaration, domain, status, reason, family in ('milestone', 'declaratory'), indicators_with_data > 0, rules_agreeing < rules_applicable)",
        "select count(*) from pledges join pledge_statuses using (declaration, pledge) where in_declaration group by cube (since_signature_status, family in ('milestone', 'declaratory'))",
        "select count(*) from pledges join pledge_statuses using (declaration, pledge) where in_declaration and family in ('milestone', 'declaratory') and status not in ('announced', 'no_evidence_found', 'not_assessable')",
        "select count(*) from pledges join pledge_statuses using (declaration, pledge) where in_declaration and family in ('milestone', 'declaratory') and since_signature_status not in ('announced', 'no_evidence_found', 'not_assessable')",
        "select count(*) from status_changes where day > (select min(signed) from declarations) group by cube (level, basis = 'stated')",
        "select count(*) - 8 from status_changes where day > (select min(signed) from declarations) and level = 'pledge' and basis = 'stated'",
        "select count(*) from status_changes where day > (select min(signed) from declarations) and level = 'pledge' and basis = 'stated' and reason_before = 'not_coded'",
        "select count(*) from due group by cube (state)",
        "select count(distinct (series, period)) from indicator_observations semi join (from pledge_indicators join pledges using (declaration, pledge)) using (declaration, indicator) join declarations using (declaration) where value is not null group by cube (end_date < signed)",
        "select count(*) from events where date > (select min(signed) from declarations) group by cube (direction)",
        "select count(distinct change.publisher) - 1 from change_sources as change group by change.level, change.key, change.day",
    )
    for query in counted:
        sizes |= {Decimal(count).normalize() for (count,) in connection.execute(query).fetchall()}
    # None of a kind may be said too; the hash of the build is no figure.
    return sizes | {Decimal(0)} | {amount(written, language) for written in numerals(build, language)}


@pytest.mark.parametrize("lang", EACH_FRENCH)
def test_every_number_of_the_text_is_in_the_build(
    composed: PlannedPart, built: builds.Build, connection: duckdb.DuckDBPyConnection, lang: str
) -> None:
    known = allowed(connection, built.id, lang)
    language = translator(lang)
    strange = {number: text for text in texts_of(composed[lang]) for number in unmatched(text, language, known)}
    assert strange == {}
    assert unmatched(language.number(98765.4, 1), language, known)


def test_headline_counts_are_those_of_the_build(composed: PlannedPart, connection: duckdb.DuckDBPyConnection) -> None:
    ((total, assessed, on_words),) = connection.execute(
        """
        select count(*), count(*) filter (status <> 'not_assessable'), count(*) filter (status = 'announced')
        from pledges join pledge_statuses using (declaration, pledge) where in_declaration
        """
    ).fetchall()
    part = composed["en"].parts[0]
    assert part.message.startswith(
        f"{assessed} of {total} pledges have a status; of these, {alone(translator('en'), on_words)} rest on words only"
    )
    assert isinstance(part.blocks[0], Table)
    assert part.blocks[0].head == ("What can be said", "What cannot be said", "When it will be")
    (bars,) = [block for block in part.blocks if isinstance(block, Bars)]
    assert sum(count for bar in bars.bars for _, count in bar.counts) == total


@pytest.mark.parametrize("lang", EACH_FRENCH)
def test_every_figure_has_source_and_date(composed: PlannedPart, lang: str) -> None:
    as_of = translator(lang).day(composed[lang].as_of)
    for part in composed[lang].parts:
        for block in part.blocks:
            if isinstance(block, Table | Bars | Drawing):
                assert as_of in block.source and len(block.source) > len(as_of) + 10, part.key
            if isinstance(block, Table) and part.key.startswith("domain-"):
                for cell in (cell for row in block.rows for cell in row if cell.number):
                    # A figure leads to the page it stands on and says its period.
                    assert cell.url.startswith("http") and re.search(r"\(.*\d{4}.*\)$", cell.text), cell
            if isinstance(block, Drawing):
                assert block.chart.alt and block.chart.source
    assert translator(lang).t("The texts in this language have not been reviewed by a second person.") in composed[lang].cautions


@pytest.mark.parametrize("lang", EACH_RUSSIAN)
def test_no_raw_key_is_said(composed: PlannedPart, connection: duckdb.DuckDBPyConnection, lang: str) -> None:
    text = "\n".join(texts_of(composed[lang]))
    keys = {
        key for (key,) in connection.execute("select indicator from indicators union select source from sources").fetchall() if "-" in key
    }
    assert [key for key in keys if re.search(rf"(?<![\w/.-]){re.escape(key)}(?![\w/.-])", text)] == []
    assert not re.search(r"\b[a-z]{2,}(?:_[a-z]+)+\b|\bNone\b|\bnan\b|\{\w+\}|raw-materials", text)


@pytest.mark.parametrize(
    ("lang", "one", "two", "five"),
    [
        ("en", "1 pledge rests on words only.", "2 pledges rest on words only.", "5 pledges rest on words only."),
        ("fr", "1 engagement ne repose que sur des paroles.", "2 engagements ne reposent que sur des paroles.", "5 engagements ne reposent que sur des paroles."),
        ("ru", "1 обязательство опирается только на слова.", "2 обязательства опираются только на слова.", "5 обязательств опираются только на слова."),
        ("kk", "1 міндеттеме тек сөзге сүйенеді.", "2 міндеттеме тек сөзге сүйенеді.", "5 міндеттеме тек сөзге сүйенеді."),
    ],
)  # fmt: skip
def test_plurals_follow_the_language(lang: str, one: str, two: str, five: str) -> None:
    asked = ("{n} pledge rests on words only.", "{n} pledges rest on words only.")
    assert [translator(lang).nt(*asked, count) for count in (1, 2, 5)] == [one, two, five]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "D25: 1,234.5 of 12 Nov 2025, CO2 −3", ["1,234.5", "12", "2025", "3"]),
        ("fr", "1\u202f234,5 en 2024 2025", ["1\u202f234,5", "2024", "2025"]),
        ("ru", "30 000 и 7,5 %", ["30 000", "7,5"]),
        ("kk", "2025-Q3, 21 / 45", ["2025", "21", "45"]),
    ],
)
def test_numbers_are_read_by_the_rules_of_the_language(lang: str, text: str, expected: list[str]) -> None:
    assert numerals(text, translator(lang)) == expected


@pytest.mark.parametrize("lang", EACH_FRENCH)
def test_what_changed_across_an_unsearched_gap_says_so_in_its_headline(composed: PlannedPart, lang: str) -> None:
    (moved,) = [part for part in composed[lang].parts if part.key == "moved"]
    assert GAP[lang] in moved.message


def test_where_nothing_is_missing_no_gap_is_claimed(connection: duckdb.DuckDBPyConnection, built: builds.Build) -> None:
    briefing = tell(connection, built.id, Choice(as_of=date(2026, 1, 31), parts=("moved",)))
    assert "gap" not in briefing.parts[0].message
    assert "reconstructed" in " ".join(briefing.cautions) and briefing.as_of == date(2026, 1, 31)


def test_lengths_and_order_of_parts(connection: duckdb.DuckDBPyConnection, built: builds.Build) -> None:
    def keys(**chosen: Any) -> list[str]:
        return [part.key for part in tell(connection, built.id, Choice(**chosen)).parts]

    assert keys(length="one-page") == ["headline", "moved", "gaps"]
    assert keys(domains=TWO_DOMAINS) == ["headline", "moved", "domain-energy", "domain-migration", "basis"]
    assert keys(pledges=("D25",)) == ["headline", "moved", "pledge-D25", "basis"]
    assert keys(domains=("migration",), length="full") == [
        "headline", "changed", "domain-migration", "pledge-D38", "pledge-D39", "moved", "gaps", "method", "sources",
    ]  # fmt: skip
    assert keys(domains=TWO_DOMAINS, parts=("sources", "gaps", "domain-migration")) == ["sources", "gaps", "domain-migration"]


def test_quotation_marks_stand_only_around_words_of_grade_a(connection: duckdb.DuckDBPyConnection, built: builds.Build) -> None:
    rows = connection.execute("select pledge, grade, quotation from pledges where in_declaration").fetchall()
    retained = [next(row for row in rows if row[1] == grade and bool(row[2]) == (grade == "A")) for grade in ("A", "B")]
    briefing = tell(connection, built.id, Choice(pledges=tuple(row[0] for row in retained), parts=("pledge",)))
    for (_, grade, quotation), part in zip(retained, briefing.parts, strict=True):
        first = part.blocks[0].text  # type: ignore[union-attr]
        assert bool(re.search("[“”«»]", first)) == (grade == "A")
        assert not quotation or quotation in first


def test_sources_part_lists_what_the_other_parts_used(connection: duckdb.DuckDBPyConnection, built: builds.Build) -> None:
    briefing = tell(connection, built.id, Choice(domains=("energy",), parts=("sources", "domain")))
    table = briefing.parts[0].blocks[0]
    assert isinstance(table, Table)
    listed = {row[0].text for row in table.rows}
    for block in briefing.parts[1].blocks:
        if isinstance(block, Drawing):
            assert set(block.chart.source.split(", ")) <= listed


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_full_briefing_is_told(built: builds.Build, lang: str) -> None:
    with builds.open_build(built) as connection:
        briefing = tell(connection, built.id, Choice(lang=lang, length="full"))
        pledges = connection.execute("select count(*) from pledges").fetchall()[0][0]
    assert sum(part.key.startswith("pledge-") for part in briefing.parts) == pledges
    assert all(part.title and part.message for part in briefing.parts)
    assert not re.search(r"\b[a-z]{2,}(?:_[a-z]+)+\b|\bNone\b|\{\w+\}", "\n".join(texts_of(briefing)))
