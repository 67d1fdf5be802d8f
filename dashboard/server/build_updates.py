"""Tells an open page that there is a new build: a request that waits until the pointer names another build than the page shows.

However many pages wait, one task looks at the pointers for all of them; and they are told to come one after the other, so that
a new build does not meet all of them at once.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import get_args

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from etl.settings import settings
from etl.warehouse import builds

SCRIPT = (Path(__file__).parent / "build_updates.js").read_text(encoding="utf-8")
LOOK_EVERY_S = 0.5
# Below the minute after which proxies give up on an answer.
LONGEST_S = 25.0
# How many pages a second are shown a new build; a server has others to serve meanwhile.
PAGES_PER_S = 10
NEWS, NO_NEWS = 200, 204


class Watch:
    """One look at the pointers for all who wait: `ids` are the published builds, `changed` is set when they are others."""

    def __init__(self) -> None:
        self.ids = published()
        self.changed = asyncio.Event()
        self.stopping = False
        self._free_at = 0.0

    async def look(self) -> None:
        """Look now and then, until the task is cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            ids = published()
            if ids != self.ids:
                self.ids = ids
                self.wake()

    def wake(self) -> None:
        """Let all who wait look for themselves."""
        self.changed.set()
        self.changed = asyncio.Event()

    def stop(self) -> None:
        """Answer all who wait, now and from now on: a server that stops waits for its last answers."""
        self.stopping = True
        self.wake()

    def turn_s(self) -> float:
        """In how many seconds it is the next page's turn to show a new build: at once where no other was told just before."""
        now = asyncio.get_running_loop().time()
        turn = max(now, self._free_at)
        self._free_at = turn + 1 / PAGES_PER_S
        return turn - now


# One per server: Streamlit keeps what a lifespan yields to itself.
_watch: Watch | None = None


@asynccontextmanager
async def watching(app: object) -> AsyncIterator[None]:
    """Watch while the server serves; a signal to stop ends all waiting."""
    global _watch  # noqa: PLW0603
    watch, loop = Watch(), asyncio.get_running_loop()
    _watch = watch

    def stop(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(watch.stop)
        before = handlers[number]
        if callable(before):
            before(number, frame)

    handlers = {int(number): signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in handlers:
        signal.signal(number, stop)
    looking = asyncio.create_task(watch.look())
    try:
        yield
    finally:
        looking.cancel()


async def news(request: Request) -> Response:
    """200 as soon as another build than `shown` is published, with the milliseconds to rest before it is shown.

    204 where none was for a while; the page then asks again.
    """
    watch, seen = _watch, request.query_params.get("shown", "")
    assert watch is not None
    left = asyncio.create_task(_left(request))
    try:
        async with asyncio.timeout(LONGEST_S):
            while not _is_news(seen, watch) and not watch.stopping and not left.done():
                changed = asyncio.create_task(watch.changed.wait())
                try:
                    await asyncio.wait({changed, left}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    changed.cancel()
    except TimeoutError:
        pass
    finally:
        left.cancel()
    if not _is_news(seen, watch):
        return Response(status_code=NO_NEWS)
    return PlainTextResponse(str(round(1000 * watch.turn_s())), NEWS, {"cache-control": "no-store"})


def published() -> set[str]:
    """The ids of the published builds, for everybody and for editors; none where there is no build."""
    folder = settings().warehouse
    ids = set()
    for audience in get_args(builds.Audience):
        with suppress(builds.NoWarehouse):
            ids.add(builds.current(folder, audience).id)
    return ids


def _is_news(seen: str, watch: Watch) -> bool:
    return bool(watch.ids) and seen not in watch.ids


async def _left(request: Request) -> None:
    """Wait until the reader has closed the page."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
