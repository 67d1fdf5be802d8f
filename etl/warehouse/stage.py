"""The checked record as rows of the warehouse's record tables (`sql/01_record.sql`)."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from etl.i18n.languages import LANGUAGES, REQUIRED
from etl.periods import last_day, parse_period
from etl.record.models import DeclarationRecord, Event, Indicator, Pledge, Record, Symbols, Target, Texts, Unit
from etl.record.models.fields import by_language
from etl.record.observations import Observed

Rows = Iterator[dict[str, Any]]
# Before every day anybody may ask for.
ALWAYS = date(1900, 1, 1)
TEXTS = pa.map_(pa.string(), pa.string())


def stage(record: Record, as_of: date, today: date) -> dict[str, pa.Table]:
    """Table name to its rows; `as_of` is the day whose knowledge the build shows, `today` the day on which it is built."""
    tables = _tables(record, as_of, today)
    staged = {table: pa.table({name: _column([row[name] for row in rows]) for name in rows[0]}) for table, rows in tables.items() if rows}
    return staged | {"recorded_observations": _observations(record)}


def _column(cells: list[Any]) -> pa.Array:
    """A column; texts stand in it by their language."""
    return pa.array(cells, TEXTS if any(isinstance(cell, dict) for cell in cells) else None)


def newest_day(record: Record) -> date:
    """The last day anything in the record was recorded, said, done, decided or searched: what a build without `--as-of` shows."""
    recorded: list[date] = [day for (day,) in Observed.of(record.observations).distinct("recorded")]
    return max([*recorded, *map(newest_of, record.declarations)])


def newest_of(folder: DeclarationRecord) -> date:
    """The last day anything of one declaration was said, done, decided or searched."""
    days = [last_day(folder.declaration.searched_to)]
    days += [day for items in folder.entries.values() for item in items if (day := getattr(item, "date", None)) is not None]
    days += [item.date for item in folder.reversals]
    days += [last_day(item.target.said_on) for item in folder.indicators if item.target is not None]
    days += [item.replaced_on for item in folder.pledges if item.replaced_on is not None]
    return max(days)


def _tables(record: Record, as_of: date, today: date) -> dict[str, list[dict[str, Any]]]:
    """The small tables, row by row."""
    recorded = [day for (day,) in Observed.of(record.observations).distinct("recorded")]
    tables: dict[str, list[dict[str, Any]]] = {
        "units": [
            {"unit": item.code, "dimension": item.dimension, "factor": item.factor, "decimals": item.decimals}
            | _texts("symbol", item.symbol)
            | _texts("name", item.name)
            | {
                "amount": {lang: item.amount_in(lang) for lang in LANGUAGES if _written(item, lang)},
                "change": {lang: item.change_in(lang) for lang in LANGUAGES if _written(item, lang)},
            }
            for item in record.units
        ],
        "geos": [{"geo": item.code, "kind": item.kind, "name": by_language(item)} for item in record.geos],
        "proper_names": [{"name": by_language(item)} for item in record.proper_names],
        "sources": [
            {
                "source": item.id, "publisher": item.publisher, "title": item.title, "url": item.url, "licence": item.licence,
                "terms_verified": item.terms == "verified", "terms": item.terms, "terms_url": item.terms_url, "may_be_passed_on": item.may_be_passed_on, "accessed": item.accessed, "kind": item.kind, "tier": item.tier,
            }
            for item in record.sources
        ],
        "build": [
            {"as_of": as_of, "first_recorded": min(recorded, default=as_of), "record_to": min(newest_day(record), today), "today": today}
        ],
        "derived_inputs": [
            {
                "series": item.series, "operation": item.operation, "role": role, "input": series, "geo": item.geo,
                "counterpart": item.counterpart, "unit": item.unit, "source": item.source, "note": item.note,
            }
            for item in record.derived
            for role, inputs in (("of", item.of), ("over", item.over))
            for series in inputs
        ],
    }  # fmt: skip
    for folder in record.declarations:
        for table, rows in _declaration(folder).items():
            tables.setdefault(table, []).extend(rows)
    return tables


def _texts(name: str, texts: Texts | Symbols | None) -> dict[str, dict[str, str] | None]:
    return {name: by_language(texts) if texts else None}


def _written(unit: Unit, language: str) -> bool:
    """Whether the record says how a number stands with a unit in a language."""
    return language in REQUIRED or bool(getattr(unit.symbol, language) or getattr(unit.amount, language))


def _observations(record: Record) -> pa.Table:
    """The one table that is large: column by column, each different day and period looked at once."""
    table = Observed.of(record.observations).table()
    if not len(table):
        return table
    periods, published = table["period"].chunk(0), table["published"].chunk(0)
    covered = [parse_period(code) for code in periods.dictionary.to_pylist()]
    days = pa.array([last_day(code) for code in published.dictionary.to_pylist()], pa.date32())
    columns = {
        "frequency": pa.array([period.frequency for period in covered]).take(periods.indices),
        "start_date": pa.array([period.start for period in covered], pa.date32()).take(periods.indices),
        "end_date": pa.array([period.end for period in covered], pa.date32()).take(periods.indices),
        "published_code": published,
        "published": days.take(published.indices),
    }
    return pa.table({name: table[name] for name in table.column_names} | columns)


def _declaration(folder: DeclarationRecord) -> dict[str, list[dict[str, Any]]]:
    head = folder.declaration
    at = {"declaration": head.id}
    tables: dict[str, list[dict[str, Any]]] = {
        "recorded_declarations": [
            at
            | _texts("title", head.title)
            | _texts("short_title", head.short_title)
            | _texts("place", head.place)
            | _texts("text_status", head.text_status)
            | {
                "parties": list(head.parties), "signed": head.signed, "languages": list(head.languages), "points": head.points,
                "searched_to": head.searched_to, "events_to": head.events_to, "stale_after_years": head.stale_after_years,
                "shock_years": list(head.shock_years),
                "review_state": " ".join(f"{lang}:{state}" for lang, state in head.review_state.items()),
            }
        ],
        "declaration_rules": [at | item.model_dump() for item in head.rules],
        "parts": [at | {"part": part.id, "place": place} | _texts("title", part.title) for place, part in enumerate(head.parts, 1)],
        "recorded_pledges": [at | row for row in _pledges(folder)],
        "lead_bodies": [
            at | {"pledge": pledge.id, "place": place, "party": party, "body": pledge.lead_body[party]}
            for pledge in folder.pledges
            for place, party in enumerate(head.parties, 1)
            if pledge.lead_body.get(party)
        ],
        "corridors": [
            at | {"place": place, "course": list(item.course), "indicator": item.indicator} | _texts("title", item.title)
            for place, item in enumerate(head.corridors, 1)
        ],
        "pledge_successors": [
            at | {"pledge": pledge.id, "place": place, "successor": name}
            for pledge in folder.pledges
            for place, name in enumerate(pledge.replaced_by, 1)
        ],
        "pledge_reports": [
            at | {"pledge": pledge.id, "place": place, "source": item.source, "url": item.url}
            for pledge in folder.pledges
            for place, item in enumerate(pledge.reported_by, 1)
        ],
        "pledge_indicators": [
            at | {"pledge": pledge.id, "place": place, "indicator": name} | _answer(folder, pledge, name)
            for pledge in folder.pledges
            for place, name in enumerate(pledge.indicators, 1)
        ],
        "recorded_horizons": [
            at | {"domain": item.domain, "day": last_day(item.day)} | _texts("reach", item.reach) for item in head.horizons
        ],
        "indicators": [at | row for row in _indicators(folder)],
        "indicator_series": [
            at | {"indicator": item.id, "place": place, "series": series, "same_quantity": place == 1 or series in item.same_quantity}
            for item in folder.indicators
            for place, series in enumerate((*_counted(head.id, item), *item.series), 1)
        ],
        "recorded_targets": [
            at | {"indicator": item.id} | row for item in folder.indicators for row in _targets(item)
        ],
        "event_pledges": [
            at | {"event": item.id, "pledge": pledge, "signs": pledge in _signed(folder, item)} for item in folder.events for pledge in item.pledges
        ],
        "rubric_levels": [
            at | {"pledge": pledge.id, "written": pledge.rubric.written, "level": level} | _texts("text", text)
            for pledge in folder.pledges
            if pledge.rubric is not None
            for level, text in pledge.rubric.levels.items()
        ],
        "coding_events": [
            at | {"coding": number, "event": event} for number, item in enumerate(folder.codings, 1) for event in item.events
        ],
        "recorded_reversals": [at | item.model_dump() for item in folder.reversals],
        "names": [
            at | {"name": item.id, "kind": item.kind, "abbreviation": item.abbreviation.en if item.abbreviation else None, "texts": by_language(item)}
            for item in folder.glossary
        ],
    }  # fmt: skip
    return tables | _entries(folder)


def _entries(folder: DeclarationRecord) -> dict[str, list[dict[str, Any]]]:
    """The rows of every kind, each with its id, or where it has none its number, in a column that is called as one of its kind is."""
    at = {"declaration": folder.declaration.id}
    return {
        f"recorded_{name}": [
            at | {type(item).__name__.lower(): getattr(item, "id", number)} | item.staged() for number, item in enumerate(items, 1)
        ]
        for name, items in folder.entries.items()
    }


def _pledges(folder: DeclarationRecord) -> Rows:
    plain = (
        "in_declaration",
        "part",
        "part_basis",
        "basis",
        "grade",
        "domain",
        "obligor",
        "strength",
        "family",
        "valid_from",
        "clause_group",
        "measures",
        "internal",
    )
    successors = {name for item in folder.pledges for name in item.replaced_by}
    for place, item in enumerate(folder.pledges, 1):
        words = item.quotation
        yield (
            {"pledge": item.id, "place": place}
            | {name: getattr(item, name) for name in plain}
            # What the first reading of the text found counts on every day; what replaces it counts from its own.
            | {"known_from": item.valid_from if item.id in successors else ALWAYS, "known_to": item.replaced_on}
            | _texts("title", item.title)
            | _texts("summary", item.summary)
            | _texts("family_reason", item.family_reason)
            | _texts("instrument", item.instrument)
            | _texts("not_measurable", item.not_measurable)
            | {
                "quotation": words.text if words else None,
                "quotation_language": words.language if words else None,
                "quotation_source": words.source if words else None,
                "quotation_url": words.url if words else None,
                "unofficial_translation": words.unofficial_translation if words else None,
            }
        )


def _answer(folder: DeclarationRecord, pledge: Pledge, indicator: str) -> dict[str, Any]:
    """How far an indicator answers a pledge, and why; what the record says nothing of answers partly, without a reason."""
    answer = pledge.answers.get(indicator)
    if answer is None:
        return {"answers": "partly"} | _texts("why", None)
    return {"answers": answer.how} | _texts("why", folder.declaration.answer_reasons.get(answer.why))


def _signed(folder: DeclarationRecord, event: Event) -> set[str]:
    """The pledges whose own paper an event signs: the accompanying commitments it names, or all it names where it names none."""
    if "signing" not in event.tags:
        return set()
    accompanying = {pledge.id for pledge in folder.pledges if not pledge.in_declaration}
    return accompanying.intersection(event.pledges) or set(event.pledges)


def _counted(declaration: str, indicator: Indicator) -> tuple[str, ...]:
    """The series counted from events: what the parties did, and what third parties did."""
    return tuple(f"counted:{declaration}:{indicator.id}:{by}" for by in ("parties", "third_party")) if indicator.counts else ()


def _indicators(folder: DeclarationRecord) -> Rows:
    plain = (
        "unit", "frequency", "family", "data_owner", "measures", "source", "mirror_of", "internal", "legal_limit", "people",
    )  # fmt: skip
    answers: dict[str, set[str]] = {}
    for pledge in folder.pledges:
        for name in pledge.indicators:
            answers.setdefault(name, set()).add(pledge.answers[name].how if name in pledge.answers else "partly")
    for item in folder.indicators:
        context = item.context or answers.get(item.id) == {"no"}
        yield (
            {"indicator": item.id, "context": context, "direction": "context" if context else item.direction}
            | {name: getattr(item, name) for name in plain}
            | {
                "counted_tag": item.counts.tag if item.counts else None,
                "counted_what": item.counts.what if item.counts else None,
                "baseline_period": item.baseline.period if item.baseline else None,
                "release_every": item.release.every,
                "release_next": item.release.next,
            }
            | _texts("title", item.title)
            | _texts("definition", item.definition)
            | _texts("choice", item.choice)
            | _texts("lead_reason", item.lead_reason)
        )


def _targets(indicator: Indicator) -> Rows:
    """Place 1 is the target assessed against, on each day the one named last; those beside follow."""
    assessed = [*indicator.targets_before, *((indicator.target,) if indicator.target else ())]
    for target, after in zip_longest(assessed, assessed[1:]):
        yield _target(1, target, last_day(after.said_on) if after else None)
    for place, target in enumerate(indicator.targets_beside, 2):
        yield _target(place, target, None)


def _target(place: int, target: Target, until: date | None) -> dict[str, Any]:
    plain = (
        "value", "unit", "qualifier", "period", "stated_without_year", "kind", "speaker", "said_on", "source", "url", "lapsed",
        "superseded_by", "note", "assessed",
    )  # fmt: skip
    end = parse_period(target.period).end if target.period else None
    named = {"known_from": last_day(target.said_on), "known_to": until, "known_basis": target.said_on_basis}
    return {"place": place, "year": end.year if end else None, "period_end": end, **named} | {name: getattr(target, name) for name in plain}
