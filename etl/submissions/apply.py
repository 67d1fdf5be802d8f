"""What reviewers accepted becomes part of the record: the rows of the ledger beside those of the text files.

What they accepted and reverted later is told as a correction.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime

from etl.record.files import Problem
from etl.record.kinds import KINDS
from etl.record.load import Loaded
from etl.record.models import Observation, Record, Reversal
from etl.record.observations import Observed
from etl.submissions.filing import COLUMN, Filing
from etl.submissions.findings import Examined
from etl.submissions.models import Decision, Submission
from etl.submissions.validate_observations import Observations, added, examine


def with_accepted(loaded: Loaded, submissions: Sequence[Submission]) -> None:
    """Add the rows of accepted submissions, in their order, to what was loaded; what no longer fits becomes a problem.

    Each row's place is `ledger/<submission>` and its number there, so that later checks name it.
    """
    if not submissions or not loaded.record.declarations:
        return
    checker = Observations(loaded.record, asking=False)
    observations: list[Observation] = []
    gathered = Examined()
    day = date.min
    for submission in submissions:
        lines = list(enumerate(submission.proposal.rows, 1))
        # What was accepted later was not known earlier, even where a clock was set back in between.
        day = max(day, accepted_on(submission))
        filing = Filing(loaded.record, submission.proposal.kind)
        possible = _possible(filing, submission)
        if submission.proposal.kind == "observations":
            found = Examined()
            checker.examine(filing.filed(lines, possible[0], found), submission.proposal.source, day, found)
            observations += checker.take(found)
            gathered.sources |= found.sources
            gathered.attached |= found.attached
        else:
            tried = (examine(loaded.record, submission.proposal.kind, lines, submission.proposal.source, day, name) for name in possible)
            found = min(tried, key=lambda found: len(found.mistakes))
            loaded.record = added(loaded.record, submission.proposal.kind, found)
        for row in found.rows:
            loaded.located.rows[id(row.item)] = (f"ledger/{submission.id}", row.number)
        loaded.problems += [Problem(f"ledger/{submission.id}", item.row, f"{item.column}: {item.message}") for item in found.mistakes]
    loaded.record = _joined(loaded.record, observations, gathered)
    for source in gathered.sources.values():
        loaded.located.rows[id(source)] = ("ledger", 0)
    _keep_places(loaded)


def with_reverted(record: Record, submissions: Sequence[Submission]) -> Record:
    """The record with the reverted among these submissions told as corrections, the oldest first."""
    reverted = [item for item in submissions if item.state == "reverted"]
    if not reverted:
        return record
    reversals: dict[str, list[Reversal]] = {folder.declaration.id: [] for folder in record.declarations}
    for item in reverted:
        old = _possible(Filing(record, item.proposal.kind), item)[0]
        rows: dict[str, list[dict[str, str]]] = {}
        for row in item.proposal.rows:
            rows.setdefault(row.get(COLUMN, old), []).append(row)
        for declaration, own in rows.items():
            # Of a declaration that is no longer there nothing is told.
            reversals.get(declaration, []).append(_reversal(item, own))
    folders = [
        folder.model_copy(
            update={"reversals": tuple(sorted(reversals[folder.declaration.id], key=lambda item: (item.date, item.submission)))}
        )
        for folder in record.declarations
    ]
    return record.model_copy(update={"declarations": tuple(folders)})


def accepted_on(submission: Submission) -> date:
    """The day it was accepted."""
    return _decided_on(submission, "accepted")


def fingerprint(submissions: Sequence[Submission]) -> str:
    """A hash of everything that comes from the ledger, for the build's id; empty where nothing does."""
    if not submissions:
        return ""
    content = [
        _reversal(item, item.proposal.rows).model_dump(mode="json")
        if item.state == "reverted"
        else (item.id, accepted_on(item).isoformat(), item.proposal.kind, item.proposal.source, item.proposal.rows)
        for item in submissions
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _decided_on(submission: Submission, decision: Decision) -> date:
    """The last day on which that was decided."""
    return datetime.fromisoformat(max(item.at for item in submission.decided if item.decision == decision)).date()


def _possible(filing: Filing, submission: Submission) -> list[str]:
    """Where rows may belong that name no declaration, as none did in the first version, the likeliest first."""
    rows = submission.proposal.rows
    if all(COLUMN in row for row in rows):
        return [""]
    return filing.possible(rows) or filing.declarations


def _reversal(submission: Submission, rows: Sequence[dict[str, str]]) -> Reversal:
    """A reverted submission by these of its rows, without names: what it touched, when and why it was undone."""
    several = KINDS[submission.proposal.kind].lists
    ids = {word for row in rows for column in ("id", "indicator", "pledge", *several) for word in row.get(column, "").split()}
    return Reversal(
        submission=submission.id,
        kind=submission.proposal.kind,
        date=_decided_on(submission, "reverted"),
        why=next(item.why for item in reversed(submission.decided) if item.decision == "reverted"),
        concerns=tuple(sorted(ids)),
        internal=any(row.get("internal", "").strip().lower() not in ("", "false", "no", "0") for row in rows),
    )


def _joined(record: Record, observations: list[Observation], gathered: Examined) -> Record:
    record = added(record, "observations", gathered)
    return record.model_copy(update={"observations": Observed.of(record.observations) + observations})


def _keep_places(loaded: Loaded) -> None:
    """An indicator that got its first series here is a copy: it stands in the ledger, as far as problems go."""
    for folder in loaded.record.declarations:
        for item in folder.indicators:
            if id(item) not in loaded.located.files:
                loaded.located.rows[id(item)] = ("ledger", 0)
