"""The configuration that is shipped is a safe one, and the threat model names what exists."""

import re
import tomllib

from tests.support.places import ROOT


def test_the_shipped_configuration_is_a_safe_one() -> None:
    options = tomllib.loads((ROOT / "dashboard/server/.streamlit/config.toml").read_text(encoding="utf-8"))
    assert options["client"]["showErrorDetails"] == "none" and options["client"]["allowedOrigins"] == []
    assert options["browser"]["gatherUsageStats"] is False
    server = options["server"]
    assert server["enableXsrfProtection"] is True and server["address"] == "127.0.0.1"
    assert (server["maxUploadSize"], server["maxMessageSize"], server["maxWidgetStateSize"]) == (10, 20, 5)
    assert not {"enableCORS", "corsAllowedOrigins", "enableStaticServing", "enableAgentApi", "scriptHealthCheckEnabled"} & set(server)


def test_secrets_are_no_part_of_the_project() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".streamlit/secrets.toml", "roles.yaml", "audit.log"} <= set(ignored)


def test_the_threat_model_names_tests_and_files_that_exist() -> None:
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    known = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", text))
    assert len(named) > 30 and [name for name in named if f"def {name}(" not in known] == []
    files = re.findall(r"`((?:dashboard|etl|\.streamlit)/[\w./]*)`", text)
    assert files and [name for name in files if not (ROOT / name).exists()] == []
    tests = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert [name for name in re.findall(r"`(test_\w+\.py)`", text) if name not in tests] == []
