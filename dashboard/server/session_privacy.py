"""What a page tells a browser about this machine: nothing. Streamlit begins every page with the path of its script and more."""

from pathlib import Path

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.server.asgi import Application, Message, Receive, Send

# The path of the script: a message that holds it is the one that begins a page.
SCRIPT = str(Path(__file__).resolve().parent.parent / "app.py")


class KeepsToItself:
    """ASGI middleware: takes the path of the script, the id of this installation and what runs here out of the first message of a page."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
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
