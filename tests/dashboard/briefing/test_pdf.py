"""A briefing as PDF says all that the briefing says, can be read by everybody, and is the same file everywhere."""

import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb
import pypdf
import pytest

from dashboard.briefing.document import Bars, Briefing, Bullets, Cell, Drawing, Paragraph, Part, Table
from dashboard.briefing.pdf import render as pdf
from dashboard.charts.fonts import LACKING, shown
from etl.i18n.translator import translator
from etl.warehouse import builds
from tests.support import office
from tests.support.briefings import EACH_KAZAKH, EACH_RUSSIAN, HOSTILE, sample
from tests.support.places import ROOT

pytestmark = pytest.mark.slow

PAYLOAD = json.dumps({"build": "fd57e98473ff80e1", "note": "ә ғ қ"}, ensure_ascii=False).encode()
A4 = (595, 842)
MOST_BYTES = 2_000_000


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def squeezed(text: str) -> str:
    """A text without what setting it in lines may change: spaces, hyphens, ligatures."""
    return re.sub(r"[\s\u00ad\u200b\u2010\-‑]+", "", unicodedata.normalize("NFKC", text))


def all_texts(briefing: Briefing) -> list[str]:
    """Every text that must stand on the pages."""
    texts = [
        briefing.title,
        briefing.subtitle,
        briefing.state_text,
        briefing.reach,
        *briefing.cautions,
        *briefing.answer,
        *briefing.domain_lines,
    ]
    for part in briefing.parts:
        texts += [part.title, part.message, part.edited, *part.unmatched]
        for block in part.blocks:
            if isinstance(block, Paragraph):
                texts.append(block.text)
            elif isinstance(block, Bullets):
                texts += block.items
            elif isinstance(block, Table):
                texts += [block.source, *block.head, *(cell.text for row in block.rows for cell in row)]
            elif isinstance(block, Bars):
                texts += [block.source, *(name for _, name in block.legend), *(bar.name for bar in block.bars)]
            elif isinstance(block, Drawing):
                texts += [block.source, block.chart.title]
    return texts


def whole_text(data: bytes) -> str:
    """The text of all pages, each ended by a form feed."""
    if not office.poppler():
        pytest.skip(office.NO_POPPLER)
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    return run.stdout.decode()


class Documents(dict[str, tuple[Briefing, bytes]]):
    """The full briefing in each language and its PDF, made when it is asked for."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, lang: str) -> tuple[Briefing, bytes]:
        briefing = sample(self._connection, lang)
        self[lang] = briefing, pdf.render(briefing, PAYLOAD)
        return self[lang]


@pytest.fixture(scope="module")
def documents(built: builds.Build) -> Iterator[Documents]:
    with builds.open_build(built) as connection:
        yield Documents(connection)


@pytest.mark.parametrize("lang", EACH_RUSSIAN)
def test_every_text_of_the_briefing_stands_in_the_pdf(documents: Documents, lang: str) -> None:
    briefing, made = documents[lang]
    foot, mark = squeezed(shown(briefing.named + briefing.reach)), squeezed(briefing.state_text)
    pages = [squeezed(page) for page in whole_text(made).split("\f")[:-1]]
    assert all(page.count(foot) >= 1 and page.startswith(mark) for page in pages)
    # The foot and the watermark stand within texts that run over pages.
    text = "".join(page[len(mark) : page.rindex(foot)] for page in pages)
    for phrase in all_texts(briefing):
        assert phrase == briefing.reach or found(phrase, text), f"{lang}: lost {phrase!r}"


def found(phrase: str, text: str) -> bool:
    """Whether a text stands there, in one piece or in two: the head of a table is said again where its row runs over a page."""
    words_of_it = shown(phrase).split(" ")
    cuts = [("".join(words_of_it[:at]), "".join(words_of_it[at:])) for at in range(len(words_of_it))]
    return squeezed("".join(words_of_it)) in text or any(squeezed(first) in text and squeezed(rest) in text for first, rest in cuts)


@pytest.mark.parametrize("lang", EACH_KAZAKH)
def test_one_page_is_one_a4_page_in_every_language(connection: duckdb.DuckDBPyConnection, lang: str) -> None:
    reader = read(pdf.render(sample(connection, lang, "one-page"), PAYLOAD))
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages] == [A4]


@pytest.mark.parametrize("lang", EACH_RUSSIAN)
def test_long_one_page_is_set_more_tightly_and_nothing_is_cut(connection: duckdb.DuckDBPyConnection, lang: str) -> None:
    usual = sample(connection, lang, "one-page")
    more = Part("more", "More", "More", (Bullets(tuple(usual.cautions) * 3),))
    longer = replace(usual, parts=(*usual.parts, more))
    made = pdf.render(longer, PAYLOAD)
    assert len(read(made).pages) == 1
    text = squeezed(whole_text(made))
    assert all(squeezed(shown(phrase)) in text for phrase in all_texts(longer))


def test_pdf_is_tagged_has_language_title_bookmarks_and_its_fonts(documents: Documents) -> None:
    briefing, made = documents["ru"]
    reader = read(made)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "ru"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == briefing.title
    marks = [item.title for item in reader.outline if not isinstance(item, list)]
    assert [shown(part.title) for part in briefing.parts] == [mark.replace("\u200b", "") for mark in marks][-len(briefing.parts) :]
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert "/FontFile2" in inner["/FontDescriptor"], "a font is not embedded"


def test_every_letter_has_a_glyph(connection: duckdb.DuckDBPyConnection) -> None:
    letters = "ӘҒҚҢӨҰҮҺІәғқңөұүһі ≈ 1 ≤ 2 ≥ 3 → « » „ “ ₸ ₽ €"
    briefing = replace(
        sample(connection, "kk", "short"), parts=(Part("a", "a", "b", (Paragraph(letters), Paragraph("汉字 😀 \u202e\x00"))),)
    )
    assert LACKING not in shown(letters)
    text = squeezed(whole_text(pdf.render(briefing, PAYLOAD)))
    assert squeezed(letters) in text
    # What no font of ours has is a box that can be seen, and never a hole.
    assert LACKING * 2 in text


def test_pdf_is_the_same_file_in_every_time_zone(built: builds.Build) -> None:
    made = {rendered_elsewhere("pdf", str(built.path), zone) for zone in ("Pacific/Kiritimati", "America/Los_Angeles")}
    assert len(made) == 1


def rendered_elsewhere(kind: str, build: str, zone: str) -> str:
    """The hash of a document made by another process in another time zone."""
    code = (
        f"import hashlib, sys; from pathlib import Path; from etl.warehouse import builds; from dashboard.briefing.{kind} import render; from tests.support.briefings import sample\n"
        f"path = Path({build!r})\n"
        "with builds.open_build(builds.Build(path.stem, path)) as opened:\n"
        f"    print(hashlib.sha256(render.render(sample(opened, 'kk', 'short'), b'{{}}')).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("payload", [b"{}", PAYLOAD, json.dumps({"text": "x" * 100_000}).encode()])
def test_payload_comes_back(connection: duckdb.DuckDBPyConnection, payload: bytes) -> None:
    assert pdf.read_payload(pdf.render(sample(connection, "en", "one-page"), payload)) == payload


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"%PDF-1.7\n/Type/EmbeddedFile/Filter/FlateDecode/X/Size 9>>\nstream\nnonsense"]
)
def test_files_that_are_no_briefing_are_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"PDF.*[.:]"):
        pdf.read_payload(data)


def test_only_drafts_and_superseded_bear_a_watermark(connection: duckdb.DuckDBPyConnection) -> None:
    counts = []
    for state in ("cleared", "draft"):
        briefing = replace(sample(connection, "en", "one-page", state), state_text="Zustand")  # type: ignore[arg-type]
        counts.append(squeezed(whole_text(pdf.render(briefing, PAYLOAD))).count("Zustand"))
    assert counts == [1, 3]


def test_markup_in_texts_stays_text_and_only_web_addresses_become_links(connection: duckdb.DuckDBPyConnection) -> None:
    cells = ((Cell(HOSTILE, "achieved", "javascript:alert(1)"), Cell("b", url="https://example.org/?a=1")),)
    parts = (Part("a", HOSTILE, HOSTILE, (Table((HOSTILE, "b"), cells, HOSTILE), Paragraph(HOSTILE))),)
    made = pdf.render(replace(sample(connection, "en", "short"), parts=parts), PAYLOAD)
    assert squeezed(whole_text(made)).count(squeezed(HOSTILE)) == 5
    links = [note.get_object()["/A"]["/URI"] for page in read(made).pages for note in page.get("/Annots", []) if "/A" in note.get_object()]
    assert set(links) == {"https://example.org/?a=1"}


def test_empty_briefing_is_a_page(connection: duckdb.DuckDBPyConnection) -> None:
    bare = Briefing("t", "", "fr", "d", (), "d", date(2026, 1, 1), "b", "short", "cleared", "", "", (), ())
    assert len(read(pdf.render(bare, b"{}")).pages) == 1


def test_a_full_briefing_is_small_and_its_contents_are_in_its_language(documents: Documents) -> None:
    _, made = documents["ru"]
    assert len(made) < MOST_BYTES
    assert translator("ru").t("Contents") in whole_text(made)
