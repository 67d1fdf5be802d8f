"""What pages keep of a build: made once, bounded, gone with the build, and never shown for another one."""

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.content import build_cache
from dashboard.content.finished import Block
from etl.ledger.store import Ledger, User
from etl.submissions.models import Proposal
from etl.warehouse import builds
from etl.warehouse.checksums import seal_of
from tests.support.dashboards import serving
from tests.support.page_requests import ask
from tests.support.places import DATA


@pytest.fixture
def cache(built: builds.Build) -> Iterator[build_cache.Shelf]:
    """An empty shelf of the build."""
    opened = build_cache.Shelf(built)
    yield opened
    opened.connection.close()


def test_what_is_kept_is_made_once_however_many_ask(cache: build_cache.Shelf) -> None:
    made: list[int] = []
    all_there = threading.Barrier(8)

    def make() -> str:
        made.append(1)
        return "page"

    def read() -> None:
        all_there.wait()
        assert cache.keep("key", make) == "page"

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(made) == 1


def test_what_could_not_be_made_is_made_anew(cache: build_cache.Shelf) -> None:
    with pytest.raises(ZeroDivisionError):
        cache.keep("key", lambda: 1 // 0)
    assert cache.keep("key", lambda: 1) == 1
    assert len(cache.cache) == 1


def test_a_shelf_is_bounded_and_what_was_read_last_stays(built: builds.Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_cache, "MOST_BYTES", 100_000)
    stored = build_cache.Shelf(built)
    for number in range(100):
        stored.keep(("long", number), lambda: (Block("x" * 30_000),))
        stored.keep("read all the time", lambda: "y")
        assert stored.cache.currsize <= 100_000
    assert stored.keep("read all the time", lambda: "made anew") == "y"
    assert stored.keep("too long for the whole shelf", lambda: "x" * 200_000) == "x" * 200_000
    assert "too long for the whole shelf" not in stored.cache
    for number in range(10_000):
        stored.keep(number, lambda: 1)
    assert len(stored.cache) < 1_000, "small things need room, too"
    stored.connection.close()


def test_few_builds_are_kept_and_a_swept_one_goes_with_what_was_made_from_it(built: builds.Build, tmp_path: Path) -> None:
    def published(name: str) -> builds.Build:
        path = tmp_path / f"{name}.duckdb"
        shutil.copy(built.path, path)
        return builds.Build(name, path)

    first, second = published("first"), published("second")
    gone, stays = build_cache.of(first), build_cache.of(second)
    stays.keep("key", lambda: "page")
    first.path.unlink()
    third = build_cache.of(published("third"))
    assert build_cache.of(second) is stays and build_cache.of(second).keep("key", lambda: "made anew") == "page"
    assert third.keep("key", lambda: "made from the third") == "made from the third"
    shutil.copy(built.path, first.path)
    assert build_cache.of(first) is not gone
    others = [build_cache.of(published(f"later {number}")) for number in range(build_cache.MOST_BUILDS)]
    assert build_cache.of(second) is not stays
    assert all(build_cache.of(builds.Build("", tmp_path / f"later {number}.duckdb")) is others[number] for number in (1, 2))


def test_everything_a_page_is_made_from_is_part_of_what_it_is_kept_under(served: str) -> None:
    """Languages, days and choices read one after the other show themselves and nothing of one another."""
    asked = ("lang=en", "lang=ru", "lang=en&as_of=2026-02-01", "lang=en&domain=energy", "lang=en&q=pipeline", "lang=en")
    for page in ("", "pledges", "pledge", "indicator", "domains", "evidence", "changes", "due", "method"):
        query = {"pledge": "&id=D25", "indicator": "&id=cpc-shipments"}.get(page, "")
        shown = [ask(served, page, {}, query=text + query).html for text in asked]
        assert shown[0] == shown[-1], page
        assert shown[0] != shown[1] and shown[0] != shown[2], page
        if page in ("pledges", "domains", "evidence"):
            assert shown[0] != shown[3], page
        if page == "pledges":
            assert shown[0] != shown[4]
    assert ask(served, "pledge", {}, query="lang=en&id=D24").html != ask(served, "pledge", {}, query="lang=en&id=D25").html


def test_the_next_click_after_the_pointer_moved_shows_the_new_build(built: builds.Build, tmp_path: Path) -> None:
    other = builds.build(DATA, tmp_path, as_of=date(2026, 10, 1))
    for path in (built.path, seal_of(built.path)):
        shutil.copy(path, tmp_path / path.name)

    def point(at: builds.Build) -> None:
        for name in builds.POINTERS.values():
            (tmp_path / name).write_text(f"{at.path.name}\n", encoding="utf-8")

    with serving(tmp_path) as served:
        for published in (built, other, built):
            point(published)
            for page in ("", "pledge", "method"):
                html = ask(served, page, {}).html
                assert f'data-build="{published.id}"' in html
                assert (f"Build {other.id}" in html) is (published is other)


@pytest.mark.full
def test_an_accepted_submission_stands_in_the_history_of_its_page_at_once(warehouse: Path) -> None:
    """The ledger is the other thing a page is made from: the same build tells of what was added to it meanwhile."""
    with serving(warehouse) as served:
        query = "lang=en&id=air-passengers-kaz"
        assert "S261124" not in ask(served, "indicator", {}, query=query).html
        ledger = Ledger(f"sqlite:///{warehouse}/ledger.sqlite")
        row = {"indicator": "air-passengers-kaz", "period": "2024", "value": "7.5", "unit": "PERSONS_MN", "published": "2026-11-24"}
        at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
        proposal = Proposal("observations", (row,), "https://data.worldbank.org/country/KZ", "2024")
        name, _ = ledger.submit(proposal, User("Aliya", frozenset({"submitter"})), "key", at)
        ledger.close()
        assert name in ask(served, "indicator", {}, query=query).html
