"""Appending to the ledger: one entry and its sealed texts, in one statement of the deed's transaction."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from yiwang.kernel.chain import GENESIS, canonical, entry_hash, text_digest
from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.case import Actor
from yiwang.privacy.sealing import seal, seal_bytes

from .entries import COLUMNS, SALT, Entry, body, day_of, text_place

DAY_LOCK = 0x59774C44
"""First half of the advisory lock of a day: appends share it, the seal of that day takes it alone."""


class Text(NamedTuple):
    """A text given with an act, de-identified, and what its placeholders stand for where no party's field says it."""

    text: str
    found: Mapping[str, str] = {}


class Appended(NamedTuple):
    """Where the chain of a matter ends now."""

    seq: int
    head: bytes


class Prepared(NamedTuple):
    """An entry ready to be written with its texts: names, sealed texts, sealed placeholders."""

    entry: Entry
    names: list[str]
    sealed: list[bytes]
    found: list[bytes | None]


def append(
    *,
    county: str,
    matter_id: UUID,
    last: Appended | None,
    at: datetime,
    act: str,
    subject: str,
    actor: Actor,
    data: Mapping[str, Any],
    change: Mapping[str, Any],
    texts: Mapping[str, Text] | None = None,
) -> Appended:
    """Write the next entry of a matter and return where its chain ends now.

    `last` is where it ended before (None: this registers the matter); the caller holds the matter's row lock and never gives an `at`
    before the last entry's (act at `max(at, matter.updated)`, clocks of machines differ by milliseconds).
    `change` is the merge patch of the case. Refused: `day_sealed` (the day of `at` is closed), `chain_broken` (the last entry is not what
    the matter says, or later than `at`).
    """
    prepared = prepare(
        county=county,
        matter_id=matter_id,
        last=last,
        at=at,
        act=act,
        subject=subject,
        actor=actor,
        data=data,
        change=change,
        texts=texts or {},
    )
    return write(prepared)


def prepare(
    *,
    county: str,
    matter_id: UUID,
    last: Appended | None,
    at: datetime,
    act: str,
    subject: str,
    actor: Actor,
    data: Mapping[str, Any],
    change: Mapping[str, Any],
    texts: Mapping[str, Text],
) -> Prepared:
    """Return the entry, hashed, and its texts, salted and sealed; nothing is written."""
    seq, prev = (last.seq + 1, last.head) if last else (1, GENESIS)
    salts = {name: os.urandom(SALT) for name in texts}
    entry = Entry(
        county=county,
        matter_id=matter_id,
        seq=seq,
        at=at,
        act=str(act),
        subject=subject,
        user_id=actor.user,
        post_id=actor.post,
        unit_id=actor.unit,
        role=str(actor.role),
        data=data,
        change=change,
        digests={name: text_digest(salts[name], given.text).hex() for name, given in texts.items()},
        prev=prev,
        head=b"",
    )
    entry = entry._replace(head=entry_hash(prev, body(entry)))
    places = {name: text_place(county, matter_id, seq, name) for name in texts}
    return Prepared(
        entry,
        list(texts),
        [seal_bytes(salts[name] + given.text.encode(), places[name]) for name, given in texts.items()],
        [
            seal(orjson.dumps(dict(given.found)).decode(), places[name] + b"|found") if given.found else None
            for name, given in texts.items()
        ],
    )


_WRITE = f"""
WITH entry AS (
    INSERT INTO ledger_entry ({COLUMNS})
    SELECT n.* FROM (VALUES (
        %s::varchar, %s::uuid, %s::integer, %s::timestamptz, %s::text, %s::text, %s::bigint, %s::bigint, %s::bigint, %s::text,
        %s::jsonb, %s::jsonb, %s::jsonb, %s::bytea, %s::bytea)) n ({COLUMNS})
    WHERE pg_try_advisory_xact_lock_shared({DAY_LOCK}, %s::integer)
      AND NOT EXISTS (SELECT 1 FROM ledger_seal s WHERE s.day >= %s::date)
      AND (n.seq = 1 OR EXISTS (
          SELECT 1 FROM ledger_entry p
          WHERE p.county = n.county AND p.matter_id = n.matter_id AND p.seq = n.seq - 1 AND p.head = n.prev AND p.at <= n.at))
    RETURNING county, matter_id, seq
), texts AS (
    INSERT INTO matter_text (county, matter_id, seq, name, sealed, found)
    SELECT entry.*, given.* FROM entry, unnest(%s::text[], %s::bytea[], %s::bytea[]) AS given
)
SELECT count(*) FROM entry
"""  # noqa: S608


def write(prepared: Prepared) -> Appended:
    """Write a prepared entry with its texts in one statement; see `append` for what is refused."""
    entry = prepared.entry
    values = entry._replace(data=_json(entry.data), change=_json(entry.change), digests=_json(entry.digests))
    day = day_of(entry.at)
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*values, day.toordinal(), day, prepared.names, prepared.sealed, prepared.found])
        if cursor.fetchone()[0] != 1:
            raise Refused("chain_broken") if _still_open(day) else Refused("day_sealed", day=day)
    return Appended(entry.seq, entry.head)


def _still_open(day: date) -> bool:
    """Say whether a day may be appended to; one being sealed right now is as closed as one that is.

    The lock comes first: while it is shared nobody can begin to seal, and a seal made meanwhile is seen by the question after it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s, %s)", [DAY_LOCK, day.toordinal()])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM ledger_seal WHERE day >= %s)", [day])
        return bool(cursor.fetchone()[0])


def _json(value: object) -> str:
    """Return a value for a jsonb column exactly as it was hashed."""
    return canonical(value).decode()
