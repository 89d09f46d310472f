"""Tickets: taken, called, called again, missed, handed over, begun, finished, cancelled."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import F, Max

from yiwang.centers.domain.actor import Actor
from yiwang.infra.ids import uuid7
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.matters import operations as matters
from yiwang.matters import queries as matter_queries
from yiwang.matters.domain.acts import Act
from yiwang.privacy.sealing import context, seal

from .. import access
from ..domain import turns
from ..domain.deeds import Deed, after
from ..domain.words import AT_WINDOW, IN_LINE, Need, TicketState, Way
from ..models import Hall, HallService, HallWindow, Ticket
from ..queries import waiting
from .holding import hall, keep, own_window, ticket_of, window_of

SURNAME = 12
MOST_A_DAY = 999
"""Numbers have three digits."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What a ticket is taken for: no name is needed, at most a surname to be called by."""

    service: int
    need: str = Need.NONE
    surname: str = ""


def issue(*, center: int, ask: Ask, way: Way, at: datetime) -> Ticket:
    """Give out the next number of a service for the day.

    Refused `no_such_hall`, `no_such_service`, `unknown_choice` (need), `too_long` (surname), `numbers_used_up`.
    """
    check(ask)
    with hall(center, at) as place:
        return numbered(place, ask, way=way, at=at)


def check(ask: Ask) -> None:
    """Refuse what cannot be asked for."""
    errors = []
    if ask.need not in set(Need):
        errors.append(Refused("unknown_choice", field="need"))
    if len(ask.surname.strip()) > SURNAME:
        errors.append(Refused("too_long", field="surname", longest=SURNAME))
    if errors:
        raise BadInput(errors)


def numbered(place: access.Place, ask: Ask, *, way: Way, at: datetime, slot: datetime | None = None) -> Ticket:
    """Write a ticket with the next number of its service; only while the hall is held."""
    if not Hall.objects.filter(center_id=place.center).exists():
        raise Refused("no_such_hall", field="center")
    service = HallService.objects.filter(center_id=place.center, id=ask.service, retired=None).first()
    if service is None:
        raise Refused("no_such_service", field="service")
    day, ticket = day_of(at), uuid7(at)
    series = Ticket.objects.filter(county=place.county, center=place.center, day=day, letter=service.letter)
    no = (series.aggregate(last=Max("no"))["last"] or 0) + 1
    if no > MOST_A_DAY:
        raise Refused("numbers_used_up", field="service")
    surname = ask.surname.strip()
    return Ticket.objects.create(
        county=place.county,
        id=ticket,
        center=place.center,
        day=day,
        service=service.id,
        letter=service.letter,
        no=no,
        way=way.value,
        need=str(ask.need),
        surname=seal(surname, surname_place(place.county, ticket)) if surname else None,
        slot=slot if slot is not None and turns.keeps_slot(slot=slot, arrived=at) else None,
        issued=at,
        since=at,
        state=TicketState.WAITING.value,
    )


def surname_place(county: str, ticket: UUID) -> bytes:
    """Return the place a ticket's surname is sealed for."""
    return context(county, ticket, "hall.surname")


def call_next(*, actor: Actor, at: datetime) -> Ticket:
    """Call whoever's turn it is to the actor's window.

    Refused `no_hall_of_yours`, `no_seat`, `window_paused`, `ticket_at_window` (finish that one first), `nobody_waits`.
    """
    center = access.hall_of(actor, at)
    with hall(center, at) as place:
        window = _ready(place, actor, at)
        found = turns.turn(waiting(place, at), window=window.id, takes=frozenset(window.takes), at=at)
        if found is None:
            raise Refused("nobody_waits")
        if found.passed is not None:
            Ticket.objects.filter(county=place.county, id=found.passed.id).update(passed=F("passed") + 1)
        return _call(ticket_of(place, found.next.id, at), window, actor, at)


def call_missed(*, actor: Actor, ticket: UUID, at: datetime) -> Ticket:
    """Call a missed ticket whose holder stands there after all. Refused as `call_next`, `no_such_ticket`, `ticket_moved`."""
    center = access.hall_of(actor, at)
    with hall(center, at) as place:
        window = _ready(place, actor, at)
        found = ticket_of(place, ticket, at)
        if found.state != TicketState.MISSED:
            raise _moved(found)
        return _call(found, window, actor, at)


def _ready(place: access.Place, actor: Actor, at: datetime) -> HallWindow:
    window = own_window(actor, place.center)
    if window.paused:
        raise Refused("window_paused")
    states = [state.value for state in AT_WINDOW]
    if Ticket.objects.filter(county=place.county, center=place.center, day=day_of(at), window=window.id, state__in=states).exists():
        raise Refused("ticket_at_window")
    return window


def _call(ticket: Ticket, window: HallWindow, actor: Actor, at: datetime) -> Ticket:
    ticket.state = after(Deed.CALL, TicketState.of(ticket.state)).value
    ticket.window, ticket.clerk, ticket.called, ticket.ready, ticket.calls = window.id, actor.user, at, None, ticket.calls + 1
    return keep(ticket, "state", "window", "clerk", "called", "ready", "calls")


def call_again(*, actor: Actor, ticket: UUID, at: datetime) -> Ticket:
    """Call the ticket at one's window once more. Refused `no_seat`, `no_such_ticket`, `ticket_moved`."""
    center = access.hall_of(actor, at)
    with hall(center, at) as place:
        found = _at_own(place, actor, ticket, at)
        found.state = after(Deed.AGAIN, TicketState.of(found.state)).value
        found.called, found.calls = at, found.calls + 1
        return keep(found, "called", "calls")


def miss(*, actor: Actor, ticket: UUID, at: datetime) -> Ticket:
    """Note that nobody came: back in line after a while, and after being missed too often not again. Refused as `call_again`."""
    center = access.hall_of(actor, at)
    with hall(center, at) as place:
        found = _at_own(place, actor, ticket, at)
        found.state = after(Deed.MISS, TicketState.of(found.state), misses=found.misses).value
        found.misses, found.passed, found.window, found.clerk = found.misses + 1, 0, None, None
        if found.state == TicketState.MISSED:
            found.ready = found.since = at + turns.RULES.away
        else:
            found.ended = at
        return keep(found, "state", "misses", "passed", "window", "clerk", "ready", "since", "ended")


def hand_over(*, actor: Actor, ticket: UUID, window: int, at: datetime) -> Ticket:
    """Hand a ticket to another window, where its place is by when it came. Refused as `call_again`, `no_such_window`, `window_empty`."""
    center = access.hall_of(actor, at)
    with hall(center, at) as place:
        found, other = _at_own(place, actor, ticket, at), window_of(center, window)
        if other.id == found.window or other.user is None:
            raise Refused("window_empty", field="window")
        found.state = after(Deed.HAND, TicketState.of(found.state)).value
        found.window, found.clerk, found.begun, found.called, found.ready = other.id, None, None, None, None
        return keep(found, "state", "window", "clerk", "begun", "called", "ready")


def begin(*, actor: Actor, ticket: UUID, at: datetime) -> Ticket:
    """Begin: the person has come to the window. Refused as `call_again`."""
    center = access.hall_of(actor, at)
    with hall(center, at) as place:
        found = _at_own(place, actor, ticket, at)
        found.state, found.begun = after(Deed.BEGIN, TicketState.of(found.state)).value, at
        return keep(found, "state", "begun")


def finish(*, actor: Actor, ticket: UUID, at: datetime, matter: str = "") -> Ticket:
    """Finish, naming the matter it was about if there is one: that visit counts as a trip of the matter.

    Refused as `call_again`; `no_such_matter`, `number_malformed`, `number_mistyped` for the matter.
    """
    center = access.hall_of(actor, at)
    with hall(center, at) as place:
        found = _at_own(place, actor, ticket, at)
        found.state = after(Deed.FINISH, TicketState.of(found.state)).value
        found.begun, found.ended = found.begun or found.called, at
        if matter.strip():
            found.matter, found.on_spot = _visited(matter, actor, at)
        return keep(found, "state", "begun", "ended", "matter", "on_spot")


def _visited(matter: str, actor: Actor, at: datetime) -> tuple[str, bool]:
    """Count the trip on the matter unless this day's is counted; return the matter's number and whether it was settled on the spot."""
    page = matter_queries.visit(number=matter, actor=actor, at=at)
    if not page.counted:
        matters.act(number=page.number, act=Act.VISIT, actor=actor, at=at, data={})
    return page.number, page.on_spot


def cancel(*, actor: Actor, ticket: UUID, at: datetime) -> Ticket:
    """Cancel a ticket of the hall: its holder does not want to wait. Refused `no_hall_of_yours`, `no_such_ticket`, `ticket_moved`."""
    center = access.hall_of(actor, at)
    with hall(center, at) as place:
        found = ticket_of(place, ticket, at)
        if TicketState.of(found.state) not in IN_LINE:
            found = _at_own(place, actor, ticket, at)
        found.state, found.ended = after(Deed.CANCEL, TicketState.of(found.state)).value, at
        return keep(found, "state", "ended")


def _at_own(place: access.Place, actor: Actor, ticket: UUID, at: datetime) -> Ticket:
    window, found = own_window(actor, place.center), ticket_of(place, ticket, at)
    if found.window != window.id or TicketState.of(found.state) not in AT_WINDOW:
        raise _moved(found)
    return found


def _moved(ticket: Ticket) -> Refused:
    state = TicketState.of(ticket.state)
    return Refused("ticket_moved", state=state.zh, state_en=state.en)
