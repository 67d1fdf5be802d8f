"""A build is whole or it is not there: killed, doubled, broken or read meanwhile, the last good one serves."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl.warehouse import builds as warehouse
from tests.support.places import DATA, ROOT

FEW_KILLS = 4
FULL_KILLS = 150


def start_build(folder: Path, data: Path = DATA) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "etl", "build", "--data", str(data), "--warehouse", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def pledges(published: warehouse.Build) -> int:
    """Counted in another process, as every reader is one."""
    code = "import sys; from pathlib import Path; from etl.warehouse import builds as w; c = w.open_build(w.current(Path(sys.argv[1]))); print(c.execute('select count(*) from pledge_statuses').fetchone()[0])"
    done = subprocess.run([sys.executable, "-c", code, str(published.path.parent)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def change(record: Path, number: int) -> None:
    """Another record: so another build id."""
    path = record / "declarations/kz-ru-2025/searches.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"D25,2026-11-23,en,,try {number},\n", encoding="utf-8")


def test_same_record_gives_the_same_build(tmp_path: Path) -> None:
    first, second = warehouse.build(DATA, tmp_path / "a"), warehouse.build(DATA, tmp_path / "b")
    assert first.id == second.id
    with warehouse.open_build(first) as one, warehouse.open_build(second) as other:
        for (table,) in one.execute("select schema_name || '.' || table_name from duckdb_tables() order by 1").fetchall():
            assert one.execute(f"from {table} order by all").fetchall() == other.execute(f"from {table} order by all").fetchall(), table


def test_another_record_gives_another_build_and_the_pointer_moves(tmp_path: Path, record: Path) -> None:
    before = warehouse.build(record, tmp_path / "w")
    change(record, 1)
    after = warehouse.build(record, tmp_path / "w")
    assert before.id != after.id
    assert warehouse.current(tmp_path / "w") == after
    assert before.path.exists(), "a reader may still have the build before open"


def test_bad_record_publishes_nothing(tmp_path: Path, record: Path) -> None:
    good = warehouse.build(record, tmp_path / "w")
    path = record / "geos.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\nKAZ,", "\nKZ,"), encoding="utf-8")
    with pytest.raises(warehouse.BadRecord, match=r"unknown country or group"):
        warehouse.build(record, tmp_path / "w")
    assert warehouse.current(tmp_path / "w") == good
    assert [path.name for path in (tmp_path / "w").glob(".*-draft-*")] == []


def test_audit_stops_a_build(record: Path) -> None:
    loaded = warehouse.check(record).record
    broken = loaded.model_copy(update={"observations": tuple(item.model_copy(update={"url": ""}) for item in loaded.observations[:1])})
    with duckdb.connect() as connection, pytest.raises(warehouse.BadRecord, match="without source or link"):
        warehouse.fill(connection, broken, date(2026, 11, 24))


def kill_builds(folder: Path, record: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)
    good = warehouse.build(record, folder)
    expected = pledges(good)
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "etl", "build", "--data", str(record), "--warehouse", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    usual = time.monotonic() - started
    change(record, 0)
    started = time.monotonic()
    finished = 0
    for number in range(times):
        process = start_build(folder, record)
        time.sleep(chance.uniform(0.2, 1.0) * (usual + 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        serving = warehouse.current(folder)
        if serving.id != good.id:
            finished += 1
            good = serving
            change(record, number + 1)
        assert pledges(serving) == expected
    assert finished < times, "no build was killed before its end: the test proves nothing"
    warehouse.build(record, folder)
    assert warehouse.current(folder).id != "" and pledges(warehouse.current(folder)) == expected


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_builds_leave_the_last_good_one_serving(tmp_path: Path, record: Path) -> None:
    kill_builds(tmp_path / "w", record, FEW_KILLS, seed=1)


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_many_killed_builds_leave_the_last_good_one_serving(tmp_path: Path, record: Path) -> None:
    kill_builds(tmp_path / "w", record, FULL_KILLS, seed=2)


def test_two_builds_at_once_and_a_reader(tmp_path: Path, record: Path) -> None:
    folder = tmp_path / "w"
    first = warehouse.build(record, folder)
    expected = pledges(first)
    change(record, 1)
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with warehouse.open_build(warehouse.current(folder)) as connection:
                row = connection.execute("select count(*) from pledge_statuses").fetchone()
                seen.append(row[0] if row else -1)

    reader = threading.Thread(target=read)
    reader.start()
    builds = [start_build(folder, record) for _ in range(2)]
    codes = [process.wait(timeout=60) for process in builds]
    done.set()
    reader.join(timeout=10)
    assert codes == [0, 0]
    assert set(seen) == {expected}
    assert warehouse.current(folder).id != first.id
    assert [path.name for path in folder.glob(".*-draft-*")] == []


def test_only_the_last_builds_are_kept(tmp_path: Path, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "BUILDS_STORED", 1)
    made = []
    for number in range(4):
        change(record, number)
        made.append(warehouse.build(record, tmp_path / "w"))
    # The one before the last is there should the last be damaged.
    left = set((tmp_path / "w").glob("*.duckdb"))
    assert {build.path for build in made[-2:]} <= left and made[0].path not in left


def test_readers_cannot_write_or_reach_out(built: warehouse.Build, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with warehouse.open_build(built) as connection:
        for query in (
            f"select * from read_csv('{secret}')",
            "delete from pledges",
            f"copy pledges to '{tmp_path}/out.csv'",
            "set enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(query)


def test_cursors_of_many_threads_get_their_own_rows(built: warehouse.Build) -> None:
    """One connection used by several threads returns other threads' rows; a cursor per run does not."""
    wrong: list[str] = []
    with warehouse.open_build(built) as connection:
        keys = [key for (key,) in connection.execute("select pledge from pledges").fetchall()]

        def ask() -> None:
            cursor = connection.cursor()
            for _ in range(8):
                for key in keys:
                    row = cursor.execute("select pledge from pledges where pledge = $1", [key]).fetchone()
                    if row != (key,):
                        wrong.append(key)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_no_build_is_a_sentence_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(warehouse.NoWarehouse, match="run: python -m etl build"):
        warehouse.current(tmp_path)


def test_as_of_shows_only_what_was_published(tmp_path: Path) -> None:
    early = warehouse.build(DATA, tmp_path, date(2025, 11, 12))
    late = warehouse.build(DATA, tmp_path)
    with warehouse.open_build(early) as then, warehouse.open_build(late) as now:
        count = "select count(*), max(published) from observations"
        (few, newest), (all_, _) = then.execute(count).fetchone() or (), now.execute(count).fetchone() or ()
    assert few < all_
    assert newest <= date(2025, 11, 12)
