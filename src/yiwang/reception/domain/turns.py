"""Whose turn it is: bookings at their time and people with a need go ahead of the first in line, but only so often; else who came first.

The bound: whoever comes when n people without a claim to go ahead and m with one are in line is called, at the latest, as the
(n + 1)(`ahead` + 1) + m-th of those that windows taking their kind of business call. Nobody starves, whatever claims there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec.structs import replace


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The house rules of a hall."""

    ahead: int = 2
    """How many may go ahead of the first in line, one after the other."""
    early: timedelta = timedelta(minutes=5)
    """So long before its time a booking is due."""
    late: timedelta = timedelta(minutes=15)
    """Whoever comes later than this after the booked time waits like anybody else."""
    away: timedelta = timedelta(minutes=10)
    """Who was called and not there is back in line after this."""
    misses: int = 2
    """How often a ticket may be missed and come back."""


RULES = Rules()


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One ticket in line."""

    id: UUID
    service: int
    since: datetime
    """Since when it waits; again from when it came back after being missed."""
    need: bool = False
    slot: datetime | None = None
    """The booked time, where the holder came in time for it."""
    passed: int = 0
    """How many went ahead of it while it was the first in line."""
    window: int | None = None
    """The window it was handed to."""
    ready: datetime | None = None
    """Not before this: it was missed."""

    def is_due(self, at: datetime, rules: Rules) -> bool:
        """Say whether the booked time has come."""
        return self.slot is not None and self.slot - rules.early <= at

    def goes_ahead(self, at: datetime, rules: Rules) -> bool:
        """Say whether there is a claim to go ahead of who came first."""
        return self.need or self.is_due(at, rules)


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """Who is next, and which ticket was passed for it."""

    next: Waiting
    passed: Waiting | None = None


def keeps_slot(*, slot: datetime, arrived: datetime, rules: Rules = RULES) -> bool:
    """Say whether somebody who arrives then still has the claim of their booking."""
    return arrived <= slot + rules.late


def callable_at(line: Iterable[Waiting], *, window: int, takes: frozenset[int], at: datetime) -> list[Waiting]:
    """Return who may be called to a window now, by when they came."""
    here = (
        one
        for one in line
        if (one.ready is None or one.ready <= at) and (one.window == window or (one.window is None and one.service in takes))
    )
    return sorted(here, key=lambda one: (one.since, one.id))


def turn(line: Iterable[Waiting], *, window: int, takes: frozenset[int], at: datetime, rules: Rules = RULES) -> Turn | None:
    """Return whose turn it is at a window; None when nobody waits for it."""
    here = callable_at(line, window=window, takes=takes, at=at)
    ordinary = next((one for one in here if not one.goes_ahead(at, rules)), None)
    claims = [one for one in here if one.goes_ahead(at, rules)]
    if not claims:
        return Turn(next=ordinary) if ordinary else None
    first = min(claims, key=lambda one: _claim(one, at, rules))
    if ordinary is None or _came_before(first, ordinary):
        return Turn(next=first)
    if ordinary.passed < rules.ahead:
        return Turn(next=first, passed=ordinary)
    came_first = [one for one in claims if _came_before(one, ordinary)]
    return Turn(next=min(came_first, key=lambda one: _claim(one, at, rules)) if came_first else ordinary)


def _came_before(one: Waiting, other: Waiting) -> bool:
    return (one.since, one.id) < (other.since, other.id)


def _claim(one: Waiting, at: datetime, rules: Rules) -> tuple[bool, datetime, UUID]:
    """Order claims: bookings that are due by their time, then needs by when they came."""
    due = one.slot if one.slot is not None and one.is_due(at, rules) else None
    return (due is None, due or one.since, one.id)


def in_turn(
    line: Sequence[Waiting], *, window: int, takes: frozenset[int], at: datetime, most: int, rules: Rules = RULES
) -> Iterator[Waiting]:
    """Yield who would be called one after the other if only this window called and nobody else came."""
    left = {one.id: one for one in line}
    for _ in range(most):
        found = turn(left.values(), window=window, takes=takes, at=at, rules=rules)
        if found is None:
            return
        yield left.pop(found.next.id)
        if found.passed is not None:
            left[found.passed.id] = replace(found.passed, passed=found.passed.passed + 1)
