"""Where the pages stand: addresses in the dashboard. The site makes its own (website/urls.py)."""

from collections.abc import Callable
from urllib.parse import urlencode

from etl.reports import atom_feed

# The address of a page of ours, by its name, the language and what it is asked for; None where there is no such page.
Addresses = Callable[[str, str, dict[str, str]], str | None]


def in_dashboard(page: str, lang: str, parameters: dict[str, str]) -> str | None:
    """A page of the dashboard, or its feed, below its root; data is downloaded by buttons there, it has no address."""
    if page == "data":
        return None
    if page == "feed":
        return atom_feed.address(lang)
    return f"{page}?{urlencode({**parameters, 'lang': lang})}"
