"""News: something that open pages should know, and how it is put on the wire."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec

Admits = Callable[[Any], Callable[[Any], bool]]
"""From the rights of a ticket, the question whether what an `audience` describes may be known to its holder."""
PRESENCE, RESET, RENEW = "presence", "reset", "renew"
HEARTBEAT = b":\n\n"
CHANNEL = "yiwang_live"
"""Of the database: called when there is news."""
KEPT = timedelta(minutes=10)
"""How long news can be asked for."""


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened: ids only."""

    id: int
    at: float
    """Unix seconds at which it was told."""
    key: str
    """What it is about, such as a matter's number: of two about the same, the later says who may know of both."""
    topics: tuple[str, ...]
    body: dict[str, Any]
    audience: Any = None
    """What decides who may know of it beside the topic; None: whoever may hear the topic."""


def user_topic(user: int) -> str:
    """Return the topic of what concerns one account alone."""
    return f"user:{user}"


def heard(news: News, topics: dict[str, str]) -> list[str]:
    """Return under which names a page that hears `topics` is told, each once."""
    return list(dict.fromkeys(topics[topic] for topic in news.topics if topic in topics))


def kind(topic: str) -> str:
    """Return the first word of a topic as pages call it: `matter` of `matter:3705…`."""
    return topic.partition(":")[0]


def frame(topic: str, body: dict[str, Any], number: int | None = None) -> bytes:
    """Return one server-sent event."""
    data = msgspec.json.encode({"topic": topic, **body}).decode()
    numbered = f"id: {number}\n" if number is not None else ""
    return f"{numbered}event: {kind(topic)}\ndata: {data}\n\n".encode()


class Since(msgspec.Struct, frozen=True):
    """What a page has heard already: everything up to an id, or whatever was told before it was drawn."""

    id: int | None = None
    at: float | None = None


def since(text: str) -> Since:
    """Read "17" (an id) or "@1764061200" (unix seconds at which the page was drawn); anything else: from now on."""
    if text.isascii() and text.isdigit() and len(text) < 19:
        return Since(id=int(text))
    moment = text[1:]
    if text.startswith("@") and moment.isascii() and moment.isdigit() and len(moment) < 12:
        return Since(at=float(moment))
    return Since()
