"""Identifiers that sort by the time they were given for."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def uuid7(at: datetime) -> UUID:
    """Return a fresh UUID of version 7 (RFC 9562) for the aware moment `at`.

    The first 48 bits are milliseconds since 1970, the next 12 the fraction of the millisecond (its method 3), the rest is random:
    ids made for different microseconds sort as the microseconds do.
    """
    milliseconds, rest = divmod(at - _EPOCH, _MILLISECOND)
    fraction = rest.microseconds * 4096 // 1000
    value = (milliseconds << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << 62) | secrets.randbits(62)
    return UUID(int=value)


def uuid7_floor(at: datetime) -> UUID:
    """Return the smallest id that `uuid7(at)` could give: the bound for ranges and partitions by time."""
    milliseconds, rest = divmod(at - _EPOCH, _MILLISECOND)
    fraction = rest.microseconds * 4096 // 1000
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << 62))
