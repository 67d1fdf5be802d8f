"""Records with several declarations: the shipped one with the documented example beside it, once or twice."""

import shutil
from pathlib import Path

from tests.support.places import ROOT

EXAMPLE = ROOT / "docs/example-declaration"


def with_example(record: Path) -> Path:
    """The record with the example that docs/add-a-declaration.md explains, added as it says there."""
    for folder in ("declarations", "observations"):
        shutil.copytree(EXAMPLE / folder, record / folder, dirs_exist_ok=True)
    for file in ("sources.yaml", "geos.csv"):
        with (record / file).open("a", encoding="utf-8") as added:
            added.write((EXAMPLE / file).read_text(encoding="utf-8"))
    return record


def with_two_examples(record: Path) -> Path:
    """The same with the example once more under another id: every id of the example then stands in two declarations."""
    with_example(record)
    again = record / "declarations/zz-2024"
    shutil.copytree(record / "declarations/example-2024", again)
    text = (again / "declaration.yaml").read_text(encoding="utf-8")
    (again / "declaration.yaml").write_text(text.replace("id: example-2024", "id: zz-2024"), encoding="utf-8")
    return record
