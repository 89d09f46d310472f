"""Locks of the database for work that only one process may do at a time."""

from __future__ import annotations

import hashlib

from . import sql


def lock_number(name: str) -> int:
    """Return the number under which PostgreSQL knows the lock of that name."""
    return int.from_bytes(hashlib.sha256(f"yiwang:{name}".encode()).digest()[:8], signed=True)


def sole(name: str) -> bool:
    """Take the lock of that name until the transaction ends; false when another process holds it. Only inside a transaction."""
    return bool(sql.scalar("SELECT pg_try_advisory_xact_lock(%s)", [lock_number(name)]))


def in_turn(name: str) -> None:
    """Wait for the lock of that name and hold it until the transaction ends. Only inside a transaction."""
    sql.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(name)])
