"""After signing in or out a reader is where they were: on the same page, in the same language, not on the overview.

Streamlit leads back to its first page. The page one left is kept in a cookie for a few minutes, as a path of this server only.
"""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "servanda_back"
REMEMBERED_S = 600
LEAVING = ("/auth/login", "/auth/logout")
RETURNING = ("/auth/logout", "/oauth2callback")


class SignInRedirectMiddleware:
    """Middleware that stores the page one leaves to sign in or out, and redirects there in place of the first page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; only those of signing in and out are touched."""
        if scope["type"] != "http" or not scope["path"].endswith((*LEAVING, *RETURNING)):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        left = _of_this_server(asked.get("referer", ""), asked.get("host", "")) if scope["path"].endswith(LEAVING) else ""
        remembered = left or _kept(asked.get("cookie", ""))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if remembered and scope["path"].endswith(RETURNING) and _is_path(headers.get("location", "")):
                    headers["location"] = remembered
                if left:
                    headers.append("set-cookie", f"{COOKIE}={quote(left, safe='')}; Path=/; Max-Age={REMEMBERED_S}; HttpOnly; SameSite=Lax")
            await send(message)

        await self.app(scope, receive, answer)


def _of_this_server(address: str, host: str) -> str:
    """Path and query of an address of this server, else nothing."""
    try:
        found = urlsplit(address)
    except ValueError:
        return ""
    path = found._replace(scheme="", netloc="", fragment="").geturl()
    return path if found.netloc == host and _is_path(path) else ""


def _kept(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    path = unquote(found.value) if found else ""
    return path if _is_path(path) else ""


def _is_path(path: str) -> bool:
    """Whether a browser takes it for a path of this server whatever stands in it, and it fits a header."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and all("!" <= letter <= "~" for letter in path)
