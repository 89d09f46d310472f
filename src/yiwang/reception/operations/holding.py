"""What every deed in a hall begins with: its lock, its place, the window of whoever acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from yiwang.centers.domain.actor import Actor
from yiwang.infra.locks import in_turn
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.live import operations as live

from .. import access
from ..domain.words import hall_topic
from ..models import HallService, HallWindow, Ticket

_REFUSALS = {
    "hall_service_letter_once": ("service_letter_taken", "letter"),
    "hall_window_number_once": ("window_number_taken", "number"),
    "hall_window_one_seat": ("sits_elsewhere", "user"),
    "hall_service_slots": ("number_out_of_range_here", "slot_minutes"),
}


@contextmanager
def hall(center: int, at: datetime) -> Iterator[access.Place]:
    """Hold the hall: deeds in it happen one after the other, and each as a whole."""
    place = access.place(center, at)
    try:
        with transaction.atomic():
            in_turn(f"hall:{center}")
            yield place
            live.tell(county=place.county, topics=(hall_topic(center),), at=at)
    except IntegrityError as fault:
        broken = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None)
        if broken not in _REFUSALS:
            raise
        code, field = _REFUSALS[broken]
        raise Refused(code, field=field) from fault


def own_window(actor: Actor, center: int) -> HallWindow:
    """Return the window at which the actor sits. Refused `no_seat`."""
    found = HallWindow.objects.filter(center_id=center, user=actor.user, retired=None).first() if actor.user is not None else None
    if found is None:
        raise Refused("no_seat")
    return found


def service_of(center: int, service: int) -> HallService:
    """Return a kind of business of the hall. Refused `no_such_service`."""
    found = HallService.objects.filter(center_id=center, id=service, retired=None).first()
    if found is None:
        raise Refused("no_such_service", field="service")
    return found


def window_of(center: int, window: int) -> HallWindow:
    """Return a window of the hall. Refused `no_such_window`."""
    found = HallWindow.objects.filter(center_id=center, id=window, retired=None).first()
    if found is None:
        raise Refused("no_such_window", field="window")
    return found


def ticket_of(place: access.Place, ticket: UUID, at: datetime) -> Ticket:
    """Return a ticket of the day. Refused `no_such_ticket`."""
    found = Ticket.objects.filter(county=place.county, id=ticket, center=place.center, day=day_of(at)).first()
    if found is None:
        raise Refused("no_such_ticket", field="ticket")
    return found


def keep(ticket: Ticket, *changed: str) -> Ticket:
    """Write the changed columns of a ticket."""
    Ticket.objects.filter(county=ticket.county, id=ticket.id).update(**{name: getattr(ticket, name) for name in changed})
    return ticket
