"""The board of supervision (督办): cards by unit and level, what is listed, and the way of one matter hop by hop."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Net
from yiwang.centers.domain.words import UnitKind
from yiwang.infra import keyset, sql
from yiwang.infra.keyset import Page
from yiwang.kernel.refusals import Refused

from ..access import BEYOND, SUPERVISORS, visible_to
from ..domain.passage import Hop, Told, passage
from ..ledger.reading import entries_of
from .queues import units_of

SHOWS: dict[str, tuple[str, ...]] = {
    "waiting": ("open", "lapsed"),
    "risen": ("lapsed",),
    "answered": ("answered",),
    "told": ("told",),
}
"""What a list of cards shows, by the states in it."""
LISTED_MOST = 100


class CardLine(msgspec.Struct, frozen=True, kw_only=True):
    """One card on the board."""

    number: str
    title: str
    key: str
    level: str
    state: str
    unit: int
    by_unit: int
    by_rule: bool
    above: int
    sent: datetime
    due: datetime | None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many unanswered cards of a level one unit has, and how many of them have risen."""

    unit: int
    level: str
    total: int
    risen: int


class ListedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A matter that is listed, or proposed for it."""

    number: str
    title: str
    state: str
    unit: int
    by_unit: int
    until: date | None


def cards(
    *, actor: Actor, at: datetime, show: str = "waiting", unit: int | None = None, level: str = "", after: str = "", limit: int = 25
) -> Page[CardLine]:
    """Return cards sent in the actor's area, or to the actor's unit, newest first. Refused `unknown_choice`, `bad_cursor`."""
    if show not in SHOWS:
        raise Refused("unknown_choice", field="show")
    net = centers.net(at)
    scope, values = _scope(actor, net)
    seen, seen_values = visible_to(actor, net)
    narrowed = ""
    for column, value in (("unit", unit), ("level", level)):
        if value:
            narrowed += f" AND c.{column} = %s"
            values.append(value)
    if after:
        narrowed += " AND (c.sent, c.matter_id, c.key) < (%s, %s::uuid, %s)"
        values += keyset.decode(after, (datetime, UUID, str))
    rows = sql.rows(
        "SELECT m.number, m.title, c.key, c.level, c.state, c.unit, c.by_unit, c.by_rule, c.above, c.sent, c.due, c.matter_id"  # noqa: S608
        " FROM matter_card c JOIN matter m ON m.county = c.county AND m.id = c.matter_id"
        f" WHERE {scope}{narrowed} AND c.state = ANY(%s) AND {seen} ORDER BY c.sent DESC, c.matter_id DESC, c.key DESC LIMIT %s",
        [*values, list(SHOWS[show]), *seen_values, limit + 1],
    )
    page = keyset.page(rows, limit=limit, key=lambda row: (row["sent"], row["matter_id"], row["key"]))
    return Page([msgspec.convert({k: v for k, v in row.items() if k != "matter_id"}, CardLine) for row in page.rows], page.after)


def card_counts(*, actor: Actor, at: datetime) -> tuple[Tally, ...]:
    """Return the unanswered cards by unit and level; what the actor may not see is not counted."""
    net = centers.net(at)
    scope, values = _scope(actor, net)
    seen, seen_values = visible_to(actor, net)
    rows = sql.rows(
        "SELECT c.unit, c.level, count(*) AS total, count(*) FILTER (WHERE c.state = 'lapsed') AS risen"  # noqa: S608
        " FROM matter_card c JOIN matter m ON m.county = c.county AND m.id = c.matter_id"
        f" WHERE {scope} AND c.state = ANY(%s) AND {seen} GROUP BY 1, 2",
        [*values, list(SHOWS["waiting"]), *seen_values],
    )
    return tuple(msgspec.convert(row, Tally) for row in rows)


def listed(*, actor: Actor, at: datetime) -> tuple[ListedLine, ...]:
    """Return what is listed or proposed in the actor's area, or with a part of the actor's unit, newest first."""
    net = centers.net(at)
    seen, values = visible_to(actor, net)
    rows = sql.rows(
        "SELECT m.number, m.title, m.listed AS state, coalesce((m.case_doc->'listing'->>'unit')::bigint, 0) AS unit,"  # noqa: S608
        " (m.case_doc->'listing'->>'by_unit')::bigint AS by_unit, (m.case_doc->'listing'->>'until')::date AS until"
        f" FROM matter m WHERE m.listed <> '' AND {seen} ORDER BY m.id DESC LIMIT %s",
        [*values, LISTED_MOST],
    )
    return tuple(msgspec.convert(row, ListedLine) for row in rows)


def hops(*, county: str, matter_id: UUID) -> tuple[Hop, ...]:
    """Return the way of a matter from its ledger; for whoever may see the matter."""
    return passage(
        Told(at=entry.at, act=entry.act, unit=entry.unit_id, role=entry.role, change=entry.change)
        for entry in entries_of(county=county, matter_id=matter_id)
    )


def _scope(actor: Actor, net: Net) -> tuple[str, list[Any]]:
    """Return the condition about `matter_card c`: all of the area below for who supervises it, else what concerns one's own unit."""
    facts = net.unit(actor.unit) if actor.unit is not None else None
    if facts is not None and facts.kind == UnitKind.CENTER and actor.role in SUPERVISORS:
        return "c.area >= %s AND c.area < %s", [facts.region, facts.region + BEYOND]
    units = list(units_of(actor, net))
    return "(c.unit = ANY(%s::bigint[]) OR c.above = ANY(%s::bigint[]))", [units, units]
