"""Absence (代班): somebody acts at another's post from a day to a day, under their own name; one step, no circle, officers apart.

A substitution is an appointment of its own to the same post, which names the one it stands in for: rights, queues and notices of the
post follow by themselves, and every deed names the appointment it was done under.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from django.db import transaction

from yiwang.accounts.models import User
from yiwang.audit.changes import record_change
from yiwang.audit.operations import Viewer
from yiwang.kernel.refusals import Refused

from .cache import changed
from .domain.actor import Actor
from .domain.words import Role
from .models import Appointment
from .operations import keep_officers_apart
from .promises import refusing
from .rows import ask

LONGEST = timedelta(days=90)
NAMING = frozenset({Role.UNIT_HEAD, Role.CENTER_HEAD})
"""Besides the absent themself: who answers for the unit says who stands in there."""
_HEADS = frozenset({Role.UNIT_HEAD, Role.CENTER_HEAD, Role.LEADER})


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may stand in."""

    user: int
    name: str
    posts: str


class Substitution(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody stands in for somebody at a post."""

    id: int
    appointment: int
    absent: str
    substitute: str
    post: str
    unit: str
    starts: datetime
    ends: datetime
    reason: str


@transaction.atomic
def stand_in(*, by: Actor, appointment_id: int, user_id: int | None, starts: datetime, ends: datetime, reason: str, at: datetime) -> int:
    """Let somebody act at the post of an absent colleague for a time, and return the number of that appointment.

    Refused: `no_such_appointment` (none `by` may speak for), `required`, `ends_before_start`, `in_the_past`, `substitute_too_long`,
    `substitute_oneself`, `substitute_chain`, `substitute_circle`, `substitute_busy`, `substitute_taken`, `no_such_substitute`,
    `officers_apart`.
    """
    row = _spoken_for(by, appointment_id, at)
    if user_id is None:
        raise Refused("required", field="user")
    if starts < at - timedelta(days=1):
        raise Refused("in_the_past", field="starts")
    if ends <= max(starts, at):
        raise Refused("ends_before_start", field="ends")
    if ends - starts > LONGEST:
        raise Refused("substitute_too_long", field="ends", days=LONGEST.days)
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id, is_active=True).first()
    _check(row, user, starts, ends, at)
    role = Role(row.post.role)  # type: ignore[call-arg]
    keep_officers_apart(user_id=user_id, role=role, starts=starts, ends=ends)
    with refusing():
        made = Appointment.objects.create(
            user_id=user_id, post=row.post, starts=max(starts, row.starts), ends=ends, stands_in_for=row, reason=reason.strip()[:100]
        )
    changed()
    _note(by, "substitute", row, at, after={**_told(made), "reason": reason.strip()[:100]})
    return made.pk


def _check(row: Appointment, user: User | None, starts: datetime, ends: datetime, at: datetime) -> None:
    """Refuse a substitute who cannot be one, and chains and circles of them."""
    if user is not None and user.pk == row.user_id:
        raise Refused("substitute_oneself", field="user")
    if user is None or user.pk not in {one.user for one in candidates(appointment_id=row.pk, at=at)}:
        raise Refused("no_such_substitute", field="user")
    overlapping = Appointment.objects.filter(stands_in_for__isnull=False, starts__lt=ends, ends__gt=starts)
    if overlapping.filter(stands_in_for__user=user).exists():
        raise Refused("substitute_circle", field="user")
    if overlapping.filter(user_id=row.user_id).exists():
        raise Refused("substitute_busy")


@transaction.atomic
def end_stand_in(*, by: Actor, substitution_id: int, at: datetime) -> None:
    """End a substitution now: the absent one is back, or somebody else is to do it. Refused `no_such_substitution`."""
    made = Appointment.objects.select_for_update(of=("self",)).filter(pk=substitution_id, stands_in_for__isnull=False, ends__gt=at).first()
    if made is None:
        raise Refused("no_such_substitution")
    try:
        row = _spoken_for(by, made.stands_in_for_id or 0, at)
    except Refused as refusal:
        raise Refused("no_such_substitution") from refusal
    told = _told(made)
    made.ends = max(at, made.starts + timedelta(microseconds=1))
    made.save(update_fields=["ends"])
    changed()
    _note(by, "end_substitute", row, at, before=told)


def _spoken_for(by: Actor, appointment_id: int, at: datetime) -> Appointment:
    """Return an appointment in force that this actor may speak for: their own, or one of the unit they head."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("post__unit", "user").exclude(ends__lte=at)
    row = rows.filter(pk=appointment_id, post__closed_on=None).first()
    if row is None:
        raise Refused("no_such_appointment")
    if row.stands_in_for_id is not None:
        raise Refused("substitute_chain")
    own = row.user_id == by.user and by.instead_of is None
    heads = by.role in NAMING and by.unit == row.post.unit_id and by.instead_of is None
    if not (own or heads):
        raise Refused("no_such_appointment")
    return row


def candidates(*, appointment_id: int, at: datetime) -> list[Candidate]:
    """Return who may stand in at this post: people of the unit, of its superior, of the units beside it.

    For heads only other heads, so that nobody rules on what they asked for themself; for an officer only an officer of the same kind.
    """
    rows = ask(_CANDIDATES, {"appointment": appointment_id, "at": at, "heads": [role.value for role in _HEADS]})
    return [Candidate(user=user, name=name, posts=posts) for user, name, posts in rows]


_CANDIDATES = """
    SELECT s.id, s.name, string_agg(DISTINCT q.name || ' · ' || n.short, '、')
    FROM centers_appointment a JOIN centers_post p ON p.id = a.post_id JOIN centers_unit u ON u.id = p.unit_id
    JOIN centers_unit n ON n.valid_to IS NULL AND (n.id = u.id OR n.id = u.parent_id
        OR (n.kind = u.kind AND n.branch = u.branch AND length(n.region_id) = length(u.region_id) AND (
            (u.parent_id IS NOT NULL AND n.parent_id = u.parent_id)
            OR (u.parent_id IS NULL AND left(n.region_id, 9) = left(u.region_id, 9)))))
    JOIN centers_post q ON q.unit_id = n.id AND q.closed_on IS NULL
    JOIN centers_appointment b ON b.post_id = q.id AND b.stands_in_for_id IS NULL
        AND b.starts <= %(at)s AND (b.ends IS NULL OR b.ends > %(at)s)
    JOIN accounts_user s ON s.id = b.user_id AND s.is_active AND s.id <> a.user_id
    WHERE a.id = %(appointment)s AND (p.role <> ALL(%(heads)s) OR q.role = ANY(%(heads)s))
      AND (p.role IN ('auditor', 'security', 'system_admin')) = (q.role IN ('auditor', 'security', 'system_admin'))
      AND (p.role NOT IN ('auditor', 'security', 'system_admin') OR p.role = q.role)
    GROUP BY s.id, s.name ORDER BY bool_or(n.id = u.id) DESC, s.initials, s.id LIMIT 200
"""


def substitutions(*, by: Actor, at: datetime) -> list[Substitution]:
    """Return the substitutions, now and to come, that this actor may end: at their own posts, and in the unit they head."""
    heads = by.unit if by.role in NAMING else None
    return _listed("y.user_id = %(user)s OR p.unit_id = %(unit)s", {"user": by.user, "unit": heads, "at": at})


def standing_in(*, user_id: int, at: datetime) -> list[Substitution]:
    """Return where somebody stands in for others, now and to come."""
    return _listed("a.user_id = %(user)s", {"user": user_id, "at": at})


def _listed(condition: str, values: dict[str, object]) -> list[Substitution]:
    rows = ask(
        f"""
        SELECT a.id, y.id, z.name, s.name, p.name, u.name, a.starts, a.ends, a.reason
        FROM centers_appointment a JOIN centers_appointment y ON y.id = a.stands_in_for_id
        JOIN accounts_user s ON s.id = a.user_id JOIN accounts_user z ON z.id = y.user_id
        JOIN centers_post p ON p.id = a.post_id JOIN centers_unit u ON u.id = p.unit_id
        WHERE a.ends > %(at)s AND ({condition}) ORDER BY a.starts, a.id
        """,  # noqa: S608  # our own text
        values,
    )
    return [Substitution(**dict(zip(Substitution.__struct_fields__, row, strict=True))) for row in rows]


def absences(*, by: Actor, at: datetime) -> list[tuple[int, str]]:
    """Return the appointments this actor may name a substitute for, with name and post: their own ones, and those of the unit they head."""
    if by.instead_of is not None:
        return []
    heads = by.unit if by.role in NAMING else None
    return [
        (key, f"{name} · {post} · {unit}")
        for key, name, post, unit in ask(
            """
            SELECT a.id, s.name, p.name, u.name FROM centers_appointment a JOIN centers_post p ON p.id = a.post_id AND p.closed_on IS NULL
            JOIN centers_unit u ON u.id = p.unit_id JOIN accounts_user s ON s.id = a.user_id
            WHERE a.stands_in_for_id IS NULL AND a.starts <= %s AND (a.ends IS NULL OR a.ends > %s) AND s.is_active
              AND (a.user_id = %s OR p.unit_id = %s) ORDER BY a.user_id <> %s, a.id LIMIT 200
            """,
            [at, at, by.user, heads, by.user],
        )
    ]


def _told(made: Appointment) -> dict[str, str]:
    ends = made.ends.isoformat() if made.ends else ""
    return {"substitute": made.user.name, "starts": made.starts.isoformat(), "ends": ends}


def _note(
    by: Actor, deed: str, row: Appointment, at: datetime, *, before: dict[str, str] | None = None, after: dict[str, str] | None = None
) -> None:
    """Write down who stands in: the substitute's name stands beside the post of the absent one."""
    record_change(
        by=Viewer(user=by.user, post=by.post, unit=by.unit, role=by.role),
        deed=deed,
        subject=f"user.{row.user_id}",
        name=f"{row.user.name} · {row.post.name} · {row.post.unit.name}",
        place=row.post.unit.region_id,
        before=before,
        after=after,
        at=at,
    )
