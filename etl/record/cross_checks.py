"""The checks across files: what one file says of another must be so. Each finding has a file and a line."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from etl.periods import last_day
from etl.record.files import Problem
from etl.record.kinds import ENTRIES, KINDS
from etl.record.load import Located, did_you_mean
from etl.record.models import DeclarationRecord, Indicator, Observation, Pledge, Record, Target, Unit
from etl.record.observations import Observed
from etl.record.register_checks import check_register
from etl.sources.publishers import names


@dataclass(frozen=True)
class Known:
    """What the record defines and others may name: ids, and what each series is in and covers."""

    sources: set[str]
    units: dict[str, Unit]
    geos: set[str]
    series_unit: dict[str, str]
    # Of the series that indicators are assessed by.
    first_periods: dict[str, set[str]]
    derived: set[str]
    unread: set[str]

    @classmethod
    def of(cls, record: Record, unread: set[str]) -> "Known":
        """Gather the names a record defines; `unread` items are known too, so that one mistake is told once."""
        observations = Observed.of(record.observations)
        series_unit = dict(observations.distinct("series", "unit")) | {item.series: item.unit for item in record.derived}
        assessed = {item.series[0] for folder in record.declarations for item in folder.indicators if item.series}
        periods: dict[str, set[str]] = {}
        for series, period in observations.only(assessed).distinct("series", "period"):
            periods.setdefault(series, set()).update((period, str(last_day(period).year)))
        return cls(
            sources={item.id for item in record.sources} | unread,
            units={item.code: item for item in record.units},
            geos={item.code for item in record.geos} | unread,
            series_unit=series_unit,
            first_periods=periods,
            derived={item.series for item in record.derived},
            unread=unread,
        )


def cross_check(record: Record, located: Located) -> Iterator[Problem]:
    """Everything that is wrong between the files of a record whose single files are right."""
    known = Known.of(record, located.unread)
    yield from _doubles("source", ((item.id, item) for item in record.sources), located)
    yield from _doubles("unit", ((item.code, item) for item in record.units), located)
    yield from _doubles("geo", ((item.code, item) for item in record.geos), located)
    yield from _doubles("proper name", ((item.en, item) for item in record.proper_names), located)
    yield from _doubles("derived series", ((item.series, item) for item in record.derived), located)
    yield from _fetched(record, known, located)
    yield from _observations(record, known, located)
    yield from _derived(record, known, located)
    sources = {item.id: item for item in record.sources}
    for declaration in record.declarations:
        yield from _declaration(declaration, known, located)
        yield from check_register(declaration, sources, known.geos, located)


def _doubles(name: str, items: Iterable[tuple[object, BaseModel]], located: Located) -> Iterator[Problem]:
    seen = set()
    for key, item in items:
        if key in seen:
            yield located.problem(item, f"{name} {key}: this id stands twice; every {name} has an id of its own", "id")
        seen.add(key)


def _fetched(record: Record, known: Known, located: Located) -> Iterator[Problem]:
    for source in record.sources:
        for item in source.fetch:
            if item.connector not in names():
                hint = did_you_mean(item.connector, names()) or f"; there are: {', '.join(names())}"
                yield located.problem(source, f'source {source.id}: unknown connector "{item.connector}"{hint} in fetch', "fetch")
            if item.unit is not None and item.unit not in known.units and item.unit not in known.unread:
                yield located.problem(
                    source, f'source {source.id}: unknown unit "{item.unit}"{did_you_mean(item.unit, known.units)} in fetch', "fetch"
                )


def in_order(observations: Sequence[Observation], known: Known) -> bool:
    """Whether there is nothing that `_observations` would tell; asked of whole columns, which is much sooner done."""
    table = Observed.of(observations)

    def all_known(column: str, among: Container[str]) -> bool:
        return all(name in among for (name,) in table.distinct(column))

    return (
        all_known("source", known.sources)
        and all_known("unit", {*known.units, *known.unread})
        and all_known("geo", known.geos)
        and all_known("counterpart", {*known.geos, ""})
        and len(table.distinct("series", "geo", "counterpart", "unit")) == len(table.distinct("series"))
        and table.count_distinct("series", "period", "source", "published") == len(table)
    )


def _observations(record: Record, known: Known, located: Located) -> Iterator[Problem]:
    if in_order(record.observations, known):
        return
    first: dict[str, tuple[str, str, str]] = {}
    seen = set()
    for item in record.observations:
        if item.source not in known.sources:
            yield located.problem(
                item,
                f'series {item.series}: unknown source "{item.source}"{did_you_mean(item.source, known.sources)}; sources stand in sources.yaml',
            )
        if item.unit not in known.units and item.unit not in known.unread:
            yield located.problem(
                item, f'series {item.series}: unknown unit "{item.unit}"{did_you_mean(item.unit, known.units)}; units stand in units.yaml'
            )
        for column, code in (("geo", item.geo), ("counterpart", item.counterpart)):
            if code not in known.geos and not (column == "counterpart" and code == ""):
                yield located.problem(
                    item,
                    f'series {item.series}: unknown country or group "{code}" in {column}{did_you_mean(code, known.geos)}; codes stand in geos.csv',
                )
        identity = (item.geo, item.counterpart, item.unit)
        if first.setdefault(item.series, identity) != identity:
            yield located.problem(
                item,
                f"series {item.series}: geo, counterpart or unit differ from the rows before; a series keeps one of each, make another series",
            )
        vintage = (item.series, item.period, item.source, item.published)
        if vintage in seen:
            yield located.problem(
                item, f"series {item.series}: the period {item.period} stands twice with one source and day of publication; keep one"
            )
        seen.add(vintage)


def _derived(record: Record, known: Known, located: Located) -> Iterator[Problem]:
    for item in record.derived:
        for series in (*item.of, *item.over):
            if series not in known.series_unit:
                yield located.problem(
                    item, f'derived series {item.series}: unknown series "{series}"{did_you_mean(series, known.series_unit)}', "of"
                )
        if item.unit not in known.units and item.unit not in known.unread:
            yield located.problem(
                item, f'derived series {item.series}: unknown unit "{item.unit}"{did_you_mean(item.unit, known.units)}', "unit"
            )
        if item.source not in known.sources:
            yield located.problem(
                item, f'derived series {item.series}: unknown source "{item.source}"{did_you_mean(item.source, known.sources)}', "source"
            )


def _declaration(folder: DeclarationRecord, known: Known, located: Located) -> Iterator[Problem]:
    pledges = {pledge.id: pledge for pledge in folder.pledges}
    indicators = {indicator.id: indicator for indicator in folder.indicators}
    parts = {part.id for part in folder.declaration.parts}
    yield from _doubles("pledge", ((item.id, item) for item in folder.pledges), located)
    yield from _doubles("indicator", ((item.id, item) for item in folder.indicators), located)
    for name, model in ENTRIES.items():
        if KINDS[name].key == ("id",):
            yield from _doubles(model.__name__.lower(), ((getattr(item, "id"), item) for item in folder.entries[name]), located)  # noqa: B009
    yield from _doubles("name", ((item.id, item) for item in folder.glossary), located)
    for pledge in folder.pledges:
        yield from _pledge(pledge, indicators, parts, known, located)
        yield from _answers(pledge, folder, located)
    used = {name for pledge in folder.pledges for name in pledge.indicators}
    for indicator in folder.indicators:
        if indicator.id not in used and not located.unread:
            yield located.problem(
                indicator, f"indicator {indicator.id}: no pledge names it; add it to a pledge's indicators or remove it", "id"
            )
        yield from _indicator(indicator, indicators, known, located)
    for reported in folder.declaration.sources:
        if reported.source not in known.sources:
            yield located.problem(
                folder.declaration, f'unknown source "{reported.source}"{did_you_mean(reported.source, known.sources)}', "sources"
            )
    yield from _entries(folder, pledges, known, located)
    for event in folder.events:
        if event.date_end is not None and event.date_end < event.date:
            yield located.problem(event, f"event {event.id}: it ends before it begins; mend date or date_end")
    yield from _codings(folder, pledges, known, located)


def _entries(folder: DeclarationRecord, pledges: dict[str, Pledge], known: Known, located: Located) -> Iterator[Problem]:
    """The sources and pledges that entries of any kind name are there."""
    for item in (item for items in folder.entries.values() for item in items):
        source = getattr(item, "source", None)
        if source is not None and source not in known.sources:
            hint = did_you_mean(source, known.sources)
            yield located.problem(item, f'{item.label}: unknown source "{source}"{hint}; sources stand in sources.yaml')
        pledge = getattr(item, "pledge", None)
        for name in (*getattr(item, "pledges", ()), *([pledge] if pledge is not None else [])):
            if name not in pledges and name not in known.unread:
                yield located.problem(item, f'{item.label}: unknown pledge "{name}"{did_you_mean(name, pledges)}')


def _codings(folder: DeclarationRecord, pledges: dict[str, Pledge], known: Known, located: Located) -> Iterator[Problem]:
    """A coding follows a rubric written before it, cites dated events of its day or before, and is contrary only for a cited act."""
    events = {event.id: event for event in folder.events}
    for coding in folder.codings:
        label = coding.label
        pledge = pledges.get(coding.pledge)
        if pledge is None:
            continue
        if pledge.rubric is None:
            yield located.problem(coding, f"{label}: the pledge has no rubric; write it in pledges.yaml before anybody scores")
            continue
        if pledge.rubric.written > coding.date:
            yield located.problem(coding, f"{label}: made on {coding.date}, before its rubric of {pledge.rubric.written}; code it again")
        levels = {*pledge.rubric.levels, "", *({"superseded"} if pledge.family == "milestone" else ())}
        if coding.score not in levels:
            yield located.problem(
                coding, f"{label}: the score {coding.score} is no level of its rubric; it has {', '.join(pledge.rubric.levels)}"
            )
        for name in coding.events:
            if name not in events:
                if name not in known.unread:
                    yield located.problem(coding, f'{label}: unknown event "{name}"{did_you_mean(name, events)}')
            elif events[name].date > coding.date:
                yield located.problem(
                    coding, f"{label}: the event {name} of {events[name].date} lies after the coding; cite what had happened"
                )
        cited = [events[name] for name in coding.events if name in events]
        if coding.score not in ("", "0") and not coding.events:
            yield located.problem(coding, f"{label}: the score {coding.score} cites no event; cite the acts it rests on")
        if coding.score == "-1" and not any(event.nature == "act" and event.attribution != "third-party" for event in cited):
            yield located.problem(coding, f"{label}: contrary needs a cited act of a party; silence and what third parties did are none")


def _pledge(pledge: Pledge, indicators: dict[str, Indicator], parts: set[str], known: Known, located: Located) -> Iterator[Problem]:
    for position, name in enumerate(pledge.indicators):
        if name not in indicators and name not in known.unread:
            yield located.problem(
                pledge, f'pledge {pledge.id}: unknown indicator "{name}"{did_you_mean(name, indicators)}', "indicators", position
            )
    doubled = [name for name, count in Counter(pledge.indicators).items() if count > 1]
    if doubled:
        yield located.problem(pledge, f"pledge {pledge.id}: the indicator {doubled[0]} stands twice; keep one", "indicators")
    lead = indicators.get(pledge.indicators[0]) if pledge.indicators else None
    if lead is not None and lead.lead_reason is None:
        yield located.problem(
            pledge, f"pledge {pledge.id}: its lead indicator {lead.id} has no lead_reason; say why it leads", "indicators"
        )
    if pledge.part is not None and pledge.part not in parts:
        yield located.problem(pledge, f'pledge {pledge.id}: unknown part "{pledge.part}"{did_you_mean(pledge.part, parts)}', "part")
    if pledge.in_declaration and pledge.part is None:
        yield located.problem(pledge, f"pledge {pledge.id}: a pledge of the declaration stands in a part; name it", "part")
    named = [("reported_by", item.source) for item in pledge.reported_by]
    if pledge.quotation is not None:
        named.append(("quotation", pledge.quotation.source))
    for at, source in named:
        if source not in known.sources:
            yield located.problem(pledge, f'pledge {pledge.id}: unknown source "{source}"{did_you_mean(source, known.sources)}', at)


def _answers(pledge: Pledge, folder: DeclarationRecord, located: Located) -> Iterator[Problem]:
    """What is said of how far an indicator answers a pledge speaks of one of its indicators, for a reason the declaration knows."""
    reasons = folder.declaration.answer_reasons
    for name, answer in pledge.answers.items():
        if name not in pledge.indicators:
            yield located.problem(
                pledge,
                f'pledge {pledge.id}: answers names "{name}", none of its indicators{did_you_mean(name, pledge.indicators)}',
                "answers",
            )
        if answer.why not in reasons:
            yield located.problem(
                pledge,
                f'pledge {pledge.id}: unknown reason "{answer.why}" of {name}{did_you_mean(answer.why, reasons)}; reasons stand in answer_reasons of declaration.yaml',
                "answers",
            )


def _indicator(indicator: Indicator, indicators: dict[str, Indicator], known: Known, located: Located) -> Iterator[Problem]:
    label = f"indicator {indicator.id}"
    units = known.units
    if indicator.unit not in units and indicator.unit not in known.unread:
        yield located.problem(indicator, f'{label}: unknown unit "{indicator.unit}"{did_you_mean(indicator.unit, units)}', "unit")
        return
    if indicator.source not in known.sources:
        yield located.problem(
            indicator, f'{label}: unknown source "{indicator.source}"{did_you_mean(indicator.source, known.sources)}', "source"
        )
    for name in indicator.same_quantity:
        if name not in indicator.series[1:]:
            yield located.problem(
                indicator,
                f'{label}: same_quantity names "{name}", no series that stands beside the first{did_you_mean(name, indicator.series)}',
                "same_quantity",
            )
    for position, name in enumerate(indicator.series):
        if name not in known.series_unit:
            yield located.problem(indicator, f'{label}: unknown series "{name}"{did_you_mean(name, known.series_unit)}', "series", position)
        elif {known.series_unit[name], indicator.unit} <= set(units) and units[known.series_unit[name]].dimension != units[
            indicator.unit
        ].dimension:
            yield located.problem(
                indicator,
                f"{label}: the series {name} is in {known.series_unit[name]}, which is no {indicator.unit}; attach it to an indicator of its own concept",
                "series",
                position,
            )
    if indicator.mirror_of is not None and indicator.mirror_of not in indicators:
        yield located.problem(
            indicator, f'{label}: unknown indicator "{indicator.mirror_of}"{did_you_mean(indicator.mirror_of, indicators)}', "mirror_of"
        )
    targets: list[tuple[tuple[str | int, ...], Target]] = []
    if indicator.target is not None:
        targets.append((("target",), indicator.target))
    for name in ("targets_before", "targets_beside"):
        targets.extend(((name, position), target) for position, target in enumerate(getattr(indicator, name)))
    for path, target in targets:
        if target.unit != indicator.unit:
            yield located.problem(
                indicator,
                f"{label}: the target is in {target.unit}, the indicator in {indicator.unit}; a target has its indicator's unit",
                *path,
                "unit",
            )
        if target.source not in known.sources:
            yield located.problem(
                indicator, f'{label}: unknown source "{target.source}"{did_you_mean(target.source, known.sources)}', *path, "source"
            )
    first = indicator.series[0] if indicator.series else None
    periods = known.first_periods.get(first or "", set())
    if (
        indicator.baseline is not None
        and first in known.series_unit
        and first not in known.derived
        and indicator.baseline.period not in periods
    ):
        yield located.problem(
            indicator, f"{label}: the baseline {indicator.baseline.period} is no period of {first}; name one that is", "baseline"
        )
