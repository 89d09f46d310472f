"""What is wrong with a pack before it takes effect: gaps, overlaps, words nobody knows. Each finding says where.

Where the pack stands beside others (a special law names categories, a category names a procedure) those are given, as they will stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

import msgspec

from yiwang.kernel import calendar as limits
from yiwang.kernel import tree

from .calendar import CalendarBody
from .categories import Categories, Category
from .clocks import EVERY, ClocksBody
from .construction import Construction
from .procedures import ProceduresBody
from .words import ClockKind, Nature, Procedure


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found: where in the body, what, and whether the pack can take effect in spite of it."""

    where: tuple[str, ...]
    code: str
    values: Mapping[str, Any] = {}
    stops: bool = True


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What the pack will stand beside."""

    bodies: Mapping[str, Any] = {}
    """Kind → body in force."""
    lists: Collection[str] = ()
    """Lists that acts choose from."""
    duty_categories: Collection[str] = ()
    """Categories that duty lists in force name."""


def findings(*, kind: str, body: Any, beside: Beside) -> tuple[Finding, ...]:
    """Return everything found in the body of a pack of this kind, in the order of the body."""
    check = CHECKS.get(kind)
    return tuple(check(body, beside)) if check is not None else ()


def _calendar(body: CalendarBody, _: Beside) -> Iterator[Finding]:
    years = sorted(int(year) for year in body.years if year.isdigit())
    yield from (Finding(where=("years", year), code="pack_bad_year", values={"year": year}) for year in body.years if not year.isdigit())
    if not years:
        yield Finding(where=("years",), code="pack_gap_years", values={"years": "…"})
        return
    missing = sorted(set(range(years[0], years[-1] + 1)) - set(years))
    if missing:
        yield Finding(where=("years",), code="pack_gap_years", values={"years": ", ".join(map(str, missing))})
    for year in years:
        yield from _year(year, body)


def _year(year: int, body: CalendarBody) -> Iterator[Finding]:
    entry, where = body.years[str(year)], ("years", str(year))
    for day in sorted({*entry.holidays, *entry.makeup}):
        if day.year != year:
            yield Finding(where=where, code="pack_day_elsewhere", values={"day": day.isoformat(), "year": year})
        if day in entry.holidays and day in entry.makeup:
            yield Finding(where=where, code="pack_overlap_day", values={"day": day.isoformat()})
    for day in sorted(entry.makeup):
        if day.weekday() < 5:
            yield Finding(where=(*where, "makeup"), code="pack_makeup_weekday", values={"day": day.isoformat()})
    if not entry.holidays:
        yield Finding(where=where, code="pack_gap_holidays", values={"year": year})
    if entry.provisional:
        yield Finding(where=where, code="pack_year_provisional", values={"year": year}, stops=False)


def _clocks(body: ClocksBody, beside: Beside) -> Iterator[Finding]:
    procedures = {procedure.value for procedure in Procedure}
    for kind in ClockKind:
        rules, where = body.rules.get(kind, {}), ("rules", kind.value)
        missing = [] if EVERY in rules else sorted(procedures - set(rules))
        for procedure in missing:
            yield Finding(where=(*where, procedure), code="pack_gap_clock", values={"clock": kind.zh, "procedure": procedure})
        for procedure, rule in rules.items():
            if procedure not in procedures | {EVERY}:
                yield Finding(where=(*where, procedure), code="pack_unknown_procedure", values={"procedure": procedure})
            yield from _limit(rule.limit, (*where, procedure, "limit"))
            if not rule.basis.strip():
                yield Finding(where=(*where, procedure, "basis"), code="pack_without_basis", values={"clock": kind.zh})
    yield from _special(body, beside.bodies.get("categories"))
    if not 0 < body.soon_share < 1:
        yield Finding(where=("soon_share",), code="pack_share", values={"share": str(body.soon_share)})


def _special(body: ClocksBody, categories: Categories | None) -> Iterator[Finding]:
    for index, law in enumerate(body.special):
        where = ("special", str(index))
        yield from _limit(law.rule.limit, (*where, "limit"))
        for code in law.categories:
            if categories is not None and categories.get(code) is None:
                yield Finding(where=(*where, code), code="pack_unknown_category", values={"category": code})
    for (first, one), (second, other) in combinations(enumerate(body.special), 2):
        if one.kind is not other.kind:
            continue
        both = sorted({b for a in one.categories for b in other.categories if a.startswith(b) or b.startswith(a)})
        if both:
            values = {"first": first + 1, "second": second + 1, "category": "、".join(both)}
            yield Finding(where=("special", str(second)), code="pack_overlap_special", values=values)


def _limit(spec: str, where: tuple[str, ...]) -> Iterator[Finding]:
    try:
        number, _ = limits.parse(spec)
    except ValueError:
        number = 0
    if number < 1:
        yield Finding(where=where, code="pack_bad_limit", values={"limit": spec})


def _categories(body: Categories, beside: Beside) -> Iterator[Finding]:
    counted = Counter(node.code for node in body.nodes)
    for code, times in counted.items():
        if times > 1:
            yield Finding(where=("nodes", code), code="pack_overlap_category", values={"category": code, "times": times})
    parents = {node.parent for node in body.nodes}
    for node in body.nodes:
        yield from _node(node, parents, counted)
    known = _procedures_of(beside)
    for nature in Nature:
        procedure = body.procedures.get(nature)
        if procedure is None:
            yield Finding(where=("procedures", nature.value), code="pack_gap_nature", values={"nature": nature.zh})
        elif known and procedure not in known:
            yield Finding(where=("procedures", nature.value), code="pack_unknown_procedure", values={"procedure": procedure.value})
    yield from _still_named(counted, beside)


def _node(node: Category, parents: Collection[str], known: Mapping[str, int]) -> Iterator[Finding]:
    where = ("nodes", node.code)
    if node.parent and node.parent not in known:
        yield Finding(where=where, code="pack_gap_parent", values={"category": node.code, "parent": node.parent})
    if node.code not in parents and not node.natures:
        yield Finding(where=where, code="pack_gap_natures", values={"category": f"{node.code} {node.zh}"})
    if not node.zh.strip() or not all(part.isalnum() for part in node.code.split("-")):
        yield Finding(where=where, code="pack_bad_category", values={"category": node.code})
    for nature in set(node.procedures) - set(node.natures):
        yield Finding(where=where, code="pack_nature_not_listed", values={"category": node.code, "nature": nature.zh})


def _still_named(known: Mapping[str, int], beside: Beside) -> Iterator[Finding]:
    """Categories that others name and this version has no more."""
    for code in sorted(set(beside.duty_categories) - set(known)):
        yield Finding(where=("nodes", code), code="pack_category_in_duties", values={"category": code})
    clocks: ClocksBody | None = beside.bodies.get("clocks")
    for code in sorted({code for law in clocks.special for code in law.categories} - set(known)) if clocks else ():
        yield Finding(where=("nodes", code), code="pack_category_in_clocks", values={"category": code})
    before: Categories | None = beside.bodies.get("categories")
    gone = sorted(set(before.by_code) - set(known)) if before else []
    if gone:
        yield Finding(
            where=("nodes",), code="pack_categories_gone", values={"count": len(gone), "category": "、".join(gone[:8])}, stops=False
        )


def _procedures_of(beside: Beside) -> set[Procedure]:
    body: ProceduresBody | None = beside.bodies.get("procedures")
    return set(body.procedures) if body else set()


def _procedures(body: ProceduresBody, beside: Beside) -> Iterator[Finding]:
    for procedure in Procedure:
        if procedure not in body.procedures:
            yield Finding(where=("procedures", procedure.value), code="pack_gap_procedure", values={"procedure": procedure.zh})
    for nature in Nature:
        if nature not in body.by_nature:
            yield Finding(where=("by_nature", nature.value), code="pack_gap_nature", values={"nature": nature.zh})
    for name in sorted(set(beside.lists) - set(body.lists)):
        yield Finding(where=("lists", name), code="pack_gap_list", values={"list": name})
    for name, entries in body.lists.items():
        if not entries:
            yield Finding(where=("lists", name), code="pack_gap_list", values={"list": name})
        for code, times in Counter(entry.code for entry in entries).items():
            if times > 1:
                yield Finding(where=("lists", name, code), code="pack_overlap_entry", values={"list": name, "entry": code})
    yield from _limit(body.contest_window, ("contest_window",))
    if body.referral_default not in ("refused", "granted"):
        yield Finding(where=("referral_default",), code="pack_bad_choice", values={"value": body.referral_default})
    for name in ("visiting_representatives", "reopenings", "reworks", "contests", "review_hearing_days", "chase_hours", "archive_days"):
        if getattr(body, name) < 0:
            yield Finding(where=(name,), code="pack_negative", values={"value": getattr(body, name)})


def _construction(body: Construction, _: Beside) -> Iterator[Finding]:
    for index, rule in enumerate(body.exclusions):
        if rule.level not in tree.LEVELS:
            yield Finding(where=("exclusions", rule.key or str(index)), code="pack_bad_level", values={"level": rule.level})
        for low, high in rule.segments:
            if low > high:
                yield Finding(where=("exclusions", rule.key), code="pack_bad_range", values={"low": low, "high": high})
    for key, times in Counter(rule.key for rule in body.exclusions).items():
        if times > 1:
            yield Finding(where=("exclusions", key), code="pack_overlap_entry", values={"list": "exclusions", "entry": key})


CHECKS: dict[str, Callable[[Any, Beside], Iterator[Finding]]] = {
    "calendar": _calendar,
    "categories": _categories,
    "clocks": _clocks,
    "construction": _construction,
    "procedures": _procedures,
}
"""Kind → its check. A new kind with ranges or references is entered here, beside its struct in `kinds`."""


def first_day(*, valid_from: date, newest: date | None, today: date) -> Finding | None:
    """Say what is wrong with the first day: before the newest version's end it would overlap, before today it would rewrite the past."""
    if newest is not None and valid_from <= newest:
        return Finding(where=("valid_from",), code="pack_overlap_days", values={"newest": newest.isoformat()})
    if valid_from < today:
        return Finding(where=("valid_from",), code="pack_in_the_past", values={"today": today.isoformat()})
    return None
