"""Tells an open page that there is a new build: a request that waits until the pointer names another build than the page shows.

One waiting request costs a look at one small file now and then, so that hundreds of open pages cost next to nothing.
"""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from etl import warehouse
from etl.settings import settings

SCRIPT = (Path(__file__).parent / "news.js").read_text(encoding="utf-8")
LOOK_EVERY_S = 0.5
# A server that is stopped waits for its last answers.
LONGEST_S = 4.0
NEWS, NO_NEWS = 200, 204


async def news(request: Request) -> Response:
    """200 as soon as another build than `shown` is published, 204 where none was for a while; the page then asks again."""
    seen = request.query_params.get("shown", "")
    for _ in range(int(LONGEST_S / LOOK_EVERY_S)):
        ids = published()
        if ids and seen not in ids:
            return Response(status_code=NEWS, headers={"cache-control": "no-store"})
        if await request.is_disconnected():
            break
        await asyncio.sleep(LOOK_EVERY_S)
    return Response(status_code=NO_NEWS)


def published() -> set[str]:
    """The ids of the published builds, for everybody and for editors; none where there is no build."""
    folder = settings().warehouse
    ids = set()
    for audience in get_args(warehouse.Audience):
        with suppress(warehouse.NoWarehouse):
            ids.add(warehouse.current(folder, audience).id)
    return ids
