"""Who listens, and what they have still to be told. One loop, no locks; nothing here waits for a browser or for the database."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable
from typing import Any

from .domain.news import PRESENCE, RESET, Admits, News, Since, frame, heard
from .domain.tickets import Ticket

REMEMBERED = 5000
"""News kept for those who come back; older ones are answered by "draw everything anew"."""
WAITING = 64
"""Messages a slow browser may have before it; more, and it is told to draw everything anew."""
MOST = 5000
MOST_OF_ONE = 24
"""Open pages of all, and of one account."""
LINGER = 4.0
"""Seconds for which somebody whose stream ended still counts as there: pages renew their streams every minute."""


class Client:
    """One open page."""

    def __init__(self, ticket: Ticket, admits: Callable[[Any], bool]) -> None:
        self.ticket, self.admits = ticket, admits
        self.waiting: deque[bytes] = deque()
        self.awake = asyncio.Event()
        self.gone = False

    def tell(self, message: bytes) -> None:
        """Put a message before the page, or one that stands for all it could not take."""
        if len(self.waiting) >= WAITING:
            self.waiting.clear()
            message = frame(RESET, {})
        self.waiting.append(message)
        self.awake.set()

    def take(self) -> bytes:
        """Return all that waits."""
        self.awake.clear()
        taken = b"".join(self.waiting)
        self.waiting.clear()
        return taken


class Hub:
    """All open pages, and the last news."""

    def __init__(self, admits: Admits) -> None:
        self._admits = admits
        self._news: deque[News] = deque(maxlen=REMEMBERED)
        self._audiences: dict[str, Any] = {}
        self._by_topic: dict[str, set[Client]] = {}
        self._of_user: Counter[int] = Counter()
        self.clients: set[Client] = set()
        self.last = 0
        self._floor = 0
        """Nothing is known of news up to this id …"""
        self._floor_at = 0.0
        """… nor of news told before this moment."""

    def begin(self, *, last: int, at: float) -> None:
        """Start without a past: what was told up to `last`, or before `at`, is not known here."""
        self.last = self._floor = last
        self._floor_at = at

    def hear(self, fresh: Iterable[News]) -> None:
        """Take in news and tell whom they concern."""
        for news in fresh:
            if len(self._news) == REMEMBERED:
                self._floor, self._floor_at = self._news[0].id, self._news[0].at
            self._news.append(news)
            if news.audience is not None:
                self._audiences[news.key] = news.audience
            self.last = max(self.last, news.id)
            frames: dict[str, bytes] = {}
            for client in {client for topic in news.topics for client in self._by_topic.get(topic, ())}:
                self._tell(client, news, frames)
        if len(self._audiences) > 2 * REMEMBERED:
            kept = {news.key for news in self._news}
            self._audiences = {key: audience for key, audience in self._audiences.items() if key in kept}

    def _tell(self, client: Client, news: News, frames: dict[str, bytes]) -> None:
        if news.audience is not None and not client.admits(self._audiences[news.key]):
            return
        for topic in heard(news, client.ticket.topics):
            if topic not in frames:
                frames[topic] = frame(topic, news.body, news.id)
            client.tell(frames[topic])

    def full(self, ticket: Ticket) -> bool:
        """Say whether there is no room for another page, or for another one of this account."""
        return len(self.clients) >= MOST or self._of_user[ticket.who.user] >= MOST_OF_ONE

    def join(self, ticket: Ticket, since: Since) -> Client:
        """Let a page listen; it is told at once what it missed."""
        client = Client(ticket, self._admits(ticket.rights))
        self.clients.add(client)
        self._of_user[ticket.who.user] += 1
        for topic in ticket.topics:
            self._by_topic.setdefault(topic, set()).add(client)
        self._catch_up(client, since)
        for topic in ticket.shared:
            self._show(topic)
        return client

    def _catch_up(self, client: Client, since: Since) -> None:
        forgotten = (since.id is not None and since.id < self._floor) or (since.at is not None and since.at < self._floor_at)
        if forgotten:
            client.tell(frame(RESET, {}, self.last))
        elif since.id is not None or since.at is not None:
            after, moment = since.id or 0, since.at or 0.0
            for news in self._news:
                if news.id > after and news.at >= moment:
                    self._tell(client, news, {})
        client.tell(frame("hello", {}, self.last))

    def leave(self, client: Client) -> None:
        """Forget a page that was closed; colleagues are told a moment later, unless it is back by then."""
        self.clients.discard(client)
        self._of_user[client.ticket.who.user] -= 1
        for topic in client.ticket.topics:
            listening = self._by_topic.get(topic, set())
            listening.discard(client)
            if not listening:
                self._by_topic.pop(topic, None)
        for topic in client.ticket.shared:
            asyncio.get_running_loop().call_later(LINGER, self._show, topic)

    def _show(self, topic: str) -> None:
        """Tell those who share a topic who else is there."""
        there = self._by_topic.get(topic, set())
        people = {client.ticket.who.user: client.ticket.who for client in there if topic in client.ticket.shared}
        for client in there:
            if topic in client.ticket.shared:
                others = [{"name": who.name, "post": who.post} for user, who in sorted(people.items()) if user != client.ticket.who.user]
                client.tell(frame(PRESENCE, {"of": client.ticket.topics[topic], "who": others}))
