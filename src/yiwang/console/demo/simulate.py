"""The month, lived through: one queue of what happens next, by the clock of the sample; every deed through the real operations."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import BadInput, Refused

from .behaviour import next_step
from .hours import awake, default_workday, later
from .life import Life, Step, Wait
from .stories import intake, registrar_key
from .world import World

TICK = timedelta(hours=1)
"""How often the watcher looks, by the clock of the sample."""
PATIENCE = 3
"""Refused steps after which a story is left as it is."""
_REGISTRARS = {
    "grid": (Role.GRID_WORKER, Role.CLERK),
    "secretary": (Role.COORDINATOR, Role.CLERK),
    "hotline": (Role.CLERK,),
    "clerk": (Role.CLERK,),
    "clerk2": (Role.CLERK,),
}


class Simulation:
    """One process's share of the month."""

    def __init__(
        self,
        *,
        world: World,
        lives: Iterable[Life],
        start: datetime,
        watch: Callable[[datetime], object],
        attach: Callable[[Life, Actor, datetime], list[str]],
        workday: Callable[[date], bool] = default_workday,
    ) -> None:
        self.world = world
        self.watch = watch
        self.attach = attach
        self.workday = workday
        self.now = start
        self.next_tick = start + TICK
        self.refusals: Counter[tuple[str, str]] = Counter()
        self.registered = 0
        self._order = itertools.count()
        self._queue: list[tuple[datetime, int, Life, Step | None]] = []
        for life in lives:
            self._push(life.arrival.at, life, None)

    def run(self, until: datetime) -> None:
        """Live on until this moment."""
        while self._queue and self._queue[0][0] <= until:
            at, _, life, step = heapq.heappop(self._queue)
            self._tick(at)
            self.now = max(self.now, at)
            if not life.number:
                self._bring(life)
            elif step is None:
                self._look(life)
            else:
                self._do(life, step)
        self._tick(until)
        self.now = max(self.now, until)

    def _tick(self, at: datetime) -> None:
        while self.next_tick <= at:
            moment = self.next_tick
            self.world.surely(lambda moment=moment: self.watch(moment))  # type: ignore[misc]
            self.next_tick += TICK

    def _push(self, at: datetime, life: Life, step: Step | None) -> None:
        heapq.heappush(self._queue, (at, next(self._order), life, step))

    def _bring(self, life: Life) -> None:
        """Somebody comes and it is registered."""
        unit, stem = registrar_key(life)
        actor = self._registrar(life, unit, stem)
        try:
            done = self.world.register(intake=intake(life), actor=actor, at=self.now, name=life.name)
        except (Refused, BadInput) as refused:
            self._refused("register", refused)
            return
        self.registered += 1
        life.number = done.number
        life.registrar = actor if actor.role != Role.PERSON else None
        if self._refresh(life, done.county):
            self._plan(life)

    def _registrar(self, life: Life, unit: str, stem: str) -> Actor:
        if not unit:
            return Actor(role=Role.PERSON)
        center = life.crew.units.get(unit)
        roles = _REGISTRARS[stem]
        if center is None:
            center, roles = life.crew.center(unit.split("/", maxsplit=1)[0]), (Role.CLERK,)
        turn = 1 if stem == "clerk2" else 2 if stem == "hotline" else 0
        found = life.crew.who(center, roles, turn=turn)
        if found is None:
            raise LookupError(f"nobody registers at {unit}")
        return found

    def _do(self, life: Life, step: Step) -> None:
        data = {name: self._value(value) for name, value in step.data.items()}
        try:
            if step.act == "attach":
                data["files"] = self.world.surely(lambda: self.attach(life, step.actor, self.now))
            life.serial += 1
            done = self.world.act(
                number=life.number,
                act=step.act,
                actor=step.actor,
                at=self.now,
                subject=step.subject,
                data={name: value for name, value in data.items() if value not in ("", None)},
                name=f"{life.name}:{life.serial}",
            )
            if step.act == "instruct":
                life.instructed = done.seq
        except (Refused, BadInput) as refused:
            self._refused(step.act, refused)
            life.refused += 1
        there = self._refresh(life)
        if life.twin is not None and life.twin.number and step.act in {"merge", "unmerge", "link"}:
            self._refresh(life.twin)
        if there and life.refused <= PATIENCE:
            self._plan(life)

    def _look(self, life: Life) -> None:
        if self._refresh(life):
            self._plan(life)

    def _refresh(self, life: Life, county: str = "") -> bool:
        """Look how the matter stands; false when it is not there: a server killed between a light commit and the disk took it along."""
        try:
            life.case, life.version = self.world.case(county or life.number[:6], life.number)
        except LookupError:
            self.refusals["lost", "no_such_matter"] += 1
            return False
        return True

    def _value(self, value: Any) -> Any:
        """Return an input with days given from today ("+3") as dates."""
        if isinstance(value, str) and value.startswith("+") and value[1:].isdigit():
            return (day_of(self.now) + timedelta(days=int(value[1:]))).isoformat()
        return value

    def _plan(self, life: Life) -> None:
        """Put the next step of a matter into the queue."""
        step = next_step(life)
        if step is None or (isinstance(step, Step) and step.act == life.fate.hold):
            return
        if isinstance(step, Wait):
            self._push(max(step.until, self.now + timedelta(minutes=20)), life, None)
            return
        self._push(self._moment(life, step), life, step)

    def _moment(self, life: Life, step: Step) -> datetime:
        """Return when a step is done: after its time, but within its limit unless that is fated to be missed."""
        draw = life.dice.child("when", life.serial)
        at = later(self.now, step.hours * draw.spread(1.0, 1.5), step.regime, workday=self.workday)
        if step.not_before is not None:
            at = max(at, later(step.not_before, draw.random.random() * 6, "office", workday=self.workday))
        if step.limit is not None:
            at = self._within(step, at, draw.random.random())
            if step.missed:  # late, but in somebody's working hours all the same
                at = later(at, 0.1 + draw.random.random(), "office" if step.regime == "office" else "village", workday=self.workday)
            elif step.regime != "always":
                at = awake(at, since=self.now)
        return max(at, self.now + timedelta(seconds=40 + draw.between(0, 200)))

    def _within(self, step: Step, at: datetime, chance: float) -> datetime:
        limit = step.limit
        if limit is None:
            return at
        whole = limit.due - limit.started
        if step.missed:
            return max(at, limit.due + min(whole * 0.8, timedelta(hours=60)) * (0.2 + chance))
        margin = timedelta(hours=7 + 5 * chance) if whole > timedelta(hours=30) else whole * (0.1 + 0.2 * chance)
        return min(at, limit.due - margin)

    def _refused(self, act: str, refused: Exception) -> None:
        code = getattr(refused, "code", "") or ",".join(f"{error.code}:{error.field}" for error in getattr(refused, "errors", []))
        self.refusals[act, code] += 1
