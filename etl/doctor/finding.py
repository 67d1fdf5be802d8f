"""What a look at an installation found: one line each."""

from dataclasses import dataclass

from etl.messages import Message


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: its name, what is there, and what to do about it; None where it is in order."""

    check: str
    what: Message
    todo: Message | None = None

    @property
    def good(self) -> bool:
        """Whether nothing is to be done."""
        return self.todo is None
