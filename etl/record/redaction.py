"""What anybody may see of a record: everything but its internal items and what hangs on them alone.

Sites, exports, briefings and viewers read a warehouse built from this, so that nothing of an internal item is in it.
"""

from collections.abc import Iterable, Iterator

from etl.record.models import DeclarationRecord, Derived, Entry, Record, Reversal
from etl.record.observations import Observed


def public(record: Record) -> Record:
    """The record without internal items; the very same record where nothing in it is internal.

    An internal pledge, indicator or event goes with everything that hangs on it alone: its codings, searches and comments; its
    series, their observations and derivations; events that concern internal pledges only; sources and names nothing else uses.
    A coding that cites an internal event goes whole: its score and reasons would tell what the event says. So does a
    correction or reverted submission that touches an internal item.
    """
    folders = tuple(_without_internal(folder) for folder in record.declarations)
    if folders == record.declarations:
        return record
    series = _series(record, folders)
    shown = record.model_copy(
        update={
            "declarations": folders,
            "observations": Observed.of(record.observations).only(series),
            "derived": tuple(item for item in record.derived if item.series in series),
        }
    )
    # What nobody used before stays: it hangs on nothing that went.
    hidden_sources = set(_sources(record)) - set(_sources(shown))
    shown = shown.model_copy(update={"sources": tuple(item for item in record.sources if item.id not in hidden_sources)})
    hidden_names = set(_names(record)) - set(_names(shown))
    return shown.model_copy(update={"proper_names": tuple(item for item in record.proper_names if item.en not in hidden_names)})


def _without_internal(folder: DeclarationRecord) -> DeclarationRecord:
    pledges = {item.id for item in folder.pledges if not item.internal}
    internal_only = {name for item in folder.pledges if item.internal for name in item.indicators} - {
        name for item in folder.pledges if not item.internal for name in item.indicators
    }
    indicators = {item.id for item in folder.indicators if not item.internal} - internal_only
    events = {item.id for item in folder.events if not item.internal and pledges & set(item.pledges)}
    everything = {item.id for items in (folder.pledges, folder.indicators, folder.events) for item in items}
    hidden = everything - pledges - indicators - events
    if not hidden and not any(item.internal for item in folder.reversals):
        return folder

    def is_public(item: Reversal) -> bool:
        return not item.internal and not hidden & set(item.concerns)

    return folder.model_copy(
        update={
            "pledges": tuple(
                item.model_copy(
                    update={
                        "indicators": tuple(name for name in item.indicators if name in indicators),
                        "answers": {name: answer for name, answer in item.answers.items() if name in indicators},
                    }
                )
                for item in folder.pledges
                if item.id in pledges
            ),
            "indicators": tuple(
                item.model_copy(update={"mirror_of": item.mirror_of if item.mirror_of in indicators else None})
                for item in folder.indicators
                if item.id in indicators
            ),
            "declaration": folder.declaration.model_copy(
                update={"corridors": tuple(item for item in folder.declaration.corridors if item.indicator in indicators)}
            ),
            "entries": {name: tuple(_shown(items, pledges, hidden)) for name, items in folder.entries.items()},
            "reversals": tuple(item for item in folder.reversals if is_public(item)),
        }
    )


def _shown(items: Iterable[Entry], pledges: set[str], hidden: set[str]) -> Iterator[Entry]:
    """The entries that do not hang on what is hidden, without the hidden pledges among theirs; `pledges` are those that are shown."""
    for item in items:
        touched = {*getattr(item, "events", ()), *getattr(item, "concerns", ())}
        if getattr(item, "internal", False) or hidden & touched or getattr(item, "pledge", None) in hidden:
            continue
        if not hasattr(item, "pledges"):
            yield item
        elif shown := tuple(name for name in item.pledges if name in pledges):
            yield item.model_copy(update={"pledges": shown})


def _series(record: Record, folders: tuple[DeclarationRecord, ...]) -> set[str]:
    """The series that are shown: all but those only internal indicators lead to, and what is computed from them."""
    derived = {item.series: item for item in record.derived}
    everything = {name for (name,) in Observed.of(record.observations).distinct("series")} | set(derived)
    before = {name for folder in record.declarations for item in folder.indicators for name in item.series}
    after = {name for folder in folders for item in folder.indicators for name in item.series}
    hidden = _reached(before - after, derived) - _reached(after, derived)
    return {name for name in everything if not hidden & _reached((name,), derived)}


def _reached(series: Iterable[str], derived: dict[str, Derived]) -> set[str]:
    """Series with everything they are computed from."""
    found: set[str] = set()
    ahead = list(series)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += (*derived[name].of, *derived[name].over) if name in derived else ()
    return found


def _sources(record: Record) -> Iterator[str]:
    """The sources something of the record names."""
    yield from (name for (name,) in Observed.of(record.observations).distinct("source"))
    yield from (item.source for item in record.derived)
    for folder in record.declarations:
        yield from (item.source for item in folder.declaration.sources)
        for pledge in folder.pledges:
            yield from (item.source for item in pledge.reported_by)
            if pledge.quotation is not None:
                yield pledge.quotation.source
        for indicator in folder.indicators:
            yield indicator.source
            yield from (item.source for item in (indicator.target, *indicator.targets_beside) if item is not None)
        yield from (item.source for items in folder.entries.values() for item in items if hasattr(item, "source"))


def _names(record: Record) -> Iterator[str]:
    """The names of publishers, speakers and data owners that something of the record gives."""
    yield from (item.publisher for item in record.sources)
    yield from (name for (name,) in Observed.of(record.observations).distinct("speaker"))
    for folder in record.declarations:
        yield from (name for pledge in folder.pledges for name in pledge.lead_body.values() if name)
        for indicator in folder.indicators:
            yield indicator.data_owner
            yield from (item.speaker for item in (indicator.target, *indicator.targets_beside) if item is not None)
        yield from (item.actor for item in folder.events)
        yield from (item.speaker for item in folder.comments)
