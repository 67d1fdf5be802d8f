"""A damaged build is made anew while the dashboard runs: in a process of its own, one at a time, not again and again."""

import logging
import threading
import time
from typing import get_args

import duckdb

from dashboard.jobs import run_command
from etl.settings import settings
from etl.warehouse import builds
from etl.warehouse.checksums import is_sound

# Where a record cannot be built, every click would start a build otherwise.
PAUSE_S = 60
log = logging.getLogger("servanda")
_one = threading.Lock()
_last = -float(PAUSE_S)


def is_damage(error: Exception) -> bool:
    """Whether a page failed because a published build is not what was written."""
    if isinstance(error, builds.Damaged):
        return True
    return isinstance(error, duckdb.Error) and not all(map(_sound, get_args(builds.Audience)))


def _sound(audience: builds.Audience) -> bool:
    try:
        return is_sound(builds.current(settings().warehouse, audience).path)
    except builds.NoWarehouse:
        return False


def mend(error: Exception) -> None:
    """Log what is damaged and build anew from the record, unless somebody is at it or was a moment ago."""
    global _last  # noqa: PLW0603  one per process
    with _one:
        if time.monotonic() - _last < PAUSE_S:
            return
        _last = time.monotonic()
    log.error("a build is damaged and is being made anew: %s", error)
    threading.Thread(target=_build, name="mending", daemon=True).start()


def _build() -> None:
    ran = run_command.run("build", lang="en")
    log.log(logging.WARNING if ran.good else logging.ERROR, "%s", ran.messages[-1] if ran.messages else "no build was made")
