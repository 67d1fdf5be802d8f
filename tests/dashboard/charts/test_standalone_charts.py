"""A chart as a picture stands alone: title, names, source and colours of its own; citations are what reference managers read."""

import json
import re
import struct
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import replace
from datetime import date

import duckdb
import pytest
from lxml import etree

from dashboard.charts import standalone_chart
from dashboard.charts.model import Chart, Line, Mark
from dashboard.charts.picture_frame import as_png
from dashboard.charts.svg_renderer import line_chart
from dashboard.content import status_bars
from dashboard.content.citations import Citation, bibtex, csl_json
from dashboard.content.markup import STATUS_ORDER
from etl.i18n.labels import STATUSES
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import translator
from etl.queries import declaration_rows, pledge_rows
from etl.queries.query import Asking
from tests.support.briefings import HOSTILE, chart


def text_of(svg: str) -> str:
    return re.sub(r"\s+", "", "".join(etree.fromstring(svg.encode()).itertext()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_picture_says_title_names_source_and_needs_no_style_sheet(connection: duckdb.DuckDBPyConnection, lang: str) -> None:
    say = translator(lang)
    drawn = chart(Asking(connection, lang, declaration_rows.declarations(connection)[0]), say, "trade-turnover")
    source = say.t("Source: {source}; as of {day}.", source=drawn.source, day=say.day(date(2026, 11, 24)))
    svg = standalone_chart.svg(drawn, say, source)
    for wanted in (
        drawn.title,
        drawn.unit,
        source,
        drawn.signed_label,
        *(line.name for line in drawn.lines),
        *(level.name for level in drawn.levels),
    ):
        assert re.sub(r"\s+", "", wanted) in text_of(svg), wanted
    assert "class=" not in svg
    assert "sv-" not in svg
    png = standalone_chart.png(drawn, say, source)
    wide, high = struct.unpack(">II", png[16:24])
    assert png.startswith(b"\x89PNG")
    assert wide == 2 * int(etree.fromstring(svg.encode()).get("width"))
    assert high == 2 * int(etree.fromstring(svg.encode()).get("height"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("by", status_bars.BY)
def test_picture_of_the_counts_holds_every_count_of_the_register(connection: duckdb.DuckDBPyConnection, by: str, lang: str) -> None:
    ask = Asking(connection, lang, declaration_rows.declarations(connection)[0])
    say = translator(lang)
    svg = status_bars.svg(ask, say, by)
    title, names = status_bars.BY[by]
    counted = pledge_rows.by_status([row for row in pledge_rows.pledges(ask) if row["in_declaration"]], by)
    text = etree.fromstring(svg.encode()).get("aria-label")
    for key, counts in counted.items():
        listed = ", ".join(f"{say.t(STATUSES[code])} {counts[code]}" for code in STATUS_ORDER if counts[code])
        assert f"{say.pair(say.t(names[key]), listed)}" in text
    drawn = Counter(re.findall(r">(\d+)</text>", svg))
    assert drawn == Counter(str(n) for counts in counted.values() for n in (counts.total(), *counts.values()))
    assert re.sub(r"\s+", "", say.t(title)) in text_of(svg)
    assert re.sub(r"\s+", "", say.day(declaration_rows.declaration(ask)["as_of"])) in text_of(svg)
    assert "class=" not in svg
    assert as_png(svg).startswith(b"\x89PNG")


def test_overview_gives_its_pictures(served: str) -> None:
    with urllib.request.urlopen(f"{served}picture?id=domain.svg&lang=kk") as answer:
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.headers["content-disposition"] == 'attachment; filename="servanda-domain.svg"'
        assert "міндеттемелер" in answer.read().decode()
    for wrong in ("id=domain.exe&lang=en", "id=../x.svg&lang=en", "id=domain.svg&lang=xx", "id=domain.svg&as_of=never", ""):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{served}picture?{wrong}")


def test_chart_on_a_page_is_drawn_in_the_colours_of_the_page(connection: duckdb.DuckDBPyConnection) -> None:
    say = translator("en")
    drawn = chart(Asking(connection, "en", declaration_rows.declarations(connection)[0]), say, "trade-turnover")
    assert "#" not in line_chart(drawn, say)
    assert 'class="sv-beside-dot sv-hollow sv-b0"' in line_chart(drawn, say)


def test_hostile_names_stay_text() -> None:
    run = (Mark(date(2020, 7, 1), 1, HOSTILE), Mark(date(2021, 7, 1), 2, "control\x00\u202e"))
    drawn = Chart(HOSTILE, "%", 0, (Line(HOSTILE, (run,), True), Line("b", (run,), False)), alt=HOSTILE)
    svg = standalone_chart.svg(drawn, translator("en"), HOSTILE)
    assert text_of(svg).count(re.sub(r"\s+", "", HOSTILE)) >= 3
    assert standalone_chart.png(replace(drawn, title="汉字 😀"), translator("en"), HOSTILE)


def test_citations_escape_what_their_formats_take_for_commands() -> None:
    cited = Citation("trade", ["Bureau & Co. {100 %}", "Нацбанк"], "Trade_1 #2 \\ $", date(2026, 11, 24), "abc", "en")
    assert bibtex(cited) == (
        "@misc{servanda-trade-2026-11-24,\n"
        "  author = {{Bureau \\& Co. \\textbraceleft{}100 \\%\\textbraceright{}} and {Нацбанк}},\n"
        "  title = {{Trade\\_1 \\#2 \\textbackslash{} \\$}},\n"
        "  howpublished = {Servanda},\n  year = {2026},\n  date = {2026-11-24},\n  version = {abc}\n}"
    )
    (item,) = json.loads(csl_json(cited))
    assert item["author"] == [{"literal": "Bureau & Co. {100 %}"}, {"literal": "Нацбанк"}]
    assert (item["type"], item["issued"], item["version"]) == ("dataset", {"date-parts": [[2026, 11, 24]]}, "abc")
