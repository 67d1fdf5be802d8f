"""Publishers are asked over real HTTP and read as they really answer, also when they fail; the values replayed are invented."""

import gzip
import hashlib
import io
import json
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from etl.errors import InputError, OutsideError
from etl.sources.collect import Collection, collect
from etl.sources.figure import Figure
from etl.sources.formats.countries import iso3
from etl.sources.formats.json_answer import UnexpectedAnswer, read_number
from etl.sources.formats.periods import period_with, read_period
from etl.sources.formats.statuses import read_status
from etl.sources.http_client import BadRedirect, Publisher, Refused, TooMuch, Unreachable
from etl.sources.publishers import connectors
from etl.sources.query import BadQuery, Query
from tests.support.publishers import Replay, Reply, recorded, replaying

DAY = date(2026, 11, 24)
RAIL = "IS.RRS.GOOD.MT.K6"
NOTHING = "no value given by the publisher"


class Waits:
    """A clock that stands still but for the waiting, and what was waited."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waited: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


@pytest.fixture
def server() -> Iterator[Replay]:
    with replaying() as replay:
        yield replay


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def publisher(waits: Waits) -> Iterator[Publisher]:
    with Publisher(timeout=0.3, tries=3, interval=0, most_bytes=100_000, wait=waits, clock=waits.clock) as opened:
        yield opened


def query(connector: str, series: str, **parameters: str) -> Query:
    return Query(connector=connector, series=series, parameters=parameters)


def collected(publisher: Publisher, asked: Query, folder: Path, since: date | None = None, day: date = DAY) -> Collection:
    return collect(publisher, connectors()[asked.connector], asked, folder, "source", day, "CC BY 4.0", since)


def parsed(body: bytes, asked: Query) -> list[Figure]:
    return connectors()[asked.connector].parse(body, asked)


def workbook(rows: list[list[object]], title: str = "Table 1", **more: list[list[object]]) -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, other in more.items():
        sheet = book.create_sheet(name)
        for row in other:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


HEAD = ["Sort\norder", "Major area, region, country or area of destination", "Notes", "Code", "Type of data (a)"]
STOCK = [
    [None, None, "Table 1 - International migrant stock at mid-year"],
    [],
    [*HEAD, "Stock (both sexes)", None, "Stock (male)", None],
    [None, None, None, None, None, 1990, 2019, 1990, 2019],
    [1, "WORLD", None, 900, None, 153011473, 271642105, 77661689, 141488004],
    [2, "UN development groups", None, None, None, "..", "..", "..", ".."],
    [3, "Kazakhstan", None, 398, "B", "..", 3705556, 1, 2],
    [4, "Russian Federation", None, 643, "I", 11524948, 11640559.0, 3, 4],
]
BY_ORIGIN = [
    ["Year", *HEAD, "Country or area of origin", None, None],
    [None, None, None, None, None, None, "Total", "Kazakhstan", "Russian Federation*"],
    [2015, 1, "Kazakhstan", None, 398, "B", 10, None, 7],
    [2019, 1, "Kazakhstan", None, 398, "B", 10, None, 0],
    [2019, 2, "Uzbekistan", None, 860, "B", 10, 4, 5],
]
SDMX = {"filter": "INDICATOR=GDPC", "geo": "GEO_PICT"}

# Every connector over HTTP: what is replayed on which path, what is asked, and every figure that comes out.
CASES: dict[str, tuple[dict[str, Reply], Query, list[Figure]]] = {
    "worldbank": (
        {
            f"/country/KAZ;RUS/indicator/{RAIL}?format=json&per_page=1000&page=1&source=2": recorded("worldbank-1.json"),
            f"/country/KAZ;RUS/indicator/{RAIL}?format=json&per_page=1000&page=2&source=2": recorded("worldbank-2.json"),
        },
        query("worldbank", RAIL, countries="KAZ;RUS"),
        [
            Figure("2020", 3000.5, "E", "", "KAZ"),
            Figure("2021", None, "M", NOTHING, "KAZ"),
            Figure("2019", 20000, "A", "", "RUS"),
            Figure("2020", 0, "A", "", "RUS"),
        ],
    ),
    "comtrade": (
        {"/public/v1/preview/C/A/HS": recorded("comtrade.json")},
        query("comtrade", "TOTAL", reporter="398", partner="643", flow="X", periods="2023;2024"),
        [
            Figure("2023", 9800000000, "E", "not reported by the country", "KAZ", "RUS"),
            Figure("2024", 9500000000.5, "A", "", "KAZ", "RUS"),
        ],
    ),
    "wits": (
        {"/reporter/kaz/year/all/partner/rus/product/Total/indicator/XPRT-TRD-VL?format=JSON": recorded("wits.json")},
        query("wits", "XPRT-TRD-VL", reporter="KAZ", partner="RUS"),
        [Figure(year, value, "A", "", "KAZ", "RUS") for year, value in (("1995", 1000), ("1996", 2000), ("2010", 3000.5))],
    ),
    "sdmx-json by series": (
        {"/data/QNA/all": recorded("sdmx-series.json")},
        query("sdmx-json", "QNA", geo="LOCATION", address="/data/QNA/all"),
        [
            Figure("2009-Q1", 12300000, "P", "", "KAZ"),
            Figure("2009-Q2", 12400000, "A", "", "KAZ"),
            Figure("2009-Q3", None, "M", "marked missing by the publisher beside the value 0E+6; flag of the publisher: M", "KAZ"),
            Figure("2009-Q1", 5, "A", "", "RUS"),
            Figure("2009-Q2", None, "M", NOTHING, "RUS"),
        ],
    ),
    "sdmx-json flat": (
        {"/data/EXR": recorded("sdmx-flat.json")},
        query("sdmx-json", "EXR", geo="CURRENCY", geos="KZT=KAZ;RUB=RUS", address="/data/EXR"),
        [
            Figure("2013-01-18", 200, "A", "", "KAZ"),
            Figure("2013-01-21", 201, "A", "", "KAZ"),
            Figure("2013-01-18", 40.3, "B", "", "RUS"),
        ],
    ),
    "sdmx-csv with labels": (
        {"/data/NA": recorded("sdmx-labels.csv")},
        query("sdmx-csv", "NA", **SDMX, address="/data/NA"),
        [Figure("2005", 182560700, "A", "", "CK"), Figure("2006", None, "M", f"{NOTHING}; flag of the publisher: O", "CK")],
    ),
    "sdmx-csv with semicolons": (
        {"/data/NA": recorded("sdmx-comma.csv")},
        query("sdmx-csv", "NA", geos="KZ=KAZ;RU=RUS", address="/data/NA"),
        [
            Figure("2014-01", 12.4, "A", "", "KAZ"),
            Figure("2014-02", 1010.8, "B", "", "KAZ"),
            Figure("2014-01", None, "M", f"{NOTHING}; flag of the publisher: c", "RUS"),
        ],
    ),
    "owid": (
        {"/owid.csv": recorded("owid.csv")},
        query("owid", "carbon_intensity_elec", countries="KAZ;RUS", address="/owid.csv"),
        [Figure("2023", 814.96, "A", "", "KAZ"), Figure("2024", None, "M", NOTHING, "KAZ"), Figure("2023", 0, "A", "", "RUS")],
    ),
    "undesa": (
        {"/stock.xlsx": Reply(workbook(STOCK))},
        query("undesa", "Table 1", countries="KAZ;RUS;WLD", block="(both sexes)", address="/stock.xlsx"),
        [
            Figure("1990", None, "M", 'the publisher wrote ".."', "KAZ"),
            Figure("2019", 3705556, "A", "", "KAZ"),
            Figure("1990", 11524948, "E", "imputed: the country has no data of its own", "RUS"),
            Figure("2019", 11640559, "E", "imputed: the country has no data of its own", "RUS"),
            Figure("1990", 153011473, "A", "", "WLD"),
            Figure("2019", 271642105, "A", "", "WLD"),
        ],
    ),
    "undesa by origin": (
        {"/origin.xlsx": Reply(workbook(BY_ORIGIN))},
        query("undesa", "Table 1", countries="KAZ", origin="Russian Federation", counterpart="RUS", address="/origin.xlsx"),
        [Figure("2015", 7, "A", "", "KAZ", "RUS"), Figure("2019", 0, "A", "", "KAZ", "RUS")],
    ),
    "uis": (
        {"/data/indicators?geoUnit=KAZ&geoUnit=RUS&indicator=26604": recorded("uis.json")},
        query("uis", "26604", countries="KAZ;RUS"),
        [Figure("2016", 1097, "A", "", "KAZ"), Figure("2017", 1136, "E", "UIS_EST", "KAZ"), Figure("2018", None, "M", f"{NOTHING}; NA", "KAZ")],
    ),
    "taldau": (
        {"/GetIndexTreeData": recorded("taldau.json")},
        query("taldau", "702179", measure="1"),
        [
            Figure("2021", None, "M", NOTHING, "KAZ"),
            Figure("2022", 1234567.5, "A", "", "KAZ"),
            Figure("2023", 102.7, "A", "", "KAZ"),
            Figure("2024", None, "M", 'the publisher wrote "x"', "KAZ"),
        ],
    ),
    "nbk": (
        {"/data?formId=411&page=0&pageSize=500": recorded("nbk-0.json"), "/data?formId=411&page=1&pageSize=500": recorded("nbk-1.json")},
        query("nbk", "sent", form="411", rows="imts=Total;money_transfer_sign=sent", counterpart="RUS"),
        [Figure("2024-01", 8753.78728317, "A", "", "KAZ", "RUS"), Figure("2024-02", None, "M", NOTHING, "KAZ", "RUS")],
    ),
    "mapped csv": (
        {"/table.csv": Reply("\ufeffСтрана;Пол;День;Тонн\nРоссия;Все;2024-12-31;1\u00a0234,5\nРоссия;Жен;2024-12-31;1\nКитай;Все;2024-12-31;2\n".encode())},
        query(
            "mapped", "x", address="/table.csv", period="День", value="Тонн", geo="Страна", geos="Россия=RUS", filter="Пол=Все", frequency="A",
            decimal="comma", counterpart_is="KAZ",
        ),
        [Figure("2024", 1234.5, "A", "", "RUS", "KAZ")],
    ),
    "mapped xlsx": (
        {"/table.xlsx": Reply(workbook([["Title"], ["When", "Value", "Flag", "Why"], [datetime(2024, 9, 30), 5, "p", "early"], [2023, "-"]], "Data"))},
        query("mapped", "x", address="/table.xlsx", header="2", period="When", value="Value", status="Flag", note="Why", geo_is="KAZ", frequency="YTD"),
        [Figure("2023", None, "M", 'the publisher wrote "-"', "KAZ"), Figure("2024-01-01/P9M", 5, "P", "early", "KAZ")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_connector_reads_the_real_shape(
    name: str, server: Replay, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMTRADE_KEY", raising=False)
    replies, asked, expected = CASES[name]
    for path, reply in replies.items():
        server.answers(path, reply)
    found = collected(publisher, at(server, asked), tmp_path)
    assert found.figures == expected
    assert (len(found.snapshots), found.unchanged) == (len(replies), False)


def at(server: Replay, asked: Query) -> Query:
    """The query, asked of the local server."""
    return asked.model_copy(update={"parameters": {**asked.parameters, "address": server.address + asked.parameters.get("address", "")}})


def test_every_connector_is_replayed_and_documented() -> None:
    assert {asked.connector for _, asked, _ in CASES.values()} == set(connectors())
    for _, asked, _ in CASES.values():
        connectors()[asked.connector].check(asked)
        assert "address" in connectors()[asked.connector].parameters


# What each publisher really sends when something is wrong, or what it must never send; each is named with its place.
BAD_ANSWERS = [
    ("worldbank", b"", "the answer: expected data, found an empty answer"),
    ("worldbank", b"  \n", "an empty answer"),
    ("worldbank", b"<!DOCTYPE html><html><body>Sorry</body></html>", "a page in HTML or XML"),
    ("worldbank", b'[{"page":1,"pages":1', "expected JSON"),
    ("worldbank", b"[" * 100_000, "expected JSON"),
    ("worldbank", b"\xff\xfe\x00", "text in utf-16"),
    ("worldbank", b'[{"message":[{"id":"120","key":"Invalid value","value":"not valid"}]}]', "its error 120, Invalid value: not valid"),
    (
        "worldbank",
        b'\xef\xbb\xbf<?xml version="1.0"?><wb:error xmlns:wb="http://www.worldbank.org"><wb:message id="175" key="Invalid format">archived</wb:message></wb:error>',
        "its error 175, Invalid format: archived",
    ),
    ("worldbank", b'{"records":[]}', "expected a list"),
    ("worldbank", b'[{"page":1,"pages":1},[{"indicator":{"id":"OTHER"}}]]', r'\[1\]\[0\].indicator.id: expected the series "IS.RRS'),
    ("uis", b'{"records":[{"indicatorId":"26604","geoUnit":"KAZ","year":2016,"value":NaN}]}', "NaN is no number"),
    ("uis", b'{"records":[{"indicatorId":"26604","geoUnit":"KAZ","year":2016,"value":-Infinity}]}', "Infinity is no number"),
    ("uis", b'{"records":[{"indicatorId":"26604","geoUnit":"KAZ","year":2016,"value":1e999}]}', "no finite number"),
    ("uis", b'{"records":[{"indicatorId":"26604","geoUnit":"KAZ","year":2016,"value":true}]}', r"records\[0\].value: expected a number or null"),
    ("uis", b'{"records":[{"indicatorId":"26604","geoUnit":"KAZ","year":"16","value":1}]}', r'records\[0\]: expected a figure, found "16" is no period'),
    ("uis", b'{"records":[{"indicatorId":"26604","geoUnit":"KAZ","value":1}]}', 'a field "year"'),
    (
        "uis",
        b'{"records":[{"indicatorId":"26604","geoUnit":"KAZ","year":2016,"value":1},{"indicatorId":"26604","geoUnit":"KAZ","year":2016,"value":2}]}',
        "KAZ 2016: expected one value; narrow the query, found 1 and 2",
    ),
    ("comtrade", b'{"count":0,"data":[],"error":"Daily quota"}', "error: expected no error, found Daily quota"),
    ("comtrade", b'{"count":2,"data":[],"error":""}', "count: expected the number of rows, 0"),
    ("taldau", b'[{"id":"1","y122024":"5"}]', "id 741880: expected one node, found 0"),
    ("taldau", b'[{"id":"741880","122024":"5"}]', "expected values under keys such as y122024"),
    ("taldau", b'[{"id":"741880","y132024":"5"}]', "y132024: expected a month with a number"),
    ("taldau", b'[{"id":"741880","y122024":"1,234.5"}]', "is no number"),
    ("nbk", b'{"rows":[{"report_date":"01.02.2024","amount":1}]}', r"rows\[0\].report_date: expected a day such as"),
    ("owid", b"country,year,iso_code,carbon_intensity_elec\nKazakhstan,2024,KAZ,inf\n", r'row 2, carbon_intensity_elec: .*"inf" is no number'),
    ("owid", b"country,year,iso_code,carbon_intensity_elec\nKazakhstan,2024,KAZ,1,2\n", "row 2: expected 4 cells, found 5"),
    ("owid", b"country,year,iso_code\nKazakhstan,2024,KAZ\n", 'a column "carbon_intensity_elec"'),
    ("owid", b"country,year,iso_code,carbon_intensity_elec\n", "rows of KAZ"),
    ("owid", b'country,year,iso_code,carbon_intensity_elec\n"Kazakhstan,2024', "expected CSV"),
    ("owid", b"PK\x03\x04\x00\x00", "a NUL character"),
    ("sdmx-csv", b"GEO_PICT,INDICATOR,TIME_PERIOD\nKZ,GDPC,2024\n", 'a column "OBS_VALUE"'),
    ("sdmx-csv", b"GEO_PICT,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nKZ,GDPC,2024,5,thousands\n", "row 2, UNIT_MULT: expected a power of ten"),
    ("sdmx-csv", b"ACTION,GEO_PICT,INDICATOR,TIME_PERIOD,OBS_VALUE\nD,KZ,GDPC,2024,5\n", "row 2, ACTION"),
    ("sdmx-csv", b"GEO_PICT,INDICATOR,TIME_PERIOD,OBS_VALUE\nKZ,GDPC,2024-W05,5\n", "row 2: expected a period"),
    ("sdmx-csv", b"REF_AREA,TIME_PERIOD,OBS_VALUE\nKZ,2024,5\n", 'a dimension "INDICATOR"'),
    ("sdmx-csv", b"GEO_PICT,INDICATOR,TIME_PERIOD,OBS_VALUE\nKZ,OTHER,2024,5\n", "found 1 others; check filter and geos"),
    ("sdmx-json", b'{"data":{"dataSets":[]}}', 'a field "structure"'),
    ("undesa", b"not a workbook", "an XLSX workbook"),
    ("undesa", workbook(STOCK, "Table 2"), 'a sheet "Table 1", found Table 2'),
    ("undesa", workbook([["nothing"]]), 'a header with "Code" over two rows'),
    ("undesa", workbook(STOCK[:4]), "rows of KAZ"),
    ("mapped", workbook([["a", "b"]], "One", Two=[["c"]]), "one visible sheet, or its name, found One, Two"),
    ("mapped", "Год;Страна;Значение\n2024;Россия;1.234,5\n".encode(), 'is no number with the decimal sign'),
    ("mapped", "Год;Страна;Значение\n2024;Китай;5\n".encode(), "found 1 others; check filter and geos"),
    ("mapped", "Год,Год,Значение\n".encode(), '"Год" twice'),
    ("mapped", "Год,Значение\n".encode("cp1251"), "text in utf-8-sig"),
]  # fmt: skip
ASKED = {
    "worldbank": query("worldbank", RAIL, countries="KAZ;RUS"),
    "comtrade": CASES["comtrade"][1],
    "uis": query("uis", "26604", countries="KAZ"),
    "taldau": query("taldau", "1", measure="1"),
    "nbk": query("nbk", "x", form="411"),
    "owid": query("owid", "carbon_intensity_elec", countries="KAZ"),
    "sdmx-csv": query("sdmx-csv", "x", address="https://example.org", **SDMX),
    "sdmx-json": query("sdmx-json", "x", address="https://example.org"),
    "undesa": query("undesa", "Table 1", countries="KAZ", block="(both sexes)"),
    "mapped": query("mapped", "x", address="x.csv", period="Год", value="Значение", decimal="comma", geo="Страна", geos="Россия=RUS"),
}


@pytest.mark.parametrize(("connector", "body", "message"), BAD_ANSWERS)
def test_unexpected_answer_is_named_with_publisher_and_place(connector: str, body: bytes, message: str) -> None:
    with pytest.raises(UnexpectedAnswer, match=message) as raised:
        parsed(body, ASKED[connector])
    assert str(raised.value).startswith(connectors()[connector].publisher + ": ")
    assert "earlier data are kept" in str(raised.value)
    assert isinstance(raised.value, InputError)


@pytest.mark.parametrize("connector", ["worldbank", "comtrade", "uis"])
def test_no_data_is_no_error(connector: str) -> None:
    empty = {
        "worldbank": b'[{"page":0,"pages":0,"per_page":0,"total":0,"sourceid":null,"lastupdated":null},null]',
        "comtrade": b'{"elapsedTime":"0.08 secs","count":0,"data":[],"error":""}',
        "uis": b'{"hints":[],"records":[],"indicatorMetadata":[]}',
    }
    assert parsed(empty[connector], ASKED[connector]) == []


def test_byte_order_mark_is_no_obstacle() -> None:
    assert len(parsed(b"\xef\xbb\xbf" + recorded("worldbank-1.json").body, ASKED["worldbank"])) == 2


def test_preview_cut_at_its_limit_is_refused() -> None:
    row = json.loads(recorded("comtrade.json").body)["data"][0]
    with pytest.raises(UnexpectedAnswer, match="fewer rows than the interface's limit"):
        parsed(json.dumps({"count": 500, "data": [row] * 500, "error": ""}).encode(), ASKED["comtrade"])


def broken(value: object) -> Iterator[object]:
    """The same JSON with one part after the other replaced by what does not belong there."""
    yield from (None, "wrong", -1, 10**30, True, [], {}, [None], {"id": None})
    if isinstance(value, dict):
        for name in value:
            yield {key: other for key, other in value.items() if key != name}
            for part in broken(value[name]):
                yield {**value, name: part}
    if isinstance(value, list):
        for index, one in enumerate(value):
            for part in broken(one):
                yield [*value[:index], part, *value[index + 1 :]]


@pytest.mark.parametrize("name", ["worldbank", "comtrade", "wits", "sdmx-json by series", "sdmx-json flat", "uis", "taldau", "nbk"])
def test_whatever_is_broken_in_an_answer_it_is_read_or_refused_never_a_crash(name: str) -> None:
    replies, asked, whole = CASES[name]
    zeros = {(figure.geo, figure.period) for figure in whole if figure.value == 0 or "beside the value 0" in figure.note}
    first = next(iter(replies.values()))
    for message in broken(json.loads(first.body)):
        body = json.dumps(message).encode()
        try:
            figures = parsed(body, asked)
            connectors()[asked.connector].next_url(body, "http://127.0.0.1/")
        except UnexpectedAnswer:
            continue
        assert all(figure.value != 0 or (figure.geo, figure.period) in zeros for figure in figures)


def test_multiplier_by_group_is_refused_rather_than_ignored() -> None:
    message = json.loads(recorded("sdmx-series.json").body)
    message["structure"]["attributes"]["dimensionGroup"] = [{"id": "UNIT_MULT", "values": [{"id": "3"}]}]
    with pytest.raises(UnexpectedAnswer, match="not by group; ask for SDMX-CSV"):
        parsed(json.dumps(message).encode(), query("sdmx-json", "x", geo="LOCATION"))


def test_open_dimension_is_refused_rather_than_guessed() -> None:
    with pytest.raises(UnexpectedAnswer, match=r"CK 2005: expected one value; narrow the query, found 1.82561e\+08 and 7000"):
        parsed(recorded("sdmx-labels.csv").body, query("sdmx-csv", "x", geo="GEO_PICT"))


def test_zip_bomb_and_far_cell_are_refused_unread() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(201):
            part.write(bytes(1_000_000))
    with pytest.raises(UnexpectedAnswer, match="at most 200 MB unpacked, found 201 MB"):
        parsed(bomb.getvalue(), ASKED["undesa"])
    book = Workbook()
    book.active["XFD1048576"] = 1
    far = io.BytesIO()
    book.save(far)
    with pytest.raises(UnexpectedAnswer, match="at most 100000 rows and 1000 columns"):
        parsed(far.getvalue(), query("mapped", "x", period="a", value="b"))


# Failures of the network and of the publisher: what is answered in turn, what is raised, what is said, how long is waited.
GOOD = recorded("worldbank-2.json")
FAILURES = [
    ([Reply(status=500)], Refused, "answered 500 3 times; it is overloaded", [1, 2]),
    ([Reply(status=429, headers={"Retry-After": "7"})], Refused, "answered 429 3 times", [7, 7]),
    ([Reply(status=429, headers={"Retry-After": "3600"})], Refused, "asks to wait 3600 seconds", []),
    (
        [Reply(status=503, headers={"Date": "Tue, 24 Nov 2026 10:00:00 GMT", "Retry-After": "Tue, 24 Nov 2026 10:00:30 GMT"})],
        Refused, "answered 503", [30, 30],
    ),
    ([Reply(status=503, headers={"Retry-After": "soon"})], Refused, "answered 503", [1, 2]),
    ([Reply(status=403)], Refused, r"refuses access \(403\); check the key", []),
    ([Reply(status=404)], Refused, "has nothing at this address", []),
    ([Reply(status=418)], Refused, "answered 418; check the query", []),
    ([Reply(status=304)], Refused, "answered 304", []),
    ([Reply(hangs=True)], Unreachable, "gave no whole answer in time, 3 times", [1, 2]),
    ([Reply(GOOD.body, missing=10)], Unreachable, "broke off", [1, 2]),
    ([Reply(b"no gzip", headers={"Content-Encoding": "gzip"})], Unreachable, "garbled", [1, 2]),
    ([Reply(bytes(100_001))], TooMuch, "larger than 0.1 MB", []),
    ([Reply(bytes(100_001), headers={"Content-Length": "", "Connection": "close"})], TooMuch, "larger than 0.1 MB", []),
    ([Reply(status=302, headers={"Location": "/one"})], BadRedirect, "sends on more than 5 times", []),
    ([Reply(status=302, headers={"Location": "file:///etc/hostname"})], BadRedirect, "leads to file, not to a web page", []),
    ([Reply(status=301, headers={"Location": "ftp://example.org/x"})], BadRedirect, "leads to ftp", []),
    ([Reply(status=302)], BadRedirect, "sends on to nowhere", []),
]  # fmt: skip


@pytest.mark.parametrize(("replies", "kind", "message", "waited"), FAILURES)
def test_failure_says_what_failed_where_and_what_to_do(
    replies: list[Reply], kind: type[OutsideError], message: str, waited: list[float], server: Replay, publisher: Publisher, waits: Waits
) -> None:
    with pytest.raises(kind, match=message) as raised:
        publisher.get(server.answers("/one", *replies))
    assert str(raised.value).startswith("127.0.0.1: ")
    assert str(raised.value).endswith("the data fetched before are kept")
    assert isinstance(raised.value, OutsideError)
    assert waits.waited == waited


def test_nobody_listening_is_said_after_all_tries(publisher: Publisher, waits: Waits) -> None:
    with replaying() as gone:
        address = gone.address
    with pytest.raises(Unreachable, match="no connection"):
        publisher.get(address)
    assert waits.waited == [1, 2]


@pytest.mark.parametrize(
    "failure", [Reply(status=500), Reply(hangs=True), Reply(GOOD.body, missing=10), Reply(status=429, headers={"Retry-After": "2"})]
)
def test_passing_failure_is_survived(failure: Reply, server: Replay, publisher: Publisher, waits: Waits) -> None:
    assert publisher.get(server.answers("/one", failure, GOOD)).body == GOOD.body
    assert len(waits.waited) == 1


def test_answer_that_unpacks_without_end_is_given_up_before_it_fills_the_memory(server: Replay, publisher: Publisher) -> None:
    bomb = gzip.compress(bytes(60_000_000))
    assert len(bomb) < publisher.most_bytes
    address = server.answers("/one", Reply(bomb, headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    with pytest.raises(TooMuch, match=r"larger than 0\.1 MB"):
        publisher.get(address)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


def test_answer_that_trickles_is_given_up(server: Replay) -> None:
    ticking = iter(range(1000))
    impatient = Publisher(longest=0.5, tries=1, interval=0, clock=lambda: float(next(ticking)))
    with impatient, pytest.raises(Unreachable, match="no whole answer in time"):
        impatient.get(server.answers("/one", GOOD))


def test_requests_to_one_host_keep_their_distance(server: Replay) -> None:
    waits = Waits()
    with Publisher(interval=2, wait=waits, clock=waits.clock) as polite:
        for _ in range(3):
            polite.get(server.answers("/one", GOOD))
    assert waits.waited == [2, 2]


def test_redirect_is_followed_but_a_key_stays_with_its_host(server: Replay, publisher: Publisher) -> None:
    with replaying() as other:
        other.answers("/there", GOOD)
        server.answers("/one", Reply(status=302, headers={"Location": "/two"}))
        server.answers("/two", Reply(status=307, headers={"Location": f"{other.address}/there"}))
        assert publisher.get(f"{server.address}/one", {"Ocp-Apim-Subscription-Key": "secret"}).body == GOOD.body
        assert [headers.get("ocp-apim-subscription-key") for _, headers in server.asked + other.asked] == ["secret", "secret", None]


def test_comtrade_key_goes_into_a_header_and_nowhere_else(
    server: Replay, publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMTRADE_KEY", "secret-key")
    server.answers("/data/v1/get/C/A/HS", recorded("comtrade.json"))
    collected(publisher, at(server, CASES["comtrade"][1]), tmp_path)
    ((path, headers),) = server.asked
    assert headers["ocp-apim-subscription-key"] == "secret-key"
    assert "secret-key" not in path + "".join(file.read_text(encoding="utf-8") for file in tmp_path.rglob("*.*"))


def test_snapshot_keeps_the_raw_answer_with_its_origin(server: Replay, publisher: Publisher, tmp_path: Path) -> None:
    reply = Reply(recorded("uis.json").body, headers={"ETag": '"v1"', "Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT"})
    server.answers("/data/indicators", reply)
    (stored,) = collected(publisher, at(server, ASKED["uis"]), tmp_path).snapshots
    sha256 = hashlib.sha256(reply.body).hexdigest()
    assert stored.file == f"2026-11-24-{sha256[:12]}.json"
    assert (tmp_path / "source" / stored.file).read_bytes() == reply.body
    (sidecar,) = (tmp_path / "source").glob(f"{stored.file}.*.json")
    assert json.loads(sidecar.read_text(encoding="utf-8")) == {
        "url": f"{server.address}/data/indicators?geoUnit=KAZ&indicator=26604", "day": "2026-11-24", "number": 1, "file": stored.file, "sha256": sha256,
        "licence": "CC BY 4.0", "etag": '"v1"', "last_modified": "Mon, 23 Nov 2026 10:00:00 GMT", "bytes": len(reply.body),
    }  # fmt: skip
    assert len(list(tmp_path.rglob("*"))) == 3


def test_unchanged_answer_is_not_sent_nor_kept_again(server: Replay, publisher: Publisher, tmp_path: Path) -> None:
    server.answers("/data/indicators", Reply(recorded("uis.json").body, headers={"ETag": '"v1"'}), Reply(status=304))
    first = collected(publisher, at(server, ASKED["uis"]), tmp_path)
    again = collected(publisher, at(server, ASKED["uis"]), tmp_path, day=date(2026, 12, 1))
    assert server.asked[1][1]["if-none-match"] == '"v1"'
    assert (again.figures, again.snapshots, again.unchanged) == (first.figures, first.snapshots, True)


def test_revision_is_a_new_snapshot_beside_the_old_one(server: Replay, publisher: Publisher, tmp_path: Path) -> None:
    old, new = (recorded("uis.json").body, recorded("uis.json").body.replace(b"1097", b"1098"))
    server.answers("/data/indicators", Reply(old), Reply(new), Reply(old))
    found = [collected(publisher, at(server, ASKED["uis"]), tmp_path) for _ in range(3)]
    assert [one.figures[0].value for one in found] == [1097, 1098, 1097]
    assert [one.snapshots[0].number for one in found] == [1, 2, 3]
    assert len(list(tmp_path.rglob("2026-11-24-????????????.json"))) == 2


def test_damaged_snapshot_is_asked_for_anew(server: Replay, publisher: Publisher, tmp_path: Path) -> None:
    server.answers("/data/indicators", Reply(recorded("uis.json").body, headers={"ETag": '"v1"'}))
    (stored,) = collected(publisher, at(server, ASKED["uis"]), tmp_path).snapshots
    (tmp_path / "source" / stored.file).write_bytes(b"{}")
    assert len(collected(publisher, at(server, ASKED["uis"]), tmp_path).figures) == 3
    assert "if-none-match" not in server.asked[1][1]
    assert (tmp_path / "source" / stored.file).read_bytes() == recorded("uis.json").body


def test_answer_that_cannot_be_read_is_not_kept(server: Replay, publisher: Publisher, tmp_path: Path) -> None:
    server.answers("/data/indicators", recorded("uis.json"), Reply(b"<html>maintenance</html>", headers={"ETag": '"bad"'}))
    before = collected(publisher, at(server, ASKED["uis"]), tmp_path)
    with pytest.raises(UnexpectedAnswer):
        collected(publisher, at(server, ASKED["uis"]), tmp_path)
    assert len(list(tmp_path.rglob("*.json"))) == 2
    assert (tmp_path / "source" / before.snapshots[0].file).read_bytes() == recorded("uis.json").body


def test_second_page_failing_keeps_nothing_of_the_first(server: Replay, publisher: Publisher, tmp_path: Path) -> None:
    server.answers("/data?formId=411&page=0&pageSize=500", recorded("nbk-0.json"))
    with pytest.raises(Refused, match="404"):
        collected(publisher, at(server, query("nbk", "x", form="411")), tmp_path)
    assert not list(tmp_path.iterdir())


def test_pages_that_never_end_are_given_up(server: Replay, publisher: Publisher, tmp_path: Path) -> None:
    server.answers(f"/country/KAZ/indicator/{RAIL}", recorded("worldbank-1.json"))
    with pytest.raises(UnexpectedAnswer, match="expected a last page within 200"):
        collected(publisher, at(server, query("worldbank", RAIL, countries="KAZ")), tmp_path)


def test_since_leaves_out_what_ended_before(server: Replay, publisher: Publisher, tmp_path: Path) -> None:
    server.answers("/owid.csv", recorded("owid.csv"))
    asked = at(server, query("owid", "carbon_intensity_elec", countries="KAZ", address="/owid.csv"))
    assert [figure.period for figure in collected(publisher, asked, tmp_path, since=date(2024, 1, 1)).figures] == ["2024"]


def test_since_is_asked_for_where_the_publisher_understands_it() -> None:
    since = date(2024, 1, 1)
    assert connectors()["uis"].url(ASKED["uis"], since).endswith("&start=2024")
    assert (
        connectors()["sdmx-csv"].url(query("sdmx-csv", "x", address="https://x.org/d?format=csv"), since)
        == "https://x.org/d?format=csv&startPeriod=2024"
    )
    assert "period=2024&" in connectors()["comtrade"].url(ASKED["comtrade"], since)
    with pytest.raises(BadQuery, match="0 periods"):
        connectors()["comtrade"].url(ASKED["comtrade"], date(2025, 1, 1))


def test_file_by_path_is_read_like_one_by_link(publisher: Publisher, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("Год;Значение\n2024;1,5\n", encoding="cp1251")
    asked = query("mapped", "x", address=str(file), period="Год", value="Значение", decimal="comma", encoding="cp1251", geo_is="KAZ")
    assert collected(publisher, asked, tmp_path).figures == [Figure("2024", 1.5, geo="KAZ")]
    with pytest.raises(InputError, match=r"gone.csv: cannot be read"):
        collected(publisher, asked.model_copy(update={"parameters": {**asked.parameters, "address": "gone.csv"}}), tmp_path)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (query("uis", "1", country="KAZ"), 'query uis:1: unknown parameter "country"; did you mean "countries"?'),
        (query("uis", "1"), 'parameter "countries" is missing'),
        (query("comtrade", "TOTAL", reporter="398", partner="0", flow="both", periods="2024"), '"both" is none of X, M'),
        (query("comtrade", "TOTAL", reporter="398", partner="0", flow="X", periods="lately"), '"lately" is no period'),
        (query("mapped", "x", period="Year", value="Value"), 'parameter "address" is missing'),
    ],
)
def test_bad_query_is_told_before_anybody_is_asked(asked: Query, message: str, publisher: Publisher, tmp_path: Path) -> None:
    with pytest.raises(BadQuery, match=re.escape(message)):
        collected(publisher, asked, tmp_path)


def test_pairs_and_row_numbers_of_a_mapping_are_checked() -> None:
    for parameters, message in (
        ({"filter": "all"}, '"all" is no pair'),
        ({"header": "first"}, "no row number"),
        ({"header": "0"}, "no row number"),
    ):
        with pytest.raises(BadQuery, match=message):
            parsed(b"a;b\n1;2\n", query("mapped", "x", period="a", value="b", **parameters))


def test_source_is_a_short_name(publisher: Publisher, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no short name"):
        collect(publisher, connectors()["uis"], ASKED["uis"], tmp_path, "../elsewhere", DAY, "")


@pytest.mark.parametrize(
    "parts",
    [
        ("2024-13", 1.0),
        ("2024", float("nan")),
        ("2024", float("inf")),
        ("2024", None),
        ("2024", None, "M"),
        ("2024", 0.0, "M", "why"),
        ("2024", 1.0, "X"),
    ],
)
def test_figure_refuses_what_is_none(parts: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"period|finite|missing|status|calendar"):
        Figure(*parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1 234 567", ".", 1234567), ("1\u00a0234,5", ",", 1234.5), ("\u22125.5", ".", -5.5), ("1e3", ".", 1000), (".5", ".", 0.5), ("0", ".", 0),
        ("..", ".", None), ("…", ".", None), ("-", ".", None), ("n/a", ".", None), ("", ",", None),
    ],
)  # fmt: skip
def test_number_is_read_as_offices_write_it(text: str, decimal: str, number: float | None) -> None:
    found = read_number(text, decimal)
    assert (None if found is None else float(found)) == number


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("1,234", "."),
        ("1.234", ","),
        ("1.234,5", ".,"),
        ("12 34", "."),
        ("5 %", "."),
        ("inf", "."),
        ("٣", "."),
        ("=1+1", "."),
        ("1_000", "."),
    ],
)
def test_what_may_mean_two_numbers_is_none(text: str, decimal: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        read_number(text, decimal)


@pytest.mark.parametrize(
    ("text", "period"),
    [("2024", "2024"), ("2024-A1", "2024"), ("2024Q3", "2024-Q3"), ("2024-M03", "2024-03"), ("202403", "2024-03"), ("2024-S1", "2024-S1"), ("2024-01-05T00:00:00Z", "2024-01-05")],
)  # fmt: skip
def test_period_is_read_as_publishers_write_it(text: str, period: str) -> None:
    assert read_period(text) == period


def test_day_lies_in_its_period() -> None:
    day = date(2024, 9, 30)
    assert [period_with(day, frequency) for frequency in ("A", "S", "Q", "M", "D", "YTD")] == [
        "2024", "2024-S2", "2024-Q3", "2024-09", "2024-09-30", "2024-01-01/P9M",
    ]  # fmt: skip
    assert period_with(date(2024, 12, 31), "YTD") == "2024"


def test_flags_keep_the_status_that_warns_most() -> None:
    assert [read_status(flags) for flags in ("", "A", "bp", "I", "M", "U")] == [
        ("A", ""), ("A", ""), ("B", ""), ("E", "flag of the publisher: I"), ("M", "flag of the publisher: M"), ("A", "flag of the publisher: U"),
    ]  # fmt: skip


def test_country_numbers_are_the_codes_of_today() -> None:
    assert [iso3(number) for number in (398, 643, 31, 180, 276, 900, 901)] == ["KAZ", "RUS", "AZE", "COD", "DEU", "WLD", None]
