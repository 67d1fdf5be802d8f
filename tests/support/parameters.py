"""Parameters of tests: a few in the quick tests, all of them in the full ones."""

from collections.abc import Iterable

import pytest

# One pledge of each kind of status: what a quick test reads where the full one reads all pledges.
ONE_OF_EACH = """
    select declaration, min(pledge) from pledge_statuses join pledges using (declaration, pledge)
    group by declaration, family, status, reason, rule, outcome
"""


def mostly_full(values: Iterable[str], *quick: str) -> list[object]:
    """The values as parameters of one test; all but the `quick` ones only where there is time for them."""
    return [value if value in quick else pytest.param(value, marks=pytest.mark.full) for value in values]
