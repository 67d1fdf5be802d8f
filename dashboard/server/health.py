"""Whether this process lives, and whether it can serve: for whoever watches over it, who learns nothing else."""

import logging
import threading

from cachetools import TTLCache, cached
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from etl.ledger.store import answers
from etl.settings import settings
from etl.warehouse import builds

# An answer holds so long: however often it is asked, build and ledger are looked at once.
HOLDS_S = 2.0
NO_STORE = {"cache-control": "no-store"}
log = logging.getLogger("servanda")


async def alive(_request: Request) -> Response:
    """200: the process answers."""
    return PlainTextResponse("ok", headers=NO_STORE)


@cached(TTLCache(1, HOLDS_S), condition=threading.Condition())
def ready_now() -> bool:
    """Whether a build can be opened and the ledger answers, now or a moment ago; why not stands in the log."""
    try:
        _look()
    except Exception:  # whatever it is, this process cannot serve
        log.exception("not ready")
        return False
    return True


def ready(_request: Request) -> Response:
    """200: a page could be shown and something submitted; 503: not."""
    good = ready_now()
    return PlainTextResponse("ok" if good else "not ready", 200 if good else 503, headers=NO_STORE)


def _look() -> None:
    with builds.open_build(builds.current(settings().warehouse)) as opened:
        opened.execute("select count(*) from declarations").fetchone()
    answers(settings().ledger)
