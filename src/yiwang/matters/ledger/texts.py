"""The sealed texts of a matter: read by those who may, checked against their digests, erased without breaking the chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from yiwang.privacy.sealing import unseal, unseal_bytes

from .entries import SALT, text_place

ERASED_NAME = "（已删除）"
"""Stands for a title, or the name of an attachment, that was erased, where lists would show it."""


class SealedText(NamedTuple):
    """A row of `matter_text`."""

    seq: int
    name: str
    sealed: bytes | None
    found: bytes | None
    erased: datetime | None


class OpenText(NamedTuple):
    """A text with its salt, and what its placeholders stand for besides the parties' own fields."""

    salt: bytes
    text: str
    found: dict[str, str]


def load(*, county: str, matter_id: UUID, names: Sequence[str] = ()) -> list[SealedText]:
    """Return the texts of a matter in the order they were given, still sealed; only those names, where some are given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, name, sealed, found, erased FROM matter_text"
            " WHERE county = %s AND matter_id = %s AND (name = ANY(%s) OR %s) ORDER BY seq, name",
            [county, matter_id, list(names), not names],
        )
        return [SealedText(*row) for row in cursor.fetchall()]


def open_text(row: SealedText, *, county: str, matter_id: UUID) -> OpenText | None:
    """Open one text, or return None when it was erased; raises Unsealable when it was tampered with or a key is missing."""
    if row.sealed is None:
        return None
    place = text_place(county, matter_id, row.seq, row.name)
    plain = unseal_bytes(row.sealed, place)
    found = orjson.loads(unseal(row.found, place + b"|found")) if row.found else {}
    return OpenText(plain[:SALT], plain[SALT:].decode(), found)


def erase(*, county: str, matter_id: UUID, seq: int, name: str, at: datetime) -> bool:
    """Erase a text with its salt for ever; its digest stays in the ledger and tells nothing. False if it was erased before or never was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE matter_text SET sealed = NULL, found = NULL, erased = %s"
            " WHERE county = %s AND matter_id = %s AND seq = %s AND name = %s AND erased IS NULL",
            [at, county, matter_id, seq, name],
        )
        return cursor.rowcount == 1
