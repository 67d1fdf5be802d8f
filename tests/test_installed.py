"""Servanda installed from its wheel, in a folder that knows nothing of the project: begin, build, look, serve; and its container."""

import os
import re
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from etl import __version__
from tests.support import containers
from tests.support.dashboards import free_port, wait_for
from tests.support.places import ROOT

SOURCES = ("etl", "dashboard", "servanda")
KINDS = (".py", ".sql", ".csv", ".po", ".mako", ".css", ".js", ".typ", ".ttf", ".svg", ".toml")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network."""
    if find_spec("hatchling") is None:
        pytest.skip("NO HATCHLING: run make test, which installs requirements-dev.txt")
    folder = tmp_path_factory.mktemp("wheel")
    pip(["wheel", "--no-build-isolation", "--no-deps", "--no-index", "-w", str(folder), str(ROOT)])
    (built,) = folder.glob("servanda-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of an installation of the wheel."""
    folder = tmp_path_factory.mktemp("installed")
    pip(["install", "--no-deps", "--no-index", "--target", str(folder), str(wheel)])
    # The packages it needs are those of this environment.
    return {**{name: value for name, value in os.environ.items() if not name.startswith("SERVANDA_")}, "PYTHONPATH": str(folder)}


def pip(arguments: list[str]) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments], cwd="/", check=True)


def servanda(environment: dict[str, str], folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a folder."""
    script = str(Path(environment["PYTHONPATH"]) / "bin" / "servanda")
    return subprocess.run([sys.executable, script, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_holds_every_file_of_the_packages_and_the_record_and_nothing_else(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    code = {
        path.relative_to(ROOT).as_posix()
        for package in SOURCES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    record = {f"servanda/record/{path.relative_to(ROOT / 'data').as_posix()}" for path in (ROOT / "data").rglob("*") if path.is_file()}
    assert held == code | record
    assert {Path(name).suffix for name in code} >= set(KINDS)
    assert wheel.stat().st_size < 3_000_000


def test_the_package_needs_what_was_chosen_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        (name,) = (name for name in files.namelist() if name.endswith(".dist-info/METADATA"))
        needs = re.findall(r"^Requires-Dist: ([\w.-]+)(.*)$", files.read(name).decode(), re.MULTILINE)
    plain = {package: bounds for package, bounds in needs if "extra" not in bounds}
    assert 15 < len(plain) < 30 and "click" in plain and "pytest" not in plain and "starlette" not in plain
    assert all(re.fullmatch(r"<[\d.]+,>=[\d.]+", bounds) for bounds in plain.values())
    assert {package for package, bounds in needs if "postgres" in bounds} >= {"psycopg"}


def test_an_installed_servanda_begins_builds_and_tells(installed: dict[str, str], tmp_path: Path) -> None:
    assert servanda(installed, tmp_path, "--version").stdout == f"Servanda {__version__}\n"
    begun = servanda(installed, tmp_path, "init", "x")
    assert (begun.returncode, begun.stdout) == (0, ""), begun.stderr
    assert "README.md" in begun.stderr
    again = servanda(installed, tmp_path, "init", "x")
    assert (again.returncode, again.stderr) == (1, "x is not empty; name a new folder, or an empty one\n")
    here = tmp_path / "x"
    assert {path.name for path in here.iterdir()} == {"data", "README.md", ".gitignore"}
    assert "run: servanda build" in servanda(installed, here, "status").stderr
    built = servanda(installed, here, "build")
    assert built.returncode == 0, built.stderr
    assert "D25" in servanda(installed, here, "status").stdout
    checked = servanda(installed, here, "doctor")
    assert checked.returncode == 0 and f"version {__version__}" in checked.stdout and "as Servanda needs them" in checked.stdout, checked
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x"], "nothing is written elsewhere"
    with serving(installed, here) as address:
        with urllib.request.urlopen(address, timeout=30) as page:
            assert page.status == 200 and b"<title>" in page.read()
        with urllib.request.urlopen(address + "readyz", timeout=30) as answer:
            assert answer.read() == b"ok"


def test_a_record_that_cannot_be_copied_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from servanda import init  # noqa: PLC0415

    monkeypatch.setattr(init, "STARTER", tmp_path / "none")
    with pytest.raises(FileNotFoundError):
        init.fill(tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


@contextmanager
def serving(environment: dict[str, str], folder: Path) -> Iterator[str]:
    """The address of the dashboard that the installed command serves from a folder."""
    port = free_port()
    script = str(Path(environment["PYTHONPATH"]) / "bin" / "servanda")
    command = [sys.executable, script, "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process.poll)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.mark.full
def test_the_container_is_built_and_serves() -> None:
    engine = containers.engine()
    if engine is None:
        pytest.skip(containers.NONE)
    base = re.findall(r"^ARG BASE=(\S+)", (ROOT / "Containerfile").read_text(encoding="utf-8"), re.MULTILINE)[0]
    if subprocess.run([engine, "pull", base], check=False).returncode != 0:
        pytest.skip(f"NO {base} COULD BE FETCHED: the Containerfile is not built in the tests.")
    name, port = f"servanda-test-{os.getpid()}", free_port()
    subprocess.run([engine, "build", "-f", "Containerfile", "-t", name, "."], cwd=ROOT, check=True)
    process = subprocess.Popen(
        [engine, "run", "--rm", "--name", name, "--read-only", "--tmpfs", "/tmp", "-p", f"127.0.0.1:{port}:8501", name]
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz", process.poll)
    finally:
        subprocess.run([engine, "stop", name], check=False, capture_output=True)
        process.wait(timeout=60)
        subprocess.run([engine, "rmi", "-f", name], check=False, capture_output=True)
