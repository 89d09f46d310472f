"""Short work that recurs every moment: handing events on, folding counts, watching limits. `yiwang worker` runs it, a thread for each.

Work that recurs by the minute or slower is a procrastinate task (`jobs.py` of its package). A tick must bear being run by several
workers at once; `infra.locks.sole` makes all but one of them return at once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from . import clock, heartbeats

log = structlog.get_logger(__name__)
Deed = Callable[[datetime], object]
_PAUSE_AFTER_TROUBLE = 1.0


@dataclass(frozen=True)
class Tick:
    """Run `deed(now)` every `seconds`; at once again while it says that more is waiting (returns True)."""

    name: str
    seconds: float
    deed: Deed


_ticks: dict[str, Tick] = {}


def every(seconds: float, *, name: str) -> Callable[[Deed], Deed]:
    """Register the decorated function; to be used in a package's `jobs.py`."""

    def register(deed: Deed) -> Deed:
        _ticks[name] = Tick(name, seconds, deed)
        return deed

    return register


def registered() -> list[Tick]:
    """Return every tick, by name."""
    return [_ticks[name] for name in sorted(_ticks)]


def run(tick: Tick, stop: threading.Event) -> None:
    """Run one tick until `stop`; whatever fails is logged by kind and tried again, a lost database included."""
    while not stop.is_set():
        wait = tick.seconds if _once(tick) else _PAUSE_AFTER_TROUBLE
        stop.wait(wait)
    connection.close()


def _once(tick: Tick) -> bool:
    begun = time.monotonic()
    try:
        close_old_connections()
        while tick.deed(clock.now()) is True:
            pass
        heartbeats.beat(f"tick {tick.name}", took=time.monotonic() - begun)
    except (OperationalError, InterfaceError):
        log.warning("tick.database_away", tick=tick.name)
        return False
    except Exception as trouble:  # one tick's fault must not end the worker
        log.exception("tick.failed", tick=tick.name)
        heartbeats.beat(f"tick {tick.name}", took=time.monotonic() - begun, trouble=type(trouble).__name__)
        return False
    return True


def start(stop: threading.Event) -> list[threading.Thread]:
    """Start a thread for every registered tick."""
    threads = [threading.Thread(target=run, args=(tick, stop), name=f"tick-{tick.name}", daemon=True) for tick in registered()]
    for thread in threads:
        thread.start()
    return threads
