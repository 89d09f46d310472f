"""Making accounts and setting passwords; rights come from appointments (`centers.operations.appoint`)."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from django.contrib.auth import SESSION_KEY, password_validation
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from yiwang.kernel.refusals import Refused

from .models import User
from .spelling import initials

_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def create_user(
    *, username: str, name: str, at: datetime, password: str | None = None, language: str = "zh-hans", must_change: bool = False
) -> User:
    """Create an account; without a password nobody can sign in with it yet.

    Refused: `bad_username` (2 to 40 letters, digits, dots, dashes), `username_taken`, `required` (name), `weak_password`.
    """
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise Refused("bad_username", field="username")
    if not name.strip():
        raise Refused("required", field="name")
    if password is not None:
        _strong_enough(password)
    try:
        with transaction.atomic():
            return User.objects.create_user(
                username,
                password,
                name=name.strip(),
                initials=initials(name),
                created=at,
                language=language,
                must_change_password=must_change,
            )
    except IntegrityError as fault:
        raise Refused("username_taken", field="username") from fault


def set_password(*, username: str, password: str, must_change: bool = False, keep: str = "") -> None:
    """Set a new password, and end every session of the account but the one to `keep`. Refused `no_such_user`, `weak_password`."""
    _strong_enough(password)
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).filter(username=username.strip().lower()).first()
        if user is None:
            raise Refused("no_such_user", field="username")
        user.set_password(password)
        user.must_change_password = must_change
        user.save(update_fields=["password", "must_change_password"])
        _end_sessions(user.pk, keep=keep)


def deactivate(*, username: str) -> None:
    """Close an account: no sign-in, no act under any appointment (seen by every process within a second). Refused `no_such_user`."""
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).filter(username=username.strip().lower(), is_active=True).first()
        if user is None:
            raise Refused("no_such_user", field="username")
        user.is_active = False
        user.save(update_fields=["is_active"])
        _end_sessions(user.pk)


def reopen(*, username: str) -> None:
    """Open a closed account again, with the password it had. Refused `no_such_user`."""
    if not User.objects.filter(username=username.strip().lower(), is_active=False).update(is_active=True):
        raise Refused("no_such_user", field="username")


def start_password() -> str:
    """Return a password to begin with: sixteen signs in fours, easy to read out, none of which is mistaken for another."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))


def _end_sessions(user: int, *, keep: str = "") -> None:
    """End the sessions of a user. What a session holds is signed, not indexed: all of them are read, which is rare enough."""
    sessions = Session.objects.exclude(session_key=keep).iterator()
    theirs = [session.session_key for session in sessions if session.get_decoded().get(SESSION_KEY) == str(user)]
    Session.objects.filter(session_key__in=theirs).delete()


def _strong_enough(password: str) -> None:
    try:
        password_validation.validate_password(password)
    except ValidationError as fault:
        raise Refused("weak_password", field="password", reasons=fault.messages) from fault
