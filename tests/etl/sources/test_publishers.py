"""Every publisher is asked over real HTTP and its answer is read in the shape it really has."""

from pathlib import Path

import pytest

from etl.sources.http_client import Publisher
from etl.sources.publishers import connectors
from tests.support.publisher_answers import ASKED, CASES, at, collected, parsed
from tests.support.publishers import Replay, recorded


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


def test_every_connector_is_replayed_and_documented() -> None:
    assert {asked.connector for _, asked, _ in CASES.values()} == set(connectors())
    for _, asked, _ in CASES.values():
        connectors()[asked.connector].check(asked)
        assert "address" in connectors()[asked.connector].parameters


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
