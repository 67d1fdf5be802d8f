"""A briefing begins with the first answer and tells the three readings side by side, in every form; it keeps to its lines and to a phone."""

import html as markup
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pptx import Presentation

from dashboard.briefing import html, pdf, pptx
from dashboard.briefing.choice import Choice
from dashboard.briefing.lettering import ELLIPSIS, clipped, shown, width
from dashboard.briefing.make import make, render
from dashboard.briefing.slide_flow import OFFICE
from dashboard.briefing.verify import verify
from etl import warehouse
from etl.answer import answer
from etl.record import LANGUAGES
from etl.words import unbroken, words
from tests.briefings import EACH_RUSSIAN
from tests.test_briefing_pages import offline, written
from tests.test_pdf import squeezed, whole_text
from tests.test_slides import alone

TWO = ("energy", "migration")


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


ANSWERED = (Choice(domains=("law",)), Choice(length="full", parts=("gaps",)), Choice(length="one-page"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("choice", ANSWERED, ids=("short", "full", "one-page"))
def test_every_form_begins_with_the_first_answer(built: warehouse.Build, lang: str, choice: Choice) -> None:
    """It is the answer of the whole declaration, whatever was chosen: each sentence, in order, on the first page, slide and screen."""
    chosen = choice.model_copy(update={"lang": lang})
    briefing, frozen = make(built, chosen)
    with warehouse.open_build(built) as connection:
        warehouse.ask_as_of(connection, None)
        sentences = [unbroken(line, lang) for line in answer(connection, words(lang), briefing_declaration(frozen)).sentences]
    assert 3 <= len(sentences) <= 5 and briefing.answer == tuple(sentences)
    assert bool(briefing.domain_lines) is (choice.length != "one-page")

    (first, *_) = Presentation(io.BytesIO(pptx.render(briefing, frozen))).slides
    body = " ".join(shape.text_frame.text for shape in first.shapes if shape.name == "Text")
    (page, *_) = whole_text(pdf.render(briefing, frozen)).split("\f")
    header = re.findall(r'<header class="br-head">.*?</header>', html.render(briefing, frozen).decode())[0]
    for text in (body, page, markup.unescape(re.sub("<[^>]+>", " ", header))):
        read = squeezed(text)
        places = [read.find(squeezed(shown(line))) for line in sentences]
        assert -1 not in places and places == sorted(places), (lang, text[:300])
        # Nothing but names, the subtitle and the state stands before it.
        assert places[0] < len(squeezed(briefing.title + briefing.declaration + briefing.named + briefing.subtitle)) + 150
        cautions = [read.find(squeezed(shown(line))) for line in briefing.cautions]
        assert min([place for place in cautions if place >= 0], default=len(read)) > places[-1]


@pytest.mark.parametrize("lang", EACH_RUSSIAN)
def test_the_domains_follow_the_answer_or_stand_in_the_notes(built: warehouse.Build, lang: str) -> None:
    briefing, frozen = make(built, Choice(lang=lang, domains=TWO))  # type: ignore[arg-type]
    (first, *_) = Presentation(io.BytesIO(pptx.render(briefing, frozen))).slides
    slide = squeezed(" ".join(shape.text_frame.text for shape in first.shapes if shape.name == "Text"))
    notes = squeezed(first.notes_slide.notes_text_frame.text)
    assert len(briefing.domain_lines) == 4
    assert all(squeezed(shown(line)) in slide + notes for line in briefing.domain_lines)
    assert all(squeezed(line) in squeezed(whole_text(pdf.render(briefing, frozen)).split("\f")[0]) for line in briefing.domain_lines)


@pytest.mark.parametrize("form", ["pptx", "pdf", "html"])
def test_the_answer_is_verified_with_the_file(built: warehouse.Build, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"briefing.{form}"
    file.write_bytes(render(built, Choice(lang="ru", domains=("law",)), form))
    verdict = verify(file, built.path.parent, words("en"))
    assert verdict.holds and verdict.lines[-1] == "The file is byte for byte what its build gives."


def briefing_declaration(frozen: bytes) -> str:
    """The declaration that a briefing's frozen part names."""
    return str(json.loads(frozen)["choice"]["declaration"])
