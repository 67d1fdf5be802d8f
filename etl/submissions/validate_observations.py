"""What somebody proposes to change, checked row by row against the record: what is wrong, what is new, what would change.

One way for all: a form filled in, a file sent in, a publisher's answer, an accepted submission at the build. A row of
observations has the columns of OBSERVATION_COLUMNS; rows of another kind have those of their file.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import isfinite
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from pydantic import ValidationError

from etl.i18n.languages import LANGUAGES
from etl.messages import Message, message
from etl.periods import Period, parse_period
from etl.record.derived import with_inputs
from etl.record.kinds import KINDS
from etl.record.load import hint_at, in_words
from etl.record.models import Indicator, Observation, Record, Source, Unit
from etl.record.observations import Observed
from etl.record.parties import joint
from etl.submissions.citations import Cited
from etl.submissions.filing import COLUMN, Filing, Line
from etl.submissions.findings import Examined, Finding, Row
from etl.submissions.validate_entries import examine_items, with_items
from etl.uploads.read import parse_number

OBSERVATION_COLUMNS = KINDS["observations"].form
# A row that begins with this is an example or a remark: it is never read as data.
REMARK = "#"
EMPTY = dict.fromkeys(OBSERVATION_COLUMNS, "")
# What rows of one table mostly have in common.
COMMON = itemgetter(*(name for name in OBSERVATION_COLUMNS if name not in ("period", "value")))
MUST_BE_FILLED = ("indicator", "period")
# A value is asked about when it lies this many usual steps away from its neighbour; usual is the median among so many neighbours.
FAR = 8
NEIGHBOURS = 6
THOUSAND = 1000.0
NEAR = 2.0
NEW_SERIES = "submitted:"


def examine(
    record: Record, kind: str, lines: Sequence[tuple[int, Mapping[str, str]]], link: str, day: date, declaration: str = ""
) -> Examined:
    """Check rows (number as their author sees it, column to text) of one kind against the record, as of `day`.

    `link` is where they come from, for rows that name no page of their own; `declaration` that of rows that name none.
    """
    found = Examined()
    known = frozenset((*KINDS[kind].form, COLUMN))
    for number, cells in lines:
        if cells.keys() <= known:
            continue
        for name in [name for name in cells if name not in known and cells[name]]:
            hint = hint_at(name, KINDS[kind].form)
            found.findings.append(Finding(number, name, message("This column is not known{hint}. Remove it or mend its name.", hint=hint)))
    filed = Filing(record, kind).filed(lines, declaration, found)
    if kind == "observations":
        Observations(record).examine(filed, link, day, found)
    else:
        examine_items(record, kind, filed, link, day, Cited(record.sources), found)
    return found


def added(record: Record, kind: str, examined: Examined) -> Record:
    """The record with the rows of an examined proposal that change something."""
    rows = [row for row in examined.rows if row.change != "unchanged"]
    known = {source.id for source in record.sources}
    sources = record.sources + tuple(source for key, source in examined.sources.items() if key not in known)
    folders = []
    for folder in record.declarations:
        here = folder.declaration.id
        changes: dict[str, object] = {}
        items = [row.item for row in rows if row.declaration == here]
        if items and kind != "observations":
            changes |= with_items(folder, kind, items)
        attached = {indicator: series for (declaration, indicator), series in examined.attached.items() if declaration == here}
        if attached:
            changes["indicators"] = tuple(
                item.model_copy(update={"series": (attached[item.id],)}) if item.id in attached and not item.series else item
                for item in folder.indicators
            )
        folders.append(folder.model_copy(update=changes) if changes else folder)
    observations = record.observations
    if kind == "observations":
        observations = Observed.of(observations) + [row.item for row in rows]
    return record.model_copy(update={"sources": sources, "observations": observations, "declarations": tuple(folders)})


class Observations:
    """Checks rows of observations against the indicators of their declarations and what is known of their series.

    `asking`: whether values that look strange beside their neighbours are asked about.
    """

    def __init__(self, record: Record, asking: bool = True) -> None:
        self.asking = asking
        self.joint = {folder.declaration.id: joint(folder.declaration) for folder in record.declarations}
        self.indicators = {(folder.declaration.id, item.id): item for folder in record.declarations for item in folder.indicators}
        self.named = Counter(name for _, name in self.indicators)
        self.units = {unit.code: unit for unit in record.units}
        self.unit_words = {
            getattr(texts, lang).casefold(): unit.code for unit in record.units for texts in (unit.symbol, unit.name) for lang in LANGUAGES
        }
        self.cited = Cited(record.sources)
        self.derived = {item.series: item for item in record.derived}
        # Of these series and no others rows can be sent in.
        own = with_inputs([name for item in self.indicators.values() for name in item.series], self.derived)
        known = list(Observed.of(record.observations).only(own))
        self.identity = {item.series: (item.geo, item.counterpart, item.unit) for item in known}
        self.newest: dict[str, dict[str, Observation]] = {}
        for item in sorted(known, key=lambda item: (item.published, item.recorded)):
            self.newest.setdefault(item.series, {})[item.period] = item
        self.released = {(item.series, item.period, item.source, item.published) for item in known}
        self.neighbours: dict[tuple[str, str], Neighbours] = {}
        self.likes: dict[tuple[str, tuple[str, ...]], Like] = {}
        self.link, self.day, self.found, self.wrong, self.declaration = "", date.min, Examined(), 0, ""

    def examine(self, lines: Iterable[Line], link: str, day: date, found: Examined) -> None:
        """Every row on its own, then rows that say the same twice; what is found is added to `found`."""
        self.link, self.day, self.found = link, day, found
        self.likes.clear()
        seen: dict[tuple[str, str], int] = {}
        for number, self.declaration, cells in lines:
            row = self._row(number, EMPTY | {name: cell.strip() for name, cell in cells.items() if cell})
            if row is None:
                continue
            assert isinstance(row.item, Observation)
            first = seen.setdefault((row.item.series, row.item.period), number)
            if first != number:
                self._wrong(
                    number, "period", message("This period of the same series already stands in row {first}. Keep one.", first=first)
                )
                continue
            self.found.rows.append(row)
        found.sources |= self.cited.new

    def take(self, found: Examined) -> list[Observation]:
        """Hold the next rows against these too; returns those that change something."""
        items = [row.item for row in found.rows if row.change != "unchanged" and isinstance(row.item, Observation)]
        for item in items:
            self.newest.setdefault(item.series, {})[item.period] = item
            self.released.add((item.series, item.period, item.source, item.published))
            self.identity.setdefault(item.series, (item.geo, item.counterpart, item.unit))
        self.neighbours.clear()
        for name, series in found.attached.items():
            if not self.indicators[name].series:
                self.indicators[name] = self.indicators[name].model_copy(update={"series": (series,)})
        return items

    def _wrong(self, number: int, column: str, what: Message, asks: bool = False) -> None:
        self.found.findings.append(Finding(number, column, what, asks))
        self.wrong += not asks

    def _row(self, number: int, cells: dict[str, str]) -> Row | None:
        before = self.wrong
        like = self.likes.get((self.declaration, COMMON(cells)))
        if like is not None and cells["period"] and cells["value"]:
            return self._like(number, cells, like)
        for column in MUST_BE_FILLED:
            if not cells[column]:
                self._wrong(number, column, message("This cell is empty. Fill it in."))
        indicator = self.indicators.get((self.declaration, cells["indicator"]))
        if cells["indicator"] and indicator is None:
            hint = hint_at(cells["indicator"], [name for declaration, name in self.indicators if declaration == self.declaration])
            self._wrong(number, "indicator", message("There is no indicator “{name}”{hint}.", name=cells["indicator"], hint=hint))
        self._period(number, cells["period"])
        source = self._source(number, cells["url"] or self.link)
        value = self._value(number, cells)
        if self.wrong > before or indicator is None or source is None:
            return None
        series = self._series(number, cells["series"], indicator)
        if series is None:
            return None
        geo, counterpart, unit = self.identity.get(series, (self.joint[self.declaration], "", indicator.unit))
        # What an indicator is computed from has units of its own.
        usual = unit if series in self.identity and series not in indicator.series else indicator.unit
        unit_code = self._unit(cells["unit"]) or usual
        value = self._in_unit(number, value, unit_code, unit, usual)
        if self.wrong > before:
            return None
        fields = {
            "series": series, "geo": geo, "counterpart": counterpart, "period": cells["period"], "unit": unit,
            "value": "" if value is None else value, "qualifier": cells["qualifier"] or "=",
            "status": cells["status"] or ("M" if value is None else "A"), "source": source.id, "url": cells["url"] or self.link,
            "published": cells["published"] or self.day.isoformat(), "published_basis": "stated" if cells["published"] else "first_seen",
            "recorded": self.day, "note": cells["note"], "evidence": cells["evidence"] or source.kind, "speaker": cells["speaker"],
        }  # fmt: skip
        try:
            item = Observation.model_validate(fields)
        except ValidationError as error:
            for detail in error.errors():
                column = str(detail["loc"][0]) if detail["loc"] else "value"
                self._wrong(number, column, in_words(detail))
            return None
        if self.wrong > before:
            return None
        if value is not None:
            self.likes[self.declaration, COMMON(cells)] = Like(indicator, item, self.units[unit_code].factor, self.units[unit].factor)
        return self._compared(number, indicator, item)

    def _like(self, number: int, cells: dict[str, str], like: "Like") -> Row | None:
        """A row that differs from one that was right in its period and value only: those two are checked."""
        before = self.wrong
        self._period(number, cells["period"])
        value = self._value(number, cells)
        if self.wrong > before or value is None:
            return None
        if like.entered != like.recorded:
            value = value * like.entered / like.recorded
        if not isfinite(value):
            self._wrong(number, "value", message("This number is too large. Check its unit."))
            return None
        return self._compared(number, like.indicator, like.item.model_copy(update={"period": cells["period"], "value": value}))

    def _period(self, number: int, code: str) -> None:
        if not code:
            return
        try:
            period = parse_period(code)
        except ValueError:
            text = message("“{code}” is no period. Write 2025, 2025-S1, 2025-Q3, 2025-08, 2025-11-12 or 2025-01-01/P9M.", code=code)
            self._wrong(number, "period", text)
            return
        if period.start > self.day:
            self._wrong(number, "period", message("This period has not begun yet. A plan or forecast is a target, not an observation."))

    def _source(self, number: int, link: str) -> Source | None:
        source = self.cited.source(link, self.day)
        if source is None:
            self._wrong(number, "url", message("There is no link to the source. Write one that begins with https://."))
        return source

    def _value(self, number: int, cells: dict[str, str]) -> float | None:
        text = cells["value"]
        if not text:
            if not cells["note"]:
                self._wrong(
                    number, "value", message("There is no value. Write it, or leave it empty and say in the note why it is missing.")
                )
            return None
        value = parse_number(text)
        if isinstance(value, Message):
            self._wrong(number, "value", value)
            return None
        return value

    def _series(self, number: int, name: str, indicator: Indicator) -> str | None:
        if not name:
            if not indicator.series:
                # Two indicators of one name measure different things.
                place = f"{self.declaration}:" if self.named[indicator.id] > 1 else ""
                name = self.found.attached[self.declaration, indicator.id] = f"{NEW_SERIES}{place}{indicator.id}"
                return name
            name = indicator.series[0]
        elif name not in (known := with_inputs(indicator.series, self.derived)):
            hint = hint_at(name, known)
            self._wrong(number, "series", message("“{name}” is no series of this indicator{hint}.", name=name, hint=hint))
            return None
        if name in self.derived:
            self._wrong(
                number, "series", message("“{name}” is computed from other series. Send in the figures it is computed from.", name=name)
            )
            return None
        return name

    def _unit(self, name: str) -> str:
        """The code of a unit that may be given by its name or symbol in any language."""
        return name if name in self.units or not name else self.unit_words.get(name.casefold(), name)

    def _in_unit(self, number: int, value: float | None, unit: str, wanted: str, usual: str) -> float | None:
        """The value in the unit of its series."""
        one, other = self.units.get(unit), self.units.get(wanted)
        if one is None:
            hint = hint_at(unit, self.units)
            self._wrong(number, "unit", message("There is no unit “{unit}”{hint}.", unit=unit, hint=hint))
            return None
        if other is None or one.dimension != other.dimension:
            self._wrong(number, "unit", message("This indicator is in {usual}; {unit} measures something else.", usual=usual, unit=unit))
            return None
        return value if value is None or one.factor == other.factor else value * one.factor / other.factor

    def _compared(self, number: int, indicator: Indicator, item: Observation) -> Row | None:
        before = self.newest.get(item.series, {}).get(item.period)
        if before is not None and (before.value, before.qualifier, before.status) == (item.value, item.qualifier, item.status):
            return Row(number, item, "unchanged", indicator.id, before.value, self.declaration)
        if (item.series, item.period, item.source, item.published) in self.released:
            text = message(
                "The record already has another value of this period with the same source and day of publication. Leave the day empty if you correct a mistake."
            )
            self._wrong(number, "published", text)
            return None
        if self.asking:
            self._ask(number, item, self.units[item.unit])
        return Row(number, item, "changed" if before else "new", indicator.id, before.value if before else None, self.declaration)

    def _ask(self, number: int, item: Observation, unit: Unit) -> None:
        """Questions a value raises beside the others of its series: a wrong scale, a leap, a break."""
        if item.status == "B":
            self._wrong(
                number,
                "status",
                message("A break: values before this period will no longer be compared with later ones. Is that so?"),
                asks=True,
            )
        near = self._neighbours(item)
        if item.value is None or not near:
            return
        nearest = near[0].value
        if nearest and item.value:
            for factor in (THOUSAND, 1 / THOUSAND, THOUSAND**2, 1 / THOUSAND**2):
                if 1 / NEAR < item.value / nearest / factor < NEAR:
                    text = message(
                        "The value is about {times} times its neighbour, which is {nearest} {unit}. Is its unit right?",
                        times=f"{factor:,.15g}",
                        nearest=f"{nearest:,.15g}",
                        unit=unit.code,
                    )
                    self._wrong(number, "value", text, asks=True)
                    return
        steps = [abs(later.value - earlier.value) for earlier, later in pairwise(sorted(near))]
        usual = median(steps) if len(steps) > 2 else 0.0
        if usual and abs(item.value - nearest) > FAR * usual:
            text = message(
                "The value is far from its neighbour {nearest}: more than {times} times the usual step. Is it right?",
                nearest=f"{nearest:g}",
                times=FAR,
            )
            self._wrong(number, "value", text, asks=True)

    def _neighbours(self, item: Observation) -> list["Neighbour"]:
        """The known values of the series beside this period and of its frequency, the nearest first."""
        period = parse_period(item.period)
        key = item.series, period.frequency
        if key not in self.neighbours:
            known = ((parse_period(code), other.value) for code, other in self.newest.get(item.series, {}).items())
            self.neighbours[key] = Neighbours(
                Neighbour(there.start, value, there.code)
                for there, value in known
                if value is not None and there.frequency == period.frequency
            )
        return self.neighbours[key].around(period)


class Like(NamedTuple):
    """A row that was right, for those that differ from it in period and value: its indicator and item, the factors of the unit it is
    given in and of the one it is kept in."""

    indicator: Indicator
    item: Observation
    entered: float
    recorded: float


class Neighbour(NamedTuple):
    """A known value: the first day of its period, the value, the period."""

    start: date
    value: float
    period: str


class Neighbours:
    """The known values of one series in the order of time."""

    def __init__(self, known: Iterable[Neighbour]) -> None:
        self.known = sorted(known)
        self.starts = [item.start for item in self.known]

    def around(self, period: Period) -> list[Neighbour]:
        """The NEIGHBOURS values nearest to a period, without its own: the nearest first, of two as near the earlier."""
        place = bisect_left(self.starts, period.start)
        # One more on each side for the period's own value, and all that begin on the same day as the first.
        first = bisect_left(self.starts, self.starts[max(0, place - NEIGHBOURS - 1)]) if self.starts else 0
        others = [item for item in self.known[first : place + NEIGHBOURS + 1] if item.period != period.code]
        return sorted(others, key=lambda item: abs((item.start - period.start).days))[:NEIGHBOURS]
