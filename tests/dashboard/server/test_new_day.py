"""A dashboard that runs for weeks builds anew when the day changes, and goes on serving where it cannot."""

import asyncio
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from dashboard.server import day_change
from etl.warehouse import builds
from tests.support.dashboard_pages import ready
from tests.support.dashboards import serving
from tests.support.faults import readonly
from tests.support.places import DATA, ROOT

DAY = date(2027, 3, 1)
NEXT = DAY + timedelta(days=1)


@pytest.fixture(scope="module")
def built_on_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse built on a day."""
    folder = tmp_path_factory.mktemp("day")
    builds.build(DATA, folder, today=DAY)
    return folder


@pytest.fixture
def folder(built_on_day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, and the settings that name it."""
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(tmp_path / "w"))
    monkeypatch.setenv("SERVANDA_LEDGER", f"sqlite:///{tmp_path}/none.sqlite")
    return Path(shutil.copytree(built_on_day, tmp_path / "w"))


def built_for(folder: Path) -> date:
    """The day of the published build."""
    with builds.open_build(builds.current(folder)) as connection:
        (day,) = connection.execute("select today from build").fetchall()[0]
    assert isinstance(day, date)
    return day


def done(what: Coroutine[Any, Any, bool]) -> bool:
    """Run it to its end, in a thread: the browser of other tests keeps a loop of its own in this one."""
    with ThreadPoolExecutor() as executor:
        return executor.submit(lambda: asyncio.run(what)).result()


def test_a_page_that_stays_open_shows_the_build_of_the_new_day(browser: Browser, folder: Path) -> None:
    before = builds.current(folder)
    with serving(folder, day=NEXT) as address:
        page = browser.new_page()
        page.goto(address)
        ready(page)
        # Answered while the build is made.
        assert urllib.request.urlopen(f"{address}healthz", timeout=5).status == 200
        expect(page.locator(".sv-foot")).not_to_contain_text(before.id, timeout=60_000)
        expect(page.locator(".sv-foot")).to_contain_text(builds.current(folder).id)
        page.close()
    assert built_for(folder) == NEXT


def test_it_is_built_once_a_day(folder: Path) -> None:
    day, seconds = DAY, 0.0
    watch = day_change.NewDay(lambda: day, lambda: seconds)
    assert not done(watch.build_if_due()), "it is still the day of the build"
    day = NEXT
    assert done(watch.build_if_due()) and built_for(folder) == NEXT
    seconds += 2 * day_change.PAUSE_S
    assert not done(watch.build_if_due())


def test_a_build_that_fails_is_tried_once_an_hour_and_the_one_before_serves(
    folder: Path, record: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(day_change.log, "propagate", True)
    (record / "declarations/kz-ru-2025/pledges.yaml").write_text("- ", encoding="utf-8")
    monkeypatch.setenv("SERVANDA_DATA", str(record))
    before, seconds = builds.current(folder), 0.0
    watch = day_change.NewDay(lambda: NEXT, lambda: seconds)
    assert done(watch.build_if_due())
    assert "pledges.yaml" in caplog.text
    assert builds.current(folder) == before
    seconds += day_change.PAUSE_S - 1
    assert not done(watch.build_if_due())
    seconds += 1
    assert done(watch.build_if_due())


def test_a_server_that_stops_gives_the_build_up(folder: Path) -> None:
    async def stopped() -> bool:
        task = asyncio.create_task(day_change.NewDay(lambda: NEXT).look())
        async with asyncio.timeout(60):
            while not list(folder.glob(".*-draft-*")):
                await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait({task}, timeout=5)
        return task.cancelled()

    assert done(stopped())
    (draft,) = {path.name for path in folder.glob(".*-draft-*") if path.suffix != ".wal"}
    with pytest.raises(ProcessLookupError):
        os.kill(int(draft.split("-")[-2]), 0)
    assert built_for(folder) == DAY


@pytest.mark.parametrize("what", ["a build shown as of an earlier day", "no warehouse", "no record"])
def test_where_nothing_is_to_be_built_anew_nothing_is_tried(what: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert day_change.is_due(NEXT)
    if what == "no warehouse":
        monkeypatch.setenv("SERVANDA_WAREHOUSE", str(folder / "none"))
    elif what == "no record":
        monkeypatch.setenv("SERVANDA_DATA", str(folder / "none"))
    else:
        builds.build(DATA, folder, as_of=date(2026, 1, 31), today=DAY)
    assert not day_change.is_due(NEXT)


def test_a_warehouse_that_cannot_be_written_is_left_alone(folder: Path) -> None:
    asked = f"from datetime import date; from dashboard.server import day_change; print(day_change.is_due(date({NEXT:%Y, %-m, %-d})))"
    for before, answer in (((), "True"), (readonly(folder), "False")):
        ran = subprocess.run([*before, sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == answer
