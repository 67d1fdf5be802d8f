"""How far a long command has come: a bar on a terminal, plain lines everywhere else."""

from types import TracebackType
from typing import TextIO

WIDTH = 24
LONGEST_NAME = 60


class Progress:
    """Counts `total` steps on a stream: one line that is drawn over itself on a terminal, else one line per step."""

    def __init__(self, stream: TextIO, title: str, total: int) -> None:
        self.stream, self.title, self.total, self.done = stream, title, total, 0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.stream.isatty():
            # The bar gives way to what is said next.
            print("\r\x1b[K", end="", file=self.stream, flush=True)

    def step(self, name: str) -> None:
        """Say that the step `name` begins."""
        self.done += 1
        counted = f"{self.done}/{self.total}"
        if self.stream.isatty():
            full = WIDTH * self.done // self.total
            bar = "█" * full + "·" * (WIDTH - full)
            print(f"\r\x1b[K  {self.title} {bar} {counted} {name[:LONGEST_NAME]}", end="", file=self.stream, flush=True)
        else:
            print(f"  {self.title} {counted} {name}", file=self.stream, flush=True)
