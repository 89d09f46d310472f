"""Several matters at once, by number, for who may see them; what a standing agenda is drawn from; how far orders are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.privacy.deidentify import deidentify

from ..access import BEYOND, visible_to
from ..domain.case import Case
from ..domain.scene import lead_of
from ..domain.words import OPEN_STATES
from ..sealed import known_parties

LARGE = 5
"""Claimants from which a matter concerns many people."""
AGAIN = 3
"""Matters of one category at one place within `AGAIN_WITHIN` that count as recurring."""
AGAIN_WITHIN = timedelta(days=90)


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One matter as a list names it."""

    number: str
    title: str
    state: str
    due: datetime | None
    holder: int
    place: str
    address: str
    lead: int | None
    """Unit of the lead order."""
    lead_key: str
    listed: str
    stakes: tuple[int, ...]
    """Units with a part in it."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One matter that belongs on a standing agenda, and why."""

    number: str
    reason: str


def seen(*, numbers: Iterable[str], actor: Actor, at: datetime) -> dict[str, Seen]:
    """Return those of the matters that the actor may see, by number: one statement."""
    wanted = sorted({number for number in numbers if number})
    if not wanted:
        return {}
    condition, values = visible_to(actor, centers.net(at))
    rows = sql.rows(
        "SELECT m.number, m.title, m.state, m.due, m.holder, m.place, m.address, m.listed, m.stakes,"  # noqa: S608
        " m.case_doc::text AS case_doc FROM matter m"
        f" JOIN unnest(%s::text[], %s::text[]) AS w (county, number) ON m.county = w.county AND m.number = w.number WHERE {condition}",
        [[number[:6] for number in wanted], wanted, *values],
    )
    return {row["number"]: _seen(row) for row in rows}


def _seen(row: dict[str, Any]) -> Seen:
    case = msgspec.json.decode(row.pop("case_doc"), type=Case)
    key = lead_of(case)
    row["stakes"] = tuple(row["stakes"])
    return Seen(**row, lead=case.orders[key].unit if key else None, lead_key=key)


_STANDING = """
WITH again AS (
    SELECT r.place, r.category FROM matter r
    WHERE r.area >= %(low)s AND r.area < %(high)s AND r.registered > %(since)s AND length(r.place) >= 9
    GROUP BY 1, 2 HAVING count(*) >= %(again)s
), found AS (
    SELECT m.number, m.due, CASE
        WHEN m.listed = 'proposed' THEN 'proposed' WHEN m.listed = 'listed' THEN 'listed'
        WHEN m.due < %(at)s THEN 'overdue'
        WHEN coalesce((m.case_doc->>'claimants')::int, 0) >= %(large)s THEN 'large'
        WHEN m.procedure IN ('hazard', 'emergency') THEN 'dangerous'
        WHEN (m.place, m.category) IN (SELECT place, category FROM again) THEN 'recurring' END AS reason
    FROM matter m
    WHERE m.area >= %(low)s AND m.area < %(high)s AND (m.state = ANY(%(open)s) OR m.listed <> '')
      AND m.registered <= %(at)s AND m.nature <> 'accusation' AND NOT m.sensitive
)
SELECT number, reason FROM found WHERE reason IS NOT NULL
ORDER BY array_position(ARRAY['proposed', 'listed', 'overdue', 'large', 'dangerous', 'recurring'], reason), due NULLS LAST, number
LIMIT %(limit)s
"""


def standing(*, region: str, actor: Actor, at: datetime, limit: int = 30) -> tuple[Standing, ...]:
    """Return what belongs on the standing agenda of a center's region, the most pressing first; only what the actor may see."""
    rows = sql.rows(
        _STANDING,
        {
            "low": region,
            "high": region + BEYOND,
            "since": at - AGAIN_WITHIN,
            "again": AGAIN,
            "at": at,
            "large": LARGE,
            "open": sorted(OPEN_STATES),
            "limit": 2 * limit,
        },
    )
    allowed = seen(numbers=[row["number"] for row in rows], actor=actor, at=at)
    return tuple(Standing(**row) for row in rows if row["number"] in allowed)[:limit]


def part_states(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the states of orders and cards by number of the matter and key, for the program itself: no reader's rights are asked."""
    pairs = sorted(set(wanted))
    rows = sql.rows(
        "SELECT m.number, w.key, coalesce(m.case_doc->'orders'->w.key->>'state', m.case_doc->'cards'->w.key->>'state') AS state"
        " FROM matter m JOIN unnest(%s::text[], %s::text[], %s::text[]) AS w (county, number, key)"
        " ON m.county = w.county AND m.number = w.number"
        " WHERE m.case_doc->'orders' ? w.key OR m.case_doc->'cards' ? w.key",
        [[number[:6] for number, _ in pairs], [number for number, _ in pairs], [key for _, key in pairs]],
    )
    return {(row["number"], row["key"]): row["state"] or _DEFAULTS[row["key"][:1]] for row in rows}


_DEFAULTS = {"o": "sent", "c": "open"}
"""States that a case leaves out because they are the first."""


def without_persons(*, numbers: Iterable[str], text: str) -> str:
    """Return a text about matters without the persons in them, nor any phone or document number."""
    wanted = sorted({number for number in numbers if number})
    rows = sql.rows(
        "SELECT m.county, m.id, (SELECT array_agg(p.sealed ORDER BY p.no) FROM matter_party p WHERE p.county = m.county"
        " AND p.matter_id = m.id) AS sealed FROM matter m JOIN unnest(%s::text[], %s::text[]) AS w (county, number)"
        " ON m.county = w.county AND m.number = w.number",
        [[number[:6] for number in wanted], wanted],
    )
    for row in rows:
        known = known_parties(row["sealed"] or (), county=row["county"], matter_id=row["id"])
        text = deidentify(text, known).text
    return text if rows else deidentify(text).text
