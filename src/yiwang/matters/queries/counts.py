"""How much waits for somebody's unit: exact counts by duty and platform, read from indexes alone but for what has to be asked about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql

from ..access import READERS, visible_to
from .queues import NEAR, WORKED, holds, is_one_of, meant_for, units_of


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How much waits."""

    total: int = 0
    late: int = 0
    platforms: dict[str, int] = {}


_WAITING = """
SELECT t.duty, t.platform, count(*) AS total, count(*) FILTER (WHERE t.due < %s) AS late
FROM matter_todo t WHERE {mine} AND {meant} AND NOT t.guarded GROUP BY 1, 2
UNION ALL
SELECT t.duty, t.platform, count(*), count(*) FILTER (WHERE t.due < %s)
FROM matter_todo t JOIN matter m ON m.county = t.county AND m.id = t.matter_id
WHERE {mine} AND {meant} AND t.guarded AND {seen} GROUP BY 1, 2
"""
"""What nobody is kept from is counted without looking at the matter; the rest is asked about one by one."""
_HELD = """
SELECT CASE WHEN m.due < %s THEN 'overdue' ELSE 'due_soon' END, m.platform, count(*), count(*) FILTER (WHERE m.due < %s)
FROM matter m WHERE {mine} AND m.due < %s AND NOT m.blocked AND m.nature <> 'accusation' GROUP BY 1, 2
UNION ALL
SELECT CASE WHEN m.due < %s THEN 'overdue' ELSE 'due_soon' END, m.platform, count(*), count(*) FILTER (WHERE m.due < %s)
FROM matter m WHERE {mine} AND m.due < %s AND (m.blocked OR m.nature = 'accusation') AND {seen} GROUP BY 1, 2
"""
"""Whoever reads at all sees what the own unit holds, unless it is an accusation or somebody is blocked."""
_WORKED = """
SELECT CASE WHEN w.due < %s THEN 'overdue' ELSE 'due_soon' END, w.platform, count(*), count(*) FILTER (WHERE w.due < %s)
FROM (SELECT t.county, t.matter_id, min(t.platform) AS platform, min(t.due) AS due, bool_or(t.guarded) AS guarded
      FROM matter_todo t WHERE {mine} AND t.duty = ANY(%s) AND t.due < %s GROUP BY t.county, t.matter_id) w
LEFT JOIN matter m ON w.guarded AND m.county = w.county AND m.id = w.matter_id
WHERE NOT w.guarded OR {seen} GROUP BY 1, 2
"""


def queue_counts(*, actor: Actor, at: datetime) -> dict[str, Count]:
    """Return how much waits for the actor's unit, by duty and platform, and how much of it is late: one statement.

    What the actor may not see is not counted, and whoever reads no content (the three officers) gets no totals of it either.
    """
    net = centers.net(at)
    units = units_of(actor, net)
    if not units or actor.role not in READERS:
        return {}
    seen, seen_values = visible_to(actor, net)
    mine, me = is_one_of("t.unit", units)
    statement, values = _WAITING.format(mine=mine, meant=meant_for(actor), seen=seen), [at, *me, at, *me, *seen_values]
    if holds(actor, net):
        held, holding = is_one_of("m.holder", units)
        statement += "UNION ALL" + _HELD.format(mine=held, seen=seen)
        values += [at, at, *holding, at + NEAR] * 2 + [*seen_values]
    else:
        statement += "UNION ALL" + _WORKED.format(mine=mine, seen=seen)
        values += [at, at, *me, list(WORKED), at + NEAR, *seen_values]
    return _added_up(sql.rows(statement, values))


def _added_up(rows: Sequence[dict[str, Any]]) -> dict[str, Count]:
    counts: dict[str, Count] = {}
    for row in rows:
        so_far = counts.get(row["duty"], Count())
        counts[row["duty"]] = Count(
            total=so_far.total + row["total"],
            late=so_far.late + row["late"],
            platforms={**so_far.platforms, row["platform"]: so_far.platforms.get(row["platform"], 0) + row["total"]},
        )
    return counts
