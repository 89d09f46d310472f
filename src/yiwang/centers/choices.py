"""Whom one may choose as a unit in an act's input: the candidates of a purpose, best first, narrowed while typing."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from yiwang.infra.clock import now
from yiwang.kernel import tree
from yiwang.kernel.calendar import day_of

from .domain.words import UnitKind
from .net import DatabaseNet
from .rows import COLUMNS, FROM, UnitRow, ask, fields

_OFFICES = (UnitKind.DEPARTMENT, UnitKind.POLICE_STATION, UnitKind.COURT_DESK)


class Purpose(StrEnum):
    """What a unit is looked for."""

    DISPATCH = "dispatch"
    """Any unit in the subtree of the asking unit's region."""
    PASS_DOWN = "pass_down"
    """Units in the asking unit's line below, or, for a center, in its subtree."""
    HAND_DOWN = "hand_down"
    """Main centers directly below: no other stands between."""
    WHISTLE = "whistle"
    """Departments of the county around the asking township, and their posts in the township."""
    PROPOSE = "propose"
    """Any unit of the asking unit's county (or of its region, above the county)."""
    MEDIATION = "mediation"
    """Mediation committees and organizations of the asking unit's county."""


class Choice(UnitRow, frozen=True, kw_only=True):
    """A unit that may be chosen, with why it stands where it stands in the list."""

    duty: str = ""
    """Its duty-list mode for the category: "main", "assist", "withdrawn"; "off" when its list leaves the category out; ""."""
    residency: str = ""
    """How it is present in the asking center, or ""."""


class _Scope(msgspec.Struct, frozen=True):
    """The conditions of a purpose."""

    region: str
    kinds: tuple[str, ...] = ()
    below: int | None = None
    main_centers: bool = False
    deepest: int = 12


_STATEMENT = f"""
    WITH listed AS MATERIALIZED (
        SELECT unit_id, unit_kind, branch, level, category, mode FROM centers_dutyitem
        WHERE since <= %(day)s AND (until IS NULL OR until > %(day)s) AND category = ANY(%(steps)s)
    ), lists AS MATERIALIZED (
        SELECT DISTINCT unit_id, unit_kind, branch, level FROM centers_dutyitem
        WHERE since <= %(day)s AND (until IS NULL OR until > %(day)s) AND %(steps)s::text[] <> '{{}}'
    ), found AS (
        SELECT {COLUMNS},
            coalesce((SELECT l.mode FROM listed l
                WHERE l.unit_id = u.id OR (l.unit_id IS NULL AND l.unit_kind = u.kind AND l.branch = u.branch AND l.level = r.level)
                ORDER BY l.unit_id IS NULL, length(l.category) DESC LIMIT 1),
                CASE WHEN u.id IN (SELECT unit_id FROM lists WHERE unit_id IS NOT NULL)
                    OR (u.kind, u.branch, r.level) IN (SELECT unit_kind, branch, level FROM lists WHERE unit_id IS NULL)
                THEN 'off' ELSE '' END) AS duty,
            coalesce((SELECT s.mode FROM centers_residency s
                WHERE s.center_id = %(asking)s AND s.unit_id = u.id AND s.until IS NULL), '') AS residency,
            length(u.region_id) AS depth, u.pinyin, u.name <> %(text)s AS named_otherwise
        FROM {FROM}
        WHERE u.valid_to IS NULL AND u.region_id >= %(low)s AND u.region_id < %(high)s AND u.id <> %(asking)s
          AND length(u.region_id) <= %(deepest)s
          AND (%(kinds)s::text[] = '{{}}' OR u.kind = ANY(%(kinds)s::text[]))
          AND (%(below)s::bigint IS NULL OR u.line @> ARRAY[%(below)s::bigint])
          AND (NOT %(main)s OR (c.main AND c.closed_on IS NULL AND NOT EXISTS (
              SELECT FROM centers_center b WHERE b.main AND b.closed_on IS NULL AND b.region_id <> u.region_id
              AND b.region_id IN (left(u.region_id, 4), left(u.region_id, 6), left(u.region_id, 9)) AND length(b.region_id) > %(above)s)))
          AND (%(text)s = '' OR u.name LIKE '%%' || %(text)s || '%%' OR u.short LIKE '%%' || %(text)s || '%%'
               OR u.initials LIKE '%%' || %(text)s || '%%' OR u.pinyin LIKE %(text)s || '%%' OR u.name LIKE %(spread)s)
    )
    SELECT * FROM found
    ORDER BY named_otherwise,
        array_position(ARRAY['main', 'assist', '', 'withdrawn', 'off'], duty), residency = '', depth, pinyin LIMIT %(limit)s
"""  # noqa: S608  # column lists are ours


def choices(*, purpose: Purpose, asking: int, category: str = "", text: str = "", limit: int = 20) -> list[Choice]:
    """Return the units `asking` may choose for a purpose, best first: by duty list, presence in the center, closeness, name.

    `category` brings its duty lists to bear; `text` narrows by name, short name, first letters or pinyin, or by the characters people
    shorten a name to (住建局 for 住房和城乡建设局).
    """
    at = now()
    facts = DatabaseNet(at).unit(asking)
    if facts is None or limit < 1:
        return []
    scope = _scope(purpose, facts.id, facts.region, facts.kind)
    low, high = tree.code_range(scope.region)
    parts = category.split("-") if category else []
    word = text.strip().lower().replace("%", "").replace("_", "")
    params: dict[str, Any] = {
        "steps": ["-".join(parts[:length]) for length in range(len(parts), 0, -1)],
        "asking": facts.id,
        "day": day_of(at),
        "low": low,
        "high": high,
        "deepest": scope.deepest,
        "kinds": list(scope.kinds),
        "below": scope.below,
        "main": scope.main_centers,
        "above": len(scope.region),
        "text": word,
        "spread": f"%{'%'.join(word)}%" if len(word) > 1 and not word.isascii() else "",
        "limit": limit,
    }
    return [Choice(**fields(row), duty=row[9], residency=row[10]) for row in ask(_STATEMENT, params)]


def dispatchable(center_id: int, category: str = "", text: str = "", limit: int = 20) -> list[Choice]:
    """Return the units a center may dispatch a matter of this category to, best first."""
    return choices(purpose=Purpose.DISPATCH, asking=center_id, category=category, text=text, limit=limit)


def _scope(purpose: Purpose, unit: int, region: str, kind: UnitKind) -> _Scope:
    around = region[:6]
    if purpose == Purpose.HAND_DOWN:
        return _Scope(region, kinds=(UnitKind.CENTER,), main_centers=True)
    if purpose == Purpose.WHISTLE:
        return _Scope(around, kinds=_OFFICES, deepest=max(len(region), 6))
    if purpose == Purpose.MEDIATION:
        return _Scope(around, kinds=(UnitKind.MEDIATION_COMMITTEE, UnitKind.SOCIAL_ORGANIZATION))
    if purpose == Purpose.PROPOSE:
        return _Scope(around)
    if purpose == Purpose.PASS_DOWN and kind != UnitKind.CENTER:
        return _Scope("", below=unit)
    return _Scope(region)
