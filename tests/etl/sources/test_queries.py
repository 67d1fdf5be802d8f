"""What is asked: from which day on, from a file, and which queries are refused before anybody is asked."""

import re
from datetime import date
from pathlib import Path

import pytest

from etl.errors import InputError
from etl.sources.collect import collect
from etl.sources.figure import Figure
from etl.sources.http_client import Publisher
from etl.sources.publishers import connectors
from etl.sources.query import BadQuery, Query
from tests.support.publisher_answers import ASKED, DAY, at, collected, parsed, query
from tests.support.publishers import Replay, recorded


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
