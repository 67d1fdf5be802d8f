"""Who a page runs for, and what they may do: somebody signed in, the single user of this machine, or a reader.

Reading needs no sign-in. Where sign-in is set up (`[auth]` in secrets.toml) only it gives rights. Where it is not, whoever
sits at this machine may do all, if nothing but this machine can have asked: the server listens on the loopback address, the
browser asked for a loopback address, and nothing between them says that it passed the request on.
"""

import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from etl import audit_log
from etl.ledger import roles as rights
from etl.ledger.store import Role
from etl.messages import N_
from etl.settings import settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
# What proxies add to a request they pass on; the `x-forwarded-` family is matched by its beginning.
PASSED_ON = ("forwarded", "via", "x-real-ip", "x-client-ip", "x-original-host", "true-client-ip", "cf-connecting-ip", "client-ip")
# Letters of other alphabets that look or fold alike make another address, so only ASCII is an address here.
ADDRESS = re.compile(r"[!-?A-~]{1,64}@[a-zA-Z0-9.-]{1,189}", re.ASCII)
SUBJECT = re.compile(r"[!-~]{1,255}", re.ASCII)
SHORTEST_SECRET = 32
LOCAL_NAME = "name"
UNVERIFIED = N_("Your provider has not verified your e-mail address, so it gives you no rights here.")
NO_ROLE = N_("You have been given no role here; ask whoever runs this dashboard.")
NO_LIST = N_("The list of roles cannot be read, so nobody has a role; the log of this dashboard says what to mend.")
NOT_SAFE = N_("Sign-in is not set up completely, so nobody has a role; the log of this dashboard says what to mend.")
log = logging.getLogger("servanda")


@dataclass(frozen=True)
class Visitor:
    """Who a page runs for. `name` is the identity the ledger keeps, empty for readers; `trouble` says why roles are missing."""

    kind: Literal["signed in", "local", "reader"]
    name: str
    roles: frozenset[Role]
    trouble: str = ""

    def environment(self) -> dict[str, str]:
        """The environment of a command run for this visitor: without a file of roles only the local user has any."""
        if self.kind == "local":
            return dict(os.environ)
        return {**os.environ, "SERVANDA_ROLES": settings().roles or ""}


def visitor() -> Visitor:
    """The visitor of this run."""
    state = sign_in()
    if state == "unset":
        return _local() if on_this_machine(st.get_option("server.address"), st.context.headers) else _reader()
    if state == "wrong":
        return _reader(NOT_SAFE)
    return _signed_in(st.user.to_dict()) if st.user.get("is_logged_in") is True else _reader()


def sign_in() -> Literal["set", "unset", "wrong"]:
    """Whether sign-in is set up; secrets that cannot be read, or are too short to be any, are not taken for no sign-in."""
    if not any(Path(path).exists() for path in st.get_option("secrets.files")):
        return "unset"
    try:
        if "auth" not in st.secrets:
            return "unset"
        secret = st.secrets["auth"].get("cookie_secret", "")
    except (StreamlitSecretNotFoundError, AttributeError):
        _complain("the secrets cannot be read; mend secrets.toml and start the dashboard anew")
        return "wrong"
    if len(str(secret)) < SHORTEST_SECRET:
        _complain(f"cookie_secret in secrets.toml is shorter than {SHORTEST_SECRET} characters; docs/hosting.md says how to make one")
        return "wrong"
    return "set"


def on_this_machine(listens: str | None, headers: Mapping[str, str]) -> bool:
    """Whether only this machine can have asked, as far as a request's headers tell.

    `listens`: the address the server listens on. `headers`: of the request, by their names in any case.
    """
    found = {name.lower(): value for name, value in headers.items()}
    if settings().local_user == "off" or listens not in LOOPBACK:
        return False
    if any(name.startswith("x-forwarded") or name in PASSED_ON for name in found):
        return False
    return _host(f"//{found.get('host', '')}") in LOOPBACK and ("origin" not in found or _host(found["origin"]) in LOOPBACK)


def keep_name(name: str) -> None:
    """Remember the name the local user goes by, for this visit."""
    st.session_state[LOCAL_NAME] = name.strip()


def sign_out() -> None:
    """Note who leaves, and end the sign-in."""
    audit_log.note("signed out", visitor().name)
    st.logout()


def identity_of(claims: Mapping[str, object], listed: Mapping[str, object]) -> str:
    """Who the provider says this is: the `sub:` that the roles list, else the verified address, else nobody.

    A provider's own name for somebody stands for itself; an address counts only where the provider says it verified it.
    """
    subject, address = claims.get("sub"), claims.get("email")
    if isinstance(subject, str) and SUBJECT.fullmatch(subject) and f"sub:{subject}" in listed:
        return f"sub:{subject}"
    if claims.get("email_verified") is True and isinstance(address, str) and ADDRESS.fullmatch(address):
        return address.lower()
    return ""


def _signed_in(claims: Mapping[str, object]) -> Visitor:
    file, trouble = settings().roles, NO_ROLE
    listed: dict[str, frozenset[Role]] = {}
    try:
        listed = rights.read_roles(Path(file)) if file else {}
    except rights.BadRoles as error:
        _complain(str(error))
        trouble = NO_LIST
    name = identity_of(claims, listed)
    _note_once(name, *(str(claims.get(key, "")) for key in ("email", "iss", "sub", "iat")))
    if not name:
        return Visitor("signed in", "", frozenset(), UNVERIFIED)
    roles = listed.get(name, frozenset())
    return Visitor("signed in", name, roles, "" if roles else trouble)


@st.cache_resource(max_entries=10_000, show_spinner=False)
def _note_once(name: str, address: str, issuer: str, subject: str, issued: str) -> None:
    """A sign-in is noted once, however many pages it opens: the time its token was issued tells one from the next."""
    if name:
        audit_log.note("signed in", name, issuer=issuer, subject=subject)
    else:
        audit_log.note("sign-in refused", address, issuer=issuer, subject=subject, reason="address not verified")


@st.cache_resource(max_entries=100, show_spinner=False)
def _complain(message: str) -> None:
    """Log what the one who runs this dashboard has to mend, once."""
    log.error("%s", message)


def _local() -> Visitor:
    """The single user of this machine, by the name given in this visit; the ledger checks what the name may do."""
    return Visitor("local", st.session_state.get(LOCAL_NAME, ""), rights.ALL_ROLES)


def _reader(trouble: str = "") -> Visitor:
    return Visitor("reader", "", frozenset(), trouble)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
