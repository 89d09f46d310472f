"""What was registered in haste and still lacks its village or a way to reach the person: read off the matters themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import keyset, sql
from yiwang.infra.ids import uuid7_floor
from yiwang.infra.keyset import Page

from ..access import visible_to
from ..domain.words import OPEN_STATES, State
from .queues import units_of

LOOKED_BACK = timedelta(days=45)
"""What is older is long being handled: whoever handles it asks."""
VILLAGE = 12
"""Digits of a village's code."""


class Incomplete(msgspec.Struct, frozen=True, kw_only=True):
    """One matter with what it lacks."""

    number: str
    title: str
    state: State
    registered: datetime
    place: str
    wants_place: bool
    wants_contact: bool


_LIST = """
SELECT l.* FROM (
    SELECT m.number, m.title, m.state, m.registered, m.place, m.id, length(m.place) < %s AS wants_place,
        NOT m.anonymous AND NOT EXISTS (SELECT FROM matter_party p
            WHERE p.county = m.county AND p.matter_id = m.id AND p.phone_blind IS NOT NULL) AS wants_contact
    FROM matter m
    WHERE m.registrar = ANY(%s::bigint[]) AND m.id >= %s AND m.id < %s AND m.registered_by IS NOT NULL AND m.state = ANY(%s) AND {seen}
) l WHERE l.wants_place OR l.wants_contact ORDER BY l.id DESC LIMIT %s
"""
_LAST = UUID(int=(1 << 128) - 1)


def incomplete(*, actor: Actor, at: datetime, after: str = "", limit: int = 25) -> Page[Incomplete]:
    """Return open matters that colleagues of the actor's unit registered lately and that lack something, newest first: one statement.

    Refused `bad_cursor`.
    """
    net = centers.net(at)
    units = units_of(actor, net)
    if not units:
        return Page([])
    before = keyset.decode(after, (UUID,))[0] if after else _LAST
    seen, values = visible_to(actor, net)
    states = [str(state) for state in OPEN_STATES]
    rows = sql.rows(_LIST.format(seen=seen), [VILLAGE, list(units), uuid7_floor(at - LOOKED_BACK), before, states, *values, limit + 1])
    page = keyset.page(rows, limit=limit, key=lambda row: (row["id"],))
    return Page([_row(row) for row in page.rows], page.after)


def _row(row: dict[str, object]) -> Incomplete:
    return msgspec.convert({name: row[name] for name in Incomplete.__struct_fields__}, Incomplete)
