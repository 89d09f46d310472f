"""Decisions: a task for a unit, or an act on a matter done in the same transaction; followed by listening to the matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.infra.outbox import Event
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters.domain.acts import Act
from yiwang.matters.domain.words import State
from yiwang.matters.operations import act
from yiwang.matters.queries.several import Seen, part_states, seen, without_persons

from ..domain.deeds import AT_ONCE, NEEDS_DAY, NEEDS_UNIT, after_order
from ..domain.words import DecisionKind, DecisionState
from .holding import Held, keep, prose, sealed, touch
from .telling import tell_unit

MOST_DECISIONS = 100


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that was recorded."""

    no: int
    act: str = ""
    subject: str = ""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be decided."""

    kind: DecisionKind
    item: int
    text: str
    unit: int | None
    due: date | None
    level: str


def decide(
    *,
    county: str,
    meeting: UUID,
    kind: str,
    text: str,
    actor: Actor,
    at: datetime,
    item: int = 0,
    unit: int | None = None,
    due: date | None = None,
    level: str = "reminder",
) -> Decided:
    """Record a decision; but for a task it is an act on the matter of the point, and refused as that act is refused.

    Refused besides what `keep` refuses: `no_such_matter`, BadInput by field.
    """
    if kind not in set(DecisionKind):
        raise BadInput([Refused("unknown_choice", field="kind")])
    wish = Wish(kind=DecisionKind(kind), item=item, text=prose(text, field="text"), unit=unit, due=due, level=level)
    _check(wish, at)
    with transaction.atomic():
        held = keep(county, meeting, deed="decide", actor=actor, at=at)
        matter = _matter(held, wish, actor, at)
        plain = without_persons(numbers=[matter.number] if matter else [held.matter], text=wish.text)
        done = _carry_out(held, wish, matter, plain, actor=actor, at=at) if wish.kind != DecisionKind.TASK and matter else None
        no = int(sql.scalar("SELECT count(*) FROM meeting_decision WHERE county = %s AND meeting_id = %s", [county, held.id]) or 0) + 1
        if no > MOST_DECISIONS:
            raise BadInput([Refused("too_many", field="text", most=MOST_DECISIONS)])
        _write(held, no, wish, matter, plain, subject=done.subject if done else "", actor=actor, at=at)
        touch(held)
        if wish.kind == DecisionKind.TASK and unit is not None:
            tell_unit(unit, held, no=no, matter=matter.number if matter else "", at=at)
    return Decided(no=no, act=done.act if done else "", subject=done.subject if done else "")


def _check(wish: Wish, at: datetime) -> None:
    errors = []
    if wish.kind in NEEDS_UNIT and (wish.unit is None or centers.net(at).unit(wish.unit) is None):
        errors.append(Refused("required" if wish.unit is None else "no_such_unit", field="unit"))
    if wish.kind in NEEDS_DAY and wish.due is None:
        errors.append(Refused("required", field="due"))
    if wish.due is not None and wish.due <= day_of(at):
        errors.append(Refused("due_past", field="due"))
    if wish.kind != DecisionKind.TASK and not wish.item:
        errors.append(Refused("required", field="item"))
    if errors:
        raise BadInput(errors)


def _matter(held: Held, wish: Wish, actor: Actor, at: datetime) -> Seen | None:
    """Return the matter of the point decided on, as the actor may see it."""
    if not wish.item:
        return None
    row = sql.one("SELECT matter FROM meeting_item WHERE county = %s AND meeting_id = %s AND no = %s", [held.county, held.id, wish.item])
    found = seen(numbers=[row["matter"]], actor=actor, at=at).get(row["matter"]) if row and row["matter"] else None
    if row is None or (row["matter"] and found is None) or (found is None and wish.kind != DecisionKind.TASK):
        raise BadInput([Refused("no_such_matter", field="item")])
    if wish.kind == DecisionKind.TASK and found is not None and wish.unit not in found.stakes:
        raise BadInput([Refused("task_without_part", field="unit")])  # it could not read what it is to do
    return found


class Done(msgspec.Struct, frozen=True):
    """The act a decision became, and the part it made or was done on."""

    act: str
    subject: str


def _carry_out(held: Held, wish: Wish, matter: Seen, text: str, *, actor: Actor, at: datetime) -> Done:
    name, subject, data = _act_of(held, wish, matter, text)
    done = act(number=matter.number, act=name, actor=actor, at=at, subject=subject, data=data)
    return Done(act=name, subject=done.subject)


def _act_of(held: Held, wish: Wish, matter: Seen, text: str) -> tuple[Act, str, Mapping[str, Any]]:
    """Return the act of a decision, what it is done on, and its input."""
    due = {"due": wish.due.isoformat()} if wish.due else {}
    until = {"until": wish.due.isoformat()} if wish.due else {}
    to = {"unit": wish.unit} if wish.unit is not None else {}
    if wish.kind == DecisionKind.ORDER and matter.lead is not None and matter.state == State.HANDLING:
        return Act.REASSIGN, matter.lead_key, {"unit": wish.unit, "reason": text}
    acts: dict[DecisionKind, tuple[Act, Mapping[str, Any]]] = {
        DecisionKind.ORDER: (Act.DISPATCH, {**to, **due, "note": text}),
        DecisionKind.ASSIST: (Act.DISPATCH, {"assisting": [wish.unit], **due, "note": text}),
        DecisionKind.URGE: (Act.URGE, {"level": wish.level, "unit": wish.unit, "reason": text}),
        DecisionKind.INSTRUCT: (Act.INSTRUCT, {"text": text}),
        DecisionKind.LIST: (Act.RULE_LISTING, {"grant": True, **to, **until, "minutes": held.number, "note": text}),
        DecisionKind.NOT_LIST: (Act.RULE_LISTING, {"minutes": held.number, "note": text}),
        DecisionKind.LIFT: (Act.LIFT_LISTING, {"minutes": held.number, "reason": text}),
    }
    name, data = acts[wish.kind]
    return name, "m", data


def _write(held: Held, no: int, wish: Wish, matter: Seen | None, text: str, *, subject: str, actor: Actor, at: datetime) -> None:
    at_once = wish.kind in AT_ONCE
    sql.execute(
        "INSERT INTO meeting_decision"
        " (county, meeting_id, no, center, item, matter, subject, kind, unit, due, text, state, at, by_user, ended)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::bigint, %s::date, %s, %s, %s, %s, %s::timestamptz)",
        [
            held.county,
            held.id,
            no,
            held.center,
            wish.item,
            matter.number if matter else "",
            subject if not at_once else "",
            wish.kind.value,
            wish.unit,
            wish.due,
            sealed(held.id, held.county, f"decision{no}", text),
            DecisionState.DONE if at_once else DecisionState.OPEN,
            at,
            actor.user,
            at if at_once else None,
        ],
    )


_WAITING = """
SELECT d.county, d.meeting_id, d.no, d.matter, d.subject FROM meeting_decision d
WHERE d.ended IS NULL AND d.matter = ANY(%s) AND d.subject <> ''
"""


def follow(events: Sequence[Event]) -> None:
    """Listener: end decisions whose order was confirmed or taken back, whose card was answered."""
    numbers = sorted({event.key for event in events})
    waiting = sql.rows(_WAITING, [numbers])
    if not waiting:
        return
    states = part_states((row["matter"], row["subject"]) for row in waiting)
    at = max(event.at for event in events)
    for row in waiting:
        state = after_order(states.get((row["matter"], row["subject"]), ""))
        if state != DecisionState.OPEN:
            sql.execute(
                "UPDATE meeting_decision SET state = %s, ended = %s WHERE county = %s AND meeting_id = %s AND no = %s AND ended IS NULL",
                [state, at, row["county"], row["meeting_id"], row["no"]],
            )
