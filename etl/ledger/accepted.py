"""What reviewers accepted, where there is a ledger."""

from contextlib import closing

from etl.ledger.store import Ledger, there_is
from etl.submissions.models import Submission


def accepted(url: str) -> list[Submission]:
    """The accepted submissions of a ledger; none where there is no ledger yet."""
    if not there_is(url):
        return []
    with closing(Ledger(url)) as ledger:
        return ledger.accepted()
