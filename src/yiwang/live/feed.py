"""One connection to the database for all open pages: it is woken by NOTIFY, reads the news, and comes back by itself when it was lost."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec
import psycopg
import structlog
from django.db import connection

from yiwang.infra import clock
from yiwang.infra.heartbeats import BEAT, PAUSE
from yiwang.infra.postgres.base import the_server

from .domain.news import CHANNEL, KEPT, News
from .hub import REMEMBERED, Hub

log = structlog.get_logger(__name__)
_LOOK_ANYWAY = 5.0
"""Seconds after which the table is read even though nobody called."""
_PAUSE_AFTER_TROUBLE = 1.0
_FRESH = (
    "SELECT id, extract(epoch FROM at)::float8 AS at, key, topics, body::text AS body, audience::text AS audience"
    " FROM live_news WHERE id > %s ORDER BY id LIMIT 1000"
)
_BEGIN = (
    "SELECT coalesce((SELECT min(id) - 1 FROM (SELECT id FROM live_news ORDER BY id DESC LIMIT %s) AS kept), last_value),"
    " extract(epoch FROM now())::float8 FROM live_news_id_seq"
)


async def follow(hub: Hub) -> None:
    """Feed the hub for ever."""
    begun = False
    while True:
        try:
            params = await asyncio.to_thread(_where)
            async with await psycopg.AsyncConnection.connect(**params, autocommit=True) as feed:
                await feed.execute(f"LISTEN {CHANNEL}")
                if not begun:
                    await _begin(feed, hub)
                    begun = True
                await _listen(feed, hub)
        except (OSError, psycopg.Error) as trouble:  # a lost database: pages stay, and are told later what they missed
            log.warning("live.database_away", kind=type(trouble).__name__)
            await asyncio.sleep(_PAUSE_AFTER_TROUBLE)
            await asyncio.to_thread(_revive)


async def _begin(feed: psycopg.AsyncConnection[Any], hub: Hub) -> None:
    row = await (await feed.execute(_BEGIN, [REMEMBERED])).fetchone()
    last, moment = row or (0, time.time())
    hub.begin(last=last, at=moment - KEPT.total_seconds())


async def _listen(feed: psycopg.AsyncConnection[Any], hub: Hub) -> None:
    beaten = 0.0
    while True:
        rows = await (await feed.execute(_FRESH, [hub.last])).fetchall()
        hub.hear(_news(row) for row in rows)
        if time.monotonic() - beaten > PAUSE:
            beaten = time.monotonic()
            await feed.execute(BEAT, ["live", clock.now(), 0, ""])
        if not rows:
            async for _ in feed.notifies(timeout=_LOOK_ANYWAY, stop_after=1):
                pass


def _news(row: Any) -> News:
    number, at, key, topics, body, audience = row
    told = None if audience is None else msgspec.json.decode(audience)
    return News(id=number, at=at, key=key, topics=tuple(topics), body=msgspec.json.decode(body), audience=told)


def _where() -> dict[str, Any]:
    """Return where the database is; Django's own settings of a connection are left out."""
    params = connection.get_connection_params()
    return {name: value for name, value in params.items() if name not in {"cursor_factory", "context", "prepare_threshold"}}


def _revive() -> None:
    if server := the_server():
        server.revive()
