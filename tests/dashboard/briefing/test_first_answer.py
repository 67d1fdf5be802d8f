"""A briefing begins with the first answer and tells the three readings side by side, in every form; it keeps to its lines and to a phone."""

import html as markup
import io
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pptx import Presentation

from dashboard.briefing.html import render as html
from dashboard.briefing.make import make, render
from dashboard.briefing.options import Choice
from dashboard.briefing.pdf import render as pdf
from dashboard.briefing.pptx import render as pptx
from dashboard.briefing.pptx.pagination import OFFICE
from dashboard.briefing.verify import verify
from dashboard.charts.fonts import ELLIPSIS, clipped, shown, width
from etl.i18n.labels import OUTCOMES, REPORTED, STATUSES
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator, unbroken
from etl.queries import declaration_rows
from etl.queries.query import ask_as_of
from etl.reports.first_answer import answer
from etl.reports.status import pledge_statuses
from etl.warehouse import builds
from tests.dashboard.briefing.test_briefing_page import offline, written
from tests.dashboard.briefing.test_files import text_of
from tests.dashboard.briefing.test_pdf import squeezed, whole_text
from tests.dashboard.briefing.test_slides import alone
from tests.support.briefings import EACH_KAZAKH, EACH_RUSSIAN

pytestmark = pytest.mark.slow

TWO = ("energy", "migration")
SHIPPED = "kz-ru-2025"


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
def test_the_html_is_no_wider_than_a_phone(browser: Browser, built: builds.Build, tmp_path: Path, lang: str) -> None:
    file = written(built, tmp_path, Choice(lang=lang, domains=("energy",), pledges=("D38",)))
    with offline(browser, file, 390) as (page, wrong):
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert wrong == []


ANSWERED = (Choice(domains=("law",)), Choice(length="full", parts=("gaps",)), Choice(length="one-page"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("choice", ANSWERED, ids=("short", "full", "one-page"))
def test_every_form_begins_with_the_first_answer(built: builds.Build, lang: str, choice: Choice) -> None:
    """It is the answer of the whole declaration, whatever was chosen: each sentence, in order, on the first page, slide and screen."""
    chosen = choice.model_copy(update={"lang": lang})
    briefing, frozen = make(built, chosen)
    with builds.open_build(built) as connection:
        ask_as_of(connection, None)
        sentences = [unbroken(line, lang) for line in answer(connection, translator(lang), SHIPPED).sentences]
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
def test_the_domains_follow_the_answer_or_stand_in_the_notes(built: builds.Build, lang: str) -> None:
    briefing, frozen = make(built, Choice(lang=lang, domains=TWO))  # type: ignore[arg-type]
    (first, *_) = Presentation(io.BytesIO(pptx.render(briefing, frozen))).slides
    slide = squeezed(" ".join(shape.text_frame.text for shape in first.shapes if shape.name == "Text"))
    notes = squeezed(first.notes_slide.notes_text_frame.text)
    assert len(briefing.domain_lines) == len(TWO), "those of the chosen domains"
    assert len(make(built, Choice(lang=lang))[0].domain_lines) == 4  # type: ignore[arg-type]
    assert all(squeezed(shown(line)) in slide + notes for line in briefing.domain_lines)
    assert all(squeezed(line) in squeezed(whole_text(pdf.render(briefing, frozen)).split("\f")[0]) for line in briefing.domain_lines)


@pytest.mark.parametrize("form", ["pptx", "pdf", "html"])
def test_the_answer_is_verified_with_the_file(built: builds.Build, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"briefing.{form}"
    file.write_bytes(render(built, Choice(lang="ru", domains=("law",)), form))
    verdict = verify(file, built.path.parent, translator("en"))
    assert verdict.holds and verdict.lines[-1] == "The file is byte for byte what its build gives."


@pytest.mark.parametrize("form", ["pptx", "pdf", "html"])
@pytest.mark.parametrize("lang", EACH_KAZAKH)
def test_the_three_readings_of_a_pledge_stand_side_by_side(built: builds.Build, lang: str, form: str) -> None:
    """Reported by each party with its day, both clocks by name, and the outcome of which data: read anew from the build."""
    t, say = translator(lang).t, translator(lang)
    briefing, _ = make(built, Choice(lang=lang, domains=("energy",), pledges=("D31",), parts=("domain-energy", "pledge-D31")))
    with builds.open_build(built) as connection:
        ask_as_of(connection, None)
        statuses = {item["pledge"]: item for item in pledge_statuses(connection, built.id, lang, SHIPPED)}
        titles = dict(connection.execute(f"select indicator, title['{lang}'] from indicators").fetchall())
        names = declaration_rows.party_names(connection, lang, SHIPPED)
    shown_text = squeezed(text_of(form, briefing))
    assert {item["status"] for item in statuses["D31"]["reported"].values()} == {"announced", "says_done"}
    assert statuses["D25"]["outcome"]["status"] == "rising"
    for key in ("D25", "D26", "D27", "D31"):
        item = statuses[key]
        for party, reading in item["reported"].items():
            assert squeezed(t(REPORTED[reading["status"]])) in shown_text
            if reading["day"]:
                line = f"{say.pair(names[party], t(REPORTED[reading['status']]))} ({say.day(date.fromisoformat(reading['day']))})"
                assert squeezed(line) in shown_text, line
        if item["outcome"]["status"] != "unknown":
            line = say.pair(titles[item["outcome"]["indicator"]], t(OUTCOMES[item["outcome"]["status"]]))
            assert squeezed(line) in shown_text, line
    for name in ("Reported", "Trajectory", "Since signature", "Outcome", "Outcome, credited to nobody"):
        assert squeezed(t(name)) in shown_text


@pytest.mark.parametrize("form", ["pptx", "pdf", "html"])
def test_all_three_readings_are_counted_where_statuses_are(built: builds.Build, form: str) -> None:
    briefing, _ = make(built, Choice(domains=TWO))
    shown_text = squeezed(text_of(form, briefing))
    with builds.open_build(built) as connection:
        ask_as_of(connection, None)
        chosen = [
            item for item in pledge_statuses(connection, built.id, declaration=SHIPPED) if item["in_declaration"] and item["domain"] in TWO
        ]
        names = declaration_rows.party_names(connection, "en", SHIPPED)
    for where in (chosen, [item for item in chosen if item["domain"] == "energy"]):
        for party, name in names.items():
            assert counts(f"Reported by {name}", REPORTED, [item["reported"][party]["status"] for item in where]) in shown_text
        assert counts("Trajectory", STATUSES, [item["trajectory"]["status"] for item in where]) in shown_text
        assert counts("Since signature", STATUSES, [item["since_signature"]["status"] for item in where]) in shown_text
        assert counts("Outcome, credited to nobody", OUTCOMES, [item["outcome"]["status"] for item in where]) in shown_text


def counts(name: str, order: dict[str, str], found: list[str]) -> str:
    """A line of counts as it is read."""
    return squeezed(f"{name}: {', '.join(f'{text} {found.count(code)}' for code, text in order.items() if code in found)}.")


def test_verify_tells_what_changed_in_the_answer_and_the_readings(built: builds.Build, record: Path, tmp_path: Path) -> None:
    """A briefing rests on them too: where a party spoke on another day or a setback was none, it holds no more."""
    file = tmp_path / "briefing.html"
    file.write_bytes(render(built, Choice(lang="en", pledges=("D31",), domains=("energy",)), "html"))
    events = record / "declarations" / SHIPPED / "events.csv"
    text = events.read_text(encoding="utf-8")
    for before, after in (
        ("E087,2025-12-26,", "E087,2025-12-27,"),
        ("investment-payments,act,setback,RUS,", "investment-payments,act,neutral,RUS,"),
    ):
        assert text.count(before) == 1
        text = text.replace(before, after)
    events.write_text(text, encoding="utf-8")
    builds.build(record, tmp_path / "w")
    verdict = verify(file, tmp_path / "w", translator("en"))
    sentence = "\n".join(verdict.lines)
    assert not verdict.holds
    assert re.search(r"D31 · .* \(Kazakhstan\): Reported: announced \(26 Dec 2025\) → Reported: announced \(27 Dec 2025\)", sentence)
    assert re.search(r"acts and outcomes against a pledge since the signature: 6 → 5", sentence)
