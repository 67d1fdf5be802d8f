"""The data package: what others read from it is what the build knows, in every format, under its publishers' terms, byte for byte."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.export import output_folder
from etl.export.csv_files import read_csv
from etl.export.sdmx_data import area, code
from etl.export.tables import SHAPES, SQL, Table, read_tables
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.record.kinds import ENTRIES
from etl.sources.publishers import sdmx_csv
from etl.sources.query import Query
from etl.warehouse import builds as warehouse
from etl.warehouse.column_meanings import MEANINGS
from tests.support.exports import FORMATS, content, document, export
from tests.support.places import ROOT
from tests.support.registers import SECRET, make_internal

# What is in it.


def test_frictionless_finds_the_data_package_valid(exported: dict[str, Path]) -> None:
    report = frictionless.validate(str(exported["datapackage"] / "datapackage.json"), type="package")
    assert report.flatten(["title", "message"]) == [] and report.valid
    assert len(report.tasks) == len(SHAPES)
    package = frictionless.Package(str(exported["datapackage"] / "datapackage.json"))
    assert package.get_resource("pledges").read_rows()[0]["pledge"] == "D01"


def test_the_package_says_what_it_is(exported: dict[str, Path], built: warehouse.Build) -> None:
    package = document(exported["datapackage"] / "datapackage.json")
    assert package["created"] == "2026-11-30T00:00:00Z" and package["version"] == "2026.11.30" and built.id in package["id"]
    assert "contributors" not in package
    for resource in package["resources"]:
        assert resource["description"] and resource["licenses"] and resource["sources"], resource["name"]
        assert all(field["description"].endswith(".") for field in resource["schema"]["fields"])
    observations = next(item for item in package["resources"] if item["name"] == "observations")
    assert "CC-BY-4.0" in {item["name"] for item in observations["licenses"]}
    assert observations["schema"]["primaryKey"] == ["series", "period", "known_from"]


def test_every_column_has_one_meaning_and_every_meaning_a_column(tables: dict[str, Table]) -> None:
    used = {
        item.name.rpartition("_")[0] if item.name.rpartition("_")[2] in LANGUAGES else item.name
        for table in tables.values()
        for item in table.columns
    }
    names = [name for meanings in MEANINGS.values() for name in meanings]
    assert len(names) == len(set(names)) and set(names) <= used | {item.name for table in tables.values() for item in table.columns}
    # A kind of entries without a query of its own is exported with all its columns.
    queries = {path.stem for path in SQL.glob("*.sql")} - {"00_scope"}
    assert queries <= set(SHAPES) <= queries | set(ENTRIES)


def test_every_format_holds_the_same_rows(exported: dict[str, Path], tables: dict[str, Table]) -> None:
    with duckdb.connect() as connection:
        for name, table in tables.items():
            file = name.replace("_", "-")
            assert read_csv((exported["datapackage"] / f"{file}.csv").read_bytes(), table.columns) == list(table.rows), name
            records = json.loads((exported["json"] / f"{file}.json").read_text(encoding="utf-8"))
            as_json = [{key: cell.isoformat() if isinstance(cell, date) else cell for key, cell in row.items()} for row in table.records()]
            assert records == as_json, name
            found = connection.execute(f"from '{exported['parquet'] / file}.parquet'").fetchall()
            assert found == list(table.rows), name


def test_pledges_indicators_events_and_statuses_are_those_of_the_build(tables: dict[str, Table], opened: duckdb.DuckDBPyConnection) -> None:
    assert len(tables["pledges"].rows) == len(tables["pledge_statuses"].rows) == 59
    statuses = dict(opened.execute("select indicator, status from indicator_statuses").fetchall())
    assert {row["indicator"]: row["status"] for row in tables["indicator_statuses"].records()} == statuses
    assert {"kz-ru-2025"} == set(tables["events"].values("declaration"))
    open_ended = sum(1 for row in tables["observations"].records() if row["known_to"] is None)
    assert (open_ended,) == opened.execute("select count(*) from observations").fetchone()


def test_keys_name_one_row_and_links_lead_to_one(tables: dict[str, Table]) -> None:
    for table in tables.values():
        keys = [tuple(record[name] for name in table.shape.key) for record in table.records()]
        if table.shape.key:
            assert len(set(keys)) == len(keys) and all(None not in key for key in keys), table.name
        for link in table.shape.links:
            there = {tuple(record[name] for name in link.key) for record in tables[link.table].records()}
            named = {tuple(record[name] for name in link.columns) for record in table.records()}
            assert {key for key in named if None not in key} <= there, (table.name, link)


# Terms.


def test_values_whose_terms_do_not_allow_it_stay_out(tables: dict[str, Table], opened: duckdb.DuckDBPyConnection) -> None:
    withheld_rows = {row["source"] for row in tables["sources"].records() if not row["may_be_passed_on"]}
    assert {"wits", "nbk", "cisstat", "comtradeplus-un-org"} <= withheld_rows and not {"bns", "unsd"} & withheld_rows
    rows = tables["observations"].records()
    assert sum(row["source"] in withheld_rows for row in rows) > 250
    for row in rows:
        if row["source"] in withheld_rows:
            assert row["value"] is None and row["url"], row
            # The reason of a gap is no value.
            assert row["note"] is None or not row["value_withheld"], row
        assert not (row["value_withheld"] and row["value"] is not None)
    # What is missing and what is not passed on are told apart.
    missing = opened.execute("select count(*) from observations where value is null and len(withheld) = 0").fetchone()
    assert missing == (sum(row["value"] is None and not row["value_withheld"] for row in rows),)
    # A computed value is passed on for the years in which all it rests on is.
    computed = {row["series"] for row in tables["derived_inputs"].records() if row["input"] == "bns:KZ.EXPORTS.PARTNER:KAZ:RUS"}
    early = [row for row in rows if row["series"] in computed and str(row["period"]) < "2020"]
    late = [row for row in rows if row["series"] in computed and str(row["period"]) >= "2020"]
    assert early and late and all(row["value_withheld"] for row in early) and all(row["value"] is not None for row in late)
    series = {row["series"]: row for row in tables["series"].records()}
    turnover = series["bns:KZ.EXPORTS.PARTNER:KAZ:RUS"]
    assert turnover["values_withheld"] and turnover["source_url"] and turnover["licence"] and turnover["observations"]
    wdi = next(row for name, row in series.items() if str(name).startswith("wdi:"))
    assert not wdi["values_withheld"] and str(wdi["licence"]).startswith("CC BY 4.0")


def test_statuses_of_kept_back_series_are_there_without_their_values(many_assessed: warehouse.Build) -> None:
    with warehouse.open_build(many_assessed) as connection:
        tables = read_tables(connection, None)
    held = [row for row in tables["indicator_statuses"].records() if row["values_withheld"]]
    assert any(row["status"] != "not_assessable" for row in held)
    for row in held:
        assert row["status"] and [row[name] for name in ("base_value", "latest_value", "yearly_change", "flips_at")] == [None] * 4


def test_the_readme_and_the_licences_say_so(exported: dict[str, Path]) -> None:
    for form in FORMATS:
        text = (exported[form] / "README.md").read_text(encoding="utf-8")
        assert "Values are passed on only from sources whose terms were verified" in text and "values are not passed on." in text
        licences = (exported[form] / "LICENCES.md").read_text(encoding="utf-8")
        assert "| wits | World Bank WITS |" in licences and "| no | https://wits.worldbank.org/ |" in licences
        assert "facts, no licence needed | yes |" in licences and "terms verified https://stat.gov.kz/en/description | yes |" in licences
        # Every file but the manifest is named.
        assert {name for name in content(exported[form]) if f"| {name} |" not in text} == {"README.md", output_folder.MANIFEST}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_readme_speaks_the_language_asked_for(built: warehouse.Build, tmp_path: Path, lang: str) -> None:
    assert export(tmp_path / "out", built.path.parent, "--lang", lang, "--declaration", "kz-ru-2025") == 0
    text = (tmp_path / "out/README.md").read_text(encoding="utf-8")
    assert f"## {translator(lang).t('How to read them')}" in text
    assert document(tmp_path / "out/datapackage.json")["title"] in text


# SDMX and catalogues.


def test_our_own_connector_reads_the_sdmx_csv_back(exported: dict[str, Path], tables: dict[str, Table]) -> None:
    lines = (exported["sdmx-csv"] / "data.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    geos = ";".join(f"{area(geo)}={geo}" for geo in tables["geos"].values("geo")) + ";_Z="
    by_series: dict[str, list[str]] = {}
    for line, row in zip(lines[1:], csv.reader(lines[1:]), strict=True):
        by_series.setdefault(row[5], []).append(line)
    known: dict[str, list[tuple[Any, ...]]] = {}
    for row in tables["observations"].records():
        if row["known_to"] is None:
            known.setdefault(code(row["series"]), []).append((row["geo"], row["counterpart"] or "", row["period"], row["value"]))
    assert set(known) == set(by_series) and len(known) > 300
    for series, rows in known.items():
        query = Query(connector="sdmx_csv", series="PLEDGES", parameters={"address": "https://example.org/", "filter": f"SERIES={series}", "counterpart": "COUNTERPART_AREA", "geos": geos})  # fmt: skip
        figures = sdmx_csv.parse("".join([lines[0], *by_series[series]]).encode(), query)
        assert sorted((item.geo, item.counterpart, item.period, item.value) for item in figures if item.value is not None) == sorted(
            row for row in rows if row[3] is not None
        ), series
        assert {item.period for item in figures} == {row[2] for row in rows}
        assert all(item.status == "M" and item.note for item in figures if item.value is None)


def test_every_code_of_the_sdmx_csv_stands_in_its_list(exported: dict[str, Path]) -> None:
    structure = document(exported["sdmx-csv"] / "structure.json")["data"]
    lists = {item["id"]: {code["id"] for code in item["codes"]} for item in structure["codelists"]}
    (definition,) = structure["dataStructures"]
    parts = definition["dataStructureComponents"]
    components = [*parts["dimensionList"]["dimensions"], parts["dimensionList"]["timeDimension"], *parts["measureList"]["measures"], *parts["attributeList"]["attributes"]]  # fmt: skip
    with (exported["sdmx-csv"] / "data.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["STRUCTURE", "STRUCTURE_ID", "ACTION", *(item["id"] for item in components)]
    for item in components:
        enumeration = item["localRepresentation"].get("enumeration", "")
        if enumeration:
            name = enumeration.partition("SERVANDA:")[2].partition("(")[0]
            assert {row[item["id"]] for row in rows} <= lists[name], item["id"]
    assert {row["STRUCTURE_ID"] for row in rows} == {f"SERVANDA:{structure['dataflows'][0]['id']}({definition['version']})"}
    keys = [tuple(row[item["id"]] for item in (*parts["dimensionList"]["dimensions"], {"id": "TIME_PERIOD"})) for row in rows]
    assert len(set(keys)) == len(keys), "one value for each key"
    identifiers = [code["id"] for item in structure["codelists"] for code in item["codes"]]
    assert all(identifier.replace("@", "").replace("$", "").replace("-", "").replace("_", "").isalnum() for identifier in identifiers)


def test_concepts_and_codes_have_names_in_four_languages(exported: dict[str, Path]) -> None:
    structure = document(exported["sdmx-csv"] / "structure.json")["data"]
    items = [code for item in structure["codelists"] for code in item["codes"]] + structure["conceptSchemes"][0]["concepts"]
    assert {item["id"] for item in structure["conceptSchemes"][0]["concepts"]} >= {
        "FREQ",
        "INDICATOR",
        "REF_AREA",
        "COUNTERPART_AREA",
        "OBS_VALUE",
    }
    for item in items:
        assert set(item["names"]) == set(LANGUAGES) and all(item["names"].values()), item


@given(st.lists(st.text(min_size=1), unique=True))
def test_no_two_series_get_one_code(series: list[str]) -> None:
    assert len({code(name) for name in series}) == len(series)


@pytest.mark.parametrize("form", FORMATS)
def test_the_catalogue_entry_fits_the_files(exported: dict[str, Path], form: str) -> None:
    entry, files = document(exported[form] / "dcat.jsonld"), content(exported[form])
    assert entry["@type"] == "dcat:Dataset" and entry["dct:publisher"]["foaf:name"] == "Servanda"
    assert entry["dcat:distribution"]
    for item in entry["dcat:distribution"]:
        found = files[item["dcat:downloadURL"]["@id"]]
        assert item["dcat:byteSize"]["@value"] == str(len(found))
        assert item["spdx:checksum"]["spdx:checksumValue"]["@value"] == hashlib.sha256(found).hexdigest()
    assert len(entry["dct:language"]) == 4 and len(entry["dcat:theme"]) > 5
    assert {place["@id"][-3:] for place in entry["dct:spatial"]} == {"KAZ", "RUS"}
    assert entry["dct:temporal"]["dcat:startDate"]["@value"] < "2000" < entry["dct:temporal"]["dcat:endDate"]["@value"]
    (wits,) = [item for item in entry["dct:rights"] if item["dct:identifier"] == "wits"]
    assert "without written permission" in wits["rdfs:label"]["@value"] and "Terms" in wits["rdfs:seeAlso"]["@id"]


# The same inputs, the same bytes.


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_inputs_give_the_same_bytes_everywhere(
    exported: dict[str, Path], built: warehouse.Build, tmp_path: Path, form: str
) -> None:
    environment = {**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    command = [sys.executable, "-m", "etl", "export", str(tmp_path / "out"), "--warehouse", str(built.path.parent), "--format", form]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert content(tmp_path / "out") == content(exported[form])


def test_a_day_in_the_past_shows_what_was_known_then(built: warehouse.Build, tmp_path: Path) -> None:
    assert export(tmp_path / "out", built.path.parent, "--as-of", "2026-01-31", "--format", "json") == 0
    rows = json.loads((tmp_path / "out/observations.json").read_text(encoding="utf-8"))
    assert rows and all(row["known_from"] <= "2026-01-31" and (row["known_to"] or "") <= "2026-01-31" for row in rows)
    events = json.loads((tmp_path / "out/events.json").read_text(encoding="utf-8"))
    assert max(row["date"] for row in events) <= "2026-01-31"
    assert document(tmp_path / "out/datapackage.json")["created"] == "2026-01-31T00:00:00Z"


def test_an_unknown_declaration_is_refused(built: warehouse.Build, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(tmp_path / "out", built.path.parent, "--declaration", "none") == 1
    assert 'there is no declaration "none"' in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_nothing_internal_leaves(record: Path, tmp_path: Path) -> None:
    make_internal(record)
    warehouse.build(record, tmp_path / "w")
    for form in ("datapackage", "sdmx-csv", "json"):
        assert export(tmp_path / form, tmp_path / "w", "--format", form) == 0
        assert all(SECRET.encode() not in found for found in content(tmp_path / form).values()), form
