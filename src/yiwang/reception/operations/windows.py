"""Who sits at which window, and whether it calls: one sits down oneself at a free window, supervisors open, pause and assign."""

from __future__ import annotations

from datetime import datetime

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import UnitKind
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused

from .. import access
from ..domain.words import AT_WINDOW, TicketState
from ..models import HallWindow, Ticket
from .holding import hall, own_window, window_of


def sit_down(*, actor: Actor, window: int, at: datetime) -> HallWindow:
    """Take a free window, leaving the one before.

    Refused `no_hall_of_yours`, `no_such_window`, `window_taken`, `ticket_at_window`, `sits_elsewhere` (in another hall).
    """
    center = access.hall_of(actor, at)
    with hall(center, at) as place:
        found = window_of(center, window)
        if found.user not in (None, actor.user):
            raise Refused("window_taken", field="window")
        _free_seat(place, actor.user, found.id, at)
        return _seated(place, found, actor.user, at)


def assign(*, actor: Actor, window: int, user: int | None, at: datetime) -> HallWindow:
    """Seat somebody of the hall at a window, or nobody. Refused `not_yours`, `no_such_window`, `not_of_this_hall`, `ticket_at_window`."""
    center = access.hall_of(actor, at)
    access.supervise(actor, center, at)
    if user is not None and user not in {one.user for one in colleagues(center, at)}:
        raise Refused("not_of_this_hall", field="user")
    with hall(center, at) as place:
        found = window_of(center, window)
        if found.user != user:
            _idle(place, found.id, at)
        _free_seat(place, user, found.id, at)
        return _seated(place, found, user, at)


def colleagues(center: int, at: datetime) -> tuple[Actor, ...]:
    """Return who may sit at a window of this hall under a post of the center itself."""
    facts = centers.net(at).unit(center)
    if facts is None or facts.kind != UnitKind.CENTER:
        return ()
    return tuple(one for role in sorted(access.SERVING) for one in centers.holders_of(center, role, at))


def leave(*, actor: Actor, at: datetime) -> None:
    """Leave one's window. Refused `no_hall_of_yours`, `no_seat`, `ticket_at_window`."""
    center = access.hall_of(actor, at)
    with hall(center, at) as place:
        found = own_window(actor, center)
        _idle(place, found.id, at)
        _seated(place, found, None, at)


def pause(*, actor: Actor, at: datetime, window: int | None = None) -> HallWindow:
    """Stop calling at one's own window; supervisors name any. Refused `no_seat`, `not_yours`, `no_such_window`."""
    return _paused(actor, window, paused=True, at=at)


def resume(*, actor: Actor, at: datetime, window: int | None = None) -> HallWindow:
    """Call again after a pause. Refused as `pause`."""
    return _paused(actor, window, paused=False, at=at)


def _paused(actor: Actor, window: int | None, *, paused: bool, at: datetime) -> HallWindow:
    center = access.hall_of(actor, at)
    if window is not None:
        access.supervise(actor, center, at)
    with hall(center, at):
        found = own_window(actor, center) if window is None else window_of(center, window)
        if found.paused != paused:
            found.paused, found.since = paused, at
            found.save(update_fields=["paused", "since"])
        return found


def _free_seat(place: access.Place, user: int | None, window: int, at: datetime) -> None:
    """Let somebody who sits elsewhere get up there first."""
    if user is None:
        return
    other = HallWindow.objects.filter(user=user).exclude(id=window).first()
    if other is not None:
        if other.center_id != place.center:
            raise Refused("sits_elsewhere", field="user")
        _idle(place, other.id, at)
        _seated(place, other, None, at)


def _idle(place: access.Place, window: int, at: datetime) -> None:
    """Refuse while a ticket is at the window."""
    states = [state.value for state in AT_WINDOW]
    if Ticket.objects.filter(county=place.county, center=place.center, day=day_of(at), window=window, state__in=states).exists():
        raise Refused("ticket_at_window", field="window")


def _seated(place: access.Place, window: HallWindow, user: int | None, at: datetime) -> HallWindow:
    if window.user != user:
        window.user, window.paused, window.since = user, False, at
        window.save(update_fields=["user", "paused", "since"])
        if user is None:
            _release(place, window.id, at)
    return window


def _release(place: access.Place, window: int, at: datetime) -> None:
    """Let whoever was handed to a window that nobody sits at any more wait for any window again: nothing waits for nobody."""
    handed = Ticket.objects.filter(county=place.county, center=place.center, day=day_of(at), window=window, state=TicketState.WAITING.value)
    handed.update(window=None)
