"""Which tests start other processes (servers, browsers, commands) or build a record: what `make test-quick` leaves out."""

from collections.abc import Iterator
from types import CodeType, FunctionType

import pytest

STARTS = {"subprocess", "Popen", "serving", "running", "sync_playwright", "assess_files"}
BUILDS = {"build", "rebuild", "prepare", "fill"}


def is_slow(item: pytest.Item) -> bool:
    """Whether a test, a fixture it uses, or a function of the tests that one of them calls names what takes long.

    What a fixture builds for all tests of a run counts for none of them.
    """
    fixtures = getattr(item, "_fixtureinfo", None)
    definitions = [made for several in fixtures.name2fixturedefs.values() for made in several] if fixtures else []
    functions = [(getattr(item, "function", None), STARTS | BUILDS)]
    functions += [(made.func, STARTS if made.scope == "session" else STARTS | BUILDS) for made in definitions]
    return any(_names_any(function, wanted, set()) for function, wanted in functions if isinstance(function, FunctionType))


def _names_any(function: FunctionType, wanted: set[str], met: set[CodeType]) -> bool:
    if function.__code__ in met:
        return False
    met.add(function.__code__)
    names = {name for code in _codes(function.__code__) for name in code.co_names}
    if names & wanted:
        return True
    called = [function.__globals__.get(name) for name in names]
    # A context manager or a cached function stands for the function it was made from.
    inner = [getattr(found, "__wrapped__", found) for found in called]
    return any(
        _names_any(found, wanted, met) for found in inner if isinstance(found, FunctionType) and found.__module__.startswith("tests.")
    )


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code of a function and of those inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
