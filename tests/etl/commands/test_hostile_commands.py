"""Whatever is written behind a command, into a submission, a preset or a file to verify: a sentence or the right answer, and no more."""

import json
import logging
import random
import re
import struct
import time
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.briefing import presets
from dashboard.briefing.freeze import NoBriefing, thaw
from dashboard.briefing.html.render import BEGINS, ENDS
from dashboard.briefing.make import render
from dashboard.briefing.options import BadChoice, Choice
from dashboard.briefing.pptx.reproducible_zip import NAMESPACE
from dashboard.briefing.verify import verify
from dashboard.jobs import run_command
from etl.__main__ import main
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.ledger.store import Ledger, Refused, User
from etl.record.kinds import KINDS
from etl.record.load import Loaded
from etl.submissions.checked_record import check
from etl.submissions.models import Proposal
from etl.submissions.validate_observations import examine
from etl.warehouse import builds
from tests.support.hostile_texts import ALL_REFUSED, ALL_SHOWN, NAMES, RUN, SHOWN
from tests.support.places import DATA

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
AUTHOR, REVIEWER = User("Aliya", frozenset({"submitter"})), User("Boris", frozenset({"reviewer"}))
ROW = {"indicator": "air-passengers-kaz", "period": "2024", "value": "7.5", "unit": "PERSONS_MN", "published": "2026-11-24"}
LINK = "https://data.worldbank.org/country/KZ"
FUZZ = settings(derandomize=True, deadline=None, max_examples=40, database=None, suppress_health_check=list(HealthCheck))
ARGUMENTS = ["\x1b[2J", "x\u202ey", "\udcff", "--", "'; drop table observations; --", "../../etc/passwd", "{x}", "x\ny", "%s", ""]


@pytest.fixture
def here(built: builds.Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for whatever a command might leave, with a ledger of its own."""
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(built.path.parent))
    monkeypatch.setenv("SERVANDA_LEDGER", f"sqlite:///{tmp_path}/ledger.sqlite")
    monkeypatch.setenv("SERVANDA_PRESETS", str(tmp_path / "presets"))
    return tmp_path


def ran(*arguments: str) -> int:
    """The exit code of a command; an exception of any other kind ends the test."""
    try:
        return main(list(arguments))
    except SystemExit as error:
        return int(error.code or 0)


def snapshot(*folders: Path) -> dict[Path, int]:
    return {
        path: path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }


# Commands.
ASKING = (
    ("explain", "{}"), ("status", "--declaration={}"), ("status", "--as-of={}"), ("changes", "--since={}"), ("changes", "--declaration={}"),
    ("review", "show", "{}"), ("review", "{}"), ("review", "reject", "{}", "--by=x", "--why=y"), ("{}",), ("status", "--format={}"),
)  # fmt: skip


@pytest.mark.parametrize("command", ASKING, ids=" ".join)
def test_a_command_asked_for_anything_answers_with_a_sentence(
    command: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(DATA, here)
    for text in ARGUMENTS:
        code = ran(*(part.format(text) if "{}" in part else part for part in command))
        out, sentence = capsys.readouterr()
        assert code in (0, 1, 2) and "Traceback" not in sentence, text
        assert code == 0 or sentence.strip()
        assert "\x1b" not in sentence + out
    left = {path.name for path in snapshot(DATA, here).keys() - before.keys()}
    assert left <= {"ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"}


def test_a_table_by_any_name_with_any_note_is_submitted_or_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = here / "table.csv"
    table.write_text(",".join(ROW) + "\n" + ",".join(ROW.values()) + "\n", encoding="utf-8")
    wrong = {"\x1b[2J": 1, "\udcff": 2, "x" * 20_000: 1}
    for number, text in enumerate(["--", *wrong]):
        code = ran("submit", str(table), f"--author={text}", f"--source={LINK}", f"--note={text}{number}", "--quiet")
        _, sentence = capsys.readouterr()
        assert code == wrong.get(text, 0), (text, sentence)
        assert sentence.isprintable() or sentence.count("\n") == 1
    ledger = Ledger(f"sqlite:///{here}/ledger.sqlite")
    assert ledger.wrong_entries() == [] and len(ledger.listed()) == 1
    ledger.close()
    assert ran("review", "list") == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_assess_reads_tables_with_hostile_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names of columns and series are somebody's: they are no SQL, and what is no table is told."""
    specs, observations = tmp_path / "specs.csv", tmp_path / "obs.csv"
    observations.write_text("series,period,value\ns,2020,1\ns,2024,2\n", encoding="utf-8")
    for text in SHOWN["sql"]:
        quoted = '"' + text.replace('"', '""') + '"'
        specs.write_text(f"series,direction,base_year,target,target_year,{quoted}\n{quoted},1,2020,5,2030,x\n", encoding="utf-8")
        assert ran("assess", "--rule", "destatis", "--series", str(specs), "--observations", str(observations)) in (0, 1)
        out, sentence = capsys.readouterr()
        assert "Traceback" not in sentence and "root:" not in out


# Parquet.
SPECS = "series,target,target_year,kind,direction,base_year\na,50,2030,value,1,2005\n"
GOOD = "select 'a' as series, 2000 + i as period, 1.0 * i as value from range(20) as numbers(i)"
UNREADABLE = {
    "words for numbers": (GOOD.replace("1.0 * i", "'x' || i"), "", "Could not convert"),
    "words for years": (GOOD.replace("2000 + i", "'y' || i"), "", "Could not convert"),
    "tables in cells": (GOOD.replace("1.0 * i", "{'a': i}"), "", "cast"),
    "no such columns": ("select 1 as series", "", "no column period, value"),
    "Brotli": (GOOD, "(compression brotli)", "packed with Brotli"),
}


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    path = tmp_path / "specs.csv"
    path.write_text(SPECS)
    return path


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_parquet_file_that_cannot_be_assessed_is_a_sentence(
    case: str, specs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query, how, text = UNREADABLE[case]
    duckdb.execute(f"copy ({query}) to '{tmp_path}/given.parquet' {how}")
    for engine in ("duckdb", "spark") if case == "Brotli" else ("duckdb",):
        observations = ("--observations", str(tmp_path / "given.parquet"), "--engine", engine)
        assert ran("assess", "--rule", "destatis", "--series", str(specs), *observations) == 1
        out, err = capsys.readouterr()
        assert out == "" and err.startswith("given.parquet:1: ") and text in err and err.count("\n") == 1


@pytest.mark.parametrize("spoilt", ["series", "observations"])
def test_a_damaged_parquet_file_is_a_sentence_or_rows(spoilt: str, specs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    duckdb.execute(f"copy ({GOOD}) to '{tmp_path}/observations.parquet'")
    duckdb.execute(f"copy (from '{specs}') to '{tmp_path}/series.parquet'")
    files = {name: tmp_path / f"{name}.parquet" for name in ("series", "observations")}
    whole, chance = files[spoilt].read_bytes(), random.Random(1)
    codes = set()
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        files[spoilt].write_bytes(damaged[: chance.choice((len(damaged), chance.randrange(len(damaged))))])
        codes.add(ran("assess", "--rule", "destatis", "--series", str(files["series"]), "--observations", str(files["observations"])))
        out, err = capsys.readouterr()
        assert (out == "") == err.startswith(f"{spoilt}.parquet:")
    assert codes <= {0, 1} and 1 in codes


# The ledger.
@FUZZ
@given(
    st.lists(st.one_of(st.sampled_from(ALL_SHOWN), st.sampled_from(ALL_REFUSED)), min_size=5, max_size=5),
    st.sampled_from(("author", "note", "source", "cell", "name", "why", "by", "file")),
)
def test_the_ledger_takes_a_text_as_it_is_or_not_at_all(texts: list[str], where: str) -> None:
    ledger, text = LEDGER[0], texts[0]
    before = len(ledger.listed())
    user = User(text, AUTHOR.roles) if where == "author" else AUTHOR
    row = {**ROW, "note": text} if where == "cell" else {**ROW, text: "1"} if where == "name" else ROW
    proposal = Proposal(
        "observations", (row,), text if where == "source" else LINK, text if where == "note" else "n", text if where == "file" else "f"
    )
    try:
        name, _ = ledger.submit(proposal, user, "".join(map(ascii, texts)) + where, AT)
        decider = User(text, REVIEWER.roles) if where == "by" else REVIEWER
        ledger.decide(name, 0, "rejected", decider, text if where == "why" else "w", f"{name} decided", AT)
    except Refused as error:
        refused = str(error)
        assert refused.isprintable() and len(refused) < 400
        assert text in ALL_REFUSED or not text.strip()
        return
    except Exception as error:
        # Whoever is called nothing may do nothing.
        assert "may not do this" in str(error) and not text.strip()
        return
    assert text in ALL_SHOWN
    found = ledger.show(name)
    stored = {
        "author": found.author, "note": found.proposal.note, "source": found.proposal.source, "cell": found.proposal.rows[0].get("note"),
        "name": next((key for key in found.proposal.rows[0] if key == text), None), "why": found.decided[0].why, "by": found.decided[0].by,
        "file": found.proposal.file_name,
    }  # fmt: skip
    assert stored[where] == text
    assert len(ledger.listed()) >= before


LEDGER: list[Ledger] = []


@pytest.fixture(autouse=True, scope="module")
def _ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One ledger for all examples; at the end its chain is whole."""
    folder = tmp_path_factory.mktemp("ledger")
    LEDGER.append(Ledger(f"sqlite:///{folder}/ledger.sqlite"))
    yield
    assert LEDGER[0].wrong_entries() == []
    LEDGER[0].close()


def test_a_replay_adds_nothing_and_a_guessed_name_finds_nothing() -> None:
    ledger = LEDGER[0]
    proposal = Proposal("observations", (ROW,), LINK, "n")
    name, new = ledger.submit(proposal, AUTHOR, "a key", AT)
    assert new
    assert [ledger.submit(proposal, AUTHOR, "a key", AT) for _ in range(5)] == [(name, False)] * 5
    ledger.decide(name, 0, "rejected", REVIEWER, "w", "another key", AT)
    assert ledger.decide(name, 0, "accepted", REVIEWER, "", "another key", AT).state == "rejected"
    for guess in (*SHOWN["sql"], f"{name}' or '1'='1", name.lower(), f"{name} ", "%"):
        with pytest.raises(Refused, match="there is no submission"):
            ledger.show(guess)
    assert ledger.wrong_entries() == []


def test_the_audit_log_stays_one_line_an_entry(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "servanda.audit")
    for number, text in enumerate(SHOWN["json"] + SHOWN["markdown"][:30]):
        if text.strip():
            LEDGER[0].submit(Proposal("observations", (ROW,), LINK, "n"), User(text, AUTHOR.roles), f"log {number}", AT)
    assert len(caplog.messages) > 40
    for line in caplog.messages:
        assert "\n" not in line and line.isascii() and json.loads(line)["event"] == "submitted"


# Proposed rows.
@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return check(DATA)


@pytest.mark.parametrize("kind", KINDS)
def test_proposed_rows_of_anything_are_examined(kind: str, loaded: Loaded) -> None:
    """Every cell of every kind with a hostile text in it: findings in every language, and never a link that is none of the web."""
    sample = (*ALL_SHOWN[::9], *ALL_REFUSED[::5], *NAMES[::6])
    for column in KINDS[kind].form:
        lines = [(number, {**dict.fromkeys(KINDS[kind].form, "1"), column: text}) for number, text in enumerate(sample, 2)]
        found = examine(loaded.record, kind, lines, LINK, AT.date())
        for finding in found.findings[:: max(1, len(found.findings) // 40)]:
            for lang in LANGUAGES:
                left = re.findall(r"\{[a-z]+\}", translator(lang).say(finding.message))
                assert not left or "{" in sample[finding.row - 2], left
        for item in found.rows:
            assert getattr(item.item, "url", LINK).startswith(("https://", "http://"))


# Presets.
def test_a_preset_stays_in_its_folder_whatever_it_is_called(here: Path) -> None:
    choice = Choice(domains=("energy",))
    before = snapshot(here)
    retained = []
    for name in (*NAMES, *ALL_SHOWN[:200]):
        try:
            presets.save(name, choice)
            retained.append(name)
        except BadChoice as error:
            assert str(error).isprintable() and len(str(error)) < 400
    after = snapshot(here).keys() - before.keys()
    assert {path.parent for path in after} == {here / "presets"}
    assert len(after) == len(retained) >= 4
    assert all(presets.load(name) == choice for name in retained)
    assert sorted(retained) == presets.names()
    assert not {"con", "CON", "nul", "aux", "com1", "\U0001d400" * 64} & set(retained)


def test_what_the_page_passes_on_can_be_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text typed into a page becomes an argument of a command: what no argument can hold is refused before."""
    monkeypatch.setattr(run_command, "_ran", lambda *_: pytest.fail("it was passed on"))
    for text in ("x\0y", "x" * 200_000, "x\x1by"):
        done = run_command.run("review", "comment", "S1", f"--why={text}", lang="ru")
        assert not done.good and done.messages


# Files to verify.
def deck(*parts: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def broken_deck() -> bytes:
    """A member whose packed bytes are none."""
    data = bytearray(deck(("customXml/item1.xml", b"x" * 10_000)))
    at = data.find(b"customXml/item1.xml") + len("customXml/item1.xml")
    data[at : at + 10] = b"\xff" * 10
    return bytes(data)


def lying_deck(method: int) -> bytes:
    data = bytearray(deck(("customXml/item1.xml", b"x" * 1_000)))
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(mark) + place
        data[at : at + 2] = struct.pack("<H", method)
    return bytes(data)


EMBEDDED = b"/Type/EmbeddedFile/Filter/FlateDecode/Length 9/Size 900000000\nstream\n"
HTML = b"<!doctype html>"
FILES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a word": lambda: b"PK",
    "a bomb": lambda: deck(*((f"customXml/item{n}.xml", bytes(6_000_000)) for n in range(10))),
    "a bomb in one": lambda: deck(("customXml/item1.xml", bytes(51_000_000))),
    "packed wrongly": broken_deck,
    **{f"method {method}": partial(lying_deck, method) for method in (1, 8, 9, 12, 14, 93, 97)},
    "a long name": lambda: deck((f"customXml/{'x' * 60_000}", b"x")),
    "beginnings": lambda: deck(("customXml/item1.xml", b"<briefing " * 500_000)),
    "payload of another": lambda: deck(("customXml/item1.xml", b'<briefing xmlns="' + NAMESPACE.encode() + b'">' + b64encode(b"[1]") + b"</briefing>")),
    "no base64": lambda: deck(("customXml/item1.xml", b'<briefing xmlns="' + NAMESPACE.encode() + b'">A</briefing>')),
    "PDF beginnings": lambda: b"%PDF" + b"/Type/EmbeddedFile/Size 1" * 100_000,
    "a PDF that lies": lambda: b"%PDF" + EMBEDDED + b"x" * 100,
    "a PDF of zeros": lambda: b"%PDF" + EMBEDDED + zlib.compress(bytes(51_000_000), 1),
    "HTML beginnings": lambda: HTML + BEGINS * 100_000,
    "HTML endings": lambda: HTML + ENDS * 100_000 + BEGINS,
    "deep JSON": lambda: HTML + BEGINS + b"[" * 1_000_000 + ENDS,
    "a long number": lambda: HTML + BEGINS + b'{"servanda":' + b"9" * 100_000 + b"}" + ENDS,
    "no JSON": lambda: HTML + BEGINS + b"\xff\xfe" + ENDS,
    "a list": lambda: HTML + BEGINS + b"[]" + ENDS,
    "nothing frozen": lambda: HTML + BEGINS + b'{"servanda":1,"build":"../../../../etc/passwd"}' + ENDS,
    "another page": lambda: b"<html>",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_verify_refuses_a_hostile_file_in_bounded_time(name: str, built: builds.Build, tmp_path: Path) -> None:
    path = tmp_path / "x\x1b[2J.bin"
    path.write_bytes(FILES[name]())
    started = time.monotonic()
    with pytest.raises(NoBriefing) as refused:
        verify(path, built.path.parent, translator("en"))
    assert time.monotonic() - started < 20
    assert "give" in str(refused.value) or "damaged" in str(refused.value) or "make it anew" in str(refused.value)


@pytest.fixture(scope="module")
def real(built: builds.Build) -> bytes:
    return render(built, Choice(length="one-page", domains=("energy",)), "html")


@settings(FUZZ, max_examples=6)
@given(data=st.data())
def test_a_changed_briefing_is_never_said_to_be_whole(
    data: st.DataObject, real: bytes, built: builds.Build, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(real)
    begins = real.index(BEGINS)
    at = data.draw(st.one_of(st.integers(0, len(real) - 1), st.integers(begins, len(real) - 1)))
    new = data.draw(st.sampled_from([b"", b"9", b'"', b"\\", b"null", b"1e999", b"-1", f"<script>{RUN}</script>".encode()]))
    if content[at : at + 1] == new:
        return
    content[at : at + 1] = new
    path = tmp_path_factory.mktemp("changed") / "b.html"
    path.write_bytes(bytes(content))
    try:
        assert not verify(path, built.path.parent, translator("en")).holds
    except NoBriefing:
        return


def test_a_frozen_choice_cannot_lead_out_of_the_builds() -> None:
    frozen = {"servanda": 1, "as_of": "2026-01-01", "content_hash": "x", "maker": "x", "choice": {}, "figures": []}
    for build in ("../x", "/etc/passwd", "x" * 16, "0" * 15, "0" * 16 + "/", "0" * 15 + "\n", "٠" * 16):
        with pytest.raises(NoBriefing):
            thaw(json.dumps({**frozen, "build": build}).encode(), "x")
