"""What an account keeps of the desk: its views with those shared with its unit, its columns, its runs and exports."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.kernel.refusals import Refused

from .columns import DEFAULT, chosen


class ViewRow(msgspec.Struct, frozen=True, kw_only=True):
    """A saved view."""

    id: int
    name: str
    query: str
    columns: tuple[str, ...]
    shared: bool
    own: bool


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What an account keeps: views to choose from, columns, and whether lists stand as a table."""

    views: tuple[ViewRow, ...] = ()
    columns: tuple[str, ...] = DEFAULT
    table: bool = False


_KEPT = """
SELECT v.id, v.name, v.query, v.columns, v.shared, v.user_id = %(user)s AS own FROM desk_view v
WHERE v.unit_id = %(unit)s AND (v.user_id = %(user)s OR v.shared)
UNION ALL SELECT 0, '', '', columns, "table", true FROM desk_layout WHERE user_id = %(user)s
ORDER BY 6 DESC, 2, 1
"""


def kept(*, actor: Actor) -> Kept:
    """Return what the actor keeps, its own views before those of others in its unit: one statement."""
    if actor.user is None or actor.unit is None:
        return Kept()
    rows = [ViewRow(**{**row, "columns": tuple(row["columns"])}) for row in sql.rows(_KEPT, {"user": actor.user, "unit": actor.unit})]
    layout = next((row for row in rows if row.id == 0), None)
    views = tuple(row for row in rows if row.id)
    return Kept(views=views, columns=chosen(layout.columns), table=layout.shared) if layout else Kept(views=views)


class RunRow(msgspec.Struct, frozen=True, kw_only=True):
    """One matter of a run."""

    no: int
    number: str
    outcome: str
    code: str
    told: dict[str, Any]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A bulk run with its report."""

    id: UUID
    act: str
    at: datetime
    ended: datetime | None
    stopped: bool
    rows: tuple[RunRow, ...]

    @property
    def settled(self) -> int:
        """How many rows have an outcome."""
        return sum(bool(row.outcome) for row in self.rows)


def run(*, run_id: UUID, actor: Actor) -> Run:
    """Return a run of this account; refused `no_such_run`, also for everybody else's."""
    row = sql.one("SELECT id, act, at, ended, stopped FROM desk_bulk WHERE id = %s AND user_id = %s", [run_id, actor.user])
    if row is None:
        raise Refused("no_such_run")
    rows = sql.rows("SELECT no, number, outcome, code, told::text AS told FROM desk_bulk_row WHERE run_id = %s ORDER BY no", [run_id])
    return Run(**row, rows=tuple(RunRow(**{**each, "told": msgspec.json.decode(each["told"])}) for each in rows))


class ExportRow(msgspec.Struct, frozen=True, kw_only=True):
    """An export as its owner sees it."""

    id: UUID
    county: str
    query: str
    columns: list[str]
    kind: str
    state: str
    rows: int
    whole: bool
    at: datetime
    until: datetime | None
    file_id: UUID | None


_EXPORT = "SELECT id, county, query, columns, kind, state, rows, whole, at, until, file_id FROM desk_export"


def export(*, export_id: UUID, actor: Actor) -> ExportRow:
    """Return an export of this account; refused `no_such_export`, also for everybody else's."""
    row = sql.one(f"{_EXPORT} WHERE id = %s AND user_id = %s", [export_id, actor.user])
    if row is None:
        raise Refused("no_such_export")
    return ExportRow(**row)


def exports(*, actor: Actor, limit: int = 20) -> list[ExportRow]:
    """Return the account's exports, newest first."""
    return sql.structs(ExportRow, f"{_EXPORT} WHERE user_id = %s ORDER BY at DESC LIMIT %s", [actor.user, limit])
