"""The models of what all declarations share: sources and how they are fetched, units, places, names, observations."""

import re
from datetime import date
from string import Formatter
from typing import Literal

from pydantic import Field, model_validator

from etl.messages import message
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
    in_every_language,
)


class Unit(Model):
    """A unit: value times factor is the value in the base unit of its dimension."""

    code: Code = Field(description="code used in the record")
    dimension: Filled = Field(description="what is measured; capacity (`mass-rate`) is another dimension than volume (`mass`)")
    factor: float = Field(description="a value times this is the value in the dimension's base unit")
    symbol: Symbols = Field(description="how it is written after a number; empty where the number stands alone")
    name: Texts = Field(description="what it is called")
    decimals: int = Field(description="how many decimals are shown at most")
    amount: Amounts = Field(
        Amounts(),
        description="in the languages that need another form than the number before the symbol: how they stand together, `{n}` being the number (`жылына {n} млн т`), or one form for each plural category of the language in the order of the CLDR, parted by `|` (`{n} день|{n} дня|{n} дней|{n} дня`)",
    )
    change: Amounts = Field(
        Amounts(),
        description="how the difference of two values stands with the unit, written like `amount`, where it is another unit: per cent differ by percentage points",
    )

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

    id: Slug = Field(description="short name; a web page's is its host with hyphens (`tass-ru`)")
    publisher: Filled = Field(description="proper name")
    title: Filled = Field(description="what it is")
    url: Link | None = Field(description="where it is, or null")
    licence: Filled = Field(description="terms of re-use")
    terms: Terms = Field(
        description="`verified`: they were read and let us pass values on, naming the source; `facts`: single facts cited, no licence needed; `unverified`. A folder of an earlier version says `terms_verified` instead, true or false"
    )
    accessed: date = Field(description="day we read it")
    kind: Evidence = Field(description="what it usually gives: `statistics`, `act`, `statement`, `third_party`, `press`")
    tier: Literal["original", "agency", "press", "mirror"] = Field(
        description="how near to the origin: `original`, `agency`, `press`, `mirror`; a mirror never stands alone"
    )
    copies: tuple[Link, ...] = Field(
        default=(),
        description="the beginnings of the addresses whose pages its licence lets us keep as copies (`python -m etl copies`); none where not given",
    )
    fetch: tuple[Fetch, ...] = Field(default=(), description="the ways in which its figures are asked for, see below")
    redistribution: Literal["allowed", "withheld"] | None = Field(
        default=None,
        description="`withheld` where its terms forbid passing its values on, `allowed` where they let us; not given: allowed unless `terms` is `unverified`",
    )
    terms_url: Link | None = Field(default=None, description="the page that states the terms; may be left out")

    @model_validator(mode="before")
    @classmethod
    def _older_word(cls, data: object) -> object:
        """A folder of an earlier version says `terms_verified: true` or `false`."""
        if not isinstance(data, dict) or "terms" in data or not isinstance(data.get("terms_verified"), bool):
            return data
        word = "verified" if data["terms_verified"] else "unverified"
        return {name: value for name, value in data.items() if name != "terms_verified"} | {"terms": word}

    @property
    def may_be_passed_on(self) -> bool:
        """Whether its values may leave: said so, or, where nothing is said, terms that were verified or are not needed."""
        return self.terms != "unverified" if self.redistribution is None else self.redistribution == "allowed"


class Derived(Model):
    """A series computed from others, only for periods in which all its inputs exist.

    sum: of added up; difference: of less over; share: of per hundred of over; percent_of: over percent of of;
    remainder: of without over percent of it.
    """

    series: Series = Field(description="id of the computed series")
    operation: Literal["sum", "difference", "share", "percent_of", "remainder"] = Field(
        description="`sum` of `of`; `difference` of less over; `share` of per hundred of over; `percent_of` over percent of of; `remainder` of without over percent"
    )
    of: tuple[str, ...] = Field(min_length=1, description="input series")
    over: tuple[str, ...] = Field(default=(), description="further input series; a sum has none")
    geo: Filled = Field(description="reporter")
    counterpart: str = Field(default="", description="partner, or empty")
    unit: Filled = Field(description="unit of the result")
    source: Slug = Field(description="source of the inputs")
    note: Filled = Field(description="the computation in words")

    @model_validator(mode="after")
    def _has_its_inputs(self) -> "Derived":
        if (self.operation == "sum") != (not self.over):
            raise ValueError("a sum has no over, every other operation has one; mend over")
        return self


@in_every_language("")
class ProperName(Model):
    """A publisher's, speaker's or owner's name in the other languages; who is not listed keeps the English name everywhere."""

    en: Filled = Field(description="the name as the record writes it")
    fr: Filled = Field(description="French name")
    ru: Filled = Field(description="Russian name")
    kk: Filled = Field(description="Kazakh name")


@in_every_language("")
class Geo(Model):
    """A country, a group, a joint figure or a water."""

    code: Code = Field(description="`KAZ`, `RUS`, `EAEU`, `CASPIAN`, `KAZ+RUS` for a joint figure")
    kind: Literal["country", "joint", "group", "water"] = Field(description="`country`, `joint`, `group`, `water`")
    en: Filled = Field(description="English name")
    fr: Filled = Field(description="French name")
    ru: Filled = Field(description="Russian name")
    kk: Filled = Field(description="Kazakh name")


class Observation(Model):
    """One value of one series for one period, with who published it and when the world could know it."""

    series: Series = Field(description="id of the series")
    geo: Filled = Field(description="reporter, destination or host: a code of `geos.csv`")
    counterpart: str = Field(description="partner or origin, or empty")
    period: PeriodCode = Field(description="SDMX period")
    value: Number = Field(description="number with a point, or empty where missing")
    qualifier: Literal["=", ">", "<", "~"] = Field(
        description="`=` exact, `>` more than, `<` up to, `~` about; a range stands as its middle with `~` and the range in the note"
    )
    unit: Filled = Field(description="code of `units.yaml`, one per series")
    status: Literal["A", "E", "P", "B", "M"] = Field(
        description="SDMX OBS_STATUS: `A` normal, `E` estimate (also carried forward), `P` provisional or partial, `B` first value after a break, `M` missing"
    )
    source: Slug = Field(description="id of `sources.yaml`")
    url: Link = Field(description="the page or file")
    published: ReducedDate = Field(description="when the world could know it")
    published_basis: Literal["stated", "inferred", "first_seen"] = Field(
        description="`stated` by the publisher, `inferred` from the release or the text, or `first_seen` by us (a build infers the day of older official figures from the newest of their load: docs/method.md)"
    )
    recorded: date = Field(description="when we knew it")
    note: str = Field(description="what a reader should know (English)")
    evidence: Evidence = Field(description="what it is: `statistics`, `act`, `statement`, `third_party`, `press`")
    speaker: str = Field(description="who said it, or empty")

    @model_validator(mode="after")
    def _missing_says_why(self) -> "Observation":
        if self.value is None and (self.status != "M" or not self.note):
            raise ValueError(message("no value: then status is M and note says why"))
        if self.value is not None and self.status == "M":
            raise ValueError(message("status M (missing) with a value; empty the value or change the status"))
        return self
