"""Building the planned city through the operations of the organisation: units line by line, people, posts, residencies, duty lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import transaction

from yiwang.accounts.models import User
from yiwang.centers import operations as centers
from yiwang.centers import staffing
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.regions.models import Region

from .crew import LEVEL_OF_LEAD, OTHER_LINE, Crew
from .grammar import themes
from .places import Place
from .plan import CITY, PROVINCE, CityPlan, UnitPlan, city_lines

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
    progress("人员", len(users), len(users))
    holders = [
        staffing.NewHolder(unit=ids[post.unit], role=Role(post.role), user=users[post.user], name=post.name)  # type: ignore[call-arg]
        for post in plan.posts
        if post.unit in ids
    ]
    staffing.staff(holders=holders, at=at)
    progress("任职", len(holders), len(holders))
    _settle(plan, ids)
    _duty_lists(plan, ids)
    progress("事项清单", 1, 1)
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
        progress("单位", len(ids), len(built))
    return ids


def _new(unit: UnitPlan, ids: dict[str, int]) -> centers.NewUnit:
    kind = UnitKind(unit.kind)  # type: ignore[call-arg]
    return centers.NewUnit(kind=kind, name=unit.name, region=unit.region, short=unit.short, branch=unit.line, parent=ids.get(unit.parent))


def _enrol(plan: CityPlan, *, cast: frozenset[str], at: datetime) -> dict[str, int]:
    """Make the accounts; only the cast can sign in. One hash for all of them: deriving it is what takes time."""
    way_in = make_password(PASSWORD)
    rows = [
        User(username=name, name=person, password=way_in if name in cast else f"{UNUSABLE_PASSWORD_PREFIX}{name}", created=at)
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


def _duty_lists(plan: CityPlan, ids: dict[str, int]) -> None:
    """Write the duty lists: who leads a theme has its category as main duty, its neighbour in the lists too."""
    source = "《东营市镇街履行职责事项清单》（演示样例）"
    listed: set[tuple[str, str, int, str]] = set()
    for theme in themes().values():
        kind, _, line = theme["lead"].partition(":")
        category = theme["category"]
        lines = [kind if kind == "police" else line] if kind in {"station", "bureau", "police"} else []
        neighbour = OTHER_LINE.get((line or kind), "civil")
        for branch in (*lines, neighbour):
            for level in (2, 3, 4):
                unit_kind = "police_station" if branch == "police" and level == 4 else "department"
                listed.add((unit_kind, branch, level, category))
        # a township's own list: what stations and committees lead is its duty, what bureaus lead was withdrawn upwards
        listed.add(("center", "", 4, category if LEVEL_OF_LEAD[kind] >= 4 else f"-{category}"))
    for unit_kind, branch, level, category in sorted(listed):
        if category.startswith("-") and (unit_kind, branch, level, category[1:]) in listed:
            continue
        mode = "withdrawn" if category.startswith("-") else "main"
        centers.set_duty(
            category=category.lstrip("-"),
            mode=mode,
            since=_FOUNDED,
            unit_kind=UnitKind(unit_kind),  # type: ignore[call-arg]
            branch=branch,
            level=level,
            source=source,
        )
    _catch_all(ids, source)


def _catch_all(ids: dict[str, int], source: str) -> None:
    """In a functional zone the civil affairs bureau also has what the lines that the zone lacks would have."""
    categories = sorted({theme["category"] for theme in themes().values()})
    missing = set(city_lines()["line"]) - set(city_lines()["zones"]["lines"])
    if missing:
        for key in (key for key in ids if key.endswith("/civil") and len(key.split("/")[0]) == 6 and key[4] == "7"):
            for category in categories:
                centers.set_duty(category=category, mode="main", since=_FOUNDED, unit_id=ids[key], source=source)
