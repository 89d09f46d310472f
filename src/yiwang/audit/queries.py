"""Reading the access log: for the audit officer, who sees deeds and never content, and for the person whose matter it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from yiwang.kernel.chain import GENESIS

from .chain import COLUMNS, Row, row_hash

_BELOW = "place >= %s AND place < %s || '~'"
"""Regions below one, itself included: their codes begin with its code."""
MOST = 99
"""More than this are not counted one by one."""


class Page(NamedTuple):
    """Some looks, newest first, and where the next page starts (None: there is no more)."""

    looks: list[Row]
    after: tuple[datetime, str, int] | None


def looks(
    *,
    place: str = "",
    user: int | None = None,
    matter: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    odd_only: bool = False,
    after: tuple[datetime, str, int] | None = None,
    limit: int = 50,
) -> Page:
    """Return looks, newest first: from a region and below ("": all), of one user, at one matter, in a time, odd ones only.

    For the audit officer alone; callers check that.
    """
    wanted: list[tuple[str, list[object]]] = [(_BELOW, [place, place])] if place else [("true", [])]
    if user is not None:
        wanted.append(("user_id = %s", [user]))
    if matter:
        wanted.append(("county = %s AND matter = %s", [matter[:6], matter]))
    if since:
        wanted.append(("at >= %s", [since]))
    if until:
        wanted.append(("at < %s", [until]))
    if odd_only:
        wanted.append(("odd <> '{}'", []))
    if after:
        wanted.append(("(at, county, seq) < (%s, %s, %s)", list(after)))
    where = " AND ".join(condition for condition, _ in wanted)
    values = [value for _, given in wanted for value in given]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM access_log WHERE {where} ORDER BY at DESC, county DESC, seq DESC LIMIT %s",  # noqa: S608
            [*values, limit + 1],
        )
        found = [Row(*row) for row in cursor.fetchall()]
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], (last.at, last.county, last.seq) if last else None)


def odd_unseen(*, user: int, place: str) -> int:
    """Return how many odd looks from a region and below an officer has not had before them yet, `MOST` + 1 for more than `MOST`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT FROM access_log WHERE odd <> '{{}}' AND {_BELOW}"  # noqa: S608
            " AND at > coalesce((SELECT until FROM access_odd_seen WHERE user_id = %s), '-infinity') LIMIT %s) news",
            [place, place, user, MOST + 1],
        )
        return int(cursor.fetchone()[0])


def shown(*, county: str, matter: str, part: str) -> int:
    """Return how often a part of a matter was shown."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM access_log WHERE county = %s AND matter = %s AND part = %s AND outcome = 'shown'", [county, matter, part]
        )
        return int(cursor.fetchone()[0])


def erased_parts(*, county: str, matter: str) -> frozenset[str]:
    """Return what of a matter was erased, by name of the part, as the log says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT part FROM access_log WHERE county = %s AND matter = %s AND outcome = 'erased'", [county, matter])
        return frozenset(part for (part,) in cursor.fetchall())


def heads() -> list[tuple[str, int, bytes]]:
    """Return where the chain of every county ends: county, number and hash of its last row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT ON (county) county, seq, head FROM access_log ORDER BY county, seq DESC")
        return [(county, seq, bytes(head)) for county, seq, head in cursor.fetchall()]


def holds(*, county: str, seq: int, head: bytes) -> bool:
    """Say whether the row that once was the last of its county is still there as it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT head FROM access_log WHERE county = %s AND seq = %s", [county, seq])
        row = cursor.fetchone()
    return row is not None and bytes(row[0]) == head


class Broken(NamedTuple):
    """A place where the access log was tampered with."""

    county: str
    seq: int
    what: str


def broken(batch: int = 2000) -> Iterator[Broken]:
    """Yield every place where the log does not follow from itself; reads it all, a batch at a time."""
    before: Row | None = None
    key: tuple[str, int] = ("", 0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {COLUMNS} FROM access_log WHERE (county, seq) > (%s, %s) ORDER BY county, seq LIMIT %s",  # noqa: S608
                [*key, batch],
            )
            rows = [Row(*row) for row in cursor.fetchall()]
        for row in rows:
            if before and before.county != row.county:
                before = None
            yield from _wrong(row, before)
            before = row
        if len(rows) < batch:
            return
        key = (rows[-1].county, rows[-1].seq)


def _wrong(row: Row, before: Row | None) -> Iterator[Broken]:
    if row.seq != (before.seq + 1 if before else 1):
        yield Broken(row.county, row.seq, "rows before it are missing")
    elif row.prev != (before.head if before else GENESIS):
        yield Broken(row.county, row.seq, "does not follow the row before it")
    if row_hash(row) != row.head:
        yield Broken(row.county, row.seq, "does not hash to what it says")
