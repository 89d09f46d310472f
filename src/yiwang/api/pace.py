"""How often a token may call: a bucket per token in this process, so that a reading request writes nothing.

The allowance is per process: an installation with four workers lets a token through four times as often at most. It is a guard
against a program that runs wild, not an account.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

_REMEMBERED = 4096


class Pace:
    """Buckets that fill at `per_minute` and hold ten seconds' worth (at least ten)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[int, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait(self, token: int, *, per_minute: int) -> int:
        """Take one call out of the token's bucket and return 0, or the whole seconds until the next one is in it."""
        rate, most = per_minute / 60, max(10.0, per_minute / 6)
        tick = self._clock()
        with self._lock:
            level, last = self._buckets.get(token, (most, tick))
            level = min(most, level + (tick - last) * rate)
            allowed = level >= 1
            if len(self._buckets) > _REMEMBERED:
                self._buckets.clear()
            self._buckets[token] = (level - allowed, tick)
        return 0 if allowed else max(1, math.ceil((1 - level) / rate))
