"""Reading the hall: who waits, who is where, what a clerk did today, which times are free, and what the screen in the hall shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from django.db.models import Count

from yiwang.centers.domain.actor import Actor
from yiwang.infra import sql
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.matters.queries import last_brought
from yiwang.matters.queries.policy import policy_at
from yiwang.privacy.sealing import context, unseal

from . import access
from .domain import slots
from .domain.turns import Waiting, in_turn
from .domain.words import AT_WINDOW, IN_LINE, BookingState, Need, TicketState, Way
from .models import Booking, Hall, HallService, HallWindow, Ticket

_LINE = [state.value for state in IN_LINE]
_HERE = [state.value for state in IN_LINE | AT_WINDOW]


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
    matter: str = ""
    """What was registered at this window since its visitor was called: probably what they came for."""


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


class _ServiceRow(msgspec.Struct, frozen=True):
    id: int
    letter: str
    name: str
    slot_minutes: int
    slot_places: int


class _WindowRow(msgspec.Struct, frozen=True):
    id: int
    number: str
    name: str
    takes: tuple[int, ...]
    user: int | None
    paused: bool
    since: datetime


class _DayRow(msgspec.Struct, frozen=True):
    n: int
    spot: int
    took: float | None

    def told(self) -> Day:
        return Day(attended=self.n, on_spot=self.spot, minutes=None if self.took is None else round(self.took / 60))


class _Hall(msgspec.Struct, frozen=True):
    """What surrounds the tickets, read in one statement."""

    services: tuple[_ServiceRow, ...]
    windows: tuple[_WindowRow, ...]
    expected: tuple[tuple[datetime, int], ...]
    day: _DayRow


_HALL = """
SELECT json_build_object(
  'services', (SELECT coalesce(json_agg(s ORDER BY s.letter), '[]') FROM (
     SELECT id, letter, name, slot_minutes, slot_places FROM hall_service WHERE center_id = %(center)s AND retired IS NULL) AS s),
  'windows', (SELECT coalesce(json_agg(w ORDER BY w.number), '[]') FROM (
     SELECT id, number, name, takes, "user", paused, since FROM hall_window WHERE center_id = %(center)s AND retired IS NULL) AS w),
  'expected', (SELECT coalesce(json_agg(json_build_array(b.slot, b.n) ORDER BY b.slot), '[]') FROM (
     SELECT slot, count(*) AS n FROM hall_booking
     WHERE county = %(county)s AND center = %(center)s AND day = %(day)s AND state = 'booked' AND slot >= %(from)s GROUP BY slot) AS b),
  'day', (SELECT json_build_object('n', count(*), 'spot', count(*) FILTER (WHERE on_spot), 'took', extract(epoch FROM avg(ended - begun)))
     FROM hall_ticket WHERE county = %(county)s AND center = %(center)s AND day = %(day)s AND state = 'finished'
     AND (%(user)s::bigint IS NULL OR clerk = %(user)s::bigint)))::text
"""
_STILL_EXPECTED = timedelta(minutes=30)


def _hall(place: access.Place, at: datetime, *, user: int | None = None) -> _Hall:
    values = {"center": place.center, "county": place.county, "day": day_of(at), "from": at - _STILL_EXPECTED, "user": user}
    return msgspec.json.decode(sql.scalar(_HALL, values), type=_Hall)


def _services(hall: _Hall, tickets: Sequence[TicketRow]) -> tuple[ServiceRow, ...]:
    counts: dict[int, int] = {}
    for one in tickets:
        if one.state in IN_LINE:
            counts[one.service] = counts.get(one.service, 0) + 1
    return tuple(ServiceRow(**msgspec.structs.asdict(s), waiting=counts.get(s.id, 0)) for s in hall.services)


def _windows(hall: _Hall, tickets: Sequence[TicketRow]) -> tuple[WindowRow, ...]:
    at_window = {t.window: t for t in tickets if t.state in AT_WINDOW}
    return tuple(WindowRow(**msgspec.structs.asdict(w), ticket=at_window.get(w.id)) for w in hall.windows)


def services(center: int) -> tuple[ServiceRow, ...]:
    """Return what a hall takes, by letter."""
    found = HallService.objects.filter(center_id=center, retired=None).order_by("letter")
    return tuple(ServiceRow(id=s.id, letter=s.letter, name=s.name, slot_minutes=s.slot_minutes, slot_places=s.slot_places) for s in found)


def windows(center: int) -> tuple[WindowRow, ...]:
    """Return the windows of a hall by number, without what happens at them."""
    found = HallWindow.objects.filter(center_id=center, retired=None).order_by("number")
    return tuple(
        WindowRow(id=w.id, number=w.number, name=w.name, takes=tuple(w.takes), user=w.user, paused=w.paused, since=w.since) for w in found
    )


def panel(*, actor: Actor, at: datetime, most: int = 30) -> Panel:
    """Return the hall as seen from the actor's window. Refused `no_hall_of_yours`, `no_such_hall`."""
    place = access.place(access.hall_of(actor, at), at)
    hall, tickets = _hall(place, at, user=actor.user), _today(place, at)
    windows, offered = _windows(hall, tickets), _services(hall, tickets)
    own = next((w for w in windows if actor.user is not None and w.user == actor.user), None)
    rows = {t.id: t for t in tickets}
    takes = frozenset(own.takes if own else (s.id for s in offered))
    line = in_turn([_rule_row(t) for t in tickets if t.state in IN_LINE], window=own.id if own else 0, takes=takes, at=at, most=most)
    return Panel(
        center=place.center,
        own=own,
        windows=windows,
        services=offered,
        line=tuple(rows[one.id] for one in line),
        missed=tuple(t for t in tickets if t.state is TicketState.MISSED and t.ready is not None and t.ready > at),
        expected=hall.expected,
        today=hall.day.told(),
        matter=_brought(place, own),
    )


def _brought(place: access.Place, own: WindowRow | None) -> str:
    if own is None or own.user is None or own.ticket is None or own.ticket.called is None:
        return ""
    return last_brought(county=place.county, center=place.center, user=own.user, since=own.ticket.called)


def overview(center: int, at: datetime) -> Panel:
    """Return the whole hall as who supervises it sees it: every window, everybody in line, the results of the hall's day."""
    place = access.place(center, at)
    hall, tickets = _hall(place, at), _today(place, at)
    return Panel(
        center=center,
        own=None,
        windows=_windows(hall, tickets),
        services=_services(hall, tickets),
        line=tuple(t for t in tickets if t.state is TicketState.WAITING),
        missed=tuple(t for t in tickets if t.state is TicketState.MISSED),
        expected=hall.expected,
        today=hall.day.told(),
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


def _today(place: access.Place, at: datetime) -> list[_Row]:
    """Return the tickets in line or at a window, by when they came."""
    found = Ticket.objects.filter(county=place.county, center=place.center, day=day_of(at), state__in=_HERE).order_by("since", "id")
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


def screen(center: int, at: datetime, most: int = 6) -> Screen:
    """Return what the screen in a hall shows. Refused `no_such_hall`."""
    place = access.place(center, at)
    hall, tickets = _hall(place, at), _today(place, at)
    windows = _windows(hall, tickets)
    called = [(w.ticket, w) for w in windows if w.ticket is not None]
    called.sort(key=lambda pair: pair[0].called or pair[0].issued, reverse=True)
    return Screen(
        center=center,
        called=tuple(called[:most]),
        waiting=_services(hall, tickets),
        missed=tuple(t.number for t in tickets if t.state is TicketState.MISSED),
        open_windows=sum(w.calls for w in windows),
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
