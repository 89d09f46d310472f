"""Ranges of matter ids month by month, newest first: a list newest first stops at the month that fills it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from yiwang.infra.ids import uuid7_floor

_FIRST, _LAST = UUID(int=0), UUID(int=(1 << 128) - 1)
MONTHS = 48
"""Looked at one by one; whatever is older, at once."""


def windows(at: datetime, *, since: datetime | None = None, until: datetime | None = None) -> tuple[list[UUID], list[UUID]]:
    """Return the lower and upper bounds (exclusive) of the months from the newest back, within `since` and `until` where given."""
    ends = [_floor(*divmod(at.astimezone(UTC).year * 12 + at.astimezone(UTC).month - 1 - back, 12)) for back in range(MONTHS)]
    lows, highs = [*ends, _FIRST], [_LAST, *ends]
    least = uuid7_floor(since) if since else _FIRST
    most = uuid7_floor(until + timedelta(milliseconds=1)) if until else _LAST
    kept = [(max(low, least), min(high, most)) for low, high in zip(lows, highs, strict=True) if low < most and high > least]
    return [low for low, _ in kept], [high for _, high in kept]


def _floor(year: int, month: int) -> UUID:
    return uuid7_floor(datetime(year, month + 1, 1, tzinfo=UTC))
