"""Is the program itself whole: Python, the packages with their pinned versions, the fonts."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from etl.doctor.finding import Finding
from etl.messages import N_, message

ROOT = Path(__file__).resolve().parent.parent.parent
OLDEST = (3, 11)
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)", re.MULTILINE)
FONTS = ("SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf")
# So many names are told; the rest is counted.
FIRST = 5
PYTHON, PACKAGES, FONT_FILES = N_("Python"), N_("Packages"), N_("Fonts")


def look(ledger: str) -> Iterator[Finding]:
    """Python, packages, fonts; psycopg where the ledger is on PostgreSQL."""
    here = ".".join(map(str, sys.version_info[:3]))
    old = message("install Python 3.11 or newer") if sys.version_info < OLDEST else None
    yield Finding(PYTHON, message("version {version}", version=here), old)
    for file in ("requirements.txt", *(("requirements-postgres.txt",) if ledger.startswith("postgresql") else ())):
        yield packages(ROOT / file)
    missing = [name for name in FONTS if not (ROOT / "dashboard/fonts" / name).is_file()]
    if missing:
        yield Finding(
            FONT_FILES, message("missing: {names}", names=", ".join(missing)), message("take dashboard/fonts from the release again")
        )
    else:
        yield Finding(FONT_FILES, message("there"))


def packages(pins: Path) -> Finding:
    """Whether what is installed is what a file of requirements pins."""
    try:
        pinned = PINNED.findall(pins.read_text(encoding="utf-8"))
    except OSError:
        return Finding(PACKAGES, message("{file} cannot be read", file=pins.name), message("take it from the release again"))
    other = [f"{name} {found or '–'} ≠ {wanted}" for name, wanted in pinned if (found := _installed(name)) != wanted]
    if other:
        what = message("{n} not as pinned in {file}: {names}", n=len(other), file=pins.name, names=", ".join(other[:FIRST]))
        return Finding(PACKAGES, what, message("run: pip install -r {file}", file=pins.name))
    return Finding(PACKAGES, message("{n} as pinned in {file}", n=len(pinned), file=pins.name))


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
