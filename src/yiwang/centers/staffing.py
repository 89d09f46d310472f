"""Staffing many units at once: posts, appointments, residencies and plaques in a few statements, all or none.

What `operations.create_post`, `appoint`, `move_in` and `hang_plaque` do one by one, for a city that is set up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec
from django.db import transaction

from yiwang.kernel.refusals import Refused

from .cache import changed
from .domain.actor import Actor
from .domain.words import Role, UnitKind
from .models import Appointment, DutyItem, Plaque, Post, Residency
from .operations import OFFICERS
from .promises import refusing
from .rows import ask

_BATCH = 4000


class NewHolder(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to hold a post of a role at a unit; the post is made if the unit has none of that name."""

    unit: int
    role: Role
    user: int
    name: str = ""


class NewResident(msgspec.Struct, frozen=True, kw_only=True):
    """A unit to sit in a center."""

    center: int
    unit: int
    mode: str
    counter: str = ""


class NewDuty(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a duty list: for one unit, or for all units of a kind, branch and level."""

    category: str
    mode: str
    unit: int | None = None
    unit_kind: UnitKind | None = None
    branch: str = ""
    level: int | None = None


@transaction.atomic
def staff(*, holders: Sequence[NewHolder], at: datetime) -> None:
    """Create the posts and appoint their holders from `at`. Refused `officers_apart`, `bad_choice`, `post_exists`, `already_appointed`."""
    _officers_apart(holders)
    with refusing():
        wanted = {(h.unit, h.name or h.role.zh): h.role for h in holders}
        known = {(post.unit_id, post.name): post for post in Post.objects.filter(unit_id__in={unit for unit, _ in wanted}, closed_on=None)}
        fresh = [Post(unit_id=unit, role=role.value, name=name) for (unit, name), role in wanted.items() if (unit, name) not in known]
        known |= {(post.unit_id, post.name): post for post in Post.objects.bulk_create(fresh, batch_size=_BATCH)}
        Appointment.objects.bulk_create(
            [Appointment(user_id=h.user, post=known[h.unit, h.name or h.role.zh], starts=at) for h in holders], batch_size=_BATCH
        )
    changed()


def _officers_apart(holders: Iterable[NewHolder]) -> None:
    roles: defaultdict[int, set[Role]] = defaultdict(set)
    for holder in holders:
        if holder.role in {Role.PERSON, Role.SYSTEM}:
            raise Refused("bad_choice", field="role")
        roles[holder.user].add(holder.role)
    for user, role in Appointment.objects.filter(user_id__in=list(roles), ends=None).values_list("user_id", "post__role"):
        roles[user].add(Role(role))  # type: ignore[call-arg]
    for user, held in roles.items():
        if held & OFFICERS and len(held) > 1:
            raise Refused("officers_apart", field="post", user=user)


@transaction.atomic
def settle_in(*, residents: Sequence[NewResident], since: date) -> None:
    """Bring units into centers. Refused `bad_choice` (mode), `already_resident`."""
    if any(resident.mode not in Residency.Mode.values for resident in residents):
        raise Refused("bad_choice", field="mode")
    rows = [Residency(center_id=r.center, unit_id=r.unit, mode=r.mode, counter=r.counter, since=since) for r in residents]
    with refusing():
        Residency.objects.bulk_create(rows, batch_size=_BATCH)
    changed()


@transaction.atomic
def hang_plaques(*, names: Mapping[int, Sequence[str]], on: date) -> None:
    """Give centers (by unit id) other names they work under. Refused `plaque_exists`."""
    rows = [Plaque(center_id=center, name=name, hung_on=on) for center, each in names.items() for name in each]
    with refusing():
        Plaque.objects.bulk_create(rows, batch_size=_BATCH)


@transaction.atomic
def list_duties(*, lines: Sequence[NewDuty], since: date, source: str) -> None:
    """Write duty lists where there are none yet. Refused `bad_choice` (mode), `duty_listed` (use `set_duty` to change a list)."""
    if any(line.mode not in DutyItem.Mode.values for line in lines):
        raise Refused("bad_choice", field="mode")
    rows = [
        DutyItem(
            unit_id=line.unit,
            unit_kind=line.unit_kind.value if line.unit_kind else "",
            branch=line.branch,
            level=line.level,
            category=line.category,
            mode=line.mode,
            since=since,
            source=source,
        )
        for line in lines
    ]
    with refusing():
        DutyItem.objects.bulk_create(rows, batch_size=_BATCH)
    changed()


def everybody(*, below: str, at: datetime) -> dict[int, tuple[Actor, ...]]:
    """Return who may act at every unit in the subtree of a region at that moment: unit id → actors, the oldest appointment first."""
    rows = ask(
        """
        SELECT p.unit_id, p.role, a.user_id, a.id,
               array(SELECT DISTINCT q.unit_id FROM centers_appointment b JOIN centers_post q ON q.id = b.post_id
                     WHERE b.user_id = a.user_id AND q.unit_id <> p.unit_id AND b.starts <= %(at)s AND (b.ends IS NULL OR b.ends > %(at)s)
                     ORDER BY q.unit_id)
        FROM centers_appointment a JOIN centers_post p ON p.id = a.post_id JOIN centers_unit u ON u.id = p.unit_id
        JOIN accounts_user s ON s.id = a.user_id
        WHERE u.region_id LIKE %(below)s AND u.valid_to IS NULL AND s.is_active
          AND a.starts <= %(at)s AND (a.ends IS NULL OR a.ends > %(at)s)
        ORDER BY a.id
        """,
        {"below": f"{below}%", "at": at},
    )
    found: defaultdict[int, list[Actor]] = defaultdict(list)
    for unit, role, user, post, others in rows:
        found[unit].append(Actor(role=Role(role), user=user, post=post, unit=unit, seconded_from=tuple(others)))  # type: ignore[call-arg]
    return {unit: tuple(actors) for unit, actors in found.items()}
