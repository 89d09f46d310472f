"""The stream's door, a bare ASGI application: a ticket comes in, server-sent events go out until the ticket ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from .domain import tickets
from .domain.news import HEARTBEAT, RENEW, frame, since
from .domain.tickets import Ticket
from .feed import follow
from .hub import Client, Hub

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_QUIET = 15.0
"""Seconds without news after which a sign of life is sent, so that nobody between takes the line for dead."""
_LONGEST_BODY = tickets.LONGEST + 64


class Stream:
    """The application: one hub, fed from one connection."""

    def __init__(self, hub: Hub, *, key: bytes) -> None:
        self.hub, self.key = hub, key
        self._feed: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection, or live through the process's life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._feed = asyncio.create_task(follow(self.hub))
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if self._feed is not None:
                    self._feed.cancel()
                for client in tuple(self.hub.clients):
                    client.gone = True
                    client.awake.set()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in ("GET", "HEAD"):  # whoever watches over the process
            await _short(send, HTTPStatus.OK if self._feed and not self._feed.done() else HTTPStatus.SERVICE_UNAVAILABLE)
            return
        if scope["method"] != "POST":
            await _short(send, HTTPStatus.METHOD_NOT_ALLOWED)
            return
        text, _, heard = (await _body(receive)).partition("\n")
        ticket = tickets.opened(text, key=self.key, at=time.time())
        origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
        if ticket is None or origin != ticket.origin:
            await _short(send, HTTPStatus.FORBIDDEN)
        elif self.hub.full(ticket):
            await _short(send, HTTPStatus.SERVICE_UNAVAILABLE, origin)
        else:
            client = self.hub.join(ticket, since(heard))
            try:
                await self._tell(client, origin, receive, send)
            finally:
                self.hub.leave(client)

    async def _tell(self, client: Client, origin: str, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no"), *_shared(origin)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        leaving = asyncio.create_task(_until_gone(client, receive))
        try:
            while not client.gone and (left := client.ticket.until - time.time()) > 0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(min(_QUIET, left)):  # wait_for would make a task each time
                        await client.awake.wait()
                await send({"type": "http.response.body", "body": client.take() or HEARTBEAT, "more_body": True})
            await send({"type": "http.response.body", "body": frame(RENEW, {}), "more_body": False})
        finally:
            leaving.cancel()


async def _until_gone(client: Client, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    client.gone = True
    client.awake.set()


async def _body(receive: Receive) -> str:
    """Return the text of a small body; "" of one that is too large."""
    body, more = b"", True
    while more and len(body) <= _LONGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body.decode("latin-1") if len(body) <= _LONGEST_BODY else ""


def _shared(origin: str) -> list[tuple[bytes, bytes]]:
    """Return the headers that let the page of the ticket, and no other, read the answer; nobody keeps it."""
    return [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"origin"), (b"cache-control", b"no-store")]


async def _short(send: Send, status: HTTPStatus, origin: str = "") -> None:
    headers = [(b"content-type", b"text/plain"), *(_shared(origin) if origin else [])]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": status.phrase.encode()})


def application(*, admits: Any, key: str) -> Stream:
    """Return the application of this installation."""
    return Stream(Hub(admits), key=key.encode())


__all__ = ["Stream", "Ticket", "application"]
