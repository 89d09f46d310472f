"""Which policy is in force: typed, read once a process and read again within a second of a change."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import connection

from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused

from .domain.kinds import BODIES
from .domain.pack import Pack

_LOOK_AGAIN = 1.0
"""Seconds after which a process asks whether packs were added."""

_packs: dict[str, tuple[Pack[Any], ...]] = {}
_known_digest = ""
_asked = 0.0


def pack(kind: str, at: datetime | date) -> Pack[Any]:
    """Return the pack of that kind in force at a moment (days in Asia/Shanghai), its body typed by `policy.domain.kinds`.

    Before the first version began, the first one holds. Refused `no_policy` if no pack of the kind is loaded.
    """
    day = day_of(at) if isinstance(at, datetime) else at
    versions = packs(kind)
    if not versions:
        raise Refused("no_policy", kind=kind)
    return next((version for version in reversed(versions) if version.valid_from <= day), versions[0])


def version(kind: str, name: str) -> Pack[Any] | None:
    """Return that version of the kind, whether it is in force or was; None if there is none."""
    return next((candidate for candidate in packs(kind) if candidate.version == name), None)


def packs(kind: str) -> tuple[Pack[Any], ...]:
    """Return all versions of the kind, oldest first."""
    _refresh()
    if kind not in _packs:
        _packs[kind] = _read(kind)
    return _packs[kind]


def kinds() -> tuple[str, ...]:
    """Return the kinds there are packs of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT kind FROM policy_policypack ORDER BY kind")
        return tuple(row[0] for row in cursor.fetchall())


def fingerprint() -> str:
    """Return a text that differs whenever any pack was added: the key for whatever is built from packs."""
    _refresh()
    return _known_digest


def forget() -> None:
    """Drop what this process remembers; the next question reads the database."""
    global _asked, _known_digest  # the one cache of this module
    _asked, _known_digest = 0.0, ""
    _packs.clear()


def _refresh() -> None:
    global _asked, _known_digest
    if _known_digest and time.monotonic() - _asked < _LOOK_AGAIN:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) || '-' || coalesce(max(id), 0) FROM policy_policypack")
        current = str(cursor.fetchone()[0])
    if current != _known_digest:
        _packs.clear()
    _known_digest, _asked = current, time.monotonic()


def _read(kind: str) -> tuple[Pack[Any], ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT version, valid_from, source, body::text FROM policy_policypack WHERE kind = %s ORDER BY valid_from", [kind])
        rows = cursor.fetchall()
    return tuple(
        Pack(kind=kind, version=row[0], valid_from=row[1], source=row[2], body=msgspec.json.decode(row[3], type=BODIES.get(kind, Any)))
        for row in rows
    )
