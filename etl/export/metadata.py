"""What an export is of: which build, which day, which declaration, in which language its texts are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from etl.i18n.translator import Translator
from etl.messages import N_

ONE = N_("Pledges and their data: {title}")
ALL = N_("Pledges of international declarations and their data")


@dataclass(frozen=True)
class About:
    """The facts every file of an export repeats; `titles` has the declaration's title by language, where it is of one."""

    build: str
    as_of: date
    declaration: str | None
    titles: Mapping[str, str]
    words: Translator
    publisher: str = "Servanda"

    @property
    def subject(self) -> str:
        """The title of the export as an English text to be translated; `subject_names` fills it in."""
        return ONE if self.declaration else ALL

    def subject_names(self, language: str) -> dict[str, str]:
        """What the title says by name."""
        return {"title": self.titles[language]} if self.declaration else {}

    @property
    def title(self) -> str:
        """The title of the export."""
        return self.words.t(self.subject, **self.subject_names(self.words.language))

    @property
    def description(self) -> str:
        """What is in it, in a sentence."""
        text = N_("Every pledge, how it is tracked, the figures and acts behind it and how it reads, as known on {day}.")
        return self.words.t(text, day=self.words.day(self.as_of))

    @property
    def name(self) -> str:
        """A short name in ASCII."""
        return f"servanda-{self.declaration}" if self.declaration else "servanda"

    @property
    def version(self) -> str:
        """The day as a version: 2026.11.24."""
        return f"{self.as_of.year}.{self.as_of.month}.{self.as_of.day}"

    @property
    def created(self) -> str:
        """The moment an export says it was made: midnight of its day, so that the same inputs give the same bytes."""
        return f"{self.as_of.isoformat()}T00:00:00Z"
