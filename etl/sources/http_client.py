"""Asking publishers over HTTP: patient, polite, bounded, and clear about what failed."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx2

from etl.errors import OutsideError
from etl.sources.public_addresses import LookUp, look_up, public_address

DATA_STAY = "the data fetched before are kept"
# Answers that may be different a moment later (RFC 9110, 15.5 and 15.6; 429 is RFC 6585).
TEMPORARY = (408, 425, 429, 500, 502, 503, 504)
REDIRECTS = (301, 302, 303, 307, 308)
VALIDATORS = {"If-None-Match", "If-Modified-Since"}
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
USER_AGENT = "servanda (follows the pledges of international declarations)"


class PublisherFailed(OutsideError):
    """A publisher could not be asked; the message says what failed, at which host, what to do."""

    def __init__(self, host: str, what: str, advice: str) -> None:
        super().__init__(f"{host}: {what}; {advice}; {DATA_STAY}")


class Unreachable(PublisherFailed):
    """No connection, no answer in time, or an answer that broke off, each time it was tried."""


class Refused(PublisherFailed):
    """The publisher answered that it will not or cannot give this."""


class TooMuch(PublisherFailed):
    """The answer is larger than the limit."""


class NotPublic(PublisherFailed):
    """The address lies on this machine or in the network around it, where a link from outside has no business."""


class BadRedirect(PublisherFailed):
    """The publisher sends on without end, to nowhere, or to something else than a web address."""


@dataclass(frozen=True)
class Answer:
    """What came back: the body, decompressed, or None where nothing changed since the validators that were sent.

    `url` is the address that answered in the end, after all redirects.
    """

    body: bytes | None
    etag: str
    last_modified: str
    url: str


class Publisher:
    """A client for publishers' interfaces.

    Each try may take `timeout` seconds for a connection or between two pieces of the answer and `longest` seconds in all;
    `tries` tries stand 1, 2, 4, ... times `back_off` seconds apart, or as far as Retry-After says, up to `most_patience` seconds.
    Requests to one host begin at least `interval` seconds apart. Answers of more than `most_bytes` are given up. `wait` and
    `clock` (seconds, monotonic) can be replaced, so that tests need not sleep. With `only_public` every address, also one that is
    sent on to, has to be public (etl.sources.public_addresses): for links that somebody sent in. `find` looks up a host's addresses.
    """

    def __init__(
        self,
        *,
        timeout: float = 30,
        longest: float = 300,
        tries: int = 4,
        back_off: float = 1,
        most_patience: float = 120,
        interval: float = 1,
        most_bytes: int = 50_000_000,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        only_public: bool = False,
        find: LookUp = look_up,
    ) -> None:
        self.timeout, self.longest, self.tries, self.back_off = timeout, longest, tries, back_off
        self.most_patience, self.interval, self.most_bytes = most_patience, interval, most_bytes
        self.wait, self.clock = wait, clock
        self.only_public, self.find = only_public, find
        self._asked: dict[str, float] = {}
        # Two hosts may share one address: a connection made for one of them is not used for the other.
        limits = httpx2.Limits(max_keepalive_connections=0) if only_public else httpx2.Limits()
        self._client = httpx2.Client(timeout=timeout, limits=limits, follow_redirects=False, headers={"User-Agent": USER_AGENT})

    def __enter__(self) -> "Publisher":
        return self

    def __exit__(self, *raised: object) -> None:
        self._client.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None, etag: str = "", last_modified: str = "") -> Answer:
        """Fetch an address; with validators of an earlier answer only what is new since.

        Raises a PublisherFailed: Unreachable, Refused, TooMuch, NotPublic or BadRedirect.
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        sent = {**(headers or {}), **{name: value for name, value in validators.items() if value}}
        failure: Unreachable | Refused
        for tried in range(self.tries):
            host = _host(url)
            pause = self.back_off * 2**tried
            try:
                return self._try(url, sent)
            except _Busy as busy:
                failure = Refused(
                    busy.host, f"answered {busy.status} {self.tries} times", "it is overloaded or out of order: try again later"
                )
                if busy.retry_after > self.most_patience:
                    raise Refused(busy.host, f"asks to wait {busy.retry_after:.0f} seconds", "try again after that") from None
                pause = max(pause, busy.retry_after)
            except (httpx2.TimeoutException, _Slow):
                failure = Unreachable(host, f"gave no whole answer in time, {self.tries} times", "try again later, or allow more time")
            except (httpx2.NetworkError, httpx2.ProxyError) as error:
                failure = Unreachable(host, f"no connection ({error})", "check the network and the address, then try again")
            except (httpx2.RemoteProtocolError, httpx2.DecodingError) as error:
                failure = Unreachable(host, f"the answer broke off or was garbled ({error})", "try again later")
            if tried + 1 < self.tries:
                self.wait(pause)
        raise failure

    def _try(self, url: str, headers: Mapping[str, str]) -> Answer:
        deadline = self.clock() + self.longest
        asked = _address(url, _host(url))
        for _ in range(MOST_REDIRECTS + 1):
            self._be_polite(asked.host)
            with self._opened(asked, headers) as response:
                if response.status_code not in REDIRECTS:
                    return self._read(response, asked, deadline, not VALIDATORS.isdisjoint(headers))
                target = response.headers.get("Location", "")
                if not target:
                    raise BadRedirect(asked.host, "sends on to nowhere", "check the address")
                following = _address(target, asked.host, asked)
            if (following.scheme, following.host, following.port) != (asked.scheme, asked.host, asked.port):
                # A key or a validator is meant for the host it was given for, and for no other.
                headers = {}
            asked = following
        raise BadRedirect(asked.host, f"sends on more than {MOST_REDIRECTS} times", "check the address")

    def _opened(self, asked: httpx2.URL, headers: Mapping[str, str]) -> AbstractContextManager[httpx2.Response]:
        if not self.only_public:
            return self._client.stream("GET", asked, headers=dict(headers))
        host = asked.raw_host.decode("ascii")
        try:
            address = public_address(host, asked.port or PORTS[asked.scheme], self.find)
        except (OSError, UnicodeError) as error:
            raise Unreachable(host, f"no such host ({error})", "check the address") from error
        if address is None:
            raise NotPublic(host, "the address leads into a network that is not public", "give a link to a public page")
        # The connection goes to the address that was looked at; host and certificate are still those of the link.
        named = {**headers, "Host": asked.netloc.decode("ascii")}
        return self._client.stream("GET", asked.copy_with(host=address), headers=named, extensions={"sni_hostname": host})

    def _read(self, response: httpx2.Response, asked: httpx2.URL, deadline: float, conditional: bool) -> Answer:
        status, host = response.status_code, asked.host
        etag, last_modified = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
        if status == 304 and conditional:
            return Answer(None, etag, last_modified, str(asked))
        if status in TEMPORARY:
            raise _Busy(host, status, _retry_after(response.headers))
        if status in (401, 403, 407):
            raise Refused(host, f"refuses access ({status})", "check the key or the terms of this publisher")
        if status in (404, 410):
            raise Refused(host, f"has nothing at this address ({status}: {asked.path})", "check series and address of the query")
        if status != 200:
            raise Refused(host, f"answered {status}", "check the query")
        too_much = TooMuch(host, f"the answer is larger than {self.most_bytes / 1e6:g} MB", "ask for less, or raise the limit")
        if response.headers.get("Content-Length", "0").isdecimal() and int(response.headers.get("Content-Length", "0")) > self.most_bytes:
            raise too_much
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > self.most_bytes:
                raise too_much
            if self.clock() > deadline:
                raise _Slow
        return Answer(bytes(body), etag, last_modified, str(asked))

    def _be_polite(self, host: str) -> None:
        last = self._asked.get(host)
        if last is not None and (pause := last + self.interval - self.clock()) > 0:
            self.wait(pause)
        self._asked[host] = self.clock()


class _Busy(Exception):
    """The publisher cannot answer now; `retry_after` seconds are what it asks for, 0 where it does not."""

    def __init__(self, host: str, status: int, retry_after: float) -> None:
        super().__init__(status)
        self.host, self.status, self.retry_after = host, status, retry_after


class _Slow(Exception):
    """The answer comes, but too slowly."""


def _address(url: str, host: str, base: httpx2.URL | None = None) -> httpx2.URL:
    try:
        address = httpx2.URL(url) if base is None else base.join(url)
    except httpx2.InvalidURL as error:
        raise BadRedirect(host, f"the address is none ({error})", "check the address") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise BadRedirect(host, f"the address leads to {address.scheme or 'nowhere'}, not to a web page", "check the address")
    return address


def _host(url: str) -> str:
    try:
        return httpx2.URL(url).host or url
    except httpx2.InvalidURL:
        return url


def _retry_after(headers: httpx2.Headers) -> float:
    """The seconds that Retry-After asks for; a day and time counts from the Date of the same answer, not from our clock."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - parsedate_to_datetime(headers.get("Date", ""))).total_seconds())
    except (ValueError, TypeError):
        return 0.0
