"""What every answer says about itself: what a browser may do with it, and how its cookies may travel."""

from dashboard import policy
from dashboard.asgi import Application, Message, Receive, Send
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
    """ASGI middleware: adds the headers of a safe answer; `page` is the policy of HTML pages that bring none of their own."""

    def __init__(self, app: Application, page: str) -> None:
        self.app, self.page = app, page

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on; complete the headers of what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Known from the connection, or from a proxy that is trusted: what a client claims is not in it.
        encrypted = scope.get("scheme") == "https"

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _completed(list(message["headers"]), self.page, encrypted)}
            await send(message)

        await self.app(scope, receive, answer)


def _completed(headers: list[tuple[bytes, bytes]], page: str, encrypted: bool) -> list[tuple[bytes, bytes]]:
    said = {name.lower(): value for name, value in headers}
    is_page = said.get(b"content-type", b"").startswith(b"text/html")
    added = {name: value for name, value in ALWAYS.items() if name not in said}
    own = said.get(b"content-security-policy", (page if is_page else policy.NOTHING).encode())
    added[b"content-security-policy"] = own + b"; " + policy.framed().encode()
    if not settings().framed_by:
        added[b"x-frame-options"] = b"DENY"
    if encrypted:
        added.update([HTTPS_ONLY])
        headers = [(name, _secure(value) if name.lower() == b"set-cookie" else value) for name, value in headers]
    return [(name, value) for name, value in headers if name.lower() != b"content-security-policy"] + list(added.items())


def _secure(cookie: bytes) -> bytes:
    """A cookie that travels over HTTPS only."""
    return cookie if b"; secure" in cookie.lower() else cookie + b"; Secure"
