"""The past of the large city: what has ended is copied again and again, a day further back each time, dealt out to fifty units.

Ids, numbers and moments move together, so that a copy lies in the months and lists where a matter of that day would. Of a copy stands
what lists, search and the matter's own row read; of its ledger only the registration. The index of words is made last.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction

from yiwang.centers import operations as centers
from yiwang.centers.domain.words import UnitKind
from yiwang.infra import clock
from yiwang.infra.partitions import ensure_months

from .city import COUNTY, Tell

UNITS = 50
PARTITIONED = ("ledger_entry", "matter_text", "matter_search")
TABLES = ("matter", "matter_order", "matter_party", "matter_search", "ledger_entry", "matter_text")
_FIRST_ENTRY = {"ledger_entry": " AND t.seq = 1", "matter_text": " AND t.seq = 1"}
_ENDED = """
CREATE TEMP TABLE bench_ended AS SELECT county, id FROM matter WHERE state IN ('closed', 'archived') AND length(number) = 22
"""
_COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""
_FOUND = "CREATE INDEX matter_search_found ON matter_search USING gin (words, marks) WITH (fastupdate = off)"


def fill(total: int, *, lead: int, tell: Tell) -> int:
    """Copy what has ended until there are `total` matters; `lead` is the unit whose work is dealt out. Return how many there are."""
    units = [lead, *_more_units(UNITS - 1)]
    with connection.cursor() as cursor:
        cursor.execute(_ENDED)
        cursor.execute("SELECT (SELECT count(*) FROM matter), (SELECT count(*) FROM bench_ended)")
        there, ended = cursor.fetchone()
        copies = -(-(total - there) // ended)
        at = clock.now()
        for table in PARTITIONED:
            ensure_months(table, first=(at - timedelta(days=copies + 60)).date(), last=at.date())
        cursor.execute("DROP INDEX IF EXISTS matter_search_found")
        cursor.execute("SET synchronous_commit = off")
        shapes = {table: _shape(cursor, table) for table in TABLES}
    for copy in range(1, copies + 1):
        with transaction.atomic(), connection.cursor() as cursor:
            for table, columns in shapes.items():
                cursor.execute(_copy(table, columns, copy, lead, units[copy % len(units)]))
        tell("days back", copy, copies)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(_FOUND)
        cursor.execute("RESET maintenance_work_mem; RESET synchronous_commit")
        cursor.execute("SELECT count(*) FROM matter")
        return int(cursor.fetchone()[0])


def _more_units(count: int) -> list[int]:
    at = clock.now() - timedelta(days=300)
    new = [centers.NewUnit(kind=UnitKind.DEPARTMENT, name=f"东营区第{number}办公室", region=COUNTY) for number in range(1, count + 1)]
    return [unit.id for unit in centers.found_units(new=new, at=at)]


def _shape(cursor: object, table: str) -> list[tuple[str, str]]:
    cursor.execute(_COLUMNS, [table])  # type: ignore[attr-defined]
    return cursor.fetchall()  # type: ignore[attr-defined,no-any-return]


def _copy(table: str, columns: list[tuple[str, str]], copy: int, lead: int, unit: int) -> str:
    key = "id" if table == "matter" else "matter_id"
    names = ", ".join(name for name, _ in columns)
    chosen = ", ".join(_copied(table, name, kind, key, copy, lead, unit) for name, kind in columns)
    return (
        f"INSERT INTO {table} ({names}) SELECT {chosen} FROM {table} t JOIN bench_ended o ON o.county = t.county AND o.id = t.{key}"
        f" WHERE true{_FIRST_ENTRY.get(table, '')}"
    )


def _copied(table: str, name: str, kind: str, key: str, copy: int, lead: int, unit: int) -> str:
    if name == key:
        milliseconds = f"('x0000' || replace(left(t.{key}::text, 13), '-', ''))::bit(64)::bigint - {copy} * 86400000::bigint"
        moved = f"lpad(to_hex({milliseconds}), 12, '0') || substr(replace(t.{key}::text, '-', ''), 13, 8)"
        return f"({moved} || left(md5(t.{key}::text || 'y{copy}'), 12))::uuid"
    if table == "matter" and name == "number":
        day = f"to_char(to_date(substr(t.number, 8, 8), 'YYYYMMDD') - {copy}, 'YYYYMMDD')"
        return f"left(t.number, 7) || {day} || substr(t.number, 16, 5) || substr(t.number, 22, 1) || '{copy % 100:02d}'"
    if kind == "timestamp with time zone":
        return f"t.{name} - interval '{copy} days'"
    if name in ("stakes", "above"):
        return f"array_replace(t.{name}, {lead}::bigint, {unit}::bigint)"
    if name == "marks":
        return f"array_replace(t.marks, 'u{lead}', 'u{unit}')"
    if table == "matter_order" and name == "unit":
        return f"CASE WHEN t.unit = {lead} THEN {unit} ELSE t.unit END"
    return f"t.{name}"
