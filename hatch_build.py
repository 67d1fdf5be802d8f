"""What the package needs, for `pip install`: the packages chosen in requirements.in, from the pinned version to the next incompatible one."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).resolve().parent
OPTIONAL = ("postgres", "spark")
# We complete its pages: only releases that mend it are known to fit.
MENDED_ONLY = ("streamlit",)
PINNED = re.compile(r"^([\w.-]+(?:\[[\w,-]+\])?)==(\d[\w.]*)", re.MULTILINE)


class ChosenPackages(MetadataHookInterface):
    """Fills `dependencies` and `optional-dependencies` of pyproject.toml."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in what is dynamic."""
        metadata["dependencies"] = chosen("requirements")
        metadata["optional-dependencies"] = {extra: chosen(f"requirements-{extra}") for extra in OPTIONAL}


def chosen(name: str) -> list[str]:
    """The packages that were chosen, not those they bring along, with their bounds."""
    return [bounded(package, version) for package, version in PINNED.findall((ROOT / f"{name}.in").read_text(encoding="utf-8"))]


def bounded(package: str, version: str) -> str:
    """A requirement: this version or a newer one that promises to be compatible."""
    major, minor = (int(part) for part in version.split(".")[:2])
    below = f"{major}.{minor + 1}" if package in MENDED_ONLY or major == 0 else str(major + 1)
    return f"{package}>={version},<{below}"
