"""Many readers at once: one dashboard, its viewers in one other process, builds published meanwhile.

`python -m benchmarks.load --viewers 300 --think 10 --seconds 60 --publish-every 30`, or `--runs 10000` for its memory.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.table import ROOT, Line
from benchmarks.viewers import LANGUAGES, Tally, Viewer

P95_BUDGET_MS, CPU_BUDGET_MS = 500, 15
# A closed loop that keeps one process busy without a queue.
HURRIED_VIEWERS, HURRIED_THINK_S = 12, 0.2
WARM_UP_S = 15
# Memory is flat where its last quarter is no more than so many times its second.
FLAT = 1.1


@dataclass(frozen=True)
class Result:
    """What was measured: milliseconds from each click to the end of its run, the server's CPU time, its memory over time."""

    name: str
    tally: Tally
    times_ms: list[float]
    seconds: float
    cpu_s: float
    rss_mb: list[float]
    builds: int

    def percentile(self, share: float) -> float:
        """The time that this share of the clicks did not exceed."""
        return sorted(self.times_ms)[min(len(self.times_ms) - 1, int(share * len(self.times_ms)))]

    @property
    def cpu_ms(self) -> float:
        """Server time per click, with all that happens besides: loading documents, asking for news."""
        return 1000 * self.cpu_s / len(self.times_ms)


def measure(viewers: int = 300, think_s: float = 10, seconds: float = 60, publish_every_s: float = 0, runs: int = 0) -> Result:
    """Read every page once, open `viewers`, let them read for `seconds` after a warm-up (or until `runs` pages were run).

    Builds are published meanwhile where `publish_every_s` says so.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        publish(folder, None)
        with serving(folder) as (address, process):
            return asyncio.run(_measure(folder, address, process, viewers, think_s, seconds, publish_every_s, runs))


def lines(rounds: int) -> Iterator[Line]:
    """What is promised of many readers; a run takes as long as it takes, so that each is one, however many `rounds`."""
    warm = measure()
    yield Line("300 viewers: server time per click", [warm.cpu_ms], budget=CPU_BUDGET_MS)
    yield Line("300 viewers: p95 of clicks", [warm.percentile(0.95)], budget=P95_BUDGET_MS)
    busy = measure(publish_every_s=30)
    yield Line("300 viewers, a build each 30 s: p95 of clicks", [busy.percentile(0.95)], budget=P95_BUDGET_MS)
    long = measure(HURRIED_VIEWERS, HURRIED_THINK_S, runs=10_000)
    yield Line("10,000 page runs: memory, last to second quarter", [_growth(long.rss_mb)], "", FLAT)


async def _measure(
    folder: Path, address: str, process: int, viewers: int, think_s: float, seconds: float, publish_every_s: float, runs: int
) -> Result:
    for lang in sorted(set(LANGUAGES)):
        await Viewer(address, Tally(), 0, lang).walk()
    tally, done = Tally(), asyncio.Event()
    reading = [asyncio.create_task(Viewer(address, tally, seed).read(think_s, done.is_set)) for seed in range(viewers)]
    await asyncio.sleep(WARM_UP_S + think_s)
    first, started, cpu, builds, rss = len(tally.clicks), time.perf_counter(), cpu_s(process), 0, [rss_mb(process)]
    ends, next_build = started + seconds, started + publish_every_s / 2
    while time.perf_counter() < ends if not runs else len(tally.clicks) - first < runs:
        await asyncio.sleep(1)
        rss.append(rss_mb(process))
        if publish_every_s and time.perf_counter() >= next_build:
            next_build += publish_every_s
            builds += 1
            await asyncio.to_thread(publish, folder, builds)
    spent, took = cpu_s(process) - cpu, time.perf_counter() - started
    done.set()
    times = [1000 * click.seconds for click in tally.clicks[first:]]
    for task in reading:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    return Result(f"{viewers} viewers, a click each {think_s:g} s", tally, times, took, spent, rss, builds)


def publish(folder: Path, number: int | None) -> None:
    """Build and publish: another build for each `number`, as of another day."""
    command = [sys.executable, "-m", "etl", "build", "--warehouse", str(folder)]
    if number is not None:
        command += ["--as-of", (date(2026, 11, 20) - timedelta(days=number)).isoformat()]
    subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, env={**os.environ, "SERVANDA_LEDGER": f"sqlite:///{folder}/none.sqlite"}
    )


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, int]]:
    """The address and the process of a dashboard that serves the builds in `folder`."""
    environment = {
        **os.environ,
        "SERVANDA_WAREHOUSE": str(folder),
        "SERVANDA_LEDGER": f"sqlite:///{folder}/none.sqlite",
        "SERVANDA_LOCAL_USER": "off",
    }
    port = 8600 + os.getpid() % 300
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "dashboard/server/application.py",
        "--server.port",
        str(port),
        "--secrets.files",
        "none.toml",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        while process.poll() is None:
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def cpu_s(process: int) -> float:
    """CPU time a process has used, in seconds."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        output = subprocess.run(["ps", "-o", "time=", "-p", str(process)], capture_output=True, text=True, check=True).stdout
        total = 0.0
        for part in output.strip().replace("-", ":").split(":"):
            total = total * 60 + float(part)
        return total


def rss_mb(process: int) -> float:
    """Memory a process holds, in megabytes."""
    output = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True).stdout
    return int(output) / 1000


def _growth(rss: list[float]) -> float:
    """The median of the last quarter over that of the second: the first fills the caches."""
    quarter = max(1, len(rss) // 4)
    return statistics.median(rss[-quarter:]) / statistics.median(rss[quarter : 2 * quarter] or rss)


def show(result: Result) -> None:
    """Print a result."""
    print(f"{result.name}, {result.seconds:.0f} s, {result.builds} builds published meanwhile")
    print(f"  clicks                {len(result.times_ms):>8}   {len(result.times_ms) / result.seconds:.1f} per second")
    for share in (0.5, 0.95, 0.99):
        most = f"   (at most {P95_BUDGET_MS} ms)" if share == 0.95 else ""
        print(f"  p{100 * share:<2.0f} to the end of a run {result.percentile(share):>6.0f} ms{most}")
    print(f"  server time per click {result.cpu_ms:>8.1f} ms   (at most {CPU_BUDGET_MS} ms once a build is warm)")
    print(
        f"  server's memory       {result.rss_mb[0]:>8.0f} MB at first, {result.rss_mb[-1]:.0f} at the end, {max(result.rss_mb):.0f} at most, {_growth(result.rss_mb):.2f} times from the second quarter to the last"
    )
    print(f"  received              {result.tally.received / 1e6:>8.1f} MB")
    print(f"  errors                {len(result.tally.errors):>8}")
    for error, times in Counter(result.tally.errors).most_common(5):
        print(f"    {times} times {error}")
    by_kind: dict[str, list[float]] = {}
    for click in result.tally.clicks[-len(result.times_ms) :]:
        by_kind.setdefault(click.what, []).append(1000 * click.seconds)
    for what, times_ms in sorted(by_kind.items()):
        print(f"    {what:<16}{len(times_ms):>6} clicks, median {statistics.median(times_ms):.0f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--viewers", type=int, default=300)
    parser.add_argument("--think", type=float, default=10, metavar="SECONDS", help="between two clicks of a viewer")
    parser.add_argument("--seconds", type=float, default=60, help="how long it is measured, after a warm-up")
    parser.add_argument("--publish-every", type=float, default=0, metavar="SECONDS", help="build and publish meanwhile; 0: never")
    parser.add_argument("--runs", type=int, default=0, metavar="N", help="until N pages were run, by a few hurried viewers")
    options = parser.parse_args()
    if options.runs:
        options.viewers, options.think = HURRIED_VIEWERS, HURRIED_THINK_S
    show(measure(options.viewers, options.think, options.seconds, options.publish_every, options.runs))


if __name__ == "__main__":
    main()
