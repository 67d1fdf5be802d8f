"""What every publisher's connector gives: an address for a query, and figures from its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from etl.sources.figure import Figure
from etl.sources.query import Query


def _only_page(body: bytes, address: str) -> str | None:
    return None


def _no_headers() -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Connector:
    """One publisher's interface.

    `url(query, since)` gives the address of the first page, `parse(body, query)` the figures of one page, `next_url(body, address)`
    the address of the page after it or None, `headers()` what has to be sent along. `parameters` says what each parameter of a
    query means, `documentation` is the publisher's own page.
    """

    publisher: str
    documentation: str
    parameters: Mapping[str, str]
    url: Callable[[Query, date | None], str]
    parse: Callable[[bytes, Query], list[Figure]]
    next_url: Callable[[bytes, str], str | None] = _only_page
    headers: Callable[[], dict[str, str]] = _no_headers

    def check(self, query: Query) -> None:
        """Raise BadQuery where the query has a parameter this connector does not know."""
        for name in query.parameters:
            if name not in self.parameters:
                near = get_close_matches(name, self.parameters, n=1)
                advice = f'did you mean "{near[0]}"?' if near else f"it knows {', '.join(self.parameters)}"
                raise query.bad(f'unknown parameter "{name}"; {advice}')
