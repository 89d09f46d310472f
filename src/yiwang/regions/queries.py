"""Reading the tree: a region, its way up, what lies below, names as they were on a day. Search is in `search`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from django.db import connection

from yiwang.kernel import tree

from .rows import RegionRow, rows_of_words, rows_where
from .search import find

__all__ = [
    "ChangeRow",
    "RegionRow",
    "called",
    "children",
    "count_by_level",
    "full_name",
    "history",
    "name",
    "now_called",
    "path",
    "region",
    "regions",
    "search",
]


def region(code: str) -> RegionRow | None:
    """Return the region of that code, in force or not; None if there never was one."""
    found = rows_where("code = %s", [code])
    return found[0] if found else None


def regions(codes: list[str] | tuple[str, ...]) -> dict[str, RegionRow]:
    """Return the regions of these codes by code; unknown ones are missing."""
    return {row.code: row for row in rows_where("code = ANY(%s)", [list(codes)])} if codes else {}


def path(code: str) -> tuple[RegionRow, ...]:
    """Return the way from the province down to this region, itself last; empty if the code is unknown."""
    found = regions(tree.lineage(code)) if tree.is_code(code) else {}
    return tuple(found[step] for step in tree.lineage(code) if step in found) if code in found else ()


def children(code: str) -> list[RegionRow]:
    """Return the regions in force right below, in the order of their codes; "" gives the provinces."""
    level = tree.level_of(code) + 1 if code else 1
    low, high = tree.code_range(code)
    return rows_where("level = %s AND code >= %s AND code < %s AND valid_to IS NULL ORDER BY code", [level, low, high])


def count_by_level(prefix: str = "") -> dict[int, int]:
    """Return how many regions in force a subtree holds at each level 1 to 5, its root included; "" is the country."""
    if not prefix:
        tops = children("")
        below = [sum(values) for values in zip(*((t.cities, t.counties, t.townships, t.villages) for t in tops), strict=True)]
        return dict(zip(tree.LEVELS, [len(tops), *(below or [0, 0, 0, 0])], strict=True))
    root = region(prefix)
    if root is None:
        return dict.fromkeys(tree.LEVELS, 0)
    counts = {2: root.cities, 3: root.counties, 4: root.townships, 5: root.villages}
    return {level: int(root.valid_to is None) if level == root.level else counts.get(level, 0) for level in tree.LEVELS}


def name(code: str, *, at: date | None = None) -> str:
    """Return the region's name, on the day `at` if given (a later renaming is undone); "" for an unknown code."""
    if at is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT old_name FROM regions_regionchange WHERE old_code = %s AND on_day > %s AND old_name <> '' ORDER BY on_day LIMIT 1",
                [code, at],
            )
            earlier = cursor.fetchone()
        if earlier:
            return str(earlier[0])
    found = region(code)
    return found.name if found else ""


def full_name(code: str, *, start: int = 1) -> str:
    """Return the name with those of the regions above, province first, without grouping rows: 山东省东营市东营区.

    `start` is the first level to name: 3 begins with the county.
    """
    steps = path(code)
    return "".join(
        step.name
        for index, step in enumerate(steps)
        if step.level >= start and not step.pseudo and not (index and step.name == steps[index - 1].name)
    )


def now_called(code: str) -> tuple[str, ...]:
    """Return the codes in force today that an old code became (several after a split), itself if it is still in force."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE became(code) AS (
                SELECT %s::varchar COLLATE "C"
                UNION
                SELECT c.new_code FROM became b JOIN regions_regionchange c ON c.old_code = b.code AND c.new_code <> ''
            )
            SELECT r.code FROM became JOIN regions_region r ON r.code = became.code WHERE r.valid_to IS NULL ORDER BY r.code
            """,
            [code],
        )
        return tuple(row[0] for row in cursor.fetchall())


FAMILY = """family(code, today) AS (
    SELECT asked.code COLLATE "C", asked.code COLLATE "C" FROM unnest(%s::varchar[]) AS asked(code)
    UNION
    SELECT c.old_code, f.today FROM family f JOIN regions_regionchange c ON c.new_code = f.code AND c.kind IN ('recode', 'merge')
)"""
"""For WITH RECURSIVE: codes, and the old codes that became them by a new code or a merger, each with the one of today: what was filed
under an old code is of the place as it is called now."""
FORMER = """(WITH RECURSIVE was(code) AS (
    SELECT old_code FROM regions_regionchange WHERE new_code >= %s AND new_code < %s AND kind IN ('recode', 'merge')
    UNION
    SELECT c.old_code FROM was JOIN regions_regionchange c ON c.new_code = was.code AND c.kind IN ('recode', 'merge')
) SELECT code FROM was)"""
"""The old codes of everything in a range of codes (`tree.code_range`), as a subselect."""


class ChangeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a region, read from either side."""

    kind: str
    on: date
    old_code: str
    new_code: str
    old_name: str
    new_name: str


def history(code: str) -> list[ChangeRow]:
    """Return the changes this code came from or went into, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, on_day, old_code, new_code, old_name, new_name FROM regions_regionchange"
            " WHERE old_code = %s OR new_code = %s ORDER BY on_day, id",
            [code, code],
        )
        return [ChangeRow(**dict(zip(ChangeRow.__struct_fields__, row, strict=True))) for row in cursor.fetchall()]


def called(words: Sequence[str], within: str, limit: int = 4) -> dict[str, tuple[RegionRow, ...]]:
    """Return the regions in force inside a county (or of a wider subtree, down to its townships) that each word names; one statement.

    By name or its beginning, by all first letters, or by at least four letters of the pinyin; higher levels first.
    """
    low, high = tree.code_range(within)
    found: dict[str, tuple[RegionRow, ...]] = dict.fromkeys(words, ())
    for word, row in rows_of_words(list(found), [low, high, 5 if len(within) >= 6 else 4, limit]):
        found[word] = (*found[word], row)
    return found


def search(text: str, within: str = "", limit: int = 20) -> list[RegionRow]:
    """Find regions in force by Chinese name, first letters, full pinyin or code; see `yiwang.regions.search`."""
    return find(text=text, within=within, limit=limit)
