"""Who is told of what: one table. A line says what happened, which kind of notice that is, which units it concerns and which posts there.

The posts of a line are asked in turn: the first ones that anybody holds are told. Whether each of them may see the matter is asked of
`access` afterwards, and whoever did the deed is not told of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from .acts import Act
from .case import Case, Order
from .words import OPEN_ORDER_STATES, Role, State

Roles = tuple[frozenset[Role], ...]
Units = Callable[["Heard"], Iterator[int]]
Values = Callable[["Heard"], dict[str, object]]

COORDINATORS: Roles = (frozenset({Role.COORDINATOR, Role.DISCIPLINE}), frozenset({Role.CENTER_HEAD}), frozenset({Role.CLERK}))
"""Who leads the procedure at a center; in a discipline body its officers."""
WORKERS: Roles = (
    frozenset({Role.HANDLER, Role.COORDINATOR, Role.MEDIATOR, Role.DISCIPLINE}),
    frozenset({Role.UNIT_HEAD, Role.CENTER_HEAD}),
    frozenset({Role.GRID_WORKER, Role.CLERK}),
)
"""Who takes in what a unit is sent."""
RULERS: Roles = (frozenset({Role.COORDINATOR, Role.UNIT_HEAD}), frozenset({Role.CENTER_HEAD, Role.HANDLER}), frozenset({Role.LEADER}))
"""Who decides what was asked of a unit."""
ANSWERABLE: Roles = (
    frozenset({Role.HANDLER, Role.COORDINATOR, Role.MEDIATOR, Role.UNIT_HEAD, Role.CENTER_HEAD, Role.DISCIPLINE}),
    frozenset({Role.GRID_WORKER, Role.CLERK}),
)
"""Workers and heads at once: cards, instructions, limits that have passed."""


class Heard(NamedTuple):
    """One deed as it was told to the outbox, with the case as it stands now."""

    act: str
    subject: str
    case: Case
    waits: tuple[tuple[str, int, str], ...] = ()
    """What began to wait by it: duty, unit, part."""
    clock: str = ""
    level: str = ""
    """Which limit was raised, and how: soon or late."""

    @property
    def due(self) -> str:
        """When the raised limit ends, in ISO form."""
        clock = self.case.clocks.get(self.clock)
        return clock.due.isoformat() if clock else ""


class News(NamedTuple):
    """One line of the table."""

    kind: str
    units: Units
    roles: Roles
    values: Values = lambda _: {}
    """Values of the sentence; a `unit` is a unit's id."""


def _open_orders(h: Heard) -> Iterator[Order]:
    return (order for order in h.case.orders.values() if order.state in OPEN_ORDER_STATES)


def _holder(h: Heard) -> Iterator[int]:
    yield h.case.holder


def _working(h: Heard) -> Iterator[int]:
    yield from (order.unit for order in _open_orders(h))


def _leading(h: Heard) -> Iterator[int]:
    yield from (order.unit for order in _open_orders(h) if order.lead)


def _all(*ways: Units) -> Units:
    def units(h: Heard) -> Iterator[int]:
        for way in ways:
            yield from way(h)

    return units


def _of_order(h: Heard) -> Iterator[int]:
    if h.subject in h.case.orders:
        yield h.case.orders[h.subject].unit


def _who_asked(h: Heard) -> Iterator[int]:
    request = h.case.requests.get(h.subject)
    if request is not None and request.by_unit is not None:
        yield request.by_unit


def _who_urged(h: Heard) -> Iterator[int]:
    if h.subject in h.case.cards:
        yield h.case.cards[h.subject].by_unit


def _invited(h: Heard) -> Iterator[int]:
    if h.case.conferences:
        yield from list(h.case.conferences.values())[-1].units


def _listed(h: Heard) -> Iterator[int]:
    if h.case.listing is not None and h.case.listing.state == "listed":
        yield h.case.listing.unit


def _before(h: Heard) -> Iterator[int]:
    yield h.case.registrar
    yield from h.case.trail[-2:-1]


def _worked_last(h: Heard) -> Iterator[int]:
    leads = [order.unit for order in h.case.orders.values() if order.lead]
    yield from leads[-1:]


def _of_clock(h: Heard) -> Iterator[int]:
    """Yield who answers for a limit: the unit of the order, card, whistle or review it belongs to; for the matter's, holder and lead."""
    clock = h.case.clocks.get(h.clock)
    part = clock.subject if clock else "m"
    if part in h.case.orders:
        yield h.case.orders[part].unit
    elif part in h.case.cards:
        yield h.case.cards[part].unit
    elif part in h.case.whistles:
        whistle = h.case.whistles[part]
        yield from set(whistle.units) - set(whistle.arrived)
    elif part in h.case.reviews:
        yield h.case.reviews[part].organ
    elif part in h.case.requests and h.case.requests[part].ruler is not None:
        yield h.case.requests[part].ruler or h.case.holder
    else:
        yield from _all(_holder, _leading)(h)


_CARDS = {"reminder": ("督办提醒", "A reminder"), "yellow": ("黄牌", "A yellow card"), "red": ("红牌", "A red card")}


def _card(h: Heard) -> dict[str, object]:
    subjects = [part for duty, _, part in h.waits if duty == "urging" and part in h.case.cards]
    level = h.case.cards[subjects[0]].level if subjects else "reminder"
    return {"card": list(_CARDS.get(level, _CARDS["reminder"]))}


def _asker(h: Heard) -> dict[str, object]:
    asking = [h.case.requests[part].by_unit for duty, _, part in h.waits if duty == "to_rule" and part in h.case.requests]
    return {"unit": asking[0]} if asking and asking[0] is not None else {}


def _waiting(duty: str) -> Units:
    def units(h: Heard) -> Iterator[int]:
        yield from (unit for waits, unit, _ in h.waits if waits == duty)

    return units


BY_WAIT: dict[str, News] = {
    "to_accept": News("to_accept", _waiting("to_accept"), COORDINATORS),
    "to_dispatch": News("to_dispatch", _waiting("to_dispatch"), COORDINATORS),
    "to_receive": News("order_new", _waiting("to_receive"), WORKERS),
    "rework": News("order_back", _waiting("rework"), WORKERS),
    "to_rule": News("to_rule", _waiting("to_rule"), RULERS, _asker),
    "to_confirm": News("to_confirm", _waiting("to_confirm"), WORKERS),
    "to_verify": News("to_verify", _waiting("to_verify"), COORDINATORS),
    "to_review": News("to_review", _waiting("to_review"), RULERS),
    "to_arrive": News("to_arrive", _waiting("to_arrive"), ANSWERABLE),
    "urging": News("card", _waiting("urging"), ANSWERABLE, _card),
}
"""Something began to wait for a unit (`queries.queues.WAITING`): its duty → who is told."""

BY_ACT: dict[str, tuple[News, ...]] = {
    Act.RULE_CONTEST: (News("ruled", _who_asked, WORKERS),),
    Act.RULE_EXTENSION: (News("ruled", _who_asked, WORKERS),),
    Act.RULE_SUSPENSION: (News("ruled", _who_asked, WORKERS),),
    Act.DEFAULT_RULING: (News("ruled", _who_asked, WORKERS),),
    Act.REASSIGN: (News("order_gone", _of_order, WORKERS),),
    Act.CANCEL_ORDER: (News("order_gone", _of_order, WORKERS),),
    Act.CONFIRM: (News("result_confirmed", _of_order, WORKERS),),
    Act.ANSWER_URGE: (News("card_answered", _who_urged, RULERS, lambda h: {"unit": h.case.cards[h.subject].unit}),),
    Act.CHASE: (News("chased", _all(_holder, _working), WORKERS),),
    Act.SUPPLEMENT: (News("person_spoke", _all(_holder, _leading), WORKERS),),
    Act.ANSWER: (News("person_spoke", _all(_holder, _leading), WORKERS),),
    Act.MERGE: (News("merged", _all(_holder, _working), WORKERS),),
    Act.TRANSFER_OUT: (News("transferred", _all(_before, _worked_last), WORKERS),),
    Act.ESCALATE: (News("moved", _before, COORDINATORS),),
    Act.HAND_DOWN: (News("moved", _before, COORDINATORS),),
    Act.REOPEN: (News("reopened", _worked_last, WORKERS),),
    Act.CONFER: (News("conference", _invited, ANSWERABLE),),
    Act.RULE_LISTING: (News("listed", _listed, ANSWERABLE, lambda h: {"unit": h.case.listing.unit} if h.case.listing else {}),),
    Act.INSTRUCT: (News("instruction", _all(_holder, _working), ANSWERABLE),),
    Act.TAKE_CHARGE: (News("in_charge", _all(_holder, _leading), ANSWERABLE),),
}
"""An act that others hear of, whatever begins to wait by it."""

BY_LIMIT: dict[str, News] = {
    "soon": News("due_soon", _of_clock, WORKERS, lambda h: {"due": h.due}),
    "late": News("overdue", _of_clock, ANSWERABLE, lambda h: {"due": h.due}),
}
"""A limit came near or passed."""


def told_staff(h: Heard) -> Iterator[News]:
    """Yield the lines of the table that a deed falls under."""
    if h.level in BY_LIMIT:
        yield BY_LIMIT[h.level]
    for duty in dict.fromkeys(duty for duty, _, _ in h.waits):
        if duty in BY_WAIT:
            yield BY_WAIT[duty]
    yield from BY_ACT.get(h.act, ())


BY_ACT_TO_PERSON: Mapping[str, str] = {
    Act.REGISTER: "person_registered",
    Act.ACCEPT: "person_accepted",
    Act.DECLINE: "person_declined",
    Act.DISPATCH: "person_dispatched",
    Act.REQUEST_CORRECTION: "person_correction",
    Act.ASK: "person_question",
    Act.RULE_EXTENSION: "person_extended",
    Act.SETTLE_ON_SPOT: "person_answered",
    Act.CLOSE: "person_answered",
    Act.TRANSFER_OUT: "person_transferred",
    Act.REOPEN: "person_reopened",
    Act.RULE_REVIEW: "person_reviewed",
}
"""What the person who brought it hears of, if they gave a phone."""


def told_person(h: Heard) -> tuple[str, dict[str, object]] | None:
    """Return what the person is told of a deed, with its values; None when it is nothing to them (any more)."""
    kind = BY_ACT_TO_PERSON.get(h.act)
    if h.act == Act.FOLLOW_MASTER and h.case.answered and h.case.state in {State.CLOSED, State.ARCHIVED}:
        kind = "person_answered"
    if kind is None or h.case.person_gone or h.case.reporter == 0:
        return None
    if kind == "person_registered" and h.case.state != State.REGISTERED:
        return None  # what has come of it meanwhile is told instead
    if kind == "person_extended" and h.case.requests[h.subject].state != "granted":
        return None
    if kind != "person_dispatched":
        return kind, {}
    leads = [unit for duty, unit, part in h.waits if duty == "to_receive" and part in h.case.orders and h.case.orders[part].lead]
    return (kind, {"unit": leads[0]}) if leads else None
