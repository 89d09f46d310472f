"""What of a case is written beside it: columns of the matter, rows of orders, clocks and what waits for whom (待办).

A pure function of the case: the rows are always what this says of `case_doc`, and a test walks at random to see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from yiwang.kernel.calendar import end_of

from ..access import Sight
from ..domain.case import Case, Clock, ClockState, Suspension
from ..domain.clocks import due_of, soon_at
from ..domain.ladder import next_rung
from ..domain.policy import MatterPolicy
from ..domain.scene import FOR_HEADS, only_head_rules, ruler_of, sender_of
from ..domain.words import OPEN_STATES, ClockKind, OrderState, State

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "no limit" where rows are sorted by it."""
_GRAVITY = ("red", "yellow", "reminder")
UNANSWERED = ("open", "lapsed")
"""States of a card that somebody still owes an answer to."""


class OrderRow(NamedTuple):
    """A row of `matter_order`."""

    key: str
    unit: int
    lead: bool
    parent: str
    state: str
    outcome: str
    due: datetime | None


class ClockRow(NamedTuple):
    """A row of `matter_clock`."""

    key: str
    kind: str
    subject: str
    state: str
    due: datetime
    wake: datetime | None
    provisional: bool
    raised: str
    raise_at: datetime | None
    card_at: datetime | None


class CardRow(NamedTuple):
    """A row of `matter_card`."""

    key: str
    unit: int
    level: str
    state: str
    by_unit: int
    by_rule: bool
    above: int
    sent: datetime
    due: datetime | None
    area: str


class TodoRow(NamedTuple):
    """A row of `matter_todo` without `since`, which stays what it was."""

    key: str
    unit: int
    duty: str
    subject: str
    due: datetime
    platform: str
    guarded: bool


class BlockRow(NamedTuple):
    """A row of `matter_block`."""

    key: str
    unit: int | None
    user_id: int | None
    reason: str


class LinkRow(NamedTuple):
    """A row of `matter_link`."""

    other: str
    kind: str


class Projection(NamedTuple):
    """All rows that belong to a case."""

    orders: frozenset[OrderRow]
    clocks: frozenset[ClockRow]
    todo: frozenset[TodoRow]
    blocks: frozenset[BlockRow]
    links: frozenset[LinkRow]
    cards: frozenset[CardRow]


NOTHING = Projection(*(frozenset[Any]() for _ in range(6)))
"""The rows of a matter that is not there yet."""


class Waits(NamedTuple):
    """What waits for a unit: the part of a row that follows from the case alone."""

    key: str
    unit: int
    duty: str
    subject: str
    due: datetime


def project(case: Case, seen: Sight, platform: str, policy: MatterPolicy) -> Projection:
    """Return every row that the case stands for; `platform` is that of its category."""
    guarded = seen.blocked or seen.accusation
    return Projection(
        orders=frozenset(_orders(case)),
        clocks=frozenset(_clocks(case, policy)),
        todo=frozenset(TodoRow(*waits, platform, guarded) for waits in _todo(case, policy)),
        blocks=frozenset(_blocks(case, seen)),
        links=frozenset(_links(case)),
        cards=frozenset(_cards(case, seen.area)),
    )


def columns(case: Case, seen: Sight) -> dict[str, Any]:
    """Return the columns of `matter` that follow from the case (and the lines of the units in it)."""
    return {
        "state": str(case.state),
        "nature": str(case.nature),
        "procedure": str(case.procedure),
        "category": case.category,
        "holder": case.holder,
        "place": case.place,
        "parties": case.parties,
        "due": due_of(case),
        "suspended_until": case.suspension.until if case.suspension else None,
        "served": _served(case),
        "cards": next((level for level in _GRAVITY if any(c.level == level and c.state in UNANSWERED for c in case.cards.values())), ""),
        "listed": case.listing.state if case.listing and case.listing.state in ("proposed", "listed") else "",
        "area": seen.area,
        "stakes": list(seen.stakes),
        "above": list(seen.above),
        "blocked": seen.blocked,
    }


def _orders(case: Case) -> Iterator[OrderRow]:
    for key, order in case.orders.items():
        yield OrderRow(key, order.unit, order.lead, order.parent, str(order.state), order.outcome, _due(case, key))


def _due(case: Case, subject: str, *kinds: ClockKind) -> datetime | None:
    """Return the earliest running limit of a part, of these kinds where some are named."""
    dues = (
        clock.due
        for clock in case.clocks.values()
        if clock.subject == subject and clock.state == ClockState.RUNNING and (not kinds or clock.kind in kinds)
    )
    return min(dues, default=None)


def _clocks(case: Case, policy: MatterPolicy) -> Iterator[ClockRow]:
    rung = next_rung(case, policy)
    for key, clock in case.clocks.items():
        raise_at = wake(clock, policy)
        card_at = rung.at if rung is not None and rung.clock == key else None
        first = min((moment for moment in (raise_at, card_at) if moment is not None), default=None)
        state, raised = str(clock.state), clock.raised
        yield ClockRow(key, str(clock.kind), clock.subject, state, clock.due, first, clock.provisional, raised, raise_at, card_at)
    for subject, held in _held(case):
        ends = end_of(held.until)
        yield ClockRow(f"{subject}.suspension", "suspension", subject, "running", ends, ends, False, "", ends, None)


def _cards(case: Case, area: str) -> Iterator[CardRow]:
    for key, card in case.cards.items():
        sent = card.at or case.registered
        yield CardRow(
            key, card.unit, card.level, card.state, card.by_unit, card.by_rule, card.above, sent, _due(case, key, ClockKind.CARD), area
        )


def _held(case: Case) -> Iterator[tuple[str, Suspension]]:
    """Yield what makes clocks stand still: the matter's suspension, hearings of reviews."""
    if case.suspension is not None:
        yield "m", case.suspension
    for key, review in case.reviews.items():
        if review.hearing is not None:
            yield key, review.hearing


def wake(clock: Clock, policy: MatterPolicy) -> datetime | None:
    """Return when a clock is to be raised next: when it falls due soon, then when it is due, then never."""
    if clock.state != ClockState.RUNNING or clock.raised == "late":
        return None
    return clock.due if clock.raised == "soon" else soon_at(clock, policy)


def _served(case: Case) -> bool:
    return any(service.subject == "m" and service.closing == case.closings for service in case.services)


def _todo(case: Case, policy: MatterPolicy) -> Iterator[Waits]:
    yield from _todo_of_holder(case)
    if case.state in OPEN_STATES:
        yield from _todo_of_orders(case)
    yield from _todo_of_parts(case, policy)


_BY_STATE = {
    State.REGISTERED: ("to_accept", (ClockKind.ACCEPTANCE,)),
    State.ACCEPTED: ("to_dispatch", ()),
    State.VERIFYING: ("to_verify", (ClockKind.VERIFY,)),
}


def _todo_of_holder(case: Case) -> Iterator[Waits]:
    if case.state in _BY_STATE:
        duty, kinds = _BY_STATE[case.state]
        due = (_due(case, "m", *kinds) if kinds else None) or due_of(case) or NEVER
        yield Waits(f"m:{duty}", case.holder, duty, "m", due)
    elif case.state == State.CLOSED and case.own_contact and not case.person_gone:
        if not _served(case):
            yield Waits("m:to_serve", case.holder, "to_serve", "m", NEVER)
        if case.followed_up < case.closings and case.rated < case.closings:
            yield Waits("m:to_follow_up", case.holder, "to_follow_up", "m", NEVER)


_BY_ORDER_STATE = {OrderState.SENT: "to_receive", OrderState.RECEIVED: "handling", OrderState.REWORK: "rework"}


def _todo_of_orders(case: Case) -> Iterator[Waits]:
    for key, order in case.orders.items():
        due = _due(case, key) or due_of(case) or NEVER
        if order.state in _BY_ORDER_STATE:
            yield Waits(key, order.unit, _BY_ORDER_STATE[order.state], key, due)
        elif order.state == OrderState.REPORTED and (order.parent or not order.lead):
            yield Waits(key, sender_of(case, order), "to_confirm", key, due)


def _todo_of_parts(case: Case, policy: MatterPolicy) -> Iterator[Waits]:
    for key, request in case.requests.items():
        if request.state == "open" and request.kind in ("extension", "suspension", "contest"):
            ruler, due = ruler_of(case, request, policy), _due(case, key) or due_of(case) or NEVER
            heads = only_head_rules(case, request, ruler)
            yield Waits(f"{key}{FOR_HEADS}" if heads else key, ruler, "to_rule", key, due)
            if request.by_unit is not None and (heads or request.by_unit != ruler):
                yield Waits(f"{key}:asked", request.by_unit, "asked", key, due)
    for key, whistle in case.whistles.items():
        if whistle.open:
            for unit in set(whistle.units) - set(whistle.arrived) - set(whistle.missed):
                yield Waits(f"{key}:{unit}", unit, "to_arrive", key, _due(case, key) or NEVER)
    for key, card in case.cards.items():
        if card.state in UNANSWERED:
            due = _due(case, key) or NEVER
            yield Waits(key, card.unit, "urging", key, due)
            if card.above:
                yield Waits(f"{key}:{card.above}", card.above, "urging", key, due)
    for key, review in case.reviews.items():
        if review.state == "asked":
            yield Waits(key, review.organ, "to_review", key, _due(case, key) or NEVER)


def _blocks(case: Case, seen: Sight) -> Iterator[BlockRow]:
    for unit in seen.blocked_units:
        yield BlockRow(f"u{unit}", unit, None, "accusation")
    for user in seen.blocked_users:
        yield BlockRow(f"p{user}", None, user, "accusation" if user in case.accused_users else "recusal")


def _links(case: Case) -> Iterator[LinkRow]:
    kinds = dict.fromkeys(case.links, "linked") | dict.fromkeys(case.members, "member")
    if case.master:
        kinds[case.master] = "master"
    for number, kind in kinds.items():
        yield LinkRow(number, kind)
