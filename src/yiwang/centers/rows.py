"""How a unit is read from the database: the columns, and the row callers get."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import connection

from yiwang.kernel import tree

from .domain.words import UnitKind


def ask(statement: str, params: list[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run one reading statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


class UnitRow(msgspec.Struct, frozen=True, kw_only=True):
    """One unit as pages and the API show it."""

    id: int
    kind: UnitKind
    branch: str
    name: str
    short: str
    region: str
    region_name: str
    main_center: bool = False
    open: bool = True

    @property
    def level(self) -> int:
        """Level of its region, 1 province to 5 village."""
        return tree.level_of(self.region)


COLUMNS = (
    "u.id, u.kind, u.branch, u.name, u.short, u.region_id, r.name, coalesce(c.main AND c.closed_on IS NULL, false), u.valid_to IS NULL"
)
FROM = "centers_unit u JOIN regions_region r ON r.code = u.region_id LEFT JOIN centers_center c ON c.unit_id = u.id"


def fields(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return the values of `COLUMNS` by field name; further columns are left alone."""
    names = ("id", "kind", "branch", "name", "short", "region", "region_name", "main_center", "open")
    return dict(zip(names, row, strict=False)) | {"kind": UnitKind(row[1])}  # type: ignore[call-arg]  # looked up by its code
