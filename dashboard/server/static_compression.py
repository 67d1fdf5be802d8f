"""Streamlit's own scripts and styles go out compressed: 6 MB instead of 23; what is none of them is not found.

Streamlit leaves that to a proxy, since its server would compress anew for each reader. Here each file is compressed once in the
life of the process, when it is first asked for, and kept.
"""

import asyncio
import gzip
from functools import cache
from pathlib import Path, PurePosixPath

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.refusal import refuse

ADDRESS = "/static/"
# About nine tenths of the best there is, in a fifth of the time.
LEVEL = 6
KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
GONE = "There is no such file in this version."
# The name of each changes with its content.
FOR_EVER = "public, immutable, max-age=31536000"


class StaticCompressionMiddleware:
    """Middleware that serves Streamlit's scripts and styles compressed, each compressed once, to whoever takes gzip."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._packing = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, after compressing it if need be: one file at a time, beside the server's loop."""
        path = _files().get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if path is None and _is_gone(scope):
            await refuse(scope, receive, send, 404, GONE)
            return
        if path is None or not _takes_gzip(scope):
            await self.app(scope, receive, send)
            return
        async with self._packing:
            content = await asyncio.to_thread(_packed, path)
        headers = {"content-type": KINDS[path.suffix], "content-encoding": "gzip", "vary": "Accept-Encoding", "cache-control": FOR_EVER}
        await Response(content, headers=headers)(scope, receive, send)


def _is_gone(scope: Scope) -> bool:
    """Whether a script or style is asked for that there is not, such as one of an earlier version: Streamlit would send its page."""
    path = scope["path"] if scope["type"] == "http" else ""
    return path.startswith(ADDRESS) and PurePosixPath(path).suffix in KINDS and path not in _files()


def _takes_gzip(scope: Scope) -> bool:
    """Whether the reader takes gzip; who wants a part of a file gets it as it is."""
    headers = Headers(scope=scope)
    offered = headers.get("accept-encoding", "").replace(" ", "").split(",")
    return "range" not in headers and any(coding.split(";")[0] == "gzip" and not coding.endswith(";q=0") for coding in offered)


@cache
def _files() -> dict[str, Path]:
    """What there is to compress, by its address: nothing else is ever read."""
    folder = Path(st.__file__).parent / "static" / "static"
    return {ADDRESS + path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in KINDS}


@cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), LEVEL, mtime=0)
