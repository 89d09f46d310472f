"""The door of the stream: only with a ticket, only for the page it was given to, until it ends or the page is gone."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec

from tests.live.test_hub import KEY, hub, ticket, told
from yiwang.live.domain import tickets
from yiwang.live.stream import Stream


class Line:
    """One connection: what the browser sends, and what it was answered."""

    def __init__(self, stream: Stream, *, body: bytes = b"", method: str = "POST", origin: str = "http://here") -> None:
        self.incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.incoming.put_nowait({"type": "http.request", "body": body, "more_body": False})
        self.answer: list[dict[str, Any]] = []
        scope = {"type": "http", "method": method, "path": "/", "headers": [(b"origin", origin.encode())]}
        self.task = asyncio.create_task(stream(scope, self.incoming.get, self._send))

    async def _send(self, message: dict[str, Any]) -> None:
        self.answer.append(message)

    async def until(self, words: bytes) -> None:
        for _ in range(500):
            if words in self.body or self.task.done():
                break
            await asyncio.sleep(0.01)
        assert words in self.body, self.answer

    @property
    def status(self) -> int:
        return self.answer[0]["status"]

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.answer)


def good(seconds: float = 60.0) -> bytes:
    return tickets.sign(ticket_until(time.time() + seconds), key=KEY).encode()


def ticket_until(until: float) -> tickets.Ticket:
    return msgspec.structs.replace(ticket(), until=until)


def test_a_page_hears_until_it_leaves() -> None:
    async def test() -> None:
        stream = Stream(hub(), key=KEY)
        line = Line(stream, body=good() + b"\n0")
        await line.until(b"event: hello")
        assert dict(line.answer[0]["headers"])[b"access-control-allow-origin"] == b"http://here"
        stream.hub.hear([told(1)])
        await line.until(b'id: 1\nevent: matter\ndata: {"topic":"matter:A","number":"A","version":1}\n\n')
        line.incoming.put_nowait({"type": "http.disconnect"})
        await asyncio.wait_for(line.task, 5)
        assert not stream.hub.clients

    asyncio.run(test())


def test_a_ticket_that_ends_ends_the_stream() -> None:
    async def test() -> None:
        stream = Stream(hub(), key=KEY)
        line = Line(stream, body=good(0.2))
        await asyncio.wait_for(line.task, 5)
        assert line.body.endswith(b'event: renew\ndata: {"topic":"renew"}\n\n')
        assert not stream.hub.clients

    asyncio.run(test())


def test_without_a_ticket_of_this_page_nothing_is_told() -> None:
    async def test() -> None:
        stream = Stream(hub(), key=KEY)
        whole = good()
        for body, origin in ((b"", "http://here"), (whole[:-2], "http://here"), (whole, "http://evil"), (whole, ""), (b"x" * 40_000, "")):
            line = Line(stream, body=body, origin=origin)
            await line.task
            assert line.status == 403
            assert b"access-control-allow-origin" not in dict(line.answer[0]["headers"])
        for method, status in (("GET", 503), ("PUT", 405), ("OPTIONS", 405)):
            line = Line(stream, method=method)
            await line.task
            assert line.status == status

    asyncio.run(test())
