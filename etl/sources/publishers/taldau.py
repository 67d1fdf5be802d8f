"""Taldau, the data base of Kazakhstan's Bureau of National Statistics: https://taldau.stat.gov.kz/en/Api/Description."""

import re
from datetime import date
from urllib.parse import urlencode

from etl.sources.connector import Connector
from etl.sources.figure import Figure, ordered, read_figure
from etl.sources.formats.json_answer import Node, UnexpectedAnswer, read_json, read_number
from etl.sources.formats.periods import period_with
from etl.sources.query import Query

PUBLISHER = "Bureau of National Statistics of Kazakhstan (Taldau)"
BASE = "https://taldau.stat.gov.kz/ru/Api"
KAZAKHSTAN = "741880"
PARAMETERS = {
    "measure": "number of the unit (p_measure_id)",
    "period": "4 months, 5 quarters, 7 years, 8 months since January, 9 quarters since January",
    "terms": "numbers of the terms, one for each dictionary, separated by ,",
    "dictionaries": "numbers of the dictionaries, in the same order",
    "node": "the node whose values are taken; 741880 is Kazakhstan as a whole",
    "geo": "code of that node's place",
    "address": "another base address of the same interface",
}
FREQUENCY = {"4": "M", "5": "Q", "7": "A", "8": "YTD", "9": "YTD"}
# Values stand under yMMYYYY; the same key without the y holds an internal number.
VALUE_KEY = re.compile(r"y(\d{2})(\d{4})$", re.ASCII)


def url(query: Query, since: date | None) -> str:
    """The address; `series` is the number of the index (p_index_id), and the answer always is the whole series."""
    terms = query.parameter("terms", KAZAKHSTAN)
    asked = {
        "p_parent_id": "",
        "p_index_id": query.series,
        "p_keyword": "",
        "p_period_id": query.choice("period", tuple(FREQUENCY), "7"),
        "p_measure_id": query.parameter("measure"),
        "p_term_id": KAZAKHSTAN,
        "p_terms": terms,
        "p_dicIds": query.parameter("dictionaries", "67"),
        "idx": "0",
    }
    return f"{query.parameter('address', BASE)}/GetIndexTreeData?{urlencode(asked, safe=',')}"


def parse(body: bytes, query: Query) -> list[Figure]:
    """The values of one node, in the unit `measure`; `x`, dashes and empty texts are missing."""
    wanted = query.parameter("node", KAZAKHSTAN)
    nodes = [node for node in read_json(PUBLISHER, body).elements() if node.field("id").text() == wanted]
    if len(nodes) != 1:
        raise UnexpectedAnswer(PUBLISHER, f"id {wanted}", "one node", str(len(nodes)))
    frequency = FREQUENCY[query.choice("period", tuple(FREQUENCY), "7")]
    geo = query.parameter("geo", "KAZ")
    values = [(found, value) for name, value in nodes[0].fields() if (found := VALUE_KEY.match(name))]
    if not values:
        nodes[0].unexpected("values under keys such as y122024")
    return ordered(PUBLISHER, (_figure(value, int(found[1]), int(found[2]), frequency, geo) for found, value in values))


def _figure(value: Node, month: int, year: int, frequency: str, geo: str) -> Figure:
    written = "" if value.value is None else value.text()
    try:
        period = period_with(date(year, month, 1), frequency)
        # The pages are Russian: thousands by thin spaces, decimals by comma; newer answers have a point.
        number = read_number(written, ".,")
    except ValueError as error:
        raise UnexpectedAnswer(PUBLISHER, value.place, "a month with a number", str(error)) from error
    missing = f'the publisher wrote "{written}"' if written else "no value given by the publisher"
    return read_figure(PUBLISHER, value.place, period, number, missing=missing, geo=geo)


CONNECTOR = Connector(PUBLISHER, "https://taldau.stat.gov.kz/en/Api/Description", PARAMETERS, url, parse)
