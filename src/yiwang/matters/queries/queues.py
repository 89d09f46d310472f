"""Work queues: what waits for somebody's unit, by deadline; and lists of an area, newest first. Pages by keyset, counts beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Net
from yiwang.centers.domain.words import UnitKind
from yiwang.infra import keyset, sql
from yiwang.infra.keyset import Page
from yiwang.kernel.refusals import Refused

from ..access import BEYOND, READERS, visible_to
from .rows import COLUMNS, Filters, MatterRow

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
NEAR = timedelta(days=1)
"""What falls due within this is due soon."""
WAITING = (
    "to_accept",
    "to_dispatch",
    "to_rule",
    "to_verify",
    "to_confirm",
    "to_serve",
    "to_follow_up",
    "to_review",
    "urging",
    "to_arrive",
    "to_receive",
    "handling",
    "rework",
)
"""Duties that are rows of `matter_todo`: something waits for the unit."""
LEADING = ("due_soon", "overdue")
"""Across all a center holds or a unit works on, by the governing limit."""
LISTS = ("held", "orders", "area")
"""All a center holds · all a unit ever had an order of · all held in the region below; newest first."""
DUTIES = (*WAITING, *LEADING, *LISTS)


class Ask(NamedTuple):
    """What a page of a queue is asked for."""

    actor: Actor
    net: Net
    units: tuple[int, ...]
    """The unit acted for, and those it took over from."""
    duty: str
    at: datetime
    after: str
    filters: Filters
    limit: int

    def conditions(self) -> tuple[str, list[Any]]:
        """Return what the actor may see, narrowed by the filters: a condition about `matter m` with its parameters."""
        seen, seen_values = visible_to(self.actor, self.net)
        narrowed, values = self.filters.sql(self.at)
        return f"{seen}{narrowed}", [*seen_values, *values]


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How much waits."""

    total: int = 0
    late: int = 0
    platforms: dict[str, int] = {}


def queue(
    *,
    actor: Actor,
    duty: str,
    at: datetime,
    after: str = "",
    filters: Filters = Filters(),  # noqa: B008  # frozen
    limit: int = 25,
) -> Page[MatterRow]:
    """Return one page of what waits for the actor's unit under a duty (`DUTIES`), the most urgent first; lists newest first.

    One statement for the rows, and one for the names of units not met before. Refused `unknown_duty`, `bad_cursor`, BadInput by filter.
    """
    if duty not in DUTIES:
        raise Refused("unknown_duty", field="duty")
    net = centers.net(at)
    units = _units(actor, net)
    if not units:
        return Page([])
    wanted = min(max(limit, 1), 200)
    reader = _waiting if duty in WAITING else _leading if duty in LEADING else _listed
    page = reader(Ask(actor, net, units, duty, at, after, filters, wanted))
    return Page(named(page.rows), page.after)


def _units(actor: Actor, net: Net) -> tuple[int, ...]:
    """Return the unit acted for, and the ended ones whose work it took over."""
    facts = net.unit(actor.unit) if actor.unit is not None else None
    return (facts.id, *net.stood_for(frozenset({facts.id})).get(facts.id, ())) if facts else ()


def _is(column: str, units: tuple[int, ...]) -> tuple[str, list[Any]]:
    """Return the condition that a column names one of the units; for a single one so that an index gives its rows in order."""
    return (f"{column} = %s", [units[0]]) if len(units) == 1 else (f"{column} = ANY(%s::bigint[])", [list(units)])


def _waiting(ask: Ask) -> Page[dict[str, Any]]:
    allowed, values = ask.conditions()
    start, start_values = "", []
    if ask.after:
        due, matter, key = keyset.decode(ask.after, (datetime, UUID, str))
        start, start_values = " AND (t.due, t.matter_id, t.key) > (%s, %s::uuid, %s)", [due, matter, key]
    mine, units = _is("t.unit", ask.units)
    rows = sql.rows(
        f"SELECT {COLUMNS}, t.duty, t.subject, t.due AS wait_due, t.since, t.matter_id, t.key"  # noqa: S608
        " FROM matter_todo t JOIN matter m ON m.county = t.county AND m.id = t.matter_id"
        f" WHERE {mine} AND t.duty = %s AND {allowed}{start} ORDER BY t.due, t.matter_id, t.key LIMIT %s",
        [*units, ask.duty, *values, *start_values, ask.limit + 1],
    )
    return keyset.page(rows, limit=ask.limit, key=lambda row: (row["wait_due"], row["matter_id"], row["key"]))


def _leading(ask: Ask) -> Page[dict[str, Any]]:
    """What is late or nearly so: of a center all it holds, of another unit the orders it works on."""
    allowed, values = ask.conditions()
    low, high = (datetime(1970, 1, 1, tzinfo=UTC), ask.at) if ask.duty == "overdue" else (ask.at, ask.at + NEAR)
    start, start_values = "", []
    if ask.after:
        due, matter = keyset.decode(ask.after, (datetime, UUID))
        start, start_values = " AND (w.due, m.id) > (%s, %s::uuid)", [due, matter]
    holds = _holds(ask.actor, ask.net)
    mine, units = _is("m.holder" if holds else "unit", ask.units)
    source = (
        f"matter m CROSS JOIN LATERAL (SELECT m.due, ''::text AS subject) w WHERE {mine}"
        if holds
        else f"(SELECT county, matter_id, min(due) AS due, min(subject) AS subject FROM matter_todo WHERE {mine}"  # noqa: S608
        " AND duty IN ('to_receive', 'handling', 'rework', 'urging', 'to_arrive') GROUP BY county, matter_id) w"
        " JOIN matter m ON m.county = w.county AND m.id = w.matter_id WHERE true"
    )
    rows = sql.rows(
        f"SELECT {COLUMNS}, w.due AS wait_due, w.subject, m.id AS matter_id FROM {source}"  # noqa: S608
        f" AND w.due >= %s AND w.due < %s AND {allowed}{start} ORDER BY w.due, m.id LIMIT %s",
        [*units, low, high, *values, *start_values, ask.limit + 1],
    )
    rows = [{**row, "duty": ask.duty} for row in rows]
    return keyset.page(rows, limit=ask.limit, key=lambda row: (row["wait_due"], row["matter_id"]))


def _holds(actor: Actor, net: Net) -> bool:
    facts = net.unit(actor.unit) if actor.unit is not None else None
    return facts is not None and facts.kind in {UnitKind.CENTER, UnitKind.DISCIPLINE_BODY}


_MY_ORDERS = """
(SELECT DISTINCT ON (o.matter_id) o.county, o.matter_id FROM matter_order o WHERE {mine} {start} ORDER BY o.matter_id DESC) w
JOIN matter m ON m.county = w.county AND m.id = w.matter_id WHERE true
"""


def _listed(ask: Ask) -> Page[dict[str, Any]]:
    """Lists newest first: each walks an index backwards and stops when the page is full."""
    allowed, values = ask.conditions()
    before = [keyset.decode(ask.after, (UUID,))[0]] if ask.after else []
    start = "AND m.id < %s::uuid" if before else ""
    facts = ask.net.unit(ask.units[0])
    mine, units = _is("o.unit" if ask.duty == "orders" else "m.holder", ask.units)
    region = facts.region if facts else ""
    if ask.duty == "orders":
        source, source_values = _MY_ORDERS.format(mine=mine, start=start.replace("m.id", "o.matter_id")), [*units, *before]
    elif ask.duty == "held":
        source, source_values = f"matter m WHERE {mine} {start}", [*units, *before]
    else:
        source, source_values = f"matter m WHERE m.area >= %s AND m.area < %s {start}", [region, region + BEYOND, *before]
    rows = sql.rows(
        f"SELECT {COLUMNS}, m.id AS matter_id FROM {source} AND {allowed} ORDER BY m.id DESC LIMIT %s",  # noqa: S608
        [*source_values, *values, ask.limit + 1],
    )
    return keyset.page(rows, limit=ask.limit, key=lambda row: (row["matter_id"],))


def named(rows: list[dict[str, Any]]) -> list[MatterRow]:
    """Return rows as values, with the names of their units; units not met before cost one statement for all."""
    ids = sorted({unit for row in rows for unit in (row["holder"], row["lead_unit"]) if unit is not None})
    units = centers.units(ids) if ids else {}
    return [
        _row(row, {unit: units[unit].short or units[unit].name for unit in (row["holder"], row["lead_unit"]) if unit in units})
        for row in rows
    ]


def _row(row: Mapping[str, Any], names: dict[int, str]) -> MatterRow:
    fields = {name: row[name] for name in MatterRow.__struct_fields__ if name in row}
    if fields.get("wait_due") == NEVER:
        fields["wait_due"] = None
    return msgspec.convert({**fields, "unit_names": names}, MatterRow)


def queue_counts(*, actor: Actor, at: datetime) -> dict[str, Count]:
    """Return how much waits for the actor's unit, by duty and platform, and how much of it is late: one statement.

    What the actor may not see is not counted, and whoever reads no content (the three officers) gets no totals of it either.
    """
    net = centers.net(at)
    units = _units(actor, net)
    if not units or actor.role not in READERS:
        return {}
    seen, seen_values = visible_to(actor, net)
    (waits, waiting), (holds, holding) = _is("t.unit", units), _is("m.holder", units)
    statement = (
        "SELECT t.duty, t.platform, count(*) AS total, count(*) FILTER (WHERE t.due < %s) AS late FROM matter_todo t"  # noqa: S608
        f" WHERE {waits} AND (NOT t.guarded OR EXISTS"
        f" (SELECT FROM matter m WHERE m.county = t.county AND m.id = t.matter_id AND {seen})) GROUP BY 1, 2"
        " UNION ALL SELECT CASE WHEN m.due < %s THEN 'overdue' ELSE 'due_soon' END, m.platform, count(*),"
        " count(*) FILTER (WHERE m.due < %s)"
        f" FROM matter m WHERE {holds} AND m.due < %s AND {seen} GROUP BY 1, 2"
    )
    rows = sql.rows(statement, [at, *waiting, *seen_values, at, at, *holding, at + NEAR, *seen_values])
    counts: dict[str, Count] = {}
    for row in rows:
        so_far = counts.get(row["duty"], Count())
        counts[row["duty"]] = Count(
            total=so_far.total + row["total"],
            late=so_far.late + row["late"],
            platforms={**so_far.platforms, row["platform"]: so_far.platforms.get(row["platform"], 0) + row["total"]},
        )
    return counts
