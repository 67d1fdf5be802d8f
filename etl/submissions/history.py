"""Every change of an indicator's figures, or of what is logged for a pledge: who, when, why, before, after."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from etl.periods import last_day
from etl.record.models import DeclarationRecord, Observation, Record
from etl.record.observations import Observed
from etl.submissions.models import Submission


@dataclass(frozen=True)
class Entry:
    """One change of one value, or one decision: `before` and `after` are None where a value was missing."""

    at: str
    who: str
    what: str
    indicator: str
    period: str
    before: float | None
    after: float | None
    why: str
    submission: str


def history(record: Record, submissions: Sequence[Submission], indicators: Set[str], pledges: Set[str] = frozenset()) -> list[Entry]:
    """What happened to these indicators and pledges, oldest first: values published, and submissions with all decisions about them."""
    series = {
        name: indicator.id
        for folder in record.declarations
        for indicator in folder.indicators
        if indicator.id in indicators
        for name in indicator.series
    }
    entries = _published(Observed.of(record.observations).only(series), series)
    entries += proposed(submissions, indicators, pledges)
    return sorted(entries, key=lambda entry: (entry.at, entry.submission, entry.indicator, entry.period))


def proposed(submissions: Sequence[Submission], indicators: Set[str], pledges: Set[str], declaration: str = "") -> list[Entry]:
    """Submissions that touch these indicators, or events, codings and searches of these pledges, with every decision about them.

    `declaration`: only rows of this one, and rows that do not name theirs. `indicator` names the indicator or the pledge that is touched.
    """
    entries = []
    for submission in submissions:
        rows = [row for row in submission.proposal.rows if not declaration or row.get("declaration", declaration) == declaration]
        touched = {row.get("indicator", "") for row in rows} & indicators
        for row in rows:
            touched |= {row.get("pledge", ""), *row.get("pledges", "").split()} & pledges
        for name in sorted(touched):
            entries.append(
                Entry(submission.at, submission.author, "submitted", name, "", None, None, submission.proposal.note, submission.id)
            )
            entries += [
                Entry(item.at, item.by, item.decision, name, "", None, None, item.why, submission.id) for item in submission.decided
            ]
    return entries


def of_pledge(folder: DeclarationRecord, pledge: str) -> set[str]:
    """The indicators of a pledge."""
    return {name for item in folder.pledges if item.id == pledge for name in item.indicators}


def _published(observations: Sequence[Observation], series: dict[str, str]) -> list[Entry]:
    newest: dict[tuple[str, str], Observation] = {}
    entries = []
    for item in sorted(observations, key=lambda item: (last_day(item.published), item.recorded)):
        before = newest.get((item.series, item.period))
        newest[item.series, item.period] = item
        entries.append(
            Entry(
                last_day(item.published).isoformat(), item.source, "published", series[item.series], item.period,
                before.value if before else None, item.value, item.note, "",
            )
        )  # fmt: skip
    return entries
