"""Who calls a meeting, who sees it, who does what with it. What it says of a matter is for who may see that matter."""

from __future__ import annotations

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Net
from yiwang.centers.domain.words import STAFF_ROLES, Role, UnitKind
from yiwang.kernel.refusals import Refused

CALLERS = frozenset({Role.COORDINATOR, Role.CENTER_HEAD, Role.LEADER})
"""At a center: call meetings, keep their agenda and minutes, record decisions, confirm what was carried out."""
CHAIRS = frozenset({Role.CENTER_HEAD, Role.LEADER, Role.COORDINATOR})
REPORTERS = frozenset({Role.HANDLER, Role.UNIT_HEAD, Role.COORDINATOR, Role.CENTER_HEAD, Role.MEDIATOR, Role.GRID_WORKER})
"""At the unit of a task: report that it is done."""


def own_units(actor: Actor, net: Net) -> list[int]:
    """Return the unit acted for and those it took over from."""
    facts = net.unit(actor.unit) if actor.unit is not None else None
    return [facts.id, *net.stood_for(frozenset({facts.id})).get(facts.id, ())] if facts else []


def visible_to(actor: Actor, net: Net) -> tuple[str, list[object]]:
    """Return the condition about `meeting g` of what the actor may see of meetings; a conference's matter is asked besides."""
    units = own_units(actor, net)
    if actor.role not in STAFF_ROLES or not units:
        return "false", []
    text = (
        "(g.center = ANY(%s::bigint[]) OR EXISTS (SELECT FROM meeting_guest i WHERE i.county = g.county AND i.meeting_id = g.id"
        " AND (i.unit = ANY(%s::bigint[]) OR i.user_id = %s::bigint)))"
    )
    return text, [units, units, actor.user]


def must_call(actor: Actor, net: Net) -> int:
    """Return the center somebody calls meetings for. Refused `not_your_right`."""
    facts = net.unit(actor.unit) if actor.unit is not None else None
    if facts is None or facts.kind != UnitKind.CENTER or actor.role not in CALLERS:
        raise Refused("not_your_right")
    return facts.id


def keeps(actor: Actor, center: int, net: Net) -> bool:
    """Say whether somebody keeps the meetings of a center."""
    return actor.role in CALLERS and actor.unit is not None and center in own_units(actor, net)


def must_keep(actor: Actor, center: int, net: Net) -> None:
    """Refuse whoever does not keep the meetings of a center."""
    if not keeps(actor, center, net):
        raise Refused("not_your_right")


def reports_for(actor: Actor, unit: int | None, net: Net) -> bool:
    """Say whether somebody may report a task of a unit as done."""
    return actor.role in REPORTERS and unit is not None and unit in own_units(actor, net)
