"""The limit: the very rows a deed wrote, written again by bare psycopg with prepared statements and nothing else around them.

For some matters of the bench city, every row of every table that belongs to them is read once, given a new id and number, and
inserted in one transaction per matter. What this takes is what PostgreSQL asks for those rows; the rest is ours.
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
from .meters import cpu_seconds

_TABLES = """
SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position)
FROM information_schema.columns c JOIN pg_class k ON k.relname = c.table_name AND k.relnamespace = 'public'::regnamespace
WHERE c.table_schema = 'public' AND NOT k.relispartition AND k.relkind IN ('r', 'p') AND c.is_generated = 'NEVER'
GROUP BY c.table_name
HAVING array_agg(c.column_name::text) @> ARRAY['county', 'matter_id'] OR c.table_name = 'matter'
ORDER BY c.table_name
"""


@dataclass(frozen=True)
class Written:
    """All rows of one matter: (table, columns, values), with its id and number to be replaced."""

    matter_id: UUID
    number: str
    rows: list[tuple[str, list[str], list[Any]]]


def sample(connection: psycopg.Connection[Any], *, numbers: list[str]) -> list[Written]:
    """Read everything that was written for these matters."""
    tables = connection.execute(_TABLES).fetchall()
    return [_of(connection, tables, number) for number in numbers]


def _of(connection: psycopg.Connection[Any], tables: list[Any], number: str) -> Written:
    found = connection.execute("SELECT id FROM matter WHERE county = %s AND number = %s", [number[:6], number]).fetchone()
    assert found is not None
    rows: list[tuple[str, list[str], list[Any]]] = []
    for table, columns in tables:
        key = "id" if table == "matter" else "matter_id"
        query = sql.SQL("SELECT {} FROM {} WHERE county = %s AND {} = %s").format(
            sql.SQL(", ").join(_read(column) for column in columns), sql.Identifier(table), sql.Identifier(key)
        )
        rows += [(table, columns, list(row)) for row in connection.execute(query, [number[:6], found[0]])]
    return Written(found[0], number, rows)


_JSON = {"case_doc", "body", "dims", "change", "data", "response"}


def _read(column: str) -> sql.Composable:
    return sql.SQL("{}::text").format(sql.Identifier(column)) if column in _JSON else sql.Identifier(column)


def write(url: dict[str, Any], samples: list[Written], *, count: int, connections: int) -> tuple[Load, float]:
    """Insert `count` copies over so many connections; return the load and the client's own CPU seconds."""
    loads = [Load() for _ in range(connections)]
    threads = [Thread(target=_writer, args=(url, samples, count // connections, number, loads[number])) for number in range(connections)]
    begun, cpu = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Load(seconds=time.perf_counter() - begun, milliseconds=[ms for load in loads for ms in load.milliseconds])
    return total, time.process_time() - cpu


def _writer(url: dict[str, Any], samples: list[Written], count: int, worker: int, load: Load) -> None:
    with psycopg.connect(**url, autocommit=True) as connection:
        connection.prepare_threshold = 1
        for number in range(count):
            begun = time.perf_counter()
            with connection.transaction():
                for statement, values in _statements(samples[number % len(samples)], worker, number):
                    connection.execute(statement, values)
            load.milliseconds.append((time.perf_counter() - begun) * 1000)


def _statements(written: Written, worker: int, number: int) -> Iterator[tuple[sql.Composed, list[Any]]]:
    fresh = UUID(int=(written.matter_id.int & ~((1 << 48) - 1)) | (worker << 40) | number | (1 << 47))
    label = f"L{worker:X}{number:07X}"
    for table, columns, values in written.rows:
        copied = [_replaced(column, value, written, fresh, label) for column, value in zip(columns, values, strict=True)]
        marks = sql.SQL(", ").join(sql.SQL("%s::jsonb") if column in _JSON else sql.Placeholder() for column in columns)
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        yield sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), names, marks), copied


def _replaced(column: str, value: Any, written: Written, fresh: UUID, label: str) -> Any:
    if isinstance(value, UUID) and value == written.matter_id:
        return fresh
    return label if column == "number" else value


__all__ = ["Written", "cpu_seconds", "sample", "write"]
