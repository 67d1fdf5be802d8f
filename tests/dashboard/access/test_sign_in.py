"""Who may do what: readers need no sign-in, submitting and reviewing need a role; a real provider, a real browser."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.applications import Starlette
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.access import visitor
from dashboard.server.sign_in_redirect import SignInRedirectMiddleware
from etl import audit_log
from etl.__main__ import main
from etl.i18n.translator import translator
from etl.ledger import roles as rights
from etl.ledger.store import Ledger
from etl.warehouse import builds
from tests.dashboard.views.test_pages import address, ready, seen
from tests.etl.submissions.test_submit import PASSENGERS, SENT, form
from tests.support.dashboards import serving
from tests.support.page_requests import ask

PEOPLE = {
    "aliya": {"email": "Aliya@Example.org", "email_verified": True},
    "boris": {"email": "boris@example.org", "email_verified": True},
    "clara": {"email": "clara@example.org", "email_verified": True},
    "darkhan": {"email": "boris@example.org", "email_verified": False},
    "elena": {"email_verified": False},
}
ROLES = "aliya@example.org: [submitter]\nboris@example.org: [submitter, reviewer]\nsub:elena: [reviewer]\n"
OFF = "Updating is switched off here"
LOCAL = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}


# The file of roles.


def test_roles_are_read_whatever_the_case_of_an_address(tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text("Aliya@Example.org: [submitter]\nsub:aB: [reviewer]\n")
    file = str(tmp_path / "roles.yaml")
    assert rights.user(" ALIYA@example.org", file).roles == {"submitter"}
    assert (rights.user("sub:aB", file).roles, rights.user("sub:ab", file).roles) == ({"reviewer"}, frozenset())
    assert rights.user("Boris", file).roles == rights.user("Aliya@Example.org", "").roles == frozenset()
    assert rights.user("Boris", None).roles == {"submitter", "reviewer"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "roles.yaml:1: the file is missing"),
        ("", "roles.yaml:1: the file is empty"),
        ("- aliya@example.org", "roles.yaml:1: this is no list of people"),
        ("a@b.org: [submitter]\nA@B.org: [reviewer]", 'roles.yaml:2: "A@B.org" stands here twice'),
        ("a@b.org: [submitter]\na@b.org: [reviewer]", 'roles.yaml:2: the key "a@b.org" stands twice'),
        ("a@b.org: [submitter]\nc@d.org: [admin]", "roles.yaml:2: c@d.org: no list of roles; write a list of submitter and reviewer"),
        ("a@b.org: reviewer", "roles.yaml:1: a@b.org: no list of roles"),
        ("a@b.org: [reviewer", "roles.yaml:2: bad YAML"),
        ('"": [reviewer]', "roles.yaml:1: a name is empty"),
    ],
)
def test_a_wrong_file_of_roles_gives_nobody_a_role(tmp_path: Path, text: str | None, sentence: str) -> None:
    if text is not None:
        (tmp_path / "roles.yaml").write_text(text)
    with pytest.raises(rights.BadRoles) as error:
        rights.user("a@b.org", str(tmp_path / "roles.yaml"))
    assert str(error.value).startswith(sentence)
    assert "until then nobody has a role" in str(error.value)


# The commands: the page's way into the ledger, and everybody's who passes the page by.


def test_commands_give_only_the_roles_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], noted: Callable[[], list[dict[str, str]]]
) -> None:
    (tmp_path / "roles.yaml").write_text("aliya: [submitter]\nboris: [submitter, reviewer]\n")
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(tmp_path / "w"))
    monkeypatch.setenv("SERVANDA_LEDGER", f"sqlite:///{tmp_path}/ledger.sqlite")
    filled = form(tmp_path, PASSENGERS)

    def answered(*arguments: str, file: str = str(tmp_path / "roles.yaml")) -> tuple[int, str]:
        monkeypatch.setenv("SERVANDA_ROLES", file)
        code = main(list(arguments))
        printed = capsys.readouterr()
        return code, (printed.err if code else printed.out).splitlines()[-1]

    assert answered("submit", filled, "--author", "Clara", *SENT[2:]) == (1, "Clara may not do this; it needs the role submitter")
    code, name = answered("submit", filled, *SENT)
    assert code == 0
    assert answered("review", "reject", name, "--by", "Aliya") == (1, "Aliya may not do this; it needs the role reviewer")
    assert answered("review", "accept", name, "--by", " ") == (1, "nobody may not do this; it needs the role reviewer")
    assert answered("review", "reject", name, "--by", "boris", file="") == (1, "boris may not do this; it needs the role reviewer")
    assert answered("review", "reject", name, "--by", "boris", file=str(tmp_path / "none.yaml"))[0] == 1
    assert answered("review", "comment", name, "--by", "Aliya", "--why", "see the table") == (0, f"{name}  submitted")
    assert answered("review", "accept", name, "--by", "BORIS") == (0, f"{name}  accepted")
    lines = noted()
    assert [(line["event"], line["who"]) for line in lines] == [
        ("refused", "Clara"), ("submitted", "Aliya"), ("refused", "Aliya"), ("refused", ""), ("refused", "boris"), ("comment", "Aliya"),
        ("accepted", "BORIS"),
    ]  # fmt: skip
    assert lines[1]["submission"] == lines[-1]["submission"] == name


def test_an_audit_line_is_one_line_whatever_a_name_holds(noted: Callable[[], list[dict[str, str]]]) -> None:
    name = 'A\n{"event": "accepted"}\u2028B'
    audit_log.note("refused", name)
    (line,) = noted()
    assert line["who"] == name


# Who somebody is.


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


# The way back to the page one left.


def test_one_is_led_back_to_pages_of_this_server_only() -> None:
    home = Starlette(
        routes=[Route(path, lambda _: RedirectResponse("/")) for path in ("/oauth2callback", "/auth/logout")]
        + [Route("/auth/login", lambda _: RedirectResponse("https://provider.example.org/"))]
    )

    def way(referer: str, leave: str) -> str:
        client = TestClient(SignInRedirectMiddleware(home), base_url="https://here.example.org", follow_redirects=False)  # type: ignore[arg-type]
        left = client.get(leave, headers={"referer": referer})
        if leave == "/auth/login":
            assert left.headers["location"] == "https://provider.example.org/"
        return str(client.get("/oauth2callback").headers["location"])

    for leave in ("/auth/login", "/auth/logout"):
        assert way("https://here.example.org/review?id=S1&lang=kk#x", leave) == "/review?id=S1&lang=kk"
        for evil in (
            "https://other.example.org/x", "https://here.example.org//other.example.org", "https://here.example.org/\\other.example.org",
            "https://here.example.org@other.example.org/", "javascript:alert(1)", "/x", "",
        ):  # fmt: skip
            assert way(evil, leave) == "/", evil


# Real people at a real provider.


@dataclass
class Place:
    """A dashboard with sign-in: its address, its files, the way into it."""

    served: str
    folder: Path
    browser: Browser

    @contextmanager
    def visit(self) -> Iterator[BrowserContext]:
        """Somebody's browser."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 900})
        try:
            yield context
        finally:
            context.close()

    def page(self, context: BrowserContext, path: str, lang: str = "en") -> Page:
        """A page, as it stands in the end."""
        page = context.new_page()
        page.goto(address(self.served, path, lang))
        ready(page)
        return page

    def sign_in(self, page: Page, person: str) -> None:
        """By the button of the page, at the provider, and back."""
        page.locator(".st-key-sign-in button").click()
        page.get_by_role("button", name=person, exact=True).click()
        page.wait_for_selector(".st-key-sign-out", timeout=30_000)
        ready(page)

    def noted(self) -> list[tuple[str, str]]:
        """Events and persons of the audit log."""
        lines = (self.folder / "audit.log").read_text().splitlines()
        return [(entry["event"], entry["who"]) for entry in map(json.loads, lines)]


def secrets_file(folder: Path, provider: str, secret: str = "0123456789abcdef" * 4) -> Path:
    path = folder / "secrets.toml"
    path.write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{secret}"
client_id = "servanda"
client_secret = "known to the provider"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
    )
    return path


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
