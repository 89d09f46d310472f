"""What became of the messages, for the administrator: states and failures, never an address and never a text."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from yiwang.infra import keyset, sql
from yiwang.infra.keyset import Page

from ..domain.wording import Wording

STATES = ("waiting", "sending", "sent", "failed", "unsure", "dropped")
TROUBLED = ("failed", "unsure")


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    """One message on its way, as far as an administrator is concerned."""

    county: str
    id: UUID
    channel: str
    event: str
    state: str
    to_person: bool
    tries: int
    trouble: str
    at: datetime
    due: datetime
    sent: datetime | None


def failed(*, state: str = "failed", after: str = "", limit: int = 50) -> Page[MessageRow]:
    """Return one page of messages in a state, the newest first. Refused bad_cursor."""
    start, values = "", []
    if after:
        start, values = " AND (at, id) < (%s, %s)", list(keyset.decode(after, (datetime, UUID)))
    rows = sql.structs(
        MessageRow,
        "SELECT county, id, channel, event, state, party > 0 AS to_person, tries, trouble, at, due, sent FROM notice_message"  # noqa: S608
        f" WHERE state = %s{start} ORDER BY at DESC, id DESC LIMIT %s",
        [state, *values, limit + 1],
    )
    return keyset.page(rows, limit=limit, key=lambda row: (row.at, row.id))


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many messages of a channel stand how."""

    channel: str
    state: str
    count: int
    seconds: float | None
    """From being told to being sent, in the middle of all."""


def counts(*, at: datetime, days: int = 7) -> list[Count]:
    """Return how the messages of the last days stand, by channel and state."""
    return sql.structs(
        Count,
        "SELECT channel, state, count(*) AS count,"
        " percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM sent - at))::float8 AS seconds"
        " FROM notice_message WHERE at >= %s GROUP BY channel, state ORDER BY channel, state",
        [at - timedelta(days=days)],
    )


def templates() -> dict[tuple[str, str, str], Wording]:
    """Return what the installation words itself, by event, channel and language."""
    return {
        (row["event"], row["channel"], row["language"]): Wording(row["subject"], row["body"])
        for row in sql.rows("SELECT event, channel, language, subject, body FROM notice_template")
    }
