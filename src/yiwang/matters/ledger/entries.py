"""What an entry says: the body that is hashed, the same when it is written and when it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from yiwang.privacy.sealing import context

SHANGHAI = ZoneInfo("Asia/Shanghai")
SALT = 16


class Entry(NamedTuple):
    """A row of `ledger_entry`, in the order of its columns."""

    county: str
    matter_id: UUID
    seq: int
    at: datetime
    act: str
    subject: str
    user_id: int | None
    post_id: int | None
    unit_id: int | None
    role: str
    data: Mapping[str, Any]
    change: Mapping[str, Any]
    digests: Mapping[str, str]
    prev: bytes
    head: bytes


COLUMNS = ", ".join(Entry._fields)


def body(entry: Entry) -> dict[str, Any]:
    """Return what `kernel.chain.entry_hash` takes: all the entry says, without the two hashes."""
    said = entry._asdict()
    for column, word in (("matter_id", "matter"), ("user_id", "user"), ("post_id", "post"), ("unit_id", "unit")):
        said[word] = said.pop(column)
    del said["prev"], said["head"]
    return said


def text_place(county: str, matter_id: UUID, seq: int, name: str) -> bytes:
    """Return the place a text is sealed for."""
    return context(county, matter_id, "text", seq, name)


def day_of(at: datetime) -> date:
    """Return the day of a moment in Asia/Shanghai."""
    return at.astimezone(SHANGHAI).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return where a day begins and where the next one does, in UTC."""
    start = datetime.combine(day, time(), SHANGHAI)
    return start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC)
