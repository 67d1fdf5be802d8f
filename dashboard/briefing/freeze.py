"""The machine-readable part of a briefing: what it was made from and the figures it says, embedded in each format for `verify`."""

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import TypeAdapter

from dashboard.briefing.document import Briefing, Figure
from dashboard.briefing.options import BadChoice, Choice, read
from etl.errors import InputError
from etl.warehouse.inputs import code_identity

FORM = 1
BUILD = re.compile("[0-9a-f]{16}")
FIGURES = TypeAdapter(tuple[Figure, ...])
ROOT = Path(__file__).resolve().parents[2]
# The packages that write the bytes of a briefing.
WRITERS = ("babel", "lxml", "pillow", "python-pptx", "typst", "xlsxwriter")


class NoBriefing(InputError):
    """A file holds no frozen briefing that can be read."""


@dataclass(frozen=True)
class Frozen:
    """What a briefing was made from: the build, the choice with its day, the hash of all it says, its figures, the code that made it."""

    build: str
    as_of: date
    content_hash: str
    maker: str
    choice: Choice
    figures: tuple[Figure, ...]


def payload(briefing: Briefing, choice: Choice) -> bytes:
    """The frozen part as JSON in ASCII, without `<`: it can stand in HTML as it is. `choice` names its declaration and its day."""
    content = {
        "servanda": FORM,
        "build": briefing.build,
        "as_of": briefing.as_of.isoformat(),
        "content_hash": briefing.content_hash,
        "maker": maker(),
        "choice": choice.model_dump(mode="json"),
        "figures": [asdict(figure) for figure in briefing.figures],
    }
    return json.dumps(content, sort_keys=True).replace("<", "\\u003c").encode("ascii")


def thaw(content: bytes, where: str) -> Frozen:
    """The frozen part read back. Raises NoBriefing where it is none."""
    try:
        found = json.loads(content)
        if found["servanda"] != FORM:
            raise NoBriefing(f"{where}: it was made by another version of Servanda; make it anew")
        if not BUILD.fullmatch(found["build"]):
            raise ValueError("no build")
        return Frozen(
            found["build"],
            date.fromisoformat(found["as_of"]),
            found["content_hash"],
            found["maker"],
            read(json.dumps(found["choice"]), where),
            FIGURES.validate_python(found["figures"]),
        )
    except (ValueError, KeyError, TypeError, BadChoice, RecursionError) as error:
        raise NoBriefing(f"{where}: its frozen part cannot be read; the file was damaged") from error


@cache
def maker() -> str:
    """A hash of the code and packages that make briefings: only the same ones give the same bytes."""
    digest = hashlib.sha256(code_identity().encode())
    for name in WRITERS:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(path for path in (ROOT / "dashboard").rglob("*") if path.suffix in (".py", ".css", ".js", ".typ")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
