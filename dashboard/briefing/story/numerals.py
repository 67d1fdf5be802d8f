"""The numbers in a text, read by the rules of its language: so that an edited text can be held against the build."""

import re
from collections.abc import Iterable
from decimal import Decimal

from etl.i18n.translator import Translator

SPACES = " \u00a0\u202f"


def numerals(text: str, words: Translator) -> list[str]:
    """The numbers of a text as they are written, in order; what is part of a word or a code (D25, CO2) is none."""
    return [found.group() for found in _pattern(words).finditer(text)]


def amount(written: str, words: Translator) -> Decimal:
    """The size of a written number, whatever its sign and its trailing zeros."""
    marks = SPACES if words.group_mark.isspace() else words.group_mark
    plain = "".join(letter for letter in written if letter not in marks)
    return Decimal(plain.replace(words.decimal_mark, ".")).normalize()


def unmatched(text: str, words: Translator, known: Iterable[Decimal]) -> tuple[str, ...]:
    """The numbers of a text that are not known, each once."""
    sizes = set(known)
    return tuple(dict.fromkeys(written for written in numerals(text, words) if amount(written, words) not in sizes))


def _pattern(words: Translator) -> re.Pattern[str]:
    group = f"[{SPACES}]" if words.group_mark.isspace() else re.escape(words.group_mark)
    mark = re.escape(words.decimal_mark)
    # Three digits are a group only after one to three others: "2024 2025" are two numbers.
    return re.compile(rf"(?<![\w.,])(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{mark}\d+)?(?!\w)")
