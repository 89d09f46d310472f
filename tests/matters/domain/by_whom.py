"""Who may do what, written apart from the table's rights: for every act the alternatives, each a role at a unit with a part in it.

Held against every lawful move in both directions: whoever acted must be one of these, and each of these must have acted somewhere.
Where nobody who could is left at a unit, whoever stands above it answers for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from yiwang.matters.domain.case import Case, Move
from yiwang.matters.domain.net import Net

from .canon import CENTERS, UNITS

FRONT = {"clerk", "coordinator", "center_head", "discipline"}
LEAD = {"coordinator", "center_head", "discipline"}
WORK = {"handler", "unit_head", "mediator", "coordinator", "center_head", "grid_worker"}
GIVE = {"handler", "unit_head", "coordinator", "center_head"}
HEADS = {"unit_head", "center_head"}
DECIDE = {"unit_head", "center_head", "coordinator", "leader", "handler"}
STAFF = FRONT | WORK | DECIDE
GIVEN_BACK = {"cancelled", "upheld"}

Test = Callable[[Case, Move, Net, Case | None], bool]


def _above(unit: int) -> set[int]:
    region = UNITS[unit].region
    return {*UNITS[unit].line, *(center for code, center in CENTERS.items() if region.startswith(code))} - {unit}


def _answers(case: Case, move: Move, net: Net, unit: int, roles: set[str]) -> bool:
    actor = move.actor
    if actor.role.value not in roles or actor.unit is None:
        return False
    asked = case.requests[move.subject].by_user if move.subject in case.requests else None
    out = {*case.recused, *case.handlers, asked}
    hidden = not set(case.accused).isdisjoint({unit, *_above(unit)})  # whom it accuses, and all below, are nobody in it
    left = [s for s in net.staff(unit) if s.role.value in roles and s.user not in out and not hidden]
    return actor.unit == unit or (not left and actor.unit in _above(unit))


def _at(units: Callable[[Case, Move, Case | None], Iterable[int]], roles: set[str]) -> Test:
    return lambda case, move, net, other: any(_answers(case, move, net, unit, roles) for unit in units(case, move, other))


def _holder(case: Case, move: Move, other: Case | None) -> Iterator[int]:
    yield case.trail[-1]


def _order(case: Case, move: Move, other: Case | None) -> Iterator[int]:
    key = case.requests[move.subject].subject if move.subject in case.requests else move.subject
    if key in case.orders:
        yield case.orders[key].unit


def _sender(case: Case, move: Move, other: Case | None) -> Iterator[int]:
    key = case.requests[move.subject].subject if move.subject in case.requests else move.subject
    if key in case.orders:
        parent = case.orders[key].parent
        yield case.orders[parent].unit if parent else case.trail[-1]


def _ruler(case: Case, move: Move, other: Case | None) -> Iterator[int]:
    if (ruler := case.requests[move.subject].ruler) is not None:
        yield ruler


def _organ(case: Case, move: Move, other: Case | None) -> Iterator[int]:
    key = case.requests[move.subject].subject if move.subject in case.requests else move.subject
    if key in case.reviews:
        yield case.reviews[key].organ


def _working(case: Case, move: Move, other: Case | None) -> Iterator[int]:
    yield from (order.unit for order in case.orders.values() if order.state.value not in GIVEN_BACK)


def _part(case: Case, move: Move, other: Case | None) -> Iterator[int]:
    yield from (case.registrar, *case.trail, *_working(case, move, other))
    yield from (unit for card in case.cards.values() for unit in (card.unit, card.above) if unit)
    yield from (unit for conference in case.conferences.values() for unit in conference.units)
    yield from (*(r.organ for r in case.reviews.values()),)
    yield from (unit for whistle in case.whistles.values() for unit in whistle.units)


def _township(case: Case, move: Move, other: Case | None) -> Iterator[int]:
    yield from (u for u in (case.trail[-1], *_working(case, move, other)) if UNITS[u].kind == "center" and len(UNITS[u].region) == 9)


def _over(case: Case, move: Move, net: Net, other: Case | None) -> bool:
    return move.actor.role.value in LEAD | {"leader"} and move.actor.unit in _above(case.trail[-1]) | {case.trail[-1]}


def _window(case: Case, move: Move, other: Case | None) -> Iterator[int]:
    if case.registrar == case.trail[-1]:
        yield case.registrar


HOLDER_FRONT, HOLDER_LEAD = ("holder's window", _at(_holder, FRONT)), ("holder", _at(_holder, LEAD))
REGISTRAR = ("registrar", _at(lambda case, move, other: (case.registrar,), FRONT | {"grid_worker"}))
ORDER = ("unit of the order", _at(_order, WORK))
SENDER = ("sender", _at(_sender, GIVE | LEAD))
ORGAN = ("reviewing organ", _at(_organ, DECIDE))
AT_WORK = ("unit at work", _at(_working, WORK))
PART = ("has a part", _at(_part, STAFF | {"leader"}))
PERSON = ("person", lambda case, move, net, other: move.actor.role == "person")
OWN_LINE = ("claimant", lambda case, move, net, other: move.actor.role == "person" and case.claims[move.subject].party == case.reporter)
SYSTEM = ("system", lambda case, move, net, other: move.actor.role == "system")
ABOVE = ("holder or above", _over)
LEADER = ("leader", lambda case, move, net, other: move.actor.role == "leader" and _over(case, move, net, other))

MAY: dict[str, tuple[tuple[str, Test], ...]] = {
    "settle_on_spot": (HOLDER_FRONT, REGISTRAR, ("holder's grid worker", _at(_holder, {"grid_worker"}))),
    "accept": (HOLDER_FRONT,),
    "decline": (HOLDER_LEAD,),
    "request_correction": (HOLDER_FRONT,),
    "supplement": (PERSON, HOLDER_FRONT, REGISTRAR),
    "dispatch": (HOLDER_LEAD, ("holder's window that took it in", _at(_window, {"clerk"}))),
    "receive": (ORDER,),
    "contest": (ORDER,),
    "rule_contest": (SENDER, ("common superior", _at(_ruler, DECIDE))),
    "refer_ruling": (SENDER, ("contester once late", _at(_order, WORK))),
    "pass_down": (ORDER,),
    "reassign": (SENDER,),
    "cancel_order": (SENDER,),
    "report_result": (ORDER,),
    "confirm": (SENDER,),
    "rework": (SENDER,),
    "to_mediation": (HOLDER_LEAD,),
    "request_extension": (ORDER,),
    "rule_extension": (SENDER, ("head of the unit", _at(_order, HEADS))),
    "request_suspension": (ORDER, ORGAN),
    "rule_suspension": (HOLDER_LEAD, ORGAN),
    "resume": (HOLDER_LEAD, ORGAN),
    "escalate": (HOLDER_LEAD,),
    "hand_down": (HOLDER_LEAD,),
    "transfer_out": (HOLDER_LEAD,),
    "merge": (HOLDER_LEAD,),
    "unmerge": (HOLDER_LEAD, ("master's holder", _at(lambda case, move, other: (other.trail[-1],) if other else (), LEAD)), SYSTEM),
    "link": (HOLDER_FRONT,),
    "reclassify": (HOLDER_LEAD,),
    "list_claim": (HOLDER_FRONT, AT_WORK, REGISTRAR),
    "pay_claim": (HOLDER_FRONT, AT_WORK),
    "agree_claim": (OWN_LINE, HOLDER_FRONT),
    "close": (HOLDER_LEAD,),
    "serve": (HOLDER_FRONT, ORGAN),
    "rate": (PERSON,),
    "follow_up": (HOLDER_FRONT,),
    "reopen": (HOLDER_LEAD,),
    "request_review": (PERSON,),
    "rule_review": (ORGAN,),
    "withdraw": (PERSON,),
    "archive": (HOLDER_FRONT,),
    "urge": (ABOVE,),
    "answer_urge": (
        ("unit urged", _at(lambda case, move, other: (case.cards[move.subject].unit,), WORK | LEAD)),
        ("unit it rose to", _at(lambda case, move, other: filter(None, (case.cards[move.subject].above,)), WORK | LEAD)),
    ),
    "propose_listing": (ABOVE,),
    "rule_listing": (LEADER,),
    "lift_listing": (LEADER,),
    "confer": (ABOVE,),
    "conclude": (("center that called it", _at(lambda case, move, other: (case.conferences[move.subject].by_unit,), LEAD | {"leader"})),),
    "chase": (PERSON, HOLDER_FRONT, REGISTRAR),
    "instruct": (LEADER,),
    "take_charge": (LEADER,),
    "recuse": (PART,),
    "whistle": (("township with it", _at(_township, LEAD)),),
    "arrive": (("unit called", _at(lambda case, move, other: case.whistles[move.subject].units, WORK)),),
    "ask": (HOLDER_FRONT, AT_WORK),
    "answer": (PERSON, HOLDER_FRONT),
    "note": (PART,),
    "visit": (PART,),
    "attach": (PART,),
    "correct": (PERSON, HOLDER_FRONT, REGISTRAR),
    "reveal": (HOLDER_FRONT, AT_WORK),
    **dict.fromkeys(("follow_master", "raise_clock", "recompute", "default_ruling", "end_suspension", "urge_by_rule"), (SYSTEM,)),
}


def who_acted(before: Case, move: Move, net: Net, other: Case | None) -> list[str]:
    """Return the alternatives under which somebody acted; none: they had no right to."""
    return [name for name, holds in MAY[move.act] if holds(before, move, net, other)]
