"""The canonical net: five levels of centers, departments, a station, a committee, a discipline body, and the standing cast.

Everything the rules are tested on is small, made up and the same in every test.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from yiwang.matters.domain.case import Actor, Case, Move
from yiwang.matters.domain.net import Staffer, UnitFacts
from yiwang.matters.domain.policy import CategoryFacts, MatterPolicy
from yiwang.matters.domain.words import Channel, Nature, Procedure, Role, UnitKind
from yiwang.matters.domain.workflow import Decision, decide, open_case
from yiwang.policy.domain.calendar import CalendarBody
from yiwang.policy.domain.clocks import ClocksBody
from yiwang.policy.domain.procedures import ProceduresBody
from yiwang.policy.domain.supervision import SupervisionBody

PACKS = Path(__file__).parents[3] / "src/yiwang/policy/packs"
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Monday, 10 o'clock in Shanghai."""

VILLAGE, TOWNSHIP, COUNTY, CITY, PROVINCE = 1, 2, 3, 4, 5
WATER, BUILD, WATER_POST, COMMITTEE, CITY_WATER, DISCIPLINE, CITY_DISCIPLINE, CITY_BUILD = 11, 12, 13, 14, 15, 16, 17, 18
OTHER_TOWNSHIP, EMPTY, ABOLISHED, OTHER_COUNTY = 6, 21, 22, 7
V, T, C, P2, P1 = "460108001001", "460108001", "460108", "4601", "46"

UNITS = {
    VILLAGE: UnitFacts(id=VILLAGE, kind=UnitKind.CENTER, region=V, line=(TOWNSHIP, COUNTY, CITY, PROVINCE), main_center=True),
    TOWNSHIP: UnitFacts(id=TOWNSHIP, kind=UnitKind.CENTER, region=T, line=(COUNTY, CITY, PROVINCE), main_center=True),
    OTHER_TOWNSHIP: UnitFacts(id=OTHER_TOWNSHIP, kind=UnitKind.CENTER, region="460108002", line=(COUNTY, CITY), main_center=True),
    COUNTY: UnitFacts(id=COUNTY, kind=UnitKind.CENTER, region=C, line=(CITY, PROVINCE), main_center=True),
    OTHER_COUNTY: UnitFacts(id=OTHER_COUNTY, kind=UnitKind.CENTER, region="460107", line=(CITY, PROVINCE), main_center=True),
    CITY: UnitFacts(id=CITY, kind=UnitKind.CENTER, region=P2, line=(PROVINCE,), main_center=True),
    PROVINCE: UnitFacts(id=PROVINCE, kind=UnitKind.CENTER, region=P1, main_center=True),
    WATER: UnitFacts(id=WATER, kind=UnitKind.DEPARTMENT, region=C, line=(CITY_WATER,)),
    BUILD: UnitFacts(id=BUILD, kind=UnitKind.DEPARTMENT, region=C, line=(CITY_BUILD,)),
    CITY_WATER: UnitFacts(id=CITY_WATER, kind=UnitKind.DEPARTMENT, region=P2),
    CITY_BUILD: UnitFacts(id=CITY_BUILD, kind=UnitKind.DEPARTMENT, region=P2),
    WATER_POST: UnitFacts(id=WATER_POST, kind=UnitKind.DEPARTMENT, region=T, line=(WATER, CITY_WATER)),
    COMMITTEE: UnitFacts(id=COMMITTEE, kind=UnitKind.MEDIATION_COMMITTEE, region=V),
    DISCIPLINE: UnitFacts(id=DISCIPLINE, kind=UnitKind.DISCIPLINE_BODY, region=C, line=(CITY_DISCIPLINE,)),
    CITY_DISCIPLINE: UnitFacts(id=CITY_DISCIPLINE, kind=UnitKind.DISCIPLINE_BODY, region=P2),
    EMPTY: UnitFacts(id=EMPTY, kind=UnitKind.DEPARTMENT, region=T, line=(WATER,)),
}
SUCCESSORS = {ABOLISHED: BUILD}
CENTERS = {V: VILLAGE, T: TOWNSHIP, C: COUNTY, P2: CITY, P1: PROVINCE, "460108002": OTHER_TOWNSHIP, "460107": OTHER_COUNTY}

POSTS: dict[str, tuple[int, Role]] = {
    "secretary": (VILLAGE, Role.COORDINATOR),
    "grid_worker": (VILLAGE, Role.GRID_WORKER),
    "township_clerk": (TOWNSHIP, Role.CLERK),
    "township": (TOWNSHIP, Role.COORDINATOR),
    "township_head": (TOWNSHIP, Role.CENTER_HEAD),
    "neighbour": (OTHER_TOWNSHIP, Role.COORDINATOR),
    "county_clerk": (COUNTY, Role.CLERK),
    "county": (COUNTY, Role.COORDINATOR),
    "county_head": (COUNTY, Role.CENTER_HEAD),
    "county_leader": (COUNTY, Role.LEADER),
    "other_county": (OTHER_COUNTY, Role.COORDINATOR),
    "city": (CITY, Role.COORDINATOR),
    "city_second": (CITY, Role.CENTER_HEAD),
    "province": (PROVINCE, Role.COORDINATOR),
    "province_second": (PROVINCE, Role.CENTER_HEAD),
    "water": (WATER, Role.HANDLER),
    "water_head": (WATER, Role.UNIT_HEAD),
    "build": (BUILD, Role.HANDLER),
    "build_head": (BUILD, Role.UNIT_HEAD),
    "city_water": (CITY_WATER, Role.UNIT_HEAD),
    "city_build": (CITY_BUILD, Role.UNIT_HEAD),
    "water_post": (WATER_POST, Role.HANDLER),
    "mediator": (COMMITTEE, Role.MEDIATOR),
    "discipline": (DISCIPLINE, Role.DISCIPLINE),
    "city_discipline": (CITY_DISCIPLINE, Role.DISCIPLINE),
    "auditor": (COUNTY, Role.AUDITOR),
    "system_admin": (COUNTY, Role.SYSTEM_ADMIN),
}
USERS = {name: 100 + n for n, name in enumerate(POSTS)}
CAST: dict[str, Actor] = {
    name: Actor(role=role, user=USERS[name], post=1000 + USERS[name], unit=unit) for name, (unit, role) in POSTS.items()
} | {"person": Actor(role=Role.PERSON, party="1"), "system": Actor(role=Role.SYSTEM)}


class SmallNet:
    """The canonical net as the rules ask it. `duties` and `staffing` can be varied by a test."""

    def __init__(self, duties: dict[tuple[int, str], str] | None = None, gone: frozenset[str] = frozenset()) -> None:
        self.duties = duties or {}
        self._listed = {unit for unit, _ in self.duties}
        self._staff: dict[int, tuple[Staffer, ...]] = {}
        for name, (unit, role) in POSTS.items():
            if name not in gone:
                self._staff[unit] = (*self._staff.get(unit, ()), Staffer(user=USERS[name], role=role))

    def unit(self, unit: int, /) -> UnitFacts | None:
        return UNITS.get(SUCCESSORS.get(unit, unit))

    def center_of(self, region: str, /) -> int | None:
        return CENTERS.get(region)

    def stood_for(self, units: frozenset[int], /) -> dict[int, tuple[int, ...]]:
        return {heir: tuple(old for old, new in SUCCESSORS.items() if new == heir) for heir in units & set(SUCCESSORS.values())}

    def parent_center(self, center: int, /) -> int | None:
        facts = UNITS.get(center)
        region = facts.region if facts else ""
        while region:
            region = region[: {12: 9, 9: 6, 6: 4, 4: 2}.get(len(region), 0)]
            if region in CENTERS:
                return CENTERS[region]
        return None

    def superior_organ(self, unit: int, /) -> int | None:
        facts = UNITS[unit]
        if facts.main_center:
            return self.parent_center(unit)
        return facts.line[0] if facts.line else self.parent_center(CENTERS[facts.region])

    def discipline_body(self, unit: int, /) -> int | None:
        return CITY_DISCIPLINE if len(UNITS[unit].region) >= 6 else None

    def duty(self, unit: int, category: str, /) -> str | None:
        return self.duties.get((unit, category))

    def has_duty_list(self, unit: int, /) -> bool:
        return unit in self._listed

    def staff(self, unit: int, /) -> tuple[Staffer, ...]:
        return self._staff.get(unit, ())

    def staffed(self, unit: int, /) -> bool:
        return unit in self._staff


DUTIES = {
    (VILLAGE, "water"): "main",
    (VILLAGE, "other"): "main",
    (TOWNSHIP, "water"): "main",
    (TOWNSHIP, "other"): "main",
    (COUNTY, "water"): "main",
    (COUNTY, "other"): "main",
    (CITY, "water"): "main",
    (CITY, "other"): "main",
}
NET = SmallNet(DUTIES)

CATEGORIES = {
    "water": CategoryFacts(),
    "other": CategoryFacts(procedures={Nature.COMPLAINT: Procedure.PETITION}),
    "wages": CategoryFacts(procedures={Nature.COMPLAINT: Procedure.STATUTORY}),
    "fire": CategoryFacts(natures=(Nature.HAZARD,), procedures={Nature.HAZARD: Procedure.EMERGENCY}),
}


def _body(kind: str, version: str, into: type) -> object:
    return msgspec.convert(json.loads((PACKS / kind / f"{version}.json").read_text())["body"], into)


CALENDAR_BODY = _body("calendar", "cn-2026", CalendarBody)
CALENDAR = CALENDAR_BODY.working_calendar(version="cn-2026")
POLICY = MatterPolicy(
    calendar=CALENDAR,
    clocks=_body("clocks", "statutory-2026", ClocksBody),
    clocks_version="statutory-2026",
    procedures=_body("procedures", "standard-2026", ProceduresBody),
    categories=CATEGORIES,
    supervision=_body("supervision", "standard-2026", SupervisionBody),
)

WALK_POLICY = MatterPolicy(
    calendar=CALENDAR,
    clocks=POLICY.clocks,
    clocks_version="statutory-2026",
    procedures=msgspec.structs.replace(POLICY.body, reopenings=1, reworks=1, contests=2),
    categories=CATEGORIES,
    supervision=POLICY.supervision,
)
"""The same with small caps, so that the walk's cases stay few."""


def registered(nature: str = "help", category: str = "water", *, at: str = "township", **more: object) -> Case:
    """Register a matter at the center of a member of the cast."""
    actor = CAST[at]
    values: dict[str, object] = {
        "number": "460108-20260302-0001-X",
        "actor": actor,
        "at": NOW,
        "channel": Channel.WINDOW,
        "nature": Nature.of(nature),
        "category": category,
        "place": V,
        "registrar": actor.unit,
        "net": NET,
        "policy": POLICY,
    }
    return open_case(**(values | more))


class Story:
    """A matter walked by the cast: `story.act("township", "accept")` decides and keeps the new case."""

    def __init__(self, case: Case, net: SmallNet = NET, policy: MatterPolicy = POLICY) -> None:
        self.case = case
        self.net = net
        self.policy = policy
        self.at = NOW
        self.other: Case | None = None
        self.last: Decision | None = None

    def later(self, **by: float) -> Story:
        self.at += timedelta(**by)
        return self

    def act(self, who: str | Actor, act: str, subject: str = "m", *, texts: tuple[str, ...] = (), **data: object) -> Story:
        actor = CAST[who] if isinstance(who, str) else who
        move = Move(act=act, actor=actor, at=self.at, subject=subject, data=data, texts=frozenset({*texts, *ALL_TEXTS}))
        self.last = decide(self.case, move, self.net, self.policy, self.other)
        self.case = self.last.case
        if self.last.other is not None:
            self.other = self.last.other
        return self

    def refused(self, who: str | Actor, act: str, subject: str = "m", **data: object) -> str:
        """Return the code of refusal, and make sure that nothing changed."""
        from yiwang.kernel.refusals import Refused  # local: the story reads better without it above

        before = self.case
        try:
            self.act(who, act, subject, **data)
        except Refused as refused:
            assert self.case is before
            return refused.code
        return ""

    def last_key(self, sort: str) -> str:
        return list(getattr(self.case, sort))[-1]


ALL_TEXTS = frozenset(
    {
        "reason",
        "answer",
        "question",
        "text",
        "body",
        "proof",
        "task",
        "opinion",
        "result",
        "reply",
        "note",
        "minutes",
        "topic",
        "conclusion",
    }
)


def handling(nature: str = "help", category: str = "water", unit: int = WATER, **more: object) -> Story:
    """A matter of the county, dispatched to a department and received."""
    story = Story(registered(nature, category, at="county", **more))
    story.act("county", "accept").act("county", "dispatch", unit=unit)
    handler = {WATER: "water", BUILD: "build", TOWNSHIP: "township", COUNTY: "county", COMMITTEE: "mediator"}[unit]
    return story.act(handler, "receive", story.last_key("orders"))


def verifying(nature: str = "help", category: str = "water", **more: object) -> Story:
    story = handling(nature, category, **more)
    return story.act("water", "report_result", story.last_key("orders"), outcome="solved")


def closed(nature: str = "help", category: str = "water", **more: object) -> Story:
    story = verifying(nature, category, **more)
    return story.act("county", "confirm", story.last_key("orders")).act("county", "close", result_class="solved")


def day(text: str) -> date:
    return date.fromisoformat(text)
