"""Several declarations: an update goes to its own one, whoever sends it and however, or it is asked about."""

import csv
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from etl.commands import fetch
from etl.ledger.store import Ledger, User
from etl.record.kinds import KINDS
from etl.record.models import Record
from etl.submissions.apply import with_reverted
from etl.submissions.checked_record import check
from etl.submissions.findings import Examined
from etl.submissions.models import Proposal
from etl.submissions.validate_observations import examine
from etl.warehouse import builds
from etl.warehouse.trial_build import base, preview
from tests.support.dashboard_pages import address, opened
from tests.support.dashboards import serving
from tests.support.declarations import with_example, with_two_examples
from tests.support.places import DATA
from tests.support.submissions import PASSENGERS, SENT, Run, form

pytestmark = pytest.mark.slow

KZ_RU, EXAMPLE, AGAIN = "kz-ru-2025", "example-2024", "zz-2024"
DAY = date(2026, 11, 24)
LINK = "https://gazette.example.org/bridge"
AT = datetime(2026, 11, 24, tzinfo=UTC)
REVIEWER = User("Boris", frozenset({"reviewer"}))
# An event of the shipped declaration, whose pledge D02 the example has too.
EVENT = {
    "date": "2026-11-20", "date_precision": "day", "pledges": "D02", "domain": "foreign-policy", "nature": "act", "direction": "progress",
    "attribution": "KAZ", "summary_en": "They met in Astana.", "summary_fr": "Ils se sont réunis.", "summary_ru": "Они встретились.",
    "summary_kk": "Олар кездесті.", "actor": "Kazakhstan", "evidence": "act",
}  # fmt: skip
OF_BRIDGE = EVENT | {"attribution": "XAA", "actor": "Aland", "domain": "transport"}
SEARCH = {"pledge": "D02", "date": "2026-11-20", "languages": "en", "outlets": "a; b", "result": "Nothing."}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_example(Path(shutil.copytree(DATA, tmp_path_factory.mktemp("two") / "data")))


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_two_examples(Path(shutil.copytree(DATA, tmp_path_factory.mktemp("three") / "data")))


@pytest.fixture(scope="module")
def of_two(two: Path) -> Record:
    loaded = check(two)
    assert loaded.problems == []
    return loaded.record


@pytest.fixture(scope="module")
def of_three(three: Path) -> Record:
    loaded = check(three)
    assert loaded.problems == []
    return loaded.record


def table(folder: Path, kind: str, *rows: dict[str, str]) -> str:
    """A file of rows, with a column for the declaration."""
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, (*KINDS[kind].form, "declaration"), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def rows_of(record: Record, kind: str, *rows: dict[str, str], declaration: str = "") -> Examined:
    return examine(record, kind, list(enumerate(rows, 2)), LINK, DAY, declaration)


def where(found: Examined) -> list[str]:
    assert [str(item.message) for item in found.mistakes] == []
    return [row.declaration for row in found.rows]


def test_an_id_that_stands_once_is_found_without_asking(of_two: Record, of_three: Record) -> None:
    trade = {"indicator": "mutual-trade", "period": "2025", "value": "2"}
    assert where(rows_of(of_two, "observations", PASSENGERS, trade)) == [KZ_RU, EXAMPLE]
    assert where(rows_of(of_two, "searches", SEARCH | {"pledge": "D25"})) == [KZ_RU]
    assert where(rows_of(of_three, "observations", PASSENGERS)) == [KZ_RU], "the first folder by name is another"


@pytest.mark.parametrize(
    ("kind", "row", "places"),
    [
        ("events", EVENT, f"{EXAMPLE}, {KZ_RU}, {AGAIN}"),
        ("searches", SEARCH, f"{EXAMPLE}, {KZ_RU}, {AGAIN}"),
        ("observations", {"indicator": "mutual-trade", "period": "2025", "value": "2"}, f"{EXAMPLE}, {AGAIN}"),
    ],
)
def test_an_id_that_stands_in_several_is_asked_about(of_three: Record, kind: str, row: dict[str, str], places: str) -> None:
    found = rows_of(of_three, kind, row)
    assert [str(item.message) for item in found.mistakes] == [
        f"This row can belong to several declarations: {places}. Say which with --declaration, or in a column “declaration”."
    ]
    assert found.rows == []


def test_a_row_may_name_its_declaration_and_that_comes_first(of_three: Record) -> None:
    rows = [EVENT | {"declaration": KZ_RU}, OF_BRIDGE | {"declaration": EXAMPLE}, OF_BRIDGE]
    assert where(rows_of(of_three, "events", *rows, declaration=AGAIN)) == [KZ_RU, EXAMPLE, AGAIN]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (EVENT | {"declaration": "kz-ru-2026"}, "declaration", "There is no declaration “kz-ru-2026” (kz-ru-2025?)."),
        (EVENT | {"pledges": "D99"}, "pledges", "“D99” stands in no declaration"),
        (EVENT | {"pledges": "D25 D60"}, "pledges", "“D60” stands in no declaration"),
    ],
)
def test_what_stands_nowhere_is_named(of_two: Record, row: dict[str, str], column: str, message: str) -> None:
    (found,) = rows_of(of_two, "events", row).mistakes
    assert (found.column, str(found.message).startswith(message)) == (column, True), found


def test_a_preview_shows_the_statuses_of_its_own_declaration(two: Path) -> None:
    before = base(two, [], DAY)
    coding = {
        "pledge": "D02", "coder": "Aliya", "date": "2026-11-23", "score": "3", "events": "E001", "rationale": "It is open.",
        "coder_kind": "person", "role": "coding", "rationale_fr": "Ouvert.", "rationale_ru": "Открыт.", "rationale_kk": "Ашық.",
    }  # fmt: skip
    seen = preview(before, "codings", [(2, coding)], LINK, "en", EXAMPLE)
    assert seen.examined.mistakes == []
    assert {(item["declaration"], item["key"]) for item in seen.changes} == {(EXAMPLE, "D02")}


def test_new_series_of_one_name_stay_apart(of_three: Record) -> None:
    folders = tuple(
        folder.model_copy(update={"indicators": tuple(item.model_copy(update={"series": ()}) for item in folder.indicators)})
        for folder in of_three.declarations
    )
    bare = of_three.model_copy(update={"declarations": folders})
    row = {"indicator": "mutual-trade", "period": "2025", "value": "2"}
    found = rows_of(bare, "observations", row | {"declaration": EXAMPLE}, row | {"declaration": AGAIN}, PASSENGERS)
    assert where(found) == [EXAMPLE, AGAIN, KZ_RU]
    assert len(set(found.attached.values())) == 3 and found.attached[KZ_RU, "air-passengers-kaz"] == "submitted:air-passengers-kaz"


def test_in_the_shell_it_goes_where_it_belongs(run: Run, two: Path, tmp_path: Path) -> None:
    data = ("--data", str(two))
    figure = run("submit", form(tmp_path, PASSENGERS), *SENT, "--yes", *data)
    assert figure.returncode == 0, figure.stderr
    event = table(tmp_path, "events", EVENT)
    asked = run("submit", event, "--kind", "events", *SENT, "--yes", *data)
    assert asked.returncode == 1 and f"{EXAMPLE}, {KZ_RU}. Say which with --declaration" in asked.stderr
    unknown = run("submit", event, "--kind", "events", *SENT, "--declaration", "kz", *data)
    assert unknown.returncode == 1 and f"there are: {EXAMPLE}, {KZ_RU}" in unknown.stderr
    sent = run("submit", event, "--kind", "events", *SENT, "--yes", "--declaration", KZ_RU, *data)
    assert sent.returncode == 0, sent.stderr
    assert f"new        {KZ_RU}  E" in sent.stdout and "2026-11-20: They met in Astana." in sent.stdout
    other = run("submit", table(tmp_path, "events", OF_BRIDGE | {"declaration": EXAMPLE}), "--kind", "events", *SENT, "--yes", *data)
    assert other.returncode == 0, other.stderr
    names = [ran.stdout.splitlines()[-1] for ran in (figure, sent, other)]
    assert [line[:14] for line in run("review", "list", "--declaration", EXAMPLE, *data).stdout.splitlines()] == [names[2]]
    assert run("review", "accept", names[2], "--by", "Boris", "--declaration", KZ_RU, *data).returncode == 1, "it is of another one"
    for name in names:
        accepted = run("review", "accept", name, "--by", "Boris", *data)
        assert accepted.returncode == 0, accepted.stderr
    with builds.open_build(builds.current(tmp_path / "w")) as built:
        filed = built.execute("select declaration, summary['en'], actor from events where date = '2026-11-20' order by all").fetchall()
        assert filed == [(EXAMPLE, "They met in Astana.", "Aland"), (KZ_RU, "They met in Astana.", "Kazakhstan")]
    reverted = run("review", "revert", names[1], "--by", "Boris", "--why", "wrong day", *data)
    assert reverted.returncode == 0, reverted.stderr
    with builds.open_build(builds.current(tmp_path / "w")) as built:
        assert built.execute("select declaration, submission from recorded_reversals").fetchall() == [(KZ_RU, names[1])]


def test_a_form_names_its_declaration(run: Run, three: Path, tmp_path: Path) -> None:
    data = ("--data", str(three))
    asked = run("template", "mutual-trade", *data)
    assert asked.returncode == 1 and f"{EXAMPLE}, {AGAIN}; say which with --declaration" in asked.stderr
    (tmp_path / "form.csv").write_text(run("template", "mutual-trade", "--declaration", AGAIN, *data).stdout, encoding="utf-8")
    header, example = (tmp_path / "form.csv").read_text(encoding="utf-8").splitlines()
    assert header.endswith(",declaration") and example.endswith(f",{AGAIN}")
    xlsx = str(tmp_path / "form.xlsx")
    assert run("template", "mutual-trade", "--declaration", AGAIN, "--format", "xlsx", "-o", xlsx, *data).returncode == 0
    filled = json.loads(run("submit", xlsx, *SENT, "--dry-run", "--format", "json", *data).stdout)
    assert {item["column"] for item in filled["mistakes"]} == {"period", "value"}, "only what is still to be filled in"
    assert run("template", "air-passengers-kaz").stdout.splitlines()[0].endswith(",note"), "where there is one nothing is asked"


def test_what_is_fetched_is_of_the_declaration_asked_for(of_two: Record) -> None:
    source = next(item for item in of_two.sources if item.id == "wdi")
    assert {item.declaration for item in fetch.asked(of_two, source)} == {KZ_RU}
    assert list(fetch.asked(of_two, source, EXAMPLE)) == []


def pending(ledger: Ledger, kind: str, key: str, *rows: dict[str, str]) -> str:
    """Rows as the first version submitted them: none names its declaration."""
    return ledger.submit(Proposal(kind, rows, LINK, "why"), User("Aliya", frozenset({"submitter"})), key, AT)[0]


def test_what_was_submitted_before_rows_named_their_declaration_goes_on(run: Run, two: Path, tmp_path: Path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    figure = pending(ledger, "observations", "1", PASSENGERS)
    event = pending(ledger, "events", "2", EVENT)
    search = pending(ledger, "searches", "3", SEARCH)
    for name in (event, search):
        ledger.decide(name, 0, "accepted", REVIEWER, "", name, AT)
    waiting = pending(ledger, "events", "4", EVENT | {"date": "2026-11-21"})
    ledger.decide(search, 1, "reverted", REVIEWER, "wrong", "5", AT)
    accepted = run("review", "accept", figure, "--by", "Boris", "--data", str(two))
    assert accepted.returncode == 0, accepted.stderr
    with builds.open_build(builds.current(tmp_path / "w")) as built:
        # Kazakhstan is no party of the example: what was accepted stays with the declaration it was meant for.
        assert built.execute("select declaration from events where date = '2026-11-20'").fetchall() == [(KZ_RU,)]
    refused = run("review", "accept", waiting, "--by", "Boris", "--data", str(two))
    assert refused.returncode == 1 and f"{EXAMPLE}, {KZ_RU}" in refused.stderr and "submit its rows again" in refused.stderr
    alone = run("review", "accept", waiting, "--by", "Boris")
    assert alone.returncode == 0, alone.stderr
    assert ledger.wrong_entries() == []
    sentence = with_reverted(check(two).record, ledger.listed("reverted"))
    assert [len(folder.reversals) for folder in sentence.declarations] == [1, 0], "it could be of either: the first"
    ledger.close()


def test_the_page_sends_to_its_own_declaration(browser: Browser, two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """D02 stands in both; the first folder by name is never meant unless its page is open."""
    monkeypatch.setenv("SERVANDA_DATA", str(two))
    builds.build(two, tmp_path / "w")
    bare = tmp_path / "bare.csv"
    ledger = Ledger(f"sqlite:///{tmp_path}/w/ledger.sqlite")
    with serving(tmp_path / "w") as served:
        for declaration, row in ((KZ_RU, EVENT), (EXAMPLE, OF_BRIDGE)):
            with opened(browser, address(served, "update", "en") + f"&declaration={declaration}") as (page, wrong):
                page.get_by_label("What", exact=True).click()
                page.get_by_role("option", name="Events").click()
                with bare.open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, list(row))
                    writer.writeheader()
                    writer.writerow(row)
                page.locator("input[type=file]").set_input_files(bare)
                for label, text in (("Your name", "Aliya"), ("Link to the source", LINK), ("Why", "it happened")):
                    page.get_by_label(label, exact=True).fill(text)
                page.get_by_role("button", name="Show what would change").click()
                expect(page.get_by_role("cell", name="They met in Astana.")).to_be_visible(timeout=60_000)
                page.get_by_role("button", name="Submit", exact=True).click()
                expect(page.locator("a.sv-link[href*='id=S']")).to_be_visible(timeout=60_000)
                assert ledger.listed()[-1].proposal.rows[0]["declaration"] == declaration
                assert wrong == []
    ledger.close()
