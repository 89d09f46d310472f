"""A virus scanner, where one is configured: every upload passes it on its way in, and what cannot be scanned is not taken.

Speaks the INSTREAM command of clamd (https://docs.clamav.net/manual/Usage/Scanning.html#clamd): pieces with their length before them.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from yiwang.kernel.refusals import Refused

log = structlog.get_logger(__name__)
PATIENCE_SECONDS = 30
_PIECE = 64 * 1024


def scanned(pieces: Iterable[bytes], *, name: str) -> Iterator[bytes]:
    """Pass the pieces on while the scanner reads them too; the verdict comes after the last.

    Refused `file_infected`, and `file_not_scanned` when the scanner does not answer: then nothing is taken unseen.
    """
    if not settings.FILES_SCANNER:
        yield from pieces
        return
    try:
        with connect(settings.FILES_SCANNER) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            for piece in pieces:
                for start in range(0, len(piece), _PIECE):
                    part = piece[start : start + _PIECE]
                    scanner.sendall(len(part).to_bytes(4) + part)
                yield piece
            scanner.sendall(bytes(4))
            verdict = _answer(scanner)
    except OSError as trouble:
        log.warning("files.scanner_away", kind=type(trouble).__name__)
        raise Refused("file_not_scanned", field="files", name=name) from trouble
    if verdict.endswith("FOUND"):
        log.warning("files.infected", verdict=verdict)
        raise Refused("file_infected", field="files", name=name)
    if not verdict.endswith("OK"):
        log.warning("files.scanner_odd", verdict=verdict)
        raise Refused("file_not_scanned", field="files", name=name)


def connect(address: str) -> socket.socket:
    """Connect to clamd at `tcp://host:port` or `unix:///path`; raises OSError."""
    where = urlsplit(address)
    if where.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(PATIENCE_SECONDS)
        scanner.connect(where.path)
        return scanner
    return socket.create_connection((where.hostname or "127.0.0.1", where.port or 3310), timeout=PATIENCE_SECONDS)


def answers(address: str) -> bool:
    """Say whether a scanner answers there."""
    try:
        with connect(address) as scanner:
            scanner.sendall(b"zPING\0")
            return _answer(scanner) == "PONG"
    except OSError:
        return False


def _answer(scanner: socket.socket) -> str:
    octets = b""
    while not octets.endswith(b"\0") and (more := scanner.recv(4096)):
        octets += more
    return octets.rstrip(b"\0").decode("utf-8", "replace").strip()
