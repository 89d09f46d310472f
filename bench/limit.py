"""The limit: the very rows a deed wrote, written again by bare psycopg with prepared statements and nothing else around them.

A registration: every row of every table that belongs to a matter (and its idempotency key and outbox row), with a new id and number,
inserted in one transaction. An act: the matter's row locked and updated, its orders, clocks and tasks written over, the entry with its
texts and the key inserted. What this takes is what PostgreSQL and its driver ask for those rows; the rest is ours.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Thread
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from .client import Load

_TABLES = """
SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position)
FROM information_schema.columns c JOIN pg_class k ON k.relname = c.table_name AND k.relnamespace = 'public'::regnamespace
WHERE c.table_schema = 'public' AND NOT k.relispartition AND k.relkind IN ('r', 'p') AND c.is_generated = 'NEVER'
GROUP BY c.table_name
HAVING array_agg(c.column_name::text) @> ARRAY['county', 'matter_id'] OR c.table_name = 'matter'
ORDER BY c.table_name
"""


@dataclass(frozen=True)
class Row:
    """One row as it was written."""

    table: str
    columns: list[str]
    values: list[Any]

    def value(self, column: str) -> Any:
        """Return the value of one column."""
        return self.values[self.columns.index(column)]


@dataclass(frozen=True)
class Written:
    """All rows of one matter, with the id and number to be replaced."""

    matter_id: UUID
    number: str
    rows: list[Row]


def sample(connection: psycopg.Connection[Any], *, numbers: list[str]) -> list[Written]:
    """Read everything that was written for these matters."""
    tables = connection.execute(_TABLES).fetchall()
    return [_of(connection, tables, number) for number in numbers]


def _of(connection: psycopg.Connection[Any], tables: list[Any], number: str) -> Written:
    found = connection.execute("SELECT id FROM matter WHERE county = %s AND number = %s", [number[:6], number]).fetchone()
    assert found is not None
    rows: list[Row] = []
    for table, columns in tables:
        key = "id" if table == "matter" else "matter_id"
        rows += _rows(connection, table, columns, sql.SQL("{} = %s").format(sql.Identifier(key)), [number[:6], found[0]])
    for table, condition in (("idempotency_key", "response->>'number' = %s"), ("outbox_event", "key = %s")):
        columns = [row[0] for row in connection.execute(_COLUMNS, [table])]
        rows += _rows(connection, table, columns, sql.SQL(condition), [number[:6], number])
    return Written(found[0], number, rows)


def _rows(connection: psycopg.Connection[Any], table: str, columns: list[str], condition: sql.Composable, values: list[Any]) -> list[Row]:
    query = sql.SQL("SELECT {} FROM {} WHERE county = %s AND {}").format(
        sql.SQL(", ").join(_read(column) for column in columns), sql.Identifier(table), condition
    )
    return [Row(table, columns, list(row)) for row in connection.execute(query, values)]


_COLUMNS = "SELECT column_name::text FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position"
_JSON = {"case_doc", "body", "change", "data", "digests", "dims", "response", "waiting"}


def _read(column: str) -> sql.Composable:
    return sql.SQL("{}::text").format(sql.Identifier(column)) if column in _JSON else sql.Identifier(column)


def _statements_of_registration(written: Written, worker: int, number: int) -> Iterator[tuple[sql.Composable, list[Any]]]:
    fresh = UUID(int=(written.matter_id.int & ~((1 << 48) - 1)) | (worker << 40) | number | (1 << 47))
    label = f"L{worker:X}{number:07X}"
    for row in written.rows:
        yield _insert(row, [_fresh(column, value, written, fresh, label) for column, value in zip(row.columns, row.values, strict=True)])


def _fresh(column: str, value: Any, written: Written, fresh: UUID, label: str) -> Any:
    if isinstance(value, UUID):
        return fresh if column in ("id", "matter_id") else value
    return label if column in ("number", "key") and (column == "number" or not value.startswith(("o", "m", "c"))) else value


def _statements_of_act(written: Written, worker: int, number: int) -> Iterator[tuple[sql.Composable, list[Any]]]:
    """The last act of a matter once more: an entry with a number of its own, everything else written over with what it is."""
    county, last = written.number[:6], max(row.value("seq") for row in written.rows if row.table == "ledger_entry")
    yield sql.SQL("SELECT * FROM matter WHERE county = %s AND number = %s FOR UPDATE"), [county, written.number]
    for row in written.rows:
        if row.table == "matter":
            sets = sql.SQL(", ").join(sql.SQL("{} = {}").format(sql.Identifier(c), _mark(c)) for c in row.columns)
            yield sql.SQL("UPDATE matter SET {} WHERE county = %s AND id = %s").format(sets), [*row.values, county, written.matter_id]
        elif row.table in ("ledger_entry", "matter_text") and row.value("seq") == last:
            values = [1000 + worker * 100_000 + number if c == "seq" else v for c, v in zip(row.columns, row.values, strict=True)]
            yield _insert(row, values)
        elif row.table in ("matter_order", "matter_clock", "matter_todo"):
            yield _insert(row, row.values, over=("county", "matter_id", "key"))
        elif row.table == "idempotency_key" and "query_code" not in row.value("response"):
            yield _insert(row, [f"L{worker}-{number}" if c == "key" else v for c, v in zip(row.columns, row.values, strict=True)])


def _insert(row: Row, values: list[Any], *, over: tuple[str, ...] = ()) -> tuple[sql.Composable, list[Any]]:
    names = sql.SQL(", ").join(map(sql.Identifier, row.columns))
    marks = sql.SQL(", ").join(map(_mark, row.columns))
    text = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(row.table), names, marks)
    if over:
        sets = sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(c)) for c in row.columns if c not in over)
        text += sql.SQL(" ON CONFLICT ({}) DO UPDATE SET {}").format(sql.SQL(", ").join(map(sql.Identifier, over)), sets)
    return text, values


def _mark(column: str) -> sql.Composable:
    return sql.SQL("%s::jsonb") if column in _JSON else sql.Placeholder()


_DEEDS = {"register": _statements_of_registration, "accept": _statements_of_act}


def write(url: dict[str, Any], samples: list[Written], *, deed: str, count: int, connections: int) -> tuple[Load, float]:
    """Do the deed's writing `count` times over so many connections; return the load and the client's own CPU seconds."""
    loads = [Load() for _ in range(connections)]
    shares = [samples[worker::connections] for worker in range(connections)]
    threads = [
        Thread(target=_writer, args=(url, shares[worker], deed, count // connections, worker, loads[worker]))
        for worker in range(connections)
    ]
    begun, cpu = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Load(seconds=time.perf_counter() - begun, milliseconds=[ms for load in loads for ms in load.milliseconds])
    return total, time.process_time() - cpu


def _writer(url: dict[str, Any], samples: list[Written], deed: str, count: int, worker: int, load: Load) -> None:
    with psycopg.connect(**url, autocommit=True) as connection:
        connection.prepare_threshold = 1
        prepared = [[list(_DEEDS[deed](samples[number % len(samples)], worker, number))] for number in range(count)]
        prepared = [[(text.as_string(connection), values) for text, values in deed_[0]] for deed_ in prepared]
        for statements in prepared:
            begun = time.perf_counter()
            with connection.transaction():
                for text, values in statements:
                    connection.execute(text, values)
            load.milliseconds.append((time.perf_counter() - begun) * 1000)
