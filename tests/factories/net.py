"""Five levels of one city with departments, a police station and a mediation committee, and the standing cast, one post each.

Everything is made by the operations of `regions`, `centers` and `policy`, as an installation makes it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from yiwang.accounts.models import User
from yiwang.centers import operations as centers
from yiwang.centers import queries
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role, UnitKind
from yiwang.centers.models import Post
from yiwang.policy import operations as policy
from yiwang.policy import queries as packs
from yiwang.regions.models import Region

START = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
"""09:00 in Asia/Shanghai on a Tuesday: when the cast took up its posts."""

REGIONS = (
    ("37", "山东省"),
    ("3705", "东营市"),
    ("370502", "东营区"),
    ("370503", "河口区"),
    ("370502001", "文汇街道"),
    ("370502002", "黄河路街道"),
    ("370503001", "河口街道"),
    ("370502001001", "安泰社区居委会"),
    ("370502001002", "永安村委会"),
    ("370502002001", "金河社区居委会"),
)

UNITS = (  # key, kind, branch, name, region, superior
    ("housing_province", UnitKind.DEPARTMENT, "housing", "山东省住房和城乡建设厅", "37", ""),
    ("housing_city", UnitKind.DEPARTMENT, "housing", "东营市住房和城乡建设局", "3705", "housing_province"),
    ("housing", UnitKind.DEPARTMENT, "housing", "东营区住房和城乡建设局", "370502", "housing_city"),
    ("labour_city", UnitKind.DEPARTMENT, "human_resources", "东营市人力资源和社会保障局", "3705", ""),
    ("labour", UnitKind.DEPARTMENT, "human_resources", "东营区人力资源和社会保障局", "370502", "labour_city"),
    ("police", UnitKind.DEPARTMENT, "police", "东营市公安局东营分局", "370502", ""),
    ("police_station", UnitKind.POLICE_STATION, "police", "文汇派出所", "370502001", "police"),
    ("housing_station", UnitKind.DEPARTMENT, "housing", "文汇街道城建办", "370502001", "housing"),
    ("mediation", UnitKind.MEDIATION_COMMITTEE, "mediation", "文汇街道人民调解委员会", "370502001", ""),
    ("mediation_county", UnitKind.MEDIATION_COMMITTEE, "mediation", "东营区人民调解委员会", "370502", ""),
    ("discipline_province", UnitKind.DISCIPLINE_BODY, "discipline", "山东省纪委监委", "37", ""),
    ("discipline_city", UnitKind.DISCIPLINE_BODY, "discipline", "东营市纪委监委", "3705", "discipline_province"),
    ("discipline", UnitKind.DISCIPLINE_BODY, "discipline", "东营区纪委监委", "370502", "discipline_city"),
)

CAST = (  # who, role, unit key or region code of a center
    ("clerk", Role.CLERK, "370502"),
    ("county", Role.COORDINATOR, "370502"),
    ("county_second", Role.COORDINATOR, "370502"),
    ("county_head", Role.CENTER_HEAD, "370502"),
    ("county_leader", Role.LEADER, "370502"),
    ("township", Role.COORDINATOR, "370502001"),
    ("township_head", Role.CENTER_HEAD, "370502001"),
    ("township_clerk", Role.CLERK, "370502001"),
    ("neighbour_township", Role.COORDINATOR, "370502002"),
    ("village", Role.COORDINATOR, "370502001001"),
    ("grid_worker", Role.GRID_WORKER, "370502001001"),
    ("village_two", Role.COORDINATOR, "370502001002"),
    ("city", Role.COORDINATOR, "3705"),
    ("city_head", Role.CENTER_HEAD, "3705"),
    ("province", Role.COORDINATOR, "37"),
    ("other_county", Role.COORDINATOR, "370503"),
    ("housing_handler", Role.HANDLER, "housing"),
    ("housing_second", Role.HANDLER, "housing"),
    ("housing_head", Role.UNIT_HEAD, "housing"),
    ("housing_station_handler", Role.HANDLER, "housing_station"),
    ("housing_city_head", Role.UNIT_HEAD, "housing_city"),
    ("housing_city_handler", Role.HANDLER, "housing_city"),
    ("housing_province_head", Role.UNIT_HEAD, "housing_province"),
    ("labour_handler", Role.HANDLER, "labour"),
    ("labour_head", Role.UNIT_HEAD, "labour"),
    ("police_head", Role.UNIT_HEAD, "police"),
    ("police_handler", Role.HANDLER, "police_station"),
    ("mediator", Role.MEDIATOR, "mediation"),
    ("mediator_county", Role.MEDIATOR, "mediation_county"),
    ("discipline_officer", Role.DISCIPLINE, "discipline"),
    ("discipline_city_officer", Role.DISCIPLINE, "discipline_city"),
    ("auditor", Role.AUDITOR, "370502"),
    ("security", Role.SECURITY, "370502"),
    ("system_admin", Role.SYSTEM_ADMIN, "370502"),
)


@dataclass
class Town:
    """Ids of what was made, by key: units (centers under their region code), appointments and users by who holds them."""

    units: dict[str, int] = field(default_factory=dict)
    appointments: dict[str, int] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)
    start: datetime = START

    def actor(self, who: str, at: datetime | None = None) -> Actor:
        """Return somebody of the cast as an actor."""
        found = queries.actor(self.appointments[who], at or self.start + timedelta(days=1))
        assert found is not None, who
        return found

    def center(self, region: str) -> int:
        """Return the unit id of a region's main center."""
        return self.units[region]


def build_town() -> Town:
    """Make the regions, packs, centers, units and the cast; each member can sign in with their own key as name and `open-sesame`."""
    _forget()
    town = Town()
    _regions()
    policy.load_shipped(at=START - timedelta(days=1))
    opened = centers.open_centers(
        regions_names=[(code, "") for code, _ in REGIONS if code != "370503001"], at=START, built_on=date(2025, 6, 1)
    )
    town.units |= {center.region_id: center.unit_id for center in opened}
    for key, kind, branch, name, region, superior in UNITS:
        unit = centers.found_unit(kind=kind, branch=branch, name=name, region=region, parent=town.units.get(superior), at=START)
        town.units[key] = unit.id
    for who, role, place in CAST:
        _appoint(town, who, role, town.units[place])
    _forget()
    return town


def _regions() -> None:
    levels = {2: 1, 4: 2, 6: 3, 9: 4, 12: 5}
    rows = [Region(code=code, level=levels[len(code)], name=name, pinyin=code, initials=code, valid_from=None) for code, name in REGIONS]
    Region.objects.bulk_create(rows, ignore_conflicts=True)


@functools.cache
def _hash() -> str:
    """Return the cast's password, hashed once: hashing is slow on purpose."""
    return make_password("open-sesame")


def _appoint(town: Town, who: str, role: Role, unit: int) -> None:
    user = User.objects.create(username=who, name=f"测试{who}", created=START, password=_hash())
    post = Post.objects.filter(unit_id=unit, role=role.value).first() or centers.create_post(unit_id=unit, role=role)
    town.users[who] = user.id
    town.appointments[who] = centers.appoint(user_id=user.id, post_id=post.id, starts=START).id


def _forget() -> None:
    from yiwang.centers import cache

    cache.forget()
    packs.forget()
