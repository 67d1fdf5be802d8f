"""A briefing begins with the first answer and tells the three readings side by side, in every form; it keeps to its lines and to a phone."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pptx import Presentation

from dashboard.briefing import pptx
from dashboard.briefing.choice import Choice
from dashboard.briefing.lettering import ELLIPSIS, clipped, width
from dashboard.briefing.slide_flow import OFFICE
from etl import warehouse
from tests.briefings import EACH_RUSSIAN
from tests.test_briefing_pages import offline, written
from tests.test_slides import alone


def test_a_long_name_at_the_foot_of_a_slide_is_clipped_to_one_line() -> None:
    long = "Declaration of many words on many subjects · " + ", ".join(f"Party number {number}" for number in range(9))
    made = Presentation(io.BytesIO(pptx.render(alone(named=long, reach=long), b"{}")))
    (foot,) = [shape for shape in made.slides[0].placeholders if shape.placeholder_format.idx == 11]
    lines = foot.text_frame.text.split("\v")
    assert len(lines) == 2
    for line in lines:
        assert line.startswith("Declaration of many words") and line.endswith(ELLIPSIS)
        assert width(line, foot.text_frame.paragraphs[0].runs[0].font.size.pt) * OFFICE <= foot.width.pt


def test_only_what_is_too_long_is_clipped_and_at_a_word() -> None:
    assert clipped("Aland, Bland", width("Aland, Bland", 10), 10) == "Aland, Bland"
    assert clipped("Aland, Bland", width("Aland, Bland", 10) - 1, 10) == f"Aland{ELLIPSIS}"


@pytest.mark.parametrize("lang", EACH_RUSSIAN)
def test_the_html_is_no_wider_than_a_phone(browser: Browser, built: warehouse.Build, tmp_path: Path, lang: str) -> None:
    file = written(built, tmp_path, Choice(lang=lang, domains=("energy",), pledges=("D38",)))
    with offline(browser, file, 390) as (page, wrong):
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert wrong == []
