"""The daily seal: a Merkle root over the heads of all matters that changed on a day, chained to the day before.

Days are those of Asia/Shanghai and follow each other without a gap, empty ones too. A day is sealed when it has been over for a while;
from then on nothing can be appended to it, and its root, kept elsewhere, holds everything up to it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from yiwang.infra import sql
from yiwang.infra.locks import lock_number
from yiwang.kernel.chain import GENESIS, day_root, leaf, merkle_root

from .append import DAY_LOCK
from .entries import day_bounds, day_of

GRACE = timedelta(minutes=10)
"""How long after a day's end it is sealed: ten times what any transaction may last."""
_LONGEST_STATEMENT = 60
_SEALING = lock_number("ledger seal")


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
    """Seal every day that is over, and return the new seals; safe to call at any time. While another process seals, nothing is done here.

    `each` is told of every seal as it is made.
    """
    if connection.in_atomic_block:
        return _seal_all(now, each)
    if not sql.scalar("SELECT pg_try_advisory_lock(%s)", [_SEALING]):
        return []
    try:
        return _seal_all(now, each)
    finally:
        sql.execute("SELECT pg_advisory_unlock(%s)", [_SEALING])


def _seal_all(now: datetime, each: Callable[[Seal], None] | None) -> list[Seal]:
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
    with _alone(day), transaction.atomic():
        newest = last()
        if newest and newest.day >= day:
            return None
        new = compute(day, newest.root if newest else GENESIS)
        sql.execute(f"INSERT INTO ledger_seal ({COLUMNS}, sealed_at) VALUES (%s, %s, %s, %s, %s, %s)", [*new, now])  # noqa: S608
        return new


@contextmanager
def _alone(day: date) -> Iterator[None]:
    """Keep everybody from appending to a day until its seal is committed and every statement that began before that is over.

    Only then does everybody who may append again see the seal. Nobody else is held up: it is a lock of a day that has passed.
    """
    key = [DAY_LOCK, day.toordinal()]
    if connection.in_atomic_block:  # the seal is not committed when we leave, so neither may the lock be given back
        sql.execute("SELECT pg_advisory_xact_lock(%s, %s)", key)
        yield
        return
    with transaction.atomic():
        sql.execute(f"SET LOCAL lock_timeout = '{_LONGEST_STATEMENT + 30}s'")
        sql.execute("SELECT pg_advisory_lock(%s, %s)", key)
    try:
        yield
        _wait_for_older_statements()
    finally:
        sql.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _wait_for_older_statements() -> None:
    """Wait until nobody looks at the database as it was before this moment; a long report is waited for a minute at most."""
    began = sql.scalar("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    older = (
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
        " AND backend_xmin IS NOT NULL AND age(backend_xmin) > age((%s::bigint %% 4294967296)::text::xid))"
    )
    until = time.monotonic() + _LONGEST_STATEMENT
    while sql.scalar(older, [began]) and time.monotonic() < until:
        time.sleep(0.01)
