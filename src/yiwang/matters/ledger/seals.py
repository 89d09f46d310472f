"""The daily seal: a Merkle root over the heads of all matters that changed on a day, chained to the day before.

Days are those of Asia/Shanghai and follow each other without a gap, empty ones too. A day is sealed when it has been over for a while;
from then on nothing can be appended to it, and its root, kept elsewhere, holds everything up to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from yiwang.kernel.chain import GENESIS, day_root, leaf, merkle_root

from .append import DAY_LOCK
from .entries import day_bounds, day_of

GRACE = timedelta(minutes=10)
"""How long after a day's end it is sealed: ten times what any transaction may last."""


class Head(NamedTuple):
    """Where the chain of a matter stood at the end of a day on which it changed."""

    county: str
    matter_id: UUID
    seq: int
    head: bytes

    @property
    def leaf(self) -> bytes:
        """Its Merkle leaf."""
        return leaf(county=self.county, matter=self.matter_id, seq=self.seq, head=self.head)


class Seal(NamedTuple):
    """A row of `ledger_seal`."""

    day: date
    count: int
    merkle_root: bytes
    prev_root: bytes
    root: bytes


COLUMNS = ", ".join(Seal._fields)


def heads(day: date) -> list[Head]:
    """Return the last entry of that day of every matter that changed, in the order of their leaves."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (county, matter_id) county, matter_id, seq, head FROM ledger_entry"
            " WHERE at >= %s AND at < %s ORDER BY county, matter_id, seq DESC",
            day_bounds(day),
        )
        return sorted((Head(*row) for row in cursor.fetchall()), key=lambda each: each.leaf)


def compute(day: date, prev_root: bytes) -> Seal:
    """Return the seal of a day as its entries say it today."""
    leaves = [each.leaf for each in heads(day)]
    root = merkle_root(leaves)
    return Seal(day, len(leaves), root, prev_root, day_root(prev_root, day=day, count=len(leaves), root=root))


def last() -> Seal | None:
    """Return the newest seal."""
    return next(stored(newest_first=True), None)


def stored(since: date = date.min, *, newest_first: bool = False) -> Iterator[Seal]:
    """Yield the stored seals from a day on."""
    with connection.cursor() as cursor:
        order = "DESC" if newest_first else "ASC"
        cursor.execute(f"SELECT {COLUMNS} FROM ledger_seal WHERE day >= %s ORDER BY day {order}", [since])  # noqa: S608
        yield from (Seal(*row) for row in cursor.fetchall())


def seal_days(*, now: datetime, each: Callable[[Seal], None] | None = None) -> list[Seal]:
    """Seal every day that is over, and return the new seals; safe to call at any time and from several processes.

    `each` is told of every seal as it is made.
    """
    done = []
    final = day_of(now - GRACE) - timedelta(days=1)
    day = _next_day()
    while day is not None and day <= final:
        new = _seal(day, now)
        if new:
            done.append(new)
            if each:
                each(new)
        day += timedelta(days=1)
    return done


def _next_day() -> date | None:
    """Return the first day without a seal: that of the first entry, later the one after the last seal."""
    newest = last()
    if newest:
        return newest.day + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(at) FROM ledger_entry")
        first = cursor.fetchone()[0]
    return day_of(first) if first else None


def _seal(day: date, now: datetime) -> Seal | None:
    """Seal one day, alone: waits for the last appends of that day, and does nothing when another process was quicker."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [DAY_LOCK, day.toordinal()])
        newest = last()
        if newest and newest.day >= day:
            return None
        new = compute(day, newest.root if newest else GENESIS)
        cursor.execute(f"INSERT INTO ledger_seal ({COLUMNS}, sealed_at) VALUES (%s, %s, %s, %s, %s, %s)", [*new, now])  # noqa: S608
        return new
