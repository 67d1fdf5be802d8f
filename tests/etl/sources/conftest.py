"""What the tests of the publishers share: a server that replays answers, a client that asks it, a clock."""

from collections.abc import Iterator

import pytest

from etl.sources.http_client import Publisher
from tests.support.publisher_answers import Waits
from tests.support.publishers import Replay, replaying


@pytest.fixture
def server() -> Iterator[Replay]:
    """A server that answers what a test says."""
    with replaying() as replay:
        yield replay


@pytest.fixture
def waits() -> Waits:
    """A clock that only waiting moves."""
    return Waits()


@pytest.fixture
def publisher(waits: Waits) -> Iterator[Publisher]:
    """A client that waits by that clock, gives up early and takes little."""
    with Publisher(timeout=0.3, tries=3, interval=0, most_bytes=100_000, wait=waits, clock=waits.clock) as opened:
        yield opened
