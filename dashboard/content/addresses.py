"""Where the pages stand: addresses in the dashboard. The site makes its own (website/addresses.py)."""

from collections.abc import Callable
from urllib.parse import urlencode

# The address of a page of ours, by its name, the language and what it is asked for; None where there is no such page.
Addresses = Callable[[str, str, dict[str, str]], str | None]


def in_dashboard(page: str, lang: str, parameters: dict[str, str]) -> str | None:
    """A page of the dashboard, below its root; data is downloaded by buttons there, it has no address."""
    if page == "data":
        return None
    return f"{page}?{urlencode({**parameters, 'lang': lang})}"
