"""The models of what is logged for a declaration row by row: events, codings, searches, comments, corrections."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from etl.periods import last_day
from etl.record.models.fields import Day, Domain, Evidence, Filled, Flag, Link, MaybeDate, Model, Party, Slug


class Event(Model):
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


class Coding(Model):
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


class Search(Model):
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


class Comment(Model):
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


class Correction(Model):
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


class Reversal(Model):
    """An accepted submission that was reverted, as the ledger tells it: a correction too. Nobody is named."""

    submission: Filled
    kind: Filled
    date: date
    why: str
    concerns: tuple[str, ...]
    internal: bool


# What stands in a declaration's CSV files, and can be submitted: the file's name without its ending.
ROWS: dict[str, type[Event] | type[Coding] | type[Search] | type[Comment] | type[Correction]] = {
    "events": Event, "codings": Coding, "searches": Search, "comments": Comment, "corrections": Correction,
}  # fmt: skip
# Cells that hold several ids, with a space between them.
LISTS = ("pledges", "events", "concerns", "tags")
