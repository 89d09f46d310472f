"""What may happen to a ticket, and which times can be booked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from yiwang.kernel.refusals import Refused
from yiwang.reception.domain.deeds import Deed, after
from yiwang.reception.domain.slots import Offer, bookable, slots
from yiwang.reception.domain.turns import RULES, keeps_slot
from yiwang.reception.domain.words import OVER, TicketState

DAY = date(2026, 11, 24)
EIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def test_nothing_happens_to_a_ticket_that_is_over() -> None:
    for state in OVER:
        for deed in Deed:
            with pytest.raises(Refused, match="ticket_moved"):
                after(deed, state)


def test_a_missed_ticket_comes_back_twice_and_not_a_third_time() -> None:
    assert [after(Deed.MISS, TicketState.CALLED, misses=n) for n in range(3)] == [
        TicketState.MISSED,
        TicketState.MISSED,
        TicketState.ABSENT,
    ]
    assert after(Deed.CALL, TicketState.MISSED) is TicketState.CALLED


def test_only_who_was_called_is_called_again_and_only_who_has_come_can_have_been_missed() -> None:
    for deed in (Deed.AGAIN, Deed.MISS, Deed.BEGIN):
        with pytest.raises(Refused, match="ticket_moved"):
            after(deed, TicketState.SERVING)
    assert after(Deed.HAND, TicketState.SERVING) is TicketState.WAITING


def test_slots_lie_in_office_hours_of_working_days_still_to_come() -> None:
    offer = Offer(minutes=30, places=2)
    free = slots(offer, DAY, taken={}, now=EIGHT, working=True)
    assert [f"{s.at:%H:%M}" for s in free] == [
        *("09:00", "09:30", "10:00", "10:30", "11:00"),
        *("14:00", "14:30", "15:00", "15:30", "16:00", "16:30"),
    ]
    assert slots(offer, DAY, taken={}, now=EIGHT, working=False) == []
    assert slots(Offer(minutes=0, places=1), DAY, taken={}, now=EIGHT, working=True) == []
    assert len(slots(offer, DAY, taken={}, now=EIGHT + timedelta(hours=6), working=True)) == 5


def test_a_full_slot_and_a_time_that_is_none_are_refused() -> None:
    free = slots(Offer(minutes=30, places=1), DAY, taken={EIGHT + timedelta(hours=1): 1}, now=EIGHT, working=True)
    assert bookable(free, EIGHT + timedelta(hours=2)).left == 1
    with pytest.raises(Refused, match="slot_full"):
        bookable(free, EIGHT + timedelta(hours=1))
    with pytest.raises(Refused, match="no_such_slot"):
        bookable(free, EIGHT + timedelta(minutes=61))


def test_who_comes_late_keeps_the_claim_for_a_quarter_of_an_hour() -> None:
    assert keeps_slot(slot=EIGHT, arrived=EIGHT + RULES.late)
    assert not keeps_slot(slot=EIGHT, arrived=EIGHT + RULES.late + timedelta(seconds=1))
