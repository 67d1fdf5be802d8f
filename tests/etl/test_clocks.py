"""Clocks that are set back: the order of the ledger, the days on which things were known, and the sweeping of drafts hold."""

import os
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from etl.atomic_files import draft_of, sweep
from etl.ledger.store import Ledger
from etl.submissions.checked_record import check
from etl.submissions.models import Decided, Proposal, Submission
from tests.support.faults import AT, BOTH, LINK
from tests.support.places import DATA

# A number of a process that nobody has.
NOBODY = 2**22 + 1
HOUR_S = 3600


def accepted_at(ledger: Ledger, note: str, value: str, at: datetime) -> str:
    row = {"indicator": "air-passengers-kaz", "period": "2024", "value": value, "unit": "PERSONS_MN"}
    name, _ = ledger.submit(Proposal("observations", (row,), LINK, note), BOTH, note, at)
    ledger.decide(name, 0, "accepted", BOTH, "", f"d{note}", at)
    return name


def test_the_order_of_the_ledger_is_not_the_clocks(url: str) -> None:
    with closing(Ledger(url, four_eyes=False)) as ledger:
        names = [accepted_at(ledger, str(number), "9", AT.replace(day=24 - number)) for number in range(4)]
        assert [item.id for item in ledger.accepted()] == names
        assert [item.id for item in ledger.listed()] == names
        assert ledger.wrong_entries() == []


def accepted(number: int, period: str, day: int) -> Submission:
    row = {"indicator": "air-passengers-kaz", "period": period, "value": f"{number}", "unit": "PERSONS_MN"}
    at = datetime(2026, 12, day, tzinfo=UTC).isoformat()
    return Submission(f"S{number}", Proposal("observations", (row,), LINK, "why"), "Aliya", at, (Decided(1, "accepted", "Boris", at, ""),))


def test_what_was_accepted_later_is_not_known_earlier_though_the_clock_was_set_back() -> None:
    loaded = check(DATA, [accepted(8, "2024", 5), accepted(9, "2023", 2), accepted(7, "2022", 6)])
    found = {item.period: item for item in loaded.record.observations if item.recorded >= date(2026, 12, 1)}
    assert loaded.problems == []
    assert {period: (item.recorded.day, item.published[-2:]) for period, item in found.items()} == {
        "2024": (5, "05"), "2023": (5, "05"), "2022": (6, "06"),
    }  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="whether a process runs cannot be asked")
def test_drafts_are_swept_whichever_way_the_clock_jumped(tmp_path: Path) -> None:
    target, now = tmp_path / "a.txt", time.time()
    own = draft_of(target)
    drafts = {
        "a running program's, that looks old": (own, now - 9 * HOUR_S, True),
        "a dead program's, an hour old": (tmp_path / f".a.txt-draft-{NOBODY}-00000001", now - 2 * HOUR_S, False),
        "a dead program's, from days to come": (tmp_path / f".a.txt-draft-{NOBODY}-00000002", now + 99 * HOUR_S, False),
        "one of a moment ago: perhaps of another machine": (tmp_path / f".a.txt-draft-{NOBODY}-00000003", now, True),
        "another file's": (tmp_path / f".b.txt-draft-{NOBODY}-00000004", now - 9 * HOUR_S, True),
        "no draft of ours": (tmp_path / ".a.txt-draft-mine", now - 9 * HOUR_S, True),
    }
    for path, modified, _ in drafts.values():
        path.write_text("x")
        os.utime(path, (modified, modified))
    sweep(target)
    assert {why: path.exists() for why, (path, _, _) in drafts.items()} == {why: stays for why, (_, _, stays) in drafts.items()}
