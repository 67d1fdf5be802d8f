"""Is the program itself whole: Python, the packages with their pinned versions, the fonts."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from etl.doctor.finding import Finding
from etl.messages import mark, said

ROOT = Path(__file__).resolve().parent.parent.parent
OLDEST = (3, 11)
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)", re.MULTILINE)
FONTS = ("SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf")
# So many names are told; the rest is counted.
FIRST = 5
PYTHON, PACKAGES, FONT_FILES = mark("Python"), mark("Packages"), mark("Fonts")


def look(ledger: str) -> Iterator[Finding]:
    """Python, packages, fonts; psycopg where the ledger is on PostgreSQL."""
    here = ".".join(map(str, sys.version_info[:3]))
    old = said("install Python 3.11 or newer") if sys.version_info < OLDEST else None
    yield Finding(PYTHON, said("version {version}", version=here), old)
    for file in ("requirements.txt", *(("requirements-postgres.txt",) if ledger.startswith("postgresql") else ())):
        yield packages(ROOT / file)
    missing = [name for name in FONTS if not (ROOT / "dashboard/fonts" / name).is_file()]
    if missing:
        yield Finding(FONT_FILES, said("missing: {names}", names=", ".join(missing)), said("take dashboard/fonts from the release again"))
    else:
        yield Finding(FONT_FILES, said("there"))


def packages(pins: Path) -> Finding:
    """Whether what is installed is what a file of requirements pins."""
    try:
        pinned = PINNED.findall(pins.read_text(encoding="utf-8"))
    except OSError:
        return Finding(PACKAGES, said("{file} cannot be read", file=pins.name), said("take it from the release again"))
    other = [f"{name} {found or '–'} ≠ {wanted}" for name, wanted in pinned if (found := _installed(name)) != wanted]
    if other:
        what = said("{n} not as pinned in {file}: {names}", n=len(other), file=pins.name, names=", ".join(other[:FIRST]))
        return Finding(PACKAGES, what, said("run: pip install -r {file}", file=pins.name))
    return Finding(PACKAGES, said("{n} as pinned in {file}", n=len(pinned), file=pins.name))


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
