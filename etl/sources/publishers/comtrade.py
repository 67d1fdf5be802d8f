"""UN Comtrade API, version 1: https://comtradedeveloper.un.org/ and https://uncomtrade.org/docs/. Values are current US dollars.

Its terms restrict passing data on: keep the answers, publish single figures only (https://uncomtrade.org/docs/policy-on-use-and-re-dissemination/).
"""

import os
from datetime import date
from urllib.parse import urlencode

from etl.periods import parse_period
from etl.sources.connector import Connector
from etl.sources.figure import Figure, ordered, read_figure
from etl.sources.formats.json_answer import Node, UnexpectedAnswer, read_json
from etl.sources.formats.periods import read_period
from etl.sources.query import Query

PUBLISHER = "UN Comtrade"
BASE = "https://comtradeapi.un.org"
KEY = "COMTRADE_KEY"
PARAMETERS = {
    "reporter": "Comtrade's number of the reporting country (398 Kazakhstan, 643 Russia)",
    "partner": "Comtrade's number of the partner; 0 is the world",
    "flow": "X exports, M imports",
    "periods": "years (2023;2024) or months (202401;202402), at most 12",
    "classification": "HS or another classification of goods",
    "frequency": "A yearly, M monthly",
    "address": "another base address of the same interface",
}
# What an answer is cut at without a word: the public preview and the interface with a key.
LIMITS = (500, 100_000)
# One row per partner and flow, not broken down by second partner, transport or customs procedure.
TOTALS = {"partner2Code": "0", "motCode": "0", "customsCode": "C00"}
WORLD = {"W00": "WLD"}


def url(query: Query, since: date | None) -> str:
    """The address for the periods that do not end before `since`: the public preview, or with COMTRADE_KEY set the full interface.

    `series` is the code of the good (TOTAL, or an HS code). Raises BadQuery where no period is left or there are more than 12.
    """
    frequency = query.choice("frequency", ("A", "M"), "A")
    periods = [period for period in query.values("periods") if _end(query, period) >= (since or date.min)]
    if not 1 <= len(periods) <= 12:
        raise query.bad(f'parameter "periods": {len(periods)} periods to ask for; the interface answers for 1 to 12 at a time')
    access = "data/v1/get" if os.environ.get(KEY) else "public/v1/preview"
    asked = {
        "reporterCode": query.parameter("reporter"),
        "partnerCode": query.parameter("partner"),
        "period": ",".join(periods),
        "cmdCode": query.series,
        "flowCode": query.choice("flow", ("X", "M")),
        **TOTALS,
        "includeDesc": "TRUE",
    }
    base = query.parameter("address", BASE)
    return f"{base}/{access}/C/{frequency}/{query.parameter('classification', 'HS')}?{urlencode(asked, safe=',')}"


def headers() -> dict[str, str]:
    """The subscription key as a header, so that it stands in no address and in no snapshot; nothing without a key."""
    key = os.environ.get(KEY, "")
    return {"Ocp-Apim-Subscription-Key": key} if key else {}


def parse(body: bytes, query: Query) -> list[Figure]:
    """The `primaryValue` of each period in US dollars; estimates of the UN are marked.

    Raises UnexpectedAnswer for rows of another good or flow, and where the answer was cut at the publisher's limit.
    """
    answer = read_json(PUBLISHER, body)
    if error := answer.optional_text("error"):
        raise UnexpectedAnswer(PUBLISHER, "error", "no error", error)
    rows = answer.field("data").elements()
    count = answer.field("count")
    if count.whole() != len(rows):
        count.unexpected(f"the number of rows, {len(rows)}")
    if len(rows) in LIMITS:
        count.unexpected("fewer rows than the interface's limit; ask for less or set COMTRADE_KEY")
    return ordered(PUBLISHER, (_figure(row, query) for row in rows))


def _figure(row: Node, query: Query) -> Figure:
    wanted = {"cmdCode": query.series, "flowCode": query.choice("flow", ("X", "M")), **TOTALS}
    for name, code in wanted.items():
        field = row.field(name)
        if field.text() != code:
            field.unexpected(f'"{code}"')
    field = row.field("period")
    try:
        period = read_period(field.text())
    except ValueError:
        field.unexpected("a year or a month such as 202401")
    geo, counterpart = row.field("reporterISO").text(), row.field("partnerISO").text()
    reported = row.optional("isReported").value is not False or row.optional("isAggregate").value is True
    return read_figure(
        PUBLISHER,
        row.place,
        period,
        row.field("primaryValue").number(),
        status="A" if reported else "E",
        note="" if reported else "not reported by the country",
        geo=WORLD.get(geo, geo),
        counterpart=WORLD.get(counterpart, counterpart),
    )


def _end(query: Query, period: str) -> date:
    try:
        return parse_period(read_period(period)).end
    except ValueError as error:
        raise query.bad(f'parameter "periods": {error}') from error


CONNECTOR = Connector(PUBLISHER, "https://comtradedeveloper.un.org/", PARAMETERS, url, parse, headers=headers)
