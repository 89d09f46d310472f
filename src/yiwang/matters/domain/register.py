"""Registration: the first entry of every matter. Whoever registers stays answerable until somebody receives."""

from __future__ import annotations

from datetime import datetime

from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused

from . import clocks
from .blocks import accusation_holder
from .case import Actor, Case
from .deeds.intake import with_trip
from .net import Net
from .policy import MatterPolicy
from .words import Channel, ClockKind, Nature, Procedure, Role, State, UnitKind

REGISTERING = frozenset(
    {
        Role.CLERK,
        Role.COORDINATOR,
        Role.CENTER_HEAD,
        Role.GRID_WORKER,
        Role.HANDLER,
        Role.UNIT_HEAD,
        Role.MEDIATOR,
        Role.PERSON,
        Role.SYSTEM,
    }
)
"""Who may bring a matter in; the system does it for the hotline and partners. Auditors and administrators never."""


def open_case(
    *,
    number: str,
    actor: Actor,
    at: datetime,
    channel: Channel,
    nature: Nature,
    category: str,
    place: str,
    registrar: int,
    net: Net,
    policy: MatterPolicy,
    holder: int | None = None,
    accused: tuple[int, ...] = (),
    accused_users: tuple[int, ...] = (),
    anonymous: bool = False,
    own_contact: bool = True,
    parties: int = 0,
    reporter: int = 0,
    claimants: int = 0,
    visiting: int = 0,
    grade: str = "",
) -> Case:
    """Return a newly registered case, its acceptance clock running, or raise Refused.

    `registrar` is the unit that registers; `holder` a center other than its own (a person's choice on the web).
    `visiting` counts the people who came along for a group; an accusation goes to the level above whom it accuses.
    """
    if actor.role not in REGISTERING:
        raise Refused("not_yours")
    if accused and nature != Nature.ACCUSATION:
        raise Refused("accused_without_accusation", field="accused")
    if visiting > policy.body.visiting_representatives:
        raise Refused("too_many_visitors", field="visiting", most=policy.body.visiting_representatives)
    led_by = holder_for(registrar=registrar, holder=holder, net=net)
    center = accusation_holder(led_by, accused, net) if nature == Nature.ACCUSATION else led_by
    if center is None:
        raise Refused("no_holder", field="registrar")
    case = Case(
        number=number,
        state=State.REGISTERED,
        nature=nature,
        procedure=_procedure(category, nature, policy),
        category=category,
        channel=channel,
        place=place,
        trail=(center,),
        registrar=registrar,
        registered_by=actor.user,
        registered=at,
        anonymous=anonymous,
        own_contact=own_contact,
        accused=accused,
        accused_users=accused_users,
        parties=parties,
        reporter=reporter,
        claimants=claimants,
        grade=grade,
    )
    return _begun(case, at=at, policy=policy)


def _begun(case: Case, *, at: datetime, policy: MatterPolicy) -> Case:
    """Return the case with its acceptance clock running; coming to a window is a trip."""
    came = with_trip(case, at) if case.channel == Channel.WINDOW else case
    return clocks.start(came, ClockKind.ACCEPTANCE, at=at, policy=policy)


def _procedure(category: str, nature: Nature, policy: MatterPolicy) -> Procedure:
    """Return how a matter of this category and nature is handled, or refuse what the pack does not know."""
    procedure = policy.procedure_of(category, nature)
    if procedure is None:
        raise Refused("nature_not_allowed" if category in policy.categories else "unknown_category", field="category")
    return procedure


def holder_for(*, registrar: int, holder: int | None, net: Net) -> int | None:
    """Return the center that leads at first: the one named, the registrar if it is a center, else the nearest of its region."""
    facts = net.unit(holder if holder is not None else registrar)
    if facts is None or not facts.open:
        return None
    if facts.kind == "center":
        return facts.id
    if holder is not None:
        return None
    region = facts.region
    while region:
        center = net.center_of(region)
        if center is not None:
            return center
        region = region[: {12: 9, 9: 6, 6: 4, 4: 2}.get(len(region), 0)]
    return None


def registering_center(actor: Actor, place: str, net: Net) -> int:
    """Return the center a registration belongs to. Refused `no_center` where no region upwards has one, `not_yours` for other roles."""
    if actor.role in {Role.PERSON, Role.SYSTEM}:
        region = place
    else:
        facts = net.unit(actor.unit) if actor.unit is not None else None
        if facts is None:
            raise Refused("not_your_right")
        if facts.kind == UnitKind.CENTER:
            return facts.id
        region = facts.region
    for code in reversed(tree.lineage(region)):
        center = net.center_of(code)
        if center is not None:
            return center
    raise Refused("no_center", field="place")
