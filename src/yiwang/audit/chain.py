"""The chain of the access log: each row holds the hash of the one before it in its county."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, NamedTuple

from yiwang.kernel.chain import canonical


class Row(NamedTuple):
    """A row of `access_log`, in the order of its columns."""

    county: str
    seq: int
    at: datetime
    user_id: int | None
    post_id: int | None
    unit_id: int | None
    role: str
    place: str
    matter: str
    part: str
    reason: str
    outcome: str
    odd: list[str]
    prev: bytes
    head: bytes


COLUMNS = ", ".join(Row._fields)


def row_hash(row: Row) -> bytes:
    """Return what the row must hash to."""
    said: dict[str, Any] = row._asdict()
    del said["prev"], said["head"]
    if not row.place:  # as rows were hashed before they knew of a place
        del said["place"]
    return hashlib.sha256(b"yiwang-access\0" + row.prev + canonical(said)).digest()
