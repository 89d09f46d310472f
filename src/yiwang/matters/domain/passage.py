"""The way of a matter from whoever registered it to whoever acts, hop by hop (逐级批办), read from its ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from yiwang.kernel.chain import apply_patch

from .case import Case
from .ladder import lies_with
from .words import END_STATES


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the way needs of one entry of the ledger."""

    at: datetime
    act: str
    unit: int | None
    role: str
    change: Mapping[str, Any]
    """The merge patch the entry made of the case."""


class Hop(msgspec.Struct, frozen=True, kw_only=True):
    """One unit the matter lay with: from when to when, and whose posts laid hands on it meanwhile."""

    unit: int
    since: datetime
    until: datetime | None
    """None: it lies there still."""
    posts: tuple[str, ...]
    """Roles in the order in which they first acted."""
    received: bool
    """Its unit received an order there: work began."""

    def hours(self, now: datetime) -> float:
        """Return how long it lay there, in hours of the clock."""
        return ((self.until or now) - self.since) / timedelta(hours=1)


def passage(entries: Iterable[Told]) -> tuple[Hop, ...]:
    """Return the hops of a matter, oldest first; the last is open unless the matter has ended."""
    hops: list[Hop] = []
    document: dict[str, Any] = {}
    for entry in entries:
        document = apply_patch(document, entry.change)
        case = msgspec.convert(document, Case)
        unit, ended = lies_with(case), case.state in END_STATES
        if hops:
            hops[-1] = _seen(hops[-1], entry)
        if hops and hops[-1].until is None and (ended or hops[-1].unit != unit):
            hops[-1] = msgspec.structs.replace(hops[-1], until=entry.at)
        if not ended and (not hops or hops[-1].until is not None):
            hops.append(_seen(Hop(unit=unit, since=entry.at, until=None, posts=(), received=False), entry))
    return tuple(hops)


def _seen(hop: Hop, entry: Told) -> Hop:
    """Return the hop with what its own unit did in this entry."""
    if hop.until is not None or entry.unit != hop.unit:
        return hop
    posts = hop.posts if entry.role in hop.posts else (*hop.posts, entry.role)
    return msgspec.structs.replace(hop, posts=posts, received=hop.received or entry.act == "receive")
