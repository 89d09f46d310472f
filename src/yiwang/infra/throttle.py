"""How often something may be tried, counted for all processes together in one statement.

Each key has an allowance that refills evenly (the leaky bucket that networks call GCRA): `limit` tries at once, then one every
`window / limit`. Refused tries cost nothing, so somebody who keeps trying is not locked out longer.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings

from . import clock, sql
from .readonly import writing

_HIT = """
INSERT INTO throttle AS t (scope, key, free_at) VALUES (%(scope)s, %(key)s, %(at)s + %(step)s)
ON CONFLICT (scope, key) DO UPDATE SET free_at = greatest(t.free_at, %(at)s) + %(step)s
WHERE greatest(t.free_at, %(at)s) + %(step)s <= %(at)s + %(window)s
"""


def hit(scope: str, key: str, limit: int, window: timedelta | float, *, at: datetime | None = None) -> bool:
    """Count one try of `key` (an address, a name, a number) in `scope`; true while it is within `limit` a `window` (seconds if a number).

    The key is stored only as a keyed hash.
    """
    span = window if isinstance(window, timedelta) else timedelta(seconds=window)
    values = {"scope": scope, "key": _hidden(scope, key), "at": at or clock.now(), "step": span / limit, "window": span}
    with writing():
        return sql.execute(_HIT, values) == 1


def spent(scope: str, key: str, limit: int, window: timedelta | float, *, at: datetime | None = None) -> bool:
    """Say whether the next `hit` of `key` would be one too many, without counting one: for doors where only failures count."""
    span = window if isinstance(window, timedelta) else timedelta(seconds=window)
    free_at = sql.scalar("SELECT free_at FROM throttle WHERE scope = %s AND key = %s", [scope, _hidden(scope, key)])
    moment = at or clock.now()
    return free_at is not None and max(free_at, moment) + span / limit > moment + span


def _hidden(scope: str, key: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"{scope}\0{key}".encode(errors="replace"), hashlib.sha256)


def forget_old(*, at: datetime) -> int:
    """Delete keys whose whole allowance has been back for a day; return how many went."""
    return sql.execute("DELETE FROM throttle WHERE free_at < %s", [at - timedelta(days=1)])
