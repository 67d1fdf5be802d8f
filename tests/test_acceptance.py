"""What the data rests on: of two acceptances that contradict each other one is refused."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from etl.check import check
from etl.ledger import Ledger, Overtaken, User
from etl.submission import Proposal
from tests.conftest import DATA, ROOT
from tests.test_submit import LINK, PASSENGERS

AT = datetime(2026, 11, 24, tzinfo=UTC)
AUTHOR = User("Aliya", frozenset({"submitter"}))
REVIEWER = User("Boris", frozenset({"reviewer"}))


def submitted(ledger: Ledger, row: dict[str, str]) -> str:
    return ledger.submit(Proposal("observations", (row,), LINK, "why"), AUTHOR, str(row), AT)[0]


def accepting(name: str, url: str, folder: Path) -> "Popen[str]":
    command = [sys.executable, "-m", "etl", "review", "accept", name, "--by", "Boris", "--ledger", url, "--warehouse", str(folder)]
    return Popen(command, cwd=ROOT, env=os.environ, stdout=PIPE, stderr=PIPE, text=True)


def test_of_two_acceptances_at_once_that_contradict_each_other_one_is_told(url: str, tmp_path: Path) -> None:
    """Same series, period, source and day, another value; a third one, which contradicts neither, is accepted whatever comes first."""
    ledger = Ledger(url)
    one, other = (submitted(ledger, PASSENGERS | {"value": value}) for value in ("9", "9.5"))
    third = submitted(ledger, PASSENGERS | {"period": "2025"})
    running = {name: accepting(name, url, tmp_path / "w") for name in (one, other, third)}
    said = {name: process.communicate(timeout=300)[1] for name, process in running.items()}
    codes = {name: process.returncode for name, process in running.items()}
    assert sorted((codes[one], codes[other])) == [0, 1] and codes[third] == 0, said
    refused, taken = (one, other) if codes[one] else (other, one)
    assert "already has another value of this period with the same source and day of publication" in said[refused], said[refused]
    assert refused in said[refused], "it is named"
    assert {item.id for item in ledger.accepted()} == {taken, third}
    assert check(DATA, ledger.accepted()).problems == []
    assert ledger.wrong_entries() == []
    ledger.close()


def test_an_acceptance_sees_in_its_transaction_what_was_accepted_since(url: str) -> None:
    ledger = Ledger(url)
    one, other = (submitted(ledger, PASSENGERS | {"value": value}) for value in ("9", "9.5"))
    before = [item.id for item in ledger.accepted()]
    ledger.decide(one, 0, "accepted", REVIEWER, "", "a", AT, before)
    with pytest.raises(Overtaken):
        ledger.decide(other, 0, "accepted", REVIEWER, "", "b", AT, before)
    assert ledger.show(other).state == "submitted", "nothing was decided"
    ledger.decide(one, 1, "reverted", REVIEWER, "wrong", "c", AT)
    with pytest.raises(Overtaken):
        ledger.decide(other, 0, "accepted", REVIEWER, "", "d", AT, [one])
    assert ledger.decide(other, 0, "accepted", REVIEWER, "", "e", AT, []).state == "accepted"
    ledger.close()
