"""Is the program itself whole: its version, Python, the packages in the versions it needs, the fonts."""

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from etl import __version__
from etl.doctor.finding import Finding
from etl.messages import N_, message

ROOT = Path(__file__).resolve().parent.parent.parent
OLDEST = (3, 11)
FONTS = ("SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf")
# So many names are told; the rest is counted.
FIRST = 5
SERVANDA, PYTHON, PACKAGES, FONT_FILES = N_("Servanda"), N_("Python"), N_("Packages"), N_("Fonts")


def look(ledger: str) -> Iterator[Finding]:
    """Version, Python, packages, fonts; psycopg where the ledger is on PostgreSQL."""
    yield Finding(SERVANDA, message("version {version}", version=__version__))
    here = ".".join(map(str, sys.version_info[:3]))
    old = message("install Python 3.11 or newer") if sys.version_info < OLDEST else None
    yield Finding(PYTHON, message("version {version}", version=here), old)
    postgres = ledger.startswith("postgresql")
    if (ROOT / "requirements.txt").exists():
        for file in ("requirements.txt", *(("requirements-postgres.txt",) if postgres else ())):
            yield packages(ROOT / file)
    else:
        yield needed(requires("servanda") or [], "postgres" if postgres else "")
    missing = [name for name in FONTS if not (ROOT / "dashboard/fonts" / name).is_file()]
    if missing:
        yield Finding(
            FONT_FILES, message("missing: {names}", names=", ".join(missing)), message("take dashboard/fonts from the release again")
        )
    else:
        yield Finding(FONT_FILES, message("there"))


def needed(requirements: list[str], extra: str) -> Finding:
    """Whether what is installed is what an installed Servanda needs, with what belongs to `extra`."""
    listed = [item for item in map(Requirement, requirements) if item.marker is None or item.marker.evaluate({"extra": extra})]
    other = [f"{item} ≠ {found or '–'}" for item in listed if (found := _installed(item.name)) is None or found not in item.specifier]
    if other:
        what = message("{n} not as Servanda needs them: {names}", n=len(other), names=", ".join(other[:FIRST]))
        return Finding(PACKAGES, what, message("install Servanda again"))
    return Finding(PACKAGES, message("{n} as Servanda needs them", n=len(listed)))


def packages(pins: Path) -> Finding:
    """Whether what is installed is what a file of requirements pins."""
    try:
        lines = pins.read_text(encoding="utf-8").splitlines()
    except OSError:
        return Finding(PACKAGES, message("{file} cannot be read", file=pins.name), message("take it from the release again"))
    listed = [Requirement(line) for line in lines if line[:1].isalnum()]
    pinned = [package for package in listed if package.marker is None or package.marker.evaluate()]
    versions = [(package.name, _installed(package.name), str(package.specifier).removeprefix("==")) for package in pinned]
    other = [f"{name} {found or '–'} ≠ {wanted}" for name, found, wanted in versions if found != wanted]
    if other:
        what = message("{n} not as pinned in {file}: {names}", n=len(other), file=pins.name, names=", ".join(other[:FIRST]))
        return Finding(PACKAGES, what, message("run: pip install -r {file}", file=pins.name))
    return Finding(PACKAGES, message("{n} as pinned in {file}", n=len(pinned), file=pins.name))


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
