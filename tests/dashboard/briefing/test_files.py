"""A briefing as a file says what its story says and no other number, in whole words and legible letters; five slides are five."""

import html as markup
import io
import re
import subprocess
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pptx import Presentation

from dashboard.briefing.document import Bars, Briefing, Drawing, Length, Table
from dashboard.briefing.html import render
from dashboard.briefing.options import Choice
from dashboard.briefing.pdf import render as pdf
from dashboard.briefing.pptx import render as pptx
from dashboard.briefing.pptx.pagination import CELL_X, OFFICE
from dashboard.briefing.pptx.plan import plan
from dashboard.briefing.pptx.shapes import number_format
from dashboard.briefing.story.compose import tell
from dashboard.briefing.story.numerals import amount, numerals, unmatched
from dashboard.briefing.story.sentences import counts_text as told_in_words
from dashboard.charts.fonts import LACKING, clean, shown, width
from dashboard.charts.model import Chart, span
from dashboard.charts.svg_renderer import nice_range
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.warehouse import builds
from tests.dashboard.briefing.test_pdf import all_texts, squeezed, whole_text
from tests.support import office
from tests.support.briefings import EACH_FRENCH, EACH_KAZAKH, EACH_RUSSIAN

pytestmark = pytest.mark.slow

TWO = ("energy", "migration")
RENDERERS = {"pptx": pptx, "pdf": pdf, "html": render}
LEGIBLE = 10
# A breakable space where French forbids a line to end; in pages, whose spaces all read alike, a line that ends there.
BREAKABLE = {"pdf": re.compile(r"(?m)^[:;?!»]|«$")}
SPACED = re.compile("[^ ] [:;?!»%](?!\\w)|« ")


class Stories(dict[tuple[str, str], Briefing]):
    """Briefings on energy and migration by language and length, told when they are asked for."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, build: str) -> None:
        super().__init__()
        self._of = (connection, build)
        self._texts: dict[tuple[str, str, str], str] = {}

    def text(self, kind: str, lang: str, length: str) -> str:
        """All that can be read in the file of a briefing."""
        if (kind, lang, length) not in self._texts:
            self._texts[kind, lang, length] = text_of(kind, self[lang, length])
        return self._texts[kind, lang, length]

    def __missing__(self, key: tuple[str, str]) -> Briefing:
        lang, length = key
        self[key] = tell(*self._of, Choice(lang=lang, length=length, domains=TWO))  # type: ignore[arg-type]
        return self[key]


@pytest.fixture(scope="module")
def stories(built: builds.Build) -> Iterator[Stories]:
    with builds.open_build(built) as connection:
        yield Stories(connection, built.id)


def deck(briefing: Briefing) -> Any:
    return Presentation(io.BytesIO(pptx.render(briefing, b"{}")))


def text_of(kind: str, briefing: Briefing) -> str:
    """All that can be read in a file: slides with their notes and the names in their charts, pages, the document and its slides."""
    data = RENDERERS[kind].render(briefing, b"{}")
    if kind == "pdf":
        return whole_text(data)
    if kind == "html":
        body = re.sub(r"<(script|style|template)\b.*?</\1>", " ", data.decode(), flags=re.DOTALL)
        return markup.unescape(re.sub(r"<[^>]+>", "\n", body))
    found = []
    for slide in Presentation(io.BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            elif shape.has_table:
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
            elif shape.has_chart:
                found += [series.name for series in shape.chart.plots[0].series]
                found += [str(name) for name in shape.chart.plots[0].categories if not re.fullmatch(r"[\d.]*", str(name))]
        found.append(slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "")
    return "\n".join(found)


def axis_numbers(chart: Chart) -> set[float]:
    """What stands at the axis of a chart: they are no figures."""
    low, high, step = nice_range(drawn(chart))
    return {round(low + step * at, 6) for at in range(round((high - low) / step) + 1)}


@pytest.mark.parametrize("kind", RENDERERS)
@pytest.mark.parametrize("length", ["one-page", "short", pytest.param("full", marks=pytest.mark.full)])
@pytest.mark.parametrize("lang", EACH_FRENCH)
def test_numbers_of_a_file_are_those_of_its_story(stories: Stories, lang: str, length: str, kind: str) -> None:
    briefing = stories[lang, length]
    language, text = translator(lang), stories.text(kind, lang, length)
    known = [*all_texts(briefing), *(part.notes for part in briefing.parts)]
    blocks = [block for part in briefing.parts for block in part.blocks]
    known += [language.number(count) for block in blocks if isinstance(block, Bars) for bar in block.bars for _, count in bar.counts]
    charts = [block.chart for block in blocks if isinstance(block, Drawing)]
    known += [
        text for chart in charts for text in (chart.alt, *(line.name for line in chart.lines), *(level.name for level in chart.levels))
    ]
    known += [chart.band.name for chart in charts if chart.band]
    known += [language.number(abs(value), chart.decimals) for chart in charts for value in drawn(chart)]
    known += [language.number(abs(number), 6) for chart in charts for number in axis_numbers(chart)]
    known += [str(year) for chart in charts for year in range(span(chart)[0].year, span(chart)[1].year + 1)]
    sizes = {amount(written, language) for phrase in known for written in numerals(phrase, language)}
    # Slides and pages are numbered at their foot, and in the contents.
    text = re.sub(r"\b\d{1,3} ?/ ?\d{1,3}\b|(?:\. ){3,}\W*\d+", " ", text)
    for code in (briefing.build, briefing.build[:8], briefing.content_hash[:16]):
        text = text.replace(code, " ")
    assert unmatched(text, language, sizes) == ()


def drawn(chart: Chart) -> list[float]:
    """The figures a chart shows."""
    values = [mark.value for line in chart.lines for run in line.runs for mark in run] + [level.value for level in chart.levels]
    return values + ([*chart.band.low, *chart.band.high] if chart.band else [])


@pytest.mark.parametrize("kind", RENDERERS)
@pytest.mark.parametrize("length", ["short", pytest.param("full", marks=pytest.mark.full)])
@pytest.mark.parametrize("lang", EACH_KAZAKH)
def test_everything_told_stands_in_the_file(stories: Stories, lang: str, length: str, kind: str) -> None:
    briefing = stories[lang, length]
    text = squeezed(stories.text(kind, lang, length))
    # The cover that opens with the headline says its title as the heads of its table.
    heads = {briefing.parts[0].title} if kind == "pptx" and length == "short" else set()
    # In a document the message of a domain stands under its title, on slides it says it.
    under = {} if kind == "pptx" else {part.message: part.under for part in briefing.parts}
    lost = [phrase for phrase in all_texts(briefing) if phrase not in heads and not _found(under.get(phrase, phrase), text)]
    assert lost == []
    # On slides the same sign stands before what is announced only.
    assert kind == "pptx" or LACKING not in text
    assert not re.search(r"\b[a-z]{2,}(?:_[a-z]+)+\b|\bNone\b|\bnan\b|\{\w+\}", stories.text(kind, lang, length))


def _found(phrase: str, text: str) -> bool:
    pieces = shown(phrase).split(" ")
    cuts = [("".join(pieces[:at]), "".join(pieces[at:])) for at in range(len(pieces))]
    return squeezed("".join(pieces)) in text or any(squeezed(first) in text and squeezed(rest) in text for first, rest in cuts)


@pytest.mark.parametrize("length", ["one-page", "short", pytest.param("full", marks=pytest.mark.full)])
@pytest.mark.parametrize("lang", EACH_RUSSIAN)
def test_every_figure_says_where_its_sources_stand_and_the_day(stories: Stories, lang: str, length: str) -> None:
    briefing, t = stories[lang, length], translator(lang).t
    listing = [part.title for part in briefing.parts if part.key in ("basis", "sources")]
    bare = t("Source: {source}; as of {day}.", source="Servanda", day=translator(lang).day(briefing.as_of))
    for part in briefing.parts:
        for block in part.blocks:
            if isinstance(block, Table | Bars | Drawing):
                assert translator(lang).day(briefing.as_of) in block.source and block.source != bare, part.key
                if isinstance(block, Bars) and listing:
                    assert listing[0] in block.source


@pytest.mark.parametrize("kind", RENDERERS)
@pytest.mark.parametrize("length", ["short", pytest.param("full", marks=pytest.mark.full)])
def test_french_never_ends_a_line_before_a_colon(stories: Stories, kind: str, length: str) -> None:
    text = stories.text(kind, "fr", length)
    assert [text[max(0, found.start() - 30) : found.end() + 9] for found in BREAKABLE.get(kind, SPACED).finditer(text)] == []
    assert [text[max(0, found.start() - 30) : found.end() + 9] for found in re.finditer(r"[\w)»\]][:;?!](?=\s)", text)] == []
    assert kind == "pdf" or re.search("\u00a0[:;?!»]", text)


@pytest.mark.parametrize("lang", EACH_FRENCH)
def test_two_domains_are_five_slides_each_with_its_message(stories: Stories, lang: str) -> None:
    briefing = stories[lang, "short"]
    made = deck(briefing)
    assert len(made.slides) == len(briefing.parts) == plan(briefing).total == 5
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert titles == [clean(briefing.title), *(clean(part.message) for part in briefing.parts[1:])]
    assert all(slide.has_notes_slide for slide in made.slides)
    cover = "\n".join(shape.text_frame.text for shape in made.slides[0].shapes if shape.has_text_frame)
    assert all(text in cover for text in (clean(briefing.parts[0].message), *map(clean, briefing.cautions)))


@pytest.mark.parametrize("lang", EACH_RUSSIAN)
def test_each_domain_is_one_slide_and_what_it_leaves_out_is_in_its_notes(
    connection: duckdb.DuckDBPyConnection, built: builds.Build, lang: str
) -> None:
    briefing = tell(connection, built.id, Choice(lang=lang, domains=("security", "environment", "transport")))  # type: ignore[arg-type]
    made = deck(briefing)
    assert len(made.slides) == len(briefing.parts) == 6
    left_out = 0
    for part, slide in zip(briefing.parts[2:5], list(made.slides)[2:5], strict=True):
        table = next(block for block in part.blocks if isinstance(block, Table))
        (drawn,) = [shape.table for shape in slide.shapes if shape.has_table]
        rows, notes = len(drawn.rows) - 1, slide.notes_slide.notes_text_frame.text
        missing = [row[0].text for row in table.rows[rows:]]
        assert all(clean(name) in notes for name in missing)
        text = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        more = translator(lang).nt("{n} more is in the notes of this slide.", "{n} more are in the notes of this slide.", len(missing))
        assert (more in text) is bool(missing)
        left_out += len(missing)
    assert left_out


@pytest.mark.parametrize("length", ["short", pytest.param("full", marks=pytest.mark.full)])
@pytest.mark.parametrize("lang", EACH_KAZAKH)
def test_no_word_is_broken_and_no_letter_too_small_on_slides(stories: Stories, lang: str, length: str) -> None:
    for number, slide in enumerate(deck(stories[lang, length]).slides, 1):
        for shape in slide.shapes:
            frames = [(shape.text_frame, 0.0)] if shape.has_text_frame and shape.name != "Watermark" else []
            if shape.has_table:
                columns = [column.width.pt for column in shape.table.columns]
                frames = [
                    (cell.text_frame, room - 2 * CELL_X) for row in shape.table.rows for cell, room in zip(row.cells, columns, strict=True)
                ]
            for frame, room in frames:
                for run in (run for paragraph in frame.paragraphs for run in paragraph.runs):
                    assert run.font.size.pt >= LEGIBLE, (number, run.text)
                    if room:
                        longest = max(width(word, run.font.size.pt, bool(run.font.bold)) for word in run.text.split(" "))
                        assert longest * OFFICE <= room + 0.1, (number, run.text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_foot_of_a_slide_is_one_line(connection: duckdb.DuckDBPyConnection, built: builds.Build, lang: str) -> None:
    briefing = tell(connection, built.id, Choice(lang=lang, domains=("law",), parts=("gaps",)))
    (slide, *_) = deck(briefing).slides
    for shape in slide.placeholders:
        if shape.placeholder_format.type in (13, 15, 16):
            (run, *_) = shape.text_frame.paragraphs[0].runs
            for line in shape.text_frame.text.split("\v"):
                assert width(line, run.font.size.pt) * OFFICE <= shape.width.pt, line


@pytest.mark.parametrize(
    ("lang", "said_so"),
    [
        ("en", "two pledges move forward, one is partly in line and 13 pledges cannot be judged"),
        ("fr", "deux engagements avancent, un est en partie conforme et 13 engagements ne peuvent être évalués"),
        ("ru", "два обязательства продвигаются, одно соответствует частично и 13 обязательств нельзя оценить"),
        ("kk", "екі міндеттеме алға жылжып жатыр, біреуі ішінара сәйкес, 13 міндеттеме бағаланбайды"),
    ],
)
def test_counts_are_said_as_a_sentence(lang: str, said_so: str) -> None:
    assert told_in_words(translator(lang), {"on_track": 1, "in_line": 1, "partly": 1, "not_assessable": 13, "mixed": 0}) == said_so


def test_what_is_planned_for_later_is_not_denied(connection: duckdb.DuckDBPyConnection, built: builds.Build) -> None:
    """Of a later day only plans are known: that is said where there are some, and nowhere else."""
    (later,) = connection.execute(
        "select list(distinct domain) from events where nature = 'plan' and date > (select last_day(strptime(events_to, '%Y-%m')) from declarations limit 1)"
    ).fetchall()
    domains = {domain for domain in later[0] or [] if domain}
    assert "security" in domains and not domains & set(TWO)
    with_plans = tell(connection, built.id, Choice(domains=("security",)))
    without = tell(connection, built.id, Choice(domains=TWO))
    assert any("only plans for later days" in caution for caution in with_plans.cautions)
    assert not any("plans" in caution for caution in without.cautions)
    assert any(caution.startswith("Nothing that happened after") for caution in without.cautions)


def test_message_of_a_domain_does_not_say_its_title_twice(stories: Stories) -> None:
    part = stories["fr", "short"].parts[2]
    assert part.message.startswith("Énergie\u00a0: un engagement ne repose que sur des paroles")
    assert part.under.startswith("Un engagement ne repose que sur des paroles")


def test_a_single_pledge_without_a_status_says_its_reason(connection: duckdb.DuckDBPyConnection, built: builds.Build) -> None:
    def gap(lang: str) -> str:
        return tell(connection, built.id, Choice(lang=lang, domains=("transport",), parts=("gaps",))).parts[-1].message

    assert gap("en") == "One pledge cannot be judged: no data."
    assert gap("fr") == "Un engagement ne peut être évalué\u00a0: pas de données."


def test_numbers_at_axes_follow_the_language() -> None:
    assert number_format("en", 1) == "#,##0.0"
    assert number_format("fr") == "[>=1000000][$-40C]#\\ ###\\ ##0;[>=1000][$-40C]#\\ ##0;[$-40C]0"
    assert number_format("ru", 1, -2000) == "[>=1000][$-419]#\\ ##0.0;[<=-1000]-[$-419]#\\ ##0.0;[$-419]0.0"


@pytest.mark.full
@pytest.mark.parametrize("length", ["short", "full"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_libreoffice_shows_no_overflow(stories: Stories, tmp_path: Path, lang: str, length: Length) -> None:
    program = office.libreoffice()
    if not program or not office.poppler():
        pytest.skip(office.NO_OFFICE)
    briefing = stories[lang, length]
    made = tmp_path / "briefing.pptx"
    made.write_bytes(pptx.render(briefing.__class__(**{**vars(briefing), "state": "cleared"}), b"{}"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, made], check=True, capture_output=True, timeout=300
    )
    run = subprocess.run(["pdftotext", "-bbox", made.with_suffix(".pdf"), "-"], capture_output=True, check=True, text=True)
    pages = re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', run.stdout, re.DOTALL)
    assert len(pages) == plan(briefing).total
    for number, (wide, high, inside) in enumerate(pages, 1):
        placed = [
            (*(float(edge) for edge in edges), markup.unescape(word))
            for *edges, word in re.findall(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', inside)
        ]
        for left, top, right, bottom, word in placed:
            assert left >= 0 and top >= 0 and right <= float(wide) and bottom <= float(high), (number, word)
        # Letters of two lines may touch by their frames, words never stand on each other.
        clashes = [(one[4], other[4]) for one, other in combinations(placed, 2) if _common(one, other) > 0.35]
        assert clashes == [], number
    if lang != "en":
        assert "40,000" not in run.stdout and re.search("40[\u00a0\u202f ]000|>40</word>", run.stdout)


def _common(one: tuple[Any, ...], other: tuple[Any, ...]) -> float:
    """The share of the smaller of two words' frames that both cover."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    return float(wide * high / max(min((frame[2] - frame[0]) * (frame[3] - frame[1]) for frame in (one, other)), 0.01))
