"""A rehearsal of the month without a database: the same stories, decided by the real rules on a net made from the plan."""

from __future__ import annotations

import csv
import lzma
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.net import Staffer, UnitFacts
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.console.demo.crew import Crew
from yiwang.console.demo.dice import Dice
from yiwang.console.demo.duties import duty_list, zone_duties
from yiwang.console.demo.places import Place
from yiwang.console.demo.plan import CityPlan, plan_city
from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused
from yiwang.matters.domain import clocks, workflow
from yiwang.matters.domain.acts import SPECS, Act
from yiwang.matters.domain.case import Case, Move
from yiwang.matters.domain.ladder import next_rung
from yiwang.matters.domain.policy import CategoryFacts, MatterPolicy
from yiwang.matters.domain.reading import read_input
from yiwang.matters.operations.intake import SPEAKING
from yiwang.policy.domain.kinds import BODIES
from yiwang.policy.domain.words import Channel, Nature
from yiwang.policy.operations import shipped

DIVISIONS = Path(tree.__file__).parents[1] / "regions" / "data" / "divisions.csv.xz"


@cache
def places() -> dict[str, Place]:
    """The real places of the city from the shipped divisions."""
    found: dict[str, Place] = {}
    with lzma.open(DIVISIONS, "rt", encoding="utf-8", newline="") as stream:
        rows = [(row[0], row[1]) for row in csv.reader(stream) if row[0] == "37" or row[0].startswith("3705")]
    for code, name in sorted(rows, key=lambda row: (len(row[0]), row[0])):
        level = tree.level_of(code)
        parent = {1: "", 2: "37", 3: code[:4], 4: code[:6], 5: code[:9]}[level]
        above = found[parent].full if level in {4, 5} else found["3705"].name if level == 3 else ""
        found[code] = Place(code=code, level=level, name=name, parent=parent, full=above + name)
    return found


@cache
def packs() -> dict[str, Any]:
    """The shipped packs in force, by kind."""
    return {pack.kind: msgspec.structs.replace(pack, body=msgspec.convert(pack.body, BODIES[pack.kind])) for pack in shipped()}


@cache
def policy() -> MatterPolicy:
    found = packs()
    return MatterPolicy(
        calendar=found["calendar"].body.working_calendar(version=found["calendar"].version),
        clocks=found["clocks"].body,
        clocks_version=found["clocks"].version,
        procedures=found["procedures"].body,
        categories={n.code: CategoryFacts(natures=n.natures, procedures=n.procedures) for n in found["categories"].body.leaves},
        supervision=found["supervision"].body,
    )


class PlanNet:
    """The organisation of a plan, as the rules ask about it."""

    def __init__(self, plan: CityPlan, crew: Crew) -> None:
        self.plan, self.crew = plan, crew
        self.lists: dict[tuple[str, str, int], dict[str, str]] = {}
        for duty in duty_list(packs()["categories"].body):
            self.lists.setdefault((duty.unit_kind, duty.branch, duty.level), {})[duty.category] = duty.mode
        self.own: dict[str, dict[str, str]] = {}
        for key, category in zone_duties(plan.units):
            self.own.setdefault(key, {})[category] = "main"
        self.facts = {id_: self._facts(key) for key, id_ in crew.units.items()}

    def _facts(self, key: str) -> UnitFacts:
        unit = self.plan.units[key]
        line: list[int] = []
        if unit.main_center:
            line = [
                self.crew.units[f"{code}/center"] for code in reversed(tree.ancestors(unit.region)) if f"{code}/center" in self.crew.units
            ]
        parent = unit.parent
        while parent and not unit.main_center:
            line.append(self.crew.units[parent])
            parent = self.plan.units[parent].parent
        return UnitFacts(
            id=self.crew.units[key], kind=UnitKind(unit.kind), region=unit.region, line=tuple(line), main_center=unit.main_center
        )

    def unit(self, unit: int, /) -> UnitFacts | None:
        return self.facts.get(unit)

    def center_of(self, region: str, /) -> int | None:
        return self.crew.units.get(f"{region}/center")

    def stood_for(self, units: frozenset[int], /) -> dict[int, tuple[int, ...]]:
        return {}

    def parent_center(self, center: int, /) -> int | None:
        above = [c for code in tree.ancestors(self.facts[center].region) if (c := self.center_of(code))]
        return above[-1] if above else None

    def superior_organ(self, unit: int, /) -> int | None:
        facts = self.facts[unit]
        if facts.line:
            return facts.line[0]
        above = [c for code in tree.ancestors(facts.region) if (c := self.center_of(code))]
        return above[-1] if above else self.center_of(facts.region)

    def discipline_body(self, unit: int, /) -> int | None:
        region = self.facts[unit].region
        for code in [*reversed(tree.ancestors(region)), region]:
            found = self.crew.units.get(f"{code}/discipline")
            if found and found != unit:
                return found
        return None

    def _lists(self, unit: int) -> list[dict[str, str]]:
        key = self.crew.keys[unit]
        plan = self.plan.units[key]
        return [self.own.get(key, {}), self.lists.get((plan.kind, plan.line, tree.level_of(plan.region)), {})]

    def duty(self, unit: int, category: str, /) -> str | None:
        return next((listed[category] for listed in self._lists(unit) if category in listed), None)

    def has_duty_list(self, unit: int, /) -> bool:
        return any(self._lists(unit))

    def staff(self, unit: int, /) -> tuple[Staffer, ...]:
        return tuple(Staffer(user=a.user or 0, role=a.role, seconded_from=a.seconded_from) for a in self.crew.actors.get(unit, ()))

    def staffed(self, unit: int, /) -> bool:
        return bool(self.crew.actors.get(unit))


@cache
def city() -> tuple[CityPlan, Crew]:
    """The planned city with ids counted up."""
    plan = plan_city(places(), dice=Dice(7), unbuilt=0.02)
    units = {key: i for i, (key, unit) in enumerate(plan.units.items(), 1) if unit.built}
    users = {name: i for i, name in enumerate(plan.users, 1)}
    actors: dict[int, list[Actor]] = {}
    for post, holder in enumerate(plan.posts, 1):
        if holder.unit in units:
            unit = units[holder.unit]
            actors.setdefault(unit, []).append(Actor(role=Role(holder.role), user=users[holder.user], post=post, unit=unit))
    names = {units[key]: unit.short for key, unit in plan.units.items() if key in units}
    return plan, Crew(places=places(), units=units, actors={unit: tuple(each) for unit, each in actors.items()}, names=names)


class Rehearsal:
    """Stands where the database stands: cases in memory, decided by the rules; and a watcher."""

    def __init__(self) -> None:
        plan, crew = city()
        self.net = PlanNet(plan, crew)
        self.cases: dict[str, Case] = {}
        self.versions: Counter[str] = Counter()
        self.acts: Counter[str] = Counter()
        self.trace: list[tuple[str, str, str, datetime]] = []
        self.lates: dict[str, str] = {}

    def register(self, *, intake: Any, actor: Actor, at: datetime, name: str) -> Any:
        place = intake.place
        if actor.unit is not None:
            registrar = actor.unit
        else:
            registrar = next(c for code in reversed(tree.lineage(place)) if (c := self.net.center_of(code)))
        number = f"{tree.county_of(self.net.facts[registrar].region)}-{len(self.cases):05d}"
        own_contact = any(p.phone for p in intake.parties if p.part != "counterpart")
        self.cases[number] = workflow.open_case(
            number=number,
            actor=actor,
            at=at,
            channel=Channel(intake.channel),
            nature=Nature(intake.nature),
            category=intake.category,
            place=place,
            registrar=registrar,
            net=self.net,
            policy=policy(),
            accused=intake.accused_units,
            anonymous=intake.anonymous,
            own_contact=own_contact,
            parties=len(intake.parties),
            reporter=next((no for no, p in enumerate(intake.parties, 1) if p.part in SPEAKING), 0),
            claimants=intake.claimants,
        )
        self._count(number, "register", at)
        return SimpleNamespace(number=number, county=number[:6])

    def _count(self, number: str, act: str, at: datetime) -> None:
        self.versions[number] += 1
        self.acts[act] += 1
        self.trace.append((number, act, str(self.cases[number].state), at))

    def act(self, *, number: str, act: str, actor: Actor, at: datetime, subject: str, data: dict[str, Any], name: str) -> Any:
        values, texts = read_input(SPECS[Act(act)], data)
        move = Move(act=act, actor=actor, at=at, subject=subject, data=values, texts=frozenset(texts))
        case = self.cases[number]
        other = str(values.get("master") or values.get("other") or (case.master if act in {"unmerge", "follow_master"} else ""))
        decision = workflow.decide(case, move, self.net, policy(), self.cases.get(other))
        self.cases[number] = decision.case
        if decision.other is not None:
            self.cases[other] = decision.other
        self._count(number, act, at)
        for then in decision.then:
            self.act(number=then.number, act=str(then.act), actor=Actor(role=Role.SYSTEM), at=at, subject="m", data={}, name="")
        return SimpleNamespace(number=number, seq=self.versions[number])

    def case(self, county: str, number: str) -> tuple[Case, int]:
        return self.cases[number], self.versions[number]

    def surely(self, deed: Any) -> Any:
        return deed()

    def watch(self, at: datetime) -> None:
        """Raise limits, end suspensions, rule by default: as the watcher does."""
        system = Actor(role=Role.SYSTEM)
        for number, case in list(self.cases.items()):
            if case.suspension and at.date() > case.suspension.until + timedelta(days=1):
                self._try(number, "end_suspension", system, at, "m", {})
            for key, clock in case.clocks.items():
                if clock.state.value != "running":
                    continue
                if clock.due <= at and clock.raised != "late":
                    self.lates[number] = key
                    self._try(number, "raise_clock", system, at, "m", {"clock": key, "level": "late"})
                elif not clock.raised and clocks.soon_at(clock, policy()) <= at < clock.due:
                    self._try(number, "raise_clock", system, at, "m", {"clock": key, "level": "soon"})
                if clock.kind.value == "referral" and clock.due <= at:
                    self._try(number, "default_ruling", system, at, clock.subject, {})

        for number, case in list(self.cases.items()):
            rung = next_rung(case, policy())
            if rung is not None and rung.at <= at:
                self._try(number, "urge_by_rule", system, at, "m", {"clock": rung.clock})

    def _try(self, number: str, act: str, actor: Actor, at: datetime, subject: str, data: dict[str, Any]) -> None:
        try:
            self.act(number=number, act=act, actor=actor, at=at, subject=subject, data=data, name="")
        except Refused as refused:
            if refused.code not in {"wrong_state", "no_such_clock", "suspended"}:
                raise
