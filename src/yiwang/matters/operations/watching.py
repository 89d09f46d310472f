"""The watcher: limits near or passed, cards by rule, suspensions that end, referrals that lapse, provisional limits counted anew.

It reads one partial index, of limits that still have something to say, and does what it finds by acts of the system like anybody
else. It may die at any point and is called again; one process watches at a time, without waiting for one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import structlog

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import sql
from yiwang.infra.locks import lock_number
from yiwang.kernel.refusals import Refused

from ..domain.acts import Act
from ..domain.words import ClockKind
from ..queries.policy import policy_at
from .acting import act

log = structlog.get_logger(__name__)
_LATER = timedelta(hours=1)
"""When a limit is looked at again that could not be raised (the matter is merged, somebody holds its row)."""
_NO_MATTER = UUID(int=0)


class Watched(NamedTuple):
    """What one look came to."""

    raised: int = 0
    """Limits told as near or passed."""
    ruled: int = 0
    """Referred contests ruled by default."""
    resumed: int = 0
    """Suspensions and hearings that ended."""
    put_off: int = 0
    carded: int = 0
    """Cards sent by rule."""
    full: bool = False
    """The batch was full: look again at once."""


_DUE = """
SELECT c.county, c.matter_id, c.key, c.kind, c.subject, c.due, c.raise_at, c.card_at, m.number
FROM matter_clock c JOIN matter m ON m.county = c.county AND m.id = c.matter_id
WHERE c.wake <= %(at)s AND (%(counties)s::text[] = '{}' OR c.county = ANY(%(counties)s)) ORDER BY c.wake LIMIT %(limit)s
"""


def watch(at: datetime, limit: int = 500, *, counties: tuple[str, ...] = ()) -> Watched:
    """Do what has come due by `at`, the earliest first, at most `limit` limits; nothing while another process is at it.

    With `counties`, only the matters registered there: several processes may then watch side by side, each its own.
    """
    with _alone(counties) as free:
        if not free:
            return Watched()
        due = sql.rows(_DUE, {"at": at, "limit": limit, "counties": list(counties)})
        did = [what for row in due for what in _do(row, at)]
    return Watched(
        raised=did.count("raised"),
        ruled=did.count("ruled"),
        resumed=did.count("resumed"),
        put_off=did.count("put off"),
        carded=did.count("carded"),
        full=len(due) == limit,
    )


@contextmanager
def _alone(counties: tuple[str, ...]) -> Iterator[bool]:
    """Hold the watcher's lock for the length of a look; it goes with the connection if this process dies."""
    lock = lock_number(f"matters.watch:{','.join(counties)}")
    free = bool(sql.scalar("SELECT pg_try_advisory_lock(%s)", [lock]))
    try:
        yield free
    finally:
        if free:
            sql.scalar("SELECT pg_advisory_unlock(%s)", [lock])


def _do(row: dict[str, Any], at: datetime) -> list[str]:
    """Do what a limit asks for, at most telling of it and sending a card; a deed that is refused is put off, never repeated in a circle."""
    did: list[str] = []
    try:
        if row["raise_at"] is not None and row["raise_at"] <= at:
            did.append(_raise(row, at))
        if row["card_at"] is not None and row["card_at"] <= at:
            _system(row["number"], Act.URGE_BY_RULE, at, data={"clock": row["key"]})
            did.append("carded")
    except Refused as refusal:
        log.info("watch.put_off", matter=row["number"], clock=row["key"], code=refusal.code)
        sql.execute(
            "UPDATE matter_clock SET wake = %s WHERE county = %s AND matter_id = %s AND key = %s",
            [at + _LATER, row["county"], row["matter_id"], row["key"]],
        )
        did.append("put off")
    return did


def _raise(row: dict[str, Any], at: datetime) -> str:
    if row["kind"] == "suspension":
        _system(row["number"], Act.END_SUSPENSION, at, subject=row["subject"])
        return "resumed"
    if row["kind"] == ClockKind.REFERRAL and row["due"] <= at:
        _system(row["number"], Act.DEFAULT_RULING, at, subject=row["subject"])
        return "ruled"
    level = "late" if row["due"] <= at else "soon"
    _system(row["number"], Act.RAISE_CLOCK, at, data={"clock": row["key"], "level": level})
    return "raised"


def _system(number: str, name: Act, at: datetime, *, subject: str = "m", data: dict[str, Any] | None = None) -> None:
    act(number=number, act=name, actor=Actor(role=Role.SYSTEM), at=at, subject=subject, data=data)


_PROVISIONAL = """
SELECT c.county, c.matter_id, min(m.number) AS number
FROM matter_clock c JOIN matter m ON m.county = c.county AND m.id = c.matter_id
WHERE c.provisional AND c.state IN ('running', 'frozen') AND (c.county, c.matter_id) > (%s, %s)
GROUP BY c.county, c.matter_id ORDER BY c.county, c.matter_id LIMIT %s
"""


def recompute(at: datetime, limit: int = 500) -> int:
    """Count provisional limits anew on the calendar that is loaded now, matter by matter; return how many matters were settled.

    To be called when a calendar pack has been loaded; those beyond even the new calendar stay provisional.
    """
    settled, county, matter_id = 0, "", _NO_MATTER
    policy_at(at)  # refuses at once when no calendar is loaded
    while rows := sql.rows(_PROVISIONAL, [county, matter_id, limit]):
        for row in rows:
            settled += _recomputed(row["number"], at)
        county, matter_id = rows[-1]["county"], rows[-1]["matter_id"]
    return settled


def _recomputed(number: str, at: datetime) -> int:
    try:
        _system(number, Act.RECOMPUTE, at)
    except Refused as refusal:
        if refusal.code != "nothing_to_recompute":
            log.warning("recompute.refused", matter=number, code=refusal.code)
        return 0
    return 1
