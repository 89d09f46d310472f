"""Bringing the tree up to date: loading a whole list of divisions, and applying changes that keep history readable."""

from __future__ import annotations

import csv
import lzma
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec
from django.db import connection, transaction

from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused

from .pinyin import spell

SHIPPED = Path(__file__).parent / "data" / "divisions.csv.xz"
"""All five levels, state of 2023-06-30; see data/SOURCE.md."""

Progress = Callable[[str, int, int], None]
"""Told the stage, how much is done, how much there is."""

_SILENT: Progress = lambda stage, done, total: None  # noqa: E731  # a default, not a deed
_STEP = 20_000

_NOT_LOADED = 1_903_220_001


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """What a load did to the tree."""

    read: int
    added: int
    renamed: int
    revived: int
    ended: int


@transaction.atomic
def load_divisions(*, file: Path = SHIPPED, on: date, under: str = "", progress: Progress = _SILENT) -> Loaded:
    """Make the tree what the file says, as of the day `on`: rows that are the same are not touched, none is ever deleted.

    The file is CSV (or .xz) with the columns code, name and, if it has them, pinyin and initials. With `under`, only that
    subtree is read and compared. A code missing from the file ends on that day; a name that differs is a renaming, remembered
    with its old name. Refused: `bad_divisions` with the line that cannot be a division; nothing is stored then.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NOT_LOADED])  # two loaders: one after the other
        cursor.execute(
            'CREATE TEMP TABLE incoming (code varchar(12) COLLATE "C", level smallint, name varchar(60) COLLATE "C",'
            ' pinyin varchar(240) COLLATE "C", initials varchar(60) COLLATE "C") ON COMMIT DROP'
        )
    read = _copy_in(file, under, progress)
    progress("compare", 0, 4)
    loaded = _compare(read, on, under, progress)
    count_below()
    progress("compare", 4, 4)
    return loaded


def _copy_in(file: Path, under: str, progress: Progress) -> int:
    rows = list(_rows(file, under))
    with connection.cursor() as cursor, cursor.copy("COPY incoming (code, level, name, pinyin, initials) FROM STDIN") as copy:
        for done, row in enumerate(rows):
            copy.write_row(row)
            if done % _STEP == 0:
                progress("copy", done, len(rows))
    progress("copy", len(rows), len(rows))
    return len(rows)


def _rows(file: Path, under: str) -> Iterator[tuple[str, int, str, str, str]]:
    opener = lzma.open if file.suffix == ".xz" else open
    seen: set[str] = set()
    with opener(file, "rt", encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        head = next(reader, [])
        if head[:2] != ["code", "name"]:
            raise Refused("bad_divisions", line=1, reason="columns code,name expected")
        spelled = head[2:4] == ["pinyin", "initials"]
        for number, row in enumerate(reader, start=2):
            code = row[0] if row else ""
            if under and not code.startswith(under) and not under.startswith(code):
                continue
            if len(row) != len(head) or not tree.is_code(code) or code in seen or not row[1].strip():
                raise Refused("bad_divisions", line=number, reason="a new code of 2, 4, 6, 9 or 12 digits and a name expected")
            parent = tree.parent_of(code)
            if parent and parent not in seen:
                raise Refused("bad_divisions", line=number, reason="its parent must come before it")
            seen.add(code)
            yield (code, tree.level_of(code), row[1], *(row[2:4] if spelled else spell(row[1])))


def _compare(read: int, on: date, under: str, progress: Progress) -> Loaded:
    low, high = tree.code_range(under)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM regions_region")
        first = cursor.fetchone()[0] == 0
        cursor.execute(
            """
            INSERT INTO regions_regionchange (kind, on_day, old_code, new_code, old_name, new_name)
            SELECT 'rename', %s, r.code, r.code, r.name, i.name FROM incoming i JOIN regions_region r USING (code)
            WHERE r.name <> i.name AND r.valid_to IS NULL ON CONFLICT DO NOTHING
            """,
            [on],
        )
        renamed = cursor.rowcount
        progress("compare", 1, 4)
        cursor.execute(
            """
            UPDATE regions_region r SET name = i.name, pinyin = i.pinyin, initials = i.initials, valid_to = NULL
            FROM incoming i WHERE i.code = r.code
              AND (r.name, r.pinyin, r.initials, r.valid_to IS NULL) IS DISTINCT FROM (i.name, i.pinyin, i.initials, true)
            """
        )
        revived = cursor.rowcount - renamed
        cursor.execute(
            """
            INSERT INTO regions_region (code, level, name, pinyin, initials, valid_from, cities, counties, townships, villages)
            SELECT code, level, name, pinyin, initials, %s::date, 0, 0, 0, 0 FROM incoming i
            WHERE NOT EXISTS (SELECT 1 FROM regions_region r WHERE r.code = i.code) ORDER BY code
            """,
            [None if first else on],
        )
        added = cursor.rowcount
        progress("compare", 2, 4)
        cursor.execute(
            """
            UPDATE regions_region r SET valid_to = greatest(%s::date, r.valid_from)
            WHERE r.valid_to IS NULL AND r.code >= %s AND r.code < %s
              AND NOT EXISTS (SELECT 1 FROM incoming i WHERE i.code = r.code)
            """,
            [on, low, high],
        )
        ended = cursor.rowcount
        progress("compare", 3, 4)
        cursor.execute("ANALYZE regions_region")
    return Loaded(read=read, added=added, renamed=renamed, revived=max(revived, 0), ended=ended)


def count_below() -> None:
    """Write into every region how many regions in force lie below it, by level; rows whose counts stay are not touched."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH n AS (
                SELECT left(code, size) AS code, count(*) FILTER (WHERE level = 2) AS cities, count(*) FILTER (WHERE level = 3) AS counties,
                       count(*) FILTER (WHERE level = 4) AS townships, count(*) FILTER (WHERE level = 5) AS villages
                FROM regions_region CROSS JOIN (VALUES (2), (4), (6), (9)) AS above(size)
                WHERE valid_to IS NULL AND length(code) > size GROUP BY 1
            ), wanted AS (
                SELECT r.code, coalesce(n.cities, 0) AS cities, coalesce(n.counties, 0) AS counties,
                       coalesce(n.townships, 0) AS townships, coalesce(n.villages, 0) AS villages
                FROM regions_region r LEFT JOIN n ON n.code = r.code COLLATE "C" WHERE r.level < 5
            )
            UPDATE regions_region r
            SET cities = w.cities, counties = w.counties, townships = w.townships, villages = w.villages
            FROM wanted w WHERE w.code = r.code
              AND (r.cities, r.counties, r.townships, r.villages) IS DISTINCT FROM (w.cities, w.counties, w.townships, w.villages)
            """
        )
