"""What the pages say of a declaration is true of that one: told from its record, on records that differ."""

import csv
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from dashboard.charts import model
from dashboard.content.page import Page
from dashboard.content.pages import overview, pledge, pledges
from dashboard.ui import open_page
from etl.i18n.translator import translator
from etl.queries import change_rows, declaration_rows, indicator_rows, observation_rows, pledge_rows
from etl.queries.query import Asking, ask_as_of, keeper
from etl.reports.explain_pledge import explain_pledge
from etl.warehouse import builds
from tests.etl.record.test_other_declaration import with_example
from tests.support.places import DATA

SHIPPED, EXAMPLE = "kz-ru-2025", "example-2024"


def varied(record: Path) -> Path:
    """The record with the example changed: D02 coded by machine on the day of its rubric, D03 beside the Declaration, no figure before it."""
    folder = with_example(record) / "declarations" / EXAMPLE
    text = (folder / "pledges.yaml").read_text()
    text = text.replace('written: "2024-03-02"', 'written: "2025-05-02"').replace("part_basis: stated", "part_basis: inferred")
    at = text.index("- id: D03")
    text = text[:at] + text[at:].replace("in_declaration: true", "in_declaration: false").replace("D03", "A01")
    (folder / "pledges.yaml").write_text(text)
    indicators = (folder / "indicators.yaml").read_text().replace('baseline: {period: "2023"}', "baseline: null")
    (folder / "indicators.yaml").write_text(indicators)
    codings = (folder / "codings.csv").read_text().replace(",institution,", ",machine,")
    (folder / "codings.csv").write_text(codings)
    for path in (record / "observations").glob("example*"):
        rows = list(csv.reader(path.open()))
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([rows[0], *(row for row in rows[1:] if row[3] > "2024")])
    return record


@pytest.fixture(scope="module", params=["as it is", "varied"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Page, Page]]:
    """Which record it is, and a page of the example and of the shipped declaration in it."""
    folder = tmp_path_factory.mktemp("sentences")
    record = Path(shutil.copytree(DATA, folder / "data"))
    built = builds.build((with_example if request.param == "as it is" else varied)(record), folder / "builds")
    with builds.open_build(built) as connection:
        ask_as_of(connection, None)
        asked = [Asking(connection, "en", declaration, keep=keeper()) for declaration in (EXAMPLE, SHIPPED)]
        both = [Page(ask, built.id, translator("en"), declaration_rows.declaration(ask), (SHIPPED, EXAMPLE)) for ask in asked]
        yield request.param, both[0], both[1]


def read(html: str) -> str:
    """A page as it is read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def whole(page: Page, key: str = "") -> str:
    """The overview, or the page of a pledge."""
    row = pledge_rows.pledge(page.asking, key) if key else None
    return read("\n".join(block.html for block in (pledge.content(page, row, []) if row else overview.content(page))))


def test_the_overview_says_what_its_record_bears_out(pages: tuple[str, Page, Page]) -> None:
    kind, page, shipped = pages
    text = whole(page)
    assert "2024 counts neither before nor after the signature: the Declaration was signed within it, on 1 Mar 2024." in text
    assert "2025 counts neither before nor after the signature: the Declaration was signed within it, on 12 Nov 2025." in whole(shipped)
    older = "10 of 12 figures are of a time before the Declaration and are not its merit"
    assert (older in text) == (kind == "as it is")
    assert ("are of a time before the Declaration" in text) == (kind == "as it is")
    machine = "The coding of 1 of 1 coded pledges is provisional: it was made by machine"
    assert (machine in text) == (kind == "varied")
    assert ("1 of 1 coded pledges was coded by one person or institution" in text) == (kind == "as it is")
    assert ("1 accompanying commitment is kept apart" in text) == (kind == "varied")
    assert "accompanying commitments are kept apart" in whole(shipped)
    assert "accompanying" not in text or kind == "varied"
    assert "Lead indicators: Trade" in text
    assert "What is due next" not in text, "nobody named a day"
    assert "–, when" not in text


def test_the_register_says_whether_anything_accompanies_it(pages: tuple[str, Page, Page]) -> None:
    kind, page, shipped = pages
    shown = read(pledges.introduction(page, pledge_rows.pledges(page.asking)))
    accompanied = "Every undertaking found in the Declaration, and 1 accompanying commitment (A01), which does not stand in it."
    assert shown.removeprefix("Pledges ") == (accompanied if kind == "varied" else "Every undertaking found in the Declaration.")
    assert "14 accompanying commitments (A01–A14)" in read(pledges.introduction(shipped, pledge_rows.pledges(shipped.asking)))
    keys = [item.key for item in pledges.filters(page, pledge_rows.pledges(page.asking))]
    assert ("text" in keys) == (kind == "varied")


def test_a_pledge_says_when_its_rubric_was_written_and_who_coded_it(pages: tuple[str, Page, Page]) -> None:
    kind, page, _ = pages
    text = whole(page, "D02")
    if kind == "varied":
        assert "The rubric was written on 2 May 2025, the day of the first coding. Of the events below, 1 of 1 is dated up to" in text
        assert text.count("The coding is provisional: it was made by machine") == 2
    else:
        assert "The rubric was written on 2 Mar 2024, before anything was scored. Of the events below, 0 of 1 are dated up to" in text
        assert "provisional" not in text
        assert text.count("One person or institution coded it, and nobody else has.") == 2


def test_the_place_in_the_text_is_the_places_own(pages: tuple[str, Page, Page]) -> None:
    kind, page, shipped = pages
    text = explain_pledge(page.asking.cursor, translator("en"), EXAMPLE, "D02")
    assert any(line.endswith(f"its place in the text: {'inferred' if kind == 'varied' else 'stated by a source'}.") for line in text)
    text = explain_pledge(shipped.asking.cursor, translator("en"), SHIPPED, "D15")
    assert any(line.endswith("its place in the text: unclear.") for line in text)


def test_the_history_of_a_pledge_has_every_change_of_its_status(pages: tuple[str, Page, Page]) -> None:
    _, page, _ = pages
    changes = change_rows.status_history(page.asking, "pledge", "D02")
    assert [(row["status_before"], row["status"]) for row in changes] == [("not_assessable", "started")]
    text = whole(page, "D02")
    assert "Nothing has changed here yet" not in text
    assert re.search(r"History .* 2 May 2025 .* Status Not coded yet Started – New coding", text)


def test_series_of_one_publisher_are_told_apart_by_place(pages: tuple[str, Page, Page]) -> None:
    _, _, page = pages
    several = 0
    for key in indicator_rows.indicator_titles(page.asking):
        row, text = indicator_rows.indicator(page.asking, key), observation_rows.observations(page.asking, key)
        assert row is not None
        if model.places_differ(text):
            several += 1
            chart = model.indicator_chart(page.words, row, text, [], page.declaration["signed"], [])
            of_place = {model.place_of(item) for item in text if item["value"] is not None}
            assert all(any(line.name.endswith(f" · {place}") for line in chart.lines) for place in of_place), key
    assert several


@pytest.mark.parametrize("count", [2, 3, 4, 21])
def test_many_declarations_do_not_fill_the_head_of_a_page(
    pages: tuple[str, Page, Page], monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    _, page, _ = pages
    titles = {EXAMPLE: ("Ours", ["A", "B"]), **{str(at): ("Declaration of 1 May 2024", [f"P{at}", "Q"]) for at in range(1, count)}}
    monkeypatch.setattr(declaration_rows, "declaration_titles", lambda _: titles)
    html = open_page._others(page)
    assert [f"Declaration of 1 May 2024 · P{at}, Q" in read(html) for at in range(1, count)] == [True] * (count - 1)
    assert "Ours" not in html
    assert ("<details" in html) == (count > 3)
    assert (f"{count - 1} other declarations" in html) == (count > 3)
