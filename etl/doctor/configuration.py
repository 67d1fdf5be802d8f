"""Are the settings, the roles and the secrets in order. Nothing of a secret is ever told."""

import os
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path

from etl.doctor.finding import Finding
from etl.ledger.roles import BadRoles, read_roles
from etl.messages import N_, message
from etl.settings import settings, unknown

# Streamlit reads it in the folder where the dashboard is started.
SECRETS = Path(".streamlit/secrets.toml")
SHORTEST_SECRET = 32
SETTINGS, ROLES, SIGN_IN = N_("Settings"), N_("Roles"), N_("Sign-in")
HOSTING = message("docs/hosting.md says how")


def look(secrets: Path = SECRETS) -> Iterator[Finding]:
    """Settings, roles, sign-in. Raises BadSetting."""
    yield from _settings()
    yield _roles(settings().roles)
    yield _sign_in(secrets)


def _settings() -> Iterator[Finding]:
    wrong = [
        Finding(SETTINGS, message("{name} is no setting of Servanda", name=name), message("docs/configuration.md lists them"))
        for name in unknown()
    ]
    log = settings().audit
    if log and not os.access(log if log.exists() else log.resolve().parent, os.W_OK):
        wrong.append(Finding(SETTINGS, message("SERVANDA_AUDIT: {file} cannot be written", file=log), message("let this user write there")))
    yield from wrong or [Finding(SETTINGS, message("in order"))]


def _roles(file: str | None) -> Finding:
    if file is None:
        return Finding(ROLES, message("no file (SERVANDA_ROLES): on this machine a name is taken at its word"))
    try:
        known = read_roles(Path(file)) if file else {}
    except BadRoles as error:
        return Finding(ROLES, message("{error}", error=str(error).splitlines()[0]), HOSTING)
    return Finding(ROLES, message("{n} people in {file}", n=len(known), file=file))


def _sign_in(secrets: Path) -> Finding:
    if not secrets.exists():
        return Finding(SIGN_IN, message("not set up: elsewhere than on this machine people can only read"))
    if os.name == "posix" and stat.S_IMODE(secrets.stat().st_mode) & 0o077:
        return Finding(SIGN_IN, message("others may read {file}", file=secrets), message("run: chmod 600 {file}", file=secrets))
    try:
        found = tomllib.loads(secrets.read_text(encoding="utf-8")).get("auth")
    except (OSError, ValueError):
        return Finding(SIGN_IN, message("{file} cannot be read", file=secrets), HOSTING)
    if not isinstance(found, dict):
        return Finding(SIGN_IN, message("not set up: elsewhere than on this machine people can only read"))
    secret = str(found.get("cookie_secret", ""))
    if len(secret) < SHORTEST_SECRET or secret.startswith("REPLACE"):
        what = message("cookie_secret in {file} is shorter than {n} characters, or was not replaced", file=secrets, n=SHORTEST_SECRET)
        return Finding(SIGN_IN, what, HOSTING)
    missing = [key for key in ("redirect_uri", "client_id", "client_secret", "server_metadata_url") if not found.get(key)]
    if missing:
        return Finding(SIGN_IN, message("{file} lacks {names}", file=secrets, names=", ".join(missing)), HOSTING)
    return Finding(SIGN_IN, message("set up"))
