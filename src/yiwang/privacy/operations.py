"""Caring for the keys."""

from __future__ import annotations

from django.db import connection

from .keys import PURPOSES, Row, make, ring

LASTING = frozenset({"index"})
"""Purposes whose key is never changed: with another key, no blind index would be found again."""


def rotate(purpose: str) -> Row:
    """Put a fresh data key to use for new things; what was sealed before stays readable with its own key. Running processes follow
    within ten minutes. ValueError for a purpose that has none or whose key lasts.
    """
    if purpose not in PURPOSES or purpose in LASTING:
        raise ValueError(purpose)
    row = make(purpose, ring.active(purpose).algorithm)
    ring.forget()
    return row


def listed() -> list[tuple[str, str, str, bool, str]]:
    """Return all data keys, newest first: id, purpose, algorithm, whether active, fingerprint of the key file."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(id, 'hex'), purpose, algorithm, active, encode(wrapped_by, 'hex') FROM privacy_data_key ORDER BY created DESC"
        )
        return cursor.fetchall()
