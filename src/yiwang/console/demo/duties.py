"""The duty lists of the sample: which line leads which category at which level, drawn from the categories pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from yiwang.policy.domain.categories import Categories

from .crew import LEVEL_OF_LEAD, other_line
from .grammar import themes
from .plan import UnitPlan, city_lines

MODES = ("main", "assist", "withdrawn")
WITHDRAWN = ("discipline", "environment", "health", "medicare")
"""Lines whose inspections and penalties a township has no officers for (上级收回)."""


class Duty(NamedTuple):
    """One line of a list for all units of a kind, branch and level."""

    unit_kind: str
    branch: str
    level: int
    category: str
    mode: str


def duty_list(categories: Categories) -> list[Duty]:
    """Return the lists: what the pack says a branch is in charge of, what the sample's themes need, and the township's own list."""
    lines = set(city_lines()["line"])
    leads = {(node.branch, node.code) for node in categories.leaves if node.branch in lines} | set(_leads())
    found = {Duty(_kind(branch, level), branch, level, code, "main") for branch, code in leads for level in (2, 3, 4)}
    return sorted([*found, *_township(categories)])


def _kind(branch: str, level: int) -> str:
    return "police_station" if branch == "police" and level == 4 else "department"


def _leads() -> Iterator[tuple[str, str]]:
    """Yield (line, category) of every theme's lead and of the line it would name instead of itself."""
    for name, theme in themes().items():
        kind, _, line = theme["lead"].partition(":")
        if kind in {"station", "bureau", "police"}:
            yield line or kind, theme["category"]
        yield other_line(name, line or kind), theme["category"]


def _township(categories: Categories) -> Iterable[Duty]:
    """Return the list of the township centers: what its own stations lead is its duty; with the county's bureaus it assists."""
    stations = {lead.partition(":")[2] for theme in themes().values() if (lead := theme["lead"]).startswith("station:")}
    modes = {
        leaf.code: _mode(f"station:{leaf.branch}" if leaf.branch in stations else f"bureau:{leaf.branch}") for leaf in categories.leaves
    }
    themed: dict[str, str] = {}
    for theme in themes().values():
        themed[theme["category"]] = min(_mode(theme["lead"]), themed.get(theme["category"], "withdrawn"), key=MODES.index)
    return [Duty("center", "", 4, category, mode) for category, mode in (modes | themed).items()]


def _mode(lead: str) -> str:
    kind, _, line = lead.partition(":")
    if LEVEL_OF_LEAD[kind] >= 4:
        return "main"
    return "withdrawn" if kind == "discipline" or line in WITHDRAWN else "assist"


def zone_duties(units: Mapping[str, UnitPlan]) -> Iterator[tuple[str, str]]:
    """Yield (unit key, category): in a functional zone the civil affairs bureau also has what the lines it lacks would have."""
    categories = sorted({theme["category"] for theme in themes().values()})
    for key in units:
        region, line = key.split("/")
        if line == "civil" and len(region) == 6 and region[4] == "7":
            yield from ((key, category) for category in categories)
