"""Texts, numbers, dates and periods in each language: gettext catalogues and Babel's rules."""

import gettext
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

from etl.i18n.languages import LANGUAGES, PLURALS, SOURCE, catalogue_path
from etl.messages import Message
from etl.periods import parse_period

# French sets a space before these marks and inside guillemets; a line never ends there.
FRENCH_SPACES = re.compile(" (?=[:;?!»%])|(?<=«) ")
# The stop of an abbreviation (12 нояб. 2025 г., млрд руб.) is the stop of its sentence too.
DOUBLED_STOP = re.compile(r"(?<=[^\W\d_])\.\.(?=\s|$)")
QUALIFIERS = {"=": "", ">": "> ", "<": "≤ ", "~": "≈ "}


class Translator:
    """One language. English texts are the keys: what a catalogue lacks would appear in English, and a test forbids it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = Locale(language)
        self._catalogue = _catalogue(language)

    @property
    def decimal_mark(self) -> str:
        """The mark before decimals."""
        return get_decimal_symbol(self._locale)

    @property
    def group_mark(self) -> str:
        """The mark between thousands."""
        return get_group_symbol(self._locale)

    def language_name(self, code: str) -> str:
        """The name of a language, by its code; what is no code, as in a search logged in free words, stays as it is."""
        try:
            return Locale.parse(code).get_language_name(self.language) or code
        except (UnknownLocaleError, ValueError):
            return code

    def t(self, text: str, **values: object) -> str:
        """The text in this language, its {names} filled in."""
        translated = self._catalogue.gettext(text) if text else ""
        if translated == text:
            # Early releases of Python 3.11 find a text that has a plural by its count only.
            translated = self._catalogue.ngettext(text, text, 1)
        return _filled(translated, values) if values else translated

    def say(self, what: Message) -> str:
        """Something to be said, in this language."""
        return self.t(what.text, **{name: self.say(value) if isinstance(value, Message) else value for name, value in what.values})

    def inside(self, text: str) -> str:
        """A label in this language as it stands inside a sentence: without its capital, unless it is one of an abbreviation."""
        label = self.t(text)
        return label if label[1:2].isupper() else label[:1].lower() + label[1:]

    def nt(self, one: str, many: str, count: int, **values: object) -> str:
        """The plural form that `count` asks for; {n} is the count."""
        return _filled(self._catalogue.ngettext(one, many, count), {"n": self.number(count), **values})

    def pair(self, name: str, value: str) -> str:
        """A name and its value with the language's colon."""
        return unbroken(f"{name}{' : ' if self.language == 'fr' else ': '}", self.language) + value

    def series(self, items: Iterable[str]) -> str:
        """Several things one after another, parted by the language's semicolon."""
        return unbroken(" ; " if self.language == "fr" else "; ", self.language).join(items)

    def listed(self, items: Sequence[str]) -> str:
        """Several things in one sentence, with the language's word before the last."""
        return format_list(items, locale="en_GB" if self.language == "en" else self._locale)

    def number(self, value: float | None, decimals: int = 0, sign: bool = False) -> str:
        """A number by the language's rules with at most so many decimals; a dash where there is none."""
        if value is None:
            return "–"
        pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
        if sign:
            pattern = f"+{pattern};-{pattern}"
        return format_decimal(value, format=pattern, locale=self._locale)

    def figure(self, value: float | None, decimals: int, qualifier: str = "=") -> str:
        """A number with the qualifier of its source: ≈ about, > over, ≤ up to."""
        return QUALIFIERS[qualifier] + self.number(value, decimals) if value is not None else "–"

    def amount(self, value: float | None, decimals: int, unit: str, qualifier: str = "=", sign: bool = False) -> str:
        """A value in its unit. `unit`: how a number stands with it in this language, the column `amount` of the units."""
        if value is None:
            return "–"
        return self._with_unit(QUALIFIERS[qualifier] + self.number(value, decimals, sign), value, decimals, unit)

    def span(self, low: float, high: float, decimals: int, unit: str, sign: bool = False) -> str:
        """From one value to another in one unit; as in the CLDR the greater one asks for the form of the unit."""
        span = self.t("{low} to {high}", low=self.number(low, decimals, sign), high=self.number(high, decimals, sign))
        # A dash between numbers is no minus: where one has a sign, dots stand for it.
        return self._with_unit(span.replace("–", "…") if low < 0 or sign else span, high, decimals, unit)

    def _with_unit(self, number: str, value: float, decimals: int, unit: str) -> str:
        forms = unit.split("|")
        shown = Decimal(str(round(abs(value), decimals)))
        category = self._locale.plural_form(int(shown) if shown == int(shown) else shown)
        form = forms[PLURALS[self.language].index(category)] if len(forms) > 1 else forms[0]
        return unbroken(form.replace("{n}", number), self.language)

    def day(self, day: date | None) -> str:
        """A day, in the language's short form with the month as a word."""
        if day is None:
            return "–"
        text = self._date("yMMMd", day)
        return f"1er{text[1:]}" if self.language == "fr" and day.day == 1 else text

    def month(self, day: date) -> str:
        """A month and its year."""
        return self._date("yMMM", day)

    def _date(self, skeleton: str, day: date) -> str:
        """A day by the language's rules; the space in it may break, as every other does."""
        return format_skeleton(skeleton, day, locale="en_GB" if self.language == "en" else self._locale).replace("\u202f", " ")

    def dated(self, day: date, precision: str) -> str:
        """The day of an event as exactly as it is known: its month where only the month is."""
        return self.month(day) if precision == "month" else self.day(day)

    def reduced(self, code: str | None) -> str:
        """A date as exactly as it is known: a year, a month or a day."""
        if not code:
            return "–"
        return self.period(code)

    def period(self, code: str) -> str:
        """An SDMX period in words."""
        period = parse_period(code)
        if period.frequency == "A":
            return code
        if period.frequency == "S":
            year = period.start.year
            return self.t("first half of {year}", year=year) if period.start.month == 1 else self.t("second half of {year}", year=year)
        if period.frequency == "Q":
            return self._date("yQQQ", period.start)
        if period.frequency == "M":
            return self.month(period.start)
        if period.frequency == "D":
            return self.day(period.start)
        return f"{self.day(period.start)} – {self.day(period.end)}"


@cache
def translator(language: str) -> Translator:
    """The texts of a language; an unknown one reads English."""
    return Translator(language if language in LANGUAGES else SOURCE)


def _filled(text: str, values: dict[str, object]) -> str:
    return DOUBLED_STOP.sub(".", text.format(**values))


def unbroken(text: str, language: str) -> str:
    """The text with the spaces at which the language forbids a line to end made unbreakable."""
    return FRENCH_SPACES.sub("\u00a0", text) if language == "fr" else text


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == SOURCE:
        return gettext.NullTranslations()
    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in catalogue:
        forms = message.string
        if isinstance(forms, str):
            message.string = unbroken(forms, language)
        elif isinstance(forms, tuple):
            message.string = tuple(unbroken(form, language) for form in forms)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
