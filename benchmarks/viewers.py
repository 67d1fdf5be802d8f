"""Readers of a dashboard as their browsers act: pages loaded, widgets used, waiting for news, by Streamlit's own messages.

What a click costs a server is what a browser makes it do: a link in a text loads the page anew (document, two questions, a new
WebSocket and session), the navigation and the widgets run it within the session.
"""

import asyncio
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

LANGUAGES = ("en", "en", "ru", "ru", "kk", "fr")
PLEDGES = [f"D{number:02}" for number in range(1, 46)] + ["A01", "A02"]
INDICATORS = (
    "trade-turnover", "air-passengers-kaz", "cpc-shipments", "titr-freight", "north-south-eastern-freight", "oil-germany",
    "gas-transit-uzbekistan", "russian-oil-transit-china",
)  # fmt: skip
DOMAINS = ("transport", "energy", "raw-materials", "migration", "trade")
# How often each is clicked: links in texts, places of the navigation, and choices on the page one is on.
MIX = {
    "a pledge": 22, "an indicator": 14, "a domain": 8, "overview": 14, "pledges": 10, "evidence": 6, "changes": 6, "method": 4,
    "due": 2, "a filter": 14,
}  # fmt: skip
WITH_AN_EARLIER_DAY = 0.05
EARLIER_DAY = "2026-03-31"
SORRY = ("This page could not be shown", "No build yet")
BUILD = re.compile(r'data-build="([0-9a-f]+)"')
LONGEST_S = 60


@dataclass
class Clicked:
    """One click: what on, when (seconds of the loop's clock), how long it took until the page's run was over."""

    what: str
    at: float
    seconds: float


@dataclass
class Tally:
    """What all viewers saw."""

    clicks: list[Clicked] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received: int = 0


@dataclass
class Shown:
    """What stands on a page: where the navigation leads, its choices, the button that shows a new build."""

    pages: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    news: str = ""
    build: str = ""


class Viewer:
    """One reader with one open page."""

    def __init__(self, address: str, tally: Tally, seed: int, lang: str = "") -> None:
        self.server = urlsplit(address)
        self.tally = tally
        self.chance = random.Random(seed)
        self.query = {"lang": lang or self.chance.choice(LANGUAGES)}
        self.socket: ClientConnection | None = None
        self.page = ""
        self.shown = Shown()
        self.chosen: dict[str, str] = {}
        self.held: set[str] = set()
        self.turn = asyncio.Lock()

    async def walk(self) -> None:
        """Every page once in this viewer's language, so that a build is warm."""
        asked = [("pledge", {"id": key}) for key in PLEDGES] + [("indicator", {"id": key}) for key in INDICATORS]
        asked += [("domains", {"domain": key}) for key in DOMAINS]
        asked += [(page, {}) for page in ("", "pledges", "evidence", "changes", "due", "method")]
        for page, query in asked:
            await self._load(page, {**query, "lang": self.query["lang"]})
        assert self.socket
        await self.socket.close()

    async def read(self, think_s: float, until: Callable[[], bool]) -> None:
        """Click, think, click again; in between a new build may come."""
        await asyncio.sleep(self.chance.uniform(0, think_s))
        news = asyncio.create_task(self._watch(until))
        while not until():
            await self._do(self.chance.choices(list(MIX), list(MIX.values()))[0] if self.socket else "overview")
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * think_s)
        news.cancel()
        await asyncio.gather(news, return_exceptions=True)
        if self.socket:
            await self.socket.close()

    async def _do(self, what: str) -> None:
        async with self.turn:
            started = time.perf_counter()
            try:
                async with asyncio.timeout(LONGEST_S):
                    await self._click(what)
            except Exception as error:  # Whatever a server does to a viewer is counted, not raised.
                self.tally.errors.append(f"{what}: {type(error).__name__} {error}")
                if self.socket:
                    await self.socket.close()
                self.socket = None
                return
            self.tally.clicks.append(Clicked(what, started, time.perf_counter() - started))

    async def _click(self, what: str) -> None:
        lang = {"lang": self.query["lang"]}
        if self.chance.random() < WITH_AN_EARLIER_DAY:
            lang["as_of"] = EARLIER_DAY
        match what:
            case "a pledge":
                await self._load("pledge", {"id": self.chance.choice(PLEDGES), **lang})
            case "an indicator":
                await self._load("indicator", {"id": self.chance.choice(INDICATORS), **lang})
            case "a domain":
                await self._load("domains", {"domain": self.chance.choice(DOMAINS), **lang})
            case "a filter" if self.shown.choices:
                widget = self.chance.choice(list(self.shown.choices))
                self.chosen[widget] = self.chance.choice(self.shown.choices[widget])
                await self._run(self._state())
            case "a filter":
                await self._go("pledges")
            case "a new build":
                await self._run(self._state(pressed=self.shown.news))
            case _ if self.socket is None:
                await self._load("", lang)
            case _:
                await self._go(what)

    async def _load(self, page: str, query: dict[str, str]) -> None:
        """A page of its own: document, health, host's settings, then a session."""
        if self.socket:
            await self.socket.close()
        self.page, self.query, self.chosen, self.held, self.shown = page, query, {}, set(), Shown()
        for path in (f"/{page}?{urlencode(query)}", "/_stcore/health", "/_stcore/host-config"):
            status, _ = await self._get(path)
            if status != 200:
                raise OSError(f"{path}: {status}")
        self.socket = await connect(
            f"ws://{self.server.netloc}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None, proxy=None,
            origin=f"http://{self.server.netloc}",  # type: ignore[arg-type]
        )  # fmt: skip
        await self._run(self._state())

    async def _go(self, page: str) -> None:
        """A place of the navigation: another page in the same session."""
        self.page, self.query, self.chosen = "" if page == "overview" else page, {"lang": self.query["lang"]}, {}
        await self._run(self._state())

    def _state(self, pressed: str = "") -> ClientState:
        state = ClientState(query_string=urlencode(self.query), cached_message_hashes=list(self.held))
        if self.shown.pages:
            state.page_script_hash = self.shown.pages[self.page]
        else:
            state.page_name = self.page
        for widget, value in self.chosen.items():
            state.widget_states.widgets.add(id=widget, string_value=value)
        if pressed:
            state.widget_states.widgets.add(id=pressed, trigger_value=True)
        return state

    async def _run(self, state: ClientState) -> None:
        """One run of the page's script, to its end."""
        assert self.socket is not None
        await self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        shown, held = Shown(pages=self.shown.pages), set[str]()
        while True:
            data = await self.socket.recv(decode=False)
            self.tally.received += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if message.metadata.cacheable:
                held.add(message.hash)
            if kind == "navigation":
                shown.pages = {"" if item.is_default else item.url_pathname: item.page_script_hash for item in message.navigation.app_pages}
            elif kind == "page_info_changed":
                self.query = dict(parse_qsl(message.page_info_changed.query_string))
            elif kind == "ref_hash":
                held.add(message.ref_hash)
            elif kind == "delta":
                self._see(message, shown)
            elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                break
        if not shown.build:
            raise ValueError("a page without its foot")
        self.shown, self.held = shown, held

    def _see(self, message: ForwardMsg, shown: Shown) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "html":
            found = BUILD.search(element.html.body)
            shown.build = found[1] if found else shown.build
            if any(text in element.html.body for text in SORRY):
                raise ValueError(element.html.body[:200])
        elif kind == "selectbox" and not element.selectbox.id.endswith("-None"):
            shown.choices[element.selectbox.id] = list(element.selectbox.options)
        elif kind == "button" and element.button.id.endswith("new-build"):
            shown.news = element.button.id
        elif kind == "exception":
            raise ValueError(element.exception.message)

    async def _watch(self, until: Callable[[], bool]) -> None:
        """What news.js does in an open page: wait for another build, rest as long as the answer says, show it."""
        while not until():
            build = self.shown.build
            if not build:
                await asyncio.sleep(0.2)
                continue
            try:
                status, answer = await self._get(f"/news?shown={build}")
            except OSError as error:
                self.tally.errors.append(f"news: {type(error).__name__} {error}")
                await asyncio.sleep(2)
                continue
            if status not in (200, 204):
                await asyncio.sleep(2)
            if status != 200 or build != self.shown.build:
                continue
            await asyncio.sleep(float(answer or 0) / 1000)
            if build == self.shown.build and self.shown.news:
                await self._do("a new build")

    async def _get(self, path: str) -> tuple[int, bytes]:
        """Status and body of a small answer."""
        reader, writer = await asyncio.open_connection(self.server.hostname, self.server.port)
        try:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {self.server.netloc}\r\nConnection: close\r\n\r\n".encode())
            head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
            return int(head.split(b" ", 2)[1]), body
        finally:
            writer.close()
