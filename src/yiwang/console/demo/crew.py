"""Who there is to act: the city's units by their key in the plan, their people, and which unit a matter belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import Role

from .grammar import themes
from .places import Place

OTHER_LINE = {
    "city": "enforcement",
    "enforcement": "city",
    "construction": "city",
    "resources": "agriculture",
    "agriculture": "resources",
    "civil": "labour",
    "labour": "justice",
    "market": "enforcement",
    "service": "civil",
    "emergency": "construction",
    "water": "agriculture",
    "justice": "civil",
    "environment": "agriculture",
    "education": "service",
    "transport": "city",
    "medicare": "health",
    "health": "medicare",
    "veteran": "civil",
    "disabled": "civil",
    "police": "justice",
    "heat": "construction",
    "gas": "construction",
    "power": "city",
    "committee": "justice",
    "social": "civil",
}
"""Whom a unit names when it says that something is not its own: real neighbours in the lists of duties."""
LEVEL_OF_LEAD = {"committee": 5, "station": 4, "police": 4, "social": 4, "bureau": 3, "enterprise": 3, "discipline": 3}
"""The lowest level whose center can send work to such a unit."""
CALLED = ("enforcement", "city", "market", "emergency", "construction", "water", "environment", "transport")
REGION_LENGTH = {1: 2, 2: 4, 3: 6, 4: 9, 5: 12}
LEVEL = {length: level for level, length in REGION_LENGTH.items()}


@dataclass
class Crew:
    """The city as the simulated people know it."""

    places: Mapping[str, Place]
    units: Mapping[str, int]
    """Plan key → unit id."""
    actors: Mapping[int, tuple[Actor, ...]]
    """Unit id → everybody who holds a post there."""
    names: Mapping[int, str] = field(default_factory=dict)
    """Unit id → how officials call it."""
    keys: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = {unit: key for key, unit in self.units.items()}

    def level(self, unit: int) -> int:
        """Return the level (1 province … 5 village) of a unit."""
        return LEVEL[len(self.region(unit))]

    def region(self, unit: int) -> str:
        """Return the code of the region a unit stands in."""
        return self.keys[unit].split("/")[0]

    def center(self, code: str) -> int:
        """Return the center of a region, or of the nearest one above that has one."""
        while f"{code}/center" not in self.units:
            code = self.places[code].parent
        return self.units[f"{code}/center"]

    def parent_center(self, center: int) -> int | None:
        """Return the center above a center, None at the province."""
        parent = self.places[self.region(center)].parent
        return self.center(parent) if parent else None

    def superior(self, unit: int) -> int | None:
        """Return the unit above in the same line, None at the top."""
        region, line = self.keys[unit].split("/")
        above = self.places[region].parent
        while above and f"{above}/{line}" not in self.units:
            above = self.places[above].parent
        return self.units[f"{above}/{line}"] if above else None

    def who(self, unit: int, roles: Iterable[Role], without: Collection[int | None] = (), turn: int = 0) -> Actor | None:
        """Return somebody at the unit with one of these roles, earlier roles first, the `turn`-th of those there are."""
        for role in roles:
            fit = [actor for actor in self.actors.get(unit, ()) if actor.role == role and actor.user not in without]
            if fit:
                return fit[turn % len(fit)]
        return None

    def first(self, *keys: str) -> int:
        """Return the first of these units that exists."""
        return next(self.units[key] for key in keys if key in self.units)


def needed_level(theme: str) -> int:
    """Return the level whose center must lead so that the right unit can be sent the order."""
    return LEVEL_OF_LEAD[themes()[theme]["lead"].partition(":")[0]]


def lead_unit(crew: Crew, *, theme: str, holder: int, village: Place) -> int:
    """Return the unit that leads a theme for a holder: of the village's own township or county, or of the holder's level above it."""
    kind, _, line = str(themes()[theme]["lead"]).partition(":")
    level = crew.level(holder)
    town = village.code[:9]
    county = village.code[:6]
    mine = crew.region(holder)
    if level <= 2:
        return crew.first(f"{mine}/{line}", f"{mine}/petition", f"{mine}/labour")
    if kind == "committee":
        return crew.first(f"{mine}/committee")
    if kind in {"police", "social"}:
        return crew.first(f"{town}/{kind}", f"{county}/{kind}")
    if kind == "station":
        return crew.first(f"{town}/{line}", f"{county}/{line}", f"{county}/civil")
    if kind == "enterprise":
        return crew.first(f"{county}/{line}_body")
    return crew.first(f"{county}/{line}", f"{county}/civil", f"{county}/service")


def other_line(theme: str, line: str) -> str:
    """Return the line that a unit of this one names instead of itself: its neighbour in the lists, or the one the theme says."""
    lead, mine = str(themes()[theme]["lead"]).rpartition(":")[2], line.removesuffix("_body")
    return str(themes()[theme].get("other", "")) if mine == lead and "other" in themes()[theme] else OTHER_LINE.get(mine, "civil")


def other_unit(crew: Crew, *, theme: str, unit: int, holder: int) -> int | None:
    """Return the unit that another would name instead of itself, within the holder's reach; None if there is none."""
    key = crew.keys[unit]
    region, line = key.split("/")
    line = other_line(theme, line)
    mine = crew.region(holder)
    for candidate in (f"{region}/{line}", f"{region[:6]}/{line}", f"{region}/civil", f"{region[:6]}/civil", f"{region[:4]}/petition"):
        found = crew.units.get(candidate)
        if found is not None and found != unit and crew.region(found).startswith(mine):
            return found
    return None


def called_units(crew: Crew, *, village: Place, without: Collection[int], turn: int) -> tuple[int, ...]:
    """Return three departments of the county that a township calls to the spot."""
    county = village.code[:6]
    there = [crew.units[f"{county}/{line}"] for line in CALLED if f"{county}/{line}" in crew.units]
    there = [unit for unit in there if unit not in without]
    return tuple(there[(turn + step) % len(there)] for step in range(min(3, len(there))))


def other_class(theme: str) -> tuple[str, str] | None:
    """Return (category, nature) somebody would file a theme under by mistake or better knowledge: another with the same lead."""
    mine = themes()[theme]
    for other in themes().values():
        if other["lead"] == mine["lead"] and other["nature"] == mine["nature"] and other["category"] != mine["category"]:
            return other["category"], other["nature"]
    return None
