"""The models of the whole record."""

from collections.abc import Sequence

from etl.record.models.declarations import Declaration, Name, Pledge
from etl.record.models.entries import Coding, Comment, Correction, Event, Reversal, Search
from etl.record.models.fields import Model
from etl.record.models.indicators import Indicator
from etl.record.models.sources import Derived, Geo, Observation, ProperName, Source, Unit


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
