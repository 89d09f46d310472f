"""Conditions of corrections."""

from __future__ import annotations

from yiwang.kernel.refusals import Refused

from ..scene import Scene
from .naming import must

_VALUES = {"place": "place", "claimants": "party"}
"""Input that holds a value → the part it corrects."""


@must(
    "not_for_part",
    "地区只随地点、人数只随当事人信息更正",
    "a region goes with the place, the number of claimants with the parties",
    on_input=True,
)
def value_of_its_part(s: Scene) -> bool:
    """What is given is what is corrected, nothing beside it."""
    for name, part in _VALUES.items():
        if name in s.data and s.word("part") != part:
            raise Refused("not_for_part", field=name)
    return True


@must("fewer_than_listed", "诉求人数不少于清单行数", "no fewer claimants than lines on the sheet", field="claimants")
def no_fewer_than_listed(s: Scene) -> bool:
    """Whoever is on the sheet counts."""
    if "claimants" in s.data and s.number("claimants") < len(s.case.claims):
        raise Refused("fewer_than_listed", field="claimants", listed=len(s.case.claims))
    return True
