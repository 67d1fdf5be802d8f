"""The code gives the same answers on the two DuckDBs it may run on (docs/method.md)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from etl.rules import SERIES_RULES
from tests.support.places import ROOT

OTHER = ROOT / ".venv-duckdb2/bin/python"


def statuses(python: Path, folder: Path) -> list[dict[str, Any]]:
    for arguments in (["build", "--warehouse", str(folder)], ["status", "--warehouse", str(folder), "--format", "json"]):
        done = subprocess.run([str(python), "-m", "etl", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return [{**item, "build": None} for item in json.loads(done.stdout)]


@pytest.mark.full
def test_both_engines_give_the_same_statuses(tmp_path: Path) -> None:
    assert OTHER.exists(), "make test-full prepares the other engine"
    version = subprocess.run(
        [str(OTHER), "-c", "import duckdb; print(duckdb.__version__)"], capture_output=True, text=True, check=True
    ).stdout
    assert version.startswith("2.")
    assert statuses(Path(sys.executable), tmp_path / "a") == statuses(OTHER, tmp_path / "b")


@pytest.mark.full
def test_every_page_runs_on_the_other_engine(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from streamlit.testing.v1 import AppTest\n"
        "for view in sorted(Path('dashboard/views').glob('*.py')):\n"
        "    for key in ('D25', 'cpc-shipments'):\n"
        "        page = AppTest.from_file(str(view.resolve()), default_timeout=30); page.query_params['id'] = key\n"
        "        page.run(); assert not page.exception, (view, page.exception)\n"
    )
    statuses(OTHER, tmp_path)
    environment = {**os.environ, "SERVANDA_WAREHOUSE": str(tmp_path)}
    done = subprocess.run([str(OTHER), "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.full
@pytest.mark.parametrize("rule", SERIES_RULES)
def test_both_engines_give_the_same_results_for_published_series(rule: str) -> None:
    published = ROOT / "tests/support/published"
    # No published results of `unsd` are at hand: it reads the series of another rule that knows targets and years.
    series = "cagr_ratio" if rule == "unsd" else rule
    files = ["--series", str(published / f"{series}_specs.csv"), "--observations", str(published / f"{series}_observations.csv")]
    answers = [
        subprocess.run(
            [str(python), "-m", "etl", "assess", "--rule", rule, *files], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for python in (sys.executable, OTHER)
    ]
    assert answers[0] == answers[1]
