"""The ladder of cards by rule: with whom a matter lies, which card goes out next, and when."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from yiwang.kernel.calendar import end_of, last_day
from yiwang.policy.domain.supervision import LEVELS, Threshold

from .case import Case, Clock, ClockState
from .clocks import governing, soon_at
from .policy import MatterPolicy
from .scene import lead_of, sender_of
from .words import Nature, OrderState, State

AT_WORK = frozenset({OrderState.SENT, OrderState.RECEIVED, OrderState.REWORK})
"""An order in these states waits for its unit; in the other open ones for whoever sent it."""


class Rung(NamedTuple):
    """The card that goes out next: on which limit, when, to whom, and how far up the ladder the rule is then."""

    clock: str
    at: datetime
    unit: int
    level: str
    reached: str
    answer: bool


def lies_with(case: Case) -> int:
    """Return the unit a matter waits for: who works on the lead or on what it was passed down as, else who sent that, else the holder."""
    key = lead_of(case) if case.state == State.HANDLING else ""
    if not key:
        return case.holder
    order = case.orders[key]
    if order.state not in AT_WORK:
        return sender_of(case, order)
    while below := next((k for k, child in case.orders.items() if child.parent == key and child.state in AT_WORK), ""):
        key = below
    return case.orders[key].unit


def rank(level: str) -> int:
    """Return how grave a card is; 0 for none."""
    return LEVELS.index(level) + 1 if level in LEVELS else 0


def graver(one: str, two: str) -> str:
    """Return the graver of two levels, either of which may be none."""
    return max(one, two, key=rank)


def next_rung(case: Case, policy: MatterPolicy) -> Rung | None:
    """Return the next card by rule while the governing limit runs, None when the ladder is climbed or there is none.

    Accusations have no cards by rule: nobody who need not know shall infer that there is one.
    """
    found = governing(case)
    if found is None or found[1].state != ClockState.RUNNING or case.nature == Nature.ACCUSATION:
        return None
    key, clock = found
    unit = lies_with(case)
    for threshold in policy.supervision.ladder(case.procedure):
        if rank(threshold.level) <= rank(clock.carded):
            continue
        level = _level(case, unit, threshold, policy)
        if not any(card.unit == unit and card.level == level and card.state == "open" for card in case.cards.values()):
            return Rung(key, _moment(clock, threshold.workdays, policy), unit, level, threshold.level, threshold.answer)
    return None


def _level(case: Case, unit: int, threshold: Threshold, policy: MatterPolicy) -> str:
    """Return the card's level: red only where that unit has had a yellow one, and instead of one yellow too many."""
    yellows = sum(card.unit == unit and card.level == "yellow" for card in case.cards.values())
    if threshold.level == "red" and not yellows:
        return "yellow"
    most = policy.supervision.red_at_yellow
    return "red" if threshold.level == "yellow" and most and yellows and yellows + 1 >= most else threshold.level


def _moment(clock: Clock, workdays: int, policy: MatterPolicy) -> datetime:
    if workdays == 0:
        return clock.due
    last = last_day(clock.due)
    if workdays > 0:
        return end_of(policy.calendar.add(last, f"{workdays}w"))
    if clock.base is None:
        return soon_at(clock, policy)  # a limit in hours is over before a working day is
    before = end_of(policy.calendar.back(last, -workdays))
    return before if before > clock.started else soon_at(clock, policy)
