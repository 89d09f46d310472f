"""Setting up a hall: its services, its windows, the keys of its screen and kiosk."""

from __future__ import annotations

import secrets
from datetime import datetime

import msgspec

from yiwang.centers.domain.actor import Actor
from yiwang.kernel.refusals import BadInput, Refused

from .. import access
from ..models import Hall, HallService, HallWindow
from .holding import hall, window_of

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
    with hall(center, at):
        found, _ = Hall.objects.get_or_create(center_id=center, defaults={"screen_key": _key(), "kiosk_key": _key(), "opened": at})
        return found


def renew_keys(*, actor: Actor, center: int, at: datetime) -> Hall:
    """Give screen and kiosk new addresses; the old ones lead nowhere from now on. Refused `not_yours`, `no_such_hall`."""
    access.arrange(actor, center, at)
    with hall(center, at):
        found = Hall.objects.filter(center_id=center).first()
        if found is None:
            raise Refused("no_such_hall", field="center")
        found.screen_key, found.kiosk_key = _key(), _key()
        found.save(update_fields=["screen_key", "kiosk_key"])
        return found


def _key() -> str:
    return secrets.token_urlsafe(15)


def add_service(*, actor: Actor, center: int, new: NewService, at: datetime) -> HallService:
    """Add a kind of business. Refused `not_yours`, `service_letter_taken`, or BadInput by field."""
    access.arrange(actor, center, at)
    _check_service(new)
    with hall(center, at):
        return HallService.objects.create(
            center_id=center,
            letter=new.letter,
            name=new.name.strip(),
            slot_minutes=new.slot_minutes,
            slot_places=new.slot_places,
            since=at,
        )


def change_service(*, actor: Actor, center: int, service: int, new: NewService, at: datetime) -> HallService:
    """Rename a kind of business or change its bookings; its letter stays. Refused `not_yours`, `no_such_service`, or BadInput."""
    access.arrange(actor, center, at)
    _check_service(new)
    with hall(center, at):
        found = HallService.objects.filter(center_id=center, id=service, retired=None).first()
        if found is None:
            raise Refused("no_such_service", field="service")
        found.name, found.slot_minutes, found.slot_places = new.name.strip(), new.slot_minutes, new.slot_places
        found.save(update_fields=["name", "slot_minutes", "slot_places"])
        return found


def _check_service(new: NewService) -> None:
    errors = []
    if not (len(new.letter) == 1 and new.letter.isascii() and new.letter.isupper()):
        errors.append(Refused("one_capital_letter", field="letter"))
    errors += _named(new.name)
    if not 0 <= new.slot_minutes <= 240 or not 1 <= new.slot_places <= 50:
        errors.append(Refused("number_out_of_range_here", field="slot_minutes"))
    if errors:
        raise BadInput(errors)


def add_window(*, actor: Actor, center: int, new: NewWindow, at: datetime) -> HallWindow:
    """Add a window. Refused `not_yours`, `window_number_taken`, `no_such_service`, or BadInput by field."""
    access.arrange(actor, center, at)
    _check_window(center, new)
    with hall(center, at):
        return HallWindow.objects.create(
            center_id=center, number=new.number.strip(), name=new.name.strip(), takes=sorted(set(new.takes)), since=at
        )


def change_window(*, actor: Actor, center: int, window: int, new: NewWindow, at: datetime) -> HallWindow:
    """Rename a window or change what it takes. Refused as `add_window`, and `no_such_window`."""
    access.arrange(actor, center, at)
    _check_window(center, new)
    with hall(center, at):
        found = window_of(center, window)
        found.number, found.name, found.takes = new.number.strip(), new.name.strip(), sorted(set(new.takes))
        found.save(update_fields=["number", "name", "takes"])
        return found


def retire_window(*, actor: Actor, center: int, window: int, at: datetime) -> None:
    """Take a window away; its number may be given again. Refused `not_yours`, `no_such_window`, `window_taken` (somebody sits there)."""
    access.arrange(actor, center, at)
    with hall(center, at):
        found = window_of(center, window)
        if found.user is not None:
            raise Refused("window_taken", field="window")
        found.retired = found.since = at
        found.save(update_fields=["retired", "since"])


def _check_window(center: int, new: NewWindow) -> None:
    errors = _named(new.name)
    if not 0 < len(new.number.strip()) <= _NUMBER:
        errors.append(Refused("too_long" if new.number.strip() else "required", field="number", longest=_NUMBER))
    known = set(HallService.objects.filter(center_id=center, retired=None).values_list("id", flat=True))
    if not new.takes or not set(new.takes) <= known:
        errors.append(Refused("no_such_service", field="takes"))
    if errors:
        raise BadInput(errors)


def _named(name: str) -> list[Refused]:
    if not name.strip():
        return [Refused("required", field="name")]
    return [Refused("too_long", field="name", longest=_NAME)] if len(name.strip()) > _NAME else []
