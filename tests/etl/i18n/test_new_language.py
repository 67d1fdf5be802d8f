"""A language is a catalogue and the texts of the record: with both it stands everywhere, and nothing else changes. Tried in a copy."""

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.i18n.languages import REQUIRED
from tests.support.declarations import with_example
from tests.support.places import ROOT

DECLARATION = "example-2024"
CATALOGUE = """
msgid ""
msgstr ""
"Language: de\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"X-Language-Name: Deutsch\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Pledge"
msgstr "Zusage"

msgid "Trajectory"
msgstr "Verlauf"
"""


def german(text: str) -> str:
    return f"Deutsch: {text}" if text else ""


def with_german(item: Any) -> Any:
    """The same with a German text wherever there is one in every language."""
    if isinstance(item, list):
        return [with_german(part) for part in item]
    if not isinstance(item, dict):
        return item
    # Of each language it says whether its texts were reviewed; that is no text.
    made = {key: value if key == "review_state" else with_german(value) for key, value in item.items()}
    return made | {"de": german(item["en"])} if set(REQUIRED) <= set(item) else made


def add_german(path: Path) -> None:
    """German texts beside those of one file of the record: in YAML a further key, in CSV a further column."""
    if path.suffix == ".yaml":
        found = with_german(yaml.safe_load(path.read_text(encoding="utf-8")))
        path.write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [name for name in rows[0] if name == "en" or name.endswith("_en")] if rows else []
    added = {name: f"{name[:-2]}de" for name in texts}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], *added.values()] if rows else [])
        writer.writeheader()
        writer.writerows(row | {to: german(row[name]) for name, to in added.items()} for row in rows)


def run(tree: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with a catalogue more, and of the record with the German texts of one declaration."""
    folder = tmp_path_factory.mktemp("language")
    for package in ("etl", "dashboard"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    with_example(Path(shutil.copytree(ROOT / "data", folder / "data")))
    run(folder, "etl", "build", "--warehouse", "before")
    run(folder, "etl", "export", "--warehouse", "before", "--declaration", DECLARATION, "exported-before")
    (folder / "etl/i18n/locale/de.po").write_text(CATALOGUE, encoding="utf-8")
    for file in (
        "units.yaml",
        "geos.csv",
        *(f"declarations/{DECLARATION}/{name}" for name in ("declaration.yaml", "pledges.yaml", "events.csv")),
    ):
        add_german(folder / "data" / file)
    run(folder, "etl", "build")
    return folder


def test_its_texts_are_told(tree: Path) -> None:
    table = run(tree, "etl", "status", "--lang", "de", "--declaration", DECLARATION)
    assert "Zusage" in table and "Verlauf" in table
    statuses = json.loads(run(tree, "etl", "status", "--lang", "de", "--format", "json"))
    own = [item["title"] for item in statuses if item["declaration"] == DECLARATION]
    assert own and all(title.startswith("Deutsch: ") for title in own)
    # What is not translated yet reads English.
    assert all(not item["title"].startswith("Deutsch: ") for item in statuses if item["declaration"] != DECLARATION)
    assert all(item["title"] for item in statuses)


def test_pages_are_in_it_and_lead_to_it(tree: Path) -> None:
    run(tree, "dashboard", "site", "public", "--declaration", DECLARATION)
    assert sorted(path.name for path in (tree / "public").iterdir() if (path / "pledges").is_dir()) == ["de", "en", "fr", "kk", "ru"]
    for language in ("en", "de"):
        page = (tree / f"public/{language}/index.html").read_text(encoding="utf-8")
        assert ">Deutsch<" in page and "Қазақша" in page, language
    assert "Deutsch: " in (tree / "public/de/pledges/index.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in (tree / "public/de/index.html").read_text(encoding="utf-8")


def test_exports_have_a_column_more_at_the_end_and_are_else_the_same(tree: Path) -> None:
    run(tree, "etl", "export", "--declaration", DECLARATION, "exported")
    further = 0
    for before in sorted((tree / "exported-before").glob("*.csv")):
        with before.open(encoding="utf-8", newline="") as file:
            old = list(csv.reader(file))
        with (tree / "exported" / before.name).open(encoding="utf-8", newline="") as file:
            new = list(csv.reader(file))
        wide = len(old[0])
        assert [row[:wide] for row in new] == old, before.name
        assert all(name.endswith("_de") for name in new[0][wide:])
        further += len(new[0]) - wide
    assert further > 15
    with (tree / "exported/pledges.csv").open(encoding="utf-8", newline="") as file:
        assert all(row["title_de"] == german(row["title_en"]) for row in csv.DictReader(file))
