"""The workflow: `decide` obeys the regulation, `offers` says what somebody may do now and why the rest is not possible.

Order of questions, the same for every act: known? on what? blocked? whose right? right state? input on its list?
conditions? destination? Then the deed, the target state, what every end brings with it, and the clocks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from yiwang.kernel.refusals import Refused

from . import clocks
from .acts import SPECS, Act, ActSpec, Kind, On
from .blocks import barred
from .case import Actor, Case, Move
from .deeds import moving, orders
from .deeds.orders import end_whistles
from .ladder import lies_with
from .net import Net
from .policy import MatterPolicy
from .register import open_case
from .regulation import RULES
from .rows import Row, Target
from .scene import Scene
from .words import END_STATES, OPEN_ORDER_STATES, OPEN_STATES, OrderState, Role, State

__all__ = ["RULES", "TOLD_TO_MASTER", "Decision", "Offer", "Then", "barred", "decide", "needed", "offers", "open_case"]


TOLD_TO_MASTER = frozenset({Act.SUPPLEMENT, Act.CHASE})
"""What the person of a merged matter does and who leads the master must hear of."""


class Then(msgspec.Struct, frozen=True, kw_only=True):
    """A deed of the system on another matter that follows from this one, in the same transaction or from the outbox."""

    number: str
    act: Act


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The case after the deed; the other matter when it changed too; what follows on the members of a merge."""

    case: Case
    other: Case | None = None
    then: tuple[Then, ...] = ()


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One act on one subject: possible (`refused` is None), or the code that says why not."""

    act: Act
    subject: str = "m"
    refused: str | None = None


def decide(case: Case, move: Move, net: Net, policy: MatterPolicy, other: Case | None = None) -> Decision:
    """Return how the matter stands after this move, or raise Refused; nothing is changed in place.

    `other` is the master for merge, unmerge and follow_master.
    """
    row = _row(move.act)
    scene = Scene(case=case, move=move, net=net, policy=policy, other=other)
    _standing(row, scene)
    _input(SPECS[row.act], scene)
    for condition in row.conditions:
        if condition.on_input and not condition.holds(scene):
            raise Refused(condition.code, field=condition.field)
    _destination(row, scene)
    after = _done(row, scene)
    return Decision(case=after, other=_other(row, scene, after), then=_then(case, after))


def offers(case: Case, actor: Actor, net: Net, policy: MatterPolicy, at: datetime) -> tuple[Offer, ...]:
    """Return every act on every subject of the case: what this actor may do now, and the code of refusal for the rest."""
    blocked = barred(case, actor, net)
    found = []
    for act, row in RULES.items():
        if SPECS[act].system and actor.role != Role.SYSTEM:
            continue
        for subject in _subjects(row, case):
            move = Move(act=act.value, actor=actor, at=at, subject=subject)
            code = "not_yours" if blocked else _refusal(row, Scene(case=case, move=move, net=net, policy=policy))
            found.append(Offer(act=act, subject=subject, refused=code))
    return tuple(found)


def needed(case: Case, move: Move, net: Net, policy: MatterPolicy) -> frozenset[str]:
    """Return the inputs that may be left out elsewhere but not here, such as the lead of a first dispatch."""
    row = _row(move.act)
    if move.subject not in _subjects(row, case):
        return frozenset()
    optional = {field.name for field in SPECS[row.act].inputs if not field.required}
    scene = Scene(case=case, move=move, net=net, policy=policy)
    return frozenset(condition.field for condition in row.conditions if condition.field in optional and not condition.holds(scene))


def _refusal(row: Row, scene: Scene) -> str | None:
    try:
        _allowed(row, scene)
    except Refused as refused:
        return refused.code
    return None


def _row(act: str) -> Row:
    try:
        return RULES[Act(act)]
    except (ValueError, KeyError):
        raise Refused("unknown_act", act=act) from None


def _parts(case: Case, on: On) -> Collection[str]:
    """Return the keys of the parts of a case that an act of this sort can be done on."""
    name = _PARTS.get(on)
    return _MATTER if name is None else getattr(case, name)


_MATTER = ("m",)
_PARTS = {
    On.ORDER: "orders",
    On.REQUEST: "requests",
    On.WHISTLE: "whistles",
    On.CARD: "cards",
    On.REVIEW: "reviews",
    On.CLAIM: "claims",
    On.CONFERENCE: "conferences",
}


def _subjects(row: Row, case: Case) -> Iterator[str]:
    yield from _parts(case, row.on)
    if row.also_on is not None:
        yield from _parts(case, row.also_on)


def _standing(row: Row, s: Scene) -> None:
    if s.key not in _parts(s.case, row.on) and (row.also_on is None or s.key not in _parts(s.case, row.also_on)):
        raise Refused("no_such_subject", subject=s.key)
    if barred(s.case, s.actor, s.net):
        raise Refused("not_yours")
    _allowed(row, s)


def _allowed(row: Row, s: Scene) -> None:
    """Raise unless right, state and the conditions that need no input hold."""
    if row.requests and (s.request.kind not in row.requests):
        raise Refused("no_such_subject", subject=s.key)
    if not any(who.holds(s) for who in row.who):
        raise Refused("not_yours")
    if s.case.state not in row.states:
        raise Refused("wrong_state", state=s.case.state.value)
    if row.orders and s.key in s.case.orders and s.order.state not in row.orders:
        raise Refused("wrong_order_state", state=s.order.state.value)
    if row.requests and s.request.state != "open":
        raise Refused("request_closed")
    if s.case.suspension is not None and not row.while_suspended:
        raise Refused("suspended")
    for condition in row.conditions:
        if not condition.on_input and not condition.holds(s):
            raise Refused(condition.code, field=condition.field)


def _input(spec: ActSpec, s: Scene) -> None:
    """Raise unless what is required is there, choices are on their lists and units exist."""
    for field in spec.inputs:
        value = s.data.get(field.name)
        if field.kind in {Kind.TEXT, Kind.LINE} and field.name not in s.data:
            if field.required and field.name not in s.move.texts:
                raise Refused("required", field=field.name)
        elif value is None or value in ("", (), []):
            if field.required:
                raise Refused("required", field=field.name)
        elif field.kind == Kind.CHOICE and value not in s.policy.choices(field.choices, s.case.procedure):
            raise Refused("not_on_list", field=field.name)
        elif field.kind == Kind.CATEGORY and value not in s.policy.categories:
            raise Refused("unknown_category", field=field.name)
        elif field.kind in {Kind.UNIT, Kind.UNITS}:
            _units(field.name, s)


def _units(name: str, s: Scene) -> None:
    for unit in s.units(name):
        facts = s.net.unit(unit)
        if facts is None or not facts.open:
            raise Refused("no_such_unit", field=name, unit=unit)


def _destination(row: Row, s: Scene) -> None:
    if row.where is None:
        return
    for field in row.where.fields:
        for unit in s.units(field):
            for test in row.where.tests:
                if not test.holds(s, unit, field):
                    raise Refused(test.code, field=field, unit=unit)


def _done(row: Row, s: Scene) -> Case:
    before = s.case
    after = row.deed(s, before)
    if isinstance(row.order_to, OrderState):
        after = replace(after, orders={**after.orders, s.key: replace(after.orders[s.key], state=row.order_to)})
    state = row.to.of(s, after) if isinstance(row.to, Target) else row.to
    if state is not None and state != after.state:
        after = replace(after, state=state)
    for effect in row.clocks:
        after = effect.apply(s, before, after)
    after = _tidy(before, after)
    return replace(after, lain=s.at) if lies_with(after) != lies_with(before) else after


def _tidy(before: Case, after: Case) -> Case:
    """Return the case with what every ending brings along: ended orders take children, clocks and requests with them."""
    if after.state in END_STATES and (before.state in OPEN_STATES or before.state == State.MERGED != after.state):
        return _ended(after)
    if after.orders is before.orders:
        return after
    ended = [key for key, order in after.orders.items() if order.state not in OPEN_ORDER_STATES and _was_open(before, key)]
    return _orders_ended(after, ended) if ended else _reported(before, after)


def _was_open(before: Case, key: str) -> bool:
    return key in before.orders and before.orders[key].state in OPEN_ORDER_STATES


def _orders_ended(case: Case, ended: list[str]) -> Case:
    open_before = {key for key, order in case.orders.items() if order.state in OPEN_ORDER_STATES}
    case = orders.cancel(case, [k for k in case.orders if case.orders[k].parent in ended])
    gone = {*ended, *(key for key in open_before if case.orders[key].state not in OPEN_ORDER_STATES)}
    lapsing = {key for key, request in case.requests.items() if request.state == "open" and request.subject in gone}
    return _lapse(clocks.stop(case, gone | lapsing), lapsing)


def _reported(before: Case, after: Case) -> Case:
    """Lapse what was asked for an order that has just been reported: there is nothing left to prolong."""
    done = {
        k for k, o in after.orders.items() if o.state == OrderState.REPORTED and k in before.orders and before.orders[k].state != o.state
    }
    lapsing = {k for k, r in after.requests.items() if r.state == "open" and r.subject in done}
    return _lapse(after, lapsing) if lapsing else after


def _lapse(case: Case, keys: set[str]) -> Case:
    changed = {key: replace(case.requests[key], state="lapsed") for key in keys}
    return replace(case, requests={**case.requests, **changed}) if changed else case


def _ended(case: Case) -> Case:
    """Return the case at an end: open orders taken back, requests lapsed, no suspension, no whistle, no clock of an office."""
    case = orders.cancel(case, [key for key, order in case.orders.items() if order.state in OPEN_ORDER_STATES])
    case = _lapse(case, {key for key, request in case.requests.items() if request.state == "open"})
    case = end_whistles(case)
    if case.suspension is not None:
        case = replace(case, suspension=None)
    if case.state == State.MERGED:  # its own limits stand still and come back when it is parted
        return clocks.stop(case, {clock.subject for clock in case.clocks.values()} - {"m"})
    return clocks.stop_all(case)


def _other(row: Row, s: Scene, after: Case) -> Case | None:
    if s.other is None:
        return None
    if row.act == Act.MERGE:
        return moving.take_in(s, s.case, s.other)
    if row.act in TOLD_TO_MASTER and s.case.state == State.MERGED:
        return s.other  # nothing changes there, but its ledger says that there is something to read
    if row.act == Act.UNMERGE or (row.act == Act.WITHDRAW and after.state != s.case.state == State.MERGED):
        master = moving.let_go(s, s.case, s.other)
        return _tidy(s.other, master)
    return None


def _then(before: Case, after: Case) -> tuple[Then, ...]:
    if not before.members or before.state == after.state:
        return ()
    if after.state in {State.DECLINED, State.WITHDRAWN, State.TRANSFERRED}:
        return tuple(Then(number=member, act=Act.UNMERGE) for member in before.members)
    if after.state == State.CLOSED:
        return tuple(Then(number=member, act=Act.FOLLOW_MASTER) for member in before.members)
    return ()
