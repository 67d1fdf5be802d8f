"""What the tests share: the shipped record, a build of it, copies to break, a served dashboard, a browser."""

import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine, text

import etl.backup.create
import etl.ledger.store
from etl import audit_log
from etl.backup import temporary_ledger
from etl.ledger import upgrade
from etl.warehouse import builds
from tests.support import chromium, dashboards, hostile_record, postgres
from tests.support.dashboards import serving
from tests.support.places import DATA
from tests.support.registers import say_nothing_of_answers
from tests.support.slow import is_slow
from tests.support.warehouses import copied, made_once

# Nobody's own ledger is read or written here: a test that needs one makes it.
os.environ["SERVANDA_LEDGER"] = f"sqlite:///{tempfile.gettempdir()}/servanda-tests-{os.getpid()}/none.sqlite"
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="the long runs too")


def pytest_configure(config: pytest.Config) -> None:
    settings.register_profile("few", max_examples=12)
    settings.register_profile("many", max_examples=100)
    settings.load_profile("many" if config.getoption("--full") else "few")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if is_slow(item):
            item.add_marker("slow")
    if not config.getoption("--full"):
        long = [item for item in items if "full" in item.keywords]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if "full" not in item.keywords]


def pytest_report_header(config: pytest.Config) -> str:
    return "" if config.getoption("--full") else "what is marked full is left out; run it with --full (make test-full)"


def pytest_runtest_setup(item: pytest.Item) -> None:
    dashboards.allowed = "slow" in item.keywords


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> builds.Build:
    """A build of the shipped record, to read: who writes beside it takes a copy (`warehouse`)."""
    return _copy(tmp_path_factory, "shipped", lambda folder: builds.build(DATA, folder / "w"))


@pytest.fixture
def warehouse(built: builds.Build, tmp_path: Path) -> Path:
    """A folder of the test's own with the build of the shipped record."""
    return copied(built, tmp_path / "w").path.parent


@pytest.fixture(scope="session")
def many_assessed(tmp_path_factory: pytest.TempPathFactory) -> builds.Build:
    """A build of the record without what it says of answers: the rules judge every indicator that has figures."""

    def make(folder: Path) -> None:
        say_nothing_of_answers(Path(shutil.copytree(DATA, folder / "data")))
        builds.build(folder / "data", folder / "w")

    return _copy(tmp_path_factory, "many-assessed", make)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, builds.Build]:
    """The hostile record, and a build of it."""
    folder = made_once(tmp_path_factory, "hostile", lambda folder: builds.build(hostile_record.make(folder / "data"), folder / "w"))
    return folder / "data", copied(builds.current(folder / "w", "editors"), tmp_path_factory.mktemp("hostile"))


def _copy(paths: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> builds.Build:
    """A copy for this process of a build that is made once in a run of tests, in the folder `w` beside its record."""
    return copied(builds.current(made_once(paths, name, make) / "w", "editors"), paths.mktemp(name))


@pytest.fixture
def connection(built: builds.Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the build."""
    with builds.open_build(built) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _main_module_stays() -> Iterator[None]:
    """A page run inside a test puts itself in the place of the main module, which processes started later would then import."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A copy of the shipped record, to break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    if postgres.find() is None:
        pytest.skip(postgres.SORRY)
    with postgres.serving() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty ledger's address."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.sqlite"
    server = request.getfixturevalue("postgres_url")
    name = f"ledger_{random.SystemRandom().randrange(10**12)}"
    engine = create_engine(server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    engine.dispose()
    return str(server).removesuffix("/postgres") + f"/{name}"


@pytest.fixture
def newer_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it will be once there is another migration: it adds a table."""
    folder = Path(shutil.copytree(upgrade.MIGRATIONS, tmp_path / "migrations"))
    (folder / "versions/0002_more.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision = '0002'\ndown_revision = '0001'\n"
        "def upgrade():\n    op.create_table('added_later', sa.Column('a', sa.Integer))\n"
    )
    monkeypatch.setattr(upgrade, "MIGRATIONS", folder)
    for module in (etl.ledger.store, etl.backup.create, temporary_ledger):
        monkeypatch.setattr(module, "NEWEST", "0002")


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, str]]]]:
    """What was written into an audit log of the test's own."""
    monkeypatch.setenv("SERVANDA_AUDIT", str(tmp_path / "audit.log"))
    audit_log.open_log()
    yield lambda: [json.loads(line) for line in (tmp_path / "audit.log").read_text(encoding="utf-8").splitlines()]
    for handler in audit_log.LOG.handlers:
        handler.close()
    audit_log.LOG.handlers.clear()


@pytest.fixture(scope="session")
def served(built: builds.Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real dashboard, serving the build."""
    with serving(copied(built, tmp_path_factory.mktemp("served")).path.parent) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    path = chromium.find()
    assert path, chromium.SORRY
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=BROWSER_ARGUMENTS)
        yield opened
        opened.close()
