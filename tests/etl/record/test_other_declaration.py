"""Another declaration is a folder of files away: other parties, other places, nothing of the first one in its pages."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard.website import write
from etl.__main__ import main
from etl.submissions.checked_record import check
from etl.warehouse import builds
from tests.support.dashboards import serving
from tests.support.declarations import with_example
from tests.support.places import DATA

FIRST = ("Kazakhstan", "Russia", "Казахстан", "Россия", "Қазақстан", "Ресей")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The builds of the shipped record with the example beside it."""
    folder = tmp_path_factory.mktemp("two")
    record = with_example(Path(shutil.copytree(DATA, folder / "data")))
    assert [str(problem) for problem in check(record).problems] == []
    builds.build(record, folder / "builds")
    yield folder / "builds"


def test_the_example_is_assessed_like_the_first(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--warehouse", str(two), "--declaration", "example-2024", "--format", "json"]) == 0
    found = {row["pledge"]: row for row in json.loads(capsys.readouterr().out)}
    assert {key: row["trajectory"]["status"] for key, row in found.items()} == {
        "D01": "on_track", "D02": "started", "D03": "not_assessable",
    }  # fmt: skip
    assert found["D02"]["attribution"] == {"joint": 1, "XAA": 0, "XBB": 0, "third_party": 0}
    assert main(["explain", "example-2024/D02", "--warehouse", str(two), "--lang", "ru"]) == 0
    assert "Аланд и Бланд подписали контракт" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "before", "after", "text"),
    [
        ("pledges.yaml", "obligor: joint", "obligor: KAZ", "pledge D01: obligor: “KAZ” is no party of the declaration; write one of XAA, XBB, joint"),
        ("pledges.yaml", "lead_body: {XAA:", "lead_body: {USA:", "lead_body: “USA” is no party"),
        ("indicators.yaml", "measures: XAA", "measures: XCC", "indicator mutual-trade: measures: “XCC” is no party"),
        ("events.csv", "progress,joint", "progress,RUS", "event E001: attribution: “RUS” is no party"),
        ("declaration.yaml", "[XAA, XBB]", "[XAA, XCC]", 'no place is called "XCC"; add a row for it to geos.csv'),
    ],
)  # fmt: skip
def test_who_is_no_party_is_named(record: Path, file: str, before: str, after: str, text: str) -> None:
    path = with_example(record) / "declarations/example-2024" / file
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    problems = [str(problem) for problem in check(record).problems]
    assert any(text in problem and f"example-2024/{file}" in problem for problem in problems), problems


def test_its_pages_speak_of_its_own_parties(two: Path, browser: Browser) -> None:
    with serving(two) as address:
        page = browser.new_page()
        for place, seen in (("pledge?id=D02&", "Бланд"), ("domains?domain=transport&", "Мост"), ("indicator?id=mutual-trade&", "Аланд")):
            page.goto(f"{address}{place}declaration=example-2024&lang=ru")
            page.locator(".sv-foot").wait_for()
            text = page.locator("main, [data-testid=stMain]").first.inner_text()
            assert seen in text
            shown = text.replace("Декларация от 12 ноября 2025 года · Казахстан, Россия", "")
            assert not [name for name in FIRST if name in shown], shown
        page.close()


def test_its_site_is_written_alone(two: Path, tmp_path: Path) -> None:
    write.write(tmp_path / "site", builds.current(two), ("en",), declaration="example-2024")
    assert sorted(path.name for path in (tmp_path / "site/en/pledges").iterdir() if path.is_dir()) == ["D01", "D02", "D03"]
    with pytest.raises(write.NoDeclaration, match="it has kz-ru-2025, example-2024"):
        write.write(tmp_path / "site", builds.current(two), ("en",), declaration="xx")
