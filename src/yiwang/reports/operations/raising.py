"""Reporting up: by hand, or by rule when a matter is registered or given another category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db import transaction

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.infra import sample, sql
from yiwang.infra.ids import uuid7
from yiwang.infra.outbox import Event
from yiwang.kernel.refusals import Refused
from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.words import OPEN_STATES, Nature
from yiwang.matters.queries.grave import Grave, grave, grave_seen
from yiwang.policy import queries as policy
from yiwang.policy.domain.reports import ReportsBody

from ..access import may_raise
from ..domain.chain import EntryKind, steps
from .telling import refresh, tell, users_of
from .writing import Held, add_entry, add_steps, checked


def raise_report(
    *,
    number: str,
    sort: str,
    text: str,
    actor: Actor,
    at: datetime,
    grade: str = "",
    counts: Mapping[str, int] | None = None,
) -> tuple[str, UUID]:
    """Report a matter up at once, by hand; return its county and id.

    The grade is the gravest that the sort, a number or `grade` asks for. Refused `no_such_matter`, `accusation_not_reported`,
    `not_your_right`, `reported_already` (with the one under way), or BadInput by field.
    """
    body: ReportsBody = policy.pack("reports", at).body
    given = checked(text=text, counts=counts or {})
    if sort not in {one.code for one in body.sorts}:
        raise Refused("unknown_choice", field="sort")
    if grade and grade not in body.rank:
        raise Refused("unknown_choice", field="grade")
    matter = grave_seen(number=number, actor=actor, at=at)
    may_raise(actor, matter)
    found = body.found(category=matter.case.category, nature=str(matter.case.nature), claimants=matter.case.claimants)
    if found and found.neutral:  # what the rule protects is not told in the open by a person's choice either
        sort = found.code
    neutral = body.sort(sort).neutral
    with transaction.atomic():
        made = _open(
            matter,
            body,
            sort=found.code if found and found.neutral else sort,
            actor=actor,
            at=at,
            neutral=neutral,
            given=given,
            grade=grade,
        )
        if made is None:
            raise Refused("reported_already")
        _begin(made, matter, body, actor=actor, at=at, text=text)
    return made.county, made.id


def by_rule(events: Sequence[Event]) -> None:
    """Listener: report what the policy names, when it is registered or filed anew. Never an accusation; once, however often it is heard."""
    wanted = {event.key: event for event in events if event.body["act"] in {Act.REGISTER, Act.RECLASSIFY} and not event.body["sealed"]}
    wanted = {number: event for number, event in wanted.items() if not _past(event.at)}
    if not wanted:
        return
    for number, matter in grave(wanted).items():
        event = wanted[number]
        body: ReportsBody = policy.pack("reports", event.at).body
        case = matter.case
        found = body.found(category=case.category, nature=str(case.nature), claimants=case.claimants)
        if found is None or case.nature == Nature.ACCUSATION or case.state not in OPEN_STATES:
            continue
        given = {"people": case.claimants} if case.claimants else {}
        made = _open(
            matter, body, sort=found.code, actor=Actor(role=Role.SYSTEM), at=event.at, neutral=found.neutral, given=given, grade=""
        )
        if made is not None:
            _begin(made, matter, body, actor=Actor(role=Role.SYSTEM), at=event.at, text="")


def _past(at: datetime) -> bool:
    """Say whether it happened in the month that a sample lived through at once: what is to be reported of it is reported there."""
    found = sample.label()
    return found is not None and at <= found.until


def _open(
    matter: Grave, body: ReportsBody, *, sort: str, actor: Actor, at: datetime, neutral: bool, given: dict[str, int], grade: str
) -> Held | None:
    """Write the report's row; None when one is under way."""
    gravity = body.gravity(sort, given, at_least=grade)
    due = at + timedelta(minutes=body.grade(gravity).follow_up)
    row = sql.one(
        "INSERT INTO report"
        " (county, id, number, unit_id, sort, grade, neutral, by_rule, raised_by, place, counts, state, at, due, wake, seq)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, 'open', %s, %s, %s, 1)"
        " ON CONFLICT (county, number) WHERE state = 'open' DO NOTHING RETURNING id",
        [
            matter.county,
            uuid7(at),
            matter.number,
            matter.case.holder,
            sort,
            gravity,
            neutral,
            actor.role == Role.SYSTEM,
            actor.user,
            matter.case.place,
            msgspec.json.encode(given).decode(),
            at,
            due,
            due,
        ],
    )
    if row is None:
        return None
    return Held(
        county=matter.county,
        id=row["id"],
        number=matter.number,
        unit_id=matter.case.holder,
        sort=sort,
        grade=gravity,
        neutral=neutral,
        raised_by=actor.user,
        place=matter.case.place,
        counts=given,
        state="open",
        at=at,
        due=due,
        seq=1,
    )


def _begin(held: Held, matter: Grave, body: ReportsBody, *, actor: Actor, at: datetime, text: str) -> None:
    add_entry(held, seq=1, kind=EntryKind.RAISED, at=at, user=actor.user, unit=actor.unit, text=text)
    reach_levels(held, matter, body, grade=held.grade, at=at, seq=1)
    refresh(held, matter, at)


def reach_levels(held: Held, matter: Grave, body: ReportsBody, *, grade: str, at: datetime, seq: int) -> int:
    """Tell every level the grade reaches that was not told yet; return the number of the last line of the history."""
    net = centers.net(at)
    holder = net.unit(held.unit_id)
    wanted = list(steps(region=holder.region if holder else held.place, reach=body.reach(held.sort, grade), net=net, policy=body, at=at))
    fresh = add_steps(held, wanted, at=at)
    for step in wanted:
        if step.unit not in fresh:
            continue
        users = users_of([step.unit], matter, at)
        if users:
            tell(held, users, "report_up", at=at, key=f"up.{step.unit}")
            continue
        seq += 1  # a level where nobody may sign is not waited for
        sql.execute(
            "UPDATE report_receipt SET wake = NULL WHERE county = %s AND report_id = %s AND unit_id = %s", [held.county, held.id, step.unit]
        )
        add_entry(held, seq=seq, kind=EntryKind.NOBODY, at=at, unit=step.unit, level=step.level, grade=grade)
    sql.execute("UPDATE report SET seq = %s WHERE county = %s AND id = %s", [seq, held.county, held.id])
    return seq
