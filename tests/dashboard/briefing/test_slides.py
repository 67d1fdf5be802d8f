"""A briefing as slides says all that the briefing says, overflows nowhere, opens everywhere, and is the same file everywhere."""

import io
import json
import posixpath
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import ImageFont
from pptx import Presentation
from pptx.util import Pt

from dashboard.briefing.document import Bar, Bars, Briefing, Cell, Drawing, Paragraph, Part, Table
from dashboard.briefing.pptx import render as pptx
from dashboard.briefing.pptx.master import BODY_BOTTOM
from dashboard.briefing.pptx.pagination import OFFICE
from dashboard.charts.fonts import clean, width, wrap
from dashboard.charts.model import Chart, Level, Line, Mark
from dashboard.charts.theme import GLYPHS, looks
from etl.i18n.labels import STATUSES
from etl.i18n.translator import translator
from tests.dashboard.briefing.test_pdf import all_texts, rendered_elsewhere, squeezed
from tests.support import office
from tests.support.briefings import EACH_KAZAKH, HOSTILE, sample

pytestmark = pytest.mark.slow

PAYLOAD = json.dumps({"build": "fd57e98473ff80e1", "note": "ә ғ қ"}, ensure_ascii=False).encode()
MOST_BYTES = 3_000_000
BODY_LEAST, SMALL_LEAST, FOOT_LEAST = 14, 11, 10
ARIAL = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")


@pytest.fixture(scope="module", params=EACH_KAZAKH)
def briefing(request: pytest.FixtureRequest, built: Any) -> Briefing:
    from etl.warehouse import builds  # noqa: PLC0415

    with builds.open_build(built) as opened:
        return sample(opened, request.param)


@pytest.fixture(scope="module")
def data(briefing: Briefing) -> bytes:
    """The briefing as a file."""
    return pptx.render(briefing, PAYLOAD)


@pytest.fixture(scope="module")
def deck(data: bytes) -> Any:
    return opened(data)


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def alone(*parts: Part, **other: Any) -> Briefing:
    """A small briefing of these parts."""
    bare = Briefing(
        "Title", "Subtitle", "en", "d", (), "d", date(2026, 1, 2), "abcdef0123456789", "short", "cleared", "Cleared", "Reach", (), parts
    )
    return replace(bare, **other)


def texts_of(slide: Any) -> str:
    """All that can be read on a slide: text, table cells, names in charts."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        elif shape.has_table:
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
        elif shape.has_chart:
            plot = shape.chart.plots[0]
            found += [str(name) for name in plot.categories]
    return squeezed(" ".join(found))


def boxes(slide: Any) -> list[tuple[str, float, float, float, float]]:
    """The shapes of the body: name, left, top, right, bottom in points."""
    return [
        (shape.name, *(length / 12700 for length in (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)))
        for shape in slide.shapes
        if shape.name != "Watermark"
    ]


def test_every_text_of_the_briefing_stands_on_the_slides(briefing: Briefing, deck: Any) -> None:
    text = "".join(texts_of(slide) for slide in deck.slides)
    for phrase in all_texts(briefing):
        pieces = clean(phrase).split(" ")
        cuts = [("".join(pieces[:at]), "".join(pieces[at:])) for at in range(len(pieces))]
        # A long text runs over slides, in a table its head and its source stand between: then every sentence must be found.
        whole = squeezed("".join(pieces)) in text or any(squeezed(first) in text and squeezed(rest) in text for first, rest in cuts)
        assert whole or all(squeezed(item) in text for item in re.split(r"(?<=\.) ", clean(phrase))), f"lost: {phrase!r}"


def test_long_text_comes_back_whole_and_in_order() -> None:
    phrase = " ".join(f"word{number}" for number in range(3000))
    table = Table(("head",), ((Cell(phrase),),), "source")
    made = opened(pptx.render(alone(Part("a", "a", "b", (Paragraph(phrase),)), Part("t", "t", "u", (table,))), PAYLOAD))
    boxed = [
        item
        for slide in made.slides
        for shape in slide.shapes
        if shape.name == "Text"
        for item in shape.text_frame.text.split()
        if item.startswith("word")
    ]
    celled = [
        item
        for slide in made.slides
        for shape in slide.shapes
        if shape.has_table
        for item in shape.table.cell(1, 0).text_frame.text.split()
    ]
    assert boxed == phrase.split()
    assert celled == phrase.split()


def test_nothing_overflows_its_slide_or_stands_on_something_else(deck: Any) -> None:
    for number, slide in enumerate(deck.slides, 1):
        placed = boxes(slide)
        for name, left, top, right, bottom in placed:
            assert left >= 0 and top >= 0 and right <= 960.1 and bottom <= 540.1, (number, name)
        column = sorted((box for box in placed if not box[0].startswith(("ftr", "dt", "sldNum"))), key=lambda box: box[2])
        for above, under in pairwise(column):
            assert above[4] <= under[2] + 0.5, (number, above, under)
        assert column[-1][4] <= BODY_BOTTOM + 0.5, (number, column[-1])


def test_texts_fit_their_boxes(deck: Any) -> None:
    """Each text is laid out again, as an office program would, and compared with the height its box or row has."""
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            if shape.has_table:
                table = shape.table
                for row in table.rows:
                    for column, cell in zip(table.columns, row.cells, strict=True):
                        assert needed(cell.text_frame, column.width.pt - 10) + 8 <= row.height.pt + 0.5, (number, cell.text_frame.text)
                assert sum(row.height for row in table.rows) <= shape.height + Pt(0.5)
            elif shape.has_text_frame and shape.name != "Watermark":
                assert needed(shape.text_frame, shape.width.pt) <= shape.height.pt + 0.5, (number, shape.text_frame.text)


def needed(frame: Any, room: float) -> float:
    """The height of a text in points."""
    total = 0.0
    for paragraph in frame.paragraphs:
        if not paragraph.runs:
            continue
        font = paragraph.runs[0].font
        indent = int(paragraph._p.pPr.get("marL", 0)) / 12700 if paragraph._p.pPr is not None else 0
        text = "".join("\n" if item.tag.endswith("}br") else item.text or "" for item in paragraph._p.xpath(".//a:t | .//a:br"))
        count = len(wrap(text, (room - indent) / OFFICE, font.size.pt, bool(font.bold)))
        total += count * font.size.pt * 1.2 + (paragraph.space_before.pt if paragraph.space_before else 0)
    return total


@pytest.mark.skipif(not ARIAL.is_file(), reason="no font with Arial's metrics here")
def test_our_measure_is_never_less_than_arial_is(briefing: Briefing) -> None:
    for bold, name in ((False, "Regular"), (True, "Bold")):
        path = str(ARIAL).replace("Regular", name)
        font, small = ImageFont.truetype(path, 1000), ImageFont.truetype(path, 20)
        lacking = bytes(small.getmask("\uffff"))
        letters = {letter for phrase in all_texts(briefing) for letter in clean(phrase) if letter > " "}
        known = {letter for letter in letters if bytes(small.getmask(letter)) != lacking}
        for phrase in all_texts(briefing):
            text = "".join(letter for letter in clean(phrase)[:400] if letter in known)
            if len(text) > 20:
                assert font.getlength(text) <= width(text, 1000, bold) * OFFICE, text


def test_letters_can_be_read_from_afar(deck: Any) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            frames = [cell.text_frame for row in shape.table.rows for cell in row.cells] if shape.has_table else []
            for run in (run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs):
                assert run.font.size.pt >= SMALL_LEAST
            if shape.has_text_frame:
                for run in (run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs):
                    if shape.is_placeholder:
                        assert run.font.size.pt >= FOOT_LEAST
                        continue
                    small = shape.name.startswith(("Legend", "Chart title", "Day")) or run.font.size.pt == SMALL_LEAST
                    assert run.font.size.pt >= (SMALL_LEAST if small else BODY_LEAST), run.text


def test_every_slide_has_a_title_reach_day_build_and_number(briefing: Briefing, deck: Any) -> None:
    total = len(deck.slides)
    for number, slide in enumerate(deck.slides, 1):
        assert slide.shapes.title.text_frame.text.strip()
        text = texts_of(slide)
        for wanted in (
            briefing.reach,
            translator(briefing.lang).day(briefing.as_of),
            briefing.build[:8],
            f"{number} / {total}",
            briefing.state_text,
        ):
            assert squeezed(wanted) in text, (number, wanted)


def test_cover_has_the_cautions(briefing: Briefing, deck: Any) -> None:
    assert all(squeezed(caution) in texts_of(deck.slides[0]) for caution in briefing.cautions)


def test_parts_over_several_slides_are_counted(briefing: Briefing, deck: Any) -> None:
    counted = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.name == "Part"]
    assert any(re.search(r"\b1/(\d+)$", text) for text in counted)
    for text in counted:
        found = re.search(r"\b(\d+)/(\d+)$", text)
        assert not found or int(found[1]) <= int(found[2])


def test_speaker_notes_are_kept(briefing: Briefing, deck: Any) -> None:
    spoken = [slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide]
    assert spoken == [clean(part.notes) for part in briefing.parts if part.notes]


def test_charts_and_tables_have_alternative_texts(deck: Any) -> None:
    described = [
        shape._element.xpath("./p:nvGraphicFramePr/p:cNvPr/@descr")
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart or shape.has_table
    ]
    assert described
    assert all(found and found[0].strip() for found in described)


def test_status_is_colour_sign_and_word() -> None:
    rows = tuple((Cell(STATUSES[code], code),) for code in STATUSES)
    tables = [Table(("Status",), rows[first : first + 10], "s") for first in range(0, len(rows), 10)]
    made = opened(pptx.render(alone(*(Part("a", "a", "b", (table,)) for table in tables)), PAYLOAD))
    cells = [
        cell
        for slide in made.slides
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
        for cell in row.cells
    ]
    assert [cell.text_frame.text for cell in cells] == [f"{GLYPHS[code]}\u00a0{STATUSES[code]}" for code in STATUSES]
    assert ["#" + str(cell.fill.fore_color.rgb).lower() for cell in cells] == [looks()[code].ground for code in STATUSES]
    assert len(set(GLYPHS.values())) == len(STATUSES)


def drawn_chart() -> Chart:
    def mark(year: int, value: float, exact: bool = True) -> Mark:
        return Mark(date(year, 7, 1), value, "", exact)

    lines = (
        Line("Main", ((mark(2015, 1), mark(2016, 2)), (mark(2019, 4, exact=False), mark(2020, 5))), True),
        *(Line(f"Beside {number}", ((mark(2018, number),),), False) for number in range(6)),
    )
    levels = (Level("Target (2030)", 9, date(2030, 7, 1), mark(2020, 5)), Level("Level", 7, None))
    return Chart("Chart", "t", 0, lines, levels, date(2025, 11, 12), "Signed", alt="Seven lines")


def test_chart_over_time_is_native_with_gaps_targets_and_the_day_of_signature() -> None:
    made = opened(pptx.render(alone(Part("a", "a", "b", (Drawing(drawn_chart(), "Source"),))), PAYLOAD))
    (chart,) = [shape.chart for slide in made.slides for shape in slide.shapes if shape.has_chart]
    series = {item.name: [value for value in item.values] for item in chart.plots[0].series}
    assert series["Main"] == [1, 2, None, 4, 5]
    assert series["Target (2030)"] == [5, 9]
    assert series["Level"] == [7, 7]
    assert series["Signed"] == [0, 10]
    assert sum(name.startswith("Beside") for name in series) == 6
    assert chart._chartSpace.chart.xpath("c:dispBlanksAs/@val") == ["gap"]


def test_bars_are_a_native_stacked_chart_without_zeros() -> None:
    bars = Bars(
        (Bar("Energy", (("achieved", 2), ("mixed", 0))), Bar("Trade", (("mixed", 3),))),
        (("achieved", "Achieved"), ("mixed", "Mixed")),
        "alt",
        "Source",
    )
    made = opened(pptx.render(alone(Part("a", "a", "b", (bars,))), PAYLOAD))
    (chart,) = [shape.chart for slide in made.slides for shape in slide.shapes if shape.has_chart]
    assert list(chart.plots[0].categories) == ["Energy", "Trade"]
    assert {series.name: list(series.values) for series in chart.plots[0].series} == {"Achieved": [2, None], "Mixed": [None, 3]}


def test_data_behind_charts_holds_no_formulas(deck: Any) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                blob = shape.chart.part.chart_workbook.xlsx_part.blob
                with zipfile.ZipFile(io.BytesIO(blob)) as book:
                    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
                    assert not [name for name in book.namelist() if "hyperlink" in name]


def test_package_is_whole(briefing: Briefing) -> None:
    """What an office program checks before it offers to repair: every target exists, types are declared, ids are single."""
    with zipfile.ZipFile(io.BytesIO(pptx.render(briefing, PAYLOAD))) as archive:
        names = archive.namelist()
        assert Counter(names).most_common(1)[0][1] == 1
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        declared = {item.get("PartName") for item in types if item.get("PartName")}
        endings = {item.get("Extension") for item in types if item.get("Extension")}
        assert declared <= {f"/{name}" for name in names}
        for name in names:
            assert f"/{name}" in declared or name.rsplit(".", 1)[-1] in endings or name == "[Content_Types].xml", name
            if name.endswith((".xml", ".rels")):
                tree = etree.fromstring(archive.read(name))
                ids = tree.xpath("//*[local-name()='cNvPr']/@id")
                assert len(ids) == len(set(ids)), name
            if name.endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(name))
                keys = [item.get("Id") for item in tree]
                assert len(keys) == len(set(keys))
                for item in tree:
                    if item.get("TargetMode") != "External":
                        target = posixpath.normpath(posixpath.join("/" + folder, item.get("Target"))).lstrip("/")
                        assert target in names, (name, target)
        used = {f"ppt/slideLayouts/{name}" for name in re.findall(r"slideLayout\d+\.xml", " ".join(names))}
        assert len(used) == 2
        assert not [name for name in names if "thumbnail" in name or "printerSettings" in name]


def test_only_web_addresses_become_links() -> None:
    rows = ((Cell("a", url="javascript:alert(1)"), Cell("b", url="https://example.org/?a=1&b=2")),)
    data = pptx.render(alone(Part("a", HOSTILE, HOSTILE, (Table(("a", "b"), rows, ""),))), PAYLOAD)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {
            target
            for name in archive.namelist()
            if name.endswith(".rels")
            for target in re.findall(rb'Target="([^"]+)" TargetMode="External"', archive.read(name))
        }
    assert found == {b"https://example.org/?a=1&amp;b=2"}


def test_slides_are_the_same_file_in_every_time_zone(built: Any) -> None:
    assert len({rendered_elsewhere("pptx", str(built.path), zone) for zone in ("Pacific/Kiritimati", "America/Los_Angeles")}) == 1


def test_slides_are_the_same_small_file_every_time(briefing: Briefing, data: bytes) -> None:
    assert data == pptx.render(briefing, PAYLOAD)
    assert len(data) < MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(re.findall(rb">(\d{4}-\d\d-\d\d)T", archive.read("docProps/core.xml"))) == {briefing.as_of.isoformat().encode()}


def test_payload_comes_back_also_after_an_office_program_saved_the_file() -> None:
    data = pptx.render(alone(), PAYLOAD)
    assert pptx.read_payload(data) == PAYLOAD
    again = io.BytesIO()
    opened(data).save(again)
    assert pptx.read_payload(again.getvalue()) == PAYLOAD


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04nonsense"])
def test_files_that_are_no_briefing_are_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"presentation.*[.:]"):
        pptx.read_payload(data)


def test_cleared_briefings_bear_no_watermark() -> None:
    for state, marked in (("cleared", False), ("draft", True), ("superseded", True)):
        made = opened(pptx.render(alone(Part("a", "a", "b", ()), state=state), PAYLOAD))
        assert all(any(shape.name == "Watermark" for shape in slide.shapes) is marked for slide in made.slides)


@pytest.mark.full
def test_libreoffice_opens_the_slides(briefing: Briefing, tmp_path: Path) -> None:
    program = office.libreoffice()
    if not program:
        pytest.skip(office.NO_OFFICE)
    made = tmp_path / "briefing.pptx"
    made.write_bytes(pptx.render(briefing, PAYLOAD))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, made], check=True, capture_output=True, timeout=300
    )
    printed = made.with_suffix(".pdf")
    assert printed.is_file()
    if shutil.which("pdfinfo"):
        counted = subprocess.run(["pdfinfo", printed], capture_output=True, text=True, check=True).stdout
        assert (
            f"Pages:{len(opened(made.read_bytes()).slides):>16}" in counted.replace("\t", " ")
            or str(len(opened(made.read_bytes()).slides)) in counted
        )
