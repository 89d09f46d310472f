"""What a page without a stream asks every few seconds: the same news, by the same rule, from the same table."""

from __future__ import annotations

from typing import Any

import msgspec

from yiwang.infra import sql

from .domain.news import KEPT, Admits, News, Since, heard, kind

MOST = 200

_SINCE = """
SELECT n.id, extract(epoch FROM n.at)::float8 AS at, n.key, n.topics, n.body::text AS body,
       CASE WHEN n.audience IS NOT NULL THEN
           (SELECT l.audience FROM live_news l WHERE l.key = n.key AND l.audience IS NOT NULL ORDER BY l.id DESC LIMIT 1)
       END::text AS audience
FROM live_news n
WHERE n.topics && %(topics)s::text[] AND n.id > %(id)s AND n.at >= to_timestamp(%(at)s) ORDER BY n.id LIMIT %(limit)s
"""
_BOUNDS = """
SELECT coalesce(max(id), (SELECT last_value FROM live_news_id_seq)) AS last, min(id) AS first,
       extract(epoch FROM now())::float8 AS now FROM live_news
"""


class Polled(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a page that asks."""

    after: str
    """What to ask with the next time."""
    reset: bool
    """Too much was missed: draw everything anew."""
    news: tuple[dict[str, Any], ...]


def news_since(*, topics: dict[str, str], rights: Any, since: Since, admits: Admits) -> Polled:
    """Return what was told since; two statements, both on a table of some minutes."""
    bounds = sql.rows(_BOUNDS)[0]
    oldest = bounds["now"] - KEPT.total_seconds()
    missed = (since.id is not None and bounds["first"] is not None and since.id < bounds["first"] - 1) or (since.at or oldest) < oldest
    if missed or (since.id is None and since.at is None):
        return Polled(after=str(bounds["last"]), reset=missed, news=())
    values = {"topics": list(topics), "id": since.id or 0, "at": since.at or 0.0, "limit": MOST}
    may_know = admits(rights)
    told: list[dict[str, Any]] = []
    last = bounds["last"]
    rows = sql.rows(_SINCE, values)
    for row in rows:
        last = max(last, row["id"])
        audience = msgspec.json.decode(row["audience"] or "null")
        news = News(**{**row, "topics": tuple(row["topics"]), "body": msgspec.json.decode(row["body"]), "audience": audience})
        if audience is None or may_know(audience):
            told += [{"event": kind(topic), "topic": topic, **news.body} for topic in heard(news, topics)]
    return Polled(after=str(last), reset=len(rows) >= MOST, news=tuple(told))
