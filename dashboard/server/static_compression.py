"""Streamlit's own scripts and styles go out compressed: 6 MB instead of 23; what is none of them is not found.

Streamlit leaves that to a proxy, since its server would compress anew for each reader. Here each file is compressed once in the
life of the process, when it is first asked for, and kept.
"""

import asyncio
import gzip
from functools import cache
from pathlib import Path, PurePosixPath

import streamlit as st

from dashboard.server.asgi import Application, Message, Receive, Send, refuse

ADDRESS = "/static/"
# About nine tenths of the best there is, in a fifth of the time.
LEVEL = 6
KINDS = {".js": b"text/javascript; charset=utf-8", ".css": b"text/css; charset=utf-8", ".svg": b"image/svg+xml"}
GONE = "There is no such file in this version."
# The name of each changes with its content.
FOR_EVER = b"public, immutable, max-age=31536000"


class Packs:
    """ASGI middleware: answers what asks for a script or style of Streamlit and takes gzip; everything else passes."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self._packing = asyncio.Lock()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer from what is kept, after compressing it if need be: one file at a time, beside the server's loop."""
        path = _files().get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if path is None and _is_gone(scope):
            await refuse(scope, send, 404, GONE)
            return
        if path is None or not _takes_gzip(scope):
            await self.app(scope, receive, send)
            return
        async with self._packing:
            content = await asyncio.to_thread(_packed, path)
        headers = [
            (b"content-type", KINDS[path.suffix]),
            (b"content-length", str(len(content)).encode()),
            (b"content-encoding", b"gzip"),
            (b"vary", b"Accept-Encoding"),
            (b"cache-control", FOR_EVER),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})


def _is_gone(scope: Message) -> bool:
    """Whether a script or style is asked for that there is not, such as one of an earlier version: Streamlit would send its page."""
    path = scope["path"] if scope["type"] == "http" else ""
    return path.startswith(ADDRESS) and PurePosixPath(path).suffix in KINDS and path not in _files()


def _takes_gzip(scope: Message) -> bool:
    """Whether the reader takes gzip; who wants a part of a file gets it as it is."""
    headers = {name.lower(): value for name, value in scope["headers"]}
    offered = [coding.strip().replace(b" ", b"") for coding in headers.get(b"accept-encoding", b"").split(b",")]
    return b"range" not in headers and any(coding.split(b";")[0] == b"gzip" and not coding.endswith(b";q=0") for coding in offered)


@cache
def _files() -> dict[str, Path]:
    """What there is to compress, by its address: nothing else is ever read."""
    folder = Path(st.__file__).parent / "static" / "static"
    return {ADDRESS + path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in KINDS}


@cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), LEVEL, mtime=0)
