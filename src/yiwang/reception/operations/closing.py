"""The end of a day: what is left is closed, seats are free again, and whatever was said of a person, visitor or clerk, is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, TextField, Value, When

from yiwang.kernel.calendar import day_of, end_of

from ..domain.words import OVER, BookingState, TicketState
from ..models import Booking, HallWindow, Ticket


def close_days(*, at: datetime) -> int:
    """Close every day before today, in all halls; return how many tickets nobody had attended to. Again: nothing left to do."""
    today, night = day_of(at), end_of(day_of(at) - timedelta(days=1))
    unfinished = [state.value for state in TicketState if state not in OVER]
    with transaction.atomic():
        lapsed = Ticket.objects.filter(day__lt=today, state__in=unfinished).update(state=TicketState.LAPSED.value, ended=at)
        said = Q(surname__isnull=False) | Q(clerk__isnull=False)
        Ticket.objects.filter(said, day__lt=today).update(surname=None, clerk=None)
        booked = When(state=BookingState.BOOKED.value, then=Value(BookingState.MISSED.value))
        Booking.objects.filter(day__lt=today, phone__isnull=False).update(
            phone=None, surname=None, state=Case(booked, default=F("state"), output_field=TextField())
        )
        HallWindow.objects.filter(user__isnull=False, since__lt=night).update(user=None, paused=False, since=at)
    return lapsed
