"""Each answer that can be read is kept as it came, once; a failure keeps nothing and loses nothing."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from etl.sources.formats.json_answer import UnexpectedAnswer
from etl.sources.http_client import Publisher, Refused
from tests.support.publisher_answers import ASKED, RAIL, at, collected, query
from tests.support.publishers import Replay, Reply, recorded


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
