"""Work queues: what waits for somebody's unit, by deadline; and lists of an area, newest first. Pages by keyset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
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

from ..access import BEYOND, visible_to
from ..domain.scene import FOR_HEADS, HEADS
from .rows import COLUMNS, NEAR, Filters, MatterRow

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
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
    "asked",
)
"""Duties that are rows of `matter_todo`: something waits for the unit; the last, that it waits for a ruling it asked for."""
LEADING = ("due_soon", "overdue")
"""Across all a center holds or a unit works on, by the governing limit."""
LISTS = ("held", "orders", "area", "followed")
"""All a center holds · all a unit ever had an order of · all held in the region below · what the account follows; newest first."""
WORKED = ("to_receive", "handling", "rework", "urging", "to_arrive")
"""Duties by whose limits a unit that holds nothing is late."""
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
    sort: str

    def conditions(self) -> tuple[str, list[Any]]:
        """Return what the actor may see, narrowed by the filters: a condition about `matter m` with its parameters."""
        seen, seen_values = visible_to(self.actor, self.net)
        narrowed, values = self.filters.sql(self.at)
        return f"{seen}{narrowed}", [*seen_values, *values]

    @property
    def marked(self) -> list[Any]:
        """The parameter of `_SHOWN`: whose marks are shown."""
        return [self.actor.user]


def queue(
    *,
    actor: Actor,
    duty: str,
    at: datetime,
    after: str = "",
    filters: Filters = Filters(),  # noqa: B008  # frozen
    limit: int = 25,
    sort: str = "",
) -> Page[MatterRow]:
    """Return one page of what waits for the actor's unit under a duty (`DUTIES`), in one of its orders (`sorts`).

    One statement for the rows, and one for the names of units not met before.
    Refused `unknown_duty`, `unknown_choice` (sort), `bad_cursor`, BadInput by filter.
    """
    if duty not in DUTIES:
        raise Refused("unknown_duty", field="duty")
    if sort and sort not in sorts(duty):
        raise Refused("unknown_choice", field="sort")
    net = centers.net(at)
    units = units_of(actor, net)
    if not units:
        return Page([])
    wanted = min(max(limit, 1), 200)
    reader = _waiting if duty in WAITING else _leading if duty in LEADING else _listed
    page = reader(Ask(actor, net, units, duty, at, after, filters, wanted, sort or sorts(duty)[0]))
    return Page(named(page.rows), page.after)


def sorts(duty: str) -> tuple[str, ...]:
    """Return the orders a queue can stand in, its own first: those that an index gives, or that sort only what waits."""
    if duty in WAITING:
        return ("due", "newest")
    return {"held": ("newest", "due")}.get(duty, ("newest",) if duty in LISTS else ("due",))


def units_of(actor: Actor, net: Net) -> tuple[int, ...]:
    """Return the unit acted for, and the ended ones whose work it took over."""
    facts = net.unit(actor.unit) if actor.unit is not None else None
    return (facts.id, *net.stood_for(frozenset({facts.id})).get(facts.id, ())) if facts else ()


def is_one_of(column: str, units: tuple[int, ...]) -> tuple[str, list[Any]]:
    """Return the condition that a column names one of the units; for a single one so that an index gives its rows in order."""
    return (f"{column} = %s", [units[0]]) if len(units) == 1 else (f"{column} = ANY(%s::bigint[])", [list(units)])


def meant_for(actor: Actor) -> str:
    """Return the condition that a row of `matter_todo t` does not wait for heads alone, unless the actor is one; an index answers it."""
    return "true" if actor.role in HEADS else f"right(t.key, {len(FOR_HEADS)}) <> '{FOR_HEADS}'"


_SHOWN = ", ".join(
    (
        COLUMNS,
        "coalesce((m.case_doc->>'claimants')::int, 0) AS claimants",
        "coalesce(jsonb_array_length(m.case_doc->'members'), 0) AS members",
        "(SELECT ARRAY[k.version, k.followed::int] FROM matter_mark k"
        " WHERE k.county = m.county AND k.matter_id = m.id AND k.user_id = %s) AS mark",
    )
)
"""What the rows of a queue show; the parameter is whose marks."""
_WAITING = """
SELECT {shown}, t.duty, t.subject, t.due AS wait_due, t.since, t.matter_id, t.key
FROM matter_todo t JOIN matter m ON m.county = t.county AND m.id = t.matter_id
WHERE {mine} AND t.duty = %s AND {meant} AND {allowed} {start} ORDER BY {order} LIMIT %s
"""


def _waiting(ask: Ask) -> Page[dict[str, Any]]:
    allowed, values = ask.conditions()
    newest = ask.sort == "newest"
    keys: tuple[tuple[str, str, Any], ...] = (("matter_id", "%s::uuid", UUID), ("key", "%s", str))
    if not newest:
        keys = (("due", "%s", datetime), *keys)
    start, start_values = "", list(keyset.decode(ask.after, [kind for _, _, kind in keys])) if ask.after else []
    if ask.after:
        sign = "<" if newest else ">"
        start = f"AND ({', '.join(f't.{name}' for name, _, _ in keys)}) {sign} ({', '.join(mark for _, mark, _ in keys)})"
    mine, units = is_one_of("t.unit", ask.units)
    order = ", ".join(f"t.{name}{' DESC' if newest else ''}" for name, _, _ in keys)
    rows = sql.rows(
        _WAITING.format(shown=_SHOWN, mine=mine, meant=meant_for(ask.actor), allowed=allowed, start=start, order=order),
        [*ask.marked, *units, ask.duty, *values, *start_values, ask.limit + 1],
    )
    names = ["wait_due" if name == "due" else name for name, _, _ in keys]
    return keyset.page(rows, limit=ask.limit, key=lambda row: [row[name] for name in names])


def _leading(ask: Ask) -> Page[dict[str, Any]]:
    """What is late or nearly so: of a center all it holds, of another unit the orders it works on."""
    allowed, values = ask.conditions()
    low, high = (datetime(1970, 1, 1, tzinfo=UTC), ask.at) if ask.duty == "overdue" else (ask.at, ask.at + NEAR)
    start, start_values = "", []
    if ask.after:
        due, matter = keyset.decode(ask.after, (datetime, UUID))
        start, start_values = " AND (w.due, m.id) > (%s, %s::uuid)", [due, matter]
    holding = holds(ask.actor, ask.net)
    mine, units = is_one_of("m.holder" if holding else "unit", ask.units)
    source = (
        f"matter m CROSS JOIN LATERAL (SELECT m.due, ''::text AS subject) w WHERE {mine}"
        if holding
        else f"(SELECT county, matter_id, min(due) AS due, min(subject) AS subject FROM matter_todo WHERE {mine}"  # noqa: S608
        " AND duty IN ('to_receive', 'handling', 'rework', 'urging', 'to_arrive') GROUP BY county, matter_id) w"
        " JOIN matter m ON m.county = w.county AND m.id = w.matter_id WHERE true"
    )
    rows = sql.rows(
        f"SELECT {_SHOWN}, w.due AS wait_due, w.subject, m.id AS matter_id FROM {source}"  # noqa: S608
        f" AND w.due >= %s AND w.due < %s AND {allowed}{start} ORDER BY w.due, m.id LIMIT %s",
        [*ask.marked, *units, low, high, *values, *start_values, ask.limit + 1],
    )
    rows = [{**row, "duty": ask.duty} for row in rows]
    return keyset.page(rows, limit=ask.limit, key=lambda row: (row["wait_due"], row["matter_id"]))


def holds(actor: Actor, net: Net) -> bool:
    """Say whether the actor's unit is one that holds matters, rather than one that works on orders."""
    facts = net.unit(actor.unit) if actor.unit is not None else None
    return facts is not None and facts.kind in {UnitKind.CENTER, UnitKind.DISCIPLINE_BODY}


_MY_ORDERS = """
(SELECT DISTINCT ON (o.matter_id) o.county, o.matter_id FROM matter_order o WHERE {mine} {start} ORDER BY o.matter_id DESC) w
JOIN matter m ON m.county = w.county AND m.id = w.matter_id WHERE true
"""
_FOLLOWED = """
matter_mark k JOIN matter m ON m.county = k.county AND m.id = k.matter_id WHERE k.user_id = %s AND k.followed {start}
"""


def _listed(ask: Ask) -> Page[dict[str, Any]]:
    """Lists newest first: each walks an index backwards and stops when the page is full."""
    if ask.sort == "due":
        return _held_by_due(ask)
    allowed, values = ask.conditions()
    before = [keyset.decode(ask.after, (UUID,))[0]] if ask.after else []
    source, source_values = _source(ask, before)
    rows = sql.rows(
        f"SELECT {_SHOWN}, m.id AS matter_id FROM {source} AND {allowed} ORDER BY m.id DESC LIMIT %s",  # noqa: S608
        [*ask.marked, *source_values, *values, ask.limit + 1],
    )
    return keyset.page(rows, limit=ask.limit, key=lambda row: (row["matter_id"],))


def _source(ask: Ask, before: list[UUID]) -> tuple[str, list[Any]]:
    """Return where a list's matters come from, ending in a condition, with its parameters."""
    start = "AND m.id < %s::uuid" if before else ""
    if ask.duty == "orders":
        mine, units = is_one_of("o.unit", ask.units)
        return _MY_ORDERS.format(mine=mine, start=start.replace("m.id", "o.matter_id")), [*units, *before]
    if ask.duty == "followed":
        return _FOLLOWED.format(start=start.replace("m.id", "k.matter_id")), [ask.actor.user, *before]
    if ask.duty == "held":
        mine, units = is_one_of("m.holder", ask.units)
        return f"matter m WHERE {mine} {start}", [*units, *before]
    facts = ask.net.unit(ask.units[0])
    region = facts.region if facts else ""
    return f"matter m WHERE m.area >= %s AND m.area < %s {start}", [region, region + BEYOND, *before]


def _held_by_due(ask: Ask) -> Page[dict[str, Any]]:
    """All a center holds under a running limit, the most urgent first."""
    allowed, values = ask.conditions()
    start, start_values = "", list(keyset.decode(ask.after, (datetime, UUID))) if ask.after else []
    if ask.after:
        start = " AND (m.due, m.id) > (%s, %s::uuid)"
    mine, units = is_one_of("m.holder", ask.units)
    rows = sql.rows(
        f"SELECT {_SHOWN}, m.id AS matter_id FROM matter m WHERE {mine} AND m.due IS NOT NULL AND {allowed}{start}"  # noqa: S608
        " ORDER BY m.due, m.id LIMIT %s",
        [*ask.marked, *units, *values, *start_values, ask.limit + 1],
    )
    return keyset.page(rows, limit=ask.limit, key=lambda row: (row["due"], row["matter_id"]))


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
    if mark := row.get("mark"):
        fields["opened_version"], fields["followed"] = mark[0], bool(mark[1])
    return msgspec.convert({**fields, "unit_names": names}, MatterRow)
