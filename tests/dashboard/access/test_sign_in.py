"""Signing in with a real provider and a real browser: readers need none, submitting and reviewing need a role."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from etl.i18n.translator import translator
from etl.ledger.store import Ledger
from etl.warehouse import builds
from tests.support.dashboard_pages import ready, seen
from tests.support.dashboards import serving
from tests.support.sign_in import PEOPLE, ROLES, Place, secrets_file
from tests.support.submissions import PASSENGERS, form


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A real OpenID Connect provider with five people."""
    with run_server_in_thread(user_claims=[User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def place(provider: str, browser: Browser, tmp_path: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    (tmp_path / "roles.yaml").write_text(ROLES)
    monkeypatch.setenv("SERVANDA_ROLES", str(tmp_path / "roles.yaml"))
    monkeypatch.setenv("SERVANDA_AUDIT", str(tmp_path / "audit.log"))
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    with serving(warehouse, secrets_file(tmp_path, provider)) as served:
        yield Place(served, tmp_path, browser)


def links(page: Page) -> str:
    return " ".join(page.get_by_test_id("stTopNavLink").all_inner_texts())


def closed(page: Page, path: str) -> bool:
    """The page says what is needed, and offers nothing but the way in or out."""
    needed = {"update": "Submitting data needs a sign-in", "review": "Seeing what was submitted needs a sign-in"}[path]
    buttons = page.locator("[data-testid=stMain] button:visible").all_inner_texts()
    return needed in seen(page) and page.locator("[data-testid=stMain] input").count() == 0 and len(buttons) == 1


def test_one_submits_and_another_accepts(place: Place) -> None:
    """A reader, a submitter, a reviewer: each may do what their role says, under the name the provider gives them."""
    with place.visit() as context:
        for path in ("update", "review"):
            page = place.page(context, path)
            assert closed(page, path)
            assert "Update data" not in links(page) and "Review" not in links(page)
        place.sign_in(page, "aliya")
        assert page.url.endswith("/review?lang=en"), "one is back on the page one left"
        assert "Signed in as aliya@example.org" in seen(page)
        cookies = context.cookies(place.served)
        assert {cookie["name"] for cookie in cookies if not cookie["httpOnly"]} == {"_streamlit_xsrf"}, "no script reads who is signed in"
        assert "_streamlit_user" in {cookie["name"] for cookie in cookies} and {cookie["sameSite"] for cookie in cookies} == {"Lax"}
        page = place.page(context, "update")
        assert page.get_by_label("Your name").count() == 0
        page.locator("input[type=file]").set_input_files(form(place.folder, PASSENGERS))
        page.get_by_label("Link to the source", exact=True).fill("https://data.worldbank.org/country/KZ")
        page.get_by_label("Why", exact=True).fill("2024")
        page.get_by_role("button", name="Show what would change").click()
        page.get_by_role("button", name="Submit", exact=True).click(timeout=30_000)
        expect(page.locator("a.sv-link[href^='review?id=']")).to_be_visible(timeout=30_000)
        (sent,) = Ledger(f"sqlite:///{place.folder}/w/ledger.sqlite").listed()
        assert sent.author == "aliya@example.org"
        page = place.page(context, f"review?id={sent.id}")
        assert page.get_by_role("button", name="Comment", exact=True).count() == 1
        assert page.get_by_role("button", name="Accept", exact=True).count() == 0
        page.locator(".st-key-sign-out button").click()
        page.get_by_role("button", name="End session").click()
        page.wait_for_selector(".st-key-sign-in", timeout=30_000)
        ready(page)
        assert closed(page, "review")
        assert not [cookie for cookie in context.cookies() if cookie["name"].startswith("_streamlit_user")]
    with place.visit() as context:
        page = place.page(context, f"review?id={sent.id}")
        place.sign_in(page, "boris")
        assert page.get_by_label("Your name").count() == 0
        page.get_by_role("button", name="Accept", exact=True).click()
        expect(page.get_by_role("button", name="Revert", exact=True)).to_be_visible(timeout=30_000)
    assert place.noted() == [
        ("signed in", "aliya@example.org"), ("submitted", "aliya@example.org"), ("signed out", "aliya@example.org"),
        ("signed in", "boris@example.org"), ("accepted", "boris@example.org"),
    ]  # fmt: skip


@pytest.mark.full
@pytest.mark.parametrize(
    ("person", "text"),
    [
        ("clara", "You have been given no role here"),
        ("darkhan", "Your provider has not verified your e-mail address"),
    ],
)
def test_signed_in_without_a_role_one_reads(place: Place, person: str, text: str) -> None:
    """Somebody unknown, and somebody who claims the reviewer's address without having it."""
    with place.visit() as context:
        page = place.page(context, "update")
        place.sign_in(page, person)
        for path in ("update", "review"):
            page = place.page(context, path)
            assert closed(page, path)
            assert text in seen(page)
            assert "Update data" not in links(page) and "Review" not in links(page)
    assert place.noted() == [("signed in", "clara@example.org") if person == "clara" else ("sign-in refused", "boris@example.org")]


@pytest.mark.full
def test_a_role_that_is_taken_away_is_gone_at_the_next_click(place: Place) -> None:
    with place.visit() as context:
        page = place.page(context, "review", "ru")
        place.sign_in(page, "elena")
        assert page.url.endswith("lang=ru")
        assert translator("ru").t("Nothing has been submitted yet.") in seen(page)
        for roles, text in (
            ("boris@example.org: [reviewer]\n", "Your provider has not verified your e-mail address, so it gives you no rights here."),
            ("boris@example.org: [all]\n", "The list of roles cannot be read, so nobody has a role; the log of this dashboard says what to mend."),
        ):  # fmt: skip
            (place.folder / "roles.yaml").write_text(roles)
            page = place.page(context, "review", "ru")
            assert translator("ru").t("Nothing has been submitted yet.") not in seen(page)
            if "all" not in roles:
                assert translator("ru").t(text) in seen(page)
    with place.visit() as context:
        page = place.page(context, "review")
        place.sign_in(page, "boris")
        assert "The list of roles cannot be read" in seen(page)


@pytest.mark.full
def test_a_forged_cookie_is_no_sign_in(place: Place) -> None:
    """Signed with another secret, or not at all."""
    claims = json.dumps({"email": "boris@example.org", "email_verified": True, "is_logged_in": True, "origin": place.served.rstrip("/")})
    for forged in (claims, URLSafeTimedSerializer("another secret of thirty-two letters", salt="_streamlit_user").dumps(claims)):
        with place.visit() as context:
            context.add_cookies([{"name": "_streamlit_user", "value": forged.replace('"', "%22"), "url": place.served}])
            assert closed(place.page(context, "review"), "review")
    right = URLSafeTimedSerializer("0123456789abcdef" * 4, salt="_streamlit_user").dumps(claims)
    with place.visit() as context:
        context.add_cookies([{"name": "_streamlit_user", "value": right, "url": place.served}])
        assert "Signed in as boris@example.org" in seen(place.page(context, "review")), "the forgery differs in its signature only"


@pytest.mark.full
@pytest.mark.parametrize("wrong", ["damaged", "short", "no roles"])
def test_broken_settings_close(
    provider: str, browser: Browser, built: builds.Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    """Sign-in that is set up wrongly does not fall back to the local user; without a file of roles nobody has one."""
    monkeypatch.delenv("SERVANDA_ROLES", raising=False)
    secrets = secrets_file(tmp_path, provider, **({"secret": "short"} if wrong == "short" else {}))
    if wrong == "damaged":
        secrets.write_text('[auth\ncookie_secret = "')
    with serving(built.path.parent, secrets) as served:
        place = Place(served, tmp_path, browser)
        with place.visit() as context:
            page = place.page(context, "review")
            assert "Review" not in links(page)
            if wrong == "no roles":
                place.sign_in(page, "boris")
                assert closed(page, "review")
                assert "You have been given no role here" in seen(page)
            else:
                assert "Sign-in is not set up completely" in seen(page)
                assert page.locator(".st-key-sign-in").count() == 0
    assert os.environ.get("SERVANDA_ROLES") is None
