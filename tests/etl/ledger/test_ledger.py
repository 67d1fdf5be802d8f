"""The ledger: what is acknowledged is there once, whole, in order, whoever is killed; nobody decides on what they did not see."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from etl.ledger.connection import NoLedger
from etl.ledger.store import Forbidden, Ledger, Overtaken, Refused, Stale, User
from etl.submissions.models import Proposal
from tests.support.places import ROOT

pytestmark = pytest.mark.slow

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ALIYA = User("Aliya", frozenset({"submitter", "reviewer"}))
BORIS = User("Boris", frozenset({"reviewer"}))
READER = User("Reader", frozenset())
ROWS = ({"period": "2026", "value": "1.5"}, {"period": "2027", "value": "=1+1"})


def proposal(note: str = "why") -> Proposal:
    return Proposal("observations", ROWS, "https://example.org/a", note, "form.csv", "f" * 64)


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    opened = Ledger(url)
    yield opened
    opened.close()


def submitted(ledger: Ledger, key: str = "k") -> str:
    return ledger.submit(proposal(), ALIYA, key, AT)[0]


def test_a_submission_comes_back_as_it_was(ledger: Ledger) -> None:
    found = ledger.show(submitted(ledger))
    assert (found.proposal, found.author, found.at, found.state, found.version) == (proposal(), "Aliya", AT.isoformat(), "submitted", 0)


def test_the_same_click_twice_submits_once(ledger: Ledger) -> None:
    first, again = ledger.submit(proposal(), ALIYA, "k", AT), ledger.submit(proposal(), ALIYA, "k", AT)
    assert (first[1], again) == (True, (first[0], False))
    assert len(ledger.listed()) == 1


def test_the_same_decision_twice_decides_once(ledger: Ledger) -> None:
    name = submitted(ledger)
    one, again = (ledger.decide(name, 0, "accepted", BORIS, "", "d", AT) for _ in range(2))
    assert one == again and len(one.decided) == 1


def test_of_two_acceptances_checked_without_each_other_one_is_refused(ledger: Ledger) -> None:
    names = [submitted(ledger, key) for key in "ab"]
    together, outcomes = threading.Barrier(2), []

    def accept(name: str) -> None:
        together.wait()
        try:
            ledger.decide(name, 0, "accepted", BORIS, "", f"d{name}", AT, checked=[])
            outcomes.append("accepted")
        except Overtaken as refusal:
            outcomes.append(str(refusal))

    threads = [threading.Thread(target=accept, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.accepted()) == 1
    assert sorted("another acceptance" in outcome for outcome in outcomes) == [False, True]
    first = ledger.accepted()[0].id
    (other,) = set(names) - {first}
    assert ledger.decide(other, 0, "accepted", BORIS, "", "again", AT, checked=[first]).state == "accepted"


def test_the_way_of_a_submission(ledger: Ledger) -> None:
    name = submitted(ledger)
    ledger.decide(name, 0, "comment", ALIYA, "Which table?", "c", AT)
    ledger.decide(name, 1, "accepted", BORIS, "", "d", AT)
    assert [item.id for item in ledger.accepted()] == [name]
    ledger.decide(name, 2, "reverted", BORIS, "wrong unit", "e", AT)
    assert ledger.accepted() == []
    assert [item.decision for item in ledger.show(name).decided] == ["comment", "accepted", "reverted"]


@pytest.mark.parametrize("decision", ["accepted", "rejected", "reverted"])
def test_what_is_rejected_stays_so(ledger: Ledger, decision: str) -> None:
    name = submitted(ledger)
    ledger.decide(name, 0, "rejected", BORIS, "no source", "d", AT)
    with pytest.raises(Refused, match="is rejected; only what is"):
        ledger.decide(name, 1, decision, BORIS, "why", "e", AT)  # type: ignore[arg-type]


def test_nobody_accepts_their_own(url: str) -> None:
    careful, trusting = Ledger(url), Ledger(url, four_eyes=False)
    name = submitted(careful)
    for same in ("Aliya", "ALIYA", " aliya "):
        with pytest.raises(Forbidden, match="is your own; another reviewer"):
            careful.decide(name, 0, "accepted", User(same, ALIYA.roles), "", "d", AT)
    assert trusting.decide(name, 0, "accepted", ALIYA, "", "d", AT).state == "accepted"
    careful.close()
    trusting.close()


def test_rights_are_checked_in_the_ledger(ledger: Ledger) -> None:
    with pytest.raises(Forbidden, match="needs the role submitter"):
        ledger.submit(proposal(), BORIS, "k", AT)
    name = submitted(ledger)
    with pytest.raises(Forbidden, match="needs the role reviewer"):
        ledger.decide(name, 0, "accepted", READER, "", "d", AT)
    with pytest.raises(Forbidden, match="needs the role submitter or reviewer"):
        ledger.decide(name, 0, "comment", READER, "Which table?", "d", AT)
    with pytest.raises(Forbidden, match="nobody may not do this"):
        ledger.decide(name, 0, "accepted", User(" ", ALIYA.roles), "", "d", AT)
    assert ledger.show(name).version == 0


def test_a_decision_on_what_changed_is_refused_with_what_it_is_now(ledger: Ledger) -> None:
    name = submitted(ledger)
    ledger.decide(name, 0, "accepted", BORIS, "", "d", AT)
    with pytest.raises(Stale, match="you saw version 0, it is version 1 now") as caught:
        ledger.decide(name, 0, "rejected", BORIS, "no", "e", AT)
    assert (caught.value.seen, caught.value.now.state) == (0, "accepted")


def test_a_refusal_says_why(ledger: Ledger) -> None:
    name = submitted(ledger)
    with pytest.raises(Refused, match="say why"):
        ledger.decide(name, 0, "rejected", BORIS, " ", "d", AT)
    with pytest.raises(Refused, match="there is no row"):
        ledger.submit(Proposal("observations", (), "u", "n"), ALIYA, "z", AT)
    with pytest.raises(Refused, match="there is no submission"):
        ledger.show("S0")


def test_of_many_who_decide_at_once_one_does(ledger: Ledger) -> None:
    name = submitted(ledger)
    results: list[str] = []

    def decide(number: int) -> None:
        try:
            ledger.decide(name, 0, ("accepted", "rejected")[number % 2], BORIS, "why", f"d{number}", AT)  # type: ignore[arg-type]
            results.append("decided")
        except Stale:
            results.append("stale")

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["decided"] + ["stale"] * 7


def test_a_changed_entry_shows(ledger: Ledger, url: str) -> None:
    for number in range(3):
        submitted(ledger, f"k{number}")
    assert ledger.wrong_entries() == []
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(
            text("update submissions set note = 'other' where submission = (select submission from journal where sequence = 2)")
        )
    engine.dispose()
    assert ledger.wrong_entries() == [2]


def test_an_address_that_leads_nowhere_is_a_sentence_without_the_password() -> None:
    with pytest.raises(NoLedger) as caught:
        Ledger("postgresql://me:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value) and "127.0.0.1" in str(caught.value)
    with pytest.raises(NoLedger, match="no address of a ledger"):
        Ledger("not an address")


def work(url: str, folder: Path, processes: int, each: int, kills: int, seed: int) -> None:
    """Workers submit and decide while some are killed and started again, until all is done."""
    chance = random.Random(seed)

    def start(worker: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.support.ledger_worker", url, str(worker), "0", str(each), str(folder / f"{worker}.txt")]
        return subprocess.Popen(command, cwd=ROOT)

    Ledger(url).close()
    running = {worker: start(worker) for worker in range(processes)}
    killed = 0
    while running:
        time.sleep(0.01)
        # By what was done, not by the clock: a fast machine is interrupted as often as a slow one.
        done = sum(path.read_bytes().count(b"\n") for path in folder.glob("*.txt"))
        if killed < kills and done > 2 * processes * each * killed / (kills + 1):
            worker = chance.choice(list(running))
            if running[worker].poll() is None:
                running[worker].send_signal(signal.SIGKILL)
                killed += 1
        for worker, process in list(running.items()):
            code = process.poll()
            if code == 0:
                del running[worker]
            elif code is not None:
                assert code == -signal.SIGKILL, f"worker {worker} ended with {code}"
                running[worker] = start(worker)
    assert killed >= kills / 2, "too few were killed: the test proves nothing"


def nothing_is_lost(url: str, folder: Path, processes: int, each: int) -> None:
    ledger = Ledger(url)
    found = {item.id: item for item in ledger.listed()}
    acknowledged = [line.split() for path in sorted(folder.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    assert {text[3] for text in acknowledged if text[0] == "submitted"} == set(found)
    assert len(found) == processes * each, "each number once, however often its worker began anew"
    assert {item.proposal.note for item in found.values()} == {
        f"{worker}-{number}" for worker in range(processes) for number in range(each)
    }
    for item in found.values():
        number = item.proposal.note.partition("-")[2]
        assert [row["row"] for row in item.proposal.rows] == ["0", "1", "2"] and {row["number"] for row in item.proposal.rows} == {number}
        assert [entry.decision for entry in item.decided] == [("accepted", "rejected")[int(number) % 2]]
    assert ledger.wrong_entries() == []
    ledger.close()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_nothing_acknowledged_is_lost_when_processes_are_killed(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "said"
    folder.mkdir()
    work(url, folder, 4, 40, kills=6, seed=1)
    nothing_is_lost(url, folder, 4, 40)


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize(("kind", "processes"), [("sqlite", 8), ("postgresql", 16)])
def test_nothing_is_lost_among_two_thousand(kind: str, processes: int, url: str, tmp_path: Path) -> None:
    if not url.startswith(kind):
        pytest.skip("the other database's turn")
    folder = tmp_path / "said"
    folder.mkdir()
    work(url, folder, processes, 2000 // processes, kills=40, seed=2)
    nothing_is_lost(url, folder, processes, 2000 // processes)
