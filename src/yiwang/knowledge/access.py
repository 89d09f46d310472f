"""Whose answers and templates a post reads and writes: those of its own unit, of the units above it in its line, of the centers above."""

from __future__ import annotations

from datetime import datetime

from yiwang.centers import queries as centers
from yiwang.centers.domain.actor import Actor
from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused

from .domain.words import PUBLISHERS, WRITERS


def owners(actor: Actor, at: datetime) -> tuple[int, ...]:
    """Return the units whose answers and templates this post reads, its own first; none for who handles no matters."""
    net = centers.net(at)
    facts = net.unit(actor.unit) if actor.unit is not None and actor.role in WRITERS else None
    if facts is None:
        return ()
    above = (center for step in reversed(tree.lineage(facts.region)) if (center := net.center_of(step)) is not None)
    return tuple(dict.fromkeys((facts.id, *facts.line, *above)))


def writes(actor: Actor) -> int:
    """Return the unit a post writes for. Refused `not_your_right`."""
    if actor.unit is None or actor.role not in WRITERS:
        raise Refused("not_your_right")
    return actor.unit


def publishes(actor: Actor) -> int:
    """Return the unit a post publishes for. Refused `not_your_right`."""
    if actor.unit is None or actor.role not in PUBLISHERS:
        raise Refused("not_your_right")
    return actor.unit
