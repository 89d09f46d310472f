"""The same request twice changes nothing: keys per (county, client), with the hash of what was asked and the answer, for ninety days.

The key is written in the transaction of the deed it belongs to: either both are there, or neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction

from yiwang.kernel.refusals import Refused

from . import sql

KEPT = timedelta(days=90)
LONGEST_KEY = 200


class Repeated(Exception):
    """Another request with this key was carried out meanwhile; roll back and read its answer."""


def fingerprint(body: bytes) -> bytes:
    """Return what is kept of a request's content."""
    return hashlib.sha256(body).digest()


def earlier(*, county: str, client: str, key: str, body: bytes) -> Any | None:
    """Return the answer given to this request before, or None when it is new.

    Raises Refused bad_key (empty or longer than 200), key_reused (the key came before with other content).
    """
    if not 0 < len(key) <= LONGEST_KEY or "\x00" in key:
        raise Refused("bad_key", field="key", shortest=1, longest=LONGEST_KEY)
    row = sql.one(
        "SELECT body_hash, response FROM idempotency_key WHERE county = %s AND client = %s AND key = %s",
        [county, client, key],
    )
    if row is None:
        return None
    if bytes(row["body_hash"]) != fingerprint(body):
        raise Refused("key_reused", field="key")
    return msgspec.json.decode(row["response"])


def keep(*, county: str, client: str, key: str, body: bytes, response: Any, at: datetime) -> None:
    """Write the key and the answer, inside the deed's transaction; raises Repeated when the twin of this request was faster."""
    written = sql.execute(
        "INSERT INTO idempotency_key (county, client, key, body_hash, response, at) VALUES (%s, %s, %s, %s, %s::jsonb, %s)"
        " ON CONFLICT DO NOTHING",
        [county, client, key, fingerprint(body), msgspec.json.encode(response).decode(), at],
    )
    if not written:
        raise Repeated


def once(*, county: str, client: str, key: str | None, body: bytes, at: datetime, deed: Callable[[], Any]) -> Any:
    """Carry `deed` out in a transaction and return its answer, or the answer of the same request before.

    The answer must be plain JSON values: a repeated request gets it back from the database. `key` None means: not repeatable.
    Two requests with one key at once: the slower one is rolled back and gets the faster one's answer.
    """
    if key is None:
        with transaction.atomic():
            return deed()
    answer = earlier(county=county, client=client, key=key, body=body)
    if answer is not None:
        return answer
    try:
        with transaction.atomic():
            answer = deed()
            keep(county=county, client=client, key=key, body=body, response=answer, at=at)
    except Repeated:
        return earlier(county=county, client=client, key=key, body=body)
    return answer


def forget_old(*, at: datetime, batch: int = 5000) -> int:
    """Delete keys older than ninety days, a batch a statement; return how many went."""
    gone = 0
    while True:
        done = sql.execute(
            "DELETE FROM idempotency_key WHERE (county, client, key) IN"
            " (SELECT county, client, key FROM idempotency_key WHERE at < %s ORDER BY at LIMIT %s)",
            [at - KEPT, batch],
        )
        gone += done
        if done < batch:
            return gone
