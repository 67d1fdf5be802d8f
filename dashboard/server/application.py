"""The web application: Streamlit's app, its page told where its server is and in which language it is.

Without the address the browser first asks for the server below the address of a deep link (`/pledge/_stcore/health`), gets
"404" twice and only then asks at the root: two failed requests and two console errors for every shared link.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server import build_updates, content_policy, day_change, feed_route, health, json_log, picture_route, present_route
from dashboard.server.request_limits import RequestLimitMiddleware
from dashboard.server.security_headers import SecurityHeadersMiddleware
from dashboard.server.session_privacy import SessionPrivacyMiddleware
from dashboard.server.sign_in_redirect import SignInRedirectMiddleware
from dashboard.server.static_compression import StaticCompressionMiddleware
from dashboard.ui import open_page
from etl import audit_log
from etl.i18n.languages import LANGUAGES
from etl.settings import settings, unknown

HEAD = b"<head>"
# What a browser asks with where it takes less than the whole page: packed, a piece of it, or word that it is as before.
ONLY_PARTLY = ("accept-encoding", "range", "if-none-match", "if-modified-since", "if-range")
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
REPLACED = ("etag", "last-modified")


class PageHeadMiddleware:
    """Middleware that adds HEAD_LINES and the language to every HTML page; everything else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; where an HTML page comes back, gather it, complete its head, correct its length."""
        if scope["type"] != "http" or not content_policy.is_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        # The page is small: asked for whole and uncompressed, it can be completed. Streamlit's file may be older than what we add to
        # it, so its day says nothing about the page.
        scope = {**scope}
        request = MutableHeaders(scope=scope)
        for name in ONLY_PARTLY:
            del request[name]
        asked = QueryParams(scope["query_string"]).get("lang", "en")
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
            headers = MutableHeaders(scope=held)
            for name in REPLACED:
                del headers[name]
            headers.update({"content-length": str(len(page)), "cache-control": "no-store"})
            await send(held)
            await send({**message, "body": page})

        await self.app(scope, receive, answer)


def _is_page(message: Message) -> bool:
    return bool(message["status"] == 200 and Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"))


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


json_log.open_log()
if os.environ.get("FORWARDED_ALLOW_IPS") != settings().proxies:
    json_log.LOG.warning("start with: python -m dashboard serve; else the web server takes whoever is on this machine for a proxy")
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
        Middleware(SecurityHeadersMiddleware, page=content_policy.page(HEAD_LINES)),
        Middleware(RequestLimitMiddleware),
        Middleware(SessionPrivacyMiddleware),
        Middleware(PageHeadMiddleware),
        Middleware(SignInRedirectMiddleware),
        Middleware(StaticCompressionMiddleware),
    ],
    lifespan=watching,
    on_script_error=say_sorry,
)
