"""Reading the picture: one place with its children, over a period, in a few statements at any level."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from django.db import connection

from yiwang.kernel import tree
from yiwang.regions import queries as regions
from yiwang.regions.queries import FAMILY

from .models import Period

STORED = 6
"""Places down to these many digits have rows of their own; below, the facts are read."""
_EVER = date(1970, 1, 1)
_STANDING = ("open", "late")
"""Measures whose sum over all days says how many stand now."""


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted somewhere, by measure (`facts.words.Counted`); what was not counted is 0."""

    values: dict[str, int]

    def __getitem__(self, measure: str) -> int:
        return self.values.get(measure, 0)

    def share(self, part: str, whole: str) -> float | None:
        """Return part ÷ whole, 0 to 1; None where nothing was counted."""
        return self[part] / self[whole] if self[whole] else None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One place with its numbers over the period and what stands there now (open, late)."""

    code: str
    name: str
    level: int
    """0 the country, 1 province … 5 village."""
    period: Numbers
    stock: Numbers


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A place, its children in the order of their codes, its days, and its numbers by dimension."""

    place: Place
    children: tuple[Place, ...]
    first: date
    last: date
    days: tuple[tuple[date, Numbers], ...]
    by: dict[str, dict[str, Numbers]]
    """Dimension → value → numbers over the period: by["nature"]["dispute"]["registered"]."""


def at(*, region: str, first: date, last: date, with_children: bool = True) -> Picture | None:
    """Return the picture of a place over the days `first` to `last`, both included; "" is the country. None for an unknown region.

    At most five statements at any level, whatever has been counted.
    """
    here = regions.region(region) if region else None
    if region and here is None:
        return None
    below = regions.children(region) if with_children and len(region) < tree.LENGTHS[-1] else []
    codes = [region, *(child.code for child in below)]
    period, stock = _totals(codes, first, last)
    places = [
        Place(
            code=code,
            name=name,
            level=tree.level_of(code) if code else 0,
            period=Numbers(values=period.get(code, {})),
            stock=Numbers(values=stock.get(code, {})),
        )
        for code, name in [(region, here.name if here else ""), *((child.code, child.name) for child in below)]
    ]
    days, by = _details(region, first, last)
    return Picture(place=places[0], children=tuple(places[1:]), first=first, last=last, days=days, by=by)


Sums = dict[str, dict[str, int]]
"""Code → measure → sum."""


def _totals(codes: Sequence[str], first: date, last: date) -> tuple[Sums, Sums]:
    """Return the sums over the days and what stands, by code: a statement for the places that have rows, one for those below."""
    stored, below = [code for code in codes if len(code) <= STORED], [code for code in codes if len(code) > STORED]
    period: Sums = {}
    stock: Sums = {}
    for code, measure, over_days, standing in (_from_counts(stored, first, last) if stored else []) + _from_facts(below, first, last):
        period.setdefault(code, {})[measure] = int(over_days or 0)
        if measure in _STANDING:
            stock.setdefault(code, {})[measure] = int(standing or 0)
    return period, stock


def _from_counts(codes: Sequence[str], first: date, last: date) -> list[tuple[Any, ...]]:
    """Add up the rows of places, those under their old codes included."""
    return _rows(
        f"""
        WITH RECURSIVE {FAMILY}
        SELECT family.today, measure, sum(n) FILTER (WHERE period = 2), sum(n) FILTER (WHERE period = 0)
        FROM family JOIN picture_count c ON c.region = family.code
        WHERE dim = '' AND (period = 2 AND start BETWEEN %s AND %s OR period = 0 AND start = %s) GROUP BY 1, 2
        """,  # noqa: S608  # a fixed text of ours
        [list(codes), first, last, _EVER],
    )


_UNDER = """fact f ON (f.dims->>'region') COLLATE "C" >= family.code AND (f.dims->>'region') COLLATE "C" < family.code || ':'"""
"""The facts of a place and everything below: a range of the index by place (":" comes after the digits)."""


def _from_facts(codes: Sequence[str], first: date, last: date) -> list[tuple[Any, ...]]:
    """Add up townships and villages from their facts, those under their old codes included: one index range for each code."""
    if not codes:
        return []
    return _rows(
        f"""
        WITH RECURSIVE {FAMILY}
        SELECT family.today, f.measure, sum(f.delta) FILTER (WHERE f.day BETWEEN %s AND %s), sum(f.delta)
        FROM family JOIN {_UNDER}
        WHERE f.day BETWEEN %s AND %s OR f.measure = ANY(%s)
        GROUP BY 1, 2
        """,  # noqa: S608  # a fixed text of ours
        [list(codes), first, last, first, last, list(_STANDING)],
    )


def _details(region: str, first: date, last: date) -> tuple[tuple[tuple[date, Numbers], ...], dict[str, dict[str, Numbers]]]:
    """Return the place's days and its numbers by dimension."""
    if len(region) <= STORED:
        rows = _rows(
            f"""
            WITH RECURSIVE {FAMILY}
            SELECT dim, start, value, measure, sum(n) FROM family JOIN picture_count c ON c.region = family.code
            WHERE period = %s AND start BETWEEN %s AND %s AND dim <> 'unit' GROUP BY 1, 2, 3, 4
            """,  # noqa: S608  # a fixed text of ours
            [[region], Period.DAY.value, first, last],
        )
    else:
        rows = _rows(
            f"""
            WITH RECURSIVE {FAMILY}
            SELECT d.dim, f.day, d.value, f.measure, sum(f.delta) FROM family JOIN {_UNDER} CROSS JOIN LATERAL (
                SELECT '' AS dim, '' AS value UNION ALL
                SELECT e.key, CASE WHEN e.key = 'category' THEN split_part(e.value, '-', 1) ELSE e.value END
                FROM jsonb_each_text(f.dims) AS e WHERE e.key NOT IN ('unit', 'region')) AS d
            WHERE f.day BETWEEN %s AND %s
            GROUP BY 1, 2, 3, 4
            """,  # noqa: S608  # a fixed text of ours
            [[region], first, last],
        )
    return _arranged(rows, first, last)


def _arranged(
    rows: list[tuple[str, date, str, str, int]], first: date, last: date
) -> tuple[tuple[tuple[date, Numbers], ...], dict[str, dict[str, Numbers]]]:
    days: dict[date, dict[str, int]] = {first + timedelta(days=step): {} for step in range((last - first).days + 1)}
    by: dict[str, dict[str, dict[str, int]]] = {}
    for dim, day, value, measure, n in rows:
        if dim == "":
            days[day][measure] = days[day].get(measure, 0) + int(n)
        else:
            cell = by.setdefault(dim, {}).setdefault(value, {})
            cell[measure] = cell.get(measure, 0) + int(n)
    return (
        tuple((day, Numbers(values=values)) for day, values in days.items()),
        {dim: {value: Numbers(values=values) for value, values in cells.items()} for dim, cells in by.items()},
    )


def units(*, ids: Sequence[int], first: date, last: date) -> dict[int, Numbers]:
    """Return the numbers of units over the days, by unit id; units nothing was counted for are missing."""
    rows = _rows(
        "SELECT value, measure, sum(n) FROM picture_count WHERE region = '' AND period = %s AND dim = 'unit' AND start BETWEEN %s AND %s"
        " AND value = ANY(%s) GROUP BY 1, 2",
        [Period.DAY.value, first, last, [str(unit) for unit in ids]],
    )
    found: dict[int, dict[str, int]] = {}
    for value, measure, n in rows:
        found.setdefault(int(value), {})[measure] = int(n)
    return {unit: Numbers(values=values) for unit, values in found.items()}


def pending() -> int:
    """Return how many facts wait to be added up."""
    return int(_rows("SELECT count(*) FROM fact WHERE pending", [])[0][0])


def _rows(statement: str, params: list[object]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()
