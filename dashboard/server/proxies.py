"""Whom to believe about who asks: only the proxies that the settings name.

The web server would believe whoever connects from this machine, and Streamlit, which starts it, passes no other choice on. It
wraps an application in this after it has loaded it: by then the choice is made here.
"""

import uvicorn.config
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from dashboard.server.asgi import Application
from etl.settings import listed


class NamedProxies(ProxyHeadersMiddleware):
    """The web server's own reading of `X-Forwarded-For` and `X-Forwarded-Proto`, with our list of trusted proxies."""

    named = ""

    def __init__(self, app: Application, trusted_hosts: list[str] | str = "") -> None:
        super().__init__(app, listed(self.named))  # type: ignore[arg-type]


def believe(named: str) -> None:
    """Believe these addresses and networks (with commas) and no others, from the next application that is loaded on."""
    NamedProxies.named = named
    uvicorn.config.ProxyHeadersMiddleware = NamedProxies  # type: ignore[assignment,attr-defined]
