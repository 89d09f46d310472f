"""Topics of the live stream that concern matters: who would want to know that one of them has changed."""

from __future__ import annotations

from collections.abc import Iterable

LEVELS = (2, 4, 6, 9, 12)
"""Digits of the codes of the five levels."""


def of_matter(number: str) -> str:
    """Return the topic of one matter."""
    return f"matter:{number}"


def of_unit(unit: int) -> str:
    """Return the topic of whatever a unit has a part in."""
    return f"unit:{unit}"


def of_area(region: str) -> str:
    """Return the topic of whatever is held in a region or below it."""
    return f"area:{region}"


def touched(*, number: str, units: Iterable[int], area: str) -> tuple[str, ...]:
    """Return all topics under which a change of a matter is told."""
    levels = [of_area(area[:digits]) for digits in LEVELS if len(area) >= digits]
    return (of_matter(number), *map(of_unit, sorted(set(units))), *levels)
