"""Which times of a day can be booked, and whether one is still free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from yiwang.kernel.refusals import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS_AHEAD = 14
"""How far ahead one can book."""
MORNING, NOON, AFTERNOON, EVENING = time(9), time(11, 30), time(14), time(17)
"""Bookable hours of a working day."""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What a service offers for booking."""

    minutes: int
    """Length of a slot, 0 when the service cannot be booked."""
    places: int


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One time that can be booked, with the places left."""

    at: datetime
    left: int


def slots(offer: Offer, day: date, *, taken: Mapping[datetime, int], now: datetime, working: bool) -> list[Slot]:
    """Return the times of a day still to come with the places left, none on a rest day."""
    if offer.minutes <= 0 or not working:
        return []
    return [Slot(at=moment, left=max(0, offer.places - taken.get(moment, 0))) for moment in _times(offer.minutes, day) if moment > now]


def _times(minutes: int, day: date) -> Iterator[datetime]:
    step = timedelta(minutes=minutes)
    for start, end in ((MORNING, NOON), (AFTERNOON, EVENING)):
        moment, last = datetime.combine(day, start, SHANGHAI), datetime.combine(day, end, SHANGHAI)
        while moment + step <= last:
            yield moment
            moment += step


def bookable(free: list[Slot], moment: datetime) -> Slot:
    """Return the slot that begins then, or refuse: `no_such_slot`, `slot_full`."""
    found = next((slot for slot in free if slot.at == moment), None)
    if found is None:
        raise Refused("no_such_slot", field="slot")
    if found.left <= 0:
        raise Refused("slot_full", field="slot")
    return found
