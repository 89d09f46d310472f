"""How far the building of centers has come: by level, regions that should have one, centers built, and what is left out and why.

The rule is the policy pack `construction`; it is applied here as one statement over the tree, level by level, each region judged
by its own segment of the code.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from yiwang.kernel import tree
from yiwang.policy import queries as policy
from yiwang.policy.domain.construction import Construction, Exclusion

from .rows import ask


class Excluded(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of region that is left out of a level, with how many there are and how many have a center all the same."""

    key: str
    zh: str
    en: str
    count: int
    with_center: int


class LevelRate(msgspec.Struct, frozen=True, kw_only=True):
    """One level of a subtree."""

    level: int
    listed: int
    """Regions in force, excluded ones included."""
    due: int
    """Regions that should have a center."""
    built: int
    """Of those, how many have their main center open."""
    excluded: tuple[Excluded, ...] = ()

    @property
    def rate(self) -> float | None:
        """Share of the due ones that are built, 0 to 1; None where nothing is due."""
        return self.built / self.due if self.due else None


def rates(*, region: str, on: date) -> tuple[LevelRate, ...]:
    """Return the five levels of a subtree, its root included; "" is the country. The rule is the one in force on that day."""
    rule: Construction = policy.pack("construction", on).body
    reason, params = _reason(rule)
    low, high = tree.code_range(region)
    rows = ask(
        f"""
        SELECT r.level, {reason} AS reason, count(*), count(c.unit_id)
        FROM regions_region r LEFT JOIN centers_center c ON c.region_id = r.code AND c.main AND c.closed_on IS NULL
        WHERE r.code >= %(low)s AND r.code < %(high)s AND r.valid_to IS NULL GROUP BY 1, 2
        """,  # noqa: S608  # the condition is built from numbers of our own, its values are parameters
        params | {"low": low, "high": high},
    )
    return tuple(_level(level, [row[1:] for row in rows if row[0] == level], rule) for level in tree.LEVELS)


def excluded_names(*, region: str, on: date, level: int) -> dict[str, list[tuple[str, str]]]:
    """Return the (code, name) of what is left out at a level, by the key of the exclusion."""
    rule: Construction = policy.pack("construction", on).body
    reason, params = _reason(rule)
    low, high = tree.code_range(region)
    rows = ask(
        f"""
        SELECT reason, code, name FROM (
            SELECT r.code, r.name, {reason} AS reason FROM regions_region r
            WHERE r.level = %(level)s AND r.code >= %(low)s AND r.code < %(high)s AND r.valid_to IS NULL) AS judged
        WHERE reason <> '' ORDER BY code
        """,  # noqa: S608
        params | {"low": low, "high": high, "level": level},
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for key, code, name in rows:
        found.setdefault(key, []).append((code, name))
    return found


def _reason(rule: Construction) -> tuple[str, dict[str, Any]]:
    """Return the rule as a CASE over `r`: the key of the first exclusion that covers a region, '' if it should have a center."""
    params: dict[str, Any] = {}
    arms = [_arm(number, exclusion, params) for number, exclusion in enumerate(rule.exclusions)]
    return (f"CASE {' '.join(arms)} ELSE '' END" if arms else "''"), params


def _arm(number: int, exclusion: Exclusion, params: dict[str, Any]) -> str:
    width = tree.LENGTHS[exclusion.level - 1] - (tree.LENGTHS[exclusion.level - 2] if exclusion.level > 1 else 0)
    params |= {f"key{number}": exclusion.key, f"level{number}": exclusion.level, f"names{number}": list(exclusion.names)}
    covers = [f"r.name = ANY(%(names{number})s::text[])"]
    for index, (first, last) in enumerate(exclusion.segments):
        params |= {f"first{number}_{index}": first, f"last{number}_{index}": last}
        covers.append(f"right(r.code, {width}) BETWEEN %(first{number}_{index})s AND %(last{number}_{index})s")
    return f"WHEN r.level = %(level{number})s AND ({' OR '.join(covers)}) THEN %(key{number})s::text"


def _level(level: int, rows: list[Any], rule: Construction) -> LevelRate:
    counted = {reason: (count, built) for reason, count, built in rows}
    due, built = counted.pop("", (0, 0))
    excluded = tuple(
        Excluded(key=e.key, zh=e.zh, en=e.en, count=counted[e.key][0], with_center=counted[e.key][1])
        for e in rule.exclusions
        if e.key in counted
    )
    return LevelRate(level=level, listed=due + sum(e.count for e in excluded), due=due, built=built, excluded=excluded)
