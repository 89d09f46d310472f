"""Locking a matter: its row, and with it everything a deed needs to know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.db import OperationalError, connection, transaction
from psycopg import errors

from yiwang.kernel.refusals import Refused

from ..domain.case import Case
from ..ledger.append import Appended
from ..numbers import Number


class Locked(NamedTuple):
    """A matter whose row this transaction holds."""

    county: str
    id: UUID
    number: str
    version: int
    seq: int
    head: bytes
    case_text: str
    updated: datetime
    last_act: str
    last_unit: int | None
    query_code_hash: bytes
    sensitive: bool
    platform: str
    parties: list[bytes | None]

    @property
    def last(self) -> Appended:
        """Where the chain of the matter ends."""
        return Appended(self.seq, bytes(self.head))

    def case(self) -> Case:
        """Return the case as it was written last."""
        return msgspec.json.decode(self.case_text, type=Case)


_LOCK = """
SELECT m.county, m.id, m.number, m.version, m.seq, m.head, m.case_doc::text, m.updated, m.last_act, m.last_unit, m.query_code_hash,
       m.sensitive, m.platform,
       coalesce((SELECT array_agg(p.sealed ORDER BY p.no) FROM matter_party p WHERE p.county = m.county AND p.matter_id = m.id), '{}')
FROM matter m
WHERE m.county = %s AND m.number = %s
FOR UPDATE OF m
"""


def lock(number: Number) -> Locked | None:
    """Lock a matter's row, waiting for whoever holds it; None when there is no such matter."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [number.county, str(number)])
        row = cursor.fetchone()
    return Locked(*row) if row else None


def lock_both(one: Number, other: Number) -> tuple[Locked | None, Locked | None]:
    """Lock two matters in the one order everybody keeps to, so that nobody waits in a circle."""
    first, second = sorted((one, other), key=str)
    held = {str(first): lock(first), str(second): lock(second)}
    return held[str(one)], held[str(other)]


@contextmanager
def deed(*, inside: bool = False) -> Iterator[None]:
    """One deed, one transaction: all of it or nothing. A lock that does not come in time is refused as `busy`, never an error.

    `inside`: the caller has just opened the transaction for this deed alone, so that there is nothing to save apart.
    """
    try:
        with transaction.atomic(savepoint=not inside):
            yield
    except OperationalError as problem:
        if isinstance(problem.__cause__, errors.LockNotAvailable | errors.DeadlockDetected | errors.SerializationFailure):
            raise Refused("busy") from problem
        raise
