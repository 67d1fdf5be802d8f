"""The models of the whole record."""

from collections.abc import Sequence
from typing import cast

from etl.record.models.declarations import Declaration, Name, Pledge
from etl.record.models.entries import Coding, Comment, Correction, Entry, Event, Reversal, Search
from etl.record.models.fields import Model
from etl.record.models.indicators import Indicator
from etl.record.models.sources import Derived, Geo, Observation, ProperName, Source, Unit


class DeclarationRecord(Model):
    """Everything in the folder of one declaration, and what was reverted of it.

    entries: the rows of its files by their kind (see `etl.record.kinds`).
    """

    declaration: Declaration
    pledges: tuple[Pledge, ...]
    indicators: tuple[Indicator, ...]
    entries: dict[str, tuple[Entry, ...]]
    glossary: tuple[Name, ...]
    reversals: tuple[Reversal, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """Its events."""
        return cast(tuple[Event, ...], self.entries["events"])

    @property
    def codings(self) -> tuple[Coding, ...]:
        """Its codings."""
        return cast(tuple[Coding, ...], self.entries["codings"])

    @property
    def searches(self) -> tuple[Search, ...]:
        """Its searches."""
        return cast(tuple[Search, ...], self.entries["searches"])

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The comments of the parties."""
        return cast(tuple[Comment, ...], self.entries["comments"])

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Our own mistakes."""
        return cast(tuple[Correction, ...], self.entries["corrections"])


class Record(Model):
    """The whole checked record."""

    sources: tuple[Source, ...]
    units: tuple[Unit, ...]
    geos: tuple[Geo, ...]
    proper_names: tuple[ProperName, ...]
    derived: tuple[Derived, ...]
    observations: Sequence[Observation]
    declarations: tuple[DeclarationRecord, ...]
