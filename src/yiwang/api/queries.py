"""Reads of the API's own table: the token behind a secret, and the list an administrator sees."""

from __future__ import annotations

import threading
import time
from datetime import datetime

import msgspec
from django.db import connection

from .domain.scopes import Scope
from .domain.secrets import digest_of

_FRESH_SECONDS = 1.0
"""How long a process may trust what it read of a token: a revoked one is out everywhere within this time."""
_REMEMBERED = 1024

_memory: dict[bytes, tuple[float, Token | None]] = {}
_lock = threading.Lock()


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A token as it stands in the table."""

    id: int
    name: str
    appointment: int
    scopes: frozenset[str]
    per_minute: int
    created: datetime
    expires: datetime
    revoked: datetime | None
    last_used: datetime | None

    def good(self, at: datetime) -> bool:
        """Say whether the token opens anything at that moment."""
        return self.revoked is None and at < self.expires

    @property
    def client(self) -> str:
        """Name of the token as the client of idempotency keys and throttles."""
        return f"token:{self.id}"


_COLUMNS = "id, name, appointment_id, scopes, per_minute, created, expires, revoked, last_used"


def token(secret: str) -> Token | None:
    """Return the token of that secret, good or not, or None; remembered for a second in this process."""
    digest = digest_of(secret)
    if digest is None:
        return None
    tick = time.monotonic()
    known = _memory.get(digest)
    if known is not None and tick - known[0] < _FRESH_SECONDS:
        return known[1]
    found = _read(digest)
    with _lock:
        if len(_memory) >= _REMEMBERED:
            _memory.clear()
        _memory[digest] = (tick, found)
    return found


def forget() -> None:
    """Drop what this process remembers of tokens: for the process that has just changed one, and for tests."""
    with _lock:
        _memory.clear()


def tokens() -> tuple[Token, ...]:
    """Return all tokens, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM api_apitoken ORDER BY id DESC")  # noqa: S608  (constant columns)
        return tuple(_token(row) for row in cursor.fetchall())


def _read(digest: bytes) -> Token | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM api_apitoken WHERE digest = %s", [digest])  # noqa: S608  (constant columns)
        row = cursor.fetchone()
    return _token(row) if row else None


def _token(row: tuple) -> Token:
    number, name, appointment, scopes, per_minute, created, expires, revoked, last_used = row
    return Token(
        id=number,
        name=name,
        appointment=appointment,
        scopes=frozenset(scopes) & frozenset(Scope),
        per_minute=per_minute,
        created=created,
        expires=expires,
        revoked=revoked,
        last_used=last_used,
    )
