"""Who somebody is: what the provider vouches for, or the only user of this machine where nobody else can have asked."""

import pytest
from playwright.sync_api import Browser, expect

from dashboard.access import visitor
from tests.support.dashboard_pages import address, ready, seen
from tests.support.page_requests import ask

OFF = "Updating is switched off here"
LOCAL = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"email": "Boris@Example.org", "email_verified": True}, "boris@example.org"),
        ({"email": "boris@example.org", "email_verified": False}, ""),
        ({"email": "boris@example.org", "email_verified": "true"}, ""),
        ({"email": "boris@example.org"}, ""),
        # A letter that folds to an ASCII one (the Kelvin sign), an end of line, no address at all.
        ({"email": "\u212aamila@example.org", "email_verified": True}, ""),
        ({"email": "boris@example.org\n--by=x", "email_verified": True}, ""),
        ({"email": ["boris@example.org"], "email_verified": True}, ""),
        ({"sub": "AbC", "email": "boris@example.org", "email_verified": True}, "sub:AbC"),
        ({"sub": "abc", "email": "boris@example.org", "email_verified": True}, "boris@example.org"),
        ({"sub": "unknown"}, ""),
    ],
)
def test_an_identity_is_what_the_provider_vouches_for(claims: dict[str, object], name: str) -> None:
    assert visitor.identity_of(claims, {"sub:AbC": frozenset({"reviewer"})}) == name


@pytest.mark.parametrize(
    ("listens", "headers", "trusted"),
    [
        ("127.0.0.1", LOCAL, True),
        ("::1", {"Host": "[::1]:8501"}, True),
        ("localhost", {"HOST": "localhost"}, True),
        ("0.0.0.0", LOCAL, False),
        (None, LOCAL, False),
        ("127.0.0.1", {}, False),
        ("127.0.0.1", {"host": "servanda.example.org"}, False),
        ("127.0.0.1", {"host": "127.0.0.1.example.org:8501"}, False),
        ("127.0.0.1", {"host": "127.0.0.1:8501@example.org"}, False),
        ("127.0.0.1", {"host": "[::1"}, False),
        ("127.0.0.1", {**LOCAL, "origin": "https://servanda.example.org"}, False),
        ("127.0.0.1", {**LOCAL, "origin": "null"}, False),
        *(("127.0.0.1", {**LOCAL, name: "127.0.0.1"}, False) for name in ("X-Forwarded-For", "x-forwarded-host", "Forwarded", "Via", "X-Real-IP")),
    ],
)  # fmt: skip
def test_only_this_machine_is_taken_for_this_machine(listens: str | None, headers: dict[str, str], trusted: bool) -> None:
    assert visitor.on_this_machine(listens, headers) is trusted


def test_the_local_user_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVANDA_LOCAL_USER", "off")
    assert not visitor.on_this_machine("127.0.0.1", LOCAL)


@pytest.mark.parametrize(
    ("headers", "host", "origin"),
    [({}, "servanda.example.org", None), ({"X-Forwarded-For": "192.0.2.7"}, "", None), ({}, "servanda.example.org", "http://servanda.example.org")],
)  # fmt: skip
def test_behind_a_proxy_the_local_user_has_no_rights(served: str, headers: dict[str, str], host: str, origin: str | None) -> None:
    """The server listens on the loopback address, but a proxy on the same machine brings in the world."""
    assert {"update", "review"} <= ask(served, "update", {}).pages
    for page in ("update", "review"):
        shown = ask(served, page, headers, host, origin)
        assert not {"update", "review"} & shown.pages
        assert OFF in shown.html


@pytest.mark.full
def test_the_local_user_says_a_name_once(served: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(address(served, "update", "en"))
    ready(page)
    assert "You work as the only user of this machine" in seen(page)
    assert page.locator(".st-key-sign-in").count() == 0
    page.get_by_label("Your name", exact=True).fill("Aliya")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Fill in your name, the link and the reason.")).to_be_visible()
    for title in ("Review", "Update data"):
        page.get_by_test_id("stTopNavLink").filter(has_text=title).click()
        expect(page.locator("h1.sv-h1")).to_have_text(title)
    expect(page.get_by_label("Your name", exact=True)).to_have_value("Aliya")
    page.close()
