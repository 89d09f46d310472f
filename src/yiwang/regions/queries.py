"""Reading the tree: a region, its way up, what lies below, names as they were on a day. Search is in `search`."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import connection

from yiwang.kernel import tree

PSEUDO_NAMES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Names of rows that only group others: left out when a full name is read aloud."""

_COLUMNS = "code, level, name, valid_from, valid_to, cities, counties, townships, villages"


class RegionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One region as callers read it; the four counts say how many regions in force lie below, by level."""

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


def _rows(where: str, params: list[object]) -> list[RegionRow]:
    return _read(f"SELECT {_COLUMNS} FROM regions_region WHERE {where}", params)  # noqa: S608  # the condition is ours


def _union(arms: list[tuple[str, list[object]]]) -> list[RegionRow]:
    """Read several conditions, each with its own order and limit, in one statement."""
    text = " UNION ALL ".join(f"(SELECT {_COLUMNS} FROM regions_region WHERE {where})" for where, _ in arms)  # noqa: S608
    return _read(text, [value for _, values in arms for value in values])


def _read(statement: str, params: list[object]) -> list[RegionRow]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        names = [column.name for column in cursor.description]
        return [RegionRow(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def region(code: str) -> RegionRow | None:
    """Return the region of that code, in force or not; None if there never was one."""
    found = _rows("code = %s", [code])
    return found[0] if found else None


def regions(codes: list[str] | tuple[str, ...]) -> dict[str, RegionRow]:
    """Return the regions of these codes by code; unknown ones are missing."""
    return {row.code: row for row in _rows("code = ANY(%s)", [list(codes)])} if codes else {}


def path(code: str) -> tuple[RegionRow, ...]:
    """Return the way from the province down to this region, itself last; empty if the code is unknown."""
    found = regions(tree.lineage(code)) if tree.is_code(code) else {}
    return tuple(found[step] for step in tree.lineage(code) if step in found) if code in found else ()


def children(code: str) -> list[RegionRow]:
    """Return the regions in force right below, in the order of their codes; "" gives the provinces."""
    level = tree.level_of(code) + 1 if code else 1
    low, high = tree.code_range(code)
    return _rows("level = %s AND code >= %s AND code < %s AND valid_to IS NULL ORDER BY code", [level, low, high])


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


def search(text: str, within: str = "", limit: int = 20) -> list[RegionRow]:
    """Find regions in force by Chinese name, first letters, full pinyin or code; see `yiwang.regions.search`."""
    from .search import find  # here, because `search` builds on this module's rows

    return find(text=text, within=within, limit=limit)
