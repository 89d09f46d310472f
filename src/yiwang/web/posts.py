"""The post a signed-in person acts under: kept in the session, looked up in the organisation's cached picture."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY

from yiwang.centers import queries as centers
from yiwang.infra import clock
from yiwang.infra.clock import now

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest

    from yiwang.centers.domain.actor import Actor

POST_KEY = "appointment"
NAME_KEY = "name"
MUST_CHANGE_KEY = "must_change_password"
SEEN_KEY = "seen"
SIGN_OF_LIFE = 300
"""Seconds after which a page is written down as a sign of life: not every page is worth a write."""


def actor_of(request: HttpRequest) -> Actor | None:
    """Return who acts in this request, or None without a sign-in or when the appointment has ended.

    Costs the one statement that reads the session, and none without a session cookie.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    appointment = request.session.get(POST_KEY)
    return centers.actor(appointment, now()) if appointment else None


def mark_seen(session: SessionBase) -> None:
    """Write down that somebody is at work here."""
    session[SEEN_KEY] = int(clock.now().timestamp())


def is_idle(session: SessionBase, *, asked: bool = True) -> bool:
    """Say whether nobody did anything under this sign-in for so long that it has ended; else note the sign of life.

    What a page asks by itself (`asked` False) is no sign of life: an open page alone keeps nobody signed in.
    """
    gone = clock.now().timestamp() - session.get(SEEN_KEY, 0)
    if gone >= settings.IDLE_END.total_seconds():
        return True
    if asked and gone > SIGN_OF_LIFE:
        mark_seen(session)
    return False


def place_of(actor: Actor, at: datetime) -> str:
    """Return the region an officer answers for, and all below it; a code that no region has, without a unit in being."""
    facts = centers.net(at).unit(actor.unit) if actor.unit is not None else None
    return facts.region if facts else "~"


def remember(session: SessionBase, *, user_id: int, name: str, at: datetime) -> list[dict[str, object]]:
    """Write the person's name into the session, take the only post at once, and return all posts."""
    posts = held(user_id, at)
    session[NAME_KEY] = name
    mark_seen(session)
    if len(posts) == 1:
        session[POST_KEY] = posts[0]["id"]
    return posts


def held(user_id: int, at: datetime) -> list[dict[str, object]]:
    """Return the posts somebody holds at this moment, those where they stand in for a colleague among them."""
    return [
        {"id": row.id, "label": row.label, "post": row.post, "unit": row.unit_name, "instead_of": row.instead_of}
        for row in centers.appointments_of(user_id, at)
    ]


def take(session: SessionBase, appointment: str) -> bool:
    """Take another of the person's own posts; False when it is not theirs or has ended."""
    for post in held(int(session.get(SESSION_KEY, 0)), now()):
        if str(post["id"]) == appointment and centers.actor(int(str(post["id"])), now()) is not None:
            session[POST_KEY] = post["id"]
            return True
    return False
