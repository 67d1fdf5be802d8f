"""Whether a dashboard is alive and ready: with a build and a ledger, asked however often."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.server import health
from etl.warehouse import builds
from tests.support.raw_requests import ask


def test_a_sound_dashboard_is_alive_and_ready(served: str) -> None:
    for path in ("healthz", "readyz"):
        answer = ask(served, path)
        assert (answer.status, answer.body, answer.headers["cache-control"]) == (200, b"ok", "no-store")


@pytest.mark.parametrize("wrong", ["nothing", "no build", "ledger", "postgresql"])
def test_readiness_needs_a_build_and_a_ledger(built: builds.Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """A ledger that nobody wrote to yet is well; one that is there and does not answer is not."""
    (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 1000)
    ledgers = {"ledger": f"sqlite:///{tmp_path}/ledger.sqlite", "postgresql": "postgresql://servanda:secret@127.0.0.1:1/servanda"}
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(tmp_path if wrong == "no build" else built.path.parent))
    monkeypatch.setenv("SERVANDA_LEDGER", ledgers.get(wrong, f"sqlite:///{tmp_path}/none.sqlite"))
    health.ready_now.cache.clear()
    answer = TestClient(Starlette(routes=[Route("/readyz", health.ready)])).get("/readyz")
    assert (answer.status_code, answer.text) == ((200, "ok") if wrong == "nothing" else (503, "not ready"))


def test_readiness_looks_once_however_often_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr(health, "_look", lambda: looked.append(1))
    health.ready_now.cache.clear()
    assert all(health.ready_now() for _ in range(100))
    assert len(looked) == 1
