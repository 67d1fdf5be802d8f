"""A new day: lapsed plans, old figures and what is due are counted to a day, so the build is made anew when the UTC day changes.

In a process of its own, beside the serving; at most once an hour, whatever comes of it. The build before serves until then.
"""

import asyncio
import logging
import os
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date

import duckdb

from etl.clock import utc_today
from etl.settings import settings
from etl.warehouse import builds

LOOK_EVERY_S = 60.0
PAUSE_S = 3600.0
log = logging.getLogger("servanda")


class NewDay:
    """Makes the build of a new day; `today` says which day it is, `clock` (seconds) never runs backwards."""

    def __init__(self, today: Callable[[], date] = utc_today, clock: Callable[[], float] = time.monotonic) -> None:
        self._today, self._clock = today, clock
        self._not_before = float("-inf")

    async def look(self) -> None:
        """Look now and then, until the task is cancelled; what goes wrong is logged and tried again."""
        while True:
            try:
                await self.build_if_due()
            except Exception:  # whatever it is, the pages are served
                log.exception("the build of a new day was not made")
                self._not_before = self._clock() + PAUSE_S
            await asyncio.sleep(LOOK_EVERY_S)

    async def build_if_due(self) -> bool:
        """Build anew where the published build was made for an earlier day; whether that was tried."""
        day = self._today()
        if self._clock() < self._not_before or not await asyncio.to_thread(is_due, day):
            return False
        self._not_before = self._clock() + PAUSE_S
        await _build(day)
        return True


@asynccontextmanager
async def watching(app: object) -> AsyncIterator[None]:
    """Watch for a new day while the server serves; a build that is under way when it stops is given up."""
    looking = asyncio.create_task(NewDay().look())
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.wait({looking})


def is_due(day: date) -> bool:
    """Whether the published build was made before `day` and can be made anew from here.

    One that was made to show an earlier day (`build --as-of`) goes on showing it.
    """
    place = settings()
    if not os.access(place.warehouse, os.W_OK) or not os.access(place.data, os.R_OK):
        return False
    try:
        with builds.open_build(builds.current(place.warehouse, "editors")) as connection:
            row = connection.execute("select today, as_of from build").fetchone()
    except builds.NoWarehouse:
        # None, or a damaged one: the first page that is opened says so.
        return False
    except duckdb.BinderException:
        # Made by an earlier version, which did not know days.
        return True
    assert row is not None
    made_for, shows = row
    return bool(made_for < day and shows == made_for)


async def _build(day: date) -> None:
    command = (sys.executable, "-m", "etl", "build", "--today", day.isoformat())
    process = await asyncio.create_subprocess_exec(*command, stdout=DEVNULL, stderr=PIPE)
    try:
        async with asyncio.timeout(PAUSE_S):
            _, output = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    lines = output.decode(errors="replace").splitlines() or ["nothing was said"]
    if process.returncode:
        log.error("the build of %s failed, the one before serves on:\n%s", day, "\n".join(lines))
    else:
        log.info("a new day, %s: %s", day, lines[-1])
