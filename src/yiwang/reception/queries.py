"""Reading the hall: who waits, who is where, what a clerk did today, which times are free, and what the screen in the hall shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from django.db.models import Avg, Count, F, Q

from yiwang.centers.domain.actor import Actor
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.matters.queries.policy import policy_at
from yiwang.privacy.sealing import context, unseal

from . import access
from .domain import slots
from .domain.turns import Waiting, in_turn
from .domain.words import AT_WINDOW, IN_LINE, BookingState, Need, TicketState, Way
from .models import Booking, Hall, HallService, HallWindow, Ticket

_LINE = [state.value for state in IN_LINE]
_AT = [state.value for state in AT_WINDOW]


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """The secret parts of the addresses of screen and kiosk."""

    screen: str
    kiosk: str


class ServiceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of business, with how many wait for it now."""

    id: int
    letter: str
    name: str
    slot_minutes: int
    slot_places: int
    waiting: int = 0


class TicketRow(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket as pages show it."""

    id: UUID
    number: str
    service: int
    state: TicketState
    need: Need
    way: Way
    issued: datetime
    since: datetime
    slot: datetime | None
    ready: datetime | None
    window: int | None
    called: datetime | None
    begun: datetime | None
    calls: int
    misses: int
    surname: str = ""
    matter: str = ""


class WindowRow(msgspec.Struct, frozen=True, kw_only=True):
    """A window with who sits there and which ticket is there."""

    id: int
    number: str
    name: str
    takes: tuple[int, ...]
    user: int | None
    paused: bool
    since: datetime
    ticket: TicketRow | None = None

    @property
    def calls(self) -> bool:
        """Whether somebody sits there and calls."""
        return self.user is not None and not self.paused


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What a clerk, or a hall, did in a day: results, not a track."""

    attended: int
    on_spot: int
    minutes: int | None
    """Average minutes from begin to finish; None where nobody was attended."""


class Panel(msgspec.Struct, frozen=True, kw_only=True):
    """What a clerk sees of the hall from the own window."""

    center: int
    own: WindowRow | None
    windows: tuple[WindowRow, ...]
    services: tuple[ServiceRow, ...]
    line: tuple[TicketRow, ...]
    """Who waits for this window (for the hall when there is none), in the order in which they would be called."""
    missed: tuple[TicketRow, ...]
    expected: tuple[tuple[datetime, int], ...]
    """Bookings of today that have not come yet: time and how many."""
    today: Day


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """What the screen in the hall shows: numbers and windows, nothing of a person."""

    center: int
    called: tuple[tuple[TicketRow, WindowRow], ...]
    waiting: tuple[ServiceRow, ...]
    missed: tuple[str, ...]
    open_windows: int


def waiting(place: access.Place, at: datetime) -> list[Waiting]:
    """Return who is in line today, as the rules see them."""
    return [_rule_row(t) for t in Ticket.objects.filter(county=place.county, center=place.center, day=day_of(at), state__in=_LINE)]


def keys(center: int) -> Keys | None:
    """Return the keys of a hall, None when the center has none."""
    found = Hall.objects.filter(center_id=center).first()
    return Keys(screen=found.screen_key, kiosk=found.kiosk_key) if found else None


def by_screen_key(key: str) -> int | None:
    """Return the center of a screen's key."""
    return Hall.objects.filter(screen_key=key).values_list("center_id", flat=True).first()


def by_kiosk_key(key: str) -> int | None:
    """Return the center of a kiosk's key."""
    return Hall.objects.filter(kiosk_key=key).values_list("center_id", flat=True).first()


def halls() -> list[int]:
    """Return the centers that have a hall."""
    return list(Hall.objects.order_by("center_id").values_list("center_id", flat=True))


def services(center: int, counts: dict[int, int] | None = None) -> tuple[ServiceRow, ...]:
    """Return what a hall takes, by letter; `counts`: how many wait for each."""
    return tuple(
        ServiceRow(
            id=s.id,
            letter=s.letter,
            name=s.name,
            slot_minutes=s.slot_minutes,
            slot_places=s.slot_places,
            waiting=(counts or {}).get(s.id, 0),
        )
        for s in HallService.objects.filter(center_id=center, retired=None).order_by("letter")
    )


def windows(center: int, tickets: Sequence[TicketRow] = ()) -> tuple[WindowRow, ...]:
    """Return the windows of a hall by number, each with its ticket."""
    at_window = {t.window: t for t in tickets if t.state in AT_WINDOW}
    return tuple(
        WindowRow(
            id=w.id,
            number=w.number,
            name=w.name,
            takes=tuple(w.takes),
            user=w.user,
            paused=w.paused,
            since=w.since,
            ticket=at_window.get(w.id),
        )
        for w in HallWindow.objects.filter(center_id=center, retired=None).order_by("number")
    )


def panel(*, actor: Actor, at: datetime, most: int = 30) -> Panel:
    """Return the hall as seen from the actor's window. Refused `no_hall_of_yours`, `no_such_hall`."""
    place = access.place(access.hall_of(actor, at), at)
    tickets = _today(place, at, [*_LINE, *_AT])
    here = windows(place.center, tickets)
    own = next((w for w in here if actor.user is not None and w.user == actor.user), None)
    rows = {t.id: t for t in tickets}
    offered = services(place.center, _waiting_by_service(tickets))
    takes = frozenset(own.takes if own else (s.id for s in offered))
    line = in_turn([_rule_row(t) for t in tickets if t.state in IN_LINE], window=own.id if own else 0, takes=takes, at=at, most=most)
    return Panel(
        center=place.center,
        own=own,
        windows=here,
        services=offered,
        line=tuple(rows[one.id] for one in line),
        missed=tuple(t for t in tickets if t.state is TicketState.MISSED and t.ready is not None and t.ready > at),
        expected=_expected(place, at),
        today=day_of_clerk(place, user=actor.user, at=at),
    )


def _rule_row(t: Ticket | _Row) -> Waiting:
    return Waiting(
        id=t.id,
        service=t.service,
        since=t.since,
        need=t.need != Need.NONE,
        slot=t.slot,
        passed=t.passed,
        window=t.window,
        ready=t.ready,
    )


class _Row(TicketRow, frozen=True, kw_only=True):
    """A ticket with what only the rules need."""

    passed: int = 0


def _today(place: access.Place, at: datetime, states: Sequence[str]) -> list[_Row]:
    found = Ticket.objects.filter(county=place.county, center=place.center, day=day_of(at), state__in=states).order_by("since", "id")
    return [_row(t) for t in found]


def _row(t: Ticket) -> _Row:
    return _Row(
        id=t.id,
        number=t.number,
        service=t.service,
        state=TicketState.of(t.state),
        need=Need.of(t.need),
        way=Way.of(t.way),
        issued=t.issued,
        since=t.since,
        slot=t.slot,
        ready=t.ready,
        window=t.window,
        called=t.called,
        begun=t.begun,
        calls=t.calls,
        misses=t.misses,
        surname=unseal(t.surname, context(t.county, t.id, "hall.surname")) if t.surname else "",
        matter=t.matter,
        passed=t.passed,
    )


def _waiting_by_service(tickets: Sequence[TicketRow]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for one in tickets:
        if one.state in IN_LINE:
            counts[one.service] = counts.get(one.service, 0) + 1
    return counts


def _expected(place: access.Place, at: datetime) -> tuple[tuple[datetime, int], ...]:
    coming = Booking.objects.filter(county=place.county, center=place.center, day=day_of(at), state=BookingState.BOOKED.value)
    coming = coming.filter(slot__gte=at - timedelta(minutes=30))
    return tuple(coming.values_list("slot").annotate(n=Count("slot")).order_by("slot").values_list("slot", "n"))


def day_of_clerk(place: access.Place, *, user: int | None, at: datetime) -> Day:
    """Return what a clerk did today in this hall; of everybody there when `user` is None."""
    done = Ticket.objects.filter(county=place.county, center=place.center, day=day_of(at), state=TicketState.FINISHED.value)
    if user is not None:
        done = done.filter(clerk=user)
    sums = done.aggregate(n=Count("day"), spot=Count("day", filter=Q(on_spot=True)), took=Avg(F("ended") - F("begun")))
    took = sums["took"]
    return Day(attended=sums["n"], on_spot=sums["spot"], minutes=round(took.total_seconds() / 60) if took is not None else None)


def screen(center: int, at: datetime, most: int = 6) -> Screen:
    """Return what the screen in a hall shows. Refused `no_such_hall`."""
    place = access.place(center, at)
    tickets = _today(place, at, [*_LINE, *_AT])
    here = windows(center, tickets)
    called = [(w.ticket, w) for w in here if w.ticket is not None]
    called.sort(key=lambda pair: pair[0].called or pair[0].issued, reverse=True)
    return Screen(
        center=center,
        called=tuple(called[:most]),
        waiting=services(center, _waiting_by_service(tickets)),
        missed=tuple(t.number for t in tickets if t.state is TicketState.MISSED),
        open_windows=sum(w.calls for w in here),
    )


def ticket(center: int, ticket_id: UUID, at: datetime) -> tuple[TicketRow, int]:
    """Return a ticket of today and how many wait before it. Refused `no_such_ticket`, `no_such_hall`."""
    place = access.place(center, at)
    found = Ticket.objects.filter(county=place.county, id=ticket_id, center=center, day=day_of(at)).first()
    if found is None:
        raise Refused("no_such_ticket", field="ticket")
    before = Ticket.objects.filter(county=place.county, center=center, day=found.day, service=found.service, state__in=_LINE)
    return _row(found), before.filter(since__lt=found.since).count()


def free_slots(*, center: int, service: int, day: date, at: datetime) -> list[slots.Slot]:
    """Return the times of a day that can be booked for a service. Refused `no_such_hall`, `no_such_service`."""
    place = access.place(center, at)
    found = HallService.objects.filter(center_id=center, id=service, retired=None).first()
    if found is None:
        raise Refused("no_such_service", field="service")
    if not day_of(at) <= day <= day_of(at) + timedelta(days=slots.DAYS_AHEAD):
        return []
    states = [BookingState.BOOKED.value, BookingState.ARRIVED.value]
    booked = Booking.objects.filter(county=place.county, center=center, day=day, service=service, state__in=states)
    taken = dict(booked.values_list("slot").annotate(n=Count("slot")).values_list("slot", "n"))
    offer = slots.Offer(minutes=found.slot_minutes, places=found.slot_places)
    working = policy_at(at).calendar.is_workday(day)
    return slots.slots(offer, day, taken=taken, now=at, working=working)


def bookable_days(at: datetime) -> list[date]:
    """Return the days that can be booked from now."""
    calendar, today = policy_at(at).calendar, day_of(at)
    return [day for n in range(slots.DAYS_AHEAD + 1) if calendar.is_workday(day := today + timedelta(days=n))]
