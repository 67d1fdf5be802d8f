"""`doctor` finds what is wrong with an installation, names it in one line, and says what to do; a healthy one it leaves in peace."""

import argparse
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from etl import doctor
from etl.__main__ import main
from etl.atomic_files import draft_of
from etl.backup.create import Places
from etl.doctor import configuration, folders, installation, stored_data
from etl.doctor.finding import Finding
from etl.i18n.translator import translator
from etl.ledger.store import Ledger, User
from etl.reports.atom_feed import files as feeds_of
from etl.submissions.models import Proposal
from etl.warehouse import builds
from etl.warehouse.checksums import seal_of
from tests.support.parameters import mostly_full

BOTH = User("Aliya", frozenset({"submitter", "reviewer"}))
NOBODY = 2**22 + 1


@pytest.fixture
def options(record: Path, tmp_path: Path, built: builds.Build, monkeypatch: pytest.MonkeyPatch) -> argparse.Namespace:
    """A healthy installation, below one folder."""
    folder = tmp_path / "w"
    folder.mkdir()
    for path in (built.path, seal_of(built.path), *feeds_of(built.path).values()):
        shutil.copy(path, folder / path.name)
    for pointer in builds.POINTERS.values():
        (folder / pointer).write_text(f"{built.path.name}\n")
    for name in ("SERVANDA_ROLES", "SERVANDA_AUDIT", "SERVANDA_REVIEW", "SERVANDA_ADDRESS", "SERVANDA_LOCAL_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SERVANDA_PRESETS", str(tmp_path / "presets"))
    monkeypatch.setattr(folders, "LEAST_FREE", 0)
    monkeypatch.setattr(configuration.look, "__defaults__", (tmp_path / "secrets.toml",))
    ledger = f"sqlite:///{tmp_path}/ledger.sqlite"
    return argparse.Namespace(data=record, ledger=ledger, warehouse=folder, snapshots=tmp_path / "snapshots")


def submitted(options: argparse.Namespace, at: datetime) -> None:
    with closing(Ledger(options.ledger)) as ledger:
        ledger.submit(Proposal("observations", ({"value": "1"},), "https://example.org/", "why"), BOTH, f"k{at}", at)


def wrong(options: argparse.Namespace) -> list[Finding]:
    return [item for item in doctor.look(options.data, options.ledger, options.snapshots, options.warehouse) if not item.good]


def run(options: argparse.Namespace, *more: str) -> int:
    where = ["--data", str(options.data), "--ledger", options.ledger, "--warehouse", str(options.warehouse)]
    return main(["doctor", *where, "--snapshots", str(options.snapshots), *more])


def test_a_healthy_installation_is_left_in_peace(options: argparse.Namespace, capsys: pytest.CaptureFixture[str]) -> None:
    submitted(options, datetime(2026, 11, 24, tzinfo=UTC))
    before = {path: path.read_bytes() for path in options.warehouse.iterdir()}
    assert run(options) == 0, capsys.readouterr().out
    output = capsys.readouterr().out.splitlines()
    assert len(output) > 14 and all(line.startswith("✓ ") for line in output)
    assert "✓ Waiting submissions: 1" in output
    assert {path: path.read_bytes() for path in options.warehouse.iterdir()} == before, "it looks and changes nothing"


def no_ledger_file(options: argparse.Namespace) -> None:
    submitted(options, datetime(2026, 11, 24, tzinfo=UTC))
    Path(options.ledger.removeprefix("sqlite:///")).write_bytes(b"no database" * 900)


def newer_ledger(options: argparse.Namespace) -> None:
    changed_ledger(options, "update alembic_version set version_num = '0099'")


def broken_chain(options: argparse.Namespace) -> None:
    changed_ledger(options, "update submissions set note = 'other'")


def changed_ledger(options: argparse.Namespace, statement: str) -> None:
    submitted(options, datetime(2026, 11, 24, tzinfo=UTC))
    engine = create_engine(options.ledger)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def left_over(options: argparse.Namespace) -> None:
    path = options.warehouse / f".a-draft-{NOBODY}-00000001"
    path.write_text("x")
    os.utime(path, (0, 0))


def other_record(options: argparse.Namespace) -> None:
    path = options.data / "declarations/kz-ru-2025/searches.csv"
    path.write_text(path.read_text(encoding="utf-8") + "D25,2026-11-23,en,,again,\n", encoding="utf-8")


def secrets(content: str, mode: int = 0o600) -> Callable[[argparse.Namespace], None]:
    def write(options: argparse.Namespace) -> None:
        path = options.data.parent / "secrets.toml"
        path.write_text(content)
        path.chmod(mode)

    return write


def build_file(options: argparse.Namespace) -> Path:
    return builds.current(options.warehouse).path


def broken_roles(options: argparse.Namespace) -> None:
    path = options.data.parent / "roles.yaml"
    path.write_text("aliya@example.org: [king]\n")
    os.environ["SERVANDA_ROLES"] = str(path)


def setting(name: str, value: str) -> Callable[[argparse.Namespace], None]:
    return lambda _: os.environ.__setitem__(name, value)


LONG = "a" * 64
BROKEN: dict[str, tuple[Callable[[argparse.Namespace], object], str, str]] = {
    "record": (lambda it: (it.data / "proper_names.csv").write_text("spoilt"), "the first: proper_names.csv:1", "python -m etl check"),
    "no record": (lambda it: shutil.rmtree(it.data), "there is no", "--data"),
    "warehouse a file": (lambda it: (shutil.rmtree(it.warehouse), it.warehouse.write_text("x")), "is a file", "move it elsewhere"),
    "no build": (lambda it: (it.warehouse / "public").unlink(), "there is no build", "python -m etl build"),
    "pointer": (lambda it: (it.warehouse / "current").write_bytes(b"\xff"), "names no build", "python -m etl build"),
    "build gone": (lambda it: build_file(it).unlink(), "is gone", "python -m etl build"),
    "build damaged": (lambda it: build_file(it).open("ab").write(b"x"), "is damaged", "python -m etl build"),
    "no feeds": (lambda it: next(it.warehouse.glob("*.atom")).unlink(), "has no feeds", "python -m etl build"),
    "stale": (other_record, "was not made from this record", "python -m etl build"),
    "leftovers": (left_over, "drafts of programs that were killed: 1, ", "remove them"),
    "ledger damaged": (no_ledger_file, "is damaged", "docs/backup.md"),
    "ledger newer": (newer_ledger, "written by a newer Servanda", "docs/backup.md"),
    "chain": (broken_chain, "entry 1 does not follow", "restore"),
    "clock": (lambda it: submitted(it, datetime.now(UTC) + timedelta(hours=1)), "the ledger has an entry of", "set the clock"),
    "roles": (broken_roles, "until then nobody has a role", "docs/hosting.md"),
    "review": (setting("SERVANDA_REVIEW", "never"), "SERVANDA_REVIEW: ", "mend it"),
    "address": (setting("SERVANDA_ADDRESS", "example.org"), "is no address of the web", "https://"),
    "no such setting": (setting("SERVANDA_REVEIW", "optional"), "SERVANDA_REVEIW is no setting", "docs/configuration.md"),
    "audit": (setting("SERVANDA_AUDIT", "/none/audit.log"), "cannot be written", "let this user"),
    "secrets open": (secrets(f'[auth]\ncookie_secret = "{LONG}"', 0o644), "others may read", "chmod 600"),
    "secrets wrong": (secrets("[auth"), "cannot be read", "docs/hosting.md"),
    "secret short": (secrets('[auth]\ncookie_secret = "abc"'), "is shorter than 32", "docs/hosting.md"),
    "secret lacks": (secrets(f'[auth]\ncookie_secret = "{LONG}"'), "lacks redirect_uri", "docs/hosting.md"),
}


OF_KEYS = ("roles", "review", "address", "audit", "secrets open", "secrets wrong", "secret short", "secret lacks")


@pytest.fixture
def own_environment() -> Iterator[None]:
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_wrong_is_named_with_what_to_do(
    what: str, options: argparse.Namespace, own_environment: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil, text, todo = BROKEN[what]
    spoil(options)
    if what in OF_KEYS:
        # These need no look at the record, which takes longest.
        monkeypatch.setattr(stored_data, "look", lambda *_: iter(()))
    assert run(options) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("✗ ")]
    assert any(text in line and todo in line for line in lines), lines
    assert not [line for line in lines if "Traceback" in line or LONG in line or "abc" in line.split()]


def test_other_packages_than_pinned_are_named(tmp_path: Path) -> None:
    pins = tmp_path / "requirements.txt"
    pins.write_text("# chosen\nduckdb==0.1\nnot-a-package==2\npydantic==" + __import__("pydantic").VERSION + "\n")
    found = installation.packages(pins)
    assert not found.good and re.search(r"2 not as pinned in requirements.txt: duckdb \S+ ≠ 0.1, not-a-package – ≠ 2", str(found.what))


def test_a_full_disk_is_told(options: argparse.Namespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "LEAST_FREE", 1 << 60)
    assert [(item.check, str(item.todo)) for item in wrong(options)] == [("Room", "make room")]


def test_a_draft_of_a_running_program_is_no_leftover(options: argparse.Namespace) -> None:
    draft_of(options.warehouse / "a").write_text("x")
    assert wrong(options) == []


def test_a_day_to_come_in_the_record_is_told(options: argparse.Namespace) -> None:
    where = Places(options.data, options.ledger, options.snapshots, options.snapshots)
    early = list(stored_data.look(where, options.warehouse, datetime(2026, 1, 1, tzinfo=UTC)))
    assert [item.check for item in early if not item.good] == ["Clock"]


@pytest.mark.parametrize("lang", mostly_full(("fr", "ru", "kk"), "ru"))
def test_it_speaks_the_readers_language(lang: str, options: argparse.Namespace, capsys: pytest.CaptureFixture[str]) -> None:
    (options.warehouse / "public").unlink()
    assert run(options, "--lang", lang) == 1
    output = capsys.readouterr().out
    assert translator(lang).t("Waiting submissions") not in output, "there is no ledger yet"
    assert translator(lang).t("Warehouse") in output and "python -m etl build" in output


def test_programs_can_read_it(options: argparse.Namespace, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(options, "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert code == 0 and all(item["good"] and item["todo"] == "" for item in found)
    assert {"check", "good", "said", "todo"} == set(found[0])
