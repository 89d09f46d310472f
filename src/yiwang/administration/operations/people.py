"""Sign-ins and appointments, changed by the system officer; nobody appoints themself, and what is personal stays out of the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from yiwang.accounts import operations as accounts
from yiwang.accounts.models import User
from yiwang.audit.changes import record_change
from yiwang.centers import operations as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.models import Appointment
from yiwang.kernel.refusals import Refused

from ..access import own_person_of, person_of, post_of, realm, viewer
from ..domain.words import Deed


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in just made, with the password to begin with: shown once, kept nowhere."""

    user: int
    username: str
    password: str


def _note(
    by: Actor,
    deed: Deed,
    user: User,
    at: datetime,
    *,
    place: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    record_change(
        by=viewer(by),
        deed=deed,
        subject=f"user.{user.pk}",
        name=f"{user.name} ({user.username})",
        place=place or realm(by, at),
        before=before,
        after=after,
        at=at,
    )


@transaction.atomic
def enrol(*, by: Actor, username: str, name: str, post_id: int, at: datetime, ends: datetime | None = None) -> Enrolled:
    """Make a sign-in for somebody new and appoint them; the password to begin with has to be changed at the first sign-in.

    Refused as `accounts.create_user` and `appoint`.
    """
    post_of(by, post_id, at)
    password = accounts.start_password()
    user = accounts.create_user(username=username, name=name, at=at, password=password, must_change=True)
    _note(by, Deed.ENROL, user, at, after={"username": user.username})
    _appoint(by, user, post_id, starts=at, ends=ends, at=at)
    return Enrolled(user=user.pk, username=user.username, password=password)


@transaction.atomic
def appoint(
    *, by: Actor, user_id: int | None, post_id: int, at: datetime, starts: datetime | None = None, ends: datetime | None = None
) -> None:
    """Appoint somebody who has a sign-in to a post within reach, from now or later.

    Refused as `centers.appoint`, and `not_oneself`, `officers_from_above`, `no_such_post` beyond reach.
    """
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise Refused("no_such_user", field="user")
    if user.pk == by.user:
        raise Refused("not_oneself", field="user")
    person_of(by, user_id, at)
    _appoint(by, user, post_id, starts=starts or at, ends=ends, at=at)


def _appoint(by: Actor, user: User, post_id: int, *, starts: datetime, ends: datetime | None, at: datetime) -> None:
    post, unit = post_of(by, post_id, at)
    centers.appoint(user_id=user.pk, post_id=post_id, starts=starts, ends=ends)
    after = {
        "post": post.name,
        "role": post.role,
        "unit": unit.name,
        "starts": starts.isoformat(),
        "ends": ends.isoformat() if ends else "",
    }
    _note(by, Deed.APPOINT, user, at, place=unit.region, after=after)


@transaction.atomic
def end_appointment(*, by: Actor, appointment_id: int, at: datetime) -> int:
    """End an appointment within reach at once and return whose it was.

    Refused `no_such_appointment`, `not_oneself`, `officers_from_above`.
    """
    row = Appointment.objects.filter(pk=appointment_id).select_related("user").first()
    if row is None:
        raise Refused("no_such_appointment")
    if row.user_id == by.user:
        raise Refused("not_oneself")
    try:
        post, unit = post_of(by, row.post_id, at)
    except Refused as refusal:
        raise Refused("no_such_appointment" if refusal.code in ("no_such_unit", "no_such_post") else refusal.code) from refusal
    centers.end_appointment(appointment_id=appointment_id, at=max(at, row.starts))
    before = {"post": post.name, "role": post.role, "unit": unit.name, "starts": row.starts.isoformat()}
    _note(by, Deed.END_APPOINTMENT, row.user, at, place=unit.region, before=before)
    return row.user_id


@transaction.atomic
def lock(*, by: Actor, user_id: int, at: datetime) -> None:
    """Close a sign-in at once. Refused as `access.own_person_of`."""
    user = own_person_of(by, user_id, at)
    accounts.deactivate(username=user.username)
    centers.staff_changed()
    _note(by, Deed.LOCK, user, at, before={"active": True}, after={"active": False})


@transaction.atomic
def unlock(*, by: Actor, user_id: int, at: datetime) -> None:
    """Open a closed sign-in again. Refused as `access.own_person_of`."""
    user = own_person_of(by, user_id, at)
    accounts.reopen(username=user.username)
    centers.staff_changed()
    _note(by, Deed.UNLOCK, user, at, before={"active": False}, after={"active": True})


@transaction.atomic
def reset_password(*, by: Actor, user_id: int, at: datetime) -> Enrolled:
    """Give a sign-in a new password to begin with and end its sessions. Refused as `access.own_person_of`."""
    user = own_person_of(by, user_id, at)
    password = accounts.start_password()
    accounts.set_password(username=user.username, password=password, must_change=True)
    _note(by, Deed.RESET_PASSWORD, user, at)
    return Enrolled(user=user.pk, username=user.username, password=password)
