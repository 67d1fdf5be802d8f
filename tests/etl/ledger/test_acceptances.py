"""What the data rests on: of two acceptances that contradict each other one is refused, and no build forgets a ledger it knew."""

import os
import shutil
import sys
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from secrets import token_hex
from subprocess import PIPE, Popen

import pytest
from sqlalchemy import delete

from etl.ledger import known_ledger
from etl.ledger.schema import journal
from etl.ledger.store import Ledger, Overtaken, User
from etl.submissions.checked_record import check
from etl.submissions.models import Proposal
from etl.warehouse import builds
from etl.warehouse.rebuild import rebuild
from tests.support.places import DATA, ROOT
from tests.support.submissions import LINK, PASSENGERS, SENT, Run, form

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 24, tzinfo=UTC)
AUTHOR = User("Aliya", frozenset({"submitter"}))
REVIEWER = User("Boris", frozenset({"reviewer"}))


def submitted(ledger: Ledger, row: dict[str, str]) -> str:
    return ledger.submit(Proposal("observations", (row,), LINK, "why"), AUTHOR, token_hex(8), AT)[0]


def accepting(name: str, url: str, folder: Path) -> "Popen[str]":
    command = [sys.executable, "-m", "etl", "review", "accept", name, "--by", "Boris", "--ledger", url, "--warehouse", str(folder)]
    return Popen(command, cwd=ROOT, env=os.environ, stdout=PIPE, stderr=PIPE, text=True)


# On both databases an acceptance sees what came before it (below); whole processes race on one of them.
RACED = pytest.mark.parametrize("url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.full)], indirect=True)


@RACED
def test_of_two_acceptances_at_once_that_contradict_each_other_one_is_told(url: str, tmp_path: Path) -> None:
    """Same series, period, source and day, another value; a third one, which contradicts neither, is accepted whatever comes first."""
    ledger = Ledger(url)
    one, other = (submitted(ledger, PASSENGERS | {"value": value}) for value in ("9", "9.5"))
    third = submitted(ledger, PASSENGERS | {"period": "2025"})
    running = {name: accepting(name, url, tmp_path / "w") for name in (one, other, third)}
    fields = {name: process.communicate(timeout=300)[1] for name, process in running.items()}
    codes = {name: process.returncode for name, process in running.items()}
    assert sorted((codes[one], codes[other])) == [0, 1] and codes[third] == 0, fields
    refused, taken = (one, other) if codes[one] else (other, one)
    assert "already has another value of this period with the same source and day of publication" in fields[refused], fields[refused]
    assert refused in fields[refused], "it is named"
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


@RACED
@pytest.mark.parametrize(
    "moment",
    [pytest.param("01_record", marks=pytest.mark.full, id="while it is made"), pytest.param("publish", id="while it is published")],
)
def test_a_build_never_takes_the_place_of_what_was_accepted_meanwhile(url: str, tmp_path: Path, moment: str) -> None:
    """Somebody accepts while another builds, and publishes first: the slower build must not undo it on the pages."""
    folder, steps = tmp_path / "w", list[str]()
    with closing(Ledger(url)) as ledger:
        name = submitted(ledger, PASSENGERS)

    def accept_at_the_moment(step: str) -> None:
        steps.append(step)
        if steps.count(step) == 1 and step == moment:
            text = accepting(name, url, folder).communicate(timeout=300)
            assert text[0] == f"{name}  accepted\n", text

    rebuild(DATA, url, folder, progress=accept_at_the_moment)
    with builds.open_build(builds.current(folder)) as connection:
        shown = connection.execute("select value from indicator_observations where indicator = 'air-passengers-kaz' and period = '2024'")
        assert (9.0,) in shown.fetchall()


def test_builds_that_are_overtaken_again_and_again_end_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.warehouse.rebuild.TRIES", 2)
    url = f"sqlite:///{tmp_path}/ledger.sqlite"
    ledger, folder, number = Ledger(url), tmp_path / "w", count(1970)

    def accept_each_time(step: str) -> None:
        if step == "check":
            name = submitted(ledger, PASSENGERS | {"period": str(next(number))})
            ledger.decide(name, 0, "accepted", REVIEWER, "", name, AT)

    with pytest.raises(builds.NotBuilt, match="somebody decided during each of 2 builds"):
        rebuild(DATA, url, folder, progress=accept_each_time)
    with pytest.raises(builds.NoWarehouse):
        builds.current(folder)
    assert len(ledger.accepted()) == 2, "what was accepted stays so"
    ledger.close()


def test_nothing_goes_on_without_the_ledger_that_was_known(run: Run, tmp_path: Path) -> None:
    assert run("build").returncode == 0, "a fresh checkout has none"
    name = run("submit", form(tmp_path, PASSENGERS), *SENT, "--yes").stdout.splitlines()[-1]
    assert run("review", "accept", name, "--by", "Boris").returncode == 0
    known = builds.current(tmp_path / "w").id
    away = tmp_path / "away"
    away.mkdir()
    for file in tmp_path.glob("ledger.sqlite*"):
        shutil.move(file, away)
    for command in (("build",), ("submit", form(tmp_path, PASSENGERS), *SENT, "--yes"), ("review", "list")):
        refused = run(*command)
        assert refused.returncode == 1 and "there is none at sqlite:///" in refused.stderr, (command, refused)
        assert "docs/backup.md" in refused.stderr and "build --new-ledger" in refused.stderr
    assert not (tmp_path / "ledger.sqlite").exists(), "nor is an empty one put in its place"
    assert builds.current(tmp_path / "w").id == known
    doctor = run("doctor")
    assert doctor.returncode == 1 and "there is none at sqlite:///" in doctor.stdout
    Ledger(f"sqlite:///{tmp_path}/ledger.sqlite").close()
    another = run("build")
    assert another.returncode == 1 and "lacks entries" in another.stderr
    for file in tmp_path.glob("ledger.sqlite*"):
        file.unlink()
    for file in away.glob("*"):
        shutil.copy(file, tmp_path)
    assert run("build").returncode == 0
    assert builds.current(tmp_path / "w").id == known
    for file in tmp_path.glob("ledger.sqlite*"):
        file.unlink()
    anew = run("build", "--new-ledger")
    assert anew.returncode == 0, anew.stderr
    assert run("build").returncode == 0, "said once it is known"


def test_a_ledger_that_lost_entries_is_missed(url: str, tmp_path: Path) -> None:
    ledger = Ledger(url)
    known_ledger.remember(tmp_path, url)
    assert not (tmp_path / known_ledger.NAME).exists(), "an empty one is nothing to remember"
    name = submitted(ledger, PASSENGERS)
    known_ledger.remember(tmp_path, url)
    ledger.decide(name, 0, "accepted", REVIEWER, "", "a", AT)
    assert known_ledger.missing(tmp_path, url) is None, "it went on"
    with ledger.turn() as connection:
        connection.execute(delete(journal))
    assert "lacks entries" in str(known_ledger.missing(tmp_path, url))
    (tmp_path / known_ledger.NAME).write_text("{")
    assert "cannot be read" in str(known_ledger.missing(tmp_path, url))
    ledger.close()
