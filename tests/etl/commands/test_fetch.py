"""Publishers asked over real HTTP: what is new or revised is proposed, answers are kept, a failure costs nothing but itself."""

import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from etl.commands import fetch
from etl.commands.fetch import asked
from etl.commands.progress_bar import Progress
from etl.ledger.store import Ledger, User
from etl.record.models import Record, Source
from etl.sources.http_client import Publisher
from etl.sources.publishers import connectors
from etl.submissions.checked_record import check
from etl.submissions.validate_observations import examine
from tests.support.places import DATA, ROOT
from tests.support.publishers import Replay, Reply, Weather, replaying
from tests.support.record_answers import held, point_at, serve

pytestmark = pytest.mark.slow

SERIES = "wdi:IS.AIR.PSGR:KAZ"
AIR = "/wdi/country/KAZ/indicator/IS.AIR.PSGR"
Rows = set[tuple[tuple[str, str], ...]]


@pytest.fixture(scope="module")
def shipped() -> Record:
    return check(DATA, ()).record


def fetched_sources(record: Record) -> list[Source]:
    return [source for source in record.sources if source.fetch]


def news(record: Record) -> dict[str, dict[str, float]]:
    """The values of the record, of each series the newest revised and one earlier period added."""
    found = held(record)
    for values in found.values():
        first, last = next(iter(values)), list(values)[-1]
        year, dash, rest = first.partition("-")
        values |= {last: round(values[last] * 1.25 + 1, 6), f"{int(year) - 1}{dash}{rest}": 77.0}
    return found


@dataclass
class Bench:
    """A record whose publishers are one local server, with a ledger and a folder of answers of its own."""

    server: Replay
    record: Record
    data: Path
    folder: Path

    def fetch(self, *sources: str, since: str = "", tries: int = 3, now: datetime | None = None) -> int:
        """Run the command; waiting between tries is skipped, so a bad network costs no time."""
        client = Publisher(timeout=0.2, tries=tries, interval=0, wait=lambda _: None)
        return fetch.fetch(
            self.data, f"sqlite:///{self.folder}/ledger.sqlite", self.folder / "kept", sources, since, publisher=client, now=now
        )

    def proposed(self) -> Rows:
        """Every row that stands in a submission; no row stands in two."""
        ledger = Ledger(f"sqlite:///{self.folder}/ledger.sqlite")
        rows = [tuple(sorted(row.items())) for item in ledger.listed() for row in item.proposal.rows]
        assert ledger.wrong_entries() == []
        ledger.close()
        assert len(rows) == len(set(rows)), "nothing is proposed twice"
        return set(rows)

    def snapshots(self) -> dict[str, str]:
        """The kept answers with their hashes; every one is whole."""
        found = {}
        for path in (self.folder / "kept").rglob("*.json"):
            content = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(content, dict) and "sha256" in content:
                digest = hashlib.sha256((path.parent / content["file"]).read_bytes()).hexdigest()
                assert digest == content["sha256"], path
                found[path.name] = digest
        return found


@pytest.fixture
def bench(record: Path, tmp_path: Path) -> Iterator[Bench]:
    with replaying() as server:
        point_at(record, server.address)
        loaded = check(record, ())
        assert loaded.problems == []
        yield Bench(server, loaded.record, record, tmp_path)


def sound_rows(bench: Bench) -> Rows:
    """What is proposed in the end where nothing fails, in a ledger of its own."""
    other = Bench(bench.server, bench.record, bench.data, bench.folder / "sound")
    other.folder.mkdir()
    assert other.fetch() == 0
    return other.proposed()


# --- the sources that are configured


def test_every_configured_series_is_asked_for_in_a_way_its_connector_knows(shipped: Record) -> None:
    units = {unit.code: unit.dimension for unit in shipped.units}
    unit_of = {item.series: item.unit for item in shipped.observations}
    sources = fetched_sources(shipped)
    assert {source.id for source in sources} == {"bns", "comtradeplus-un-org", "gapminder", "nbk", "owid", "uis", "undesa", "wdi", "wits"}
    for source in sources:
        listed = list(asked(shipped, source))
        assert listed, source.id
        for way in source.fetch:
            assert any(item.query.connector == way.connector for item in listed), way.series
        for item in listed:
            connectors()[item.query.connector].check(item.query)
            assert connectors()[item.query.connector].url(item.query, None).startswith("https://")
            assert units[item.unit] == units[unit_of[item.series]], f"{item.series}: the publisher's unit measures something else"


def test_what_the_record_holds_already_is_no_news(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    """Each publisher answers in its own shape and unit what the record came from: nothing is proposed, whatever was rounded."""
    for source in fetched_sources(bench.record):
        serve(bench.server, bench.record, source, held(bench.record))
    assert bench.fetch() == 0, capsys.readouterr().err
    output = capsys.readouterr().out.splitlines()
    assert len(output) == 9 and all("0 new, 0 changed" in line for line in output), output
    assert bench.proposed() == set()


def test_units_of_the_publisher_become_those_of_the_record(bench: Bench, shipped: Record) -> None:
    wits = next(source for source in fetched_sources(bench.record) if source.id == "wits")
    serve(bench.server, bench.record, wits, news(shipped))
    assert bench.fetch("wits") == 0
    sent = {(row["series"], row["period"]): row for row in map(dict, bench.proposed())}
    row = sent["bns:KZ.EXPORTS.PARTNER:KAZ:RUS", "1999"]
    assert (float(row["value"]), row["unit"]) == (77_000.0, "USD_TH")
    assert ("bns:KZ.EXPORTS.PARTNER:KAZ:RUS", "2025") not in sent, "later years are the national table's"
    ledger = Ledger(f"sqlite:///{bench.folder}/ledger.sqlite")
    examined = examine(
        bench.record, "observations", list(enumerate(ledger.listed()[0].proposal.rows, 1)), wits.url or "", date(2026, 12, 1)
    )
    ledger.close()
    found = {(item.series, item.period): (item.value, item.unit, item.source) for item in (row.item for row in examined.rows)}
    assert found["bns:KZ.EXPORTS.PARTNER:KAZ:RUS", "1999"] == (77.0, "USD_MN", "wits")


# --- one publisher


def answer(*rows: tuple[str, float | None]) -> Reply:
    """The World Bank's answer for air passengers of Kazakhstan, newest first as it comes."""
    listed = [{"indicator": {"id": "IS.AIR.PSGR"}, "countryiso3code": "KAZ", "date": year, "value": value} for year, value in rows]
    return Reply(json.dumps([{"page": 1, "pages": 1, "total": len(listed)}, listed]).encode(), headers={"Content-Length": ""})


def run(bench: Bench, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command as a person runs it."""
    environment = {
        **os.environ,
        "SERVANDA_LEDGER": f"sqlite:///{bench.folder}/ledger.sqlite",
        "SERVANDA_SNAPSHOTS": str(bench.folder / "kept"),
    }
    command = [sys.executable, "-m", "etl", "fetch", "--data", str(bench.data), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def air(bench: Bench) -> Bench:
    """A record of which one series is fetched."""
    path = bench.data / "sources.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("wdi:(?P<code>[A-Z0-9.]+):", "wdi:(?P<code>IS[.]AIR[.]PSGR):"), encoding="utf-8"
    )
    return bench


def test_trade_by_good_that_waits_for_its_fetch_is_proposed_when_the_publisher_answers(bench: Bench) -> None:
    """The record holds only that it was not fetched yet; the first answer in Comtrade's own shape becomes rows of the right series."""
    source = next(source for source in fetched_sources(bench.record) if source.id == "comtradeplus-un-org")
    waiting = {item.series for item in asked(bench.record, source)}
    assert {series.split(":")[1] for series in waiting} >= {
        "X.2701",
        "M.2709",
        "M.2710",
        "M.2711",
        "M.2716",
        "X.2844",
        "X.8108",
        "X.2615",
        "X.7202",
    }
    serve(bench.server, bench.record, source, {series: {"2023": 1e6 + place} for place, series in enumerate(sorted(waiting))})
    assert bench.fetch(source.id) == 0
    proposed = {row["series"]: row for row in map(dict, bench.proposed())}
    assert set(proposed) == waiting
    for place, series in enumerate(sorted(waiting)):
        row = proposed[series]
        assert (row["period"], row["unit"], float(row["value"])) == ("2023", "USD", 1e6 + place)


def test_what_is_new_and_what_is_revised_is_proposed(air: Bench) -> None:
    air.server.answers(AIR, answer(("2025", None), ("2024", 12_900_000), ("2023", 11_884_242), ("2022", 9_756_366.526)))
    done = run(air, "wdi")
    assert done.returncode == 0, done.stderr
    first, *changes = done.stdout.splitlines()
    assert first.startswith("wdi: 1 new, 1 changed, 1 unchanged; submitted as S")
    assert changes == [f"  {SERIES} 2023: 11884241.04 before, 11884242 now", f"  {SERIES} 2024: 12900000 (new)"]
    assert f"wdi 1/1 {SERIES}" in done.stderr
    ledger = Ledger(f"sqlite:///{air.folder}/ledger.sqlite")
    (found,) = ledger.listed()
    assert (found.author, found.state) == ("World Bank", "submitted")
    assert [(row["period"], float(row["value"])) for row in found.proposal.rows] == [("2023", 11_884_242), ("2024", 12_900_000)]
    ledger.close()
    again = run(air, "wdi")
    assert again.stdout == "wdi: 1 new, 1 changed, 1 unchanged; all of it was proposed before\n", "fetched twice it is proposed once"


def test_since_leaves_earlier_periods_alone(air: Bench) -> None:
    air.server.answers(AIR, answer(("2024", 12_900_000), ("2010", 1)))
    assert air.fetch("wdi", since="2020") == 0
    assert [dict(row)["period"] for row in air.proposed()] == ["2024"]
    assert run(air, "wdi", "--since", "soon").stderr.strip() == '--since "soon" is no period; write 2020, 2025-Q3 or 2025-08'


def test_a_publisher_that_fails_changes_nothing_and_is_told(air: Bench) -> None:
    air.server.answers(AIR, Reply(b"gone", status=404))
    done = run(air, "wdi")
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert "wdi: 1 series is missing; what was there is kept" in done.stderr
    assert f"  {SERIES}: 127.0.0.1: has nothing at this address" in done.stderr
    assert air.proposed() == set()


def test_a_series_that_fails_stops_no_other(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    for source in fetched_sources(bench.record):
        serve(bench.server, bench.record, source, news(bench.record))
    bench.server.answers(next(path for path in bench.server.replies if AIR in path), Reply(b"[null]"))
    assert bench.fetch("wdi", "uis") == 3
    output = capsys.readouterr()
    assert "wdi: 1 series is missing" in output.err and f"  {SERIES}: World Bank: " in output.err and "uis: " not in output.err
    assert {dict(row)["series"] for row in bench.proposed()} > {"wdi:NY.GDP.PCAP.PP.KD:KAZ", "uis:26637:KAZ"}


def test_a_publisher_that_goes_back_to_an_earlier_value_is_heard(air: Bench) -> None:
    """Revised, accepted, and revised back: a change of its own, though its row is one that was proposed before."""
    air.server.answers(AIR, answer(("2024", 1)), answer(("2024", 2)), answer(("2024", 1)))
    ledger = Ledger(f"sqlite:///{air.folder}/ledger.sqlite")
    for number in range(3):
        assert air.fetch("wdi", now=datetime(2026, 12, 1 + number, tzinfo=UTC)) == 0
        (waiting,) = ledger.listed("submitted")
        assert len(ledger.listed()) == number + 1
        reviewer = User("Boris", frozenset({"reviewer"}))
        ledger.decide(waiting.id, 0, "accepted", reviewer, "", waiting.id, datetime(2026, 12, 1 + number, 12, tzinfo=UTC))
    found = [item for item in check(air.data, ledger.accepted()).record.observations if (item.series, item.period) == (SERIES, "2024")]
    assert [(item.value, item.published) for item in found] == [(1, "2026-12-01"), (2, "2026-12-02"), (1, "2026-12-03")], (
        "every revision is a vintage of its own"
    )
    ledger.close()


def test_a_file_of_many_series_is_asked_for_once(bench: Bench, shipped: Record) -> None:
    owid = next(source for source in fetched_sources(bench.record) if source.id == "owid")
    serve(bench.server, bench.record, owid, held(bench.record))
    assert bench.fetch("owid") == 0
    assert len(bench.server.asked) == 1 and len(list(asked(shipped, owid))) == 24


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "text"),
    [
        (io.StringIO(), "  wdi 1/2 a\n  wdi 2/2 b\n"),
        (Terminal(), f"\r\x1b[K  wdi {'█' * 12}{'·' * 12} 1/2 a\r\x1b[K  wdi {'█' * 24} 2/2 b\r\x1b[K"),
    ],
)
def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(stream: io.StringIO, text: str) -> None:
    with Progress(stream, "wdi", 2) as progress:
        progress.step("a")
        progress.step("b")
    assert stream.getvalue() == text


def test_a_source_that_cannot_be_fetched_is_a_sentence(bench: Bench) -> None:
    done = run(bench, "kremlin")
    assert (
        done.returncode == 1 and "kremlin is no source that can be fetched; these can: bns, comtradeplus-un-org, gapminder" in done.stderr
    )


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("wdi:(?P<code>[A-Z0-9.]+)", "wdi:(?P<code[A-Z0-9.]+)", "series is no regular expression"),
        (
            'parameters: {countries: "{geo}"}',
            'parameters: {countries: "{land}"}',
            '"{land}" is filled in by nothing; the groups of series are: ',
        ),
        ("unit: USD_TH", "unit: USD_THS", 'unknown unit "USD_THS"'),
    ],
)
def test_a_mapping_that_cannot_work_is_refused_by_check(record: Path, before: str, after: str, message: str) -> None:
    path = record / "sources.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    assert any(message in str(problem) for problem in check(record, ()).problems)


# --- a network that fails at random


@pytest.mark.full
@pytest.mark.parametrize("seed", range(40))
def test_a_network_failing_at_random_ends_complete_or_says_what_is_missing(
    bench: Bench, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every source, a fifth of the requests failing: complete, or the missing named and the rest intact; a sound network completes it."""
    for source in fetched_sources(bench.record):
        serve(bench.server, bench.record, source, held(bench.record))
    assert bench.fetch() == 0, "a first fetch, so that there is something to keep"
    before = bench.snapshots()
    for source in fetched_sources(bench.record):
        serve(bench.server, bench.record, source, news(bench.record))
    wanted = sound_rows(bench)
    capsys.readouterr()
    bench.server.weather = Weather(seed, 0.2)
    # Odd seeds try twice only, so that some series really fail.
    code = bench.fetch(tries=2 if seed % 2 else 4)
    output = capsys.readouterr().err
    there = bench.proposed()
    assert sum(bench.server.weather.hit.values()) > 5, "the weather was bad"
    assert there <= wanted, "no row that a sound network does not give"
    missing = {dict(row)["series"] for row in wanted} - {dict(row)["series"] for row in there}
    assert {row for row in wanted if dict(row)["series"] not in missing} == there, "a series is there whole or not at all"
    assert (code == 3) == bool(missing)
    named = output[output.find("missing; what was there is kept") :] if missing else ""
    assert all(series in named for series in missing)
    assert "Traceback" not in output
    assert before.items() <= bench.snapshots().items(), "what was kept is kept"
    bench.server.weather = None
    assert bench.fetch() == 0
    assert bench.proposed() == wanted, "a later run completes it"
