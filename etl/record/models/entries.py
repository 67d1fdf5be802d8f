"""The models of what is logged for a declaration row by row: events, codings, searches, comments, corrections."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from etl.i18n.languages import SOURCE, TRANSLATED, Language
from etl.periods import last_day
from etl.record.models.fields import (
    Day,
    Domain,
    Evidence,
    Filled,
    Flag,
    Link,
    MaybeDate,
    Model,
    Party,
    Slug,
    by_language,
    in_every_language,
)


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
        """Its columns in a build: its fields, each text in one column by language, and what follows from them."""
        # The English reason of a coding is named as the text itself.
        texts = {
            name: by_language(self, name) | ({SOURCE: getattr(self, name)} if name in type(self).model_fields else {})
            for name in self.texts()
        }
        cells = self.model_dump()
        return {name: texts[name] if name in texts else cells[name] for name in self.columns()}

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """The columns of its table in a build, without those that follow from others: its fields, then its texts."""
        texts = cls.texts()
        beginnings = tuple(f"{text}_" for text in texts)
        return (*(name for name in cls.model_fields if name not in texts and not name.startswith(beginnings)), *texts)

    @classmethod
    def texts(cls) -> tuple[str, ...]:
        """The names of its texts, each of which has a field in every language."""
        ending = f"_{TRANSLATED[0]}"
        return tuple(name.removesuffix(ending) for name in cls.model_fields if name.endswith(ending))

    def text_in(self, name: str, language: str) -> str:
        """One of its texts in a language, in English where it has none in that."""
        texts = by_language(self, name)
        return texts.get(language) or texts[SOURCE]


@in_every_language("summary")
class Event(Entry):
    """A dated act, claim, plan or outcome with its source.

    attribution and actor: who did it; speaker: who says so, where it is somebody's own word, else empty (press, documents). tags: kinds
    of events that indicators count; `signing` (no evidence for its own pledges), `headline` (only headline and teaser were read) and
    `third-hand` (reported, not confirmed) are known to the program.
    """

    id: Annotated[str, Field(pattern=r"^E\d{3,}$")] = Field(description="key within the declaration")
    date: Day = Field(description="day, or first day of the month")
    date_precision: Literal["day", "month"] = Field(description="`day` or `month`")
    pledges: tuple[str, ...] = Field(min_length=1, description="pledges it concerns, separated by spaces")
    domain: Domain = Field(description="subject")
    nature: Literal["act", "claim", "plan", "outcome"] = Field(description="`act`, `claim`, `plan`, `outcome`")
    direction: Literal["progress", "setback", "neutral"] = Field(
        description="`progress`, `setback`, `neutral`, for the pledge's own words only"
    )
    attribution: Party = Field(description="who did it, whoever says so: `joint`, `third-party`, or the code of a party")
    summary_en: Filled = Field(description="one sentence, English")
    summary_fr: Filled = Field(description="one sentence, French")
    summary_ru: Filled = Field(description="one sentence, Russian")
    summary_kk: Filled = Field(description="one sentence, Kazakh")
    source: Slug = Field(description="id of `sources.yaml`")
    url: Link = Field(description="the page")
    date_end: MaybeDate = Field(description="last day, for an interval")
    actor: Filled = Field(description="who acted, by name")
    cause: Party = Field(description="what lay behind it, where that is another: `third-party`, `joint`, `natural`, or the code of a party")
    evidence: Evidence = Field(description="what it is, as for observations")
    internal: Flag = Field(
        default=False,
        description="optional: `true` where no site, export or briefing may show it; the codings that cite it are then not shown either",
    )
    speaker: Party = Field(
        default="",
        description="optional: whose word it is, where it is somebody's own statement: the code of a party (its own companies and agencies speak for it), `joint`, or `third-party` (consortiums and organisations of several states too); empty for press and documents",
    )
    tags: tuple[Slug, ...] = Field(
        default=(),
        description="optional: kinds of events, separated by spaces; indicators count them. `signing` (no evidence for its own pledges: those accompanying commitments it names, or all where it names none), `headline` (only headline and teaser were read: never carries a status alone) and `third-hand` (reported, not confirmed: carries none) are known to the program",
    )

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
        return "", self.text_in("summary", language)

    def staged(self) -> dict[str, object]:
        """Also from when it can have been known, and the last day it can mean."""
        return super().staged() | {"known_from": self.known_on, "last_day": self.last_day}


@in_every_language("rationale")
class Coding(Entry):
    """What one coder made of the evidence on one day: a score by the pledge's rubric, citing events.

    An empty score says that no evidence was found. role: a coding, or the decision that settles coders who differ.
    """

    pledge: Filled = Field(description="key of the pledge")
    coder: Filled = Field(description="who coded")
    date: Day = Field(description="day of the coding; not before the rubric was written, nor before the events it cites")
    score: Literal["-1", "0", "1", "2", "3", "superseded", ""] = Field(
        description="level of the rubric (0 to 3, or -1, 0, 1); empty: no evidence was found, or it cannot tell (the reason says which): the pledge then reads `no_evidence_found` where a search was wide enough to say so, else `not_searched`; `superseded`: a milestone replaced by a later one"
    )
    events: tuple[str, ...] = Field(description="ids of the events it rests on, separated by spaces; `-1` needs an act of a party")
    rationale: Filled = Field(description="why, in one or two sentences, English")
    coder_kind: Literal["person", "institution", "machine"] = Field(description="`person`, `institution`, `machine`")
    role: Literal["coding", "decision"] = Field(
        description="`coding`, or `decision`: it settles coders who differ until somebody codes anew"
    )
    rationale_fr: Filled = Field(description="why, French")
    rationale_ru: Filled = Field(description="why, Russian")
    rationale_kk: Filled = Field(description="why, Kazakh")

    @property
    def label(self) -> str:
        """What messages call it."""
        return f"coding of {self.pledge} by {self.coder}"

    def in_short(self, language: str) -> tuple[str, str]:
        """The coder with the score, and the reason."""
        return f"{self.coder} ({self.score or '–'})", self.text_in("rationale", language) or self.rationale


class Search(Entry):
    """A logged search for news of a pledge, also one that found nothing; no date where the day was not recorded.

    Only one that names its day, its words, its languages and several outlets (with a semicolon between them) can say "nothing found".
    """

    pledge: Filled = Field(description="key of the pledge")
    date: MaybeDate = Field(description="day; empty where it was not recorded")
    languages: str = Field(description="languages searched or found")
    outlets: str = Field(description="outlets found")
    result: Filled = Field(description="what came of it")
    words: str = Field(
        default="",
        description="optional: the words searched for. Only a search with its day, languages, words and several outlets (separated by `;`) can say that nothing was found; without one the pledge reads `not_searched`",
    )

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
        return super().staged() | {"can_find_nothing": self.can_find_nothing}


@in_every_language("text")
class Comment(Entry):
    """What a party says of a pledge: its own words with their day, in all languages; `language` is the one it spoke. Never scored."""

    pledge: Filled = Field(description="key of the pledge")
    party: Filled = Field(description="one of the declaration's `parties`")
    date: Day = Field(description="day on which it was said")
    speaker: Filled = Field(description="who spoke for the party")
    language: Language = Field(
        description="language it was said in: the text of that language is the original, the others are our translations"
    )
    text_en: Filled = Field(description="the words, English")
    text_fr: Filled = Field(description="the words, French")
    text_ru: Filled = Field(description="the words, Russian")
    text_kk: Filled = Field(description="the words, Kazakh")
    source: Slug = Field(description="id of `sources.yaml`; of tier `original`: a party's words come from its own publication")
    url: Link = Field(description="the page")

    @property
    def label(self) -> str:
        """What messages call it."""
        return f"comment of {self.party} on {self.pledge}"

    def in_short(self, language: str) -> tuple[str, str]:
        """Who spoke, and the words."""
        return self.speaker, self.text_in("text", language)


@in_every_language("wrong", "right")
class Correction(Entry):
    """A mistake of our own that had been published: what was wrong, what is right now. Nobody is named."""

    id: Annotated[str, Field(pattern=r"^C\d{3,}$")] = Field(description="`C001` and on")
    date: Day = Field(description="day of the correction")
    concerns: tuple[str, ...] = Field(
        min_length=1,
        description="ids of the pledges, indicators or events, separated by spaces; the declaration's id where all are concerned",
    )
    noticed_by: Literal["project", "party", "publisher", "reader"] = Field(
        description="`project`, `party`, `publisher`, `reader`; nobody is named"
    )
    wrong_en: Filled = Field(description="what was wrong, English")
    wrong_fr: Filled = Field(description="what was wrong, French")
    wrong_ru: Filled = Field(description="what was wrong, Russian")
    wrong_kk: Filled = Field(description="what was wrong, Kazakh")
    right_en: Filled = Field(description="what is right now, English")
    right_fr: Filled = Field(description="what is right now, French")
    right_ru: Filled = Field(description="what is right now, Russian")
    right_kk: Filled = Field(description="what is right now, Kazakh")
    submission: str = Field(description="the submission that corrected it, or empty")

    def in_short(self, language: str) -> tuple[str, str]:
        """What was wrong, and what is right now."""
        return "", f"{self.text_in('wrong', language)} → {self.text_in('right', language)}"


class Reversal(Model):
    """An accepted submission that was reverted, as the ledger tells it: a correction too. Nobody is named."""

    submission: Filled
    kind: Filled
    date: date
    why: str
    concerns: tuple[str, ...]
    internal: bool
