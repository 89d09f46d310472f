"""Lists of units for programs: all of a subtree, in the order of places, a page at a time."""

from __future__ import annotations

from yiwang.infra import keyset
from yiwang.kernel import tree

from .rows import COLUMNS, FROM, UnitRow, ask, fields


def units_below(*, region: str = "", kind: str = "", direct: bool = False, after: str = "", limit: int = 50) -> keyset.Page[UnitRow]:
    """Return open units of a region and what lies below it (only its own when `direct`), by place and id. Refused `bad_cursor`."""
    conditions, values = ["u.valid_to IS NULL"], []
    if direct:
        conditions.append("u.region_id = %s")
        values.append(region)
    elif region:
        conditions.append("u.region_id >= %s AND u.region_id < %s")
        values += tree.code_range(region)
    if kind:
        conditions.append("u.kind = %s")
        values.append(kind)
    if after:
        place, last = keyset.decode(after, (str, int))
        conditions.append("(u.region_id, u.id) > (%s, %s)")
        values += [place, last]
    rows = ask(
        f"SELECT {COLUMNS} FROM {FROM} WHERE {' AND '.join(conditions)} ORDER BY u.region_id, u.id LIMIT %s",  # noqa: S608  # our own text
        [*values, limit + 1],
    )
    return keyset.page([UnitRow(**fields(row)) for row in rows], limit=limit, key=lambda row: (row.region, row.id))
