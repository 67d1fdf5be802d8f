"""The web application: Streamlit's app, its page told where its server is and in which language it is.

Without the address the browser first asks for the server below the address of a deep link (`/pledge/_stcore/health`), gets
"404" twice and only then asks at the root: two failed requests and two console errors for every shared link.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from dashboard.server import build_updates, content_policy, day_change, feed_route, health, json_log, picture_route, present_route, proxies
from dashboard.server.asgi import Application, Message, Receive, Send
from dashboard.server.request_limits import Gate
from dashboard.server.security_headers import Protects
from dashboard.server.session_privacy import KeepsToItself
from dashboard.server.sign_in_redirect import LeadsBack
from dashboard.server.static_compression import Packs
from dashboard.ui import open_page
from etl import audit_log
from etl.i18n.languages import LANGUAGES
from etl.settings import settings, unknown

HEAD = b"<head>"
# What a browser asks with where it takes less than the whole page: packed, a piece of it, or word that it is as before.
ONLY_PARTLY = (b"accept-encoding", b"range", b"if-none-match", b"if-modified-since", b"if-range")
ADDRESS = b"<script>window.__streamlit={BACKEND_BASE_URL:location.origin}</script>"


def early() -> bytes:
    """A line that loads the part of Streamlit that shows HTML with the page itself.

    It is loaded on first use otherwise, and a page that waits for a part is held back another 300 ms by its library.
    """
    scripts = Path(st.__file__).parent / "static" / "static" / "js"
    names = sorted(path.name for kind in ("Html", "purify.es") for path in scripts.glob(f"{kind}.*.js"))
    return "".join(f'<script type="module">import("/static/js/{name}")</script>' for name in names).encode()


UPGRADE = (Path(__file__).parent / "upgrade.js").read_text(encoding="utf-8")
HEAD_LINES = ADDRESS + early() + f"<script>{UPGRADE}</script><script>{build_updates.SCRIPT}</script>".encode()
# What the page we complete is no longer true of. It names scripts that an upgrade takes away: going back must not show an old one.
REPLACED = (b"content-length", b"etag", b"last-modified", b"cache-control")


class CompletesHead:
    """ASGI middleware: adds HEAD_LINES and the language to every HTML page; everything else passes untouched."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on; where an HTML page comes back, gather it, complete its head, correct its length."""
        if scope["type"] != "http" or not content_policy.is_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        # The page is small: asked for whole and uncompressed, it can be completed. Streamlit's file may be older than what we add to
        # it, so its day says nothing about the page.
        scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name.lower() not in ONLY_PARTLY]}
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", ["en"])[0]
        language = asked if asked in LANGUAGES else "en"
        held: Message | None = None
        body = b""

        async def answer(message: Message) -> None:
            nonlocal held, body
            if message["type"] == "http.response.start" and _is_page(message):
                held = message
                return
            if held is None or message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body", False):
                return
            page = body.replace(HEAD, HEAD + HEAD_LINES, 1).replace(b'<html lang="en">', f'<html lang="{language}">'.encode(), 1)
            headers = [(name, value) for name, value in held["headers"] if name.lower() not in REPLACED]
            headers += [(b"content-length", str(len(page)).encode()), (b"cache-control", b"no-store")]
            await send({**held, "headers": headers})
            await send({**message, "body": page})

        await self.app(scope, receive, answer)


def _is_page(message: Message) -> bool:
    kind: bytes = dict(message["headers"]).get(b"content-type", b"")
    return bool(message["status"] == 200 and kind.startswith(b"text/html"))


@asynccontextmanager
async def watching(app: object) -> AsyncIterator[None]:
    """What is watched for while the server serves: a new build, and a new day."""
    async with build_updates.watching(app), day_change.watching(app):
        yield


def say_sorry(error: Exception) -> bool:
    """In place of Streamlit's own error box: log the error, tell the reader in our words."""
    json_log.LOG.error("a page failed", exc_info=error)
    open_page.sorry(error)
    return True


proxies.believe(settings().proxies)
json_log.open_log()
for name in unknown():
    json_log.LOG.warning("%s is no setting of Servanda; docs/configuration.md lists them", name)
audit_log.open_log()
app = st.App(
    Path(__file__).resolve().parent.parent / "app.py",
    routes=[
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/news", build_updates.news),
        Route("/feed/{lang}.atom", feed_route.answer),
        Route(picture_route.PATH, picture_route.answer),
        Route(present_route.PATH, present_route.answer),
    ],
    middleware=[
        Middleware(Protects, page=content_policy.page(HEAD_LINES)),
        Middleware(Gate),
        Middleware(KeepsToItself),
        Middleware(CompletesHead),
        Middleware(LeadsBack),
        Middleware(Packs),
    ],
    lifespan=watching,
    on_script_error=say_sorry,
)
