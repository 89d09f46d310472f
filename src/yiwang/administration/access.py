"""How far a system officer reaches: the subtree of their center's region, never themself, never the officers who watch them."""

from __future__ import annotations

from datetime import datetime

from yiwang.accounts.models import User
from yiwang.audit.operations import Viewer
from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.centers.models import Appointment, Post
from yiwang.centers.operations import OFFICERS
from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused


def realm(by: Actor, at: datetime) -> str:
    """Return the region whose subtree this officer administers. Refused `not_your_right` for anybody else."""
    facts = centers.net(at).unit(by.unit) if by.role is Role.SYSTEM_ADMIN and by.unit is not None else None
    if facts is None:
        raise Refused("not_your_right")
    return facts.region


def everywhere(by: Actor, at: datetime) -> bool:
    """Say whether this officer answers for the whole installation, so that they may change what holds for all of it."""
    seat = centers.seat()
    return bool(seat) and seat.startswith(realm(by, at))


def the_whole(by: Actor, at: datetime) -> None:
    """Refuse (`rules_of_all`) what holds for the whole installation to an officer of a part of it."""
    if not everywhere(by, at):
        raise Refused("rules_of_all")


def unit_of(by: Actor, unit_id: int | None, at: datetime, *, field: str = "unit") -> centers.UnitRow:
    """Return a unit in force within the officer's reach. Refused `no_such_unit`."""
    row = centers.unit(unit_id) if unit_id is not None else None
    if row is None or not row.open or not tree.within(row.region, realm(by, at)):
        raise Refused("no_such_unit", field=field, unit=unit_id)
    return row


def post_of(by: Actor, post_id: int | None, at: datetime) -> tuple[Post, centers.UnitRow]:
    """Return an open post within reach and its unit. Refused `no_such_post`; `officers_from_above` for those of the officer's own place."""
    post = Post.objects.filter(pk=post_id, closed_on=None).first()
    if post is None:
        raise Refused("no_such_post", field="post")
    unit = unit_of(by, post.unit_id, at, field="post")
    _not_a_watcher(by, Role(post.role), unit.region, at)  # type: ignore[call-arg]
    return post, unit


def person_of(by: Actor, user_id: int | None, at: datetime) -> User:
    """Return somebody who has or had a post within reach. Refused `no_such_user`, `not_oneself`."""
    low, high = tree.code_range(realm(by, at))
    theirs = Appointment.objects.filter(user_id=user_id, post__unit__region_id__gte=low, post__unit__region_id__lt=high)
    user = User.objects.filter(pk=user_id).first()
    if user is None or not theirs.exists():
        raise Refused("no_such_user", field="user")
    if user.pk == by.user:
        raise Refused("not_oneself", field="user")
    return user


def own_person_of(by: Actor, user_id: int | None, at: datetime) -> User:
    """Return somebody whose sign-in this officer may lock or reset: no post beyond reach, no officer of the same place or above.

    Refused as `person_of`, and `also_elsewhere`, `officers_from_above`.
    """
    user = person_of(by, user_id, at)
    here = realm(by, at)
    for role, region in Appointment.objects.filter(user=user).exclude(ends__lte=at).values_list("post__role", "post__unit__region_id"):
        if not tree.within(region, here):
            raise Refused("also_elsewhere", field="user")
        _not_a_watcher(by, Role(role), region, at)  # type: ignore[call-arg]
    return user


def viewer(by: Actor) -> Viewer:
    """Return the officer as the administration log writes them down."""
    return Viewer(user=by.user, post=by.post, unit=by.unit, role=by.role)


def _not_a_watcher(by: Actor, role: Role, region: str, at: datetime) -> None:
    """The three officers of one place do not make each other; the place above does, or whoever runs the machine."""
    if role in OFFICERS and region == realm(by, at):
        raise Refused("officers_from_above", field="post")
