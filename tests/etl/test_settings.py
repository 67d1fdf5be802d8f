"""Every setting stands in one place: typed, documented, read anew, and a wrong one is a sentence."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.__main__ import main as dashboard
from etl.__main__ import main
from etl.settings import VARIABLES, BadSetting, Settings, settings, unknown
from tests.support.places import ROOT

READS_ENVIRONMENT = re.compile(r"os\.(?:environ\.get|getenv|environ\[[^\]]*\](?! = ))")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    yield


def test_documentation_lists_exactly_the_settings_with_their_defaults() -> None:
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `(SERVANDA_[A-Z_]+)` \| (.+?) \| (.+) \|$", text, re.MULTILINE)
    wanted = [
        (name, "not set" if field.default in (None, "") else f"`{field.default}`", field.description)
        for name, field in ((variable, Settings.model_fields[key]) for variable, key in VARIABLES.items())
    ]
    assert sorted(found) == sorted(wanted)


def test_no_other_file_reads_the_environment() -> None:
    """But for a publisher's key, which the settings know nothing of, the variable that the web server reads (the dashboard looks whether
    it was set by `serve`), and the little that a parser in its own process keeps."""
    reading = {
        path.relative_to(ROOT).as_posix()
        for package in ("etl", "dashboard")
        for path in (ROOT / package).rglob("*.py")
        if READS_ENVIRONMENT.search(path.read_text(encoding="utf-8"))
    }
    assert reading == {
        "dashboard/server/application.py",
        "etl/settings.py",
        "etl/sources/publishers/comtrade.py",
        "etl/uploads/sandbox.py",
    }


def test_settings_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings().warehouse == Path("warehouse")
    monkeypatch.setenv("SERVANDA_WAREHOUSE", "elsewhere")
    assert settings().warehouse == Path("elsewhere")


def test_an_empty_variable_is_not_set_but_an_empty_file_of_roles_is_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, "")
    assert settings() == Settings.model_construct(**{**{key: field.default for key, field in Settings.model_fields.items()}, "roles": ""})


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("REVIEW", "maybe", "it is none of 'required' or 'optional'; write one of them"),
        ("LOCAL_USER", "false", "it is none of 'on' or 'off'"),
        ("ADDRESS", "servanda.example.org", "it is no address of the web; write one such as https://example.org/servanda/"),
        ("ADDRESS", "javascript:alert(1)", "it is no address of the web"),
        ("HOSTS", "https://servanda.example.org", "names stand there without a scheme, a port or a path"),
        ("PROXIES", "127.0.0.1, proxy", "proxy is no address or network; write such as 127.0.0.1, 10.0.0.0/8"),
        ("FRAMED_BY", "https://portal.example.org/page", "https://portal.example.org/page is no origin"),
        ("FRAMED_BY", "https://a.org;script-src", "is no origin"),
        ("FRAMED_BY", "*", "* is no origin"),
        ("OPEN_CONNECTIONS", "0", "it is no whole number from 1 on; write one"),
        ("REQUESTS_PER_MINUTE", "many", "it is no whole number from 1 on; write one"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, text: str
) -> None:
    monkeypatch.setenv(f"SERVANDA_{name}", value)
    with pytest.raises(BadSetting):
        settings()
    for command in (lambda: main(["check"]), lambda: dashboard(["serve"])):
        assert command() == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"SERVANDA_{name}: ") and text in line and "docs/configuration.md" in line


def test_a_misspelt_variable_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unknown() == []
    monkeypatch.setenv("SERVANDA_ROLE", "roles.yaml")
    assert unknown() == ["SERVANDA_ROLE"]


def test_settings_cost_little_at_the_start_of_a_command() -> None:
    """What reads them is small beside what a command loads anyway: no web server, no data frames, no database."""
    asked = "import sys, etl.settings; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert not {"streamlit", "pandas", "duckdb", "sqlalchemy", "starlette", "httpx2"} & set(loaded)
