"""The kinds of fields that models of the record have, each with its check, and what all models have in common."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from etl.i18n.languages import LANGUAGES, PLURALS, REQUIRED
from etl.messages import message
from etl.periods import last_day, parse_period
from etl.rules import RULES
from etl.text_validation import in_line, unfit

M = TypeVar("M", bound=BaseModel)
# A model has a field `date` of its own.
Day = date
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


def _applied_rule(name: str) -> str:
    known = [rule.name for rule in RULES.values() if rule.is_applied]
    if name not in known:
        # What a Literal of these names would say.
        expected = f"{', '.join(map(repr, known[:-1]))} or {known[-1]!r}"
        raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})
    return name


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
AppliedRule = Annotated[str, AfterValidator(_applied_rule)]
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


def in_every_language(*names: str) -> Callable[[type[M]], type[M]]:
    """Give a model, for each of these texts, a field in every further language that has a catalogue; no name: the language alone."""
    further = [f"{name}_{language}".lstrip("_") for name in names for language in LANGUAGES if language not in REQUIRED]

    def extended(model: type[M]) -> type[M]:
        if not further:
            return model
        fields: dict[str, Any] = dict.fromkeys(further, (str, ""))
        return create_model(model.__name__, __base__=model, __module__=model.__module__, __doc__=model.__doc__, **fields)

    return extended


def by_language(item: BaseModel, name: str = "") -> dict[str, str]:
    """A text of a model by its languages, without those it does not stand in."""
    found = {language: getattr(item, f"{name}_{language}".lstrip("_"), "") for language in LANGUAGES}
    return {language: text for language, text in found.items() if text or language in REQUIRED}


@in_every_language("")
class Texts(Model):
    """One text in all languages; of those every text stands in, none may be missing."""

    en: Filled
    fr: Filled
    ru: Filled
    kk: Filled


@in_every_language("")
class Symbols(Model):
    """A unit's symbol in all languages; empty where a number stands alone, as in a count."""

    en: str
    fr: str
    ru: str
    kk: str


@in_every_language("")
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
