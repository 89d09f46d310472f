"""Units follow their regions: when a code has changed, the centers and units of the old one stand in the new one."""

from __future__ import annotations

import msgspec
from django.db import transaction

from yiwang.regions import queries as regions

from .cache import changed
from .models import Center, Unit


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the units of regions that are no longer in force."""

    moved: tuple[int, ...]
    """Ids of the units that stand in another region now."""
    left: tuple[tuple[int, str], ...]
    """Ids and names of units somebody must decide about: their region was abolished, split, or its new one has a main center."""


@transaction.atomic
def follow_regions() -> Followed:
    """Move every unit in force out of a region that is not, where that became exactly one other; nothing else is guessed."""
    moved: list[int] = []
    left: list[tuple[int, str]] = []
    for unit in Unit.objects.filter(valid_to=None, region__valid_to__isnull=False).order_by("id"):
        became = regions.now_called(unit.region_id)
        if len(became) != 1 or _taken(unit, became[0]):
            left.append((unit.id, unit.name))
            continue
        unit.region_id = became[0]
        unit.save(update_fields=["region"])
        Center.objects.filter(unit=unit).update(region_id=became[0])
        moved.append(unit.id)
    if moved:
        changed()
    return Followed(moved=tuple(moved), left=tuple(left))


def _taken(unit: Unit, region: str) -> bool:
    """Say whether the new region has a unit of that name, or a main center where this is one."""
    if Unit.objects.filter(region_id=region, name=unit.name, valid_to=None).exists():
        return True
    own = Center.objects.filter(unit=unit, main=True, closed_on=None).exists()
    return own and Center.objects.filter(region_id=region, main=True, closed_on=None).exists()
