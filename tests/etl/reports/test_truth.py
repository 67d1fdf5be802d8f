"""What the product says is what the record supports: leads that answer, evidence that is evidence, days that are counted."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pytest
import yaml

from etl.i18n.translator import translator
from etl.queries.query import ask_as_of, rows
from etl.reports.explain_pledge import explain_pledge, outcome_lines
from etl.reports.first_answer import answer
from etl.reports.status import pledge_statuses
from etl.reports.truth import truth
from etl.submissions.checked_record import check
from etl.warehouse import builds as warehouse
from tests.support.places import DATA, ROOT

FOLDER = "declarations/kz-ru-2025"
EXAMPLE = ROOT / "docs/example-declaration"


@contextmanager
def filled(data: Path, as_of: date = date(2026, 11, 30), today: date | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    loaded = check(data)
    assert loaded.problems == []
    with duckdb.connect() as connection:
        warehouse.fill(connection, loaded.record, as_of, today)
        yield connection


def edit(record: Path, file: str, change: Callable[[list[dict[str, object]]], None]) -> None:
    path = record / FOLDER / file
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(listed)
    path.write_text(yaml.safe_dump(listed, allow_unicode=True, sort_keys=False), encoding="utf-8")


def append(record: Path, file: str, line: str) -> None:
    with (record / FOLDER / file).open("a", encoding="utf-8") as out:
        out.write(line + "\n")


def status(connection: duckdb.DuckDBPyConnection, pledge: str) -> tuple[str, str | None, str, str | None]:
    row = connection.execute(
        "select status, reason, since_signature_status, since_signature_reason from pledge_statuses where pledge = $1", [pledge]
    ).fetchone()
    assert row is not None
    return row


def test_the_table_of_what_answers_is_what_the_record_gives(connection: duckdb.DuckDBPyConnection) -> None:
    assert (ROOT / "docs/truth.md").read_text(encoding="utf-8") == truth(connection)


def test_no_measured_status_comes_from_a_lead_that_does_not_answer(connection: duckdb.DuckDBPyConnection) -> None:
    wrong = connection.execute(
        "select pledge from pledge_statuses where lead_answers = 'no' and status <> 'not_assessable'"
        " and pledge in (select pledge from pledges where family not in ('milestone', 'declaratory'))"
    ).fetchall()
    assert wrong == []


def test_a_lead_made_to_answer_nothing_takes_the_status_away(record: Path) -> None:
    def leads(listed: list[dict[str, object]]) -> None:
        pledge = next(item for item in listed if item["id"] == "D21")
        pledge["indicators"] = ["trade-turnover"]
        pledge["answers"] = {"trade-turnover": {"how": "partly", "why": "volume"}}

    edit(record, "pledges.yaml", leads)
    # Every indicator is named by a pledge.
    edit(record, "indicators.yaml", lambda listed: None)
    named = {name for item in yaml.safe_load((record / FOLDER / "pledges.yaml").read_text()) for name in item["indicators"]}
    edit(record, "indicators.yaml", lambda listed: listed.__setitem__(slice(None), [item for item in listed if item["id"] in named]))
    indicators = yaml.safe_load((record / FOLDER / "indicators.yaml").read_text())
    next(item for item in indicators if item["id"] == "trade-turnover")["lead_reason"] = dict.fromkeys(("en", "fr", "ru", "kk"), "x")
    (record / FOLDER / "indicators.yaml").write_text(yaml.safe_dump(indicators, allow_unicode=True, sort_keys=False))
    with filled(record) as connection:
        assert status(connection, "D21")[0] == "slightly_off"
    edit(
        record,
        "pledges.yaml",
        lambda listed: next(item for item in listed if item["id"] == "D21")["answers"]["trade-turnover"].update(how="no"),
    )  # type: ignore[attr-defined]
    with filled(record) as connection:
        assert status(connection, "D21")[:2] == ("not_assessable", "no_answering_indicator")


def test_a_part_of_a_month_enters_no_sum(connection: duckdb.DuckDBPyConnection) -> None:
    # August 2026 was not over when it was collected; December to July against the same months a year before.
    found = dict(
        connection.execute("select indicator, round(change, 1) from early_readings where indicator like 'rouble-transfers-%'").fetchall()
    )
    assert found == {"rouble-transfers-received-kazakhstan": -20.9, "rouble-transfers-sent-kazakhstan": 1.1}


@pytest.mark.parametrize(
    "indicator",
    [
        "copper-reserves",
        "rhenium-reserves",
        "lpi-rank",
        "titanium-sponge-output",
        "tungsten-output",
        "mutual-fdi-stock",
        "kaz-trade-belarus-kyrgyzstan",
    ],
)
def test_other_places_products_and_definitions_do_not_differ(connection: duckdb.DuckDBPyConnection, indicator: str) -> None:
    assert connection.execute("select count(*) from disagreements where indicator = $1", [indicator]).fetchone() == (0,)


def test_a_month_counts_from_its_end(record: Path) -> None:
    for name, day in (("E901", "2025-11-01"), ("E902", "2025-10-01")):
        append(record, "events.csv", f"{name},{day},month,D01,security,act,progress,joint,x,x,x,x,bns,https://example.org/,,both,,act,,")
    with filled(record) as connection:
        known = dict(connection.execute("select event, last_day from events where event in ('E901', 'E902')").fetchall())
        assert known == {"E901": date(2025, 11, 30), "E902": date(2025, 10, 31)}
        ask_as_of(connection, date(2025, 11, 15))
        assert connection.execute("select count(*) from events where event = 'E901'").fetchone() == (0,)


def test_the_signing_is_no_evidence_for_its_own_pledges(connection: duckdb.DuckDBPyConnection) -> None:
    for pledge in ("A01", "A02", "A03", "A06", "A07", "A09"):
        assert status(connection, pledge)[0] == "announced", pledge
        (newest,) = connection.execute("select evidence_newest from pledge_statuses where pledge = $1", [pledge]).fetchone() or ()
        assert newest is None, pledge


def test_nothing_found_needs_a_search_that_looked_widely(record: Path) -> None:
    with filled(record) as connection:
        assert status(connection, "D02")[0] == "not_searched"
    append(record, "searches.csv", "D02,2026-11-29,en,One outlet,Nothing.,multipolar")
    with filled(record) as connection:
        assert status(connection, "D02")[0] == "not_searched", "one outlet is not enough"
    append(record, "searches.csv", "D02,2026-11-29,,One; Two,Nothing.,multipolar")
    with filled(record) as connection:
        assert status(connection, "D02")[0] == "not_searched", "no language is named"
    append(record, "searches.csv", "D02,2026-11-29,en ru,One; Two,Nothing.,multipolar")
    with filled(record) as connection:
        assert status(connection, "D02")[0] == "no_evidence_found"


def test_a_derived_row_names_all_its_sources_and_the_weakest_basis(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        "select sources, published_basis from observations where series like 'derived:trade-turnover-gdp%' order by period"
    ).fetchall()
    assert rows
    assert any(len(sources) > 1 and "wits" in sources for sources, _ in rows)
    assert {basis for _, basis in rows} <= {"stated", "inferred", "first_seen"}
    assert rows[-1][1] == "inferred", "one of its inputs is stated, the day of the other inferred"


def test_a_later_day_makes_figures_old_and_plans_pass(record: Path) -> None:
    def turned(today: date) -> tuple[int, int, int]:
        with filled(record, today, today) as connection:
            row = connection.execute(
                "select (select count(*) from indicator_statuses where reason = 'stale'), (select count(*) from targets where passed),"
                " (select count(*) from due where state = 'overdue')"
            ).fetchone()
            assert row is not None
            return row

    now, later = turned(date(2026, 11, 30)), turned(date(2028, 11, 30))
    assert all(after > before for before, after in zip(now, later, strict=True)), (now, later)


def test_builds_that_differ_by_their_day_replace_each_other(tmp_path: Path) -> None:
    data = Path(shutil.copytree(ROOT / "tests/earlier_version/data", tmp_path / "data"))
    builds = [warehouse.build(data, tmp_path / "w", today=date(2026, 11, day)) for day in range(1, 6)]
    assert len({build.id for build in builds}) == 5 and len({build.id[:8] for build in builds}) == 1
    assert len(list((tmp_path / "w").glob("*.duckdb"))) == 3
    same = warehouse.same_content(tmp_path / "w", builds[0].id)
    assert same is not None and same.id == builds[-1].id


def test_a_day_before_the_signature_says_so(built: warehouse.Build) -> None:
    with warehouse.open_build(built) as connection:
        ask_as_of(connection, date(2025, 11, 11))
        found = connection.execute("select distinct status, since_signature_status from pledge_statuses").fetchall()
        assert found == [("not_signed_yet", "not_signed_yet")]
        assert "not signed yet" in answer(connection, translator("en"), "kz-ru-2025").sentences[0]
        assert "Not signed yet" in "\n".join(explain_pledge(connection, translator("en"), "kz-ru-2025", "D25"))


def test_the_answer_has_at_most_five_sentences_and_its_counts_add_up(connection: duckdb.DuckDBPyConnection) -> None:
    for lang in ("en", "fr", "ru", "kk"):
        found = answer(connection, translator(lang), "kz-ru-2025")
        assert 1 <= len(found.sentences) <= 5
        stands = [name for name in found.counts if name not in ("pledges", "fully_kept", "contrary", "setbacks", "third_party_setbacks")]
        assert sum(found.counts[name] for name in stands) == found.counts["pledges"] == 45
        assert [domain for domain, _ in found.domains] == ["transport", "energy", "raw-materials", "migration"]


def test_the_answer_of_another_record_claims_nothing_of_ours(tmp_path: Path) -> None:
    data = Path(shutil.copytree(ROOT / "tests/earlier_version/data", tmp_path / "data"))
    with filled(data, date(2026, 6, 30)) as connection:
        found = answer(connection, translator("en"), "example-2024")
    sentence = " ".join(found.sentences)
    assert found.horizon is None and "newest evidence found" not in sentence
    assert "no act of a party against the direction of a pledge" in sentence and "third parties" not in sentence


def test_a_legal_limit_is_compared_with_the_day_of_the_signature(record: Path) -> None:
    with filled(record) as connection:
        assert status(connection, "D38")[:2] == ("not_assessable", "no_data_since_signature")
        assert "On the day of the signature the limit was 90" in "\n".join(
            explain_pledge(connection, translator("en"), "kz-ru-2025", "D38")
        )
    path = record / "observations/reported.csv"
    line = "reported:visa-free-stay-days:RUS,RUS,,{},{},=,DAYS,A,nur-kz,https://www.nur.kz/x,{},stated,2026-11-23,,statement,"
    for value, wanted in (("60", "moving_away"), ("180", "on_track")):
        before = path.read_text(encoding="utf-8")
        path.write_text(before.rstrip("\n") + "\n" + line.format("2026-03-01", value, "2026-03-01") + "\n", encoding="utf-8")
        with filled(record) as connection:
            assert status(connection, "D38") == (wanted, None, wanted, None)
        path.write_text(before, encoding="utf-8")


def test_days_of_disruption_are_counted_apart_by_who_caused_them(record: Path) -> None:
    for name, by, first, last in (
        ("E901", "RUS", "2026-06-01", "2026-06-03"),
        ("E902", "KAZ", "2026-06-03", "2026-06-04"),
        ("E903", "third-party", "2026-06-01", "2026-06-10"),
    ):
        append(
            record,
            "events.csv",
            f"{name},{first},day,D25,energy,outcome,setback,{by},x,x,x,x,bns,https://example.org/,{last},x,,act,,oil-transit-disruption",
        )
    with filled(record) as connection:
        found = dict(
            connection.execute(
                "select place, value from indicator_observations where indicator = 'energy-route-disruption-days' and period = '2026'"
            ).fetchall()
        )
        with filled(DATA) as shipped:
            third = dict(
                shipped.execute(
                    "select place, value from indicator_observations where indicator = 'energy-route-disruption-days' and period = '2026'"
                ).fetchall()
            )
    # Four different days by the parties; ten more by third parties.
    assert found[1] == third.get(1, 0) + 4 and found[2] == third.get(2, 0) + 10


def outcome(connection: duckdb.DuckDBPyConnection, pledge: str) -> tuple[str, str | None, str | None]:
    """Its outcome, the indicator it is told from, and the party whose figures these are, where it is one alone."""
    row = connection.execute("select outcome, outcome_indicator, outcome_party from pledge_statuses where pledge = $1", [pledge]).fetchone()
    assert row is not None
    return row


def test_what_one_country_did_by_itself_is_no_outcome(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        """
        select statuses.pledge, links.answers, figures.bilateral
        from pledge_statuses as statuses
        join pledge_indicators as links
            on statuses.declaration = links.declaration and statuses.pledge = links.pledge and statuses.outcome_indicator = links.indicator
        join indicator_statuses as figures
            on statuses.declaration = figures.declaration and statuses.outcome_indicator = figures.indicator
        where statuses.outcome <> 'unknown'
        """
    ).fetchall()
    assert {"D21", "D25"} <= {pledge for pledge, _, _ in rows}, "what lies between the parties has an outcome"
    assert [pledge for pledge, answers, bilateral in rows if answers != "partly" and not bilateral] == []
    # Rents of one country's mines and one country's school budgets are not what the two agreed to do together.
    assert outcome(connection, "D28")[0] == outcome(connection, "D34")[0] == "unknown"


def test_an_outcome_says_whose_figures_it_is_told_from(record: Path) -> None:
    def answering(listed: list[dict[str, object]]) -> None:
        (pledge,) = (item for item in listed if item["id"] == "D28")
        pledge["answers"]["mineral-rents"].update(how="partly", why="one-side")  # type: ignore[index]

    edit(record, "pledges.yaml", answering)
    with filled(record) as connection:
        assert outcome(connection, "D28") == ("rising", "mineral-rents", "KAZ")
        for language, name in (("en", "Kazakhstan"), ("fr", "Kazakhstan"), ("ru", "Казахстан"), ("kk", "Қазақстан")):
            (row,) = rows(connection, "select * from pledge_statuses where pledge = 'D28'")
            (line,) = outcome_lines(connection, translator(language), "kz-ru-2025", row)
            assert line.endswith(f": {name}."), line
        (item,) = (item for item in pledge_statuses(connection, "x") if item["pledge"] == "D28")
        assert item["outcome"] == {"status": "rising", "indicator": "mineral-rents", "party": "KAZ"}
        (between,) = (item for item in pledge_statuses(connection, "x") if item["pledge"] == "D25")
        assert between["outcome"] == {"status": "rising", "indicator": "cpc-shipments", "party": None}


def test_nothing_is_newer_than_the_day_it_is_looked_at(connection: duckdb.DuckDBPyConnection) -> None:
    """A year counted so far ends after the day of the build; what is known of it does not."""
    ((running,),) = connection.execute(
        "select count(*) from indicator_observations where value is not null and end_date > (select as_of from build)"
    ).fetchall()
    assert running, "the record holds such a year"
    assert (
        connection.execute(
            "select pledge, evidence_newest from pledge_statuses where evidence_newest > (select as_of from build)"
        ).fetchall()
        == []
    )
