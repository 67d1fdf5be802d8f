"""The models of what all declarations share: sources and how they are fetched, units, places, names, observations."""

import re
from datetime import date
from string import Formatter
from typing import Literal

from pydantic import Field, model_validator

from etl.messages import said
from etl.record.models.fields import (
    Amounts,
    Code,
    Evidence,
    Filled,
    Legible,
    Link,
    Model,
    Number,
    PeriodCode,
    ReducedDate,
    Series,
    Slug,
    Symbols,
    Terms,
    Texts,
)


class Unit(Model):
    """A unit: value times factor is the value in the base unit of its dimension."""

    code: Code
    dimension: Filled
    factor: float
    symbol: Symbols
    name: Texts
    decimals: int
    amount: Amounts = Amounts()
    change: Amounts = Amounts()

    def amount_in(self, language: str) -> str:
        """How a number stands with the unit in a language: see Amounts."""
        return getattr(self.amount, language) or f"{{n}} {getattr(self.symbol, language)}".strip()

    def change_in(self, language: str) -> str:
        """How the difference of two values stands in a language: per cent differ by percentage points."""
        return getattr(self.change, language) or self.amount_in(language)


class Fetch(Model):
    """How figures of a source are asked for: which connector, which of our series, and what they are called there.

    series: a regular expression with named groups; code and parameters are filled in with what they caught: `{geo}` is what the
    group geo caught, `{geo_there}` what `names` says the publisher calls it. unit: the unit in which the publisher gives the
    figures, where it is another than that of our series. until: the last period taken, where another publisher's figures go on.
    """

    connector: Filled
    series: Filled
    code: Filled
    parameters: dict[Legible, Legible] = Field(default_factory=dict)
    names: dict[Legible, Legible] = Field(default_factory=dict)
    unit: Filled | None = None
    until: PeriodCode | None = None

    @model_validator(mode="after")
    def _can_be_filled_in(self) -> "Fetch":
        try:
            caught = re.compile(self.series).groupindex
        except re.error as error:
            raise ValueError(
                f"series is no regular expression ({error}); write a pattern such as wdi:(?P<code>[A-Z.]+):(?P<geo>[A-Z]+)"
            ) from error
        known = {name + ending for name in caught for ending in ("", "_there")}
        for text in (self.code, *self.parameters.values()):
            for _, name, _, _ in Formatter().parse(text):
                if name is not None and name not in known:
                    raise ValueError(f'"{{{name}}}" is filled in by nothing; the groups of series are: {", ".join(caught) or "none"}')
        return self


class Source(Model):
    """Who published something, under which terms, and how near to the origin it is.

    copies: the beginnings of the addresses whose pages its licence lets us keep as copies; none where not given.
    terms: verified (read, and they let us pass values on with attribution); facts (single facts cited from a page, no licence needed);
    unverified. terms_url: the page that states them. redistribution: whether its values may be passed on; where not given,
    unless its terms are unverified.
    """

    id: Slug
    publisher: Filled
    title: Filled
    url: Link | None
    licence: Filled
    terms: Terms
    accessed: date
    kind: Evidence
    tier: Literal["original", "agency", "press", "mirror"]
    copies: tuple[Link, ...] = ()
    fetch: tuple[Fetch, ...] = ()
    redistribution: Literal["allowed", "withheld"] | None = None
    terms_url: Link | None = None

    @model_validator(mode="before")
    @classmethod
    def _older_word(cls, given: object) -> object:
        """A folder of an earlier version says `terms_verified: true` or `false`."""
        if not isinstance(given, dict) or "terms" in given or not isinstance(given.get("terms_verified"), bool):
            return given
        word = "verified" if given["terms_verified"] else "unverified"
        return {name: value for name, value in given.items() if name != "terms_verified"} | {"terms": word}

    @property
    def may_be_passed_on(self) -> bool:
        """Whether its values may leave: said so, or, where nothing is said, terms that were verified or are not needed."""
        return self.terms != "unverified" if self.redistribution is None else self.redistribution == "allowed"


class Derived(Model):
    """A series computed from others, only for periods in which all its inputs exist.

    sum: of added up; difference: of less over; share: of per hundred of over; percent_of: over percent of of;
    remainder: of without over percent of it.
    """

    series: Series
    operation: Literal["sum", "difference", "share", "percent_of", "remainder"]
    of: tuple[str, ...] = Field(min_length=1)
    over: tuple[str, ...] = ()
    geo: Filled
    counterpart: str = ""
    unit: Filled
    source: Slug
    note: Filled

    @model_validator(mode="after")
    def _has_its_inputs(self) -> "Derived":
        if (self.operation == "sum") != (not self.over):
            raise ValueError("a sum has no over, every other operation has one; mend over")
        return self


class ProperName(Model):
    """A publisher's, speaker's or owner's name in the other languages; who is not listed keeps the English name everywhere."""

    en: Filled
    fr: Filled
    ru: Filled
    kk: Filled


class Geo(Model):
    """A country, a group, a joint figure or a water."""

    code: Code
    kind: Literal["country", "joint", "group", "water"]
    en: Filled
    fr: Filled
    ru: Filled
    kk: Filled


class Observation(Model):
    """One value of one series for one period, with who published it and when the world could know it."""

    series: Series
    geo: Filled
    counterpart: str
    period: PeriodCode
    value: Number
    qualifier: Literal["=", ">", "<", "~"]
    unit: Filled
    status: Literal["A", "E", "P", "B", "M"]
    source: Slug
    url: Link
    published: ReducedDate
    published_basis: Literal["stated", "inferred", "first_seen"]
    recorded: date
    note: str
    evidence: Evidence
    speaker: str

    @model_validator(mode="after")
    def _missing_says_why(self) -> "Observation":
        if self.value is None and (self.status != "M" or not self.note):
            raise ValueError(said("no value: then status is M and note says why"))
        if self.value is not None and self.status == "M":
            raise ValueError(said("status M (missing) with a value; empty the value or change the status"))
        return self
