"""What may leave: no value whose publisher does not let us pass it on is in a site, a feed, a briefing or a download of a page."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import duckdb
import openpyxl
import pytest

from dashboard.briefing.freeze import thaw
from dashboard.briefing.html import render as html
from dashboard.briefing.make import make
from dashboard.briefing.options import Choice
from dashboard.briefing.pptx import render as pptx
from dashboard.charts.model import indicator_chart
from dashboard.content import csv_download, figures
from dashboard.website.write import write
from etl.export.tables import read_tables
from etl.i18n.translator import translator
from etl.queries import declaration_rows, indicator_rows, observation_rows
from etl.queries.query import Asking, Row, ask_as_of, ask_to_pass_on, leaving, rows
from etl.record.load import load
from etl.record.models import Source
from etl.reports import atom_feed
from etl.warehouse import builds
from tests.support.places import DATA
from tests.support.registers import edit_yaml

pytestmark = pytest.mark.slow

DECLARATION = "kz-ru-2025"
LANGUAGES = ("en", "ru")
# Whose terms forbid it, or were read by nobody yet.
HELD = {"wits", "cisstat", "nbk"}


@pytest.fixture(scope="module")
def site(built: builds.Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaving") / "public"
    write(folder, built, LANGUAGES)
    return folder


@pytest.fixture
def seen(built: builds.Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """The build as the live pages show it, with every value."""
    with builds.open_build(built) as connection:
        ask_as_of(connection, None)
        yield connection


def held_back(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """Every value of an indicator that rests on a source whose values may not leave; by the sources, not by the rule under test."""
    return rows(
        connection,
        """
        select observed.indicator, observed.series, observed.period, observed.value, observed.qualifier, observed.sources,
            units.decimals, indicators.unit, units.amount
        from indicator_observations as observed
        join indicators on observed.declaration = indicators.declaration and observed.indicator = indicators.indicator
        join units on indicators.unit = units.unit
        where observed.value is not null and list_has_any(observed.sources, $held)
        """,
        {"held": sorted(HELD)},
    )


def text_of(page: str) -> str:
    """What a reader, or a screen reader, is told: texts and labels, without the tags between them."""
    labels = " | ".join(re.findall(r'(?:aria-label|alt|title|content|data-label)="([^"]*)"', page))
    return unescape(re.sub(r"<[^>]+>", " | ", page) + " | " + labels)


def test_the_rule_holds_back_what_the_decisions_say(seen: duckdb.DuckDBPyConnection) -> None:
    assert {source.id for source in load(DATA).record.sources if not source.may_be_passed_on} >= HELD
    expected = {(row["indicator"], row["series"], row["period"]) for row in held_back(seen)}
    ask_to_pass_on(seen)
    found = rows(
        seen,
        """
        select indicator, series, period, value, note, published_value, withheld from indicator_observations
        where not may_be_passed_on and len(withheld) > 0
        """,
    )
    assert expected and {(row["indicator"], row["series"], row["period"]) for row in found} == expected
    assert all(row["value"] is None and row["published_value"] is None and row["note"] is None for row in found)
    assert {source for row in found for source in row["withheld"]} <= HELD


def test_a_computed_value_leaves_only_where_all_it_rests_on_may(seen: duckdb.DuckDBPyConnection) -> None:
    """Turnover per GDP: to 2019 its trade is of WITS, later of the national office; GDP is of the World Bank throughout."""
    ask_to_pass_on(seen)
    listed = rows(
        seen, "select period, value, sources, withheld from observations where series = 'derived:trade-turnover-gdp-share:KAZ:RUS'"
    )
    by_period = {row["period"]: row for row in listed}
    assert by_period["2019"]["sources"] == ["wdi", "wits"] and by_period["2019"]["value"] is None
    assert by_period["2019"]["withheld"] == ["wits"]
    assert by_period["2024"]["value"] is not None and by_period["2024"]["withheld"] == []


def test_one_input_that_may_not_leave_holds_the_result_back(record: Path, tmp_path: Path) -> None:
    edit_yaml(record, "sources.yaml", lambda items: [item.update(redistribution="withheld") for item in items if item["id"] == "wdi"])
    with builds.open_build(builds.build(record, tmp_path / "w")) as connection:
        ask_as_of(connection, None)
        ((value, publisher),) = connection.execute(
            "select value, source from observations where series = 'derived:trade-turnover-gdp-share:KAZ:RUS' and period = '2024'"
        ).fetchall()
        assert value is not None and publisher == "bns"
        ask_to_pass_on(connection)
        assert connection.execute(
            "select value, withheld from observations where series = 'derived:trade-turnover-gdp-share:KAZ:RUS' and period = '2024'"
        ).fetchall() == [(None, ["wdi"])]
        exported = read_tables(connection, None)["observations"].records()
        assert all(
            row["value"] is None
            for row in exported
            if row["series"] == "derived:trade-turnover-gdp-share:KAZ:RUS" and row["period"] == "2024"
        )


def test_the_site_holds_no_value_that_an_export_holds_back(site: Path, built: builds.Build, seen: duckdb.DuckDBPyConnection) -> None:
    """Files of data by series and period."""
    with builds.open_build(built) as connection:
        ask_as_of(connection, None)
        exported = read_tables(connection, DECLARATION)["observations"].records()
    held_back = {(row["series"], row["period"]) for row in exported if row["value_withheld"]}
    files = sorted(site.rglob("*.csv"))
    entries = [row for path in files for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))]
    mine = [row for row in entries if (row["series"], row["period"]) in held_back]
    assert len(files) > 50 and mine and all(row["value"] == "" and row["note"] == "" for row in mine)
    assert any(row["value"] for row in entries)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_of_the_site_tells_one(site: Path, seen: duckdb.DuckDBPyConnection, lang: str) -> None:
    """In words: the label of a point wherever it stands, the value in a cell of the pages of its own indicator."""
    words = translator(lang)
    everything = {
        path: text_of(path.read_text(encoding="utf-8")) for path in (site / lang).rglob("*") if path.suffix in (".html", ".js", ".xml")
    }
    whole = "\n".join(everything.values())
    listed = held_back(seen)
    open_values: dict[str, set[str]] = {}
    open_labels: set[str] = set()
    for row in rows(
        seen,
        f"""
        select listed.indicator, listed.period, listed.value, listed.qualifier, indicators.unit, units.decimals, units.amount['{lang}'] as amount
        from (
            select indicator, period, value, qualifier from indicator_observations where value is not null and may_be_passed_on
            union all
            select indicator, period, value, qualifier from targets where value is not null
        ) as listed
        join indicators on listed.indicator = indicators.indicator
        join units on indicators.unit = units.unit
        """,
    ):
        value = figures.value_text(words, row, row["value"], row["qualifier"])
        open_values.setdefault(row["indicator"], set()).add(value)
        open_labels.add(words.pair(words.period(row["period"] or ""), value) if row["period"] else value)
    looked = 0
    for row in listed:
        value = words.amount(row["value"], row["decimals"], row["amount"][lang], row["qualifier"])
        label = words.pair(words.period(row["period"]), value)
        assert label in open_labels or label not in whole, (row["indicator"], row["period"])
        if value in open_values.get(row["indicator"], set()):
            continue
        looked += 1
        for path in (site / lang / "indicators" / row["indicator"] / "index.html", site / lang / "embed" / f"{row['indicator']}.html"):
            if path in everything:
                assert f"| {value} |" not in re.sub(r"\s*\|[\s|]*", " | ", everything[path]), (path, row["period"], value)
    assert looked > 200


def test_the_site_says_whose_values_it_does_not_pass_on(site: Path, seen: duckdb.DuckDBPyConnection) -> None:
    for publisher, key, source in (
        ("National Bank of Kazakhstan", "rouble-transfers-sent-kazakhstan", "nbk"),
        ("World Bank WITS", "trade-turnover", "wits"),
    ):
        page = (site / "en" / "indicators" / key / "index.html").read_text(encoding="utf-8")
        count = sum(row["indicator"] == key and source in row["sources"] for row in held_back(seen))
        assert count > 1 and f"{count} values of {publisher} are not passed on" in unescape(page), key
    turnover = (site / "en" / "indicators" / "trade-turnover" / "servanda-trade-turnover.csv").read_text(encoding="utf-8-sig")
    values = {row["period"]: row["value"] for row in csv.DictReader(io.StringIO(turnover)) if row["kind"] == "observation"}
    assert values["2019"] == "" and float(values["2024"]) > 20


def test_headlines_are_not_passed_on_but_statuses_are(built: builds.Build, seen: duckdb.DuckDBPyConnection) -> None:
    before = dict(seen.execute("select indicator, status from indicator_statuses").fetchall())
    ask = Asking(seen, "en", DECLARATION)
    shown = indicator_rows.headline(ask, "rouble-transfers-sent-kazakhstan")
    assert shown is not None and shown["value"] is not None and not shown["withheld"]
    headline = indicator_rows.headline(leaving(ask), "rouble-transfers-sent-kazakhstan")
    assert headline is not None and headline["value"] is None and headline["withheld"] and headline["period"] == shown["period"]
    ask_to_pass_on(seen)
    assert dict(seen.execute("select indicator, status from indicator_statuses").fetchall()) == before


def test_the_download_of_a_page_is_without_them(seen: duckdb.DuckDBPyConnection) -> None:
    key = "rouble-transfers-sent-kazakhstan"
    ask = Asking(seen, "en", DECLARATION)
    row = indicator_rows.indicator(ask, key)
    assert row is not None
    on_screen = observation_rows.observations(ask, key)
    assert any(item["value"] is not None for item in on_screen)
    passed_on = leaving(ask)
    taken = observation_rows.observations(passed_on, key), indicator_rows.targets(passed_on, key)
    read = list(csv.DictReader(io.StringIO(csv_download.observations_csv(row, *taken).decode("utf-8-sig"))))
    assert len(read) >= len(on_screen) and all(item["value"] == "" for item in read if item["publisher"] == "National Bank of Kazakhstan")
    drawn = declaration_rows.declaration(ask)
    assert indicator_chart(translator("en"), row, *taken, drawn["signed"], indicator_rows.usual(passed_on, key)).empty
    # The reader on the page sees them still.
    assert observation_rows.observations(ask, key) == on_screen


def test_briefings_hold_none(built: builds.Build, seen: duckdb.DuckDBPyConnection) -> None:
    """The frozen figures, the text, and the data behind native charts."""
    listed = held_back(seen)
    withheld_keys = {f"{row['indicator']} {row['series']} {row['period']}" for row in listed}
    choice = Choice(length="full", domains=("migration", "trade"))
    briefing, frozen = make(built, choice)
    assert not withheld_keys & {figure.key for figure in thaw(frozen, "briefing").figures}
    newest = {figure.key for figure in briefing.figures if figure.kind == "newest"}
    assert newest and "rouble-transfers-sent-kazakhstan" not in newest
    page = text_of(html.render(briefing, frozen).decode())
    words = translator("en")
    # Values long enough to be nobody else's.
    telling = {
        words.amount(row["value"], row["decimals"], row["amount"]["en"], row["qualifier"])
        for row in listed
        if row["indicator"].startswith("rouble")
    }
    telling = {value for value in telling if len(value) > 8}
    assert not {value for value in telling if value in page}
    numbers: set[float] = set()
    with zipfile.ZipFile(io.BytesIO(pptx.render(briefing, frozen))) as slides:
        for name in slides.namelist():
            if "charts/" in name and name.endswith(".xml"):
                numbers |= {float(value) for value in re.findall(r"<c:v>(-?[\d.]+(?:E-?\d+)?)</c:v>", slides.read(name).decode())}
            if name.endswith(".xlsx"):
                for sheet in openpyxl.load_workbook(io.BytesIO(slides.read(name)), read_only=True):
                    numbers |= {float(cell) for line in sheet.iter_rows(values_only=True) for cell in line if isinstance(cell, int | float)}
    uneven = {row["value"] for row in listed if row["value"] != round(row["value"], 2)}
    assert numbers and uneven and not numbers & uneven


def test_feeds_are_written_without_them(site: Path, built: builds.Build) -> None:
    with builds.open_build(built) as connection:
        ask_as_of(connection, None)
        ask_to_pass_on(connection)
        assert atom_feed.files(built.path)["en"].read_bytes() == atom_feed.feed(connection, "en")


@pytest.mark.parametrize(
    ("word", "redistribution", "passed_on"),
    [
        ("verified", None, True), ("facts", None, True), ("unverified", None, False), ("verified", "withheld", False),
        ("facts", "withheld", False), ("unverified", "allowed", True),
    ],
)  # fmt: skip
def test_a_source_says_whether_its_values_may_leave(word: str, redistribution: str | None, passed_on: bool) -> None:
    source = next(item for item in load(DATA).record.sources if item.id == "wdi")
    assert source.model_copy(update={"terms": word, "redistribution": redistribution}).may_be_passed_on is passed_on


@pytest.mark.parametrize(("before", "word"), [(True, "verified"), (False, "unverified")])
def test_a_folder_of_an_earlier_version_is_read(before: bool, word: str) -> None:
    plain = next(item for item in load(DATA).record.sources if item.id == "tass-com").model_dump(exclude={"terms"})
    assert Source.model_validate(plain | {"terms_verified": before}).terms == word
    with pytest.raises(ValueError, match="terms"):
        Source.model_validate(plain | {"terms": "probably"})


def test_nobody_claims_to_have_verified_the_terms_of_a_newspaper() -> None:
    for source in load(DATA).record.sources:
        assert source.terms != "verified" or source.kind == "statistics", source.id
        if "redistribution" in source.model_fields_set and source.redistribution == "withheld":
            assert source.terms == "unverified", source.id


def test_terms_are_read_from_their_pages(seen: duckdb.DuckDBPyConnection) -> None:
    ask = replace(Asking(seen, "en", DECLARATION))
    known = {row["source"]: row for row in declaration_rows.sources(ask)}
    assert known["bns"]["terms"] == known["unsd"]["terms"] == "verified" and known["bns"]["terms_url"] and known["unsd"]["terms_url"]
    assert known["nbk"]["terms"] == "unverified" and "nationalbank.kz" in known["nbk"]["terms_url"]
