"""After signing in or out a reader is where they were: on the same page, in the same language, not on the overview.

Streamlit leads back to its first page. The page one left is kept in a cookie for a few minutes, as a path of this server only.
"""

from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from dashboard.server.asgi import Application, Message, Receive, Send

COOKIE = "servanda_back"
REMEMBERED_S = 600
LEAVING = ("/auth/login", "/auth/logout")
RETURNING = ("/auth/logout", "/oauth2callback")


class LeadsBack:
    """ASGI middleware: notes the page one leaves to sign in or out, and turns the redirect to the first page into one to it."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on; only those of signing in and out are touched."""
        if scope["type"] != "http" or not scope["path"].endswith((*LEAVING, *RETURNING)):
            await self.app(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        left = _of_this_server(headers.get(b"referer", ""), headers.get(b"host", "")) if scope["path"].endswith(LEAVING) else ""
        remembered = left or _kept(headers.get(b"cookie", ""))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                lines = list(message["headers"])
                if remembered and scope["path"].endswith(RETURNING):
                    lines = [(name, _instead(name, value, remembered)) for name, value in lines]
                if left:
                    cookie = f"{COOKIE}={quote(left, safe='')}; Path=/; Max-Age={REMEMBERED_S}; HttpOnly; SameSite=Lax"
                    lines.append((b"set-cookie", cookie.encode("latin-1")))
                message = {**message, "headers": lines}
            await send(message)

        await self.app(scope, receive, answer)


def _instead(name: bytes, value: bytes, remembered: str) -> bytes:
    """The header, or where it leads to a page of this server the page that was left."""
    leads_here = name.lower() == b"location" and value.startswith(b"/") and not value.startswith(b"//")
    return remembered.encode("latin-1") if leads_here else value


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
