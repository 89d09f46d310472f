"""The plan of one city on the real divisions: every unit, post and appointment as plain values, before anything is stored."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from .dice import Dice
from .names import staff_names
from .places import Place, spoken

LINES = Path(__file__).with_name("city.toml")
PROVINCE, CITY = "37", "3705"
SHORT_DISTRICT = 3
"""Length of names like 东营区, whose police branch leaves the 区 out."""


@dataclass(frozen=True)
class UnitPlan:
    """One unit to found; `key` names it in the plan: its region code and what it is."""

    key: str
    kind: str
    name: str
    short: str
    region: str
    parent: str = ""
    line: str = ""
    main_center: bool = False
    built: bool = True
    resides: str = ""
    """Residency mode in the main center of the same region, if any."""
    plaques: tuple[str, ...] = ()


@dataclass(frozen=True)
class PostPlan:
    """One post at a unit and the person who holds it."""

    unit: str
    role: str
    name: str
    user: str


@dataclass
class CityPlan:
    """Everything to build, in an order in which parents come first."""

    units: dict[str, UnitPlan] = field(default_factory=dict)
    posts: list[PostPlan] = field(default_factory=list)
    users: dict[str, str] = field(default_factory=dict)
    """Sign-in name → the person's name."""

    def add(self, unit: UnitPlan) -> UnitPlan:
        """Put a unit into the plan; the same key twice is a fault of the plan."""
        if unit.key in self.units:
            raise ValueError(f"planned twice: {unit.key}")
        self.units[unit.key] = unit
        return unit

    def staff(self, unit: UnitPlan, **roles: tuple[str, ...]) -> None:
        """Give the unit posts: sign-in stem → the roles that one person holds there."""
        for stem, held in roles.items():
            user = f"{stem}.{unit.region}" if unit.main_center else f"{stem}.{unit.key.replace('/', '.')}"
            self.users.setdefault(user, "")
            self.posts += [PostPlan(unit.key, role, ROLE_TITLES[role], user) for role in held]


ROLE_TITLES = {
    "clerk": "窗口登记员",
    "coordinator": "协调员",
    "center_head": "中心主任",
    "handler": "经办人",
    "unit_head": "负责人",
    "mediator": "人民调解员",
    "grid_worker": "网格员",
    "leader": "分管领导",
    "discipline": "纪检干部",
    "auditor": "审计管理员",
    "security": "安全管理员",
    "system_admin": "系统管理员",
}


@cache
def city_lines() -> dict[str, Any]:
    """Return the lines, enterprises and plaques of `city.toml`."""
    return tomllib.loads(LINES.read_text(encoding="utf-8"))


def plan_city(places: Mapping[str, Place], *, dice: Dice, unbuilt: float = 0.0) -> CityPlan:
    """Return the plan of the city whose places are given by code (province, city, counties, townships, villages).

    `unbuilt` is the share of villages whose center is still under construction.
    """
    plan = CityPlan()
    for place in sorted(places.values(), key=lambda each: (each.level, each.code)):
        _LEVELS[place.level](plan, place, places, dice, unbuilt)
    names = staff_names(dice=dice.child("staff"), count=len(plan.users))
    plan.users = dict(zip(plan.users, names, strict=True))
    return plan


def _center(plan: CityPlan, place: Place, *, built: bool = True) -> UnitPlan:
    parent = f"{place.parent}/center" if place.parent else ""
    return plan.add(
        UnitPlan(
            key=f"{place.code}/center",
            kind="center",
            name=f"{place.full.removesuffix(place.name)}{spoken(place.name)}综治中心",
            short=f"{spoken(place.name)}综治中心",
            region=place.code,
            parent=parent if parent in plan.units else "",
            main_center=True,
            built=built,
            plaques=tuple(city_lines()["plaques"].get(str(place.level), ())),
        )
    )


def _bureau_name(place: Place, key: str, line: Mapping[str, str]) -> str:
    """Return a bureau's own name: some are branches of the city's in the districts; a county has a police of its own."""
    suffix = line.get("county_suffix", "") if place.level == 3 else ""
    if not suffix or (key == "police" and place.name.endswith("县")):
        return f"{place.name}{line['bureau']}"
    short = key == "police" and len(place.name) == SHORT_DISTRICT
    return f"东营市{line['bureau']}{place.name.removesuffix('区') if short else place.name}{suffix}"


def _bureaus(plan: CityPlan, place: Place, lines: Iterable[str]) -> None:
    for key in lines:
        line = city_lines()["line"][key]
        name = _bureau_name(place, key, line)
        parent = f"{place.parent}/{key}"
        unit = plan.add(
            UnitPlan(
                key=f"{place.code}/{key}",
                kind="department",
                name=name,
                short=f"{spoken(place.name)}{line['bureau']}",
                region=place.code,
                parent=parent if parent in plan.units else "",
                line=key,
                resides=line["mode"],
            )
        )
        plan.staff(unit, head=("unit_head",), handler=("handler",), handler2=("handler",))


def _other(plan: CityPlan, place: Place, key: str, kind: str, name: str, *, parent: str = "", resides: str = "") -> UnitPlan:
    return plan.add(
        UnitPlan(
            key=f"{place.code}/{key}",
            kind=kind,
            name=name,
            short=name.removeprefix("东营市"),
            region=place.code,
            parent=parent if parent in plan.units else "",
            line=key,
            resides=resides,
        )
    )


def _discipline(plan: CityPlan, place: Place) -> None:
    unit = _other(plan, place, "discipline", "discipline_body", f"{place.full}纪委监委", parent=f"{place.parent}/discipline")
    plan.staff(unit, discipline=("discipline",))


def _province(plan: CityPlan, place: Place, places: Mapping[str, Place], dice: Dice, unbuilt: float) -> None:
    center = _center(plan, place)
    plan.staff(center, coordinator=("coordinator",), head=("center_head",), leader=("leader",), clerk=("clerk",))
    _discipline(plan, place)
    _bureaus(plan, place, ("labour", "construction", "petition", "environment"))


def _city(plan: CityPlan, place: Place, places: Mapping[str, Place], dice: Dice, unbuilt: float) -> None:
    center = _center(plan, place)
    plan.staff(
        center,
        clerk=("clerk",),
        hotline=("clerk",),
        coordinator=("coordinator",),
        coordinator2=("coordinator",),
        head=("center_head",),
        leader=("leader",),
        auditor=("auditor",),
        security=("security",),
        admin=("system_admin",),
    )
    _discipline(plan, place)
    _bureaus(plan, place, city_lines()["line"])
    court = _other(plan, place, "court", "court_desk", f"{place.name}中级人民法院诉调对接窗口", resides="rotating")
    plan.staff(court, head=("unit_head",), handler=("handler",))


def _county(plan: CityPlan, place: Place, places: Mapping[str, Place], dice: Dice, unbuilt: float) -> None:
    center = _center(plan, place)
    plan.staff(
        center,
        clerk=("clerk",),
        clerk2=("clerk",),
        hotline=("clerk",),
        coordinator=("coordinator",),
        coordinator2=("coordinator",),
        head=("center_head",),
        leader=("leader",),
    )
    _discipline(plan, place)
    zone = place.code[4] == "7"
    _bureaus(plan, place, city_lines()["zones"]["lines"] if zone else city_lines()["line"])
    court = _other(
        plan, place, "court", "court_desk", f"{place.full}人民法院诉调对接窗口", parent=f"{place.parent}/court", resides="permanent"
    )
    plan.staff(court, head=("unit_head",), handler=("handler",))
    _committee(plan, place, f"{place.full}人民调解委员会")
    for key, name in city_lines()["enterprise"].items():
        body = _other(plan, place, key + "_body", "enterprise_body", f"{spoken(place.name)}{name}", resides="linked")
        plan.staff(body, head=("unit_head",), handler=("handler",))
    social = _other(plan, place, "social", "social_organization", f"{spoken(place.name)}心理服务志愿者协会", resides="on_call")
    plan.staff(social, head=("unit_head",), handler=("handler",))


def _committee(plan: CityPlan, place: Place, name: str) -> None:
    unit = _other(plan, place, "committee", "mediation_committee", name, parent=f"{place.parent}/committee", resides="permanent")
    plan.staff(unit, head=("unit_head", "mediator"), mediator=("mediator",))


def _township(plan: CityPlan, place: Place, places: Mapping[str, Place], dice: Dice, unbuilt: float) -> None:
    center = _center(plan, place)
    plan.staff(
        center, clerk=("clerk",), coordinator=("coordinator",), coordinator2=("coordinator",), head=("center_head",), leader=("leader",)
    )
    for key, line in city_lines()["line"].items():
        if "station" in line and f"{place.parent}/{key}" in plan.units:
            mode = "permanent" if key in {"justice", "civil", "service"} else "on_call"
            name = f"{spoken(place.name)}{line['station']}"
            station = _other(plan, place, key, "department", name, parent=f"{place.parent}/{key}", resides=mode)
            plan.staff(station, head=("unit_head",), handler=("handler",))
    police = _other(
        plan, place, "police", "police_station", f"{spoken(place.name)}派出所", parent=f"{place.parent}/police", resides="rotating"
    )
    plan.staff(police, head=("unit_head",), handler=("handler",))
    _committee(plan, place, f"{spoken(place.name)}人民调解委员会")
    social = _other(plan, place, "social", "social_organization", f"{spoken(place.name)}社会工作服务站", resides="linked")
    plan.staff(social, head=("unit_head",), handler=("handler",))


def _village(plan: CityPlan, place: Place, places: Mapping[str, Place], dice: Dice, unbuilt: float) -> None:
    built = not dice.child("unbuilt", place.code).chance(unbuilt)
    center = _center(plan, place, built=built)
    plan.staff(center, secretary=("coordinator", "center_head"), grid=("grid_worker", "clerk"))
    committee = _other(
        plan, place, "committee", "mediation_committee", f"{spoken(place.name)}人民调解委员会", parent=f"{place.parent}/committee"
    )
    plan.posts += [
        PostPlan(committee.key, "unit_head", "调委会主任", f"secretary.{place.code}"),
        PostPlan(committee.key, "mediator", "人民调解员", f"grid.{place.code}"),
    ]


_LEVELS = {1: _province, 2: _city, 3: _county, 4: _township, 5: _village}


def by_region(plan: CityPlan) -> Iterator[tuple[str, list[UnitPlan]]]:
    """Yield the units of each region, for tables."""
    regions: dict[str, list[UnitPlan]] = {}
    for unit in plan.units.values():
        regions.setdefault(unit.region, []).append(unit)
    yield from regions.items()
