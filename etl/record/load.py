"""Text files to checked record: every problem of every file in one run, each with file and line."""

import difflib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from etl.i18n.languages import LANGUAGES
from etl.messages import Message, message
from etl.record import observations as observed
from etl.record.files import Problem, Text, read_csv, read_yaml
from etl.record.kinds import ENTRIES, KINDS, lists_of
from etl.record.models import (
    Declaration,
    DeclarationRecord,
    Derived,
    Geo,
    Indicator,
    Name,
    Observation,
    Pledge,
    ProperName,
    Record,
    Source,
    Unit,
)
from etl.record.observations import Observed
from etl.text_validation import in_line

M = TypeVar("M", bound=BaseModel)
NO_DAY = ("date_from_datetime_parsing", "date_from_datetime_inexact", "date_parsing", "date_type")


@dataclass
class Located:
    """Where each item of the record stands, and the ids of items that could not be read, for the checks across files."""

    files: dict[int, tuple[Text, int]] = field(default_factory=dict)
    rows: dict[int, tuple[str, int]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def problem(self, item: BaseModel, message: str, *path: str | int) -> Problem:
        """A problem with this item, at the line of the field at `path`."""
        if id(item) in self.rows:
            return Problem(*self.rows[id(item)], message)
        text, index = self.files[id(item)]
        return Problem(text.file, text.line((index, *path)), message)


@dataclass
class Loaded:
    """What could be read, where it stands, and everything that is wrong with it."""

    record: Record
    located: Located
    problems: list[Problem]


def load(data: Path, by_row: bool = False, only: Container[str] | None = None) -> Loaded:
    """Read and validate every file of the record under `data`; nothing is raised for bad input.

    The record holds what was valid; `problems` says, by file and line, what was not. Observations are read by column where
    nothing is wrong with them, else, or where `by_row` asks for it, row by row, so that each has its line. `only`: of the
    declarations those in folders of these names.
    """
    problems: list[Problem] = []
    located = Located()
    if not data.is_dir():
        problem = Problem(data.as_posix(), 1, "there is no such folder; name the folder of the record with --data")
        empty = Record(sources=(), units=(), geos=(), proper_names=(), derived=(), observations=(), declarations=())
        return Loaded(empty, located, [problem])

    def yaml_list(path: Path, model: type[M], name: str) -> tuple[M, ...]:
        return _from_yaml(path, data, model, name, located, problems)

    def csv_rows(path: Path, model: type[M], name: str) -> tuple[M, ...]:
        return _from_csv(path, data, model, name, located, problems)

    files = sorted((data / "observations").glob("*.csv"))
    tables = [] if by_row else [observed.read(path) if _is_inside(path, data, []) else None for path in files]
    observations: Sequence[Observation]
    if by_row or any(table is None for table in tables):
        observations = [item for path in files for item in csv_rows(path, Observation, "series")]
    else:
        observations = Observed.joined(tables)
    declarations = []
    for folder in declaration_folders(data):
        if only is not None and folder.name not in only:
            continue
        head = _from_mapping(folder / "declaration.yaml", data, Declaration, located, problems)
        pledges = yaml_list(folder / "pledges.yaml", Pledge, "pledge")
        indicators = yaml_list(folder / "indicators.yaml", Indicator, "indicator")
        entries = {
            name: csv_rows(file, model, model.__name__.lower()) if (file := folder / f"{name}.csv").exists() or KINDS[name].always else ()
            for name, model in ENTRIES.items()
        }
        glossary = yaml_list(folder / "glossary.yaml", Name, "name")
        if head is not None:
            declarations.append(
                DeclarationRecord(declaration=head, pledges=pledges, indicators=indicators, glossary=glossary, entries=entries)
            )
    if not declarations and not problems and only is None:
        problems.append(
            Problem(f"{data.name}/declarations", 1, "no declaration here; add a folder with declaration.yaml and the files beside it")
        )
    record = Record.model_construct(
        sources=yaml_list(data / "sources.yaml", Source, "source"),
        units=yaml_list(data / "units.yaml", Unit, "unit"),
        geos=csv_rows(data / "geos.csv", Geo, "geo"),
        proper_names=csv_rows(data / "proper_names.csv", ProperName, "name"),
        derived=yaml_list(data / "derived.yaml", Derived, "derived series"),
        observations=observations if isinstance(observations, Observed) else tuple(observations),
        declarations=tuple(declarations),
    )
    return Loaded(record, located, problems)


def declaration_folders(data: Path) -> list[Path]:
    """The folders of the declarations, in order."""
    folder = data / "declarations"
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word, or nothing."""
    near = nearest(word, known)
    return f'; did you mean "{near}"?' if near else ""


def hint_at(word: str, known: Iterable[str]) -> str:
    """The word that may have been meant, as an addition in any language."""
    near = nearest(word, known)
    return f" ({near}?)" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like this one, or nothing."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


def _is_inside(path: Path, root: Path, problems: list[Problem]) -> bool:
    """Whether the file stands in the record; a link to one elsewhere becomes a problem: it would be published with the record."""
    inside = path.resolve().is_relative_to(root.resolve())
    if not inside:
        problems.append(Problem(path.relative_to(root).as_posix(), 1, "this leads out of the record; put the file itself here"))
    return inside


def _from_yaml(path: Path, root: Path, model: type[M], name: str, located: Located, problems: list[Problem]) -> tuple[M, ...]:
    text = read_yaml(path, root, problems) if _is_inside(path, root, problems) else Text("")
    if text.data is None:
        return ()
    if not isinstance(text.data, list):
        problems.append(Problem(text.file, 1, f"the file should be a list: one item, beginning with a dash, for each {name}"))
        return ()
    items: list[M] = []
    for index, data in enumerate(text.data):
        if not isinstance(data, dict):
            problems.append(Problem(text.file, text.line((index,)), f"{name} number {index + 1} should be a mapping of fields"))
            continue
        key = next((data[field] for field in ("id", "code", "series") if data.get(field)), f"number {index + 1}")
        item = _validated(model, data, f"{name} {key}", problems, text, index)
        if item is None:
            located.unread.add(str(key))
        else:
            located.files[id(item)] = (text, index)
            items.append(item)
    return tuple(items)


def _from_mapping(path: Path, root: Path, model: type[M], located: Located, problems: list[Problem]) -> M | None:
    text = read_yaml(path, root, problems) if _is_inside(path, root, problems) else Text("")
    if text.data is None:
        return None
    if not isinstance(text.data, dict):
        problems.append(Problem(text.file, 1, "the file should be a mapping: name, colon, value"))
        return None
    wrapped = Text(text.file, [text.data], text.source, (0,))
    item = _validated(model, text.data, "declaration", problems, wrapped, 0)
    if item is not None:
        located.files[id(item)] = (wrapped, 0)
    return item


def _validated(model: type[M], data: dict[str, Any], label: str, problems: list[Problem], text: Text, index: int) -> M | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            line = text.line((index, *detail["loc"]))
            problems.append(Problem(text.file, line, f"{label}: {in_words(detail)}"))
        return None


def _from_csv(path: Path, root: Path, model: type[M], name: str, located: Located, problems: list[Problem]) -> tuple[M, ...]:
    file = path.relative_to(root).as_posix()
    items: list[M] = []
    # As in YAML, a field that has a default may be left out.
    columns = tuple(name for name, field in model.model_fields.items() if field.is_required())
    several = lists_of(model)
    for line, row in read_csv(path, root, columns, problems) if _is_inside(path, root, problems) else ():
        lists = {column: tuple(row[column].split()) for column in several if column in row}
        try:
            item = model.model_validate({**row, **lists})
        except ValidationError as error:
            key = next((row[field] for field in ("id", "code", "series", "pledge") if row.get(field)), "")
            problems.extend(Problem(file, line, f"{name} {key}: {in_words(detail)}") for detail in error.errors())
            continue
        located.rows[id(item)] = (file, line)
        items.append(item)
    return tuple(items)


def in_words(detail: ErrorDetails) -> Message:
    """A validation error as a sentence: the field, what is wrong, what to do."""
    where = ".".join(str(part) for part in detail["loc"] if part != "function-after[_reduced_date(), str]")
    value = detail.get("input")
    shown = f'"{in_line(value)}"' if isinstance(value, str | int | float | bool) else message("this")
    context = detail.get("ctx", {})
    kind = detail["type"]
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    if kind == "missing":
        if last in LANGUAGES:
            return message("{where} has no text in {language}; add the translation", where=where.rpartition(".")[0], language=last)
        return message("{where} is missing; add it", where=where)
    if kind == "string_too_short":
        if last in LANGUAGES:
            return message("{where} is empty; add the translation", where=where)
        return message("{where} is empty; fill it in", where=where)
    if kind == "extra_forbidden":
        return message("{where} is no field of this; remove it or mend its name", where=where)
    if kind == "literal_error":
        first, _, other = str(context["expected"]).rpartition(" or ")
        expected = message("{first} or {other}", first=first, other=other) if first else other
        return message("{where} is {shown}; it should be {expected}", where=where, shown=shown, expected=expected)
    if kind == "float_parsing":
        return message(
            "{where} is {shown}, a text where a number belongs; write digits with a point, such as 28.14", where=where, shown=shown
        )
    if kind in ("bool_parsing", "bool_type"):
        return message("{where} is {shown}; write yes or no", where=where, shown=shown)
    if kind in NO_DAY:
        return message("{where} is {shown}, no day; write it as 2025-11-12", where=where, shown=shown)
    if kind == "string_pattern_mismatch":
        return message("{where} is {shown}; it does not have the form {pattern}", where=where, shown=shown, pattern=context.get("pattern"))
    if kind == "value_error":
        error = context.get("error")
        what = error.args[0] if isinstance(error, ValueError) and error.args else detail["msg"]
        inner = what if isinstance(what, Message) else Message(str(what))
        return message("{where}: {message}", where=where, message=inner) if where else inner
    if kind == "too_short":
        return message("{where} is empty; name at least {count}", where=where, count=context.get("min_length", 1))
    return message("{where} is {shown}: {reason}; mend the value", where=where, shown=shown, reason=detail["msg"].lower())
