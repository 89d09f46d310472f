"""Reading the whole ledger in order, a matter at a time, in a bounded amount of memory and from one moment of the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from yiwang.audit.queries import erased_parts

from .entries import COLUMNS, Entry
from .texts import SealedText

BATCH = 2000
_ENTRIES = f"SELECT {COLUMNS} FROM ledger_entry"  # noqa: S608
_TEXTS = "SELECT county, matter_id, seq, name, sealed, found, erased FROM matter_text ORDER BY county, matter_id, seq, name"


class Row(NamedTuple):
    """What the matter's own row says of itself."""

    county: str
    matter_id: UUID
    number: str
    seq: int
    head: bytes
    case_doc: dict[str, Any]
    columns: dict[str, Any]
    """Columns that repeat the case."""


@dataclass(frozen=True)
class Told:
    """One matter: its row, its entries and its texts, each as far as they are there, and the rows that repeat its case."""

    county: str
    matter_id: UUID
    row: Row | None
    entries: list[Entry]
    texts: list[SealedText]
    repeated: dict[str, set[tuple[Any, ...]]]
    """Table → its rows, without county and matter."""

    @cached_property
    def erased(self) -> frozenset[str]:
        """Parts of the matter whose erasure is written down in the access log; asked for only where something is erased."""
        return erased_parts(county=self.county, matter=self.row.number if self.row else "")


@contextmanager
def one_moment() -> Iterator[None]:
    """See the database as it is at one moment, whatever goes on meanwhile; inside a transaction that has begun, as that one sees it."""
    begun = connection.in_atomic_block
    with transaction.atomic():
        if not begun:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _stream(name: str, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query through a cursor of the server."""
    connection.ensure_connection()
    with connection.connection.cursor(name=f"ledger_{name}") as cursor:
        cursor.itersize = BATCH
        cursor.execute(query, values or None)
        yield from cursor


def entry_of(row: Sequence[Any]) -> Entry:
    """Return a row of `ledger_entry` with its JSON read."""
    return Entry(*row[:10], *(json.loads(each) if isinstance(each, str) else each for each in row[10:13]), *row[13:])


def entries() -> Iterator[Entry]:
    """Yield all entries by county, matter and number."""
    return (entry_of(row) for row in _stream("entries", f"{_ENTRIES} ORDER BY county, matter_id, seq"))


def entries_of(*, county: str, matter_id: UUID) -> list[Entry]:
    """Return the entries of one matter."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_ENTRIES} WHERE county = %s AND matter_id = %s ORDER BY seq", [county, matter_id])
        return [entry_of(row) for row in cursor.fetchall()]


def _rows(columns: Sequence[str]) -> Iterator[Row]:
    chosen = ", ".join(("county", "id", "number", "seq", "head", "case_doc", *columns))
    for row in _stream("matters", f"SELECT {chosen} FROM matter ORDER BY county, id"):  # noqa: S608
        doc = json.loads(row[5]) if isinstance(row[5], str) else row[5]
        yield Row(*row[:5], doc, dict(zip(columns, row[6:], strict=True)))


def matters(columns: Sequence[str] = (), tables: Mapping[str, Sequence[str]] | None = None) -> Iterator[Told]:
    """Yield every matter that a row, an entry, a text or a repeating row speaks of, with all of them side by side.

    `columns` of the matter's row, and `tables` with their columns, are those that repeat the case.
    """
    names = list(tables or {})
    sources = [_grouped(_rows(columns)), _grouped(entries()), _grouped(_beside("texts", _TEXTS, SealedText._make))]
    for name in names:
        chosen = ", ".join(("county", "matter_id", *(tables or {})[name]))
        sources.append(_grouped(_beside(name, f"SELECT {chosen} FROM {name} ORDER BY county, matter_id", tuple)))  # noqa: S608
    ahead = [next(source, None) for source in sources]
    while any(ahead):
        key = min(each[0] for each in ahead if each)
        row, written, texts, *repeated = ([*each[1]] if each and each[0] == key else [] for each in ahead)
        ahead = [next(source, None) if each and each[0] == key else each for source, each in zip(sources, ahead, strict=True)]
        rows = {name: {each.value for each in group} for name, group in zip(names, repeated, strict=True)}
        yield Told(key[0], UUID(key[1]), row[0] if row else None, written, [each.value for each in texts], rows)


class Beside(NamedTuple):
    """A row of another table, with the matter it belongs to."""

    county: str
    matter_id: UUID
    value: Any


def _beside(name: str, query: str, make: Callable[[Sequence[Any]], Any]) -> Iterator[Beside]:
    return (Beside(row[0], row[1], make(row[2:])) for row in _stream(name, query))


def _grouped(rows: Iterator[Any]) -> Iterator[tuple[tuple[str, str], list[Any]]]:
    """Yield rows that follow each other under the same matter as one list."""
    key, group = None, []
    for row in rows:
        new = (row.county, str(row.matter_id))
        if new != key:
            if key is not None:
                yield key, group
            key, group = new, []
        group.append(row)
    if key is not None:
        yield key, group


def count_entries() -> int:
    """Return about how many entries there are (from the planner's figures; exact only after ANALYZE)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = 'ledger_entry'::regclass"
        )
        return int(cursor.fetchone()[0])
