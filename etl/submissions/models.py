"""A submission: one proposed change of the data by one person, and everything that was decided about it."""

from dataclasses import dataclass
from typing import Literal

Decision = Literal["accepted", "rejected", "reverted", "comment"]
State = Literal["submitted", "accepted", "rejected", "reverted"]


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes: rows of one kind (of `etl.record.kinds`), each column to text, with source and reason."""

    kind: str
    rows: tuple[dict[str, str], ...]
    source: str
    note: str
    file_name: str = ""
    file_hash: str = ""


@dataclass(frozen=True)
class Decided:
    """One decision."""

    version: int
    decision: Decision
    by: str
    at: str
    why: str


@dataclass(frozen=True)
class Submission:
    """A submission with all that was decided about it."""

    id: str
    proposal: Proposal
    author: str
    at: str
    decided: tuple[Decided, ...]

    @property
    def version(self) -> int:
        """The number of the last decision; 0 before any."""
        return self.decided[-1].version if self.decided else 0

    @property
    def state(self) -> State:
        """What the decisions amount to; comments change nothing."""
        states: list[State] = [item.decision for item in self.decided if item.decision != "comment"]
        return states[-1] if states else "submitted"
