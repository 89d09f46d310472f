"""Signs of life of what works by itself, so that `yiwang doctor` can tell a quiet worker from a dead one."""

from __future__ import annotations

import contextlib
import time

from django.db import DatabaseError, InterfaceError

from . import clock, sql

PAUSE = 10.0
"""Seconds between two signs of the same life: a tick that runs twice a second need not write twice a second."""
BEAT = (
    "INSERT INTO heartbeat (name, at, took_ms, trouble) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (name) DO UPDATE SET at = excluded.at, took_ms = excluded.took_ms, trouble = excluded.trouble"
)

_last: dict[str, tuple[float, str]] = {}


def beat(name: str, *, took: float = 0.0, trouble: str = "") -> None:
    """Write down that `name` lives and how long its last round took (seconds); a change of `trouble` is written at once."""
    moment = time.monotonic()
    before = _last.get(name)
    if before is not None and moment - before[0] < PAUSE and before[1] == trouble:
        return
    with contextlib.suppress(DatabaseError, InterfaceError):  # the next round writes it
        sql.execute(BEAT, [name, clock.now(), took * 1000, trouble])
        _last[name] = (moment, trouble)
