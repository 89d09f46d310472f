"""Monthly partitions of big tables that are keyed by a time-ordered id (uuidv7): made ahead of time, rows are never moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.db import DatabaseError, connection, transaction
from psycopg import errors, sql

from .ids import uuid7_floor


def partitioned(create: str, column: str) -> str:
    """Return the statements that make a table partitioned by an id column, with the partition that takes what no month has.

    `create` is a plain `CREATE TABLE name (…)` without a final semicolon.
    """
    table = create.split("(", 1)[0].rsplit(maxsplit=1)[-1]
    return f"{create} PARTITION BY RANGE ({column}); CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT;"


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of every month from that of `first` to that of `last`."""
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield date(year, month, 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def ensure_all(at: datetime) -> list[str]:
    """Make the missing partitions of every such table, from the month before `at` to the one after next; return their names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid WHERE pg_table_is_visible(c.oid)"
        )
        tables = sorted(row[0] for row in cursor.fetchall())
    first, last = (at - timedelta(days=31)).date(), (at + timedelta(days=62)).date()
    return [made for table in tables for made in ensure_months(table, first=first, last=last)]


def ensure_months(table: str, *, first: date, last: date) -> list[str]:
    """Make the missing partitions of a table for these months (UTC) and return their names.

    A month whose rows already lie in the rest stays there: correct, only less tidy.
    """
    made = []
    for month in months(first, last):
        name = f"{table}_{month:%Y%m}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
            if not cursor.fetchone()[0] and _attach(table, name, month):
                made.append(name)
    return made


def _attach(table: str, name: str, month: date) -> bool:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    low, high = (uuid7_floor(datetime(day.year, day.month, 1, tzinfo=UTC)) for day in (month, following))
    statement = sql.SQL("CREATE TABLE IF NOT EXISTS {} PARTITION OF {} FOR VALUES FROM ({}) TO ({})").format(
        sql.Identifier(name), sql.Identifier(table), sql.Literal(str(low)), sql.Literal(str(high))
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")  # nobody's write waits behind us for longer; the next night tries again
            cursor.execute(statement)
    except DatabaseError as problem:
        if isinstance(problem.__cause__, errors.CheckViolation):  # rows of that month lie in the rest
            return False
        raise
    return True
