"""Reading: what somebody has seen, and what is taken back from somebody who may not see the matter any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from yiwang.infra import sql


def mark_read(*, user: int, county: str, notice: UUID, at: datetime) -> str:
    """Note that the user has read one notice; return the address it leads to, "" when they have no such notice."""
    row = sql.one(
        "UPDATE notice SET read = coalesce(read, %s) WHERE county = %s AND id = %s AND user_id = %s RETURNING href",
        [at, county, notice, user],
    )
    return row["href"] if row else ""


def mark_all_read(*, user: int, until: datetime, at: datetime) -> int:
    """Note that the user has read everything told up to `until`; what came while they looked stays new."""
    return sql.execute("UPDATE notice SET read = %s WHERE user_id = %s AND read IS NULL AND at <= %s", [at, user, until])


def take_back(*, number: str, users: Iterable[int]) -> int:
    """Take back what these users were told of a matter, and what was still on its way to them; return how many notices went."""
    lost = sorted(set(users))
    if not lost:
        return 0
    county = number[:6]
    sql.execute(
        "UPDATE notice_message SET state = 'dropped', trouble = 'taken_back'"
        " WHERE county = %s AND about = %s AND user_id = ANY(%s::bigint[]) AND state = 'waiting'",
        [county, number, lost],
    )
    return sql.execute("DELETE FROM notice WHERE county = %s AND about = %s AND user_id = ANY(%s::bigint[])", [county, number, lost])
