"""Who uses no mouse, wants no movement, or reads at twice the size has every page whole."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from dashboard.briefing.make import render
from dashboard.briefing.options import Choice
from etl.warehouse import builds
from tests.support.accessibility import CUT, WIDER
from tests.support.dashboard_pages import PAGES, address, ready
from tests.support.parameters import mostly_full

# What somebody can act on. A group of radio buttons is one stop of the keyboard; what is folded is not there yet.
REACHABLE = """() => {
    const seen = node => node.checkVisibility({visibilityProperty: true}) && node.getClientRects().length > 0;
    const kinds = 'a[href], button, input, select, textarea, summary, [role=combobox], [role=button], [role=tab], [tabindex]';
    const all = [...document.querySelectorAll(kinds)].filter(node =>
        seen(node) && !node.disabled && node.tabIndex >= 0 && !node.closest('[inert], [aria-hidden=true], .js-plotly-plot'));
    all.forEach((node, place) => node.setAttribute('data-stop', place));
    return all.filter(node => node.type !== 'radio' && node.getAttribute('role') !== 'radio').length;
}"""
FOCUSED = "() => document.activeElement && document.activeElement.getAttribute('data-stop')"
IN_A_BAR = "() => document.activeElement && document.activeElement.closest('[role=toolbar]') !== null"
# Focus has to be seen: the element, or what stands around it, looks otherwise than it did before the keyboard came to it.
LOOKS = """() => {
    window.looks = node => [0, 1, 2, 3, 4].reduce((line, _) => [...line, line.at(-1).parentElement ?? line.at(-1)], [node])
        .concat(node.closest('label') ?? [])
        .map(one => { const style = getComputedStyle(one); return [style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.color, style.textDecoration].join(); })
        .join(';');
    window.before = new Map([...document.querySelectorAll('[data-stop]')].map(node => [node, looks(node)]));
}"""
SHOWN = "() => !before.has(document.activeElement) || looks(document.activeElement) !== before.get(document.activeElement)"
# Streamlit's own: its loading bar and its menu.
MOVING = "() => document.getAnimations().filter(one => one.playState === 'running' && one.effect.target.closest('.sv, .br, .pr, .st-chart')).length"


def walked(page: Page) -> set[str]:
    """Where the key Tab leads, once round, and the arrow inside a bar of buttons, which is one stop."""
    total = page.evaluate(REACHABLE)
    page.evaluate("document.activeElement && document.activeElement.blur()")
    reached: set[str] = set()
    for _ in range(2 * total + 40):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is not None:
            reached.add(stop)
        while page.evaluate(IN_A_BAR):
            page.keyboard.press("ArrowRight")
            if (following := page.evaluate(FOCUSED)) in reached:
                break
            reached.add(following)
    return reached


def missed(page: Page, reached: set[str]) -> list[str]:
    """What can be acted on and was not reached; of radio buttons one of the group is enough."""
    return page.evaluate(
        """reached => [...document.querySelectorAll('[data-stop]')]
            .filter(node => !reached.includes(node.getAttribute('data-stop')) && node.type !== 'radio' && node.getAttribute('role') !== 'radio')
            .map(node => node.outerHTML.slice(0, 200))""",
        sorted(reached),
    )


@pytest.mark.parametrize("name", mostly_full(PAGES, "pledges"))
def test_keys_reach_everything_on_a_page(served: str, browser: Browser, name: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address(served, PAGES[name], "en"))
    ready(page)
    assert missed(page, walked(page)) == []
    page.close()


def test_the_focus_is_seen(served: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address(served, "pledges", "en"))
    ready(page)
    page.add_style_tag(content="* { transition: none !important; }")
    page.evaluate(REACHABLE)
    page.evaluate(LOOKS)
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        # Streamlit lets the keyboard stop at the whole area as well, to scroll it.
        if page.evaluate("document.activeElement.id === 'stMain'"):
            continue
        try:
            page.wait_for_function(SHOWN, timeout=1000)
        except TimeoutError:
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    assert unseen == []
    page.close()


def test_a_pledge_is_found_and_opened_by_keys_alone(served: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address(served, "pledges", "en"))
    ready(page)
    _tab_to(page, "node => node.tagName === 'INPUT' && node.getAttribute('aria-label') === 'Search'")
    page.keyboard.type("nuclear")
    page.keyboard.press("Enter")
    expect(page.locator(".sv-register tbody tr")).to_have_count(4)
    _tab_to(page, "node => node.tagName === 'A' && /pledge\\?/.test(node.href)")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("pledge\\?"))
    page.close()


def test_a_domain_is_chosen_by_keys_alone(served: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address(served, "pledges", "en"))
    ready(page)
    _tab_to(page, "node => node.getAttribute('role') === 'combobox' && /Domain/.test(node.getAttribute('aria-label'))")
    page.keyboard.type("Energy")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("domain=energy"))
    page.close()


def _tab_to(page: Page, wanted: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"() => document.activeElement && ({wanted})(document.activeElement)"):
            return
    raise AssertionError(f"not reached: {wanted}")


@pytest.mark.parametrize("name", mostly_full(PAGES, "pledges"))
def test_at_twice_the_size_nothing_is_cut(served: str, browser: Browser, name: str) -> None:
    """A window 1280 wide at 200 % has 640 of the page's pixels."""
    page = browser.new_page(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page.goto(address(served, PAGES[name], "ru"))
    ready(page)
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(CUT) == []
    page.close()


@pytest.mark.parametrize("name", mostly_full(PAGES, "pledges"))
def test_nothing_moves_for_who_wants_no_movement(served: str, browser: Browser, name: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(address(served, PAGES[name], "en"))
    ready(page)
    assert page.evaluate(MOVING) == 0
    context.close()


def test_a_briefing_at_twice_the_size_and_without_movement(built: builds.Build, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "note.html"
    file.write_bytes(render(built, Choice(lang="kk", length="short"), "html"))
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2, reduced_motion="reduce")
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(CUT) == []
    page.goto(f"{file.as_uri()}#present")
    page.keyboard.press("PageDown")
    assert page.evaluate("document.getAnimations().filter(one => one.playState === 'running').length") == 0
    context.close()
