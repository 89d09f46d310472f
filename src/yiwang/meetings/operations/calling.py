"""Calling a conference on a matter, or a meeting with an agenda; inviting; calling off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import sql
from yiwang.infra.ids import uuid7
from yiwang.kernel import tree
from yiwang.kernel.calendar import SHANGHAI
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.domain.acts import Act
from yiwang.matters.operations import act
from yiwang.matters.queries.several import seen, standing, without_persons
from yiwang.notices.operations import tell

from ..access import must_call
from ..domain.words import MeetingKind, MeetingState, Reason
from .holding import Held, hold, keep, line, prose, touch

MOST_GUESTS = 60
MOST_ITEMS = 60
_COMES_FOR = frozenset({Role.UNIT_HEAD, Role.CENTER_HEAD, Role.COORDINATOR, Role.HANDLER, Role.LEADER})
"""Who of an invited unit is told."""


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """Where a meeting is found."""

    county: str
    id: UUID
    number: str


def call(
    *,
    kind: str,
    title: str,
    starts: datetime,
    actor: Actor,
    at: datetime,
    room: str = "",
    units: Sequence[int] = (),
    people: Sequence[int] = (),
    matter: str = "",
    standing_agenda: bool = False,
) -> Called:
    """Call a meeting of the actor's center. A conference is on one `matter`, whose ledger says so; its units get a part in it.

    With `standing_agenda` the agenda is drawn up from what is listed, overdue, large, dangerous or recurring in the center's area.
    Refused `not_your_right`, `no_such_matter`, whatever the act `confer` is refused for, or BadInput by field.
    """
    net = centers.net(at)
    center = must_call(actor, net)
    facts = net.unit(center)
    _check(kind, starts=starts, units=units, matter=matter, at=at, known={unit: net.unit(unit) is not None for unit in units})
    region = facts.region if facts else ""
    topic = without_persons(numbers=[matter], text=line(title, field="title"))
    place = without_persons(numbers=(), text=line(room, field="room", needed=False))
    with transaction.atomic():
        county = tree.county_of(region)
        number = _number(county, region, center, starts)
        conference = _confer(matter, topic, units=units, number=number, actor=actor, at=at) if matter else ""
        made = Called(county=county, id=uuid7(at), number=number)
        sql.execute(
            "INSERT INTO meeting"
            " (county, id, number, kind, center, title, matter, conference, starts, room, state, called, called_by, chair, version)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'called', %s, %s, %s, 1)",
            [county, made.id, number, kind, center, topic, matter, conference, starts, place, at, actor.user, actor.user],
        )
        own = {staffer.user for staffer in net.staff(center)}
        if strangers := set(people) - own:
            raise BadInput([Refused("no_such_person", field="people", user=min(strangers))])
        _invite(made, units, people)
        items = [(matter, Reason.GIVEN.value, "")] if matter else []
        if standing_agenda and not matter:
            items += [(one.number, one.reason, "") for one in standing(region=region, actor=actor, at=at)]
        _write_items(made.county, made.id, 0, items)
        _tell_invited(made, kind, starts=starts, units=units, people=people, actor=actor, at=at)
    return made


def _check(kind: str, *, starts: datetime, units: Sequence[int], matter: str, at: datetime, known: dict[int, bool]) -> None:
    errors = []
    if kind not in set(MeetingKind) or (kind == MeetingKind.CONFERENCE) != bool(matter):
        errors.append(Refused("unknown_choice", field="kind"))
    if starts <= at:
        errors.append(Refused("meeting_past", field="starts"))
    if len(units) > MOST_GUESTS:
        errors.append(Refused("too_many", field="units", most=MOST_GUESTS))
    errors += [Refused("no_such_unit", field="units", unit=unit) for unit, there in known.items() if not there]
    if matter and not units:
        errors.append(Refused("required", field="units"))
    if errors:
        raise BadInput(errors)


def _number(county: str, region: str, center: int, starts: datetime) -> str:
    """Return the number of the minutes: counted through the year of each center."""
    year = starts.astimezone(SHANGHAI).year
    sql.scalar("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"meetings.number:{center}:{year}"])
    so_far = sql.scalar("SELECT count(*) FROM meeting WHERE county = %s AND starts_with(number, %s)", [county, f"{region}-HY{year}-"])
    return f"{region}-HY{year}-{so_far + 1:03d}"


def _confer(matter: str, topic: str, *, units: Sequence[int], number: str, actor: Actor, at: datetime) -> str:
    done = act(number=matter, act=Act.CONFER, actor=actor, at=at, data={"units": list(units), "topic": topic, "meeting": number})
    return done.subject


def _invite(made: Called, units: Iterable[int], people: Iterable[int]) -> None:
    for unit in dict.fromkeys(units):
        sql.execute(
            "INSERT INTO meeting_guest (county, meeting_id, key, unit) VALUES (%s, %s, %s, %s)", [made.county, made.id, f"u{unit}", unit]
        )
    for user in dict.fromkeys(people):
        sql.execute(
            "INSERT INTO meeting_guest (county, meeting_id, key, user_id) VALUES (%s, %s, %s, %s)", [made.county, made.id, f"p{user}", user]
        )


def _write_items(county: str, meeting: UUID, last: int, items: Sequence[tuple[str, str, str]]) -> None:
    for no, (matter, reason, topic) in enumerate(items, last + 1):
        sql.execute(
            "INSERT INTO meeting_item (county, meeting_id, no, matter, reason, topic) VALUES (%s, %s, %s, %s, %s, %s)",
            [county, meeting, no, matter, reason, topic],
        )


def _tell_invited(
    made: Called, kind: str, *, starts: datetime, units: Sequence[int], people: Sequence[int], actor: Actor, at: datetime
) -> None:
    """Tell the people invited and who comes for an invited unit; the kind of meeting alone, for a title may speak of a matter."""
    net = centers.net(at)
    users = {staffer.user for unit in units for staffer in net.staff(unit) if staffer.role in _COMES_FOR}
    users = {user for user in (*users, *people) if user != actor.user}
    word = MeetingKind(kind)
    tell(
        users=users,
        event="invited",
        values={"meeting": [word.zh, word.en], "when": starts.isoformat()},
        href=f"/meetings/{made.county}/{made.id}/",
        at=at,
        key=f"meeting.{made.id}.invited",
    )


def add_items(
    *, county: str, meeting: UUID, actor: Actor, at: datetime, numbers: Sequence[str] = (), topic: str = "", draw_up: bool = False
) -> int:
    """Put matters or a topic on the agenda, or draw it up from what stands; return how many points were added."""
    with transaction.atomic():
        held = keep(county, meeting, deed="agenda", actor=actor, at=at)
        rows = sql.rows("SELECT no, matter FROM meeting_item WHERE county = %s AND meeting_id = %s", [county, meeting])
        there = {row["matter"] for row in rows if row["matter"]}
        wanted = _wanted(held, actor=actor, at=at, numbers=numbers, topic=topic, draw_up=draw_up)
        fresh = [item for item in wanted if item[0] not in there]
        if len(rows) + len(fresh) > MOST_ITEMS:
            raise BadInput([Refused("too_many", field="numbers", most=MOST_ITEMS)])
        _write_items(county, meeting, max((row["no"] for row in rows), default=0), fresh)
        touch(held)
    return len(fresh)


def _wanted(held: Held, *, actor: Actor, at: datetime, numbers: Sequence[str], topic: str, draw_up: bool) -> list[tuple[str, str, str]]:
    items = []
    if draw_up:
        facts = centers.net(at).unit(held.center)
        items += [(one.number, one.reason, "") for one in standing(region=facts.region if facts else "", actor=actor, at=at)]
    named = [number.strip().upper() for number in numbers if number.strip()]
    allowed = seen(numbers=named, actor=actor, at=at)
    if missing := [number for number in named if number not in allowed]:
        raise BadInput([Refused("no_such_matter", field="numbers", number=missing[0])])
    items += [(number, Reason.GIVEN.value, "") for number in dict.fromkeys(named)]
    if topic.strip():
        items.append(("", Reason.GIVEN.value, without_persons(numbers=(), text=line(topic, field="topic"))))
    return items


def call_off(*, county: str, meeting: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Call a meeting off; a conference is off on its matter too. Refused as `keep` says, `required`."""
    said = prose(reason, field="reason")
    with transaction.atomic():
        held = keep(county, meeting, deed="call_off", actor=actor, at=at)
        if held.matter:
            data = {"off": True, "conclusion": said}
            act(number=held.matter, act=Act.CONCLUDE, subject=held.conference, actor=actor, at=at, data=data)
        touch(held, state=MeetingState.CALLED_OFF)


__all__ = ["Called", "add_items", "call", "call_off", "hold"]
