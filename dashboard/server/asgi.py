"""The words of ASGI, between a web server and an application: https://asgi.readthedocs.io/en/latest/specs/main.html."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def header(scope: Message, name: bytes) -> str:
    """What a request says under a name in lower case; nothing where it says nothing."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


async def refuse(scope: Message, send: Send, status: int, text: str, retry_after_s: int = 0) -> None:
    """Answer a request, or the wish to open a WebSocket, with a status and one plain sentence."""
    kind = "http.response" if scope["type"] == "http" else "websocket.http.response"
    if kind != "http.response" and kind not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    body = text.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if retry_after_s:
        headers.append((b"retry-after", str(retry_after_s).encode()))
    await send({"type": f"{kind}.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.body", "body": b"" if scope.get("method") == "HEAD" else body})
