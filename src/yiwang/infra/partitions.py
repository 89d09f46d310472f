"""Monthly partitions of big tables that are keyed by a time-ordered id (uuidv7): made ahead of time, rows are never moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from psycopg import errors, sql


def floor_id(at: datetime) -> UUID:
    """Return the smallest uuidv7 of that millisecond: the bound between ids made before and after."""
    return UUID(int=(int(at.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62))


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
    low, high = (floor_id(datetime(day.year, day.month, 1, tzinfo=UTC)) for day in (month, following))
    statement = sql.SQL("CREATE TABLE IF NOT EXISTS {} PARTITION OF {} FOR VALUES FROM ({}) TO ({})").format(
        sql.Identifier(name), sql.Identifier(table), sql.Literal(str(low)), sql.Literal(str(high))
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as problem:
        if isinstance(problem.__cause__, errors.CheckViolation):  # rows of that month lie in the rest
            return False
        raise
    return True
