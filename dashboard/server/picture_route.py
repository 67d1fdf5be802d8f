"""The pictures of the overview over HTTP, from the build that anybody may see."""

from datetime import date

import duckdb
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.charts.picture_frame import as_png
from dashboard.content import build_cache, status_bars
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.queries import declaration_rows
from etl.queries.query import Asking, ask_as_of
from etl.settings import settings
from etl.warehouse import builds

PATH = "/picture"
KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def answer(request: Request) -> Response:
    """The picture an address asks for (see `Page.pictures`); 404 where there is none, 503 where there is no build."""
    asked = request.query_params
    by, _, kind = asked.get("id", "").partition(".")
    lang = asked.get("lang", "en")
    try:
        as_of = date.fromisoformat(asked["as_of"]) if "as_of" in asked else None
    except ValueError:
        by = ""
    if by not in status_bars.BY or kind not in KINDS or lang not in LANGUAGES:
        return PlainTextResponse("There is no such picture; follow a link on the overview.", 404)
    try:
        published = builds.current(settings().warehouse)
        cache = build_cache.of(published)
        wanted = (asked.get("declaration", ""), lang, by, kind, as_of)
        content = cache.keep(("picture", *wanted), lambda: _made(cache.connection.cursor(), *wanted))
    except (builds.NoWarehouse, OSError):
        return PlainTextResponse("There is no data to draw yet.", 503)
    headers = {
        "cache-control": "no-cache", "content-disposition": f'attachment; filename="servanda-{by}.{kind}"', "x-content-type-options": "nosniff",
    }  # fmt: skip
    return Response(content, 200, headers, media_type=KINDS[kind])


def _made(cursor: duckdb.DuckDBPyConnection, declaration: str, lang: str, by: str, kind: str, as_of: date | None) -> bytes:
    ask_as_of(cursor, as_of)
    known = declaration_rows.declarations(cursor)
    ask = Asking(cursor, lang, declaration if declaration in known else known[0])
    picture = status_bars.svg(ask, translator(lang), by)
    return picture.encode() if kind == "svg" else as_png(picture)
