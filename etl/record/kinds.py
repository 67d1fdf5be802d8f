"""The kinds of rows that can be submitted. A line here and a model make a kind: its file, form, checks, tables and pages follow."""

from dataclasses import dataclass
from typing import get_origin

from pydantic import BaseModel

from etl.i18n.languages import LANGUAGES
from etl.messages import N_
from etl.record.models.entries import Coding, Comment, Correction, Entry, Event, Search
from etl.record.models.fields import Model
from etl.record.models.indicators import NamedTarget
from etl.record.models.sources import Observation


@dataclass(frozen=True)
class Kind:
    """One kind: what commands call it, what readers call it (marked for translation), and what one of its rows is.

    about: the column in which a row names what it is about. key: the fields that make two rows the same one; empty: all of them.
    columns: those of its form; by default the model's fields. editable: those that can be edited on the page; `wide` ones hold sentences.
    Rows of an `Entry` stand in a file of their declaration, `<name>.csv`, and in the table `recorded_<name>` of a build; `always`: every
    declaration has that file, so that one that is missing was lost. A kind that comes later than a record has none there yet.
    """

    name: str
    label: str
    model: type[Model]
    about: str = "pledge"
    key: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    editable: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    always: bool = False

    @property
    def form(self) -> tuple[str, ...]:
        """The columns of its form."""
        return self.columns or tuple(self.model.model_fields)

    @property
    def lists(self) -> tuple[str, ...]:
        """Columns whose cells hold several words, with a space between them."""
        return lists_of(self.model)

    def key_of(self, item: Model) -> str:
        """What makes an item the same as one that is there."""
        return " ".join(str(getattr(item, name)) for name in self.key) if self.key else item.model_dump_json()


def lists_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that hold several words."""
    return tuple(name for name, info in model.model_fields.items() if get_origin(info.annotation) is tuple)


_SUMMARIES = tuple(f"summary_{lang}" for lang in LANGUAGES)
_RATIONALES = ("rationale", *(f"rationale_{lang}" for lang in LANGUAGES[1:]))
KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "observations", N_("Figures"), Observation, about="indicator",
            columns=("indicator", "period", "value", "unit", "qualifier", "status", "url", "published", "series", "evidence", "speaker", "note"),
            editable=("period", "value", "unit", "qualifier", "status", "published", "url", "evidence", "speaker", "note"),
            wide=("url", "note"),
        ),
        Kind(
            "events", N_("Events"), Event, about="pledges", key=("id",),
            editable=(
                "id", "date", "date_precision", "pledges", "domain", "nature", "direction", "attribution", "actor", *_SUMMARIES, "url",
                "date_end", "cause", "evidence",
            ),
            wide=(*_SUMMARIES, "url"), always=True,
        ),
        Kind(
            "codings", N_("Codings"), Coding, key=("pledge", "coder", "date", "role"),
            editable=("date", "coder", "coder_kind", "role", "score", "events", *_RATIONALES),
            wide=_RATIONALES, always=True,
        ),
        Kind(
            "targets", N_("Targets"), NamedTarget, about="indicator", key=("indicator", "kind", "period", "said_on", "speaker"),
            columns=(
                "indicator", "assessed", "kind", "value", "unit", "qualifier", "period", "stated_without_year", "speaker", "said_on",
                "said_on_basis", "source", "url", "lapsed", "superseded_by", "note",
            ),
            editable=(
                "assessed", "kind", "value", "unit", "qualifier", "period", "stated_without_year", "speaker", "said_on", "url", "lapsed",
                "note",
            ),
            wide=("url", "note"),
        ),
        Kind("searches", N_("Searches"), Search, always=True),
        Kind("comments", N_("Comments of the parties"), Comment, always=True),
        Kind("corrections", N_("Corrections"), Correction, about="concerns", key=("id",), always=True),
    )
}  # fmt: skip
# The kinds whose rows stand in files of their declaration, with the models of their rows.
ENTRIES: dict[str, type[Entry]] = {kind.name: kind.model for kind in KINDS.values() if issubclass(kind.model, Entry)}
