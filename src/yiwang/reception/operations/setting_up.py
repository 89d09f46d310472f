"""Setting up a hall: its services, its windows, the keys of its screen and kiosk; each change is in the administration log."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

import msgspec

from yiwang.audit.changes import record_change
from yiwang.audit.operations import Viewer
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import BadInput, Refused

from .. import access
from ..domain.words import AT_WINDOW, IN_LINE, BookingState
from ..models import Booking, Hall, HallService, HallWindow, Ticket
from .holding import hall, service_of, window_of

_NAME, _NUMBER = 30, 6


class NewService(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of business as entered."""

    letter: str
    name: str
    slot_minutes: int = 0
    slot_places: int = 1


class NewWindow(msgspec.Struct, frozen=True, kw_only=True):
    """A window as entered."""

    number: str
    name: str
    takes: tuple[int, ...]


def open_hall(*, actor: Actor, center: int, at: datetime) -> Hall:
    """Open the hall of a center, with fresh keys; the one that is there when it is open already. Refused `not_yours`, `no_such_hall`."""
    access.arrange(actor, center, at)
    with hall(center, at) as place:
        found, fresh = Hall.objects.get_or_create(center_id=center, defaults={"screen_key": _key(), "kiosk_key": _key(), "opened": at})
        if fresh:
            _note(actor, place, "open_hall", at)
        return found


def renew_keys(*, actor: Actor, center: int, at: datetime) -> Hall:
    """Give screen and kiosk new addresses; the old ones lead nowhere from now on. Refused `not_yours`, `no_such_hall`."""
    access.arrange(actor, center, at)
    with hall(center, at) as place:
        found = Hall.objects.filter(center_id=center).first()
        if found is None:
            raise Refused("no_such_hall", field="center")
        found.screen_key, found.kiosk_key = _key(), _key()
        found.save(update_fields=["screen_key", "kiosk_key"])
        _note(actor, place, "renew_hall_keys", at)
        return found


def _key() -> str:
    return secrets.token_urlsafe(15)


def add_service(*, actor: Actor, center: int, new: NewService, at: datetime) -> HallService:
    """Add a kind of business. Refused `not_yours`, `service_letter_taken`, or BadInput by field."""
    access.arrange(actor, center, at)
    _check_service(new)
    with hall(center, at) as place:
        _opened(center)
        made = HallService.objects.create(
            center_id=center,
            letter=new.letter,
            name=new.name.strip(),
            slot_minutes=new.slot_minutes,
            slot_places=new.slot_places,
            since=at,
        )
        _note(actor, place, "add_service", at, of=_called(made), after=_service(made))
        return made


def change_service(*, actor: Actor, center: int, service: int, new: NewService, at: datetime) -> HallService:
    """Rename a kind of business or change its bookings; its letter stays. Refused `not_yours`, `no_such_service`, or BadInput."""
    access.arrange(actor, center, at)
    _check_service(new)
    with hall(center, at) as place:
        found = service_of(center, service)
        before, called = _service(found), _called(found)
        found.name, found.slot_minutes, found.slot_places = new.name.strip(), new.slot_minutes, new.slot_places
        found.save(update_fields=["name", "slot_minutes", "slot_places"])
        _note(actor, place, "change_service", at, of=called, before=before, after=_service(found))
        return found


def retire_service(*, actor: Actor, center: int, service: int, at: datetime) -> None:
    """Offer a kind of business no longer; windows that also take others stop taking it, its letter may be given again.

    Nobody is left waiting for nobody. Refused `not_yours`, `no_such_service`, `service_waited_for`, `service_booked`,
    `window_takes_only_this`.
    """
    access.arrange(actor, center, at)
    with hall(center, at) as place:
        found = service_of(center, service)
        _unused(place, found, at)
        for window in HallWindow.objects.filter(center_id=center, retired=None, takes__contains=[service]):
            window.takes = [one for one in window.takes if one != service]
            if not window.takes:
                raise Refused("window_takes_only_this", window=window.number)
            window.save(update_fields=["takes"])
        found.retired = at
        found.save(update_fields=["retired"])
        _note(actor, place, "retire_service", at, of=_called(found), before=_service(found))


def _unused(place: access.Place, service: HallService, at: datetime) -> None:
    here = {"county": place.county, "center": place.center, "service": service.pk}
    if Ticket.objects.filter(day=day_of(at), state__in=[state.value for state in IN_LINE | AT_WINDOW], **here).exists():
        raise Refused("service_waited_for")
    last = Booking.objects.filter(day__gte=day_of(at), state=BookingState.BOOKED.value, **here).order_by("-day").first()
    if last is not None:
        raise Refused("service_booked", day=last.day.isoformat())


def _check_service(new: NewService) -> None:
    errors = []
    if not (len(new.letter) == 1 and new.letter.isascii() and new.letter.isupper()):
        errors.append(Refused("one_capital_letter", field="letter"))
    errors += _named(new.name)
    if not 0 <= new.slot_minutes <= 240:
        errors.append(Refused("number_out_of_range_here", field="slot_minutes"))
    if not 1 <= new.slot_places <= 50:
        errors.append(Refused("number_out_of_range_here", field="slot_places"))
    if errors:
        raise BadInput(errors)


def add_window(*, actor: Actor, center: int, new: NewWindow, at: datetime) -> HallWindow:
    """Add a window. Refused `not_yours`, `window_number_taken`, `no_such_service`, or BadInput by field."""
    access.arrange(actor, center, at)
    with hall(center, at) as place:
        _check_window(center, new)
        made = HallWindow.objects.create(
            center_id=center, number=new.number.strip(), name=new.name.strip(), takes=sorted(set(new.takes)), since=at
        )
        _note(actor, place, "add_window", at, of=made.number, after=_window(made))
        return made


def change_window(*, actor: Actor, center: int, window: int, new: NewWindow, at: datetime) -> HallWindow:
    """Rename a window or change what it takes. Refused as `add_window`, and `no_such_window`."""
    access.arrange(actor, center, at)
    with hall(center, at) as place:
        _check_window(center, new)
        found = window_of(center, window)
        before = _window(found)
        found.number, found.name, found.takes = new.number.strip(), new.name.strip(), sorted(set(new.takes))
        found.save(update_fields=["number", "name", "takes"])
        _note(actor, place, "change_window", at, of=before["number"], before=before, after=_window(found))
        return found


def retire_window(*, actor: Actor, center: int, window: int, at: datetime) -> None:
    """Take a window away; its number may be given again. Refused `not_yours`, `no_such_window`, `window_taken` (somebody sits there)."""
    access.arrange(actor, center, at)
    with hall(center, at) as place:
        found = window_of(center, window)
        if found.user is not None:
            raise Refused("window_taken", field="window")
        found.retired = found.since = at
        found.save(update_fields=["retired", "since"])
        _note(actor, place, "retire_window", at, of=found.number, before=_window(found))


def _check_window(center: int, new: NewWindow) -> None:
    errors = _named(new.name)
    if not 0 < len(new.number.strip()) <= _NUMBER:
        errors.append(Refused("too_long" if new.number.strip() else "required", field="number", longest=_NUMBER))
    known = set(HallService.objects.filter(center_id=center, retired=None).values_list("id", flat=True))
    if not new.takes or not set(new.takes) <= known:
        errors.append(Refused("no_such_service" if new.takes else "required", field="takes"))
    if errors:
        raise BadInput(errors)


def _named(name: str) -> list[Refused]:
    if not name.strip():
        return [Refused("required", field="name")]
    return [Refused("too_long", field="name", longest=_NAME)] if len(name.strip()) > _NAME else []


def _opened(center: int) -> None:
    """Refuse furniture for a hall that is not there."""
    if not Hall.objects.filter(center_id=center).exists():
        raise Refused("no_such_hall", field="center")


def _called(service: HallService) -> str:
    return f"{service.letter} {service.name}"


def _service(service: HallService) -> dict[str, object]:
    return {
        "letter": service.letter,
        "name": service.name,
        "slot_minutes": service.slot_minutes,
        "slot_places": service.slot_places if service.slot_minutes else "",
    }


def _window(window: HallWindow) -> dict[str, object]:
    letters = HallService.objects.filter(id__in=window.takes).order_by("letter").values_list("letter", flat=True)
    return {"number": window.number, "name": window.name, "takes": " ".join(letters)}


def _note(
    actor: Actor,
    place: access.Place,
    deed: str,
    at: datetime,
    *,
    of: object = "",
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write a change down in the administration log, by its center; what changes nothing is not written, keys never are."""
    if before is not None and before == after:
        return
    unit = centers.unit(place.center)
    name = " · ".join(str(part) for part in (unit.name if unit else "", of) if part)
    by = Viewer(user=actor.user, post=actor.post, unit=actor.unit, role=actor.role)
    subject = f"unit.{place.center}"
    record_change(by=by, deed=deed, subject=subject, name=name, place=place.region, before=before, after=after, at=at)
