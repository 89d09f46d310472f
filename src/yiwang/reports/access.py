"""Who may report, sign and end. Who may see a report is who may see its matter; outside, neither exists."""

from __future__ import annotations

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Net
from yiwang.centers.domain.words import STAFF_ROLES, Role
from yiwang.kernel.refusals import Refused
from yiwang.matters.access import sight
from yiwang.matters.domain.words import Nature
from yiwang.matters.queries.grave import Grave

SIGNERS: tuple[frozenset[Role], ...] = (
    frozenset({Role.LEADER}),
    frozenset({Role.CENTER_HEAD}),
    frozenset({Role.COORDINATOR}),
    frozenset({Role.CLERK}),
)
"""Who is asked to sign at a center: the leaders; without one the head, and so on: nothing waits for nobody."""
LEADING = frozenset({Role.LEADER, Role.CENTER_HEAD})
SIGNING = frozenset({Role.LEADER, Role.CENTER_HEAD, Role.COORDINATOR, Role.CLERK})
WHEN_LATE: tuple[frozenset[Role], ...] = (frozenset({Role.LEADER, Role.CENTER_HEAD, Role.COORDINATOR}), frozenset({Role.CLERK}))
"""Who is told besides when nobody has signed in time."""
ENDING = frozenset({Role.COORDINATOR, Role.CENTER_HEAD, Role.LEADER})
REPORTING = STAFF_ROLES - {Role.DISCIPLINE}


def may_raise(actor: Actor, matter: Grave) -> None:
    """Refuse whoever may not report a matter they see: everybody who handles matters may, and nobody an accusation."""
    if matter.case.nature == Nature.ACCUSATION:
        raise Refused("accusation_not_reported")
    if actor.role not in REPORTING:
        raise Refused("not_your_right")


def may_add(actor: Actor, matter: Grave, net: Net) -> bool:
    """Say whether the actor may make a follow-up report: whoever's unit has a part in the matter."""
    return actor.role in REPORTING and actor.unit in sight(matter.case, net).stakes


def may_end(actor: Actor, matter: Grave, unit: int) -> bool:
    """Say whether the actor may make the final report: who leads at the center that holds the matter, or that reported it."""
    return actor.role in ENDING and actor.unit in {matter.case.holder, unit}


def may_sign(actor: Actor, waiting: frozenset[int]) -> bool:
    """Say whether the actor may sign for their level; `waiting` holds the units that have not signed."""
    return actor.role in SIGNING and actor.unit in waiting
