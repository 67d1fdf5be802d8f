"""The record as everybody reads it: with what reviewers accepted, and all of it held against each other."""

import gc
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from etl.record.cross_checks import Known, cross_check, in_order
from etl.record.load import Loaded, load
from etl.submissions.apply import with_accepted
from etl.submissions.models import Submission


def check(data: Path, accepted: Sequence[Submission] = (), only: Container[str] | None = None) -> Loaded:
    """Read the record under `data`, add what reviewers accepted, and hold all of it against each other.

    All problems are returned, sorted by file and line. `only`: of the declarations those in folders of these names.
    """
    with no_garbage_collection():
        loaded = load(data, only=only)
        if not in_order(loaded.record.observations, Known.of(loaded.record, loaded.located.unread)):
            loaded = load(data, by_row=True, only=only)
        with_accepted(loaded, accepted)
        loaded.problems.extend(cross_check(loaded.record, loaded.located))
        loaded.problems.sort()
        return loaded


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Reading makes millions of objects that stay: looking through them again and again for some that do not takes longer than reading."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
