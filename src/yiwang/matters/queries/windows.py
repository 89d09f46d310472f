"""Ranges of matter ids, newest first: a list newest first stops at the range that fills it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from yiwang.infra.ids import uuid7_floor

_FIRST, _LAST = UUID(int=0), UUID(int=(1 << 128) - 1)
STEPS = (0, 2, 6, 12, 24)
"""Months back from the present one at which a range ends; whatever is older is one range more."""
_SLACK = timedelta(days=1)
"""Clocks of machines differ."""
Window = tuple[UUID, UUID]


def windows(at: datetime, *, since: datetime | None = None, before: UUID | None = None) -> list[Window]:
    """Return lower bounds and upper ones (exclusive), the newest first, from `since` on and below the id `before` where given."""
    month = (at + _SLACK).astimezone(UTC)
    ends = [_floor(*divmod(month.year * 12 + month.month - 1 - back, 12)) for back in STEPS]
    lows, highs = [*ends, _FIRST], [_LAST, *ends]
    least, most = uuid7_floor(since) if since else _FIRST, before or _LAST
    return [(max(low, least), min(high, most)) for low, high in zip(lows, highs, strict=True) if low < most and high > least]


def _floor(year: int, month: int) -> UUID:
    return uuid7_floor(datetime(year, month + 1, 1, tzinfo=UTC))


def each_window(select: str, asked: list[Window]) -> str:
    """Return the select once for every window, `{low}` and `{high}` written into it: read in order, and only as far as asked.

    Written into it and not given as parameters: only so the planner sees that a range is whole months, and reads nothing else.
    """
    return " UNION ALL ".join(f"({select.replace('{low}', str(low)).replace('{high}', str(high))})" for low, high in asked)
