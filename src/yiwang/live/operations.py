"""Telling open pages: from a listener of the outbox, in one statement a batch; from inside a deed, through the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from yiwang.infra import outbox, sql

from .domain.news import CHANNEL, KEPT

TOPIC = "live.told"
"""Of the outbox: what a deed asks to be told."""

_PUBLISH = f"""
WITH told AS (
    INSERT INTO live_news (at, key, topics, body, audience)
    SELECT clock_timestamp(), t.key, t.topics, t.body, t.audience
    FROM jsonb_to_recordset(%s::jsonb) AS t (key text, topics text[], body jsonb, audience jsonb)
    RETURNING id
)
SELECT pg_notify('{CHANNEL}', '') FROM told LIMIT 1
"""  # noqa: S608 - our own constant


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What pages that hear one of `topics` are to be told: ids, never a word of a person."""

    topics: tuple[str, ...]
    key: str = ""
    body: dict[str, Any] = {}
    audience: Any = None


def publish(tellings: Sequence[Telling]) -> None:
    """Tell open pages, after the commit of the running transaction.

    Only for listeners of the outbox: they run one at a time, so that ids are given in the order of commits, and the lock that
    NOTIFY takes at a commit is nobody's way. A deed says `tell`.
    """
    if tellings:
        sql.rows(_PUBLISH, [msgspec.json.encode(tellings).decode()])


def tell(*, county: str, topics: Sequence[str], at: datetime, key: str = "", body: dict[str, Any] | None = None) -> None:
    """Ask, inside a deed's transaction, for open pages to be told once it has committed."""
    said = {"topics": list(topics), "body": body or {}}
    outbox.append([outbox.Event(county=county, topic=TOPIC, key=key, at=at, body=said)])


def hear(events: Sequence[outbox.Event]) -> None:
    """Listener: publish what deeds asked for."""
    publish([Telling(topics=tuple(event.body["topics"]), key=event.key, body=event.body["body"]) for event in events])


def forget_old(*, at: datetime) -> int:
    """Delete what was told more than some minutes ago; return how much went."""
    return sql.execute("DELETE FROM live_news WHERE at < %s", [at - KEPT])
