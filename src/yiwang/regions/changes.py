"""Applying changes of divisions one by one: a new code is an update, the old row keeps its name, its days and a link to what it became."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec
from django.db import connection, transaction

from yiwang.kernel import tree
from yiwang.kernel.refusals import Refused

from .models import Region, RegionChange
from .operations import count_below
from .pinyin import spell

Kind = RegionChange.Kind
_COLUMNS = {"old_code", "new_code", "date", "kind"}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change as announced. `name` is the new name, needed for rename, found and split, allowed for recode."""

    kind: str
    on: date
    old_code: str = ""
    new_code: str = ""
    name: str = ""


def read_changes(file: Path) -> list[Change]:
    """Read a CSV with the columns old_code, new_code, date, kind and, if needed, name. Refused `bad_change` with its line."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if not set(reader.fieldnames or ()) >= _COLUMNS:
            raise Refused("bad_change", line=1, reason=f"columns {', '.join(sorted(_COLUMNS))} expected")
        return [_read(row, number) for number, row in enumerate(reader, start=2)]


def _read(row: dict[str, str | None], line: int) -> Change:
    values = {key: (value or "").strip() for key, value in row.items() if key}
    try:
        change = Change(
            kind=Kind(values["kind"]).value,
            on=date.fromisoformat(values["date"]),
            old_code=values["old_code"],
            new_code=values["new_code"],
            name=values.get("name", ""),
        )
    except ValueError as fault:
        raise Refused("bad_change", line=line, reason=str(fault)) from fault
    needed = {
        Kind.RECODE: (change.old_code, change.new_code),
        Kind.MERGE: (change.old_code, change.new_code),
        Kind.SPLIT: (change.old_code, change.new_code, change.name),
        Kind.RENAME: (change.old_code, change.name),
        Kind.FOUND: (change.new_code, change.name),
        Kind.ABOLISH: (change.old_code,),
    }[Kind(change.kind)]
    if not all(needed) or any(code and not tree.is_code(code) for code in (change.old_code, change.new_code)):
        raise Refused("bad_change", line=line, reason=f"{change.kind} needs its codes (and name)")
    return change


@transaction.atomic
def apply_changes(*, file: Path) -> dict[str, int]:
    """Apply the changes of a file in the order of their days, all or none; return how many of each kind were new.

    Refused: `bad_change` (line), `no_such_region`, `region_exists`, `other_level`, `regions_left` (something in force below).
    """
    return apply(changes=read_changes(file))


@transaction.atomic
def apply(*, changes: Iterable[Change]) -> dict[str, int]:
    """Apply changes, all or none; those that are known already are left out. Refused as `apply_changes`."""
    done: Counter[str] = Counter()
    for change in sorted(changes, key=lambda each: each.on):
        if not _known(change):
            _DEEDS[Kind(change.kind)](change)
            done[change.kind] += 1
    if done:
        count_below()
    return dict(done)


def _known(change: Change) -> bool:
    new_code = change.old_code if change.kind == Kind.RENAME else change.new_code
    return RegionChange.objects.filter(on=change.on, old_code=change.old_code, new_code=new_code, kind=change.kind).exists()


def _in_force(code: str) -> Region:
    region = Region.objects.filter(pk=code, valid_to=None).first()
    if region is None:
        raise Refused("no_such_region", code=code)
    return region


def _place_for(code: str) -> None:
    """Refuse a new code that is taken, or that would hang in the air."""
    if Region.objects.filter(pk=code, valid_to=None).exists():
        raise Refused("region_exists", code=code)
    parent = tree.parent_of(code)
    if parent:
        _in_force(parent)


def _record(change: Change, *, old: Region | None = None, new_code: str = "", new_name: str = "") -> None:
    RegionChange.objects.create(
        kind=change.kind,
        on=change.on,
        old_code=old.code if old else "",
        new_code=new_code,
        old_name=old.name if old else "",
        new_name=new_name,
    )


def _add(code: str, name: str, on: date) -> None:
    """Put a region in force, one that ended earlier included."""
    spelled = spell(name)
    Region.objects.update_or_create(
        code=code,
        defaults={
            "level": tree.level_of(code),
            "name": name,
            "pinyin": spelled.pinyin,
            "initials": spelled.initials,
            "valid_from": on,
            "valid_to": None,
        },
    )


def _rename(change: Change) -> None:
    region = _in_force(change.old_code)
    _record(change, old=region, new_code=region.code, new_name=change.name)
    spelled = spell(change.name)
    region.name, region.pinyin, region.initials = change.name, spelled.pinyin, spelled.initials
    region.save(update_fields=["name", "pinyin", "initials"])


def _found(change: Change) -> None:
    _place_for(change.new_code)
    _add(change.new_code, change.name, change.on)
    _record(change, new_code=change.new_code, new_name=change.name)


def _split(change: Change) -> None:
    old = _in_force(change.old_code)
    _place_for(change.new_code)
    _add(change.new_code, change.name, change.on)
    _record(change, old=old, new_code=change.new_code, new_name=change.name)


def _abolish(change: Change) -> None:
    region = _in_force(change.old_code)
    low, high = tree.code_range(region.code)
    for gone in Region.objects.filter(code__gte=low, code__lt=high, valid_to=None).order_by("code"):
        _record(change, old=gone)
    _end(region.code, change.on)


def _merge(change: Change) -> None:
    old, into = _in_force(change.old_code), _in_force(change.new_code)
    low, high = tree.code_range(old.code)
    if Region.objects.filter(code__gt=low, code__lt=high, valid_to=None).exists():
        raise Refused("regions_left", code=old.code)
    _record(change, old=old, new_code=into.code, new_name=into.name)
    _end(old.code, change.on)


def _recode(change: Change) -> None:
    """Move a whole subtree to another code: one statement each for rows, links and ends, whatever its size."""
    root = _in_force(change.old_code)
    if tree.level_of(change.new_code) != root.level:
        raise Refused("other_level", code=change.new_code)
    if tree.within(change.new_code, root.code):
        raise Refused("region_exists", code=change.new_code)
    listed = Region.objects.filter(pk=change.new_code, valid_to=None).exists()  # a newer list was loaded before: only the links miss
    if not listed:
        _place_for(change.new_code)
    low, high = tree.code_range(root.code)
    moved = {"old": root.code, "new": change.new_code, "low": low, "high": high, "on": change.on, "name": change.name or root.name}
    spelled = spell(str(moved["name"]))
    with connection.cursor() as cursor:
        cursor.execute(_RECODE_LINKS, moved)
        cursor.execute(_RECODE_ROWS, moved | {"pinyin": spelled.pinyin, "initials": spelled.initials})
    _end(root.code, change.on)


_NEW_CODE = "%(new)s || substr(r.code, length(%(old)s) + 1)"
_RECODE_LINKS = f"""
    INSERT INTO regions_regionchange (kind, on_day, old_code, new_code, old_name, new_name)
    SELECT 'recode', %(on)s, r.code, {_NEW_CODE}, r.name, CASE WHEN r.code = %(old)s THEN %(name)s ELSE r.name END
    FROM regions_region r WHERE r.code >= %(low)s AND r.code < %(high)s AND r.valid_to IS NULL ON CONFLICT DO NOTHING
"""  # noqa: S608  # fixed texts of ours
_RECODE_ROWS = f"""
    INSERT INTO regions_region (code, level, name, pinyin, initials, valid_from, cities, counties, townships, villages)
    SELECT {_NEW_CODE}, level, CASE WHEN r.code = %(old)s THEN %(name)s ELSE name END,
           CASE WHEN r.code = %(old)s THEN %(pinyin)s ELSE pinyin END, CASE WHEN r.code = %(old)s THEN %(initials)s ELSE initials END,
           %(on)s, cities, counties, townships, villages
    FROM regions_region r WHERE r.code >= %(low)s AND r.code < %(high)s AND r.valid_to IS NULL
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, pinyin = excluded.pinyin, initials = excluded.initials,
        valid_from = excluded.valid_from, valid_to = NULL WHERE regions_region.valid_to IS NOT NULL
"""  # noqa: S608


def _end(root: str, on: date) -> None:
    low, high = tree.code_range(root)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE regions_region SET valid_to = greatest(%s::date, valid_from) WHERE code >= %s AND code < %s AND valid_to IS NULL",
            [on, low, high],
        )


_DEEDS = {
    Kind.RECODE: _recode,
    Kind.RENAME: _rename,
    Kind.FOUND: _found,
    Kind.ABOLISH: _abolish,
    Kind.MERGE: _merge,
    Kind.SPLIT: _split,
}
