"""The languages: English, in which the texts are written, and every language that has a catalogue in `locale/`.

The head of a catalogue names its language in itself (`X-Language-Name`) and its place among the others (`X-Order`); how numbers, dates
and plurals read, Babel knows. A catalogue that says nothing of the two stands last, under the name that Babel has.
"""

from email.parser import HeaderParser
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from babel import Locale

LOCALE = Path(__file__).parent / "locale"
SOURCE = "en"
# Every text of the record stands in these; in the others English stands in for a text that is not there yet.
REQUIRED = ("en", "fr", "ru", "kk")
# The plural categories of the CLDR in its order.
CATEGORIES = ("zero", "one", "two", "few", "many", "other")


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return LOCALE / f"{language}.po"


def _head(language: str) -> dict[str, str]:
    """The fields of a catalogue's first entry."""
    with catalogue_path(language).open(encoding="utf-8") as file:
        lines = []
        for line in file:
            if line.startswith('"'):
                lines.append(line.strip()[1:-1].replace("\\n", "\n"))
            elif lines:
                break
    return dict(HeaderParser().parsestr("".join(lines)))


_HEADS = {path.stem: _head(path.stem) for path in sorted(LOCALE.glob("*.po"))}
TRANSLATED = tuple(sorted(_HEADS, key=lambda language: (int(_HEADS[language].get("X-Order", "1000")), language)))
LANGUAGES = (SOURCE, *TRANSLATED)
if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[LANGUAGES]
# Each language in its own name.
LANGUAGE_NAMES = {
    language: _HEADS.get(language, {}).get("X-Language-Name") or (Locale(language).language_name or language).capitalize()
    for language in LANGUAGES
}
# The plural categories of each language in the order of the CLDR: which of them a number asks for, Babel knows.
PLURALS = {language: tuple(tag for tag in CATEGORIES if tag in {*Locale(language).plural_form.tags, "other"}) for language in LANGUAGES}
