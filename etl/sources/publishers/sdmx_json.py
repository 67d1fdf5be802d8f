"""SDMX-JSON 1 and 2, by series and flat: https://github.com/sdmx-twg/sdmx-json (OECD, ECB, IMF, ILO, WITS)."""

from dataclasses import dataclass
from typing import TypeVar

from etl.sources.connector import Connector
from etl.sources.figure import Figure
from etl.sources.formats.json_answer import Node, UnexpectedAnswer, read_json
from etl.sources.formats.sdmx_dimensions import MULTIPLIERS, PARAMETERS, Observation, read_observations, url
from etl.sources.query import Query

PUBLISHER = "SDMX-JSON"


T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """A dimension or an attribute: its upper-case id, the codes its positions stand for, and the code where none is given."""

    name: str
    codes: list[str]
    default: str


def parse(body: bytes, query: Query) -> list[Figure]:
    """The figures of the observations the query asks for, multipliers applied; null is missing."""
    return read(PUBLISHER, body, query)


def read(publisher: str, body: bytes, query: Query) -> list[Figure]:
    """The figures of an answer of a named publisher in this format."""
    answer = read_json(publisher, body)
    if answer.optional("data").value is not None:
        answer = answer.field("data")
    many = answer.optional("structures").value is not None
    structures = answer.field("structures").elements() if many else [answer.field("structure")]
    observations = []
    for data_set in answer.field("dataSets").elements():
        index = data_set.optional("structure")
        structure = _at(structures, index if index.value is not None else Node(publisher, "structure", 0))
        observations += _observations(publisher, data_set, structure)
    return read_observations(publisher, observations, query)


def _observations(publisher: str, data_set: Node, structure: Node) -> list[Observation]:
    dimensions, attributes = structure.field("dimensions"), structure.optional("attributes")
    _refuse_group_multipliers(data_set, attributes)
    of_series, of_observation = _level(dimensions, "series"), _level(dimensions, "observation")
    dataset_attributes, series_attributes, observation_attributes = (
        _level(attributes, level) for level in ("dataSet", "series", "observation")
    )
    shared = _fixed(_level(dimensions, "dataSet")) | _fixed(dataset_attributes) | _attributes(dataset_attributes, data_set)
    found = []
    # Without series the observations stand directly in the data set, and their keys name every dimension.
    by_series = data_set.optional("series").value is not None
    for key, one in data_set.field("series").fields() if by_series else [("", data_set)]:
        codes = shared | _keyed(of_series, key, one) | _attributes(series_attributes, one) if by_series else shared
        for inner, observation in one.field("observations").fields():
            parts = observation.elements()
            if not parts:
                observation.unexpected("a value")
            own = _keyed(of_observation, inner, observation) | _indexed(observation_attributes, parts[1:])
            found.append(Observation(publisher, observation.place, codes | own, parts[0].number()))
    return found


def _level(parts: Node, level: str) -> list[Part]:
    """The dimensions or attributes of a level; WITS writes `dataset` for `dataSet`, and a message may have no attributes."""
    if parts.value is None:
        return []
    node = parts.optional(level)
    if node.value is None:
        node = parts.optional(level.lower())
    return [] if node.value is None else [_part(element) for element in node.elements()]


def _part(node: Node) -> Part:
    role = node.optional("role").value or node.optional("roles").value
    # What plays the role of the multiplier is one, whatever its id (POWERCODE at the OECD).
    name = MULTIPLIERS[0] if role in (MULTIPLIERS[0], [MULTIPLIERS[0]]) else node.field("id").text().upper()
    return Part(name, [_code(value) for value in node.field("values").elements()], node.optional_text("default"))


def _code(value: Node) -> str:
    return value.optional_text("id") or value.optional_text("value") or value.optional_text("name")


def _keyed(dimensions: list[Part], key: str, owner: Node) -> dict[str, str]:
    """The codes behind a key such as `0:0:24`: positions in the lists of values, which need not be sorted."""
    positions = key.split(":")
    if len(positions) != len(dimensions):
        owner.unexpected(f"a key of {len(dimensions)} positions, not {key}")
    return {
        dimension.name: _at(dimension.codes, Node(owner.publisher, owner.place, position))
        for dimension, position in zip(dimensions, positions, strict=True)
    }


def _attributes(attributes: list[Part], owner: Node) -> dict[str, str]:
    positions = owner.optional("attributes")
    return {} if positions.value is None else _indexed(attributes, positions.elements())


def _indexed(attributes: list[Part], positions: list[Node]) -> dict[str, str]:
    """The codes of attributes given by position; null stands for the default, and what follows (annotations) says nothing."""
    return {
        attribute.name: attribute.default if position.value is None else _at(attribute.codes, position)
        for attribute, position in zip(attributes, positions, strict=False)
    }


def _fixed(parts: list[Part]) -> dict[str, str]:
    """The codes of what has one value in the whole data set, and therefore no position."""
    return {part.name: part.codes[0] for part in parts if len(part.codes) == 1}


def _at(values: list[T], position: Node) -> T:
    index = position.whole()
    if not 0 <= index < len(values):
        position.unexpected(f"a position below {len(values)}")
    return values[index]


def _refuse_group_multipliers(data_set: Node, attributes: Node) -> None:
    """Refuse multipliers given for groups of dimensions, whose keys publishers write differently: a wrong scale is worse than none."""
    groups = _level(attributes, "dimensionGroup") + _level(attributes, "dimensionGroups")
    if any(part.name in MULTIPLIERS and set(part.codes) - {"0"} for part in groups):
        expected = "a multiplier by series or observation, not by group; ask for SDMX-CSV instead"
        raise UnexpectedAnswer(data_set.publisher, data_set.place, expected)


CONNECTOR = Connector(PUBLISHER, "https://github.com/sdmx-twg/sdmx-json", PARAMETERS, url, parse)
