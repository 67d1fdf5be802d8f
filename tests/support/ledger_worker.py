"""One process that submits and decides: killed at any moment by the test that starts it.

usage: python -m tests.support.ledger_worker URL WORKER FIRST LAST ACKNOWLEDGED
It submits number FIRST to LAST, each under a key of its own (so that a start after a kill repeats nothing), decides on it,
and writes every acknowledgement to the file ACKNOWLEDGED before it goes on.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from etl.ledger.store import Ledger, Stale, User
from etl.submissions.models import Proposal

AT = datetime(2026, 11, 24, tzinfo=UTC)
AUTHOR = User("author", frozenset({"submitter"}))
REVIEWER = User("reviewer", frozenset({"reviewer"}))


def main() -> None:
    """Work through the numbers."""
    url, worker, first, last, path = sys.argv[1:]
    ledger = Ledger(url)
    with Path(path).open("a", encoding="utf-8") as acknowledged:

        def acknowledge(*arguments: object) -> None:
            acknowledged.write(" ".join(map(str, arguments)) + "\n")
            acknowledged.flush()
            os.fsync(acknowledged.fileno())

        for number in range(int(first), int(last)):
            rows = tuple({"row": str(row), "number": str(number)} for row in range(3))
            name, _ = ledger.submit(
                Proposal("observations", rows, "https://example.org/", f"{worker}-{number}"), AUTHOR, f"s-{worker}-{number}", AT
            )
            acknowledge("submitted", worker, number, name)
            decision = ("accepted", "rejected")[number % 2]
            while True:
                seen = ledger.show(name)
                if seen.decided:
                    break
                try:
                    ledger.decide(name, 0, decision, REVIEWER, "looked at", f"d-{worker}-{number}", AT)  # type: ignore[arg-type]
                except Stale:
                    continue
            acknowledge("decided", worker, number, decision)
    ledger.close()


if __name__ == "__main__":
    main()
