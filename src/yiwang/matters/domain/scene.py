"""One deed as the rules look at it: the case, who moves, on what, and the questions rows of the table ask."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from msgspec.structs import replace

from yiwang.kernel.refusals import Refused

from .acts import SPECS, On
from .blocks import unit_blocked, user_blocked
from .case import Actor, Card, Case, ClaimLine, Conference, Move, Order, Request, Review, Whistle
from .net import Net, UnitFacts
from .policy import MatterPolicy
from .words import OPEN_ORDER_STATES, OrderState, Role, UnitKind

FRONT = frozenset({Role.CLERK, Role.COORDINATOR, Role.CENTER_HEAD, Role.DISCIPLINE})
"""Who works the window of a center; in a discipline body its officers."""
COORDINATING = frozenset({Role.COORDINATOR, Role.CENTER_HEAD, Role.DISCIPLINE})
"""Who leads the procedure at a center; in a discipline body its officers."""
HANDLING = frozenset({Role.HANDLER, Role.UNIT_HEAD, Role.MEDIATOR, Role.COORDINATOR, Role.CENTER_HEAD, Role.GRID_WORKER})
"""Who may work on a unit's order."""
SENDING = frozenset({Role.HANDLER, Role.UNIT_HEAD, Role.COORDINATOR, Role.CENTER_HEAD})
"""Who speaks for a unit towards the units it passed work to."""
HEADS = frozenset({Role.UNIT_HEAD, Role.CENTER_HEAD})
"""The head of a unit."""
FOR_HEADS = ":head"
"""Ends the key of what waits for the heads of a unit alone."""
DECIDING = frozenset({Role.UNIT_HEAD, Role.CENTER_HEAD, Role.COORDINATOR, Role.LEADER, Role.HANDLER})
"""Who gives a superior organ's ruling or opinion."""


class Scene:
    """A deed and everything the table may ask about it. Read only; the deeds return new cases."""

    def __init__(self, *, case: Case, move: Move, net: Net, policy: MatterPolicy, other: Case | None = None) -> None:
        self.case = case
        self.move = move
        self.actor: Actor = move.actor
        self.at: datetime = move.at
        self.data = move.data
        self.key = move.subject
        self.net = net
        self.policy = policy
        self.other = other
        self.spec = SPECS.get(move.act)  # type: ignore[call-overload]
        self._stand_ins: dict[tuple[int, frozenset[Role], frozenset[int]], int | None] = {}

    # --- what it is done on ---------------------------------------------------------------------------------------

    @cached_property
    def order(self) -> Order:
        """The order the deed is done on. Refused when there is none."""
        return _found(self.case.orders, self.key)

    @cached_property
    def request(self) -> Request:
        """The request the deed is done on. Refused when there is none."""
        return _found(self.case.requests, self.key)

    @cached_property
    def whistle(self) -> Whistle:
        """The whistle the deed is done on. Refused when there is none."""
        return _found(self.case.whistles, self.key)

    @cached_property
    def card(self) -> Card:
        """The card the deed is done on. Refused when there is none."""
        return _found(self.case.cards, self.key)

    @cached_property
    def conference(self) -> Conference:
        """The conference the deed is done on. Refused when there is none."""
        return _found(self.case.conferences, self.key)

    @cached_property
    def review(self) -> Review:
        """The review the deed is done on. Refused when there is none."""
        return _found(self.case.reviews, self.key)

    @cached_property
    def claim(self) -> ClaimLine:
        """The line of the claim sheet the deed is done on. Refused when there is none."""
        return _found(self.case.claims, self.key)

    @property
    def holder(self) -> int:
        """The center that leads the procedure now."""
        return self.case.trail[-1]

    @property
    def lead_key(self) -> str:
        """Key of the open or confirmed lead order, "" when there is none."""
        return lead_of(self.case)

    @property
    def sender(self) -> int:
        """Who sent the order: the unit of its parent, else the holder, whoever that is now."""
        return sender_of(self.case, self.order)

    # --- the input ------------------------------------------------------------------------------------------------

    def number(self, name: str, default: int = 0) -> int:
        """Return a whole number from the input."""
        value = self.data.get(name, default)
        return value if isinstance(value, int) else default

    def word(self, name: str) -> str:
        """Return a code or number of a matter from the input."""
        value = self.data.get(name, "")
        return value if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        """Return a yes or no from the input; what is not given is no."""
        return self.data.get(name) is True

    def date(self, name: str) -> date | None:
        """Return a day from the input."""
        value = self.data.get(name)
        return value if isinstance(value, date) else None

    def units(self, name: str) -> tuple[int, ...]:
        """Return the unit or units of an input, successors in place of abolished units."""
        value = self.data.get(name)
        ids = value if isinstance(value, (tuple, list)) else () if value is None else (value,)
        return tuple(facts.id if (facts := self.net.unit(u)) else u for u in ids)

    def unit(self, name: str) -> UnitFacts:
        """Return the unit of an input. Refused when there is none."""
        found = self.units(name)
        facts = self.net.unit(found[0]) if found else None
        if facts is None:
            raise Refused("no_such_unit", field=name)
        return facts

    # --- who may act ----------------------------------------------------------------------------------------------

    def acts_for(self, unit: int, roles: frozenset[Role], without: frozenset[int] = frozenset()) -> bool:
        """Say whether the actor may act for a unit: holds such a post there, or at the one that stands in for it."""
        actor = self.actor
        if actor.unit is None or actor.role not in roles or actor.user in without:
            return False
        if actor.role == Role.DISCIPLINE and not self._is_discipline(actor.unit):
            return False
        if actor.unit == unit and (facts := self.net.unit(unit)) is not None and facts.id == unit and facts.open:
            return True
        return self.stand_in(unit, roles, without) == actor.unit

    def stand_in(self, unit: int, roles: frozenset[Role], without: frozenset[int] = frozenset()) -> int | None:
        """Return the unit that answers: itself, its successor, or the next superior with somebody who may; nothing waits for nobody."""
        asked = (unit, roles, without)
        if asked not in self._stand_ins:
            self._stand_ins[asked] = self._climb(unit, roles, without)
        return self._stand_ins[asked]

    def _climb(self, unit: int, roles: frozenset[Role], without: frozenset[int]) -> int | None:
        facts = self.net.unit(unit)
        seen: set[int] = set()
        while facts is not None and facts.id not in seen:
            seen.add(facts.id)
            if self._has_somebody(facts, roles, without):
                return facts.id
            above = superior_of(facts, self.net)
            facts = None if above is None else self.net.unit(above)
        return None

    def _has_somebody(self, facts: UnitFacts, roles: frozenset[Role], without: frozenset[int]) -> bool:
        if unit_blocked(self.case.accused, facts.id, self.net):
            return False
        return any(
            staffer.role in roles
            and staffer.user not in without
            and (staffer.role != Role.DISCIPLINE or facts.kind == UnitKind.DISCIPLINE_BODY)
            and not user_blocked(self.case, staffer.user, staffer.seconded_from, self.net)
            and not user_blocked(self.case, staffer.instead_of, (), self.net)
            for staffer in self.net.staff(facts.id)
        )

    def _is_discipline(self, unit: int) -> bool:
        facts = self.net.unit(unit)
        return facts is not None and facts.kind == UnitKind.DISCIPLINE_BODY

    def centers_above(self, center: int) -> tuple[int, ...]:
        """Return the centers above a center, nearest first."""
        above: list[int] = []
        up = self.net.parent_center(center)
        while up is not None and up not in above:
            above.append(up)
            up = self.net.parent_center(up)
        return tuple(above)


_Part = TypeVar("_Part")


def _found(parts: dict[str, _Part], key: str) -> _Part:
    part = parts.get(key)
    if part is None:
        raise Refused("no_such_subject", subject=key)
    return part


def lead_of(case: Case) -> str:
    """Return the key of the lead order that is open or confirmed since the last opening, "" when there is none."""
    for key, order in case.orders.items():
        if order.lead and order.opening == case.closings and (order.state in OPEN_ORDER_STATES or order.state == OrderState.CONFIRMED):
            return key
    return ""


def sender_of(case: Case, order: Order) -> int:
    """Return who sent an order: the unit of its parent, else the holder."""
    return case.orders[order.parent].unit if order.parent else case.trail[-1]


def ruler_of(case: Case, request: Request, policy: MatterPolicy) -> int:
    """Return the unit that rules what was asked: for which it waits, and whose people may rule it.

    A contest is ruled by the sender or the superior it was referred to, an extension of the lead by whom the procedure says, of another
    order by its sender, a suspension by the holder, a hearing by the reviewing organ.
    """
    if request.subject in case.reviews:
        return case.reviews[request.subject].organ
    if request.ruler is not None:
        return request.ruler
    if request.kind == "suspension":
        return case.holder
    order = case.orders[request.subject]
    root_lead = order.lead and not order.parent
    if request.kind == "extension" and root_lead and policy.procedure_rule(case.procedure).extension.ruler == "unit_head":
        return order.unit
    return sender_of(case, order)


def only_head_rules(case: Case, request: Request, ruler: int) -> bool:
    """Say whether only a head may rule: an extension of a unit's own order, ruled in that unit."""
    order = case.orders.get(request.subject)
    return request.kind == "extension" and order is not None and not order.parent and order.unit == ruler


def superior_of(facts: UnitFacts, net: Net) -> int | None:
    """Return who stands in when nobody is there: the parent center of a center, the unit's own superior, else its region's center."""
    if facts.main_center:
        return net.parent_center(facts.id)
    if facts.line:
        return facts.line[0]
    region = facts.region
    while region:
        center = net.center_of(region)
        if center is not None and center != facts.id:
            return center
        region = region[: {12: 9, 9: 6, 6: 4, 4: 2}.get(len(region), 0)]
    return None


def touched(case: Case, key: str, user: int | None) -> Case:
    """Return the case where this user has handled the order, and so may not verify."""
    if user is None:
        return case
    order = case.orders[key]
    if user not in order.handlers:
        case = replace(case, orders={**case.orders, key: replace(order, handlers=(*order.handlers, user))})
    return case if user in case.handlers else replace(case, handlers=(*case.handlers, user))


def with_order(case: Case, key: str, order: Order) -> Case:
    """Return the case with this order in its place."""
    return replace(case, orders={**case.orders, key: order})


def with_request(case: Case, key: str, request: Request) -> Case:
    """Return the case with this request in its place."""
    return replace(case, requests={**case.requests, key: request})


def next_key(case: Case, on: On) -> tuple[Case, str]:
    """Return the case with its serial moved on, and a fresh key for a part of it."""
    serial = case.serial + 1
    return replace(case, serial=serial), f"{on.value}{serial}"
