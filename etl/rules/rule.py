"""What an assessment rule says of itself: everything that lists, explains, checks or runs rules is derived from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# What a word of a rule stands for: a status of the register.
Class = Literal["good", "middle", "bad"]


@dataclass(frozen=True)
class Word:
    """A word a rule answers with: its label, the register's status it stands for, and whether that is good; none where it is no answer."""

    label: str
    status: str | None = None
    grade: Class | None = None


@dataclass(frozen=True)
class Rule:
    """One assessment rule; its query stands beside it, in `<name>.sql`.

    title: its name with its publisher's, marked for translation; link: the publisher's page; order: its place in lists of rules.
    formula: sentences for readers, marked for translation.
    reads: series with their observations, or codings. inputs: columns of a table of series that it cannot do without.
    words: what it answers with; one that has statuses is applied to the register's own indicators and may decide their status.
    scores: the codings it takes.
    """

    name: str
    title: str
    publisher: str
    link: str
    order: int
    formula: tuple[str, ...]
    reads: Literal["series", "codings"] = "series"
    inputs: tuple[str, ...] = ()
    words: Mapping[str, Word] = field(default_factory=dict)
    scores: tuple[int, ...] = ()

    @property
    def is_applied(self) -> bool:
        """Whether it is applied to the indicators of the register: its words stand for statuses."""
        return any(word.status for word in self.words.values())
