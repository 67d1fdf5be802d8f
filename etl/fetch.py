"""The command `fetch`: ask publishers for the series of the record, keep their answers, propose what is new or revised.

What a publisher sends goes the way of every change: it is checked, submitted to the ledger and waits for a review.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from etl import rights, warehouse
from etl.check import check
from etl.errors import InputError, OutsideError
from etl.ledger import Ledger
from etl.period import parse_period
from etl.proposed import examine
from etl.record import Record, Source
from etl.sources import CONNECTORS, Query
from etl.sources.collect import collect
from etl.sources.figure import Figure
from etl.sources.http import Publisher
from etl.submission import Proposal
from etl.words import words

DONE, BAD_INPUT, OUTSIDE_FAILED = 0, 1, 3


@dataclass(frozen=True)
class Asked:
    """A series of the record and the question its publisher is asked."""

    indicator: str
    series: str
    unit: str
    query: Query


def run(options: argparse.Namespace) -> int:
    """Run the command; returns its exit code. One publisher that fails does not stop the others."""
    said = words(options.lang)
    ledger = Ledger(options.ledger)
    loaded = check(options.data, ledger.accepted())
    if loaded.problems:
        raise warehouse.BadRecord(loaded.problems)
    known = {source.id: source for source in loaded.record.sources if source.fetch is not None}
    strange = sorted(set(options.sources) - set(known))
    if strange:
        print(f"{strange[0]} is no source that can be fetched; these can: {', '.join(sorted(known))}", file=sys.stderr)
        return BAD_INPUT
    failed = False
    now = datetime.now(UTC)
    with Publisher() as publisher:
        for source in (known[name] for name in (options.sources or sorted(known))):
            try:
                rows = _rows(options, publisher, loaded.record, source, now.date())
                print(_submit(ledger, loaded.record, source, rows, now))
            except (OutsideError, InputError) as error:
                failed = True
                print(f"{source.id}: {error}", file=sys.stderr)
    ledger.close()
    print(said.t("Review what was fetched: python -m etl review list"), file=sys.stderr)
    return OUTSIDE_FAILED if failed else DONE


def asked(record: Record, source: Source) -> Iterator[Asked]:
    """Every series of the record's indicators that this source publishes, once, with the question for it."""
    assert source.fetch is not None
    units = {item.series: item.unit for item in record.observations}
    seen: set[str] = set()
    for folder in record.declarations:
        for indicator in folder.indicators:
            for series in indicator.series:
                found = re.fullmatch(source.fetch.series, series)
                if found is None or series in seen:
                    continue
                seen.add(series)
                parameters = {name: text.format(**found.groupdict()) for name, text in source.fetch.parameters.items()}
                query = Query(connector=source.fetch.connector, series=source.fetch.code.format(**found.groupdict()), parameters=parameters)
                yield Asked(indicator.id, series, units.get(series, indicator.unit), query)


def _rows(options: argparse.Namespace, publisher: Publisher, record: Record, source: Source, day: date) -> list[dict[str, str]]:
    assert source.fetch is not None
    since = parse_period(options.since).start if options.since else None
    listed = list(asked(record, source))
    rows = []
    for number, item in enumerate(listed, 1):
        print(f"  {source.id} {number}/{len(listed)} {item.series}", file=sys.stderr)
        connector = CONNECTORS[source.fetch.connector]
        found = collect(publisher, connector, item.query, options.snapshots, source.id, day, source.licence, since)
        # A period the publisher lists without a value is no news; a value it took back is decided by people.
        rows += [_row(item, figure, source) for figure in found.figures if figure.value is not None]
    return rows


def _row(item: Asked, figure: Figure, source: Source) -> dict[str, str]:
    return {
        "indicator": item.indicator, "series": item.series, "period": figure.period, "value": f"{figure.value:.17g}", "unit": item.unit,
        "status": figure.status, "url": source.url or "", "note": figure.note,
    }  # fmt: skip


def _submit(ledger: Ledger, record: Record, source: Source, rows: list[dict[str, str]], now: datetime) -> str:
    """Propose the rows that change something; returns what to say about it."""
    examined = examine(record, "observations", list(enumerate(rows, 1)), source.url or "", now.date())
    if examined.mistakes:
        first = examined.mistakes[0]
        raise InputError(f"row {first.row}, {first.column}: {first.said}; nothing was submitted")
    changing = {row.number for row in examined.rows if row.change != "unchanged"}
    counts = f"{examined.count('new')} new, {examined.count('changed')} changed, {examined.count('unchanged')} unchanged"
    if not changing:
        return f"{source.id}: {counts}"
    proposal = Proposal(
        "observations", tuple(row for number, row in enumerate(rows, 1) if number in changing), source.url or "", f"fetched {counts}"
    )
    key = hashlib.sha256(json.dumps([source.id, proposal.rows], sort_keys=True).encode()).hexdigest()
    name, _ = ledger.submit(proposal, rights.publisher(source.publisher), key, now)
    return f"{source.id}: {counts}; submitted as {name}"
