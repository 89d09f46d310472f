"""Sessions of the run's visitors, written as a sign-in writes them: signing in is not measured, and its throttle is not ours to lift."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings

from yiwang.accounts.models import User
from yiwang.infra import clock
from yiwang.web import drafts, posts


@dataclass(frozen=True)
class Visitor:
    """The two cookies of a browser."""

    session: str
    csrf: str


def signed_in(username: str) -> Visitor:
    """Return a browser in which this person has just signed in."""
    user, session = User.objects.get(username=username), _session()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    posts.remember(session, user_id=user.pk, name=user.name, at=clock.now())
    return _kept(session)


def following(codes: dict[str, str]) -> Visitor:
    """Return a browser in which somebody has given these query codes."""
    session = _session()
    for number, code in codes.items():
        drafts.write(session, f"follow.{number}", {"code": code})
    return _kept(session)


def _session() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore()


def _kept(session: Any) -> Visitor:
    session.create()
    return Visitor(session.session_key, "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(32)))
