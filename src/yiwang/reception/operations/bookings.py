"""Bookings: a time is reserved by the person or by staff, and turned into a ticket by its code on arrival."""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from datetime import date, datetime
from uuid import UUID

import msgspec

from yiwang.infra.ids import uuid7
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import BadInput, Refused
from yiwang.privacy.keys import ring
from yiwang.privacy.sealing import context, seal, unseal

from .. import access
from ..domain.slots import bookable
from ..domain.words import BookingState, Need, Way
from ..models import Booking, Ticket
from ..queries import free_slots
from .holding import hall
from .tickets import Ask, check, numbered

_PHONE = re.compile(r"\+?[\d\s\-()]{5,40}")
_DIGITS = 6
_TRIES = 20


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A booking as entered."""

    service: int
    slot: datetime
    phone: str
    surname: str = ""
    need: str = Need.NONE


class Booked(msgspec.Struct, frozen=True, kw_only=True):
    """What the person is told."""

    id: UUID
    code: str
    """Told here and never again."""
    slot: datetime


def book(*, center: int, wish: Wish, at: datetime, by: int | None = None) -> Booked:
    """Reserve a time. `by`: the member of staff who books, None for the person.

    Refused `no_such_hall`, `no_such_service`, `no_such_slot`, `slot_full`, `booked_already` (that phone, that day), or BadInput by field.
    """
    check(Ask(service=wish.service, need=wish.need, surname=wish.surname))
    if not _PHONE.fullmatch(unicodedata.normalize("NFKC", wish.phone).strip()):
        raise BadInput([Refused("bad_phone", field="phone")])
    day = day_of(wish.slot)
    with hall(center, at) as place:
        bookable(free_slots(center=center, service=wish.service, day=day, at=at), wish.slot)
        booking = uuid7(at)
        code = _fresh_code(place, day)
        Booking.objects.create(
            county=place.county,
            id=booking,
            center=center,
            service=wish.service,
            day=day,
            slot=wish.slot,
            code=_hash(place, day, code),
            surname=seal(wish.surname.strip(), context(place.county, booking, "booking.surname")) if wish.surname.strip() else None,
            phone=seal(wish.phone.strip(), context(place.county, booking, "booking.phone")),
            need=str(wish.need),
            state=BookingState.BOOKED.value,
            made=at,
            by_user=by,
        )
        return Booked(id=booking, code=code, slot=wish.slot)


def arrive(*, center: int, code: str, at: datetime) -> Ticket:
    """Turn a booking of today into a ticket. Refused `no_such_booking` for whatever is wrong with the code, `no_such_hall`."""
    with hall(center, at) as place:
        booking = _by_code(place, day_of(at), code)
        surname = unseal(booking.surname, context(place.county, booking.id, "booking.surname")) if booking.surname else ""
        ask = Ask(service=booking.service, need=booking.need, surname=surname)
        ticket = numbered(place, ask, way=Way.BOOKED, at=at, slot=booking.slot)
        _now(booking, BookingState.ARRIVED, ticket=ticket.id)
        return ticket


def cancel_booking(*, center: int, day: date, code: str, at: datetime) -> None:
    """Give a reserved time back. Refused `no_such_booking`, `no_such_hall`."""
    with hall(center, at) as place:
        _now(_by_code(place, day, code), BookingState.CANCELLED, surname=None, phone=None)


def _now(booking: Booking, state: BookingState, **values: object) -> None:
    Booking.objects.filter(county=booking.county, id=booking.id).update(state=state.value, **values)


def _by_code(place: access.Place, day: date, code: str) -> Booking:
    wanted = _hash(place, day, code)
    found = Booking.objects.filter(county=place.county, center=place.center, day=day, code=wanted, state=BookingState.BOOKED.value).first()
    if found is None:
        raise Refused("no_such_booking", field="code")
    return found


def _fresh_code(place: access.Place, day: date) -> str:
    """Return six digits that no booking of that day has."""
    for _ in range(_TRIES):
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
        if not Booking.objects.filter(county=place.county, center=place.center, day=day, code=_hash(place, day, code)).exists():
            return code
    raise Refused("no_free_number")


def _hash(place: access.Place, day: date, code: str) -> bytes:
    plain = re.sub(r"\D", "", unicodedata.normalize("NFKC", code))
    return hmac.digest(ring.active("index").secret, f"booking\0{place.center}\0{day}\0{plain}".encode(), "sha256")[:16]
