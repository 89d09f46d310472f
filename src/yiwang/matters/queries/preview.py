"""What would become of an intake: who would lead, which deeds its registrar could do at once, which limits would run. Writes nothing."""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Net
from yiwang.kernel.refusals import Refused

from ..domain import workflow
from ..domain.acts import Act
from ..domain.case import Case, Clock, Move
from ..domain.policy import MatterPolicy
from ..domain.register import registering_center
from ..domain.words import Channel, ClockKind, Nature, Role
from .policy import policy_at


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """How the matter would stand right after its registration, by the same rules that decide it then."""

    holder: int
    acts: frozenset[Act]
    """What the registrar could do on it at once; dispatch after accepting it."""
    clocks: tuple[Clock, ...]
    """The limits of acceptance, of receipt by the unit, and of handling, as far as they would run."""
    refused: str = ""
    """Why the unit named cannot be the lead, "" when it can or none is named."""


class _Looking(msgspec.Struct, frozen=True):
    net: Net
    policy: MatterPolicy
    at: datetime

    def done(self, case: Case, act: Act, actor: Actor, **data: object) -> Case:
        """Return the case after one more deed, or raise Refused."""
        return workflow.decide(case, Move(act=act, actor=actor, at=self.at, data=data), self.net, self.policy).case

    def open_to(self, case: Case, actor: Actor) -> frozenset[Act]:
        """Return the acts on the matter itself that the actor may do now."""
        offers = workflow.offers(case, actor, self.net, self.policy, self.at)
        return frozenset(offer.act for offer in offers if offer.subject == "m" and offer.refused is None)


def preview(
    *,
    actor: Actor,
    category: str,
    nature: str,
    place: str,
    channel: str,
    at: datetime,
    unit: int | None = None,
    accused: tuple[int, ...] = (),
) -> Preview | None:
    """Return what registering this would lead to, None while the rules would not let it be registered; no statement on the way."""
    look = _Looking(centers.net(at), policy_at(at), at)
    try:
        case = _registered(look, actor, category=category, nature=nature, place=place, channel=channel, accused=accused)
    except (Refused, ValueError):
        return None
    acts = look.open_to(case, actor)
    led = Actor(role=Role.CENTER_HEAD, unit=case.holder)
    clocks = [case.clocks["m.acceptance"]] if "m.acceptance" in case.clocks else []
    refused = ""
    try:
        accepted = look.done(case, Act.ACCEPT, led)
        if Act.ACCEPT in acts:
            acts |= look.open_to(accepted, actor) & {Act.DISPATCH}
        case = look.done(accepted, Act.DISPATCH, led, unit=unit) if unit is not None else accepted
    except Refused as refusal:
        refused = refusal.code
    clocks += [c for c in case.clocks.values() if c.kind in {ClockKind.RECEIPT, ClockKind.HANDLING}]
    return Preview(holder=case.holder, acts=acts, clocks=tuple(sorted(clocks, key=lambda c: c.due)), refused=refused)


def _registered(look: _Looking, actor: Actor, *, category: str, nature: str, place: str, channel: str, accused: tuple[int, ...]) -> Case:
    center = registering_center(actor, place, look.net)
    facts = look.policy.categories.get(category)
    chosen = Nature.of(nature) if nature else (facts.natures[0] if facts else Nature.HELP)
    return workflow.open_case(
        number="",
        actor=actor,
        at=look.at,
        channel=Channel.of(channel),
        nature=chosen,
        category=category,
        place=place,
        registrar=actor.unit if actor.unit is not None else center,
        net=look.net,
        policy=look.policy,
        accused=accused,
    )
