"""One matter as the simulation follows it, and the step that comes next: who does what, on what, how much later."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.matters.domain.case import Case, Clock, Order, Request
from yiwang.matters.domain.words import OPEN_ORDER_STATES, ClockKind

from .arrivals import Arrival
from .crew import Crew
from .dice import Dice
from .fate import Fate
from .places import Place
from .telling import Telling, say

COORDINATES = (Role.COORDINATOR, Role.CENTER_HEAD, Role.DISCIPLINE)
FRONT = (Role.CLERK, *COORDINATES)
HANDLES = (Role.HANDLER, Role.MEDIATOR, Role.UNIT_HEAD, Role.GRID_WORKER, Role.COORDINATOR)
HEADS = (Role.UNIT_HEAD, Role.CENTER_HEAD)
FAST = frozenset({"hazard", "emergency"})


@dataclass(frozen=True)
class Plan:
    """What a month to be lived through rests on."""

    seed: int
    matters: int
    until: datetime
    days: int
    build: str
    """Name of this build: part of the key of every deed."""


@dataclass(frozen=True)
class Step:
    """What somebody will do next."""

    act: str
    actor: Actor
    data: dict[str, Any] = field(default_factory=dict)
    subject: str = "m"
    hours: float = 2.0
    regime: str = "office"
    limit: Clock | None = None
    """The limit this step has to meet; the scheduler keeps it, unless it is fated to be missed."""
    missed: bool = False
    not_before: datetime | None = None


@dataclass(frozen=True)
class Wait:
    """Nothing to do for us before this moment; then look again."""

    until: datetime


@dataclass
class Life:
    """One matter: what was drawn for it, and how it stands."""

    name: str
    arrival: Arrival
    telling: Telling
    fate: Fate
    village: Place
    dice: Dice
    crew: Crew
    number: str = ""
    case: Case = None  # type: ignore[assignment]
    version: int = 0
    did: set[str] = field(default_factory=set)
    """Once-only turns already taken, also those that were refused."""
    twin: Life | None = None
    """The earlier matter this one repeats, or is linked with."""
    door: tuple[str, str] | None = None
    """Where it is registered, if that is not left to chance: (plan key of the center, who)."""
    registrar: Actor | None = None
    instructed: int = 0
    """Entry of the leader's instruction, while it waits for its answer."""
    refused: int = 0
    serial: int = 0

    @property
    def holder(self) -> int:
        """The center that leads now."""
        return self.case.trail[-1]

    @property
    def county(self) -> str:
        """The county of the place."""
        return self.village.code[:6]

    @property
    def fast(self) -> bool:
        """Say whether people see to it day and night."""
        return self.case.procedure.value in FAST

    @property
    def duty(self) -> str:
        """Return whose hours hold where people see to it at once: day and night in an emergency, else from early to late."""
        return "always" if self.case.procedure.value == "emergency" else "duty"

    @property
    def regime(self) -> str:
        """Return whose hours those keep who see to it."""
        return self.duty if self.fast else "village" if self.crew.level(self.holder) == 5 else "office"

    @property
    def turn(self) -> int:
        """A number that spreads matters over people."""
        return int(self.dice.name[-1]) if str(self.dice.name[-1]).isdigit() else 0

    def say(self, *path: str, **more: object) -> str:
        """Return a shared phrase about this matter, the same for the same place in its story."""
        return say(self.telling, *path, dice=self.dice.child(*path, self.version), **more)

    def once(self, turn: str) -> bool:
        """Say whether a once-only turn is still ahead, and mark it as taken."""
        if turn in self.did:
            return False
        self.did.add(turn)
        return True

    def chance(self, name: str, probability: float) -> bool:
        """Draw a small thing once for this matter."""
        return self.dice.child("chance", name).chance(probability)

    def person(self) -> Actor:
        """Return the person who brought it, as an actor."""
        return Actor(role=Role.PERSON, party=self.number)

    def who(self, unit: int, *roles: Role, without: Collection[int | None] = ()) -> Actor | None:
        """Return somebody at a unit who is not barred from this matter."""
        return self.crew.who(unit, roles, {*without, *self.case.recused}, self.turn)

    def coordinator(self, *, fresh: bool = False, besides: int | None = None) -> Actor | None:
        """Return a coordinator of the holder; `fresh`: one who did not handle; `besides` that user; else of the center above."""
        without = {besides, *(self.case.handlers if fresh else ())}
        unit: int | None = self.holder
        while unit is not None:
            found = self.who(unit, *COORDINATES, without=without)
            if found:
                return found
            unit = self.crew.parent_center(unit) if unit in self.crew.keys and self.crew.keys[unit].endswith("/center") else None
        return None

    def clock(self, kind: ClockKind, subject: str = "m") -> Clock | None:
        """Return the running clock of a kind, None when there is none."""
        for clock in self.case.clocks.values():
            if clock.kind == kind and clock.subject == subject and clock.state.value == "running":
                return clock
        return None

    def requests(self, kind: str) -> Iterator[tuple[str, Request]]:
        """Yield the open requests of a kind."""
        yield from ((key, request) for key, request in self.case.requests.items() if request.kind == kind and request.state == "open")

    def orders(self, *, parent: str | None = None, lead: bool | None = None) -> Iterator[tuple[str, Order]]:
        """Yield the open orders, of a parent, leading or not."""
        for key, order in self.case.orders.items():
            if order.state in OPEN_ORDER_STATES and (parent is None or order.parent == parent) and (lead is None or order.lead == lead):
                yield key, order
