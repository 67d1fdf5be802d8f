"""What a browser may do with an answer of ours: the Content-Security-Policy of pages, and of everything else."""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from etl.settings import listed, settings

INLINE = re.compile(rb'<script(?: type="module")?>(.*?)</script>', re.DOTALL)
# Addresses without the name of a file that are no pages.
ROUTES = ("/_stcore/", "/healthz", "/readyz", "/news", "/picture")
# A file that is opened alone, such as a picture somebody made, may do nothing at all.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; sandbox"


def page(lines: bytes) -> str:
    """The policy of Streamlit's page with `lines` of ours in its head.

    Scripts: those of this server, and inline only the very ones that Streamlit and we ship. Styles are open: Streamlit and Plotly write
    them while they run. Charts and downloads are made of `blob:` and `data:`. Nothing leaves for another server.
    """
    shell = (Path(st.__file__).parent / "static" / "index.html").read_bytes()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {' '.join(hashes(INLINE.findall(shell + lines)))}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


def is_page(path: str) -> bool:
    """Whether an address is one of the dashboard's pages, which all are one HTML file: no name of a file, and no route."""
    return "." not in path.rpartition("/")[2] and not path.startswith(ROUTES)


def framed() -> str:
    """Who may show a page of ours in a frame: nobody, or those the settings name."""
    return "frame-ancestors " + (" ".join(listed(settings().framed_by)) or "'none'")


def hashes(scripts: Iterable[bytes]) -> list[str]:
    """Inline scripts as a policy names them."""
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts]
