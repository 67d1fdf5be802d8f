"""Milestone and declaratory pledges: judged from cited acts, by a rubric written before, never by silence or words alone."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.i18n.labels import CODED_SENTENCES
from etl.submissions.checked_record import check
from etl.warehouse import builds

pytestmark = pytest.mark.slow

CODINGS = "declarations/kz-ru-2025/codings.csv"
PARTY_STATEMENT, PLAN, THIRD_PARTY_ACT, JOINT_ACT, ACT, SETBACK_ACT = "E098", "E061", "E044", "E041", "E110", "E011"
HEADLINE, SAME_OUTLET, OTHER_OUTLET, THIRD_HAND = "E154", "E148", "E147", "E170"


def code(record: Path, *rows: str) -> None:
    """Codings in place of the shipped ones: `pledge,coder,date,score,events,role`."""
    path = record / CODINGS
    lines = path.read_text(encoding="utf-8").splitlines()[:1]
    for row in rows:
        pledge, coder, day, score, events, role = row.split(",")
        lines.append(f"{pledge},{coder},{day},{score},{events},why,person,{role},pourquoi,почему,неге")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def problems(record: Path) -> list[str]:
    return [str(problem) for problem in check(record).problems]


def statuses(record: Path, pledge: str) -> tuple[object, ...]:
    loaded = check(record)
    assert loaded.problems == []
    with duckdb.connect() as connection:
        builds.fill(connection, loaded.record, date(2027, 1, 31))
        row = connection.execute(
            "select status, reason, since_signature_status, since_signature_reason from pledge_statuses where pledge = $1", [pledge]
        ).fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("pledge", "score", "events", "expected"),
    [
        ("A05", "2", f"E047 {ACT}", "substantial"),
        ("A05", "3", ACT, "complete"),
        ("A08", "1", JOINT_ACT, "started"),
        ("A08", "0", "", "not_started"),
        ("A05", "superseded", ACT, "superseded"),
        ("D41", "1", "E048", "in_line"),
        ("D41", "0", "E048", "partly"),
        ("D39", "-1", SETBACK_ACT, "contrary"),
        # The signing is no evidence that its own paper is carried out, yet a joint act for what the paper serves.
        ("A08", "1", "E054", "announced"),
        ("D34", "0", "E054", "partly"),
        ("D30", "", "", "not_searched"),
    ],
)
def test_a_score_has_its_word(record: Path, pledge: str, score: str, events: str, expected: str) -> None:
    code(record, f"{pledge},A,2026-11-30,{score},{events},coding")
    assert statuses(record, pledge)[:2] == (expected, None)


@pytest.mark.parametrize(("score", "events"), [("0", PLAN), ("1", PARTY_STATEMENT), ("2", PLAN), ("3", f"{PARTY_STATEMENT} {PLAN}")])
def test_words_and_plans_are_announced_at_most(record: Path, score: str, events: str) -> None:
    code(record, f"D30,A,2026-11-30,{score},{events},coding")
    assert statuses(record, "D30")[0] == "announced"


def test_a_setback_carries_nothing(record: Path) -> None:
    code(record, f"D39,A,2026-11-30,1,{SETBACK_ACT},coding")
    assert statuses(record, "D39")[0] == "announced"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (HEADLINE, "announced"),
        (f"{HEADLINE} {SAME_OUTLET}", "announced"),
        (THIRD_HAND, "announced"),
        (f"{HEADLINE} {THIRD_HAND}", "announced"),
        (f"{HEADLINE} {OTHER_OUTLET}", "in_line"),
    ],
)
def test_a_headline_carries_nothing_alone_and_third_hands_nothing_at_all(record: Path, events: str, expected: str) -> None:
    code(record, f"D31,A,2026-11-30,1,{events},coding")
    assert statuses(record, "D31") == (expected, None, expected, None)


def test_since_the_signature_only_what_came_after_counts(record: Path) -> None:
    code(record, "A05,A,2026-11-30,2,E025 E047,coding")
    assert statuses(record, "A05") == ("substantial", None, "not_assessable", "no_data_since_signature")
    code(record, f"A05,A,2026-11-30,2,E025 {ACT},coding")
    assert statuses(record, "A05") == ("substantial", None, "substantial", None)
    code(record, f"A08,A,2026-11-30,1,{JOINT_ACT} E114,coding")
    assert statuses(record, "A08") == ("started", None, "announced", None)


def test_coders_who_differ_stand_side_by_side_until_somebody_decides(record: Path) -> None:
    one, other = f"A05,Aliya,2026-11-30,2,{ACT},coding", f"A05,Boris,2026-12-01,3,{ACT},coding"
    code(record, one, other)
    assert statuses(record, "A05") == ("not_assessable", "sources_disagree", "not_assessable", "sources_disagree")
    code(record, one, other, f"A05,Board,2026-12-02,2,{ACT},decision")
    assert statuses(record, "A05")[0] == "substantial"
    code(record, one, other, f"A05,Board,2026-12-02,2,{ACT},decision", f"A05,Boris,2026-12-05,1,{ACT},coding")
    assert statuses(record, "A05")[1] == "sources_disagree", "a coding after the decision opens the question again"


def test_a_coder_may_change_their_mind_and_both_stay(record: Path) -> None:
    code(record, f"A05,Aliya,2026-11-30,2,{ACT},coding", f"A05,Aliya,2026-12-24,3,{ACT},coding")
    assert statuses(record, "A05")[0] == "complete"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("D99,A,2026-11-30,1,E110,coding", 'unknown pledge "D99"'),
        ("A05,A,2026-11-30,1,E999,coding", 'unknown event "E999"'),
        ("A05,A,2026-11-29,1,E110,coding", "before its rubric of 2026-11-30"),
        ("A05,A,2026-11-30,-1,E110,coding", "the score -1 is no level of its rubric; it has 0, 1, 2, 3"),
        ("D39,A,2026-11-30,2,E110,coding", "the score 2 is no level of its rubric"),
        ("D39,A,2026-11-30,superseded,E110,coding", "the score superseded is no level"),
        ("D24,A,2026-11-30,1,E110,coding", "the pledge has no rubric"),
        ("A05,A,2026-11-30,1,,coding", "the score 1 cites no event"),
        (f"D39,A,2026-11-30,-1,{PARTY_STATEMENT},coding", "contrary needs a cited act of a party"),
        (f"D28,A,2026-11-30,-1,{THIRD_PARTY_ACT},coding", "contrary needs a cited act of a party"),
        ("D39,A,2026-11-30,-1,,coding", "contrary needs a cited act of a party"),
    ],
)
def test_what_a_coding_may_not_do(record: Path, row: str, message: str) -> None:
    code(record, row)
    found = problems(record)
    assert any(message in problem and problem.startswith(f"{CODINGS}:2: ") for problem in found), found


def test_what_ships_is_by_machine_and_after_its_rubric(connection: duckdb.DuckDBPyConnection) -> None:
    listed = connection.execute(
        "select distinct codings.coder_kind, codings.role, rubric_levels.written <= codings.date from codings"
        " join rubric_levels using (declaration, pledge)"
    ).fetchall()
    assert sorted(listed) == [("machine", "coding", True), ("machine", "decision", True)]


def test_every_coded_pledge_but_two_principles_has_a_rubric(connection: duckdb.DuckDBPyConnection) -> None:
    without = connection.execute(
        "select pledge from pledges where family in ('milestone', 'declaratory')"
        " and pledge not in (select pledge from rubric_levels) order by pledge"
    ).fetchall()
    assert without == [("D05",), ("D13",)]


def test_the_register_shows_variety_for_reasons(connection: duckdb.DuckDBPyConnection) -> None:
    fields = {status for (status,) in connection.execute("select distinct status from pledge_statuses").fetchall()}
    reasons = {reason for (reason,) in connection.execute("select distinct reason from pledge_statuses").fetchall()}
    assert {"started", "partly", "announced", "not_searched", "not_assessable"} <= fields
    assert {"not_measurable", "no_data", "no_data_since_signature"} <= reasons
    assert fields - set(CODED_SENTENCES) <= {"achieved", "on_track", "slightly_off", "off_track", "moving_away", "mixed", "not_assessable"}
