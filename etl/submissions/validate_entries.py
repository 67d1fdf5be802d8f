"""Proposed rows of all kinds but observations: checked as their file would hold them, and put into the record.

A row that names an event or a target that is there already takes its place; the ledger keeps what stood there before.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pydantic import ValidationError

from etl.messages import Message, message
from etl.periods import last_day
from etl.record.kinds import KINDS
from etl.record.load import hint_at, in_words
from etl.record.models import Coding, Correction, DeclarationRecord, Event, Indicator, Model, NamedTarget, Record, Search, Target
from etl.record.parties import misnamed
from etl.submissions.citations import Cited
from etl.submissions.filing import Line
from etl.submissions.findings import Change, Examined, Finding, Row
from etl.uploads.read import parse_number


def examine_items(
    record: Record,
    kind: str,
    lines: Iterable[Line],
    link: str,
    day: date,
    cited: Cited,
    found: Examined,
) -> None:
    """Check rows of one kind against their declarations as of `day`; what is found is added to `found`.

    `link` is where rows come from that name no page of their own.
    """
    model, key_of = KINDS[kind].model, KINDS[kind].key_of
    folders = {folder.declaration.id: folder for folder in record.declarations}
    seen: dict[tuple[str, str], int] = {}
    for number, declaration, cells in lines:
        folder = folders[declaration]
        fields = _fields(folder, kind, cells, link, day, cited, number, found)
        if fields is None:
            continue
        try:
            item = model.model_validate(fields)
        except ValidationError as error:
            for detail in error.errors():
                column = str(detail["loc"][0]) if detail["loc"] else ""
                found.findings.append(Finding(number, column, in_words(detail)))
            continue
        wrong = _unfit(folder, item, day)
        first = seen.setdefault((declaration, key_of(item)), number)
        if first != number:
            wrong.append(("", message("The same stands in row {first} already. Keep one.", first=first)))
        found.findings += [Finding(number, column, sentence) for column, sentence in wrong]
        if not wrong:
            found.rows.append(_row(folder, kind, number, item))
    found.sources |= cited.new


def with_items(folder: DeclarationRecord, kind: str, items: Sequence[Model]) -> dict[str, object]:
    """What changes in a declaration's folder when these items are put into it."""
    if kind == "targets":
        indicators = {item.id: item for item in folder.indicators}
        for item in items:
            assert isinstance(item, NamedTarget)
            indicators[item.indicator] = _with_target(indicators[item.indicator], item)
        return {"indicators": tuple(indicators.values())}
    key_of = KINDS[kind].key_of
    by_key = {key_of(item): item for item in (*folder.entries[kind], *items)}
    return {"entries": folder.entries | {kind: tuple(by_key.values())}}


def _fields(
    folder: DeclarationRecord, kind: str, cells: Mapping[str, str], link: str, day: date, cited: Cited, number: int, found: Examined
) -> dict[str, object] | None:
    """The fields of an item as its model reads them: lists split, the source found by its link; None where a mistake was told."""
    by_name = {name: cells.get(name, "").strip() for name in KINDS[kind].form}
    several = KINDS[kind].lists
    fields: dict[str, object] = {name: tuple(cell.split()) if name in several else cell for name, cell in by_name.items()}
    if kind == "events" and not by_name["id"]:
        fields["id"] = _new_number(by_name)
    if "url" in by_name:
        fields["url"] = by_name["url"] or link
        source = cited.source(str(fields["url"]), day)
        if source is None:
            found.findings.append(Finding(number, "url", message("There is no link to the source. Write one that begins with https://.")))
            return None
        fields["source"] = by_name["source"] or source.id
        if "evidence" in by_name:
            fields["evidence"] = by_name["evidence"] or source.kind
    if kind != "targets":
        return fields
    indicator = next((item for item in folder.indicators if item.id == by_name["indicator"]), None)
    if indicator is None:
        hint = hint_at(by_name["indicator"], (item.id for item in folder.indicators))
        found.findings.append(
            Finding(number, "indicator", message("There is no indicator “{name}”{hint}.", name=by_name["indicator"], hint=hint))
        )
        return None
    value = parse_number(by_name["value"]) if by_name["value"] else None
    if isinstance(value, Message):
        found.findings.append(Finding(number, "value", value))
        return None
    fields |= {"value": value, "unit": by_name["unit"] or indicator.unit}
    # What is left empty has its usual meaning; an empty period says that no year was named.
    return {name: value for name, value in fields.items() if value not in ("", None)} | {"period": by_name["period"] or None}


# Columns that events got after the first had been accepted: left empty they change no number that was given before.
ADDED_COLUMNS = ("speaker", "tags")


def _new_number(cells: Mapping[str, str]) -> str:
    """A number for an event that has none, from what it says: two people who add events at once never take the same one."""
    content = "\0".join(f"{name}={cells[name]}" for name in sorted(cells) if cells[name] or name not in ADDED_COLUMNS).encode()
    return f"E{int.from_bytes(hashlib.sha256(content).digest()[:4]) % 900_000 + 100_000}"


def _unfit(folder: DeclarationRecord, item: Model, day: date) -> list[tuple[str, Message]]:
    """What keeps a valid item from being put into this folder, by column."""
    if isinstance(item, Coding):
        there = next((other for other in folder.codings if KINDS["codings"].key_of(other) == KINDS["codings"].key_of(item)), None)
        if there is not None and there != item:
            return [
                (
                    "date",
                    message(
                        "A coding of this pledge by this coder on this day is there already and is kept. Give the new one its own day."
                    ),
                )
            ]
    if isinstance(item, Event):
        return list(misnamed(folder.declaration, item))
    if isinstance(item, Search) and item.date is not None and item.date > day:
        return [("date", message("This day has not come yet. Log a search on the day it was made, or later."))]
    if isinstance(item, Correction) and any(other.id == item.id and other != item for other in folder.corrections):
        return [("id", message("The id {id} is taken. Give the new row the next number.", id=item.id))]
    if not isinstance(item, NamedTarget) or not item.assessed:
        return []
    indicator = next(one for one in folder.indicators if one.id == item.indicator)
    if indicator.context or indicator.family not in ("quantified", "threshold", "direction"):
        return [
            (
                "assessed",
                message("This indicator is not assessed against a target. Leave this cell empty: the target then stands beside it."),
            )
        ]
    before = indicator.target
    if before is not None and not _same_target(before, item) and last_day(item.said_on) <= last_day(before.said_on):
        return [
            (
                "said_on",
                message(
                    "The target assessed against now was named on {day}, not before this one. Leave “assessed” empty.", day=before.said_on
                ),
            )
        ]
    return []


def _row(folder: DeclarationRecord, kind: str, number: int, item: Model) -> Row:
    """What the item does to the record."""
    here = folder.declaration.id
    if isinstance(item, NamedTarget):
        indicator = next(one for one in folder.indicators if one.id == item.indicator)
        after = _with_target(indicator, item)
        there = any(_same_target(other, item) for other in _targets(indicator))
        change: Change = "unchanged" if after == indicator else "changed" if there else "new"
        return Row(number, item, change, indicator.id, indicator.target.value if indicator.target else None, here)
    key_of = KINDS[kind].key_of
    old = next((other for other in folder.entries[kind] if key_of(other) == key_of(item)), None)
    return Row(number, item, "unchanged" if old == item else "changed" if old else "new", declaration=here)


def _targets(indicator: Indicator) -> tuple[Target, ...]:
    return (*indicator.targets_before, *((indicator.target,) if indicator.target else ()), *indicator.targets_beside)


def _same_target(one: Target, other: Target) -> bool:
    return (one.kind, one.period, one.said_on, one.speaker) == (other.kind, other.period, other.said_on, other.speaker)


def _with_target(indicator: Indicator, item: NamedTarget) -> Indicator:
    """The indicator with a target: in the place of the same one, else as the one assessed against, else beside."""
    target = Target.model_validate(item.model_dump(exclude={"indicator"}))

    def replaced(listed: tuple[Target, ...]) -> tuple[Target, ...]:
        return tuple(target if _same_target(other, target) else other for other in listed)

    if any(_same_target(other, target) for other in _targets(indicator)):
        now = indicator.target
        return indicator.model_copy(
            update={
                "targets_before": replaced(indicator.targets_before),
                "target": target if now is not None and _same_target(now, target) else now,
                "targets_beside": replaced(indicator.targets_beside),
            }
        )
    if not item.assessed:
        return indicator.model_copy(update={"targets_beside": (*indicator.targets_beside, target)})
    before = (indicator.target,) if indicator.target else ()
    return indicator.model_copy(update={"targets_before": (*indicator.targets_before, *before), "target": target})
