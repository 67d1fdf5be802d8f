"""How much somebody may ask for in a time: a bucket that empties with every wish and fills again as time passes (token bucket).

Kept in memory, for each process alone, for a bounded number of people: whoever was not seen for longest is forgotten first.
"""

import math
import threading
import time
from collections.abc import Callable

from cachetools import LRUCache

MOST_REMEMBERED = 20_000


class Allowance:
    """`most` at once, and as many again in each `period_s`; safe to share between threads. `clock` never runs backwards."""

    def __init__(
        self, most: float, period_s: float, remembered: int = MOST_REMEMBERED, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._per_s, self._clock = most, most / period_s, clock
        self._left: LRUCache[str, tuple[float, float]] = LRUCache(remembered)
        self._lock = threading.Lock()

    def take(self, who: str, cost: float = 1) -> float:
        """Take `cost` from what `who` has left: 0 where there is enough, else the seconds until there is; then nothing is taken.

        What costs more than there can ever be is never granted: infinity.
        """
        if cost > self._most:
            return math.inf
        with self._lock:
            now = self._clock()
            left, at = self._left.get(who, (self._most, now))
            left = min(self._most, left + (now - at) * self._per_s)
            wait = max(0.0, (cost - left) / self._per_s)
            self._left[who] = (left if wait else left - cost, now)
        return wait


class Allowances:
    """An allowance whose size may be set anew while the program runs: whoever has used it up starts over then."""

    def __init__(self, period_s: float) -> None:
        self._period_s = period_s
        self._size, self._allowance = 0.0, Allowance(1, period_s)

    def take(self, most: float, who: str, cost: float = 1) -> float:
        """As `Allowance.take`, of `most` in the period."""
        if most != self._size:
            self._size, self._allowance = most, Allowance(most, self._period_s)
        return self._allowance.take(who, cost)
