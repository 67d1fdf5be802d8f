"""Reads the record's text files, keeping the line of every value: YAML, CSV, and what is wrong with them."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from etl.text_validation import in_line

Path_ = tuple[Any, ...]
# The record nests five deep and its largest YAML file has 0.7 MB. What is deeper or larger was not written by hand, and reading it
# would take the memory or the stack of this program.
DEEPEST = 50
LARGEST_YAML = 50_000_000
# A whole number with more of them is no number anybody meant.
MOST_DIGITS = 300
LONGEST_LINE = 2_000


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in the record: prints as `file:line: what is wrong, what to do`."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return in_line(f"{self.file}:{self.line}: {self.message}", LONGEST_LINE)


class _Loader(yaml.CSafeLoader):
    """Composes nodes no deeper than DEEPEST: the library would go on until the stack of the process ends."""

    depth = 0

    def descend_resolver(self, parent: yaml.Node | None, index: object) -> None:
        """Called before each node; it resolves nothing here."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem=f"more than {DEEPEST} levels", problem_mark=parent.start_mark if parent else None)

    def ascend_resolver(self) -> None:
        """Called after each node."""
        self.depth -= 1


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
        node = _Loader(self.source).get_single_node()
        if node is not None:
            _note_lines(node, self.at, lines, set())
        return lines


def read_text(path: Path, root: Path, problems: list[Problem]) -> str | None:
    """A file as UTF-8 text; what is missing, no file or in another encoding becomes a problem."""
    name = path.relative_to(root).as_posix()
    if path.exists() and not path.is_file():
        problems.append(Problem(name, 1, "this is no file; put the file of that name here"))
        return None
    try:
        raw = path.read_bytes()
    except OSError:
        problems.append(Problem(name, 1, "the file is missing or cannot be read; restore it or make it readable"))
        return None
    try:
        # However the lines of the file end, a text in it has one kind of line end.
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
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
    if len(source) > LARGEST_YAML:
        problems.append(Problem(text.file, 1, f"the file has more than {LARGEST_YAML} characters; split the declaration"))
        return text
    try:
        node = _Loader(source).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or "bad YAML"
        problems.append(Problem(text.file, mark.line + 1 if mark else 1, f"bad YAML: {what}; check quotes, colons and indentation here"))
        return text
    except yaml.YAMLError as error:
        problems.append(Problem(text.file, 1, f"bad YAML: {error}; check the file for control characters"))
        return text
    text.data = None if node is None else _plain(node, text, problems, set())
    if text.data is None:
        problems.append(Problem(text.file, 1, "the file is empty; it should hold its list or mapping"))
    else:
        text.source = source
    return text


def _note_lines(node: yaml.Node, path: Path_, lines: dict[Path_, int], met: set[yaml.Node]) -> None:
    """A value begins where it stands, a field where its name does."""
    lines.setdefault(path, node.start_mark.line + 1)
    if node in met:
        return
    met.add(node)
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if isinstance(key_node, yaml.ScalarNode):
                inner = (*path, key_node.value)
                lines[inner] = key_node.start_mark.line + 1
                _note_lines(value_node, inner, lines, met)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _note_lines(item, (*path, index), lines, met)


def _plain(node: yaml.Node, text: Text, problems: list[Problem], met: set[yaml.Node]) -> Any:
    """The node as plain Python; tells every key that stands twice, and every alias.

    An alias is the node itself, met once more: followed, a few of them become gigabytes, or never end.
    """
    if node in met:
        what = "something here is repeated by an alias (*); write it out where it is meant"
        problems.append(Problem(text.file, node.start_mark.line + 1, what))
        return None
    met.add(node)
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                problems.append(Problem(text.file, key_line, "a key is a list or a mapping here; a key is a name"))
                continue
            key = key_node.value
            if key in result:
                problems.append(Problem(text.file, key_line, f'the key "{key}" stands twice here; keep one'))
            result[key] = _plain(value_node, text, problems, met)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, text, problems, met) for item in node.value]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    """Null, true, false and numbers as such; everything else, dates too, stays the text that was written."""
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return node.value.lower() in ("true", "yes", "on")
    if kind == "int" and len(node.value) <= MOST_DIGITS and re.fullmatch("[+-]?[0-9]+", node.value):
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
        if doubled := [column for column, times in Counter(header).items() if times > 1]:
            problems.append(Problem(name, 1, f"the header has {doubled[0]} twice; every column needs a name of its own"))
            return []
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
