"""The models of a declaration and its pledges."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from etl.i18n.languages import Language
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
    in_every_language,
)


class Quotation(Model):
    """The Declaration's own words as an outlet quotes them."""

    text: Filled
    language: Language
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

    id: Slug = Field(description="`kz-ru-2025`; with a pledge's id it makes the key `kz-ru-2025/D25`")
    title: Texts = Field(description="full title")
    short_title: Texts = Field(description="title for headings and lists")
    parties: tuple[str, ...] = Field(
        min_length=2, description="codes of the parties in `geos.csv`, which also has one for their joint figures, such as `KAZ+RUS`"
    )
    signed: date = Field(description="day of signature")
    place: Texts = Field(description="place of signature")
    languages: tuple[str, ...] = Field(description="languages of signing; empty where no source states them")
    points: int = Field(description="points the text is said to have")
    parts: tuple[Part, ...] = Field(description="its parts in order: id and title")
    text_status: Texts = Field(description="what is known of the text, and what follows from that")
    searched_to: ReducedDate = Field(description="day of the last logged search; a later one in `searches.csv` or the ledger counts")
    events_to: ReducedDate = Field(description="month of the newest event found")
    stale_after_years: int = Field(
        default=3,
        ge=1,
        description="a newest value older than so many years reads `stale`, counted to the day shown; 3 where it is left out (an older folder's `stale_before`, a fixed year, is read as the age it meant)",
    )
    rules: tuple[PrimaryRule, ...] = Field(
        min_length=1,
        description="the rule that gives measured indicators their status (one of `etl/rules/` whose words stand for statuses), each with the day from which it does (`valid_from`); a later one is added, none removed",
    )
    shock_years: tuple[int, ...] = Field(description="years to be named where business as usual is drawn from them")
    sources: tuple[Reported, ...] = Field(description="where the text is quoted or described")
    valid_from: date = Field(description="since when this holds")
    review_state: dict[Legible, Literal["machine", "reviewed"]] = Field(description="per language: `machine` or `reviewed`")
    corridors: tuple[Corridor, ...] = Field(
        default=(),
        description="optional: routes to draw, each with its title, its `course` (codes of `geos.csv` in order) and the `indicator` whose newest figure it carries",
    )
    answer_reasons: dict[Slug, Texts] = Field(
        default_factory=dict,
        description="optional: why indicators answer pledges or not, in words, under the names that `answers` in `pledges.yaml` uses",
    )
    horizons: tuple[Horizon, ...] = Field(
        default=(),
        description="optional: per `domain` the newest `day` of which a search found anything (a year, month or day), and `reach`: how far was looked, in words",
    )

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

    id: Annotated[str, Field(pattern=r"^[A-Z]\d{2}$")] = Field(description="key within the declaration")
    in_declaration: bool = Field(description="false for an accompanying commitment")
    part: Slug | None = Field(description="part of the text")
    part_basis: Literal["stated", "inferred", "unclear"] | None = Field(
        description="whether a source states the part: `stated`, `inferred`, `unclear`"
    )
    basis: Literal["stated", "inferred"] = Field(description="whether the undertaking is `stated` or `inferred`")
    grade: Literal["A", "B"] = Field(description="`A` the Declaration's own words are known; `B` only a paraphrase is")
    domain: Domain = Field(description="subject a reader looks for")
    obligor: Party = Field(description="`joint`, or the code of a party")
    strength: Strength = Field(
        description="of the verb: `firm`, `agree`, `intend`, `aspire`, `affirm`, `unknown`; where sources differ the weaker"
    )
    family: Family = Field(
        description="`quantified`, `threshold`, `direction`, `milestone`, `declaratory`: from the Declaration's own text alone"
    )
    family_reason: Texts = Field(description="why it is of that family")
    valid_from: date = Field(description="since when the decisions hold")
    clause_group: Slug | None = Field(description="undertakings that were probably one clause share one")
    measures: Party = Field(description="which side the indicators measure")
    lead_body: dict[str, Legible | None] = Field(description="body in charge per party, where a source names one")
    instrument: Texts | None = Field(description="implementing treaty or programme, where a source names one")
    quotation: Quotation | None = Field(
        description="the Declaration's own words, with language, source and whether it is an unofficial translation"
    )
    reported_by: tuple[Reported, ...] = Field(min_length=1, description="every source that reported it")
    title: Texts = Field(description="what we call it")
    summary: Texts = Field(description="our one-sentence summary")
    indicators: tuple[Slug, ...] = Field(default=(), description="ids of its indicators, the lead first")
    answers: dict[Slug, Answer] = Field(
        default_factory=dict,
        description="optional: per indicator `how` it answers the pledge (`directly`, `partly`, `no`) and `why`, a name of `answer_reasons` in `declaration.yaml`; what is left out answers `partly`. One that answers no pledge is context; a lead that answers `no` gives its pledge no status",
    )
    not_measurable: Texts | None = Field(default=None, description="the reason, in place of indicators")
    rubric: Rubric | None = Field(
        default=None,
        description="what dated evidence earns which score, with the day it was `written`, before anybody scored: `levels` 0 to 3 for a milestone, -1, 0, 1 for a declaratory pledge",
    )
    replaced_by: tuple[str, ...] = Field(
        default=(),
        description="optional: ids of the pledges that count in its place from `replaced_on` on; two pledges that become one name the same",
    )
    replaced_on: MaybeDate = Field(default=None, description="optional: the day of that; the new ones are `valid_from` this day")
    internal: bool = Field(default=False, description="optional: true where no site, export or briefing may show it")

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


@in_every_language("")
class Name(Model):
    """An approved name of a party, body, place or treaty."""

    id: Slug = Field(description="key")
    kind: Literal["party", "body", "place", "treaty", "programme", "facility"] = Field(
        description="`party`, `body`, `place`, `treaty`, `programme`, `facility`"
    )
    en: Filled = Field(description="English name")
    fr: Filled = Field(description="French name")
    ru: Filled = Field(description="Russian name")
    kk: Filled = Field(description="Kazakh name")
    abbreviation: Texts | None = Field(default=None, description="abbreviation in each language")
