"""The statements of a load: the list is copied beside the tree, checked, and compared with it in whole sets."""

from __future__ import annotations

import csv
import io
import lzma
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused

from .pinyin import spell

Progress = Callable[[str, int, int], None]
"""Told the stage, how much is done, how much there is."""

_COLUMNS = ["code", "name", "pinyin", "initials"]
_BLOCK = 1 << 20
_LEVEL = "CASE length(code) WHEN 2 THEN 1 WHEN 4 THEN 2 WHEN 6 THEN 3 WHEN 9 THEN 4 WHEN 12 THEN 5 END"
_PARENT = "left(code, CASE length(code) WHEN 12 THEN 9 WHEN 9 THEN 6 WHEN 6 THEN 4 ELSE 2 END)"

COUNTS = """
    SELECT left(code, size) COLLATE "C" AS code,
           count(*) FILTER (WHERE length(code) = 4) AS cities, count(*) FILTER (WHERE length(code) = 6) AS counties,
           count(*) FILTER (WHERE length(code) = 9) AS townships, count(*) FILTER (WHERE length(code) = 12) AS villages
    FROM (SELECT code FROM {source}) AS listed JOIN (VALUES (2), (4), (6), (9)) AS above(size) ON length(code) > size GROUP BY 1
"""


def _execute(statement: str, params: list[Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def copy_in(file: Path, *, under: str, progress: Progress) -> int:
    """Copy the list into the temporary table `incoming` and return how many rows were read."""
    _execute("DROP TABLE IF EXISTS pg_temp.incoming")
    _execute(
        'CREATE TEMP TABLE incoming (code varchar(12) COLLATE "C", name varchar(60) COLLATE "C",'
        ' pinyin varchar(240) COLLATE "C", initials varchar(60) COLLATE "C") ON COMMIT DROP'
    )
    blocks = _blocks(file, progress)
    head = next(blocks, b"")
    names = head.split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip().split(",")
    if names[:2] != _COLUMNS[:2]:
        raise Refused("bad_divisions", code="", reason="columns code,name expected")
    try:
        with connection.cursor() as cursor, cursor.copy("COPY incoming FROM STDIN (FORMAT csv, HEADER true)") as copy:
            for block in _chain(head, blocks) if names == _COLUMNS else _spelled(head, blocks):
                copy.write(block)
    except (psycopg.DataError, UnicodeDecodeError, csv.Error) as fault:
        raise Refused("bad_divisions", code="", reason=str(fault).splitlines()[0]) from fault
    if under:
        low, high = tree.code_range(under)
        _execute(
            "DELETE FROM incoming WHERE NOT (code >= %s AND code < %s) AND NOT code = ANY(%s)", [low, high, list(tree.ancestors(under))]
        )
    _execute("CREATE INDEX ON incoming (code)")  # a tree whose size the planner does not know yet is compared in a second all the same
    _execute("ANALYZE incoming")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM incoming")
        return int(cursor.fetchone()[0])


def _blocks(file: Path, progress: Progress) -> Iterator[bytes]:
    """Yield the file's text block by block, telling how much of the file itself has been read."""
    size, step = file.stat().st_size, 0
    with file.open("rb") as raw, lzma.open(raw) if file.suffix == ".xz" else raw as stream:
        while block := stream.read(_BLOCK):
            step += 1
            progress("read", raw.tell() if file.suffix == ".xz" else step * _BLOCK, size)
            yield block
    progress("read", size, size)


def _chain(head: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from blocks


def _spelled(head: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Add the spelling to a list that comes without: takes about a minute for the whole country."""
    text = io.StringIO((head + b"".join(blocks)).decode("utf-8-sig"))
    for number, row in enumerate(csv.DictReader(text)):
        line = io.StringIO()
        if number == 0:
            line.write(",".join(_COLUMNS) + "\n")
        csv.writer(line, lineterminator="\n").writerow([row["code"], row["name"], *spell(row["name"] or "")])
        yield line.getvalue().encode()


def check() -> None:
    """Refuse `bad_divisions` if a row is no division: a code of another form, twice, without a parent in the list, without a name."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            (SELECT code, 'a code of 2, 4, 6, 9 or 12 digits and a name expected' FROM incoming
                WHERE code IS NULL OR code !~ '^[0-9]+$' OR length(code) NOT IN (2, 4, 6, 9, 12) OR coalesce(trim(name), '') = '' LIMIT 1)
            UNION ALL (SELECT code, 'listed twice' FROM incoming GROUP BY code HAVING count(*) > 1 LIMIT 1)
            UNION ALL (SELECT parent, 'not in the list, but something below it is' FROM (
                SELECT DISTINCT {_PARENT} COLLATE "C" AS parent FROM incoming WHERE length(code) > 2) AS parents
                LEFT JOIN incoming i ON i.code = parents.parent WHERE i.code IS NULL LIMIT 1)
            """  # noqa: S608  # fixed texts of ours
        )
        fault = cursor.fetchone()
    if fault:
        raise Refused("bad_divisions", code=fault[0] or "", reason=fault[1])


def fill(progress: Progress) -> None:
    """Fill an empty tree: rows in the order of their codes with their counts, indexes built afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'regions_region' AND indexname LIKE 'region\\_level\\_%%'"
        )
        indexes = cursor.fetchall()
    for name, _ in indexes:
        _execute(f"DROP INDEX {name}")
    _execute(
        f"""
        INSERT INTO regions_region (code, level, name, pinyin, initials, cities, counties, townships, villages)
        SELECT code, {_LEVEL}, name, pinyin, initials,
               coalesce(cities, 0), coalesce(counties, 0), coalesce(townships, 0), coalesce(villages, 0)
        FROM incoming LEFT JOIN ({COUNTS.format(source="incoming")}) AS n USING (code) ORDER BY code
        """  # noqa: S608
    )
    _execute("SET LOCAL maintenance_work_mem = '256MB'")
    for done, (_, definition) in enumerate(indexes):
        progress("index", done, len(indexes))
        _execute(definition)
    progress("index", len(indexes), len(indexes))
    _execute("ANALYZE regions_region")


def rename_and_revive(on: date) -> tuple[int, int]:
    """Take over names that differ, remembering the old ones, and codes that are listed again; return how many of each."""
    renamed = _execute(
        """
        INSERT INTO regions_regionchange (kind, on_day, old_code, new_code, old_name, new_name)
        SELECT 'rename', %s, r.code, r.code, r.name, i.name FROM incoming i JOIN regions_region r USING (code)
        WHERE r.name <> i.name AND r.valid_to IS NULL ON CONFLICT DO NOTHING
        """,
        [on],
    )
    revived = _execute("UPDATE regions_region r SET valid_to = NULL FROM incoming i WHERE i.code = r.code AND r.valid_to IS NOT NULL")
    _execute(
        """
        UPDATE regions_region r SET name = i.name, pinyin = i.pinyin, initials = i.initials FROM incoming i
        WHERE i.code = r.code AND (r.name, r.pinyin, r.initials) IS DISTINCT FROM (i.name, i.pinyin, i.initials)
        """
    )
    return renamed, revived


def add_new(on: date) -> int:
    """Add the codes the tree has never had, in force from that day; return how many."""
    return _execute(
        f"""
        INSERT INTO regions_region (code, level, name, pinyin, initials, valid_from, cities, counties, townships, villages)
        SELECT code, {_LEVEL}, name, pinyin, initials, %s::date, 0, 0, 0, 0 FROM incoming i
        WHERE NOT EXISTS (SELECT 1 FROM regions_region r WHERE r.code = i.code) ORDER BY code
        """,  # noqa: S608
        [on],
    )


def end_missing(on: date, under: str) -> int:
    """End the codes of the subtree that are no longer listed; return how many."""
    low, high = tree.code_range(under)
    return _execute(
        """
        UPDATE regions_region r SET valid_to = greatest(%s::date, r.valid_from)
        WHERE r.valid_to IS NULL AND r.code >= %s AND r.code < %s AND NOT EXISTS (SELECT 1 FROM incoming i WHERE i.code = r.code)
        """,
        [on, low, high],
    )
