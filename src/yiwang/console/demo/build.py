"""Building the planned city through the operations of the organisation: units line by line, people, posts, residencies, duty lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import transaction

from yiwang.accounts.models import User
from yiwang.accounts.spelling import initials
from yiwang.centers import operations as centers
from yiwang.centers import staffing
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.policy import queries as packs
from yiwang.policy.domain.categories import Categories
from yiwang.regions.models import Region

from .crew import Crew
from .duties import duty_list, zone_duties
from .places import Place
from .plan import CITY, PROVINCE, CityPlan, UnitPlan

Progress = Callable[[str, int, int], None]
PASSWORD = "yiwang-demo"
_FOUNDED = date(2025, 4, 1)
"""Day on which the sample's units began: after the nationwide call to build centers."""


def places_of_city() -> dict[str, Place]:
    """Return the province, the city and everything below it, by code."""
    rows = Region.objects.filter(valid_to=None, code__in=[PROVINCE]) | Region.objects.filter(valid_to=None, code__startswith=CITY)
    found: dict[str, Place] = {}
    for code, level, name in rows.order_by("level", "code").values_list("code", "level", "name"):
        parent = {1: "", 2: PROVINCE, 3: code[:4], 4: code[:6], 5: code[:9]}[level]
        above = found[parent].full if level in {4, 5} else found[CITY].name if level == 3 else ""
        found[code] = Place(code=code, level=level, name=name, parent=parent, full=above + name)
    return found


@transaction.atomic
def build(plan: CityPlan, *, places: dict[str, Place], at: datetime, cast: Iterable[str], progress: Progress) -> Crew:
    """Found the whole city, all or none, and return it as a crew. `cast`: sign-in names that get the printed password."""
    ids = _found_units(plan, at=at, progress=progress)
    users = _enrol(plan, cast=frozenset(cast), at=at)
    progress("people 人员", len(users), len(users))
    holders = [
        staffing.NewHolder(unit=ids[post.unit], role=Role(post.role), user=users[post.user], name=post.name)  # type: ignore[call-arg]
        for post in plan.posts
        if post.unit in ids
    ]
    staffing.staff(holders=holders, at=at)
    progress("appointments 任职", len(holders), len(holders))
    _settle(plan, ids)
    _duty_lists(plan, ids, packs.pack("categories", at).body)
    progress("duty lists 事项清单", 1, 1)
    names = {ids[key]: unit.short for key, unit in plan.units.items() if key in ids}
    return Crew(places=places, units=ids, actors=staffing.everybody(below=PROVINCE, at=at + timedelta(days=1)), names=names)


def _found_units(plan: CityPlan, *, at: datetime, progress: Progress) -> dict[str, int]:
    ids: dict[str, int] = {}
    built = [unit for unit in plan.units.values() if unit.built]
    for level in (2, 4, 6, 9, 12):
        here = [unit for unit in built if len(unit.region) == level]
        mains = [unit for unit in here if unit.main_center]
        made = centers.open_centers(regions_names=[(unit.region, unit.name) for unit in mains], at=at, built_on=_FOUNDED)
        ids |= {unit.key: center.unit_id for unit, center in zip(mains, made, strict=True)}
        others = [unit for unit in here if not unit.main_center]
        found = centers.found_units(new=[_new(unit, ids) for unit in others], at=at)
        ids |= {unit.key: row.id for unit, row in zip(others, found, strict=True)}
        progress("units 单位", len(ids), len(built))
    return ids


def _new(unit: UnitPlan, ids: dict[str, int]) -> centers.NewUnit:
    kind = UnitKind(unit.kind)  # type: ignore[call-arg]
    return centers.NewUnit(kind=kind, name=unit.name, region=unit.region, short=unit.short, branch=unit.line, parent=ids.get(unit.parent))


def _enrol(plan: CityPlan, *, cast: frozenset[str], at: datetime) -> dict[str, int]:
    """Make the accounts; only the cast can sign in. One hash for all of them: deriving it is what takes time."""
    way_in = make_password(PASSWORD)
    rows = [
        User(
            username=name,
            name=person,
            initials=initials(person),
            password=way_in if name in cast else f"{UNUSABLE_PASSWORD_PREFIX}{name}",
            created=at,
        )
        for name, person in plan.users.items()
    ]
    return {user.username: user.pk for user in User.objects.bulk_create(rows, batch_size=4000)}


def _settle(plan: CityPlan, ids: dict[str, int]) -> None:
    residents = [
        staffing.NewResident(center=ids[f"{unit.region}/center"], unit=ids[key], mode=unit.resides)
        for key, unit in plan.units.items()
        if unit.resides and f"{unit.region}/center" in ids and key in ids
    ]
    staffing.settle_in(residents=residents, since=_FOUNDED)
    staffing.hang_plaques(names={ids[key]: unit.plaques for key, unit in plan.units.items() if unit.plaques and key in ids}, on=_FOUNDED)


def _duty_lists(plan: CityPlan, ids: dict[str, int], categories: Categories) -> None:
    lines = [
        staffing.NewDuty(category=duty.category, mode=duty.mode, unit_kind=UnitKind(duty.unit_kind), branch=duty.branch, level=duty.level)  # type: ignore[call-arg]
        for duty in duty_list(categories)
    ]
    lines += [staffing.NewDuty(category=category, mode="main", unit=ids[key]) for key, category in zone_duties(plan.units) if key in ids]
    staffing.list_duties(lines=lines, since=_FOUNDED, source="《东营市镇街履行职责事项清单》（演示样例）")
