"""What was found in proposed rows: mistakes, questions, and what each row would do to the data."""

from dataclasses import dataclass, field
from typing import Literal

from etl.messages import Message
from etl.record.models import Model, Source

Change = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True)
class Finding:
    """Something about a row: a mistake (`asks` false), or a question its author has to answer."""

    row: int
    column: str
    message: Message
    asks: bool = False


@dataclass(frozen=True)
class Row:
    """A row that can be taken: the item it makes, and what it does to the data."""

    number: int
    item: Model
    change: Change
    indicator: str = ""
    before: float | None = None
    declaration: str = ""


@dataclass
class Examined:
    """All that can be said of a proposal."""

    rows: list[Row] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    # Declaration and indicator, to the series it gets.
    attached: dict[tuple[str, str], str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def mistakes(self) -> list[Finding]:
        """What has to be mended before it can be submitted."""
        return [finding for finding in self.findings if not finding.asks]

    @property
    def questions(self) -> list[Finding]:
        """What its author has to look at again."""
        return [finding for finding in self.findings if finding.asks]

    def count(self, change: Change) -> int:
        """How many rows are new, changed or unchanged."""
        return sum(row.change == change for row in self.rows)
