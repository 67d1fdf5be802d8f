"""The models of a declaration and its pledges."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from etl.record.models.fields import (
    Answers,
    AppliedRule,
    Domain,
    Family,
    Filled,
    Legible,
    Link,
    MaybeDate,
    Model,
    Party,
    ReducedDate,
    Reported,
    Slug,
    Strength,
    Texts,
)


class Quotation(Model):
    """The Declaration's own words as an outlet quotes them."""

    text: Filled
    language: Literal["en", "fr", "ru", "kk"]
    source: Slug
    url: Link | None = None
    unofficial_translation: bool


class Part(Model):
    """A part of the declaration."""

    id: Slug
    title: Texts


class PrimaryRule(Model):
    """The rule that gives measured indicators their status, and the day from which it does."""

    rule: AppliedRule
    valid_from: date


class Corridor(Model):
    """A route whose course is drawn: its places in order (codes of `geos.csv`), and the indicator whose newest figure it carries."""

    title: Texts
    course: tuple[str, ...] = Field(min_length=2)
    indicator: Slug


class Horizon(Model):
    """How far the evidence of one domain reaches: the newest day of which a search found anything, and in which outlets it looked."""

    domain: Domain
    day: ReducedDate
    reach: Texts


class Declaration(Model):
    """A signed text with its parties, day and parts.

    stale_after_years: the age at which a newest value is too old for a status; `stale_before`, a fixed year, is its older form.
    answer_reasons: why indicators answer their pledges or not, under the names that pledges use.
    """

    id: Slug
    title: Texts
    short_title: Texts
    parties: tuple[str, ...] = Field(min_length=2)
    signed: date
    place: Texts
    languages: tuple[str, ...]
    points: int
    parts: tuple[Part, ...]
    text_status: Texts
    searched_to: ReducedDate
    events_to: ReducedDate
    stale_after_years: int = Field(default=3, ge=1)
    rules: tuple[PrimaryRule, ...] = Field(min_length=1)
    shock_years: tuple[int, ...]
    sources: tuple[Reported, ...]
    valid_from: date
    review_state: dict[Legible, Literal["machine", "reviewed"]]
    corridors: tuple[Corridor, ...] = ()
    answer_reasons: dict[Slug, Texts] = Field(default_factory=dict)
    horizons: tuple[Horizon, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _age_in_place_of_a_year(cls, fields: object) -> object:
        """An older folder names the year before which a value is too old: the age it meant is counted from the end of its search."""
        if not isinstance(fields, dict) or not isinstance(fields.get("stale_before"), int):
            return fields
        searched, rest = str(fields.get("searched_to", ""))[:4], {name: value for name, value in fields.items() if name != "stale_before"}
        age = max(int(searched) - fields["stale_before"], 1) if searched.isdigit() else 3
        return {"stale_after_years": age, **rest}


class Answer(Model):
    """How far an indicator answers a pledge, and under which name of the declaration's `answer_reasons` it is said why."""

    how: Answers
    why: Slug


class Rubric(Model):
    """What evidence earns which score, written before anybody scored: 0 to 3 for a milestone, -1, 0, 1 for a declaratory pledge."""

    written: date
    levels: dict[Literal["-1", "0", "1", "2", "3"], Texts]


class Pledge(Model):
    """One undertaking, of the Declaration or (in_declaration false) of the same visit.

    The first of `indicators` is its lead. `answers` says how far each answers the pledge; of which nothing is said answers partly.

    One that turned out to be several, or one with others, is replaced by them: from `replaced_on` on they count in its place.
    """

    id: Annotated[str, Field(pattern=r"^[A-Z]\d{2}$")]
    in_declaration: bool
    part: Slug | None
    part_basis: Literal["stated", "inferred", "unclear"] | None
    basis: Literal["stated", "inferred"]
    grade: Literal["A", "B"]
    domain: Domain
    obligor: Party
    strength: Strength
    family: Family
    family_reason: Texts
    valid_from: date
    clause_group: Slug | None
    measures: Party
    lead_body: dict[str, Legible | None]
    instrument: Texts | None
    quotation: Quotation | None
    reported_by: tuple[Reported, ...] = Field(min_length=1)
    title: Texts
    summary: Texts
    indicators: tuple[Slug, ...] = ()
    answers: dict[Slug, Answer] = Field(default_factory=dict)
    not_measurable: Texts | None = None
    rubric: Rubric | None = None
    replaced_by: tuple[str, ...] = ()
    replaced_on: MaybeDate = None
    internal: bool = False

    @model_validator(mode="after")
    def _is_replaced_whole(self) -> "Pledge":
        if bool(self.replaced_by) != (self.replaced_on is not None):
            raise ValueError("replaced_by and replaced_on belong together; give both, or neither")
        if self.replaced_on is not None and self.replaced_on <= self.valid_from:
            raise ValueError(f"replaced_on {self.replaced_on} is not after valid_from {self.valid_from}; mend one of the two")
        return self

    @model_validator(mode="after")
    def _rubric_fits_the_family(self) -> "Pledge":
        scales = {"milestone": {"0", "1", "2", "3"}, "declaratory": {"-1", "0", "1"}}
        if self.rubric is not None and set(self.rubric.levels) != scales.get(self.family):
            raise ValueError(
                f"the levels of the rubric do not fit the family {self.family}; milestone has 0 to 3, declaratory -1, 0, 1, others none"
            )
        return self

    @model_validator(mode="after")
    def _ends_somewhere(self) -> "Pledge":
        if not self.indicators and self.not_measurable is None:
            raise ValueError("neither indicators nor not_measurable; name an indicator that tracks it, or give the reason why none can")
        if self.indicators and self.not_measurable is not None:
            raise ValueError("both indicators and not_measurable; keep one of the two")
        return self


class Name(Model):
    """An approved name of a party, body, place or treaty."""

    id: Slug
    kind: Literal["party", "body", "place", "treaty", "programme", "facility"]
    en: Filled
    fr: Filled
    ru: Filled
    kk: Filled
    abbreviation: Texts | None = None
