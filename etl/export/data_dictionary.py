"""What every column of an export means: what its model or the list of meanings says of its name.

Columns that end in a language (`title_fr`) mean what their name without it does.
"""

from dataclasses import dataclass
from datetime import date

from etl.i18n.languages import LANGUAGES, SOURCE
from etl.i18n.translator import translator
from etl.record.models import Entry
from etl.warehouse.column_meanings import MEANINGS, Type

# Texts where nothing says otherwise.
TYPES: dict[object, Type] = {date: "date", bool: "boolean", int: "integer", float: "number"}


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, the type of its cells, and what it means."""

    name: str
    type: Type
    meaning: str


def column(name: str, model: type[Entry] | None = None) -> Column:
    """The column of this name: what its `model` says of it, where there is one, else our list. Raises KeyError where nothing says it."""
    described = model.model_fields.get(name) if model is not None else None
    if described is not None and described.description:
        return Column(name, TYPES.get(described.annotation, "string"), described.description)
    base, _, language = name.rpartition("_")
    for kind, meanings in MEANINGS.items():
        if name in meanings:
            return Column(name, kind, meanings[name])
        if language in LANGUAGES and base in meanings:
            return Column(name, kind, f"{meanings[base]} In {translator(SOURCE).language_name(language)}.")
    raise KeyError(f"no meaning of the exported column {name}; add it to MEANINGS in etl/warehouse/column_meanings.py")
