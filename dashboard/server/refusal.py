"""An answer that refuses a request, or a WebSocket that is to be opened, in one plain sentence."""

from starlette.responses import PlainTextResponse
from starlette.status import WS_1008_POLICY_VIOLATION
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, message: str, retry_after_s: int = 0) -> None:
    """Send the refusal; a WebSocket of a server that cannot send one is closed."""
    if scope["type"] == "websocket" and "websocket.http.response" not in scope.get("extensions", {}):
        await WebSocketClose(WS_1008_POLICY_VIOLATION)(scope, receive, send)
        return
    headers = {"cache-control": "no-store"}
    if retry_after_s:
        headers["retry-after"] = str(retry_after_s)
    await PlainTextResponse(message, status, headers)(scope, receive, send)
