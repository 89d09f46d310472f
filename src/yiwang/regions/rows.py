"""One region as callers read it, and the statements that read such rows."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import connection

from yiwang.kernel import tree

PSEUDO_NAMES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Names of rows that only group others: left out when a full name is read aloud."""

_COLUMNS = "code, level, name, valid_from, valid_to, cities, counties, townships, villages"


class RegionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One region; the four counts say how many regions in force lie below, by level."""

    code: str
    level: int
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    cities: int = 0
    counties: int = 0
    townships: int = 0
    villages: int = 0

    @property
    def parent(self) -> str:
        """Code of the region above, "" for a province."""
        return tree.parent_of(self.code)

    @property
    def pseudo(self) -> bool:
        """Whether it is a grouping row of the statistics, not a place with an office."""
        return self.level == 2 and self.name in PSEUDO_NAMES


def rows_where(where: str, params: list[object]) -> list[RegionRow]:
    """Read the rows of one condition, which may bring its order and limit."""
    return _read(f"SELECT {_COLUMNS} FROM regions_region WHERE {where}", params)  # noqa: S608  # the condition is ours


def rows_of_each(arms: list[tuple[str, list[object]]]) -> list[RegionRow]:
    """Read several conditions, each with its own order and limit, in one statement."""
    text = " UNION ALL ".join(f"(SELECT {_COLUMNS} FROM regions_region WHERE {where})" for where, _ in arms)  # noqa: S608
    return _read(text, [value for _, values in arms for value in values])


_OF_WORDS = f"""
SELECT w.word, f.* FROM unnest(%s::text[]) AS w (word) CROSS JOIN LATERAL (
    SELECT {_COLUMNS} FROM regions_region
    WHERE code >= %s AND code < %s AND level <= %s AND valid_to IS NULL AND (
        starts_with(name, w.word) AND w.word !~ '^[a-z0-9]' OR initials = w.word OR starts_with(pinyin, w.word) AND length(w.word) > 3)
    ORDER BY level, length(name), code LIMIT %s) f
"""  # noqa: S608  # the columns are ours


def rows_of_words(words: list[str], params: list[object]) -> list[tuple[str, RegionRow]]:
    """Read the regions that each word names; `params`: low code, high code, deepest level, most of each word."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_WORDS, [words, *params])
        names = [column.name for column in cursor.description]
        return [(row[0], RegionRow(**dict(zip(names[1:], row[1:], strict=True)))) for row in cursor.fetchall()]


def _read(statement: str, params: list[object]) -> list[RegionRow]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        names = [column.name for column in cursor.description]
        return [RegionRow(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
