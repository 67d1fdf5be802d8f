"""An answer that is damaged, or is not what was asked for, is refused with its place: nothing of it is guessed."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from openpyxl import Workbook

from etl.errors import InputError
from etl.sources.formats.json_answer import UnexpectedAnswer
from etl.sources.publishers import connectors
from tests.support.publisher_answers import ASKED, CASES, STOCK, parsed, query, workbook
from tests.support.publishers import recorded

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


@pytest.mark.parametrize(("connector", "body", "message"), BAD_ANSWERS)
def test_unexpected_answer_is_named_with_publisher_and_place(connector: str, body: bytes, message: str) -> None:
    with pytest.raises(UnexpectedAnswer, match=message) as raised:
        parsed(body, ASKED[connector])
    assert str(raised.value).startswith(connectors()[connector].publisher + ": ")
    assert "earlier data are kept" in str(raised.value)
    assert isinstance(raised.value, InputError)


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
