"""What every answer says about itself: what a browser may do with it, and how its cookies may travel."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server import content_policy
from etl.settings import settings

ALWAYS = {
    "x-content-type-options": "nosniff",
    # Signing in leads back to the page one left, which only this server may know.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(),"
        " microphone=(), midi=(), payment=(), serial=(), usb=(), fullscreen=(self), clipboard-write=(self)"
    ),
}
# A year; without other names of the domain, which are not ours to decide about.
HTTPS_ONLY = "max-age=31536000"


class SecurityHeadersMiddleware:
    """Middleware that adds security headers to every answer; `page` is the policy of pages that bring none of their own.

    The policy belongs to what is asked for, not to the answer: "not modified" has no content type, and a browser that keeps the page
    takes over the headers of that answer.
    """

    def __init__(self, app: ASGIApp, page: str) -> None:
        self.app, self.page = app, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; complete the headers of what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Known from the connection, or from a proxy that is trusted: what a client claims is not in it.
        encrypted = scope.get("scheme") == "https"
        usual = self.page if content_policy.is_page(scope["path"]) else content_policy.NOTHING

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message), usual, encrypted)
            await send(message)

        await self.app(scope, receive, answer)


def _complete(headers: MutableHeaders, usual: str, encrypted: bool) -> None:
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    own = headers.get("content-security-policy", usual)
    headers["content-security-policy"] = f"{own}; {content_policy.framed()}"
    if not settings().framed_by:
        headers["x-frame-options"] = "DENY"
    if encrypted:
        headers["strict-transport-security"] = HTTPS_ONLY
        headers.raw[:] = [(name, _secure(value) if name == b"set-cookie" else value) for name, value in headers.raw]


def _secure(cookie: bytes) -> bytes:
    """A cookie that travels over HTTPS only."""
    return cookie if b"; secure" in cookie.lower() else cookie + b"; Secure"
