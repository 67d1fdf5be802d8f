"""What is refused before it reaches a page, because it is asked too often, too long, by a wrong name or from elsewhere."""

import asyncio
import ipaddress
import math
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access.rate_limit import Allowance, Allowances
from dashboard.server.refusal import refuse
from etl import audit_log
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.messages import N_
from etl.settings import Settings, listed, settings

LONGEST_ADDRESS = 8_000
MINUTE_S, HOUR_S, MB = 60.0, 3600.0, 1_000_000
# What a page may tell the server through its WebSocket; whoever types, chooses and clicks stays far below.
MESSAGES, MESSAGES_PERIOD_S = 300, 15.0
HEALTH = ("/healthz", "/readyz", "/_stcore/health")
UPLOAD = "/_stcore/upload_file/"
STREAM = "/_stcore/stream"
# Of Streamlit's own routes those its pages use; figures about the process, agents and components of others are closed.
OPEN_ROUTES = ("/_stcore/health", "/_stcore/host-config", UPLOAD)
CLOSED = ("/_stcore/", "/component/")
# Files that never change: cheap to send, and kept by browsers.
UNCHANGING = ("/static/", "/favicon.png", "/manifest.json")
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::\d{1,5})?")
READING = ("GET", "HEAD", "OPTIONS")

NOT_HERE = "There is nothing here."
WRONG_NAME = "This server is not known by that name."
TOO_LONG = "This address is too long."
ONLY_READ = "This can only be read."
NO_LENGTH = "Say how long the file is."
ELSEWHERE = "Pages of other servers may not talk to this one."
TOO_OFTEN = N_("Too many requests came from your address; try again in a minute.")
TOO_MUCH = "Too much was sent from your address; try again later."
TOO_MANY = "Too many pages are open from your address; close some and try again."


class RequestLimitMiddleware:
    """Middleware that passes on what a reader, a submitter or a health check may ask for, and refuses the rest in a sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._requests, self._connections, self._uploads = Allowances(MINUTE_S), Allowances(MINUTE_S), Allowances(HOUR_S)
        self._open = Counter[str]()
        self._noted = Allowance(1, MINUTE_S)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        now = settings()
        client = _client(scope)
        if (wrong := _malformed(scope, now)) is not None:
            await refuse(scope, receive, send, *wrong)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send, client, now)
        else:
            await self._connect(scope, receive, send, client, now)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, client: str, now: Settings) -> None:
        path = scope["path"]
        if scope["method"] == "PUT":
            wait = self._uploads.take(now.upload_mb_per_hour * MB, client, _length(scope) or 0)
            if wait:
                await self._too_much(scope, receive, send, client, TOO_MUCH, wait)
                return
        if not path.startswith(UNCHANGING) and path not in HEALTH:
            wait = self._requests.take(now.requests_per_minute, client)
            if wait:
                await self._too_much(scope, receive, send, client, TOO_OFTEN, wait)
                return
        await self.app(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send, client: str, now: Settings) -> None:
        wait = self._connections.take(now.connections_per_minute, client)
        if wait:
            await self._too_much(scope, receive, send, client, TOO_OFTEN, wait)
            return
        if self._open[client] >= now.open_connections:
            await self._too_much(scope, receive, send, client, TOO_MANY, MINUTE_S)
            return
        self._open[client] += 1
        try:
            await self.app(scope, _slowed(receive), send)
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]

    async def _too_much(self, scope: Scope, receive: Receive, send: Send, client: str, text: str, wait: float) -> None:
        seconds = math.ceil(min(wait, HOUR_S))
        # A flood is one line a minute, not a flood of lines.
        if not self._noted.take(client):
            audit_log.note("refused", client, action=scope["path"][:200], reason="too much from one address")
        await refuse(scope, receive, send, 429, translator(_language(scope)).t(text), seconds)


def _language(scope: Scope) -> str:
    """The language of the address, else the first one the browser asks for."""
    asked = QueryParams(scope["query_string"]).get("lang") or Headers(scope=scope).get("accept-language", "")[:2]
    return asked if asked in LANGUAGES else "en"


def _malformed(scope: Scope, now: Settings) -> tuple[int, str] | None:
    """What is wrong with a request whoever sends it: the status and the sentence, or None."""
    path: str = scope["path"]
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
        return 414, TOO_LONG
    if now.hosts and path not in HEALTH and _name(Headers(scope=scope).get("host", "")) not in {*THIS_MACHINE, *listed(now.hosts.lower())}:
        return 400, WRONG_NAME
    if scope["type"] == "websocket":
        return _strange(scope, now)
    if path.startswith(CLOSED) and not path.startswith(OPEN_ROUTES):
        return 404, NOT_HERE
    if not path.startswith(UPLOAD):
        return (405, ONLY_READ) if scope["method"] not in READING or _length(scope) else None
    return (411, NO_LENGTH) if scope["method"] == "PUT" and _length(scope) is None else None


def _strange(scope: Scope, now: Settings) -> tuple[int, str] | None:
    """Whether a WebSocket is wanted by a page that is not ours: a browser says where it got the page from."""
    if scope["path"] != STREAM:
        return 404, NOT_HERE
    origin = Headers(scope=scope).get("origin", "")
    ours = not origin or _place(origin) in {Headers(scope=scope).get("host", "").lower(), _place(now.address)} - {""}
    return None if ours else (403, ELSEWHERE)


def _client(scope: Scope) -> str:
    """Whom a limit counts: the client's address, of the sixth kind its network, which is what one subscriber gets."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _length(scope: Scope) -> int | None:
    """How long the body is said to be; None where it is not said, or not as a number."""
    value = Headers(scope=scope).get("content-length", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def _name(host: str) -> str:
    """The name in the header Host, without its port; nothing where it is no such header."""
    found = HOST.fullmatch(host.lower())
    return (found[1] or found[2]).rstrip(".") if found else ""


def _place(address: str) -> str:
    """Host and port of an address, as the header Host has them."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _slowed(receive: Receive) -> Callable[[], Awaitable[Message]]:
    """The messages of one page, no faster than it may send them: the others wait in its connection, not in our memory."""
    allowed = Allowance(MESSAGES, MESSAGES_PERIOD_S, 1)

    async def next_one() -> Message:
        while wait := allowed.take(""):
            await asyncio.sleep(wait)
        return await receive()

    return next_one
