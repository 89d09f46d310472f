"""The administration log: who changed the organisation or its rules, when, and what stood there before; chained, appended only.

It holds names of units, posts and rules, and numbers of sign-ins; never a password and nothing of a matter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from yiwang.infra import sql
from yiwang.infra.locks import in_turn
from yiwang.kernel.chain import GENESIS, canonical

from .operations import Viewer

_COLUMNS = "seq, at, user_id, post_id, unit_id, place, deed, subject, name, before, after, prev, head"


class Row(NamedTuple):
    """A row of `administration_log`, in the order of its columns; `before` and `after` as they were written down."""

    seq: int
    at: datetime
    user_id: int | None
    post_id: int | None
    unit_id: int | None
    place: str
    deed: str
    subject: str
    name: str
    before: dict[str, Any]
    after: dict[str, Any]
    prev: bytes
    head: bytes


class Page(NamedTuple):
    """Some changes, newest first, and the number the next page starts below (None: there is no more)."""

    changes: list[Row]
    after: int | None


def row_hash(row: Row) -> bytes:
    """Return what the row must hash to."""
    said = row._asdict()
    del said["prev"], said["head"]
    return hashlib.sha256(b"yiwang-change\0" + row.prev + canonical(said)).digest()


@transaction.atomic
def record_change(
    *,
    by: Viewer,
    deed: str,
    subject: str,
    name: str,
    at: datetime,
    place: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Append one change in the transaction that makes it.

    `subject` numbers what was changed ("unit.12"), `name` says it as it was then called; `place` is the region it lies in, "" for what
    holds everywhere. `before` and `after` are plain values without fractions.
    """
    in_turn("administration_log")
    last = sql.one("SELECT seq, head FROM administration_log ORDER BY seq DESC LIMIT 1") or {"seq": 0, "head": GENESIS}
    row = Row(
        seq=last["seq"] + 1,
        at=at,
        user_id=by.user,
        post_id=by.post,
        unit_id=by.unit,
        place=place,
        deed=deed,
        subject=subject,
        name=name,
        before=dict(before or {}),
        after=dict(after or {}),
        prev=bytes(last["head"]),
        head=b"",
    )
    row = row._replace(head=row_hash(row))
    values = [json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value for value in row]
    sql.execute(f"INSERT INTO administration_log ({_COLUMNS}) VALUES ({', '.join(['%s'] * len(values))})", values)  # noqa: S608


def changes(*, place: str = "", subject: str = "", deed: str = "", after: int | None = None, limit: int = 50) -> Page:
    """Return changes, newest first: of a region and below (with what holds everywhere), of one subject, of one deed."""
    wanted: list[tuple[str, list[object]]] = [("true", [])]
    if place:
        wanted.append(("(place = '' OR place >= %s AND place < %s || '~')", [place, place]))
    if subject:
        wanted.append(("subject = %s", [subject]))
    if deed:
        wanted.append(("deed = %s", [deed]))
    if after is not None:
        wanted.append(("seq < %s", [after]))
    where = " AND ".join(condition for condition, _ in wanted)
    found = _read(f"WHERE {where} ORDER BY seq DESC LIMIT %s", [*(value for _, given in wanted for value in given), limit + 1])
    return Page(found[:limit], found[limit - 1].seq if len(found) > limit else None)


def broken(batch: int = 2000) -> Iterator[tuple[int, str]]:
    """Yield every row that does not follow from the one before it: its number and what is wrong."""
    before: Row | None = None
    while rows := _read("WHERE seq > %s ORDER BY seq LIMIT %s", [before.seq if before else 0, batch]):
        for row in rows:
            if row.seq != (before.seq + 1 if before else 1) or row.prev != (before.head if before else GENESIS):
                yield row.seq, "does not follow the row before it"
            if row_hash(row) != row.head:
                yield row.seq, "does not hash to what it says"
            before = row


def _read(conditions: str, values: list[object]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM administration_log {conditions}", values)  # noqa: S608  # our own text
        rows = [Row(*row) for row in cursor.fetchall()]
    return [row._replace(before=_plain(row.before), after=_plain(row.after), prev=bytes(row.prev), head=bytes(row.head)) for row in rows]


def _plain(value: Any) -> dict[str, Any]:
    """Values of type json come back as text."""
    return json.loads(value) if isinstance(value, str) else value
