"""A load client in one process: so many keep-alive connections, each with one request under way, answers checked."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from .meters import percentile


@dataclass(frozen=True)
class Request:
    """One HTTP/1.1 request, and what counts as success: the status, and of a redirect where it leads."""

    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    expect: int = 200
    lands: bytes = b""
    """How the address of a redirect begins: a form that is sent to the sign-in did nothing."""

    def wire(self) -> bytes:
        """Return the bytes on the line."""
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in self.headers)]
        if self.body or self.method == "POST":
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


@dataclass
class Load:
    """What came of a run."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    unexpected: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Answers a second over the whole run."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def at(self, share: float) -> float:
        """Return the latency (ms) that this share of the answers stayed within."""
        return percentile(self.milliseconds, share)


class _Line:
    """One connection and the request it is waiting for."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.request: Request | None = None
        self.sent = 0.0

    def send(self, request: Request) -> None:
        self.request, self.sent = request, time.perf_counter()
        self.received.clear()
        self.socket.sendall(request.wire())

    def answer(self) -> tuple[int, bytes] | None:
        """Return (status, body) when the answer is whole, else None; of a redirect, the address it leads to."""
        more = self.socket.recv(262_144)
        if not more:
            raise ConnectionError("the server hung up")
        self.received += more
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head, body = bytes(self.received[:end]), bytes(self.received[end + 4 :])
        if len(body) < _length(head):
            return None
        status = int(head[9:12])
        return status, _location(head) if status // 100 == 3 else body


def _location(head: bytes) -> bytes:
    lines = (line.partition(b":") for line in head.split(b"\r\n"))
    return next((value.strip() for name, _, value in lines if name.strip().lower() == b"location"), b"")


def _length(head: bytes) -> int:
    lower = head.lower()
    start = lower.find(b"content-length:")
    if start < 0:
        if b"transfer-encoding" in lower:
            raise ConnectionError("chunked answers are not read by this client")
        return 0
    return int(lower[start + 15 :].split(b"\r\n", 1)[0])


def run(
    requests: Iterator[Request], *, port: int, connections: int, seconds: float, most: int, heard: Callable[[bytes], None] | None = None
) -> Load:
    """Send requests until the time or the count is over and wait for the last answers; `heard` gets each expected body."""
    load, lines = Load(), selectors.DefaultSelector()
    begun = time.perf_counter()
    left = most
    for _ in range(connections):
        request = next(requests, None) if left else None
        if request is None:
            break
        line = _Line(port)
        lines.register(line.socket, selectors.EVENT_READ, line)
        line.send(request)
        left -= 1
    while lines.get_map():
        for key, _events in lines.select(30) or _silent():
            line = key.data
            answer = line.answer()
            if answer is None:
                continue
            load.milliseconds.append((time.perf_counter() - line.sent) * 1000)
            _check(load, line.request, answer, heard)
            request = next(requests, None) if left and time.perf_counter() - begun < seconds else None
            if request is None:
                lines.unregister(line.socket)
                line.socket.close()
                continue
            left -= 1
            line.send(request)
    load.seconds = time.perf_counter() - begun
    return load


def _silent() -> list:
    raise TimeoutError("no answer for 30 seconds")


def _check(load: Load, request: Request, answer: tuple[int, bytes], heard: Callable[[bytes], None] | None) -> None:
    status, body = answer
    if status != request.expect or not body.startswith(request.lands):
        load.unexpected.append(answer)
    elif heard:
        heard(body)


def ask(request: Request, *, port: int) -> tuple[int, bytes]:
    """Send one request on its own connection and return (status, body)."""
    line = _Line(port)
    try:
        line.send(request)
        while True:
            answer = line.answer()
            if answer is not None:
                return answer
    finally:
        line.socket.close()
