"""A briefing presented from the dashboard without a download: its address, and the answer to it.

It is told from what the address says and from the build that anybody may see: a draft, without edits, the same bytes as its file.
"""

import logging
import threading
from functools import lru_cache
from urllib.parse import urlencode

import duckdb
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.briefing.html.render import POLICY
from dashboard.briefing.make import render
from dashboard.briefing.options import BadChoice, Choice
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.messages import N_
from etl.settings import settings
from etl.warehouse import builds

# What an address says, by its name there: fields of a choice with one value, and with several.
ONE = {"lang": "lang", "declaration": "declaration", "as_of": "as_of", "since": "since", "length": "length"}
SEVERAL = {"domain": "domains", "pledge": "pledges", "part": "parts"}
LONGEST = 2_000
# So many are kept; one is made at a time, and so many requests wait for theirs: the other pages keep their threads.
CACHED, WAITING = 12, 4

log = logging.getLogger("servanda")
PATH = "/present.html"
BAD = N_("There is no such briefing. Choose it on the page Briefing and press Present there.")
BUSY = N_("Other briefings are being made; ask again in a minute.")
NONE = N_("There is no data to tell a briefing from yet.")

_queue = threading.BoundedSemaphore(WAITING)
_one = threading.Lock()


def address(choice: Choice) -> str:
    """Where a choice is presented, relative to the root; without its edits and its state."""
    asked = [(name, str(value)) for name, field in ONE.items() if (value := getattr(choice, field))]
    asked += [(name, value) for name, field in SEVERAL.items() for value in getattr(choice, field)]
    return f"{PATH}?{urlencode(asked)}#present"


def answer(request: Request) -> Response:
    """The briefing as HTML; 400 where the address names none, 503 where there is no build or too many ask: a sentence each."""
    asked = request.query_params.get("lang", "en")
    t = translator(asked if asked in LANGUAGES else "en").t
    if not _queue.acquire(blocking=False):
        return PlainTextResponse(t(BUSY), 503, {"retry-after": "60"})
    try:
        published = builds.current(settings().warehouse)
        with _one:
            content = _made(published, _choice(request))
    except BadChoice:
        return PlainTextResponse(t(BAD), 400)
    except (builds.NoWarehouse, OSError, duckdb.Error):
        log.exception("no briefing could be told")
        return PlainTextResponse(t(NONE), 503)
    finally:
        _queue.release()
    headers = {
        "cache-control": "no-cache",
        "content-language": asked,
        "content-security-policy": f"{POLICY}; base-uri 'none'; form-action 'none'",
    }
    return Response(content, 200, headers, media_type="text/html; charset=utf-8")


@lru_cache(maxsize=CACHED)
def _made(published: builds.Build, choice: str) -> bytes:
    return render(published, Choice.model_validate_json(choice), "html")


def _choice(request: Request) -> str:
    """The choice of an address as JSON. Raises BadChoice."""
    if len(request.url.query) > LONGEST or set(request.query_params) - {*ONE, *SEVERAL}:
        raise BadChoice("the address is too long or asks for something else")
    chosen: dict[str, str | list[str]] = {ONE[name]: value for name in ONE if (value := request.query_params.get(name))}
    chosen |= {SEVERAL[name]: request.query_params.getlist(name) for name in SEVERAL}
    try:
        return Choice.model_validate(chosen).model_dump_json()
    except ValidationError as error:
        raise BadChoice("a value of the address is none there is") from error
