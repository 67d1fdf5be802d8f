"""Pages of a record in which something happened: coders who differ, pledges replaced, parties' words, corrections, internal items."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from etl.i18n.translator import translator
from etl.reports.register import LAST_STATUS
from etl.warehouse import builds
from tests.support.dashboard_pages import address, look, opened, seen
from tests.support.dashboards import serving
from tests.support.registers import (
    EVENT,
    INDICATOR,
    MERGED,
    PARTS,
    PLEDGE,
    SECRET,
    SPLIT,
    UNITED,
    add_row,
    comment,
    correction,
    make_internal,
    replace_pledges,
)


@pytest.mark.full
def test_codings_stand_side_by_side(browser: Browser, record: Path, tmp_path: Path) -> None:
    """Two coders who differ: both are on the page, and the pledge has no status until somebody decides."""
    with (record / "declarations/kz-ru-2025/codings.csv").open("a", encoding="utf-8") as file:
        file.write("A05,Aliya,2026-11-24,3,E110,It is open.,person,coding,Ouvert.,Открыто.,Ашылды.\n")
    builds.build(record, tmp_path / "w")
    with serving(tmp_path / "w") as served, opened(browser, address(served, "pledge?id=A05", "en")) as (page, wrong):
        assert page.locator(".sv-panel .sv-badge").first.inner_text() == "Sources disagree"
        panels = page.locator(".sv-three .sv-panel", has_text="rubric written")
        assert panels.count() == 2
        assert "Aliya (person)" in panels.nth(1).inner_text() + panels.nth(0).inner_text()
        assert wrong == []


@pytest.mark.full
@pytest.mark.parametrize("lang", ["en", "kk"])
def test_pages_tell_what_replaced_a_pledge(browser: Browser, record: Path, tmp_path: Path, lang: str) -> None:
    """The old page keeps working and leads on, the new ones lead back, the register counts the new, a past day the old."""
    t = translator(lang).t
    replace_pledges(record)
    builds.build(record, tmp_path / "w")
    with serving(tmp_path / "w") as served:
        with opened(browser, address(served, f"pledge?id={SPLIT}", lang), width=390) as (page, wrong):
            look(page, wrong, lang, 390)
            shown = page.locator(".sv-then").inner_text()
            assert all(part in shown for part in PARTS) and t(LAST_STATUS) in shown
            page.locator(f".sv-then a[href*='{PARTS[0]}']").click()
            expect(page.locator(".sv-succession.sv-panel")).to_contain_text(SPLIT)
        with opened(browser, address(served, "pledges", lang)) as (page, wrong):
            look(page, wrong, lang, 1280)
            ids = page.locator("table.sv-register").first.locator(".sv-id").all_inner_texts()
            assert {*PARTS, UNITED} <= set(ids) and not {SPLIT, *MERGED} & set(ids)
            assert page.locator("details.sv-more table .sv-id").all_text_contents() == [*MERGED, SPLIT]
        with opened(browser, address(served, "pledges?as_of=2026-11-30", lang)) as (page, wrong):
            ids = page.locator("table.sv-register .sv-id").all_inner_texts()
            assert {SPLIT, *MERGED} <= set(ids) and not {*PARTS, UNITED} & set(ids)
            assert wrong == []
        with opened(browser, address(served, "", lang)) as (page, wrong):
            look(page, wrong, lang, 1280)
            assert "45" in page.locator(".sv-value").first.inner_text(), "one became two, two became one"


@pytest.mark.full
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_parties_words_and_corrections_are_shown(browser: Browser, record: Path, tmp_path: Path, lang: str) -> None:
    t = translator(lang).t
    add_row(record, "comments.csv", comment(text_en="<b>It is</b> being done."))
    add_row(record, "corrections.csv", correction())
    builds.build(record, tmp_path / "w")
    with serving(tmp_path / "w") as served:
        with opened(browser, address(served, "pledge?id=D25", lang)) as (page, wrong):
            look(page, wrong, lang, 1280)
            words_of_it = page.locator("figure.sv-quote", has_text="Это делается.").inner_text()
            assert ("<b>It is</b> being done." in words_of_it) == (lang == "en"), "with the original beside a translation, escaped"
            assert t("A party's own words, dated; they are not scored and change no status.") in seen(page)
        with opened(browser, address(served, "changes", lang)) as (page, wrong):
            look(page, wrong, lang, 1280)
            corrected = page.locator("table.sv-corrections").inner_text()
            assert f"Wrong in {lang}." in corrected and f"Right in {lang}." in corrected
            assert page.locator("table.sv-corrections a[href*='D25']").count() == 1


HOLDING = ("", "evidence", f"pledge?id={PLEDGE}", f"indicator?id={INDICATOR}")
LESSER = ("pledges", "domains", "changes?as_of=2026-11-24", "method")


@pytest.mark.parametrize(
    ("audience", "pages"),
    [
        ("everybody", HOLDING),
        pytest.param("everybody", LESSER, marks=pytest.mark.full),
        pytest.param("editors", HOLDING + LESSER, marks=pytest.mark.full),
    ],
)
def test_internal_items_are_marked_for_editors_and_not_there_for_others(
    browser: Browser, record: Path, tmp_path: Path, audience: str, pages: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_internal(record)
    builds.build(record, tmp_path / "w")
    if audience == "everybody":
        monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
    with serving(tmp_path / "w") as served:
        for path in pages:
            page = browser.new_page()
            page.goto(address(served, path, "en"))
            page.wait_for_selector(".sv-foot" if audience == "editors" or "id=" not in path else "h1.sv-h1", timeout=20_000)
            html = page.content()
            if audience == "everybody":
                assert SECRET not in html and EVENT not in html, path
                assert ("There is no" in html) == ("id=" in path), path
            elif path in ("pledges", "evidence") or "id=" in path:
                assert SECRET in html, path
                assert page.locator(".sv-internal", has_text="internal").first.is_visible(), path
                if path.startswith("indicator"):
                    assert page.get_by_test_id("stDownloadButton").count() == 0, "internal data have no download"
            page.close()
