"""The feed of changes over HTTP: the file beside the published build, its links made absolute, with an ETag."""

import hashlib

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from etl.i18n.translator import translator
from etl.reports import atom_feed
from etl.settings import settings
from etl.warehouse import builds


def answer(request: Request) -> Response:
    """The feed of the language in the path; 304 where the reader has it already, 404 where there is none."""
    lang = request.path_params["lang"]
    try:
        files = atom_feed.files(builds.current(settings().warehouse).path)
        content = atom_feed.at(files[lang].read_bytes(), _root(request))
    except (KeyError, OSError, builds.NoWarehouse):
        return PlainTextResponse(translator(lang).t("There is no feed here."), 404)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache", "content-language": lang}
    if tag in [tags.strip().removeprefix("W/") for tags in request.headers.get("if-none-match", "").split(",")]:
        return Response(None, 304, headers)
    return Response(content, 200, headers, media_type=atom_feed.CONTENT_TYPE)


def _root(request: Request) -> str:
    """The address of the server's root: SERVANDA_ADDRESS where it is set (behind a proxy), else the one that was asked."""
    address = settings().address or str(request.base_url)
    return address.rstrip("/") + "/"
