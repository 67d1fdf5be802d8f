"""The models of an indicator and the numbers named for it."""

from typing import Literal

from pydantic import Field, model_validator

from etl.messages import message
from etl.periods import last_day
from etl.record.models.fields import Family, Filled, Link, Model, Party, PeriodCode, ReducedDate, Slug, Texts


class Target(Model):
    """A number somebody named: target and plan may be assessed against, forecast and expectation are only shown.

    `assessed`: an indicator of direction is read against it as a quantified one is, from the day it was named.
    """

    value: float | None = None
    unit: Filled
    qualifier: Literal["=", ">", "<", "~"] = "="
    period: PeriodCode | None
    stated_without_year: bool = False
    kind: Literal["target", "plan", "forecast", "expectation"]
    speaker: Filled
    said_on: ReducedDate
    said_on_basis: Literal["stated", "inferred", "first_seen"] = "stated"
    source: Slug
    url: Link
    lapsed: bool = False
    superseded_by: str | None = None
    note: str | None = None
    assessed: bool = False

    @model_validator(mode="after")
    def _has_a_year_or_says_so(self) -> "Target":
        if self.period is None and not self.stated_without_year:
            raise ValueError(
                message(
                    "the target has neither a period nor stated_without_year: true; give the year it was said for, or say that none was"
                )
            )
        if self.period is not None and self.stated_without_year:
            raise ValueError(message("the target has a period and stated_without_year: true; keep one of the two"))
        if self.assessed and (self.kind not in ("target", "plan") or self.value is None):
            raise ValueError(message("only a target or plan with a value can be assessed against; leave assessed empty"))
        return self


class NamedTarget(Target):
    """A target with its indicator, as it is submitted."""

    indicator: str


class Baseline(Model):
    """The newest full period that ended before the signature."""

    period: PeriodCode


class Release(Model):
    """How often the publisher releases (ISO 8601 duration), and the next day if it announced one."""

    every: str | None = None
    next: ReducedDate | None = None


class EventCount(Model):
    """A series counted from the events that bear a tag: their days, from the first to the last, or the events themselves."""

    tag: Slug
    what: Literal["days", "events"]


class Indicator(Model):
    """How a pledge is tracked; the first of `series` is the assessed one, the others stand beside it.

    same_quantity: those series that measure the same as the first, in the same place by the same definition; only these can differ.
    counts: where it is counted from events: what the parties did is assessed, what third parties did stands beside it.
    legal_limit: a limit set by law, compared with the day of the signature and never a trend. people: it counts people who move, stay
    or study, of which no direction is good or bad.

    `target` is the one assessed against, `targets_before` those that were until the next one was named, oldest first.
    """

    id: Slug = Field(description="key within the declaration")
    title: Texts = Field(description="name")
    definition: Texts = Field(description="what is counted, for whom, and what it cannot tell")
    unit: Filled = Field(description="code of `units.yaml`; series in other units of the dimension are converted")
    frequency: Literal["A", "Q", "M", "D", "E"] = Field(description="SDMX: `A`, `Q`, `M`, `D`; `E` as events occur")
    direction: Literal["higher", "lower", "stable", "done", "context"] = Field(
        description="what would be progress for the pledge's own words: `higher`, `lower`, `stable`, `done`, `context`"
    )
    family: Family = Field(description="family of the indicator")
    context: bool = Field(description="true: shown, never assessed")
    series: tuple[str, ...] = Field(description="series, the assessed one first; the others are shown beside it")
    choice: Texts | None = Field(default=None, description="the written rule that puts the first one first")
    baseline: Baseline | None = Field(description="newest full period that ended before the signature")
    target: Target | None = Field(
        description="number or day somebody named: value, unit, qualifier, period, kind (`target` and `plan` may be assessed against, `forecast` and `expectation` are only shown), speaker, day, source, whether it lapsed; with `assessed: true` an indicator of direction is read against it"
    )
    targets_before: tuple[Target, ...] = Field(
        default=(), description="targets once assessed against, oldest first, each until the next was named"
    )
    targets_beside: tuple[Target, ...] = Field(default=(), description="further numbers named for the same concept")
    data_owner: Filled = Field(description="who publishes it or would")
    release: Release = Field(
        description="how often (ISO 8601 of one part, such as `P1M`), and the next day if announced: the page *What is due* counts from both"
    )
    measures: Party = Field(description="`both`, or the code of a party")
    source: Slug = Field(description="source of the first series, or of the publisher to be")
    mirror_of: Slug | None = Field(default=None, description="the same flow as the other side counts it; a status needs both to agree")
    lead_reason: Texts | None = Field(default=None, description="why it leads a pledge")
    internal: bool = Field(default=False, description="optional: true where no site, export or briefing may show it")
    same_quantity: tuple[str, ...] = Field(
        default=(),
        description="optional: those of `series` that measure the same as the first, in the same place by the same definition; only these are told to differ",
    )
    counts: EventCount | None = Field(
        default=None,
        description="optional, in place of a first series: counted from the events that bear a `tag`; `what`: their `days`, from `date` to `date_end`, or the `events`. What the parties did is assessed, what third parties did stands beside it",
    )
    legal_limit: bool = Field(
        default=False, description="optional: true for a limit set by law; it is compared with the day of the signature, never trended"
    )
    people: bool = Field(
        default=False,
        description="optional: true where it counts people who move, stay or study: no direction of it is good or bad, and no outcome is told",
    )

    @model_validator(mode="after")
    def _direction_fits(self) -> "Indicator":
        if self.context != (self.direction == "context"):
            raise ValueError("context and direction disagree; a context indicator has context: true and direction: context, others neither")
        if self.family == "quantified" and self.target is None:
            raise ValueError("family quantified without a target; give the target with its source, or choose family direction")
        named = [last_day(item.said_on) for item in (*self.targets_before, *((self.target,) if self.target else ()))]
        if self.targets_before and (self.target is None or named != sorted(set(named))):
            raise ValueError("targets_before are those assessed against before target; each was named later than the one before it")
        if len(self.series) > 1 and self.choice is None:
            raise ValueError("several series but no choice; write the rule that makes the first one the assessed one")
        return self
