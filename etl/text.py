"""Reads the record's text files, keeping the line of every value: YAML, CSV, and what is wrong with them."""

import csv
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

Path_ = tuple[Any, ...]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in the record: prints as `file:line: what is wrong, what to do`."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass
class Text:
    """A parsed file: `data` as plain Python, and its text, from which the line of a value is found once somebody asks.

    `at` is the path of the whole file's content in `data`.
    """

    file: str
    data: Any = None
    source: str = ""
    at: Path_ = ()

    def line(self, path: Path_) -> int:
        """The line of the value at `path`, or of the nearest thing around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    @cached_property
    def _lines(self) -> dict[Path_, int]:
        """From the path of each value to the line it stands in."""
        lines: dict[Path_, int] = {}
        node = yaml.CSafeLoader(self.source).get_single_node()
        if node is not None:
            _note_lines(node, self.at, lines)
        return lines


def read_text(path: Path, root: Path, problems: list[Problem]) -> str | None:
    """A file as UTF-8 text; a missing file or another encoding becomes a problem."""
    name = path.relative_to(root).as_posix()
    try:
        raw = path.read_bytes()
    except OSError:
        problems.append(Problem(name, 1, "the file is missing or cannot be read; restore it or make it readable"))
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(name, line, f"byte {raw[error.start]:#04x} is not UTF-8; save the file with the encoding UTF-8"))
        return None


def read_yaml(path: Path, root: Path, problems: list[Problem]) -> Text:
    """One YAML file with the line of every value; bad syntax and doubled keys become problems."""
    text = Text(path.relative_to(root).as_posix())
    source = read_text(path, root, problems)
    if source is None:
        return text
    try:
        loader = yaml.CSafeLoader(source)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or "bad YAML"
        problems.append(Problem(text.file, mark.line + 1 if mark else 1, f"bad YAML: {what}; check quotes, colons and indentation here"))
        return text
    except yaml.YAMLError as error:
        problems.append(Problem(text.file, 1, f"bad YAML: {error}; check the file for control characters"))
        return text
    if node is None:
        problems.append(Problem(text.file, 1, "the file is empty; it should hold its list or mapping"))
        return text
    text.source = source
    text.data = _plain(node, text, problems)
    return text


def _note_lines(node: yaml.Node, path: Path_, lines: dict[Path_, int]) -> None:
    """A value begins where it stands, a field where its name does."""
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            inner = (*path, str(key_node.value))
            lines[inner] = key_node.start_mark.line + 1
            _note_lines(value_node, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _note_lines(item, (*path, index), lines)


def _plain(node: yaml.Node, text: Text, problems: list[Problem]) -> Any:
    """The node as plain Python; tells every key that stands twice."""
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                problems.append(Problem(text.file, key_node.start_mark.line + 1, f'the key "{key}" stands twice here; keep one'))
            result[key] = _plain(value_node, text, problems)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, text, problems) for item in node.value]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    """Null, true, false and numbers as such; everything else, dates too, stays the text that was written."""
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return node.value.lower() in ("true", "yes", "on")
    if kind == "int" and node.value.lstrip("+-").isdigit():
        return int(node.value)
    if kind == "float":
        try:
            return float(node.value)
        except ValueError:
            return node.value
    return node.value


def read_csv(path: Path, root: Path, columns: tuple[str, ...], problems: list[Problem]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a comma-separated file as (line, row); the header has to begin with `columns` in any order.

    Cells stay text. A missing column, or a row with more or fewer cells than the header, becomes a problem.
    """
    name = path.relative_to(root).as_posix()
    source = read_text(path, root, problems)
    if source is None:
        return []
    reader = csv.reader(io.StringIO(source, newline=""), strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        header = next(reader, [])
        missing = [column for column in columns if column not in header]
        if missing:
            problems.append(Problem(name, 1, f"the header has no {', '.join(missing)}; it should be {','.join(columns)}"))
            return []
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not cells:
                continue
            if len(cells) != len(header):
                problems.append(
                    Problem(name, line, f"{len(cells)} cells where the header has {len(header)}; a text with a comma needs quotes")
                )
                continue
            rows.append((line, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num, f"bad CSV: {error}; check the quotes"))
    return rows
