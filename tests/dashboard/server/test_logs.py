"""The log and the audit log: who took what out, one line of JSON whatever stands in it."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.__main__ import main as dashboard
from dashboard.server import json_log
from etl import audit_log
from etl.__main__ import main
from etl.warehouse import builds

pytestmark = pytest.mark.slow


def test_what_leaves_is_noted(
    built: builds.Build, tmp_path: Path, noted: Callable[[], list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(built.path.parent))
    assert main(["export", str(tmp_path / "out")]) == 0
    assert main(["status", "--internal"]) == 0
    assert dashboard(["briefing", "--format", "html", "--length", "one-page", "-o", str(tmp_path / "a.html")]) == 0
    lines = noted()
    assert [line["event"] for line in lines] == ["exported", "internal shown", "briefing written"]
    assert all(line["who"].startswith("account:") and line["build"] == built.id for line in lines)


def test_the_log_is_one_line_of_json_whatever_stands_in_it() -> None:
    """A text from outside begins no line of its own, and a traceback is part of its line."""
    try:
        raise ValueError('1\n{"level": "info", "message": "all is well"}')
    except ValueError as error:
        wrong = logging.LogRecord(
            "servanda", logging.ERROR, "", 0, "a page failed: %s", ("x\ny",), (ValueError, error, error.__traceback__)
        )
    line = json_log.JsonLines().format(wrong)
    assert len(line.splitlines()) == 1
    logged = json.loads(line)
    assert (logged["level"], logged["message"]) == ("error", "a page failed: x\ny") and "ValueError" in logged["trace"]
    noted_line = logging.LogRecord(audit_log.LOG.name, logging.INFO, "", 0, '{"event": "submitted"}', (), None)
    assert json_log.JsonLines().format(noted_line) == '{"event": "submitted"}'
