"""Whom an accusation is against: units found by name in the county of the place and, upwards, in its city and province."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yiwang.centers import queries as centers
from yiwang.centers.choices import Purpose, choices
from yiwang.centers.rows import UnitRow
from yiwang.web.forms.fields import Choice

EACH = 10
LEVELS = (6, 4, 2)
"""Digits of county, city and province."""


def accusable(*, place: str, text: str, chosen: Sequence[str], at: datetime) -> tuple[Choice, ...]:
    """Return the units that fit the words, nearest first; those chosen before stay in the list."""
    ids = [int(unit) for unit in chosen if unit.isdigit() and len(unit) < 19]
    found: dict[int, UnitRow] = dict(centers.units(ids))
    for digits in LEVELS if text else ():
        center = centers.net(at).center_of(place[:digits]) if len(place) >= digits else None
        if center is not None:
            found |= {row.id: row for row in choices(purpose=Purpose.PROPOSE, asking=center, text=text, limit=EACH)}
    return tuple(Choice(value=str(row.id), label=row.name, note=row.region_name) for row in found.values())
