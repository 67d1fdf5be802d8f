"""The words of the record as frozen models: what a pledge, an indicator, an observation is, and what each may hold."""

import re
from collections.abc import Sequence
from datetime import date
from string import Formatter
from typing import Annotated, Any, Literal, Self

from babel import Locale
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from etl.messages import message
from etl.periods import last_day, parse_period
from etl.text_validation import in_line, unfit

# A model has a field `date` of its own.
Day = date
LANGUAGES = ("en", "fr", "ru", "kk")
# The plural categories of each language in the order of the CLDR: which of them a number asks for, Babel knows.
PLURALS = {
    lang: tuple(tag for tag in ("one", "few", "many", "other") if tag in {*Locale(lang).plural_form.tags, "other"}) for lang in LANGUAGES
}
DOMAINS = (
    "transport", "energy", "raw-materials", "migration", "trade", "education", "security", "defence", "foreign-policy",
    "nuclear", "space", "investment-payments", "environment", "culture", "law",
)  # fmt: skip

Domain = Literal[
    "transport", "energy", "raw-materials", "migration", "trade", "education", "security", "defence", "foreign-policy",
    "nuclear", "space", "investment-payments", "environment", "culture", "law",
]  # fmt: skip
Family = Literal["quantified", "threshold", "direction", "milestone", "declaratory"]
Strength = Literal["firm", "agree", "intend", "aspire", "affirm", "unknown"]
Terms = Literal["verified", "facts", "unverified"]
Evidence = Literal["statistics", "act", "statement", "third_party", "press"]
# A code of `geos.csv`: a party of the declaration, or one of the other words its field knows (etl/record/parties.py).
Party = Annotated[str, Field(pattern=r"^[A-Za-z+-]*$")]
# A server, then what is asked of it. Blanks, quotes and the like are written as %.. in an address; who is named before the server
# (`https://bank.example@elsewhere.example/`) is there to mislead.
LINK = re.compile(r"https?://[^\s\"<>\\^`|/?#@]+(?:[/?#][^\s\"<>\\^`|]*)?")


def _period(code: str) -> str:
    parse_period(code)
    return code


def _reduced_date(code: str) -> str:
    last_day(code)
    return code


def _link(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError(message('"{url}" is no link; it begins with https:// or http://', url=in_line(url)))
    if not LINK.fullmatch(url):
        raise ValueError(
            message(
                '"{url}" is no link: it holds a blank, a quote or a sign no address has, or names somebody before the server',
                url=in_line(url),
            )
        )
    return url


def _legible(text: str) -> str:
    if why := unfit(text):
        raise ValueError(why)
    return text


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


def _empty_is_false(value: object) -> object:
    return False if value == "" else value


def _no_is_a_word(value: object) -> object:
    return "no" if value is False else value


# YAML takes a bare `no` for false.
Answers = Annotated[Literal["directly", "partly", "no"], BeforeValidator(_no_is_a_word)]
# Ids become names of files, and codes and series stand in formulas and lists of other programs: their letters are few.
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,99}$")]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]{0,59}$")]
Series = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9:._+-]{0,199}$")]
PeriodCode = Annotated[str, AfterValidator(_period)]
ReducedDate = Annotated[str, AfterValidator(_reduced_date)]
Link = Annotated[str, AfterValidator(_link)]
Filled = Annotated[str, Field(min_length=1)]
# A model looks at its own texts and lists of texts; those that stand in a mapping are looked at one by one.
Legible = Annotated[str, AfterValidator(_legible)]
Number = Annotated[Annotated[float, Field(allow_inf_nan=False)] | None, BeforeValidator(_empty_is_none)]
MaybeDate = Annotated[date | None, BeforeValidator(_empty_is_none)]
Flag = Annotated[bool, BeforeValidator(_empty_is_false)]


def _unfit_texts(fields: dict[str, Any]) -> list[InitErrorDetails]:
    """The texts among these fields that cannot be meant."""
    # Nearly all are right: those of a row are looked at together first.
    plain = [value for value in fields.values() if type(value) is str]
    if len(plain) == len(fields) and not unfit(" ".join(plain)):
        return []
    wrong: list[InitErrorDetails] = []
    for name, value in fields.items():
        for text in value if isinstance(value, list | tuple) else (value,):
            if type(text) is str and (why := unfit(text)):
                wrong.append(InitErrorDetails(type="value_error", loc=(name,), input=text, ctx={"error": ValueError(why)}))
    return wrong


class Model(BaseModel):
    """What every part of the record has in common: frozen, no field nobody knows, and no text that cannot be meant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _texts_can_be_meant(cls, data: object) -> object:
        if not isinstance(data, dict) or not (wrong := _unfit_texts(data)):
            return data
        # What is wrong with the other fields is told in the same run.
        named = {detail["loc"][0] for detail in wrong}
        try:
            cls.model_validate({name: value for name, value in data.items() if name not in named})
        except ValidationError as error:
            wrong += [
                InitErrorDetails(type=detail["type"], loc=detail["loc"], input=detail["input"], ctx=detail.get("ctx", {}))
                for detail in error.errors()
                if not detail["loc"] or detail["loc"][0] not in named
            ]
        raise ValidationError.from_exception_data(cls.__name__, wrong)


class Texts(Model):
    """One text in the four languages; none may be missing."""

    en: Filled
    fr: Filled
    ru: Filled
    kk: Filled


class Symbols(Model):
    """A unit's symbol in the four languages; empty where a number stands alone, as in a count."""

    en: str
    fr: str
    ru: str
    kk: str


class Amounts(Model):
    """How a number stands with its unit, `{n}` being the number, in the languages that need another form than `{n} symbol`.

    Several forms are parted by `|`, in the order of the language's plural categories (CLDR): `{n} день|{n} дня|{n} дней|{n} дня`.
    """

    en: str = ""
    fr: str = ""
    ru: str = ""
    kk: str = ""

    @model_validator(mode="after")
    def _have_a_place_for_the_number(self) -> Self:
        for language, forms in self:
            found = forms.split("|") if forms else []
            if any(form.count("{n}") != 1 or form.count("{") != 1 for form in found) or len(found) not in (0, 1, len(PLURALS[language])):
                raise ValueError(
                    f"{language}: write one form with {{n}} for the number, or one each for {', '.join(PLURALS[language])}, parted by |"
                )
        return self


class Reported(Model):
    """Where something was read: a source of `sources.yaml` and, where there is one, the page."""

    source: Slug
    url: Link | None = None


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

    rule: Literal["destatis", "cagr_ratio", "eurostat", "unsd"]
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
    answer_reasons: dict[Slug, Texts] = {}
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
    answers: dict[Slug, Answer] = {}
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

    id: Slug
    title: Texts
    definition: Texts
    unit: Filled
    frequency: Literal["A", "Q", "M", "D", "E"]
    direction: Literal["higher", "lower", "stable", "done", "context"]
    family: Family
    context: bool
    series: tuple[str, ...]
    choice: Texts | None = None
    baseline: Baseline | None
    target: Target | None
    targets_before: tuple[Target, ...] = ()
    targets_beside: tuple[Target, ...] = ()
    data_owner: Filled
    release: Release
    measures: Party
    source: Slug
    mirror_of: Slug | None = None
    lead_reason: Texts | None = None
    internal: bool = False
    same_quantity: tuple[str, ...] = ()
    counts: EventCount | None = None
    legal_limit: bool = False
    people: bool = False

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

    connector: Literal[
        "worldbank", "comtrade", "wits", "sdmx-csv", "sdmx-json", "owid", "undesa", "uis", "taldau", "nbk", "mapped",
    ]  # fmt: skip
    series: Filled
    code: Filled
    parameters: dict[Legible, Legible] = {}
    names: dict[Legible, Legible] = {}
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


class Name(Model):
    """An approved name of a party, body, place or treaty."""

    id: Slug
    kind: Literal["party", "body", "place", "treaty", "programme", "facility"]
    en: Filled
    fr: Filled
    ru: Filled
    kk: Filled
    abbreviation: Texts | None = None


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
            raise ValueError(message("no value: then status is M and note says why"))
        if self.value is not None and self.status == "M":
            raise ValueError(message("status M (missing) with a value; empty the value or change the status"))
        return self


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


class DeclarationRecord(Model):
    """Everything in the folder of one declaration, and what was reverted of it."""

    declaration: Declaration
    pledges: tuple[Pledge, ...]
    indicators: tuple[Indicator, ...]
    events: tuple[Event, ...]
    codings: tuple[Coding, ...]
    searches: tuple[Search, ...]
    comments: tuple[Comment, ...]
    corrections: tuple[Correction, ...]
    glossary: tuple[Name, ...]
    reversals: tuple[Reversal, ...] = ()


class Record(Model):
    """The whole checked record."""

    sources: tuple[Source, ...]
    units: tuple[Unit, ...]
    geos: tuple[Geo, ...]
    proper_names: tuple[ProperName, ...]
    derived: tuple[Derived, ...]
    observations: Sequence[Observation]
    declarations: tuple[DeclarationRecord, ...]
