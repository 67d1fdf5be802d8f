"""People at a provider of sign-in, their roles, and a dashboard into which they sign."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.dashboard_pages import address, ready

PEOPLE = {
    "aliya": {"email": "Aliya@Example.org", "email_verified": True},
    "boris": {"email": "boris@example.org", "email_verified": True},
    "clara": {"email": "clara@example.org", "email_verified": True},
    "darkhan": {"email": "boris@example.org", "email_verified": False},
    "elena": {"email_verified": False},
}
ROLES = "aliya@example.org: [submitter]\nboris@example.org: [submitter, reviewer]\nsub:elena: [reviewer]\n"


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
    """The settings of sign-in with a provider."""
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
