"""The commands: shapes, plain words, exit codes, data on stdout and messages on stderr."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.i18n.labels import CHANGE_CAUSES, FAMILIES, REASONS, STATUSES
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.queries import declaration_rows, event_rows, indicator_rows, pledge_rows
from etl.queries.query import Asking
from etl.reports.explain_pledge import explain_pledge
from etl.warehouse import builds
from tests.support.parameters import ONE_OF_EACH
from tests.support.places import ROOT


def run(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"SERVANDA_WAREHOUSE": str(folder)} if folder else {})}
    return subprocess.run([sys.executable, "-m", "etl", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def statuses(built: builds.Build) -> list[dict[str, Any]]:
    done = run("status", "--format", "json", folder=built.path.parent)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_status_has_45_pledges_and_14_accompanying(statuses: list[dict[str, Any]]) -> None:
    assert [item["pledge"] for item in statuses] == [f"D{n:02d}" for n in range(1, 46)] + [f"A{n:02d}" for n in range(1, 15)]
    assert sum(item["in_declaration"] for item in statuses) == 45


def test_status_has_the_promised_shape(statuses: list[dict[str, Any]], built: builds.Build) -> None:
    for item in statuses:
        assert {
            "declaration",
            "pledge",
            "domain",
            "family",
            "obligor",
            "title",
            "trajectory",
            "since_signature",
            "robustness",
            "evidence",
            "attribution",
            "indicators",
            "as_of",
            "build",
        } <= set(item)
        assert set(item["trajectory"]) == {"status", "reason", "rule"}
        assert set(item["since_signature"]) == {"status", "reason", "earliest_assessable"}
        measured = item["family"] not in ("milestone", "declaratory")
        # A limit set by law is compared with the day of the signature: no figure has to come first.
        assert (item["since_signature"]["earliest_assessable"] is not None) == (measured and item["pledge"] != "D38")
        assessed = measured and item["trajectory"]["status"] != "not_assessable"
        assert (item["robustness"] is not None) == assessed
        if assessed:
            assert set(item["robustness"]) == {"agree", "of"} and 1 <= item["robustness"]["agree"] <= item["robustness"]["of"]
        assert set(item["evidence"]) == {"quality", "sources", "newest", "newest_kind"}
        assert (item["as_of"], item["build"], item["declaration"]) == ("2026-11-30", built.id, "kz-ru-2025")
        for indicator in item["indicators"]:
            assert set(indicator) == {"indicator", "status", "reason", "baseline", "latest", "target", "unit"}
            assert set(indicator["target"]) == {"period", "value", "source"}


def test_every_not_assessable_has_a_reason_of_the_closed_list(statuses: list[dict[str, Any]]) -> None:
    for item in statuses:
        assert item["family"] in FAMILIES
        for judged in (item["trajectory"], item["since_signature"], *item["indicators"]):
            assert judged["status"] in STATUSES
            assert (judged["status"] == "not_assessable") == (judged["reason"] in REASONS)


CLOSED = {
    "measured": {"achieved", "on_track", "slightly_off", "off_track", "moving_away", "mixed", "not_assessable"},
    "milestone": {
        "complete", "substantial", "started", "announced", "not_started", "superseded", "no_evidence_found", "not_searched", "not_assessable",
    },
    "declaratory": {"in_line", "partly", "contrary", "announced", "no_evidence_found", "not_searched", "not_assessable"},
}  # fmt: skip


def test_every_family_keeps_to_its_words(statuses: list[dict[str, Any]]) -> None:
    rules = {"milestone": "implementation_scale", "declaratory": "g20_compliance"}
    for item in statuses:
        allowed = CLOSED.get(item["family"], CLOSED["measured"])
        assert {item["trajectory"]["status"], item["since_signature"]["status"]} <= allowed
        if item["pledge"] in ("D05", "D13"):
            assert item["trajectory"] == {"status": "not_assessable", "reason": "not_measurable", "rule": None}
        else:
            assert item["trajectory"]["rule"] == rules.get(item["family"], "destatis")


def test_every_pledge_ends_in_an_indicator_or_says_why_not(statuses: list[dict[str, Any]]) -> None:
    assert {item["pledge"] for item in statuses if not item["indicators"]} == {"D05", "D13"}


def test_only_what_answers_is_assessed(statuses: list[dict[str, Any]]) -> None:
    assessed = {indicator["indicator"] for item in statuses for indicator in item["indicators"] if indicator["status"] != "not_assessable"}
    assert assessed == {"trade-turnover"}


def test_headline_of_turnover(statuses: list[dict[str, Any]]) -> None:
    trade = next(item for item in statuses if item["pledge"] == "D21")
    assert trade["indicators"][0]["indicator"] == "trade-bans-in-force"
    lead = next(item for item in trade["indicators"] if item["indicator"] == "trade-turnover")
    assert (lead["baseline"]["period"], round(lead["baseline"]["value"], 2), lead["unit"]) == ("2024", 28.14, "USD_BN")
    assert (lead["target"]["value"], lead["target"]["period"]) == (30, None)


def test_status_as_csv_and_table(built: builds.Build, tmp_path: Path) -> None:
    out = tmp_path / "status.csv"
    assert run("status", "--format", "csv", "-o", str(out), folder=built.path.parent).returncode == 0
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert len(rows) == 59 and rows[0]["pledge"] == "D01"
    assert "D25" in run("status", folder=built.path.parent).stdout


def test_status_as_of_an_earlier_day(built: builds.Build) -> None:
    done = run("status", "--format", "json", "--as-of", "2025-11-12", folder=built.path.parent)
    assert {item["as_of"] for item in json.loads(done.stdout)} == {"2025-11-12"}


@pytest.mark.parametrize(
    ("lang", "asked"),
    [("ru", ONE_OF_EACH), *(pytest.param(lang, "select declaration, pledge from pledges", marks=pytest.mark.full) for lang in LANGUAGES)],
)
def test_explain_tells_pledges_in_plain_words(connection: duckdb.DuckDBPyConnection, lang: str, asked: str) -> None:
    for declaration, pledge in connection.execute(asked).fetchall():
        text = "\n".join(explain_pledge(connection, translator(lang), declaration, pledge))
        assert len(text) > 200
        text = re.sub(r"https?://\S+", "", text)
        assert re.findall(r"[{}]|\bNone\b|\bnan\b|\b[a-z]+_[a-z_]+\b", text) == [], pledge


def test_explain_d25_gives_data_rule_and_result(built: builds.Build) -> None:
    output = run("explain", "kz-ru-2025/D25", folder=built.path.parent).stdout
    for phrase in (
        "Unhindered movement of energy",
        "Lead indicator",
        "Answers the pledge directly",
        "Reported, by each party of itself",
        "Outcome, credited to nobody: Oil shipped through the Caspian pipeline (CPC) – rising.",
        "Other events since the signature, or in force after it:",
        "Druzhba",
        "Since signature",
    ):
        assert phrase in output


def test_unknown_pledge_is_a_sentence(built: builds.Build) -> None:
    done = run("explain", "D99", folder=built.path.parent)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'there is no pledge "D99"; pledges run from D01 to A14\n'


def test_no_warehouse_is_a_sentence(tmp_path: Path) -> None:
    done = run("status", folder=tmp_path)
    assert done.returncode == 1
    assert "run: python -m etl build" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["check", "build", "status", "explain", "assess", "changes"])
def test_help_has_an_example(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"example: python -m etl {command}" in done.stdout


def test_changes_are_told_since_a_day(built: builds.Build) -> None:
    everything = json.loads(run("changes", "--format", "json", folder=built.path.parent).stdout)
    assert {row["cause"] for row in everything} <= set(CHANGE_CAUSES)
    assert min(row["day"] for row in everything) > "2025-11-12", "the default is since the signature"
    later = json.loads(run("changes", "--since", "2026-11-23", "--format", "json", folder=built.path.parent).stdout)
    assert later == [row for row in everything if row["day"] > "2026-11-23"]
    outputs = run("changes", "--since", "2026-02-01", folder=built.path.parent)
    assert "2026-11-30  A05  Russian consulate-general in Aktau: Not assessable: not coded yet → Started (New coding)" in outputs.stdout
    assert "are not counted" in outputs.stdout


def test_a_reader_who_stops_reading_is_no_error(built: builds.Build) -> None:
    command = [sys.executable, "-m", "etl", "status", "--format", "json", "--warehouse", str(built.path.parent)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_wrong_call_exits_2() -> None:
    assert run("status", "--format", "pdf").returncode == 2
    assert run("status", "--as-of", "tomorrow").returncode == 2


def test_build_shows_progress_and_says_what_it_built(tmp_path: Path) -> None:
    done = run("build", "--warehouse", str(tmp_path))
    assert done.returncode == 0 and done.stdout == ""
    assert "02_observations" in done.stderr
    assert "59 pledges" in done.stderr and "observations" in done.stderr


def test_another_declaration_is_a_folder_of_files(record: Path, tmp_path: Path) -> None:
    source = record / "declarations/kz-ru-2025"
    target = Path(shutil.copytree(source, record / "declarations/other-2020"))
    head = (target / "declaration.yaml").read_text(encoding="utf-8")
    (target / "declaration.yaml").write_text(
        head.replace("id: kz-ru-2025", "id: other-2020").replace("2025-11-12", "2020-01-01", 1), encoding="utf-8"
    )
    assert run("build", "--data", str(record), "--warehouse", str(tmp_path / "w")).returncode == 0
    both = json.loads(run("status", "--format", "json", folder=tmp_path / "w").stdout)
    one = json.loads(run("status", "--format", "json", "--declaration", "other-2020", folder=tmp_path / "w").stdout)
    assert (len(both), len(one)) == (118, 59)
    assert {item["declaration"] for item in one} == {"other-2020"}
    assert run("explain", "D25", folder=tmp_path / "w").stderr.startswith('several declarations have a pledge "D25"; write one of: ')
    assert run("explain", "other-2020/D25", folder=tmp_path / "w").returncode == 0
    with builds.open_build(builds.current(tmp_path / "w")) as connection:
        asked = [Asking(connection, "en", key) for key in declaration_rows.declarations(connection)]
        assert [len(pledge_rows.pledges(ask)) for ask in asked] == [59, 59]
        assert [len(event_rows.events(ask, "D25")) for ask in asked] == [len(event_rows.events(asked[0], "D25"))] * 2
        assert [len(indicator_rows.pledge_indicators(ask, "D25")) for ask in asked] == [
            len(indicator_rows.pledge_indicators(asked[0], "D25"))
        ] * 2
