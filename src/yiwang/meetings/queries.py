"""Reading meetings: lists, one meeting as its reader may see it, decisions still to be carried out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from yiwang.accounts import queries as accounts
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import keyset, sql
from yiwang.infra.keyset import Page
from yiwang.kernel.refusals import Refused
from yiwang.matters.queries.several import Seen, seen
from yiwang.privacy.sealing import context, unseal, unseal_bytes

from .access import CALLERS, keeps, own_units, reports_for, visible_to
from .domain.deeds import possible
from .domain.words import MeetingState

SALT = 16


class MeetingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting in a list."""

    county: str
    id: UUID
    number: str
    kind: str
    title: str
    state: str
    starts: datetime
    room: str
    center: int
    matter: str
    items: int
    open_decisions: int


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One point of the agenda, as its reader may see it."""

    no: int
    reason: str
    topic: str
    matter: Seen | None
    minutes: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A point of the agenda as it is stored."""

    no: int
    matter: str
    reason: str
    topic: str
    minutes: bytes | None


class Guest(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody invited."""

    key: str
    unit: int | None
    user: int | None
    name: str
    came: bool | None


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One decision."""

    county: str
    meeting_id: UUID
    no: int
    item: int
    matter: str
    kind: str
    unit: int | None
    unit_name: str
    due: date | None
    text: str
    state: str
    at: datetime
    proof: str
    ended: datetime | None
    number: str
    """Of the meeting."""
    may_report: bool
    may_confirm: bool


class MeetingPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page of a meeting shows to one actor."""

    county: str
    id: UUID
    number: str
    kind: str
    title: str
    state: str
    starts: datetime
    room: str
    center: int
    matter: str
    version: int
    chair: str
    chairs: bool
    """The reader signs the minutes."""
    keeps: bool
    general: str
    points: tuple[Point, ...]
    guests: tuple[Guest, ...]
    decisions: tuple[DecisionRow, ...]
    signed: datetime | None
    signed_by: str
    digest: str
    units: dict[int, str]

    def possible(self, deed: str) -> bool:
        """Say whether the reader may do a deed now."""
        return self.keeps and possible(deed, self.state)


_LIST = """
SELECT g.county, g.id, g.number, g.kind, g.title, g.state, g.starts, g.room, g.center, g.matter,
       (SELECT coalesce(array_agg(i.matter), '{}') FROM meeting_item i WHERE i.county = g.county AND i.meeting_id = g.id) AS about,
       (SELECT count(*) FROM meeting_decision d WHERE d.county = g.county AND d.meeting_id = g.id AND d.ended IS NULL AND d.matter = ''
       ) AS open_decisions
FROM meeting g
"""


def meetings(*, actor: Actor, at: datetime, past: bool = False, after: str = "", limit: int = 25) -> Page[MeetingRow]:
    """Return the meetings to come, the next first, or those before, the last first: two statements. Refused `bad_cursor`."""
    condition, values = visible_to(actor, centers.net(at))
    sign, order, border = ("<", "DESC", at) if past else (">", "", at)
    start: list[object] = []
    more = ""
    if after:
        more = f" AND (g.starts, g.id) {sign} (%s, %s::uuid)"
        start = list(keyset.decode(after, (datetime, UUID)))
    rows = sql.rows(
        f"{_LIST} WHERE {condition} AND g.starts {sign}= %s{more} ORDER BY g.starts {order}, g.id {order} LIMIT %s",
        [*values, border, *start, limit + 1],
    )
    page = keyset.page(rows, limit=limit, key=lambda row: (row["starts"], row["id"]))
    allowed = seen(numbers=[number for row in page.rows for number in (row["matter"], *row["about"])], actor=actor, at=at)
    return Page([_row(row, allowed) for row in page.rows if not row["matter"] or row["matter"] in allowed], page.after)


def _row(row: dict[str, Any], allowed: dict[str, Seen]) -> MeetingRow:
    about = row.pop("about")
    return MeetingRow(**row, items=sum(not number or number in allowed for number in about))


_MEETING = """
SELECT g.county, g.id, g.number, g.kind, g.title, g.state, g.starts, g.room, g.center, g.matter, g.version, g.chair, g.general,
       s.sealed, s.digest, s.signed, s.signed_by,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('key', i.key, 'unit', i.unit, 'user', i.user_id, 'came', i.came) ORDER BY i.key), '[]')
        FROM meeting_guest i WHERE i.county = g.county AND i.meeting_id = g.id)::text AS guests,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('no', p.no, 'matter', p.matter, 'reason', p.reason, 'topic', p.topic,
               'minutes', encode(p.minutes, 'base64')) ORDER BY p.no), '[]')
        FROM meeting_item p WHERE p.county = g.county AND p.meeting_id = g.id)::text AS items
FROM meeting g LEFT JOIN meeting_minutes s ON s.county = g.county AND s.meeting_id = g.id
"""


_OF_MEETING = ("county", "id", "number", "kind", "title", "state", "starts", "room", "center", "matter", "version", "signed")


def meeting_page(*, county: str, meeting: UUID, actor: Actor, at: datetime) -> MeetingPage:
    """Return a meeting with exactly the points whose matters the actor may see. Refused `no_such_meeting`."""
    net = centers.net(at)
    condition, values = visible_to(actor, net)
    row = sql.one(f"{_MEETING} WHERE g.county = %s AND g.id = %s AND {condition}", [county, meeting, *values])
    if row is None:
        raise Refused("no_such_meeting")
    items = msgspec.json.decode(row["items"].replace("\\n", ""), type=list[Item])  # base64 is broken into lines
    decided = sql.rows(f"{_DECISIONS} WHERE d.county = %s AND d.meeting_id = %s ORDER BY d.no", [county, meeting])
    allowed = seen(numbers=[row["matter"], *(item.matter for item in items), *(d["matter"] for d in decided)], actor=actor, at=at)
    if row["matter"] and row["matter"] not in allowed:
        raise Refused("no_such_meeting")
    guests = msgspec.json.decode(row["guests"])
    decided = [one for one in decided if not one["matter"] or one["matter"] in allowed]
    people = accounts.names({user for user in (row["chair"], row["signed_by"], *(guest["user"] for guest in guests)) if user})
    ids = {row["center"], *(guest["unit"] for guest in guests), *(one["unit"] for one in decided), *(one.lead for one in allowed.values())}
    units = {key: unit.name for key, unit in centers.units(sorted(unit for unit in ids if unit)).items()}
    signed = _signed(row)
    return MeetingPage(
        **{name: row[name] for name in _OF_MEETING},
        chair=people.get(row["chair"], ""),
        chairs=keeps(actor, row["center"], net) and (actor.user == row["chair"] or actor.role == "leader"),
        keeps=keeps(actor, row["center"], net),
        general=signed["general"] if signed else _opened(row, "general", row["general"]),
        points=tuple(_point(row, item, allowed, signed) for item in items if not item.matter or item.matter in allowed),
        guests=tuple(Guest(**guest, name=_guest_name(guest, units, people)) for guest in guests),
        decisions=tuple(_decision(one, units, actor, net) for one in decided),
        signed_by=people.get(row["signed_by"] or 0, ""),
        digest=bytes(row["digest"]).hex() if row["digest"] else "",
        units=units,
    )


def _guest_name(guest: dict[str, Any], units: dict[int, str], people: dict[int, str]) -> str:
    return units.get(guest["unit"], "") if guest["unit"] else people.get(guest["user"], "")


def _signed(row: dict[str, Any]) -> dict[str, Any] | None:
    """Return the minutes as they were signed; they are read from there alone once they are."""
    if row["sealed"] is None:
        return None
    plain = unseal_bytes(row["sealed"], context(row["county"], row["id"], "meeting", "minutes"))
    found: dict[str, Any] = msgspec.json.decode(plain[SALT:])
    return found


def _opened(row: dict[str, Any], part: str, blob: bytes | None) -> str:
    return unseal(blob, context(row["county"], row.get("meeting_id") or row["id"], "meeting", part)) if blob else ""


def _point(row: dict[str, Any], item: Item, allowed: dict[str, Seen], signed: dict[str, Any] | None) -> Point:
    said = signed["points"].get(str(item.no), "") if signed else _opened(row, f"point{item.no}", item.minutes)
    return Point(no=item.no, reason=item.reason, topic=item.topic, matter=allowed.get(item.matter), minutes=said)


_DECISIONS = """
SELECT d.county, d.meeting_id, d.no, d.center, d.item, d.matter, d.kind, d.unit, d.due, d.text, d.state, d.at, d.proof, d.ended, g.number
FROM meeting_decision d JOIN meeting g ON g.county = d.county AND g.id = d.meeting_id
"""


_AS_STORED = ("county", "meeting_id", "no", "item", "matter", "kind", "unit", "due", "state", "at", "ended", "number")


def _decision(row: dict[str, Any], units: dict[int, str], actor: Actor, net: Any) -> DecisionRow:
    task = row["kind"] == "task"
    return DecisionRow(
        **{name: row[name] for name in _AS_STORED},
        unit_name=units.get(row["unit"] or 0, ""),
        text=_opened(row, f"decision{row['no']}", row["text"]),
        proof=_opened(row, f"proof{row['no']}", row["proof"]),
        may_report=task and row["state"] == "open" and reports_for(actor, row["unit"], net),
        may_confirm=task and row["state"] == "reported" and keeps(actor, row["center"], net),
    )


def decisions(*, actor: Actor, at: datetime, after: str = "", limit: int = 25) -> Page[DecisionRow]:
    """Return the decisions still to be carried out that the actor's unit made or has to carry out, the most urgent first.

    Three statements. Refused `bad_cursor`.
    """
    net = centers.net(at)
    units = own_units(actor, net)
    scope, values = "d.unit = ANY(%s::bigint[])", [units]
    if actor.role in CALLERS:
        scope, values = "(d.unit = ANY(%s::bigint[]) OR d.center = ANY(%s::bigint[]))", [units, units]
    more = ""
    if after:
        more = " AND (coalesce(d.due, 'infinity'), d.meeting_id, d.no) > (%s::date, %s::uuid, %s)"
        due, meeting, no = keyset.decode(after, (date | None, UUID, int))
        values = [*values, due or "infinity", meeting, no]
    rows = sql.rows(
        f"{_DECISIONS} WHERE {scope} AND d.ended IS NULL{more} ORDER BY coalesce(d.due, 'infinity'), d.meeting_id, d.no LIMIT %s",
        [*values, limit + 1],
    )
    page = keyset.page(rows, limit=limit, key=lambda row: (row["due"], row["meeting_id"], row["no"]))
    allowed = seen(numbers=[row["matter"] for row in page.rows], actor=actor, at=at)
    kept = [row for row in page.rows if not row["matter"] or row["matter"] in allowed]
    names = {key: unit.name for key, unit in centers.units(sorted({row["unit"] for row in kept if row["unit"]})).items()}
    return Page([_decision(row, names, actor, net) for row in kept], page.after)


def meetings_of(*, matter: str, actor: Actor, at: datetime) -> list[MeetingRow]:
    """Return the conferences on a matter the actor may see."""
    condition, values = visible_to(actor, centers.net(at))
    rows = sql.rows(f"{_LIST} WHERE g.matter = %s AND {condition} ORDER BY g.starts DESC LIMIT 20", [matter, *values])
    allowed = seen(numbers=[matter], actor=actor, at=at)
    return [_row(row, allowed) for row in rows] if allowed else []


__all__ = [
    "DecisionRow",
    "Guest",
    "MeetingPage",
    "MeetingRow",
    "MeetingState",
    "Point",
    "decisions",
    "meeting_page",
    "meetings",
    "meetings_of",
]
