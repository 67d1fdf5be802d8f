"""The command `fetch`: ask publishers for the series of the record, keep their answers, propose what is new or revised.

What a publisher sends goes the way of every change: it is checked, submitted to the ledger and waits for a review. A publisher or
a series that fails stops no other; what is missing is named at the end, and what was there stays.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isclose
from pathlib import Path

import click

from etl.commands.console import BAD_INPUT, DONE, OUTSIDE_FAILED, tell
from etl.commands.options import command, lang_option, record_options, snapshots_option
from etl.commands.progress_bar import Progress
from etl.errors import InputError, OutsideError
from etl.i18n.translator import Translator, translator
from etl.ledger import roles
from etl.ledger.store import Ledger
from etl.periods import parse_period
from etl.record.derived import with_inputs
from etl.record.models import Fetch, Observation, Record, Source
from etl.record.observations import Observed
from etl.sources.collect import Page, collect
from etl.sources.figure import Figure
from etl.sources.http_client import Publisher, PublisherFailed
from etl.sources.publishers import connectors
from etl.sources.query import Query
from etl.submissions.checked_record import check
from etl.submissions.filing import COLUMN, require
from etl.submissions.findings import Row
from etl.submissions.models import Proposal
from etl.submissions.validate_observations import examine
from etl.warehouse import builds

# Values the record holds with fewer digits than this may be rounded too much to tell a revision from a rounding.
ENOUGH_DIGITS = 4


@dataclass(frozen=True)
class Asked:
    """A series of the record and the question its publisher is asked; `unit` is the unit its figures come in."""

    declaration: str
    indicator: str
    series: str
    unit: str
    until: date
    query: Query


@dataclass
class Fetched:
    """What asking one source brought: rows to propose, and the series that are missing with the reason for each."""

    rows: list[dict[str, str]] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)


@command("wdi --since 2020", "SOURCE is a source of sources.yaml that says how to fetch it (none: all of them).")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--since", default="", metavar="PERIOD", help="Only periods that end then or later, such as 2020.", show_default="all")
@click.option("--declaration", default="", metavar="ID", help="Only the indicators of this declaration.", show_default="all")
@snapshots_option
@record_options
@lang_option
def fetch_command(sources: tuple[str, ...], since: str, declaration: str, snapshots: Path, data: Path, ledger: str, lang: str) -> int:
    """Fetch, and submit what is new; 3 where something is missing."""
    return fetch(data, ledger, snapshots, sources, since, declaration, lang)


def fetch(
    data: Path, url: str, snapshots: Path, sources: Sequence[str] = (), since: str = "", declaration: str = "", lang: str = "en",
    publisher: Publisher | None = None, now: datetime | None = None,
) -> int:  # fmt: skip
    """Ask the sources (none: all) for their series and submit to the ledger `url` what is new; returns the exit code.

    Another client or time (with its zone) can be used.
    """
    words = translator(lang)
    first = _since(since)
    ledger = Ledger(url)
    loaded = check(data, ledger.accepted())
    if loaded.problems:
        raise builds.BadRecord(loaded.problems)
    require(loaded.record, declaration)
    known = {source.id: source for source in loaded.record.sources if source.fetch}
    strange = sorted(set(sources) - set(known))
    if strange:
        print(f"{strange[0]} is no source that can be fetched; these can: {', '.join(sorted(known))}", file=sys.stderr)
        return BAD_INPUT
    missing: dict[str, dict[str, str]] = {}
    now = now or datetime.now(UTC)
    with publisher or Publisher() as client:
        for source in (known[name] for name in (sources or sorted(known))):
            listed = list(asked(loaded.record, source, declaration))
            record = _narrowed(loaded.record, source, {item.series for item in listed})
            fetched = _fetched(snapshots, client, record, source, listed, now.date(), first)
            _propose(ledger, record, source, fetched, now, words)
            if fetched.missing:
                missing[source.id] = fetched.missing
    ledger.close()
    for name, series in missing.items():
        _tell_missing(name, series, words)
    tell(words.t("Review what was fetched: python -m etl review list"))
    return OUTSIDE_FAILED if missing else DONE


def asked(record: Record, source: Source, declaration: str = "") -> Iterator[Asked]:
    """Every series that this source publishes, once, with the question: of the record's indicators (or only of one `declaration`'s)
    and of what they are computed from."""
    units: dict[str, str] = dict(Observed.of(record.observations).distinct("series", "unit"))
    derived = {item.series: item for item in record.derived}
    seen: set[str] = set()
    for folder in record.declarations:
        for indicator in folder.indicators if declaration in ("", folder.declaration.id) else ():
            for series in with_inputs(indicator.series, derived):
                for way in source.fetch:
                    found = re.fullmatch(way.series, series)
                    if found is None or series in seen:
                        continue
                    seen.add(series)
                    unit = way.unit or units.get(series, indicator.unit)
                    until = parse_period(way.until).end if way.until else date.max
                    yield Asked(folder.declaration.id, indicator.id, series, unit, until, _query(way, found))


def _query(way: Fetch, found: re.Match[str]) -> Query:
    caught = found.groupdict(default="")
    filled = caught | {f"{name}_there": way.names.get(text, text) for name, text in caught.items()}
    parameters = {name: text.format(**filled) for name, text in way.parameters.items()}
    return Query(connector=way.connector, series=way.code.format(**filled), parameters=parameters)


def _since(text: str) -> date | None:
    if not text:
        return None
    try:
        return parse_period(text).start
    except ValueError as error:
        raise InputError(f'--since "{text}" is no period; write 2020, 2025-Q3 or 2025-08') from error


def _narrowed(record: Record, source: Source, series: set[str]) -> Record:
    """The record without other sources and series: rows of one source are held against what concerns them alone."""
    return record.model_copy(update={"sources": (source,), "observations": Observed.of(record.observations).only(series)})


def _fetched(
    snapshots: Path, publisher: Publisher, record: Record, source: Source, listed: list[Asked], day: date, since: date | None
) -> Fetched:
    """Ask for every series of a source and check what came; a series that fails is missing, the others go on."""
    fetched, answers = Fetched(), dict[str, Page | PublisherFailed]()
    with Progress(sys.stderr, source.id, len(listed)) as progress:
        for item in listed:
            progress.step(item.series)
            connector = connectors()[item.query.connector]
            try:
                found = collect(publisher, connector, item.query, snapshots, source.id, day, source.licence, since, answers)
                rows = [_row(item, figure, source, day) for figure in found.figures if _is_news(figure, item, day)]
                mistakes = examine(record, "observations", list(enumerate(rows, 1)), source.url or "", day).mistakes
            except (OutsideError, InputError) as error:
                fetched.missing[item.series] = str(error)
                continue
            if mistakes:
                first = mistakes[0]
                fetched.missing[item.series] = f"{rows[first.row - 1]['period']}, {first.column}: {first.message}"
            else:
                fetched.rows += rows
    return fetched


def _is_news(figure: Figure, item: Asked, day: date) -> bool:
    """Whether a figure may be proposed: a period without a value is no news, one that has not begun is a forecast."""
    period = parse_period(figure.period)
    return figure.value is not None and period.start <= day and period.end <= item.until


def _written(value: float | None) -> str:
    """A number as text that has one reading: in full, and with a zero after exactly three decimals, which could be thousands."""
    text = f"{Decimal(repr(value)):f}"
    return f"{text}0" if re.search(r"[.]\d{3}$", text) else text


def _row(item: Asked, figure: Figure, source: Source, day: date) -> dict[str, str]:
    unfinished = parse_period(figure.period).end >= day
    notes = [figure.note, "the period was not over when it was asked for" if unfinished else ""]
    return {
        "indicator": item.indicator, "series": item.series, "period": figure.period, "value": _written(figure.value), "unit": item.unit,
        "status": "P" if unfinished and figure.status == "A" else figure.status, "url": source.url or "",
        "note": "; ".join(note for note in notes if note), COLUMN: item.declaration,
    }  # fmt: skip


def _propose(ledger: Ledger, record: Record, source: Source, fetched: Fetched, now: datetime, words: Translator) -> None:
    """Submit the rows that change something and were not proposed before, and say so."""
    examined = examine(record, "observations", list(enumerate(fetched.rows, 1)), source.url or "", now.date())
    rows = [replace(row, change="unchanged") if _is_the_same(row) else row for row in examined.rows]
    counted = {change: sum(row.change == change for row in rows) for change in ("new", "changed", "unchanged")}
    counts = words.t("{new} new, {changed} changed, {unchanged} unchanged", **counted)
    before = {_key(row) for item in ledger.listed("submitted", "rejected", "reverted") for row in item.proposal.rows}
    changing = [row for row in rows if row.change != "unchanged"]
    fresh = [row for row in changing if _key(fetched.rows[row.number - 1]) not in before]
    if not fresh:
        line = words.t("{counts}; all of it was proposed before", counts=counts) if changing else counts
        print(f"{source.id}: {line}")
        return
    sent = tuple(fetched.rows[row.number - 1] for row in fresh)
    proposal = Proposal(
        "observations", sent, source.url or "", "fetched {new} new, {changed} changed, {unchanged} unchanged".format(**counted)
    )
    # What a row replaces belongs to the key: a publisher may go back to an earlier value, and that is another change.
    key = hashlib.sha256(json.dumps([source.id, sent, [row.before for row in fresh]], sort_keys=True).encode()).hexdigest()
    name, _ = ledger.submit(proposal, roles.publisher(source.publisher), key, now)
    print(f"{source.id}: {words.t('{counts}; submitted as {name}', counts=counts, name=name)}")
    for row in fresh:
        print(f"  {_told(row, words)}")


def _key(row: dict[str, str]) -> tuple[tuple[str, str], ...]:
    # Rows of the first version did not name their declaration.
    return tuple(sorted((name, cell) for name, cell in row.items() if cell and name != COLUMN))


def _told(row: Row, words: Translator) -> str:
    """One change in one line: series, period, the value before and after in the unit of the series."""
    assert isinstance(row.item, Observation) and row.item.value is not None
    after = f"{row.item.value:.10g}"
    if row.before is None:
        return words.t("{series} {period}: {after} (new)", series=row.item.series, period=row.item.period, after=after)
    return words.t(
        "{series} {period}: {before} before, {after} now",
        series=row.item.series,
        period=row.item.period,
        before=f"{row.before:.10g}",
        after=after,
    )


def _is_the_same(row: Row) -> bool:
    """Whether a change is none: the record holds the value rounded, or converting the unit left a trace in the last digit.

    A publisher that sends no flag says nothing about firmness: then the status in the record stays. A flag is news.
    """
    if row.change != "changed" or row.before is None or not isinstance(row.item, Observation) or row.item.value is None:
        return False
    if row.item.status != "A":
        return False
    digits = len(Decimal(repr(row.before)).normalize().as_tuple().digits)
    step = float(Decimal(1).scaleb(Decimal(repr(row.before)).adjusted() - digits + 1))
    rounding = 0.5 * step if digits >= ENOUGH_DIGITS else 0.0
    return isclose(row.item.value, row.before, rel_tol=1e-12, abs_tol=rounding * (1 + 1e-6))


def _tell_missing(source: str, missing: dict[str, str], words: Translator) -> None:
    """Name the series of a source that are missing, those with one reason together."""
    print(
        words.nt("{source}: {n} series is missing; what was there is kept", "{source}: {n} series are missing; what was there is kept", len(missing), source=source),
        file=sys.stderr,
    )  # fmt: skip
    by_reason: dict[str, list[str]] = {}
    for series, reason in missing.items():
        by_reason.setdefault(reason, []).append(series)
    for reason, names in by_reason.items():
        print(f"  {', '.join(names)}: {reason}", file=sys.stderr)
