"""Who works in which hall: the center's own people, and those of units present in it; who supervises and who arranges it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.centers.models import Residency
from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused

SERVING = frozenset({Role.CLERK, Role.COORDINATOR, Role.CENTER_HEAD, Role.HANDLER, Role.UNIT_HEAD, Role.MEDIATOR})
"""Who may sit at a window."""
SUPERVISING = frozenset({Role.COORDINATOR, Role.CENTER_HEAD})
"""Who opens, pauses and assigns the windows of their own center."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A center as the hall knows it."""

    center: int
    county: str
    """The county its tickets are kept under."""
    region: str


def place(center: int, at: datetime) -> Place:
    """Return where a center stands. Refused `no_such_hall` when there is no such center in being."""
    facts = centers.net(at).unit(center)
    if facts is None or facts.id != center or facts.kind != UnitKind.CENTER or not facts.open:
        raise Refused("no_such_hall", field="center")
    return Place(center=center, county=tree.county_of(facts.region), region=facts.region)


def hall_of(actor: Actor, at: datetime) -> int:
    """Return the center in whose hall the actor works. Refused `no_hall_of_yours` when there is none."""
    if actor.unit is not None and actor.role in SERVING:
        facts = centers.net(at).unit(actor.unit)
        if facts is not None and facts.kind == UnitKind.CENTER:
            return facts.id
        present = Residency.objects.filter(unit_id=actor.unit, until=None, mode__in=(Residency.Mode.PERMANENT, Residency.Mode.ROTATING))
        if (found := present.order_by("id").values_list("center_id", flat=True).first()) is not None:
            return int(found)
    raise Refused("no_hall_of_yours")


def supervise(actor: Actor, center: int, at: datetime) -> None:
    """Refused `not_yours` unless the actor supervises this hall."""
    if actor.role not in SUPERVISING or hall_of(actor, at) != center:
        raise Refused("not_yours")


def arrange(actor: Actor, center: int, at: datetime) -> None:
    """Refused `not_yours` unless the actor may set up this hall: who supervises it, or the system administrator of a place around it."""
    if actor.role == Role.SYSTEM_ADMIN and actor.unit is not None:
        own = centers.net(at).unit(actor.unit)
        if own is not None and place(center, at).region.startswith(own.region):
            return
        raise Refused("not_yours")
    supervise(actor, center, at)
