"""A briefing presented: slides that fit the screen, moved by keys and touch, a jump to any pledge and back, notes; the document stays what it was."""

import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from starlette.requests import Request

from dashboard.briefing.document import Table
from dashboard.briefing.make import make, render
from dashboard.briefing.options import Choice, Edit
from dashboard.briefing.verify import verify
from dashboard.server import present_route
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.warehouse import builds
from tests.support.dashboard_pages import address, opened

SIZES = [(1920, 1080), (1280, 720)]
SHORT = Choice(domains=("energy", "migration"), pledges=("D38",))
# What a slide shows beyond its box, what its letters measure against the screen, and whether it had to scroll.
MEASURED = """() => {
    const body = document.querySelector('.pr-body'), beyond = [];
    const box = document.querySelector('.pr-slide').getBoundingClientRect();
    for (const node of document.querySelectorAll('.pr-slide *')) {
        const { left, right, bottom, width } = node.getBoundingClientRect();
        if (width && (left < -1 || right > innerWidth + 1 || bottom > box.bottom + 2)) beyond.push(node.outerHTML.slice(0, 90));
    }
    const size = (node) => parseFloat(getComputedStyle(node).fontSize) / innerHeight;
    const texts = [...body.querySelectorAll('p.sv-p:not(.sv-soft, .br-source), li, td, th')];
    return {
        beyond, scrolls: body.classList.contains('pr-scroll'),
        headline: size(document.querySelector('.pr-message')), smallest: Math.min(1, ...texts.map(size)),
    };
}"""


@contextmanager
def presented(browser: Browser, file: Path, size: tuple[int, int] = SIZES[1], theme: str = "light", **more: bool) -> Iterator[Page]:
    """A file in present mode in a browser without a network; nothing may go wrong in it or be asked for outside."""
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(offline=True, viewport=viewport, color_scheme=theme, **more)  # type: ignore[arg-type]
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
    page.goto(file.as_uri() + "#present")
    try:
        yield page
        assert wrong == []
    finally:
        context.close()


class Files(dict[str, Path]):
    """A short briefing in each language, made when it is asked for."""

    def __init__(self, built: builds.Build, folder: Path) -> None:
        self.built, self.folder = built, folder

    def __missing__(self, lang: str) -> Path:
        self[lang] = self.folder / f"{lang}.html"
        self[lang].write_bytes(render(self.built, SHORT.model_copy(update={"lang": lang}), "html"))
        return self[lang]


@pytest.fixture(scope="module")
def files(built: builds.Build, tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(built, tmp_path_factory.mktemp("briefings"))


def count(page: Page) -> str:
    return page.inner_text(".pr-count")


def total(page: Page) -> int:
    return int(count(page).partition(" / ")[2])


def kicker(page: Page) -> str:
    return page.inner_text(".pr-kicker")


def ask(page: Page, text: str) -> None:
    page.keyboard.press("g")
    page.locator(".pr-jump input").fill(text)
    page.keyboard.press("Enter")


def walk(page: Page) -> list[dict[str, object]]:
    """Measures of every slide of the story, reached one after another as a remote control does it."""
    found = []
    for number in range(1, total(page) + 1):
        assert count(page).startswith(f"{number} / ")
        found.append(page.evaluate(MEASURED))
        page.keyboard.press("PageDown")
    return found


def fitting(measured: list[dict[str, object]]) -> None:
    assert [item for item in measured if item["beyond"] or item["scrolls"]] == []
    assert min(float(str(item["headline"])) for item in measured) >= 0.05
    assert min(float(str(item["smallest"])) for item in measured) >= 0.03


@pytest.mark.parametrize(("lang", "size", "theme"), [("ru", SIZES[0], "dark"), ("fr", SIZES[1], "light")])
def test_every_slide_fits_and_can_be_read_from_afar(browser: Browser, files: Files, lang: str, size: tuple[int, int], theme: str) -> None:
    with presented(browser, files[lang], size, theme) as page:
        fitting(walk(page))
        # Those beside the story too.
        for asked in ("D01", "D10", "D25", "A13"):
            ask(page, asked)
            assert kicker(page).startswith(asked)
            fitting([page.evaluate(MEASURED)])


@pytest.mark.full
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_slide_of_every_part_fits(browser: Browser, built: builds.Build, tmp_path: Path, lang: str, size: tuple[int, int]) -> None:
    for length in ("full", "one-page"):
        file = tmp_path / f"{length}.html"
        file.write_bytes(render(built, Choice(lang=lang, length=length), "html"))  # type: ignore[arg-type]
        with presented(browser, file, size) as page:
            fitting(walk(page))


def test_keys_move_and_every_slide_says_where_it_stands(browser: Browser, files: Files) -> None:
    with presented(browser, files["en"]) as page:
        last = total(page)
        for key, place in (
            ("PageDown", 2), ("Space", 3), ("ArrowRight", 4), ("PageUp", 3), ("Shift+Space", 2), ("ArrowLeft", 1), ("ArrowLeft", 1),
            ("End", last), ("ArrowDown", last), ("Home", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("PageDown", 2),
        ):  # fmt: skip
            page.keyboard.press(key)
            assert count(page) == f"{place} / {last}", key
            assert page.inner_text(".pr-said").startswith(f"{place} / {last}. ")
            assert re.search(r"as of .+ · Data to .+, events to .+, searched to .+ · Draft", page.inner_text(".pr-reach"))
            expect(page.locator(".pr .br-mark")).to_be_visible()
        # The place survives a reload: F5 is a key of remote controls.
        before = kicker(page)
        page.reload()
        assert kicker(page) == before
        page.keyboard.press(".")
        expect(page.locator(".pr-message")).to_be_hidden()
        page.keyboard.press("PageDown")
        expect(page.locator(".pr-message")).to_be_visible()
        # The answer may take several screens before the first part begins.
        while kicker(page).startswith("Servanda"):
            page.keyboard.press("PageDown")
        page.keyboard.press("Escape")
        expect(page.locator(".pr")).to_have_count(0)
        expect(page.locator("main#main")).to_be_visible()
        assert page.url.endswith("#headline")


def test_a_question_leads_to_any_pledge_and_back(browser: Browser, files: Files, built: builds.Build) -> None:
    story = {part.key for part in make(built, SHORT)[0].parts}
    assert "pledge-D38" in story and "pledge-D10" not in story
    with presented(browser, files["en"]) as page:
        page.keyboard.press("PageDown")
        page.keyboard.press("PageDown")
        here = count(page)
        for asked, found in (
            ("D10", "D10 · "),
            ("d 10", "D10 · "),
            ("10", "D10 · "),
            ("a4", "A04 · "),
            ("в10", "D10 · "),
            ("information security", "D10 · "),
        ):
            ask(page, asked)
            assert kicker(page).startswith(found), asked
            assert count(page) == "beside the story"
            page.keyboard.press("r")
            assert count(page) == here
        # Moving on from beside the story leads back as well: a remote control has no R.
        ask(page, "D10")
        page.keyboard.press("PageDown")
        assert count(page) == here
        # A pledge of the story is met where it stands.
        ask(page, "38")
        assert kicker(page).startswith("D38 · ") and re.match(r"\d+ / \d+", count(page))
        page.keyboard.press("Backspace")
        assert count(page) == here
        page.keyboard.press("/")
        page.locator(".pr-jump input").fill("nowhere to be found")
        expect(page.locator(".pr-none")).to_have_text("Nothing was found.")
        page.keyboard.press("Escape")
        expect(page.locator(".pr-jump")).to_be_hidden()
        assert count(page) == here


def test_a_keyboard_in_cyrillic_has_the_same_keys(browser: Browser, files: Files) -> None:
    with presented(browser, files["ru"]) as page:
        press = "code => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'п', code, bubbles: true}))"
        page.evaluate(press, "KeyG")
        page.locator(".pr-jump input").fill("безопасност")
        page.keyboard.press("Enter")
        assert "безопасност" in kicker(page).lower()


def test_notes_are_shown_and_hidden(browser: Browser, files: Files, built: builds.Build) -> None:
    notes = make(built, SHORT)[0].parts[0].notes.split("\n")
    with presented(browser, files["en"]) as page:
        page.keyboard.press("n")
        expect(page.locator(".pr-notes")).to_have_text("There are no notes for this slide.")
        # The cover may be several screens.
        while kicker(page).startswith("Servanda"):
            page.keyboard.press("PageDown")
        assert page.locator(".pr-notes p").all_inner_texts() == notes
        page.keyboard.press("n")
        expect(page.locator(".pr-notes")).to_be_hidden()


def test_the_button_opens_and_touch_moves(browser: Browser, files: Files) -> None:
    with presented(browser, files["en"], (390, 844), has_touch=True) as page:
        page.touchscreen.tap(350, 300)
        assert count(page).startswith("2 / ")
        page.touchscreen.tap(30, 300)
        assert count(page).startswith("1 / ")
        page.get_by_role("button", name="Leave").click()
        page.get_by_role("button", name="Present").click()
        assert count(page).startswith("1 / ")
        # A click on a control leaves the keys to the slides.
        page.get_by_role("button", name="Next slide").click()
        page.keyboard.press("Space")
        assert count(page).startswith("3 / ")
        page.set_viewport_size({"width": 1280, "height": 720})
        expect(page.locator(".pr-count")).not_to_have_text("")
        fitting([page.evaluate(MEASURED)])


@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("ru", "dark")])
def test_present_mode_is_accessible(browser: Browser, files: Files, lang: str, theme: str) -> None:
    with presented(browser, files[lang], theme=theme) as page:
        page.keyboard.press("PageDown")
        page.keyboard.press("n")
        ask(page, "D10")
        page.keyboard.press("g")
        page.locator(".pr-jump input").fill("a")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]})
        assert [(item["id"], item["nodes"][0]["html"]) for item in found.response["violations"]] == []
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


def test_slides_beside_the_story_say_both_clocks_why_and_the_newest_figure(built: builds.Build) -> None:
    briefing, _ = make(built, SHORT)
    keys = [part.key for part in briefing.backup_parts]
    with builds.open_build(built) as connection:
        register = [f"pledge-{key}" for (key,) in connection.execute("select pledge from pledges order by place").fetchall()]
    assert keys == [key for key in register if key != "pledge-D38"]
    for part in briefing.backup_parts:
        clocks, why, *rest = part.blocks
        assert isinstance(clocks, Table) and len(clocks.rows[0]) == 4 and clocks.source
        assert why.text.endswith((".", "…")) and part.notes  # type: ignore[union-attr]
        assert all(isinstance(block, Table) and block.source for block in rest)
    (branches,) = [part for part in briefing.backup_parts if part.key == "pledge-D34"]
    figure = branches.blocks[2].rows[0][1]  # type: ignore[union-attr]
    assert figure.text == "9 (Nov 2025)" and figure.url.startswith("http")


def test_what_lies_beside_the_story_is_neither_read_nor_printed_nor_a_reason_to_doubt_the_file(
    browser: Browser, built: builds.Build, files: Files
) -> None:
    content = files["ru"].read_bytes()
    assert len(content) < 1_000_000
    assert content == render(built, SHORT.model_copy(update={"lang": "ru"}), "html")
    assert verify(files["ru"], built.path.parent, translator("en")).holds
    before, _, after = content.decode().partition('<template id="br-stage">')
    assert "pledge-D10" not in before and 'id="pledge-D10"' in after
    with presented(browser, files["ru"]) as page:
        page.emulate_media(media="print")
        expect(page.locator(".pr")).to_be_hidden()
        expect(page.locator("main#main")).to_be_visible()
        assert "D10 · " not in page.inner_text("main#main")


@pytest.mark.full
def test_the_largest_briefing_stays_under_a_megabyte(built: builds.Build) -> None:
    for lang in LANGUAGES:
        assert len(render(built, Choice(lang=lang), "html")) < 1_000_000


def test_edited_text_never_becomes_html_on_a_slide(browser: Browser, built: builds.Build, tmp_path: Path) -> None:
    sly = "</template><script>alert(1)</script><img src=//example.org/x> " + "Слово " * 400
    file = tmp_path / "sly.html"
    file.write_bytes(render(built, Choice(parts=("gaps",), edits={"gaps": Edit(message="x", body=sly, notes=sly)}), "html"))
    with presented(browser, file) as page:
        for _ in range(total(page)):
            assert page.locator(".pr img, .pr script").count() == 0
            assert page.evaluate(MEASURED)["beyond"] == []
            page.keyboard.press("PageDown")


def asked(url: str) -> tuple[int, bytes, str]:
    try:
        with urllib.request.urlopen(url, timeout=60) as found:
            return found.status, found.read(), found.headers["content-type"]
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers["content-type"]


def test_the_page_briefing_presents_without_a_download(served: str, browser: Browser, built: builds.Build) -> None:
    t = translator("fr").t
    with opened(browser, address(served, "briefing?domain=energy&length=one-page", "fr")) as (page, wrong):
        with page.context.expect_page() as opening:
            page.get_by_role("link", name=t("Present")).click()
        slides = opening.value
        expect(slides.locator(".pr-count")).to_have_text(re.compile(r"1 / \d+"), timeout=60_000)
        assert "domain=energy" in slides.url and "#present" in slides.url
        assert wrong == []
    choice = Choice(lang="fr", domains=("energy",), length="one-page", as_of=date(2026, 1, 31), edits={"gaps": Edit(message="x")})
    status, content, kind = asked(served.rstrip("/") + present_route.address(choice).partition("#")[0])
    assert (status, kind) == (200, "text/html; charset=utf-8")
    # The very bytes of the file, without edits: nothing is added on the way.
    settled = choice.model_copy(update={"edits": {}, "declaration": "kz-ru-2025"})
    assert content == render(built, settled, "html")


@pytest.mark.parametrize(
    "query",
    ["domain=oil", "pledge=D99", "as_of=yesterday", "as_of=1999-01-01", "length=long", "state=cleared", "by=x", "part=" + "a" * 3000, "lang=xx", f"domain={quote('<b>')}"],
)  # fmt: skip
def test_an_address_of_no_briefing_is_told_in_one_sentence(served: str, query: str) -> None:
    status, content, kind = asked(f"{served}present.html?{query}")
    assert (status, content.decode(), kind) == (400, present_route.BAD, "text/plain; charset=utf-8")


def test_where_too_many_ask_or_nothing_is_built_a_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": present_route.PATH,
        "query_string": b"lang=fr",
        "headers": [],
        "server": ("x", 80),
        "scheme": "http",
    }
    monkeypatch.setenv("SERVANDA_WAREHOUSE", str(tmp_path))
    t = translator("fr").t
    for waiting, text in ((1, present_route.NONE), (0, present_route.BUSY)):
        monkeypatch.setattr(present_route, "_queue", threading.BoundedSemaphore(1))
        if not waiting:
            present_route._queue.acquire()
        found = present_route.answer(Request(scope))
        assert (found.status_code, bytes(found.body).decode()) == (503, t(text))
