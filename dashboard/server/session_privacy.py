"""Keeps what Streamlit knows of this machine, which it sends with the first message of every page, from the browser."""

from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# The path of the script: a message that holds it is the one that begins a page.
SCRIPT = str(Path(__file__).resolve().parent.parent / "app.py")


class SessionPrivacyMiddleware:
    """Middleware that removes the script path, the installation ids and the versions from Streamlit's first message."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; only what is sent through a WebSocket is looked at."""
        mark = SCRIPT.encode()

        async def answer(message: Message) -> None:
            if message["type"] == "websocket.send" and mark in (message.get("bytes") or b""):
                message = {**message, "bytes": _without(message["bytes"])}
            await send(message)

        await self.app(scope, receive, answer if scope["type"] == "websocket" else send)


def _without(content: bytes) -> bytes:
    message = ForwardMsg.FromString(content)
    if message.WhichOneof("type") == "new_session":
        message.new_session.main_script_path = "app"
        for field in ("installation_id", "installation_id_v3", "installation_id_v4"):
            message.new_session.initialize.user_info.ClearField(field)
        for field in ("python_version", "server_os"):
            message.new_session.initialize.environment_info.ClearField(field)
    return bytes(message.SerializeToString())
