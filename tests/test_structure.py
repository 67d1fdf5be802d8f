"""The design held against the code: imports point one way, documents name what exists, the record is documented."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from dashboard.commands import COMMANDS as DASHBOARD
from etl.commands import COMMANDS
from etl.record import dictionary
from tests.support.places import ROOT

PACKAGES = ("etl", "dashboard")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" if node.module in PACKAGES else node.module for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def test_imports_point_downwards_only() -> None:
    """The layers of `pyproject.toml`, held by import-linter."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_few_modules_stand_beside_the_packages() -> None:
    for package in PACKAGES:
        assert len(list((ROOT / package).glob("*.py"))) <= 15, package


def test_etl_knows_neither_the_dashboard_nor_its_libraries() -> None:
    for path in sources("etl"):
        assert not {name for name in imports(path) if name.split(".")[0] in ("dashboard", "streamlit", "plotly")}, path


def names_bound(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name that a file gives: of functions, classes, arguments and variables, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno


def test_names_are_standard_terms() -> None:
    private = {"said", "told", "given", "kept", "beside", "somebody"}
    files = [path for folder in (*PACKAGES, "tests", "benchmarks") for path in sources(folder)]
    assert len(files) > 300
    found = [
        f"{path}:{line} {name}"
        for path in files
        for name, line in names_bound(ast.parse(path.read_text(encoding="utf-8")))
        if name.lower() in private
    ]
    assert found == []


def test_long_files_say_why_they_are_one() -> None:
    """Who meets a file of more than 400 lines reads in its first lines why it is not several ("One file though long: ...")."""
    folders = (*PACKAGES, "servanda", "tests", "benchmarks", "docs")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".sql", ".js", ".css", ".typ")]
    assert len(files) > 400
    texts = ((path, path.read_text(encoding="utf-8").splitlines()) for path in files)
    assert [path for path, lines in texts if len(lines) > 400 and "One file" not in "\n".join(lines[:5])] == []


def test_views_hold_no_sql() -> None:
    for path in (ROOT / "dashboard/views").glob("*.py"):
        assert not re.search(r"\bselect\b.+\bfrom\b", path.read_text(encoding="utf-8"), re.IGNORECASE | re.DOTALL), path


def test_what_pages_say_needs_no_streamlit() -> None:
    """The site is written from the contents that the dashboard shows, without what shows them."""
    asked = "import sys, dashboard.website.write; sys.exit('streamlit' in sys.modules or 'plotly' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=False).returncode == 0


def test_the_papers_name_every_command() -> None:
    shell = (ROOT / "docs/shell.md").read_text(encoding="utf-8")
    for program, entries in (("etl", COMMANDS), ("dashboard", DASHBOARD)):
        for entry in entries:
            assert f"python -m {program} {entry.name}" in shell, entry
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets is not None
    for target in set(targets[1].split()) - {"run", "clean"}:
        assert f"make {target}" in contributing, target
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme and "make test " in readme


def test_links_between_papers_lead_somewhere() -> None:
    for paper in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", paper.read_text(encoding="utf-8")):
            assert (paper.parent / link).exists(), f"{paper.name}: {link}"


def test_the_picture_of_the_trips_is_drawn_from_their_text() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.path.insert(0, 'docs'); import draw_trips as d; print(d.drawing(sys.stdin.read()), end='')"],
        cwd=ROOT, input=(ROOT / "docs/architecture.md").read_text(encoding="utf-8"), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.count("<rect") > 15
    assert done.stdout == (ROOT / "docs/trips.svg").read_text(encoding="utf-8"), "run: python docs/draw_trips.py"


def test_the_data_dictionary_says_what_the_models_say() -> None:
    text = (ROOT / "data/README.md").read_text(encoding="utf-8")
    assert text == dictionary.filled_in(text), "run: python -m etl.record.dictionary"
    for file, model in dictionary.FILES.items():
        assert f"## `{file}`" in text
        assert all(field.description for field in model.model_fields.values()), file


def test_review_table_has_all_45_pledges_and_their_leads() -> None:
    table = (ROOT / "docs/pledges-review.md").read_text(encoding="utf-8")
    pledges = yaml.safe_load((ROOT / "data/declarations/kz-ru-2025/pledges.yaml").read_text(encoding="utf-8"))
    for pledge in pledges:
        if not pledge["in_declaration"]:
            continue
        (row,) = re.findall(rf"^\| {pledge['id']} \|.*$", table, re.MULTILINE)
        assert pledge["family"] in row
        if pledge["indicators"]:
            assert pledge["indicators"][0] in row, pledge["id"]


def test_sql_files_say_their_grain() -> None:
    for path in (ROOT / "etl").rglob("*.sql"):
        text = path.read_text(encoding="utf-8")
        assert "Grain:" in text, path


def test_the_architecture_page_names_every_package_and_only_files_that_exist() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for package in PACKAGES:
        for folder in (ROOT / package).iterdir():
            if (folder / "__init__.py").exists():
                assert f"`{folder.name}/`" in page, folder
    for path in re.findall(r"`((?:etl|dashboard)/[\w/.*]+)`", page):
        assert list(ROOT.glob(path.rstrip("/"))), path


def test_the_servers_of_the_tests_are_forked_from_a_process_that_has_loaded_the_dashboard() -> None:
    """What cannot be imported there is passed over in silence, and each server would load it anew."""
    assert subprocess.run([sys.executable, "-c", "import tests.support.loaded_dashboard"], cwd=ROOT, check=False).returncode == 0
