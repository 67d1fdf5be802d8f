"""Updating without fear: a form, a preview with the statuses that would change, four eyes, accepted, and all of it undone."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from etl.i18n.languages import LANGUAGES
from etl.ledger.store import Ledger
from etl.queries.query import ask_as_of
from etl.record.kinds import KINDS
from etl.record.models import Observation
from etl.submissions.checked_record import check
from etl.submissions.findings import Examined
from etl.submissions.validate_observations import OBSERVATION_COLUMNS, examine
from etl.warehouse import builds
from tests.support.parameters import mostly_full
from tests.support.places import DATA
from tests.support.submissions import LINK, PASSENGERS, SENT, Run, form

pytestmark = pytest.mark.slow

DAY = date(2026, 12, 1)


def status(run: Run, indicator: str) -> str:
    pledges = json.loads(run("status", "--format", "json").stdout)
    return next(item["status"] for pledge in pledges for item in pledge["indicators"] if item["indicator"] == indicator)


def test_a_figure_is_proposed_reviewed_accepted_and_undone(run: Run, tmp_path: Path) -> None:
    assert run("build").returncode == 0
    assert status(run, "air-passengers-kaz") == "on_track"
    filled = form(tmp_path, PASSENGERS)
    seen = json.loads(run("submit", filled, *SENT, "--dry-run", "--format", "json").stdout)
    assert (seen["counts"], seen["mistakes"]) == ({"new": 1, "changed": 0, "unchanged": 0}, [])
    (moved,) = [item for item in seen["statuses"] if item["level"] == "indicator"]
    assert (moved["key"], moved["status_before"], moved["status"], moved["cause"]) == (
        "air-passengers-kaz", "on_track", "slightly_off", "new_period",
    )  # fmt: skip
    assert run("review", "list").stdout == "", "a dry run submits nothing"
    sent = run("submit", filled, *SENT, "--yes")
    assert sent.returncode == 0, sent.stderr
    name = sent.stdout.splitlines()[-1]
    assert run("submit", filled, *SENT, "--yes").stdout.splitlines()[-1] == name, "sent twice it is there once"
    assert status(run, "air-passengers-kaz") == "on_track", "nothing changes before somebody accepts"
    own = run("review", "accept", name, "--by", "Aliya")
    assert own.returncode == 1 and "is your own" in own.stderr
    accepted = run("review", "accept", name, "--by", "Boris")
    assert accepted.returncode == 0, accepted.stderr
    assert status(run, "air-passengers-kaz") == "slightly_off"
    assert "slightly off track (New period)" in run("changes", "--since", "2026-11-23").stdout.replace("Slightly", "slightly")
    history = run("history", "--indicator", "air-passengers-kaz").stdout
    assert f"Aliya  submitted  {name}" in history and f"Boris  accepted  {name}" in history
    assert "2024: – → 9e+06" in history
    assert run("review", "revert", name, "--by", "Boris").returncode == 1, "a reason is needed"
    assert run("review", "revert", name, "--by", "Boris", "--why", "wrong table").returncode == 0
    assert status(run, "air-passengers-kaz") == "on_track"
    assert f"Boris  reverted  {name}" in run("history", "--indicator", "air-passengers-kaz").stdout


@pytest.mark.full
def test_one_person_may_decide_alone_where_review_is_optional(run: Run, tmp_path: Path) -> None:
    name = run("submit", form(tmp_path, PASSENGERS), *SENT, "--yes").stdout.splitlines()[-1]
    assert run("review", "accept", name, "--by", "Aliya", SERVANDA_REVIEW="optional").returncode == 0


@pytest.mark.full
def test_what_was_reverted_builds_what_was_there_before_and_is_told(run: Run, tmp_path: Path) -> None:
    run("build")
    before = builds.current(tmp_path / "w")
    name = run("submit", form(tmp_path, PASSENGERS), *SENT, "--yes").stdout.splitlines()[-1]
    run("review", "accept", name, "--by", "Boris")
    run("review", "revert", name, "--by", "Boris", "--why", "wrong")
    with builds.open_build(before) as then, builds.open_build(builds.current(tmp_path / "w")) as now:
        assert now.execute("select submission, kind, why from recorded_reversals").fetchall() == [(name, "observations", "wrong")]
        for (table,) in then.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall():
            if table not in ("main.recorded_reversals", "main.build", "main.made_from"):
                assert now.execute(f"from {table} order by all").fetchall() == then.execute(f"from {table} order by all").fetchall(), table


@pytest.mark.full
def test_the_ledger_builds_the_same_wherever_it_lies(run: Run, tmp_path: Path) -> None:
    name = run("submit", form(tmp_path, PASSENGERS), *SENT, "--yes").stdout.splitlines()[-1]
    run("review", "accept", name, "--by", "Boris")
    ledger = Ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    again = builds.build(DATA, tmp_path / "other", accepted=ledger.accepted())
    assert again.id == builds.current(tmp_path / "w").id
    assert ledger.wrong_entries() == []
    ledger.close()


def test_questions_are_asked_before_anything_is_submitted(run: Run, tmp_path: Path) -> None:
    filled = form(tmp_path, PASSENGERS | {"value": "11900", "unit": "PERSONS_MN"})
    asked = run("submit", filled, *SENT)
    assert asked.returncode == 1
    assert "about 1,000 times its neighbour, which is" in asked.stderr and "add --yes" in asked.stderr
    assert run("review", "list").stdout == ""


def test_mistakes_are_told_all_at_once_in_the_reader_s_language(run: Run, tmp_path: Path) -> None:
    rows = [PASSENGERS | {"indicator": "air-passenger-kaz"}, PASSENGERS | {"period": "2025-13"}, PASSENGERS | {"value": "1,234"}]
    sentence = run("submit", form(tmp_path, *rows), *SENT)
    assert sentence.returncode == 1 and "Traceback" not in sentence.stderr
    assert "row 2, indicator (mistake): There is no indicator “air-passenger-kaz” (air-passengers-kaz?)." in sentence.stderr
    assert "row 3, period (mistake)" in sentence.stderr and "row 4, value (mistake)" in sentence.stderr
    russian = run("submit", form(tmp_path, *rows), *SENT, "--lang", "ru")
    assert "There is no indicator" not in russian.stderr and "air-passenger-kaz" in russian.stderr


def test_a_file_that_is_no_table_is_a_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(b"%PDF-1.7 nothing")
    sentence = run("submit", str(path), *SENT)
    assert sentence.returncode == 1 and "save the table as CSV UTF-8 or XLSX" in sentence.stderr and "Traceback" not in sentence.stderr


@pytest.mark.parametrize("lang", mostly_full(LANGUAGES, "en"))
def test_the_xlsx_form_filled_in_is_read_back(run: Run, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "form.xlsx"
    assert run("template", "air-passengers-kaz", "--format", "xlsx", "-o", str(path), "--lang", lang).returncode == 0
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(OBSERVATION_COLUMNS)
    assert len(sheet.data_validations.dataValidation) >= 4 and len(book.worksheets) == 2
    for name, value in PASSENGERS.items():
        sheet.cell(3, OBSERVATION_COLUMNS.index(name) + 1).value = value
    sheet.cell(3, OBSERVATION_COLUMNS.index("value") + 1).value = 9.25
    book.save(path)
    seen = json.loads(run("submit", str(path), *SENT, "--dry-run", "--format", "json").stdout)
    assert seen["mistakes"] == []
    assert [(row["row"], row["period"], row["after"]) for row in seen["rows"]] == [(3, "2024", 9_250_000.0)], "the example is not data"


def test_each_kind_of_rows_has_a_form(run: Run) -> None:
    for kind in ("events", "codings", "targets", "searches", "comments", "corrections"):
        assert run("template", kind).stdout.strip().split(",") == list(KINDS[kind].form)


def test_the_csv_form_has_its_header_first(run: Run) -> None:
    rows = list(csv.reader(io.StringIO(run("template", "trade-turnover").stdout)))
    assert tuple(rows[0]) == OBSERVATION_COLUMNS and rows[1][0].startswith("# trade-turnover")


def found(*rows: dict[str, str], link: str = LINK) -> Examined:
    return examine(check(DATA).record, "observations", list(enumerate(rows, 2)), link, DAY)


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"indicator": ""}, "indicator", "This cell is empty"),
        ({"period": "2027"}, "period", "has not begun yet"),
        ({"period": "31.02.2026"}, "period", "is no period"),
        ({"value": "N/A"}, "value", "leave the cell empty and give the reason in the note"),
        ({"value": ""}, "value", "say in the note why it is missing"),
        ({"unit": "TWH"}, "unit", "measures something else"),
        ({"unit": "PERSONS_MM"}, "unit", "(PERSONS_MN?)"),
        ({"series": "wdi:IS.AIR"}, "series", "is no series of this indicator"),
        ({"qualifier": "≈"}, "qualifier", "it should be"),
        ({"status": "X"}, "status", "it should be"),
        ({"url": "worldbank"}, "url", "no link to the source"),
        ({"published": "yesterday"}, "published", "is no period"),
        ({"evidence": "rumour"}, "evidence", "it should be"),
    ],
)
def test_what_a_row_may_not_hold(cells: dict[str, str], column: str, message: str) -> None:
    mistakes = found(PASSENGERS | cells).mistakes
    assert any(item.row == 2 and item.column == column and message in str(item.message) for item in mistakes), [
        str(x.message) for x in mistakes
    ]


def test_the_same_period_twice_is_told() -> None:
    examined = found(PASSENGERS, PASSENGERS | {"value": "10"})
    assert [str(item.message) for item in examined.mistakes] == ["This period of the same series already stands in row 2. Keep one."]


def test_what_changes_nothing_is_left_out() -> None:
    known = found(PASSENGERS | {"period": "2023", "value": "11884241.039", "unit": "PERSONS"})
    assert (known.count("unchanged"), known.count("changed")) == (1, 0)
    other = found(PASSENGERS | {"period": "2023", "value": "11884242", "unit": "PERSONS"})
    assert (other.count("changed"), other.rows[0].before) == (1, 11884241.039)


def test_a_value_is_kept_in_the_unit_of_its_series() -> None:
    (row,) = found(PASSENGERS).rows
    assert isinstance(row.item, Observation)
    assert (row.item.value, row.item.unit, row.item.source) == (9_000_000.0, "PERSONS", "wdi")


def test_an_unknown_page_becomes_a_source_that_says_so() -> None:
    examined = found(PASSENGERS, link="https://stats.example.org/table")
    (source,) = examined.sources.values()
    assert (source.id, source.terms, source.tier) == ("stats-example-org", "unverified", "press")


def test_a_leap_and_a_break_are_asked_about() -> None:
    assert ["far from its neighbour" in str(item.message) for item in found(PASSENGERS | {"value": "300"}).questions] == [True]
    assert ["A break" in str(item.message) for item in found(PASSENGERS | {"status": "B"}).questions] == [True]


def test_a_month_of_another_order_of_size_is_asked_about() -> None:
    """A customs table once held flat-rolled steel at four thousand times the month before: such a value is not taken in silence."""
    month = {"indicator": "ferroalloy-export-weight", "period": "2026-07", "unit": "KT", "published": "2026-08-20"}
    assert found(month | {"value": "130"}).questions == []
    assert ["far from its neighbour" in str(item.message) for item in found(month | {"value": "834661.045"}).questions] == [True]


@pytest.mark.full
def test_an_indicator_without_a_series_gets_one(run: Run, tmp_path: Path) -> None:
    row = {"indicator": "intra-eaeu-trade", "period": "2025", "value": "95.5"}
    sent = run("submit", form(tmp_path, row), "--author", "A", "--source", "https://eec.eaeunion.org/", "--note", "first figure", "--yes")
    assert sent.returncode == 0, sent.stderr
    name = sent.stdout.splitlines()[-1]
    accepted = run("review", "accept", name, "--by", "B")
    assert accepted.returncode == 0, accepted.stderr
    assert status(run, "intra-eaeu-trade") == "not_assessable"
    pledges = json.loads(run("status", "--format", "json").stdout)
    latest = next(item["latest"] for pledge in pledges for item in pledge["indicators"] if item["indicator"] == "intra-eaeu-trade")
    assert latest == {"period": "2025", "value": 95.5}


def test_events_and_codings_go_the_same_way(run: Run, tmp_path: Path) -> None:
    head = (DATA / "declarations/kz-ru-2025/codings.csv").read_text(encoding="utf-8").splitlines()[0]
    path = tmp_path / "codings.csv"
    path.write_text(f"{head}\nA05,Aliya,2026-11-30,3,E110,It opened.,person,coding,Ouvert.,Открыто.,Ашылды.\n", encoding="utf-8")
    sent = run("submit", str(path), "--kind", "codings", *SENT, "--yes")
    assert sent.returncode == 0, sent.stderr
    assert "A05: Started → Not assessable: sources disagree" in sent.stdout
    name = sent.stdout.splitlines()[-1]
    assert run("review", "accept", name, "--by", "Boris").returncode == 0
    pledges = json.loads(run("status", "--format", "json").stdout)
    assert next(item["trajectory"]["reason"] for item in pledges if item["pledge"] == "A05") == "sources_disagree"


def rows_of(kind: str, *rows: dict[str, str]) -> Examined:
    return examine(check(DATA).record, kind, list(enumerate(rows, 2)), LINK, DAY)


TARGET = {
    "indicator": "trade-turnover", "assessed": "yes", "kind": "target", "value": "60", "period": "2030", "speaker": "Both presidents",
    "said_on": "2026-11-25",
}  # fmt: skip


@pytest.mark.full
def test_a_new_target_is_assessed_against_from_the_day_it_was_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    path.write_text(",".join(TARGET) + "\n" + ",".join(TARGET.values()) + "\n", encoding="utf-8")
    run("build")
    before = status(run, "trade-turnover")
    seen = json.loads(run("submit", str(path), "--kind", "targets", *SENT, "--dry-run", "--format", "json").stdout)
    assert (seen["counts"]["new"], seen["mistakes"]) == (1, [])
    moved = {item["key"]: item for item in seen["statuses"]}
    assert (moved["trade-turnover"]["status_before"], moved["trade-turnover"]["cause"]) == (before, "changed_target")
    name = run("submit", str(path), "--kind", "targets", *SENT, "--yes").stdout.splitlines()[-1]
    assert run("review", "accept", name, "--by", "Boris").returncode == 0
    with builds.open_build(builds.current(tmp_path / "w")) as connection:
        asked = (
            "select value, period, lapsed from targets where indicator = 'trade-turnover' and (place = 1 or place > 1000) order by place"
        )
        assert connection.execute(asked).fetchall() == [(60, "2030", False), (30, None, True)]
        then = "select status, family from indicator_statuses where indicator = 'trade-turnover'"
        assert connection.execute(then).fetchall() == [(moved["trade-turnover"]["status"], "quantified")]
        ask_as_of(connection, date(2026, 11, 24))
        assert connection.execute(asked).fetchall() == [(30, None, False)], "the day before, the target before"
        assert connection.execute(then).fetchall() == [(before, "direction")]
    assert run("review", "revert", name, "--by", "Boris", "--why", "misread").returncode == 0
    assert status(run, "trade-turnover") == before


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"indicator": "trade-turnove"}, "indicator", "(trade-turnover?)"),
        ({"value": "many"}, "value", "no number"),
        ({"kind": "forecast"}, "", "only a target or plan"),
        ({"indicator": "npp-agreements", "unit": ""}, "assessed", "not assessed against a target"),
        ({"said_on": "2025-10"}, "said_on", "not before this one"),
        ({"period": ""}, "", "neither a period nor stated_without_year"),
        ({"speaker": ""}, "speaker", "is missing"),
        ({"kind": "wish"}, "kind", "it should be"),
    ],
)
def test_what_a_target_may_not_hold(cells: dict[str, str], column: str, message: str) -> None:
    mistakes = rows_of("targets", TARGET | cells).mistakes
    assert any(item.column == column and message in str(item.message) for item in mistakes), [(x.column, str(x.message)) for x in mistakes]


def test_a_target_beside_changes_no_status() -> None:
    examined = rows_of("targets", TARGET | {"assessed": "", "kind": "forecast"})
    assert (examined.mistakes, examined.count("new")) == ([], 1)


@pytest.mark.full
def test_an_event_sent_again_takes_its_place_and_can_be_undone(run: Run, tmp_path: Path) -> None:
    with (DATA / "declarations/kz-ru-2025/events.csv").open(encoding="utf-8", newline="") as file:
        event = next(csv.DictReader(file))
    assert [row.change for row in rows_of("events", event).rows] == ["unchanged"]
    changed = event | {"summary_en": "Another wording."}
    assert [row.change for row in rows_of("events", changed).rows] == ["changed"]
    assert [str(item.message) for item in rows_of("events", changed, changed).mistakes] == ["The same stands in row 2 already. Keep one."]
    path = tmp_path / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(changed))
        writer.writeheader()
        writer.writerow(changed)
    name = run("submit", str(path), "--kind", "events", *SENT, "--yes").stdout.splitlines()[-1]
    assert run("review", "accept", name, "--by", "Boris").returncode == 0

    def text() -> list[tuple[str]]:
        with builds.open_build(builds.current(tmp_path / "w")) as connection:
            return connection.execute("select summary['en'] from events where event = $1", [event["id"]]).fetchall()

    assert text() == [("Another wording.",)], "the same event once, in its new wording"
    run("review", "revert", name, "--by", "Boris", "--why", "the wording was right")
    assert text() == [(event["summary_en"],)]


def test_a_coding_is_never_overwritten() -> None:
    coding = check(DATA).record.declarations[0].codings[0]
    cells = {name: str(value) for name, value in coding.model_dump().items()} | {"events": " ".join(coding.events)}
    assert [row.change for row in rows_of("codings", cells).rows] == ["unchanged"]
    (mistake,) = rows_of("codings", cells | {"rationale": "Another reading."}).mistakes
    assert mistake.column == "date" and "is kept" in str(mistake.message)


def test_what_an_indicator_is_computed_from_is_sent_in_its_own_unit() -> None:
    row = {"indicator": "trade-turnover-gdp-share", "series": "wdi:NY.GDP.MKTP.CD:KAZ", "period": "2025", "value": "300", "unit": "USD_BN"}
    (taken,) = found(row).rows
    assert isinstance(taken.item, Observation)
    assert (taken.item.series, taken.item.value, taken.item.unit) == ("wdi:NY.GDP.MKTP.CD:KAZ", 3e11, "USD")
    assert "is computed from other series" in str(found(row | {"series": "", "unit": ""}).mistakes[0].message)


def test_units_may_be_given_by_their_names() -> None:
    for name in ("million persons", "миллионы человек", "Persons"):
        examined = found(PASSENGERS | {"unit": name, "value": "9"})
        assert examined.mistakes == [], name
    assert [str(item.message)[:14] for item in found(PASSENGERS | {"unit": "parsecs"}).mistakes] == ["There is no un"], (
        "one mistake, told once"
    )


@pytest.mark.full
def test_a_change_that_was_recorded_as_it_came_counts(run: Run, tmp_path: Path) -> None:
    name = run("submit", form(tmp_path, PASSENGERS | {"published": ""}), *SENT, "--yes").stdout.splitlines()[-1]
    assert run("review", "accept", name, "--by", "Boris").returncode == 0
    changes = json.loads(run("changes", "--since", "2026-11-24", "--format", "json").stdout)
    assert [(item["key"], item["basis"]) for item in changes if item["level"] == "indicator"] == [("air-passengers-kaz", "recorded")]
