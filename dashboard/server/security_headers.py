"""What every answer says about itself: what a browser may do with it, and how its cookies may travel."""

from dashboard.server import content_policy
from dashboard.server.asgi import Application, Message, Receive, Send
from etl.settings import settings

ALWAYS = {
    b"x-content-type-options": b"nosniff",
    # Signing in leads back to the page one left, which only this server may know.
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": (
        b"accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(),"
        b" microphone=(), midi=(), payment=(), serial=(), usb=(), fullscreen=(self), clipboard-write=(self)"
    ),
}
# A year; without other names of the domain, which are not ours to decide about.
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")


class Protects:
    """ASGI middleware: adds the headers of a safe answer; `page` is the policy of pages that bring none of their own.

    The policy belongs to what is asked for, not to the answer: "not modified" has no content type, and a browser that keeps the page
    takes over the headers of that answer.
    """

    def __init__(self, app: Application, page: str) -> None:
        self.app, self.page = app, page

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on; complete the headers of what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Known from the connection, or from a proxy that is trusted: what a client claims is not in it.
        encrypted = scope.get("scheme") == "https"
        usual = self.page if content_policy.is_page(scope["path"]) else content_policy.NOTHING

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _completed(list(message["headers"]), usual, encrypted)}
            await send(message)

        await self.app(scope, receive, answer)


def _completed(headers: list[tuple[bytes, bytes]], usual: str, encrypted: bool) -> list[tuple[bytes, bytes]]:
    present = {name.lower(): value for name, value in headers}
    added = {name: value for name, value in ALWAYS.items() if name not in present}
    own = present.get(b"content-security-policy", usual.encode())
    added[b"content-security-policy"] = own + b"; " + content_policy.framed().encode()
    if not settings().framed_by:
        added[b"x-frame-options"] = b"DENY"
    if encrypted:
        added.update([HTTPS_ONLY])
        headers = [(name, _secure(value) if name.lower() == b"set-cookie" else value) for name, value in headers]
    return [(name, value) for name, value in headers if name.lower() != b"content-security-policy"] + list(added.items())


def _secure(cookie: bytes) -> bytes:
    """A cookie that travels over HTTPS only."""
    return cookie if b"; secure" in cookie.lower() else cookie + b"; Secure"
