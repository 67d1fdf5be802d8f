"""Opens pages in a real Chromium and tells what a hostile text achieved there: scripts, requests, dialogs, elements of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from tests.support.hostile_texts import MARKER, blanked

# Every name of an element and of an attribute in the document, those in shadow roots too, and every address that is no page's.
NAMES = """() => {
    const elements = new Set(), attributes = new Set(), addresses = new Set();
    const visit = (root) => {
        for (const node of root.querySelectorAll('*')) {
            elements.add(node.localName);
            for (const attribute of node.attributes) {
                attributes.add(attribute.name.replace(/^data-.*|^aria-.*/, 'data'));
                if (['href', 'src', 'action', 'xlink:href', 'data', 'srcdoc'].includes(attribute.name)) addresses.add(attribute.value);
            }
            if (node.shadowRoot) visit(node.shadowRoot);
            if (node.localName === 'template') visit(node.content);
        }
    };
    visit(document);
    return [[...elements], [...attributes], [...addresses]];
}"""
SCHEMES = {"", "http", "https", "blob", "file"}


@dataclass
class Seen:
    """What came of a page: the text in it, its elements and attributes by name, its addresses, and what went wrong."""

    text: str = ""
    elements: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def add(self, page: Page) -> None:
        """Look at the page as it is now."""
        elements, attributes, addresses = page.evaluate(NAMES)
        self.elements |= set(elements)
        self.attributes |= set(attributes)
        self.addresses |= set(addresses)
        self.text += " " + blanked(str(page.evaluate("document.documentElement.textContent")))
        if page.evaluate(f"'{MARKER}' in window"):
            self.wrong.append("a script of the text ran")
        self.wrong += [f"leads to {address[:80]}" for address in addresses if not _may_lead(address)]


def _may_lead(address: str) -> bool:
    try:
        return urlsplit(address.strip()).scheme.lower() in SCHEMES or address.startswith("data:image/svg+xml")
    except ValueError:
        return False


@contextmanager
def watched(browser: Browser, home: str, width: int = 1280) -> Iterator[tuple[Page, list[str]]]:
    """A page in a new profile that may ask for nothing but `home` (scheme and server), and the list of what went wrong on it."""
    context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
    page = context.new_page()
    wrong: list[str] = []

    def asked(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != home.replace("ws:", "http:"):
            wrong.append(f"asks for {url[:120]}")

    page.on("request", lambda request: asked(request.url))
    page.on("websocket", lambda socket: asked(socket.url.replace("ws:", "http:", 1)))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
    page.on("console", lambda text: wrong.append(f"console: {text.text[:200]}") if text.type == "error" else None)
    page.on("popup", lambda opened: wrong.append(f"opens {opened.url[:120]}"))
    page.on("framenavigated", lambda frame: asked(frame.url) if frame.url != "about:blank" else None)
    try:
        yield page, wrong
    finally:
        context.close()
