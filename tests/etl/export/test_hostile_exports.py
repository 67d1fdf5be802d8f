"""What leaves with a hostile record: every file opens in its own reader, says its texts letter by letter, and does nothing by itself."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import feedparser
import pytest
from frictionless import Package
from lxml import etree
from markdown_it import MarkdownIt
from pyarrow import parquet
from pypdf import PdfReader

from dashboard.briefing.document import Briefing, Bullets, Cell, Drawing, Paragraph, Part, Table
from dashboard.briefing.html import render as html_file
from dashboard.briefing.make import make, of_format
from dashboard.briefing.options import Choice, Edit
from dashboard.briefing.verify import verify
from dashboard.charts import standalone_chart
from dashboard.charts.fonts import clean
from dashboard.charts.model import Chart
from dashboard.content import citations, csv_download
from dashboard.website import write
from etl import export
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.queries import declaration_rows, indicator_rows, observation_rows
from etl.queries.query import Asking, ask_as_of
from etl.reports import atom_feed, status
from etl.spreadsheet_cells import FORMULA_STARTS, plain
from etl.submissions import templates
from etl.submissions.checked_record import check
from etl.warehouse import builds
from tests.support.briefings import chart
from tests.support.hostile_record import DRAWN, INDICATOR, LOUD, PLEDGE, URL, texts_of
from tests.support.hostile_texts import ALL_SHOWN, HOST, RUN, SHOWN

pytestmark = pytest.mark.slow

Hostile = tuple[Path, builds.Build]
NUMBER = re.compile(r"-?\d[\d.]*(e[+-]?\d+)?")
SECRET = "root:x:0:0"
STRICT = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
CITED = citations.Citation("trade-turnover", [], "", date(2026, 11, 24), "b", "en")


@pytest.fixture(scope="module")
def asking(hostile: Hostile) -> Iterator[Asking]:
    with builds.open_build(hostile[1]) as connection:
        ask_as_of(connection, None)
        yield Asking(connection, "en", declaration_rows.declarations(connection)[0])


@pytest.fixture(scope="module")
def exported(hostile: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export of each format."""
    folder = tmp_path_factory.mktemp("exported")
    for form in ("datapackage", "sdmx-csv", "parquet", "json"):
        with builds.open_build(hostile[1]) as connection:
            ask_as_of(connection, None)
            export.export(connection, hostile[1].id, folder / form, form, translator("en"))  # type: ignore[arg-type]
    return folder


@pytest.fixture(scope="module")
def composed(hostile: Hostile) -> tuple[Briefing, bytes]:
    return make(
        hostile[1],
        Choice(length="full", pledges=(PLEDGE, "D24", "D30"), parts=("headline", "pledge", "moved", "gaps", "method", "sources")),
    )


def cells_of(content: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True):
        yield from row


def starts_no_formula(content: bytes) -> bool:
    wrong = [cell for cell in cells_of(content) if cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell)]
    assert wrong == []
    return True


def is_plain_workbook(content: bytes) -> bool:
    """No formula, no link, no code; every part is XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert not name.endswith((".bin", ".vba")) and "externalLink" not in name and ".." not in name
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(archive.read(name), STRICT)
                assert [node.text for node in root.iterfind(".//{*}f") if "sheet" in name] == [], name
                assert root.findall(".//{*}hyperlink") == [], name
                assert [node.get("Target") for node in root if node.get("TargetMode") == "External"] == [], name
                assert root.findall(".//{*}definedName") == []
    return True


def is_of_the_web(address: str) -> bool:
    return urlsplit(address).scheme in ("http", "https") and address.isprintable()


def words_of(text: str) -> str:
    """A text without what setting it may change: blanks and breaks."""
    return "".join(clean(text).split())


def test_no_cell_of_any_table_starts_a_formula_and_each_reads_back(exported: Path, hostile: Hostile) -> None:
    paths = [*exported.rglob("*.csv")]
    assert len(paths) > 20
    assert all(starts_no_formula(path.read_bytes()) for path in paths)
    fields = {plain(cell) for path in paths for cell in cells_of(path.read_bytes())}
    assert {text for text in LOUD[:2]} <= fields | {text.strip() for text in fields}
    found = [text for text in ALL_SHOWN if text in fields]
    assert len(found) > 500, len(found)


def test_every_format_says_the_same_texts(exported: Path) -> None:
    rows = {
        row["pledge"]: row for row in csv.DictReader(io.StringIO((exported / "datapackage/pledges.csv").read_text("utf-8"), newline=""))
    }
    listed = json.loads((exported / "json/pledges.json").read_text("utf-8"))
    table = parquet.read_table(exported / "parquet/pledges.parquet").to_pylist()
    for from_json, from_parquet in zip(listed, table, strict=True):
        title = from_json["title_en"]
        assert title == from_parquet["title_en"] == (plain(rows[from_json["pledge"]]["title_en"]) or None)
    assert Package(str(exported / "datapackage/datapackage.json")).name == "servanda"
    for path in exported.rglob("*.json"):
        json.loads(path.read_text("utf-8"), parse_constant=pytest.fail)
    for name in ("data.csv", "structure.json"):
        assert (exported / "sdmx-csv" / name).stat().st_size > 1_000
    ids = re.findall(r'"id": "([^"]*)"', (exported / "sdmx-csv/structure.json").read_text("utf-8"))
    assert len(ids) > 100 and all(re.fullmatch(r"[A-Za-z0-9_@$.-]+", item) for item in ids)


def test_readmes_are_text_when_they_are_rendered(exported: Path) -> None:
    for path in exported.rglob("*.md"):
        rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(path.read_text("utf-8"))
        tags = set(re.findall(r"<([a-z0-9]+)", rendered))
        assert tags <= {"h1", "h2", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "code", "em"}, (path, tags)
        assert all(is_of_the_web(address) for address in re.findall(r'href="([^"]*)"', rendered))
        assert "<img" not in rendered and "<script" not in rendered


def test_the_feed_is_xml_and_its_texts_are_texts(hostile: Hostile) -> None:
    for lang, path in atom_feed.files(hostile[1].path).items():
        content = atom_feed.at(path.read_bytes(), "https://servanda.example/")
        root = etree.fromstring(content, STRICT)
        assert {etree.QName(node).localname for node in root.iter()} <= {
            "feed", "id", "title", "subtitle", "updated", "author", "name", "link", "entry", "category", "content",
        }  # fmt: skip
        assert all(is_of_the_web(link.get("href")) for link in root.iter("{*}link"))
        assert {node.get("type") for node in root.iter("{*}content")} == {"text"}
        read = feedparser.parse(content)
        assert not read.bozo and len(read.entries) > 20, lang


def test_tables_for_terminals_and_spreadsheets(hostile: Hostile, asking: Asking) -> None:
    listed = status.pledge_statuses(asking.cursor, hostile[1].id, "en")
    out = io.StringIO()
    status.write_csv(listed, out)
    assert starts_no_formula(out.getvalue().encode())
    out = io.StringIO()
    status.write_table(listed, translator("en"), out)
    assert len(out.getvalue().splitlines()) == len(listed) + 1
    row = indicator_rows.indicator(asking, INDICATOR)
    assert row is not None
    assert starts_no_formula(
        csv_download.observations_csv(row, observation_rows.observations(asking, INDICATOR), indicator_rows.targets(asking, INDICATOR))
    )


def test_forms_are_plain_workbooks_in_every_language(hostile: Hostile) -> None:
    record = check(hostile[0]).record
    for indicator in record.declarations[0].indicators[:1]:
        for lang in LANGUAGES:
            assert is_plain_workbook(templates.xlsx_form(record, "kz-ru-2025", indicator, translator(lang)))
            assert starts_no_formula(templates.csv_form(record, "kz-ru-2025", indicator, translator(lang)).encode())


def test_citations_stay_one_entry() -> None:
    for text in ALL_SHOWN:
        cited = citations.Citation("x", [text, "B"], text, CITED.as_of, text, "en")
        entry = citations.bibtex(cited)
        depth = [0]
        for letter in entry:
            depth.append(depth[-1] + {"{": 1, "}": -1}.get(letter, 0))
        assert depth[-1] == 0 and all(level > 0 for level in depth[len("@misc{") : -1]), text
        (item,) = json.loads(citations.csl_json(cited))
        assert (item["title"], item["author"][0]["literal"]) == (text, text)


def charts(asking: Asking) -> list[Chart]:
    return [chart(asking, translator("en"), key) for key in (INDICATOR, DRAWN)]


def test_pictures_are_drawings_alone(asking: Asking) -> None:
    for drawn in charts(asking):
        svg = standalone_chart.svg(drawn, translator("en"), f"<script>{RUN}</script>&'\"")
        root = etree.fromstring(svg.encode(), STRICT)
        assert {etree.QName(node).localname for node in root.iter()} <= {
            "svg", "g", "path", "line", "rect", "circle", "text", "title", "desc", "polyline", "polygon", "tspan",
        }  # fmt: skip
        assert not [name for node in root.iter() for name in node.attrib if name.startswith("on") or "href" in name]
    assert standalone_chart.png(charts(asking)[0], translator("en"), LOUD[0]).startswith(b"\x89PNG")


@pytest.mark.parametrize("lang", ["en", pytest.param("kk", marks=pytest.mark.full)])
def test_slides_open_and_do_nothing(hostile: Hostile, lang: str, composed: tuple[Briefing, bytes]) -> None:
    briefing, payload = composed if lang == "en" else make(hostile[1], Choice(length="full", lang=lang))  # type: ignore[arg-type]
    content = of_format("pptx").render(briefing, payload)
    books = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = ""
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith(".xlsx"):
                books += is_plain_workbook(part)
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(part, STRICT)
            outside = [node for node in root if node.get("TargetMode") == "External"]
            assert all(node.get("Type").endswith("/hyperlink") and is_of_the_web(node.get("Target")) for node in outside), name
            assert not [
                node for node in root.iter() if "action" in node.attrib or etree.QName(node).localname in ("oleObj", "snd", "video")
            ]
            if name.startswith("ppt/slides/slide"):
                text += "".join(root.itertext("{*}t"))
    assert books
    for part in briefing.parts:
        # A title too long to head a slide goes on over several.
        assert words_of(part.title)[:60] in words_of(text), part.key


def test_the_workbooks_behind_charts_hold_names_and_no_formulas(asking: Asking, composed: tuple[Briefing, bytes]) -> None:
    drawn = chart(asking, translator("en"), DRAWN)
    names = [text for text in (*SHOWN["formulas"][:12], *SHOWN["addresses"][:6]) if text.strip()]
    lines = tuple(replace(drawn.lines[0], name=text) for text in names)
    part = Part("x", "x", "y", (Drawing(replace(drawn, lines=lines), "z"),))
    content = of_format("pptx").render(replace(composed[0], parts=(part,)), b"{}")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        books = [archive.read(name) for name in archive.namelist() if name.endswith(".xlsx")]
    assert books and all(map(is_plain_workbook, books))


@pytest.mark.parametrize("lang", ["en", pytest.param("ru", marks=pytest.mark.full)])
def test_pages_of_paper_hold_texts_and_links_of_the_web(hostile: Hostile, lang: str, composed: tuple[Briefing, bytes]) -> None:
    briefing, payload = composed if lang == "en" else make(hostile[1], Choice(length="full", lang=lang))  # type: ignore[arg-type]
    read = PdfReader(io.BytesIO(of_format("pdf").render(briefing, payload)))
    text = "".join(page.extract_text() for page in read.pages)
    assert SECRET not in text and HOST in text
    for page in read.pages:
        for held in page.get("/Annots") or []:
            action = held.get_object().get("/A")
            assert action is None or (action["/S"] == "/URI" and is_of_the_web(action["/URI"])) or action["/S"] == "/GoTo"
    assert list(read.attachments) == ["servanda-briefing.json"]
    raw = read.stream.getvalue()  # type: ignore[attr-defined]
    assert not re.search(rb"/(JavaScript|JS|Launch|OpenAction|AA|SubmitForm|ImportData)\b", raw)


def test_typst_reads_no_file_and_runs_no_text(composed: tuple[Briefing, bytes]) -> None:
    """Markup of the typesetter in every text of a briefing: set as it is written."""
    texts = [text for text in SHOWN["typst"] if text.strip()]
    table = Table(("a", texts[0]), tuple((Cell(text), Cell(text, url=f"javascript:{RUN}")) for text in texts), texts[1])
    parts = (Part("x", texts[0], texts[1], (Paragraph("\n".join(texts)), Bullets(tuple(texts)), table), notes="\n".join(texts)),)
    briefing = replace(
        composed[0], title=texts[0], subtitle=texts[1], parts=parts, cautions=tuple(texts), state_text=texts[2], reach=texts[3]
    )
    read = PdfReader(io.BytesIO(of_format("pdf").render(briefing, b"{}")))
    # A hyphen and the mark of a hyphenated word are one glyph, which a reader of the file may take for either.
    sentence = words_of("".join(page.extract_text() for page in read.pages).replace("\u00ad", "-"))
    assert SECRET not in sentence
    # Hyphenation and ligatures aside, what begins a command stands there as it was written.
    assert [text for text in texts if len(text) < 20 and words_of(text) not in sentence] == []
    assert not [held for page in read.pages for held in page.get("/Annots") or [] if "/URI" in str(held.get_object())]


def test_a_briefing_with_letters_nobody_can_draw_is_made_all_the_same(hostile: Hostile) -> None:
    """Edits of a briefing are typed by hand and are in no record: whatever is in them, the files open."""
    odd = "".join(map(chr, (*range(1, 32), *range(127, 160), 0x2028, 0x2029, 0x202E, 0xFFFE, 0xFFFF, 0x10FFFF)))
    # The marks of scripts that our font lacks: on a letter it lacks too, and on one it has.
    odd += "अनुच्छेद ไม่มี x\u0947y\u0e35 ❤\ufe0f"
    edit = Edit(message=f"x{odd}y", body=f"- a{odd}\n- =1+1\n\n{odd}b", notes=f"{odd}c")
    choice = Choice(length="one-page", domains=("energy",), edits={"headline": edit})
    briefing, payload = make(hostile[1], choice)
    for form in ("pptx", "pdf", "html"):
        content = of_format(form).render(briefing, payload)
        assert of_format(form).read_payload(content) == payload, form
        if form == "pptx":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert all(etree.fromstring(archive.read(name), STRICT) is not None for name in archive.namelist() if name.endswith(".xml"))


@pytest.mark.full
def test_what_was_made_can_be_verified(hostile: Hostile, composed: tuple[Briefing, bytes], tmp_path: Path) -> None:
    path = tmp_path / "briefing.html"
    path.write_bytes(html_file.render(*composed))
    assert verify(path, hostile[1].path.parent, translator("en")).holds


@pytest.fixture(scope="module")
def site(hostile: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "s"
    write.write(target, hostile[1], ("en",), "https://servanda.example/")
    return target


@pytest.mark.full
def test_the_site_stays_in_its_folder_and_its_lists_are_whole(site: Path, hostile: Hostile) -> None:
    assert {path.name for path in site.parent.iterdir()} == {"s"}
    assert not [path for path in site.rglob("*") if path.is_symlink() or not re.fullmatch(r"[\w.-]+", path.name)]
    etree.fromstring((site / "sitemap.xml").read_bytes(), STRICT)
    script = (site / "en/search.js").read_text("utf-8")
    entries = json.loads(script.removeprefix("self.servandaIndex=").removesuffix(";\n"))
    titles = {entry[1]: entry[2] for entry in entries if entry[0] == "pledge"}
    assert titles[PLEDGE] == texts_of(hostile[0], "pledges.yaml", PLEDGE)["title"]["en"]
    for path in [*site.rglob("*.csv")][:40]:
        assert starts_no_formula(path.read_bytes())


def shape(node: Any) -> tuple[set[str], set[str]]:
    names = {str(item.tag) for item in node.iter() if isinstance(item.tag, str)}
    return names, {name for item in node.iter() if isinstance(item.tag, str) for name in item.attrib}


@pytest.mark.full
def test_no_page_of_the_site_gets_an_element_from_a_text(site: Path, built: builds.Build, tmp_path: Path) -> None:
    """Read as browsers do, each page is made of what the pages of the shipped record are made of, and of nothing else."""
    write.write(tmp_path / "s", built, ("en",))
    usual: tuple[set[str], set[str]] = ({"em", "textarea"}, set())
    for path in (tmp_path / "s").rglob("*.html"):
        found = shape(etree.fromstring(path.read_bytes(), etree.HTMLParser()))
        usual = (usual[0] | found[0], usual[1] | found[1])
    pages = [*site.rglob("*.html")]
    assert len(pages) > 200
    for path in pages:
        root = etree.fromstring(path.read_bytes(), etree.HTMLParser(huge_tree=True))
        elements, attributes = shape(root)
        assert (elements - usual[0], attributes - usual[1] - {"canonical", "hreflang"}) == (set(), set()), path
        for node in root.iter("a", "link", "form", "img", "script"):
            for name in ("href", "src", "action"):
                address = node.get(name, "")
                assert urlsplit(address).scheme in ("", "http", "https", "data"), address
                assert node.tag == "a" or HOST not in address, address


@pytest.mark.full
def test_the_address_a_source_is_linked_by_is_the_one_that_was_given(site: Path) -> None:
    root = etree.fromstring((site / f"en/pledges/{PLEDGE}/index.html").read_bytes(), etree.HTMLParser())
    assert URL in {node.get("href") for node in root.iter("a")}


def test_duckdb_files_of_a_hostile_record_are_usual_ones(hostile: Hostile) -> None:
    with builds.open_build(hostile[1]) as connection:
        assert connection.execute("select count(*) from sources where publisher like '%drop table%'").fetchone() != (0,)
        with pytest.raises(duckdb.Error):
            connection.execute("select * from read_text('/etc/passwd')")
