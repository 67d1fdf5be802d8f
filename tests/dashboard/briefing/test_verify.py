"""A file is verified: the same bytes whenever it is made, and what no longer holds or was changed is told."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.__main__ import main
from dashboard.briefing.html import render as html
from dashboard.briefing.make import make, render
from dashboard.briefing.options import Choice
from dashboard.briefing.verify import verify
from etl.i18n.translator import translator
from etl.warehouse import builds
from tests.support.briefings import TWO_DOMAINS
from tests.support.parameters import mostly_full
from tests.support.places import DATA, ROOT
from tests.support.registers import say_nothing_of_answers

pytestmark = pytest.mark.slow


def test_same_bytes_whenever_and_wherever_it_is_made(built: builds.Build, tmp_path: Path) -> None:
    made = []
    for number, zone in enumerate(("Asia/Almaty", "America/Los_Angeles")):
        file = tmp_path / f"{number}.html"
        command = [sys.executable, "-m", "dashboard", "briefing", "--format", "html", "--lang", "kk", "--domain", "energy", "-o", str(file)]
        settings = {"TZ": zone, "PYTHONHASHSEED": str(number), "SERVANDA_WAREHOUSE": str(built.path.parent)}
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        made.append(file.read_bytes())
    assert made[0] == made[1]
    assert html.read_payload(made[0]) == make(built, Choice(lang="kk", domains=("energy",)))[1]


def test_verify_says_what_changed(many_assessed: builds.Build, record: Path, tmp_path: Path) -> None:
    file = tmp_path / "briefing.html"
    file.write_bytes(render(many_assessed, Choice(domains=TWO_DOMAINS), "html"))
    holds = verify(file, many_assessed.path.parent, translator("en"))
    assert holds.holds and holds.lines[-1] == "The file is byte for byte what its build gives."

    say_nothing_of_answers(record)
    changed = 0
    for path in (record / "observations").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        changed += text.count(",70.52,")
        path.write_text(text.replace(",70.52,", ",50.5,"), encoding="utf-8")
    assert changed
    builds.build(record, tmp_path / "w")
    verdict = verify(file, tmp_path / "w", translator("en"))
    assert not verdict.holds
    report = "\n".join(verdict.lines)
    assert "Oil shipped through the Caspian pipeline (CPC): 70.52 million t (2025) → 50.5 million t (2025)" in report
    assert "D25 · Unhindered movement of energy: On track → " in report
    assert "Electricity generated" not in report
    assert main(["verify", str(file), "--warehouse", str(tmp_path / "w")]) == 1


def test_verify_of_an_earlier_day_says_what_came_since(many_assessed: builds.Build, tmp_path: Path) -> None:
    file = tmp_path / "briefing.html"
    file.write_bytes(render(many_assessed, Choice(domains=("energy",), as_of=date(2026, 1, 31)), "html"))
    verdict = verify(file, many_assessed.path.parent, translator("ru"))
    # On its own day it read just so, and the file is the one that was made.
    assert not verdict.holds and "байт в байт" in verdict.lines[-1]
    assert any("слишком мало значений → На верном пути" in line for line in verdict.lines)
    assert not any(translator("ru").t("also for its own day") in line for line in verdict.lines)


@pytest.mark.parametrize(
    "change",
    [
        {"build": "../../etc"}, {"figures": [{"kind": "pledge"}]}, {"figures": 5}, {"as_of": "today"}, {"choice": {"lang": "xx"}}, {"servanda": 9},
    ],
)  # fmt: skip
def test_verify_refuses_a_frozen_part_that_makes_no_sense(
    built: builds.Build, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any]
) -> None:
    briefing, payload = make(built, Choice(domains=("law",), parts=("gaps",)))
    file = tmp_path / "briefing.html"
    file.write_bytes(html.render(briefing, json.dumps({**json.loads(payload), **change}).encode()))
    assert main(["verify", str(file), "--warehouse", str(built.path.parent)]) == 1
    assert re.search("damaged|another version", capsys.readouterr().err)


def test_verify_notices_a_file_that_was_changed(many_assessed: builds.Build, tmp_path: Path) -> None:
    content = render(many_assessed, Choice(domains=TWO_DOMAINS), "html")
    assert b"70.52 million t" in content
    file = tmp_path / "briefing.html"
    file.write_bytes(content.replace(b"70.52 million t", b"99.52 million t"))
    verdict = verify(file, many_assessed.path.parent, translator("en"))
    assert not verdict.holds and "changed after it was made" in verdict.lines[-1]


@pytest.mark.parametrize(
    ("content", "texts_of"),
    [(b"hello", "neither PPTX, PDF nor HTML"), (b"<!doctype html><p>x", "no briefing of Servanda"), (b"", "neither")],
)
def test_verify_tells_what_is_no_briefing(
    built: builds.Build, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, texts_of: str
) -> None:
    file = tmp_path / "other"
    file.write_bytes(content)
    assert main(["verify", str(file), "--warehouse", str(built.path.parent)]) == 1
    assert texts_of in capsys.readouterr().err


@pytest.mark.parametrize("form", mostly_full(["html", "pptx", "pdf"], "html"))
def test_a_briefing_outlives_the_day_of_its_build(tmp_path: Path, form: str) -> None:
    """Builds that differ only by their day replace each other; the briefing of an earlier day is still verified byte for byte."""
    published = builds.build(DATA, tmp_path / "w", today=date(2026, 11, 30))
    file = tmp_path / f"briefing.{form}"
    file.write_bytes(render(published, Choice(domains=("migration",)), form))  # type: ignore[arg-type]
    for day in (1, 2, 3):
        builds.build(DATA, tmp_path / "w", today=date(2026, 12, day))
    assert not published.path.exists()
    verdict = verify(file, tmp_path / "w", translator("en"))
    assert verdict.lines[-1] == "The file is byte for byte what its build gives."
