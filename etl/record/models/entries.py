"""The models of what is logged for a declaration row by row: events, codings, searches, comments, corrections."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from etl.periods import last_day
from etl.record.models.fields import Day, Domain, Evidence, Filled, Flag, Link, MaybeDate, Model, Party, Slug


class Entry(Model):
    """A row of a declaration's file."""

    @property
    def label(self) -> str:
        """What messages call it."""
        return " ".join(filter(None, (type(self).__name__.lower(), getattr(self, "id", ""))))

    def in_short(self, language: str) -> tuple[str, str]:
        """Who says so, where that is told, and what it says, in a language; by default its first text."""
        texts = (getattr(self, name, "") for field in type(self).model_fields for name in (field.replace("_en", f"_{language}"),))
        return "", next((text for text in texts if isinstance(text, str) and " " in text), "")

    def staged(self) -> dict[str, object]:
        """Its columns in a build: its fields, and what follows from them."""
        return self.model_dump()


class Event(Entry):
    """A dated act, claim, plan or outcome with its source.

    attribution and actor: who did it; speaker: who says so, where it is somebody's own word, else empty (press, documents). tags: kinds
    of events that indicators count; `signing` (no evidence for its own pledges), `headline` (only headline and teaser were read) and
    `third-hand` (reported, not confirmed) are known to the program.
    """

    id: Annotated[str, Field(pattern=r"^E\d{3,}$")]
    date: date
    date_precision: Literal["day", "month"]
    pledges: tuple[str, ...] = Field(min_length=1)
    domain: Domain
    nature: Literal["act", "claim", "plan", "outcome"]
    direction: Literal["progress", "setback", "neutral"]
    attribution: Party
    summary_en: Filled
    summary_fr: Filled
    summary_ru: Filled
    summary_kk: Filled
    source: Slug
    url: Link
    date_end: MaybeDate
    actor: Filled
    cause: Party
    evidence: Evidence
    internal: Flag = False
    speaker: Party = ""
    tags: tuple[Slug, ...] = ()

    @property
    def last_day(self) -> Day:
        """The last day it can mean: its own last day, or the end of the month where only the month is known."""
        if self.date_end is not None:
            return self.date_end
        return last_day(f"{self.date:%Y-%m}") if self.date_precision == "month" else self.date

    @property
    def known_on(self) -> Day:
        """The first day on which it can have been known: its day, or the end of its month where only the month is known."""
        return last_day(f"{self.date:%Y-%m}") if self.date_precision == "month" else self.date

    def in_short(self, language: str) -> tuple[str, str]:
        """Its summary."""
        return "", str(getattr(self, f"summary_{language}"))

    def staged(self) -> dict[str, object]:
        """Also from when it can have been known, and the last day it can mean."""
        return self.model_dump() | {"known_from": self.known_on, "last_day": self.last_day}


class Coding(Entry):
    """What one coder made of the evidence on one day: a score by the pledge's rubric, citing events.

    An empty score says that no evidence was found. role: a coding, or the decision that settles coders who differ.
    """

    pledge: Filled
    coder: Filled
    date: date
    score: Literal["-1", "0", "1", "2", "3", "superseded", ""]
    events: tuple[str, ...]
    rationale: Filled
    coder_kind: Literal["person", "institution", "machine"]
    role: Literal["coding", "decision"]
    rationale_fr: Filled
    rationale_ru: Filled
    rationale_kk: Filled

    @property
    def label(self) -> str:
        """What messages call it."""
        return f"coding of {self.pledge} by {self.coder}"

    def in_short(self, language: str) -> tuple[str, str]:
        """The coder with the score, and the reason."""
        return f"{self.coder} ({self.score or '–'})", self.rationale if language == "en" else getattr(self, f"rationale_{language}")

    def staged(self) -> dict[str, object]:
        """Its English reason is named as the others are."""
        return self.model_dump() | {"rationale_en": self.rationale}


class Search(Entry):
    """A logged search for news of a pledge, also one that found nothing; no date where the day was not recorded.

    Only one that names its day, its words, its languages and several outlets (with a semicolon between them) can say "nothing found".
    """

    pledge: Filled
    date: MaybeDate
    languages: str
    outlets: str
    result: Filled
    words: str = ""

    @property
    def can_find_nothing(self) -> bool:
        """Whether it looked widely enough for "nothing was found" to mean something."""
        outlets = [name for name in self.outlets.split(";") if name.strip()]
        return self.date is not None and bool(self.words and self.languages) and len(outlets) > 1

    def in_short(self, language: str) -> tuple[str, str]:
        """Where it looked, and what it found."""
        return self.outlets, self.result

    def staged(self) -> dict[str, object]:
        """Also whether it can say "nothing found"."""
        return self.model_dump() | {"can_find_nothing": self.can_find_nothing}


class Comment(Entry):
    """What a party says of a pledge: its own words with their day, in all languages; `language` is the one it spoke. Never scored."""

    pledge: Filled
    party: Filled
    date: date
    speaker: Filled
    language: Literal["en", "fr", "ru", "kk"]
    text_en: Filled
    text_fr: Filled
    text_ru: Filled
    text_kk: Filled
    source: Slug
    url: Link

    @property
    def label(self) -> str:
        """What messages call it."""
        return f"comment of {self.party} on {self.pledge}"

    def in_short(self, language: str) -> tuple[str, str]:
        """Who spoke, and the words."""
        return self.speaker, getattr(self, f"text_{language}")


class Correction(Entry):
    """A mistake of our own that had been published: what was wrong, what is right now. Nobody is named."""

    id: Annotated[str, Field(pattern=r"^C\d{3,}$")]
    date: date
    concerns: tuple[str, ...] = Field(min_length=1)
    noticed_by: Literal["project", "party", "publisher", "reader"]
    wrong_en: Filled
    wrong_fr: Filled
    wrong_ru: Filled
    wrong_kk: Filled
    right_en: Filled
    right_fr: Filled
    right_ru: Filled
    right_kk: Filled
    submission: str

    def in_short(self, language: str) -> tuple[str, str]:
        """What was wrong, and what is right now."""
        return "", f"{getattr(self, f'wrong_{language}')} → {getattr(self, f'right_{language}')}"


class Reversal(Model):
    """An accepted submission that was reverted, as the ledger tells it: a correction too. Nobody is named."""

    submission: Filled
    kind: Filled
    date: date
    why: str
    concerns: tuple[str, ...]
    internal: bool
