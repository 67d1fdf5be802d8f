"""The audit log: one line of JSON for every sign-in, submission, decision, export and refusal, in the file SERVANDA_AUDIT names.

What was submitted and decided stands in the ledger too; here stands also what was refused, and who signed in.
"""

import getpass
import json
import logging
from datetime import UTC, datetime

from etl.settings import settings

LOG = logging.getLogger("servanda.audit")


def open_log() -> None:
    """Append what is noted to the file SERVANDA_AUDIT names; unset, it goes where the program's log goes. Raises OSError."""
    LOG.setLevel(logging.INFO)
    path = settings().audit
    if path and not LOG.handlers:
        handler = logging.FileHandler(path, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(message)s"))
        LOG.addHandler(handler)


def account() -> str:
    """Who runs a command, as far as this machine knows: its user account."""
    try:
        return f"account:{getpass.getuser()}"
    except (OSError, KeyError):
        return "account:unknown"


def note(event: str, who: str, **what: str | int) -> None:
    """Write one line: `at` (UTC), `event`, `who`, and what belongs to it."""
    line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, "who": who, **what}
    LOG.info(json.dumps(line, ensure_ascii=True))
