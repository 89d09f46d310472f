"""Duty lists as the system officer reads them, and what a new line would change before it is written."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from yiwang.centers import queries
from yiwang.centers.queries import UnitRow
from yiwang.centers.rows import COLUMNS, FROM, ask, fields
from yiwang.infra import keyset
from yiwang.kernel import tree
from yiwang.kernel.calendar import day_of

PAGE = 50
_LEVEL = "CASE length(u.region_id) WHEN 2 THEN 1 WHEN 4 THEN 2 WHEN 6 THEN 3 WHEN 9 THEN 4 ELSE 5 END"


class DutyLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list that holds or is to hold."""

    id: int
    category: str
    mode: str
    since: date
    source: str
    unit: int | None
    unit_name: str
    kind: str
    branch: str
    level: int | None


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """What a line would change for one unit: the mode that decides now and the one that would."""

    unit: UnitRow
    before: str
    after: str


class Effects(msgspec.Struct, frozen=True, kw_only=True):
    """What a line would change: how many units it concerns, how many of them it changes, and some of these by name."""

    units: int
    changed: int
    shown: tuple[Effect, ...]


def lines(
    *, unit: int | None = None, general: bool = False, category: str = "", realm: str = "", after: str = "", limit: int = PAGE
) -> keyset.Page[DutyLine]:
    """Return lines in force or planned, by category: of one unit, of all units of a kind, or of units of a subtree.

    Refused `bad_cursor`.
    """
    conditions, values = ["d.until IS NULL"], []
    if unit is not None:
        conditions.append("d.unit_id = %s")
        values.append(unit)
    elif general:
        conditions.append("d.unit_id IS NULL")
    else:
        conditions.append("d.unit_id IS NOT NULL AND u.region_id >= %s AND u.region_id < %s")
        values += tree.code_range(realm)
    if category:
        conditions.append("(d.category = %s OR d.category LIKE %s OR %s LIKE d.category || '-%%')")
        values += [category, f"{category}-%", category]
    if after:
        conditions.append("(d.category, d.id) > (%s, %s)")
        values += keyset.decode(after, (str, int))
    rows = ask(
        f"""
        SELECT d.id, d.category, d.mode, d.since, d.source, d.unit_id, coalesce(u.name, ''), d.unit_kind, d.branch, d.level
        FROM centers_dutyitem d LEFT JOIN centers_unit u ON u.id = d.unit_id
        WHERE {" AND ".join(conditions)} ORDER BY d.category, d.id LIMIT %s
        """,  # noqa: S608  # our own text
        [*values, limit + 1],
    )
    names = DutyLine.__struct_fields__
    found = [DutyLine(**dict(zip(names, row, strict=True))) for row in rows]
    return keyset.page(found, limit=limit, key=lambda row: (row.category, row.id))


def categories_named() -> frozenset[str]:
    """Return the categories that duty lists in force or planned name."""
    return frozenset(row[0] for row in ask("SELECT DISTINCT category FROM centers_dutyitem WHERE until IS NULL", []))


def effects(
    *, unit: int | None, kind: str, branch: str, level: int | None, category: str, mode: str, at: datetime, limit: int = 20
) -> Effects:
    """Say what a line on this category would change for the units it concerns, as things stand at a moment.

    A unit's own list goes before that of its kind, so a general line changes nothing for a unit that has its own on the category.
    """
    if unit is not None:
        row = queries.unit(unit)
        before = queries.net(at).duty(unit, category) or ""
        changed = (Effect(unit=row, before=before, after=mode),) if row is not None and before != mode else ()
        return Effects(units=1, changed=len(changed), shown=changed)
    parts = category.split("-")
    params = {
        "kind": kind,
        "branch": branch,
        "level": level,
        "steps": ["-".join(parts[:length]) for length in range(len(parts), 0, -1)],
        "day": day_of(at),
        "limit": limit,
    }
    ((before, concerned, free),) = ask(_COUNTED, params)
    if before == mode:
        return Effects(units=concerned, changed=0, shown=())
    shown = tuple(Effect(unit=UnitRow(**fields(row)), before=before, after=mode) for row in ask(_SHOWN, params))
    return Effects(units=concerned, changed=free, shown=shown)


_THEIRS = f"u.valid_to IS NULL AND u.kind = %(kind)s AND u.branch = %(branch)s AND {_LEVEL} = %(level)s"
_IN_FORCE = "d.category = ANY(%(steps)s) AND d.since <= %(day)s AND (d.until IS NULL OR d.until > %(day)s)"
_OWN = f"EXISTS (SELECT FROM centers_dutyitem d WHERE d.unit_id = u.id AND {_IN_FORCE})"  # our own text
_COUNTED = f"""
    SELECT coalesce((SELECT d.mode FROM centers_dutyitem d WHERE d.unit_id IS NULL AND d.unit_kind = %(kind)s AND d.branch = %(branch)s
            AND d.level = %(level)s AND {_IN_FORCE} ORDER BY length(d.category) DESC LIMIT 1), ''),
        count(*), count(*) FILTER (WHERE NOT {_OWN})
    FROM centers_unit u WHERE {_THEIRS}
"""  # noqa: S608  # our own text
_SHOWN = f"""
    SELECT {COLUMNS} FROM {FROM} WHERE {_THEIRS} AND NOT {_OWN} ORDER BY u.region_id, u.id LIMIT %(limit)s
"""  # noqa: S608  # our own text
