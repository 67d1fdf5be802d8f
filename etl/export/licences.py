"""Under which terms publishers give their data: what an export says of each, in a form that catalogues know."""

from dataclasses import dataclass

from etl.export.tables import Cell

# How a licence begins in the record: its id at https://opendefinition.org/licenses/api/ and its text.
KNOWN = {
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC BY-SA 3.0 IGO": ("CC-BY-SA-3.0-IGO", "https://creativecommons.org/licenses/by-sa/3.0/igo/"),
    "CC BY 3.0 IGO": ("CC-BY-3.0-IGO", "https://creativecommons.org/licenses/by/3.0/igo/"),
    "public domain": ("other-pd", ""),
}
UNKNOWN = "notspecified"


@dataclass(frozen=True)
class Licence:
    """The terms of a source: an id that catalogues know, the address of the text where there is one, and the terms in words."""

    name: str
    path: str
    title: str


def licence(terms: Cell) -> Licence:
    """The licence that terms of the record begin with; what is none of the known ones keeps its own words."""
    text = str(terms)
    name, path = next((known for beginning, known in KNOWN.items() if text.startswith(beginning)), (UNKNOWN, ""))
    return Licence(name, path, text)
