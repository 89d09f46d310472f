"""When a reveal is odd enough to tell the audit officer: it may well be right, but somebody who is not involved should know of it."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from yiwang.kernel.labels import Labelled

_SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT_FROM, NIGHT_TO = time(22), time(6)
AGAIN = 5
"""Looks at the same person's part of one matter within a week: the next one is odd."""
MANY = 30
"""Looks by one user within an hour: the next one is odd."""


class Odd(Labelled):
    """Why a reveal is odd."""

    NIGHT = "night", "夜间查看", "At night"
    NOT_OWN = "not_own", "与本人承办事项无关", "No matter of their own"
    AGAIN = "again", "反复查看同一人", "One person again and again"
    MANY = "many", "短时间大量查看", "Many in a short time"


def oddities(*, at: datetime, own: bool, same_before: int, hour_before: int) -> tuple[Odd, ...]:
    """Return why a look at `at` is odd, if it is.

    `own`: the viewer has a part in the matter. `same_before`: their looks at the same part of that matter in the last seven days.
    `hour_before`: their looks of any kind in the last hour.
    """
    clock = at.astimezone(_SHANGHAI).time()
    why = []
    if clock >= NIGHT_FROM or clock < NIGHT_TO:
        why.append(Odd.NIGHT)
    if not own:
        why.append(Odd.NOT_OWN)
    if same_before >= AGAIN:
        why.append(Odd.AGAIN)
    if hour_before >= MANY:
        why.append(Odd.MANY)
    return tuple(why)
