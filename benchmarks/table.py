"""The one table: what was measured, how long it took, how much memory it held, what was promised, whether that holds."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GB = 1 << 30
HEADER = ("what", "median", "least", "most", "unit", "CPU", "memory", "at most", "held")
WIDTHS = (58, 9, 9, 9, 5, 8, 9, 18, 4)


@dataclass(frozen=True)
class Ran:
    """What a process took: wall seconds, CPU seconds (user and system), and the most memory it held, in bytes (0: not told here)."""

    wall: float
    cpu: float
    memory: int


@dataclass(frozen=True)
class Line:
    """One thing measured, round by round; `unit` says in what, empty for a ratio. Budgets are what was promised, at most."""

    name: str
    values: Sequence[float]
    unit: str = "ms"
    budget: float | None = None
    cpu: float | None = None
    memory: int = 0
    memory_budget: int | None = None

    @classmethod
    def of(cls, name: str, runs: Sequence[Ran], budget: float | None = None, memory_budget: int | None = None, less: float = 0) -> "Line":
        """A line of processes, in seconds; `less` is what each took before its work began."""
        cpu, memory = statistics.median(item.cpu for item in runs), max(item.memory for item in runs)
        return cls(name, [item.wall - less for item in runs], "s", budget, cpu, memory, memory_budget)

    @property
    def held(self) -> bool | None:
        """Whether what was promised holds; None where nothing was."""
        if self.budget is None and self.memory_budget is None:
            return None
        return (self.budget is None or statistics.median(self.values) <= self.budget) and (
            self.memory_budget is None or self.memory <= self.memory_budget
        )

    def cells(self) -> tuple[str, ...]:
        """As the columns of HEADER."""
        promised = [] if self.budget is None else [f"{self.budget:g} {self.unit}".strip()]
        promised += [] if self.memory_budget is None else [_size(self.memory_budget)]
        figures = (statistics.median(self.values), min(self.values), max(self.values))
        return (
            self.name,
            *(f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" for value in figures),
            self.unit,
            "" if self.cpu is None else f"{self.cpu:.3g} s",
            _size(self.memory) if self.memory else "",
            ", ".join(promised),
            {True: "yes", False: "NO", None: ""}[self.held],
        )


def run(command: Sequence[str], out: Path | None = None) -> Ran:
    """Run a command in the repository's root. Raises CalledProcessError with what it said where it fails."""
    started = time.perf_counter()
    with (out or Path(os.devnull)).open("wb") as written:
        process = subprocess.Popen(command, cwd=ROOT, stdout=written, stderr=subprocess.PIPE)
        assert process.stderr is not None
        output = process.stderr.read()
        if not hasattr(os, "wait4"):
            code, cpu, memory = process.wait(), 0.0, 0
        else:
            _, status, usage = os.wait4(process.pid, 0)
            code, cpu = os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime
            memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    if code:
        sys.stderr.buffer.write(output)
        raise subprocess.CalledProcessError(code, command)
    return Ran(time.perf_counter() - started, cpu, memory)


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round, after one that is not counted."""
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return times


def machine() -> str:
    """What it was measured on, and when."""
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / GB:.0f} GB of memory"
    libraries = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pyarrow", "pydantic", "streamlit"))
    here = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores{memory}"
    return f"{datetime.now(UTC).date()}: {here}; Python {platform.python_version()}, {libraries}."


def aligned(cells: Sequence[str]) -> str:
    """One line of the table on a terminal."""
    return "  ".join(
        cell.ljust(width) if not place else cell.rjust(width) for place, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    )


def markdown(cells: Sequence[str]) -> str:
    """One line of the table in a document."""
    return f"| {' | '.join(cells)} |"


def _size(memory: int) -> str:
    return f"{memory / GB:.2g} GB" if memory >= GB else f"{memory >> 20} MB"
