"""World Integrated Trade Solution (World Bank), SDMX-JSON: https://wits.worldbank.org/witsapiintro.aspx. Values are thousand US dollars.

The data are UN Comtrade's and come under its terms.
"""

from datetime import date
from urllib.parse import quote

from etl.sources.connector import Connector
from etl.sources.figure import Figure
from etl.sources.publishers.sdmx_json import read
from etl.sources.query import Query

PUBLISHER = "World Integrated Trade Solution"
BASE = "https://wits.worldbank.org/API/V1/SDMX/V21/datasource/tradestats-trade"
PARAMETERS = {
    "reporter": "ISO 3166 alpha-3 code of the reporting country",
    "partner": "alpha-3 code of the partner, or WLD",
    "product": "group of goods, Total where not given",
    "address": "another base address of the same interface",
}


def url(query: Query, since: date | None) -> str:
    """The address of all years; `series` is XPRT-TRD-VL (exports) or MPRT-TRD-VL (imports)."""
    parts = {
        "reporter": query.parameter("reporter").lower(),
        "year": "all",
        "partner": query.parameter("partner").lower(),
        "product": query.parameter("product", "Total"),
        "indicator": query.series,
    }
    path = "/".join(f"{name}/{quote(value, safe='')}" for name, value in parts.items())
    return f"{query.parameter('address', BASE)}/{path}?format=JSON"


def parse(body: bytes, query: Query) -> list[Figure]:
    """The figures in thousand US dollars, by year; the years stand unsorted in the answer."""
    parameters = {
        "geo": "REPORTER",
        "counterpart": "PARTNER",
        "filter": f"REPORTER={query.parameter('reporter').upper()};PARTNER={query.parameter('partner').upper()};"
        f"PRODUCTCODE={query.parameter('product', 'Total')};INDICATOR={query.series}",
    }
    return read(PUBLISHER, body, query.model_copy(update={"parameters": parameters}))


CONNECTOR = Connector(PUBLISHER, "https://wits.worldbank.org/witsapiintro.aspx", PARAMETERS, url, parse)
