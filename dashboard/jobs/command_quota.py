"""Commands cost seconds of a processor: how many one visitor may ask for, and how many run at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.access import visitor
from dashboard.access.rate_limit import Allowances
from etl import audit_log
from etl.messages import N_
from etl.settings import settings

AT_ONCE, LONGEST_WAIT_S = 4, 20.0
TOO_OFTEN = N_("You asked for much in a short time; try again in a minute.")
BUSY = N_("Much is being worked on just now; try again in a minute.")

_allowed = Allowances(60.0)
_running = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def turn(action: str) -> Iterator[str]:
    """A turn for one command: nothing, or the sentence why there is none now (to be said with `t`)."""
    name = visitor.visitor().name
    asking = name or st.context.ip_address or "this machine"
    if _allowed.take(settings().commands_per_minute, asking):
        audit_log.note("refused", asking, action=action, reason="too many in a minute")
        yield TOO_OFTEN
    elif not _running.acquire(timeout=LONGEST_WAIT_S):
        yield BUSY
    else:
        try:
            yield ""
        finally:
            _running.release()
