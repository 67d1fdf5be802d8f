"""Publishers' answers in their real shape, and the queries that ask for them; the values are invented."""

import io
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from etl.sources.collect import Collection, collect
from etl.sources.figure import Figure
from etl.sources.http_client import Publisher
from etl.sources.publishers import connectors
from etl.sources.query import Query
from tests.support.publishers import Replay, Reply, recorded

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


def query(connector: str, series: str, **parameters: str) -> Query:
    """A query of a connector."""
    return Query(connector=connector, series=series, parameters=parameters)


def collected(publisher: Publisher, asked: Query, folder: Path, since: date | None = None, day: date = DAY) -> Collection:
    """Ask a publisher and read its answer, keeping it in a folder."""
    return collect(publisher, connectors()[asked.connector], asked, folder, "source", day, "CC BY 4.0", since)


def parsed(body: bytes, asked: Query) -> list[Figure]:
    """What a connector reads from an answer."""
    return connectors()[asked.connector].parse(body, asked)


def workbook(rows: list[list[object]], title: str = "Table 1", **more: list[list[object]]) -> bytes:
    """An XLSX file with these rows, and with more sheets by their names."""
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


def at(server: Replay, asked: Query) -> Query:
    """The query, asked of the local server."""
    return asked.model_copy(update={"parameters": {**asked.parameters, "address": server.address + asked.parameters.get("address", "")}})


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
# An answer that every test of the network is content with.
GOOD = recorded("worldbank-2.json")
