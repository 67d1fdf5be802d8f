"""Everything the environment may set, in one place: each variable with its kind, what it is without it, and what it means.

The variables are `SERVANDA_` and the name of a field in capitals; docs/configuration.md lists them. They are read anew at every
use: a variable that changes holds at once. Secrets stand elsewhere: in `secrets.toml`, or in the address of the ledger.
"""

import os
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from etl.errors import InputError

PREFIX = "SERVANDA_"


class BadSetting(InputError):
    """A variable of the environment cannot be used; the message names it, says what is wrong and what to do."""


class Settings(BaseSettings):
    """What the environment sets; a variable that is empty counts as not set, but for `SERVANDA_ROLES`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    data: Path = Field(default=Path("data"), description="Folder of the record.")
    warehouse: Path = Field(default=Path("warehouse"), description="Folder of the builds.")
    ledger: str = Field(
        default="sqlite:///ledger.sqlite", description="Address of the ledger: `sqlite:///file` or `postgresql://user@host/name`."
    )
    snapshots: Path = Field(default=Path("snapshots"), description="Folder of kept answers of publishers and copies of cited pages.")
    presets: Path = Field(default=Path("presets"), description="Folder of saved choices of briefings.")
    address: str = Field(
        default="", description="Where readers reach the dashboard, for the links of its feeds (else the address that was asked)."
    )
    roles: str | None = Field(
        default=None,
        description="File that says who may submit and review. Not set: a name is taken at its word. Empty: nobody has a role.",
    )
    review: Literal["required", "optional"] = Field(default="required", description="Whether somebody else has to accept a submission.")
    local_user: Literal["on", "off"] = Field(
        default="on", description="Whether who sits at this machine may submit and review without sign-in."
    )
    audit: Path | None = Field(default=None, description="File of the audit log (else it goes where the program's log goes).")
    hosts: str = Field(default="", description="Names by which the dashboard may be asked, with commas between them; none: any name.")
    proxies: str = Field(
        default="",
        description="Addresses or networks of proxies, with commas: only their `X-Forwarded-For` and `X-Forwarded-Proto` are believed.",
    )
    framed_by: str = Field(default="", description="Pages that may show the dashboard in a frame, as origins with commas; none: nobody.")
    submissions_per_hour: int = Field(default=120, ge=1, description="Submissions one person may make in an hour, and as many comments.")
    commands_per_minute: int = Field(
        default=60, ge=1, description="Previews, submissions, decisions, forms and briefing files one visitor may ask for in a minute."
    )
    requests_per_minute: int = Field(
        default=6000, ge=1, description="Requests answered to one client address in a minute, without unchanging files."
    )
    connections_per_minute: int = Field(default=600, ge=1, description="Pages one client address may open in a minute.")
    open_connections: int = Field(default=1000, ge=1, description="Pages one client address may hold open at once.")
    upload_mb_per_hour: int = Field(default=200, ge=1, description="Megabytes one client address may upload in an hour.")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_set(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if value != "" or name == "roles"}

    @field_validator("address")
    @classmethod
    def _is_address(cls, address: str) -> str:
        if address and not _origin(address):
            raise ValueError("it is no address of the web; write one such as https://example.org/servanda/")
        return address

    @field_validator("hosts")
    @classmethod
    def _are_hosts(cls, hosts: str) -> str:
        if any(":" in name or "/" in name or " " in name for name in listed(hosts)):
            raise ValueError("names stand there without a scheme, a port or a path; write such as servanda.example.org")
        return hosts

    @field_validator("proxies")
    @classmethod
    def _are_proxies(cls, proxies: str) -> str:
        for address in listed(proxies):
            try:
                ip_network(address)
            except ValueError as error:
                raise ValueError(f"{address} is no address or network; write such as 127.0.0.1, 10.0.0.0/8") from error
        return proxies

    @field_validator("framed_by")
    @classmethod
    def _are_origins(cls, origins: str) -> str:
        for origin in listed(origins):
            if _origin(origin) != origin:
                raise ValueError(f"{origin} is no origin; write such as https://portal.example.org, without a path")
        return origins


VARIABLES = {f"{PREFIX}{name.upper()}": name for name in Settings.model_fields}


def settings() -> Settings:
    """What the environment says now. Raises BadSetting with everything that is wrong, one line each."""
    return _read(tuple(os.environ.get(name) for name in VARIABLES))


def unknown() -> list[str]:
    """Variables that look like settings and are none: a misspelt one would be passed over in silence."""
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in VARIABLES)


def listed(text: str) -> list[str]:
    """What stands in a text with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


@lru_cache(maxsize=8)
def _read(_values: tuple[str | None, ...]) -> Settings:
    """The settings for these values of the variables: the same values are checked once."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSetting("\n".join(_said(item["loc"][0], item) for item in error.errors())) from error


def _said(field: int | str, error: Any) -> str:
    """One mistake: the variable, what is wrong with its value, what to do."""
    name = f"{PREFIX}{str(field).upper()}"
    if error["type"] == "literal_error":
        wrong = f"it is none of {error['ctx']['expected']}; write one of them"
    elif error["type"] == "value_error":
        wrong = str(error["ctx"]["error"])
    elif error["type"] in ("int_parsing", "greater_than_equal", "int_from_float", "int_parsing_size"):
        wrong = "it is no whole number from 1 on; write one"
    else:
        wrong = f"it cannot be used ({error['msg']}); write another value"
    return f"{name}: {wrong}, or do not set it (docs/configuration.md)"


def _origin(address: str) -> str:
    """Scheme and host of an address of the web, with its port; nothing where it is none."""
    try:
        found = urlsplit(address)
        _ = found.port
    except ValueError:
        return ""
    plain = found.scheme in ("http", "https") and found.hostname and not found.username and not set(address) & set(" ;,'\"")
    return f"{found.scheme}://{found.netloc}" if plain else ""
