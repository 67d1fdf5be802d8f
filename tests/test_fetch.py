"""Publishers asked over real HTTP: what is new or revised is proposed, answers are kept, one failure stops nobody else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from etl.ledger import Ledger
from tests.publishers import Replay, Reply, replaying

ROOT = Path(__file__).resolve().parent.parent
SERIES = "wdi:IS.AIR.PSGR:KAZ"


def answer(*rows: tuple[str, float | None]) -> Reply:
    """The World Bank's answer for air passengers of Kazakhstan, newest first as it comes."""
    listed = [
        {
            "indicator": {"id": "IS.AIR.PSGR", "value": "Air transport, passengers carried"}, "country": {"id": "KZ", "value": "Kazakhstan"},
            "countryiso3code": "KAZ", "date": year, "value": value, "unit": "", "obs_status": "", "decimal": 0,
        }
        for year, value in rows
    ]  # fmt: skip
    head = {"page": 1, "pages": 1, "per_page": 1000, "total": len(listed), "sourceid": "2", "lastupdated": "2026-12-01"}
    return Reply(json.dumps([head, listed]).encode(), headers={"Content-Type": "application/json", "Content-Length": ""})


def prepared(record: Path, address: str) -> None:
    """A record whose one fetched source asks the replaying server for one series."""
    path = record / "sources.yaml"
    sources = yaml.safe_load(path.read_text(encoding="utf-8"))
    for source in sources:
        source.pop("fetch", None)
        if source["id"] == "wdi":
            pattern = "wdi:(?P<code>IS[.]AIR[.]PSGR):(?P<geo>[A-Z]{3})"
            source["fetch"] = {
                "connector": "worldbank",
                "series": pattern,
                "code": "{code}",
                "parameters": {"countries": "{geo}", "address": address},
            }
    path.write_text(yaml.safe_dump(sources, allow_unicode=True, sort_keys=False), encoding="utf-8")


def fetch(record: Path, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "SERVANDA_LEDGER": f"sqlite:///{folder}/ledger.sqlite", "SERVANDA_SNAPSHOTS": str(folder / "kept")}
    command = [sys.executable, "-m", "etl", "fetch", "--data", str(record), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def path_of_series() -> str:
    return "/country/KAZ/indicator/IS.AIR.PSGR"


def served(server: Replay, path: str, *replies: Reply) -> str:
    return server.answers(path, *replies).removesuffix(path)


def test_what_is_new_and_what_is_revised_is_proposed(record: Path, tmp_path: Path, path_of_series: str) -> None:
    with replaying() as server:
        rows = answer(("2025", None), ("2024", 12_900_000), ("2023", 11_884_242), ("2022", 9_756_366.526))
        prepared(record, served(server, path_of_series, rows))
        done = fetch(record, tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("wdi: 1 new, 1 changed, 1 unchanged; submitted as S")
        assert f"wdi 1/1 {SERIES}" in done.stderr
        ledger = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
        (found,) = ledger.listed()
        assert (found.author, found.state) == ("World Bank", "submitted")
        assert [(row["period"], float(row["value"])) for row in found.proposal.rows] == [("2023", 11_884_242), ("2024", 12_900_000)]
        ledger.close()
        assert len(list((tmp_path / "kept" / "wdi").glob("*.json"))) >= 1, "the answer is kept"
        again = fetch(record, tmp_path)
        assert again.stdout == done.stdout, "fetched twice it is proposed once"


def test_a_publisher_that_fails_changes_nothing_and_is_told(record: Path, tmp_path: Path, path_of_series: str) -> None:
    with replaying() as server:
        prepared(record, served(server, path_of_series, Reply(b"gone", status=404)))
        done = fetch(record, tmp_path)
    assert done.returncode == 3
    assert done.stderr.count("wdi: ") == 1 and "Traceback" not in done.stderr
    ledger = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    assert ledger.listed() == []
    ledger.close()


def test_a_source_that_cannot_be_fetched_is_a_sentence(record: Path, tmp_path: Path) -> None:
    done = fetch(record, tmp_path, "kremlin")
    assert done.returncode == 1 and "kremlin is no source that can be fetched; these can: wdi" in done.stderr
