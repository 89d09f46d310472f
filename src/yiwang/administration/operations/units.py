"""Units, centers, plaques, residencies and posts, changed by the system officer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yiwang.audit.changes import record_change
from yiwang.centers import operations as centers
from yiwang.centers import queries, restructuring
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import CENTER_ROLES, Role, UnitKind
from yiwang.centers.models import Plaque, Residency
from yiwang.kernel import tree
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused

from ..access import post_of, realm, unit_of, viewer
from ..domain.words import Deed


def _note(
    by: Actor,
    deed: Deed,
    unit: queries.UnitRow,
    at: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write down a change of a unit."""
    subject = f"unit.{unit.id}"
    record_change(by=viewer(by), deed=deed, subject=subject, name=unit.name, place=unit.region, before=before, after=after, at=at)


@transaction.atomic
def found_unit(
    *, by: Actor, kind: UnitKind, name: str, region: str, at: datetime, short: str = "", branch: str = "", parent_id: int | None = None
) -> int:
    """Found a unit within the officer's reach and return its number; centers are opened, not founded.

    Refused as `centers.found_unit`, and `no_such_region` beyond reach, `bad_choice` (kind), `superior_elsewhere`.
    """
    _region_of(by, region, at)
    if kind is UnitKind.CENTER:
        raise Refused("bad_choice", field="kind")
    parent = queries.unit(parent_id) if parent_id else None
    if parent is not None and parent.region not in tree.lineage(region):
        raise Refused("superior_elsewhere", field="parent")
    unit = centers.found_unit(
        kind=kind, name=name.strip(), region=region, at=at, short=short.strip(), branch=branch.strip(), parent=parent_id
    )
    after = {"kind": kind.value, "branch": unit.branch, "region": region, "parent": parent.name if parent else ""}
    record_change(by=viewer(by), deed=Deed.FOUND_UNIT, subject=f"unit.{unit.pk}", name=unit.name, place=region, after=after, at=at)
    return unit.pk


@transaction.atomic
def open_center(*, by: Actor, region: str, built_on: date, at: datetime, name: str = "", main: bool = True) -> int:
    """Open the main center of a region within reach, or a sub-center, and return its number. Refused as `centers.open_center`."""
    _region_of(by, region, at)
    center = centers.open_center(region=region, at=at, built_on=built_on, name=name.strip(), main=main)
    after = {"region": region, "built_on": built_on.isoformat(), "main": main}
    record_change(
        by=viewer(by), deed=Deed.OPEN_CENTER, subject=f"unit.{center.pk}", name=center.unit.name, place=region, after=after, at=at
    )
    return center.pk


@transaction.atomic
def rename_unit(*, by: Actor, unit_id: int, name: str, at: datetime, short: str = "", phone: str = "") -> None:
    """Give a unit another name or telephone. Refused as `restructuring.rename_unit`."""
    old, called = unit_of(by, unit_id, at), queries.phone(unit_id)
    new = restructuring.rename_unit(unit_id=unit_id, name=name, short=short, phone=phone)
    before = {"name": old.name, "short": old.short, "phone": called}
    after = {"name": new.name, "short": new.short, "phone": new.phone}
    _note(by, Deed.RENAME_UNIT, old, at, before=before, after=after)


@transaction.atomic
def move_unit(*, by: Actor, unit_id: int, region: str, parent_id: int | None, at: datetime) -> None:
    """Put a unit into another region within reach, or under another superior. Refused as `restructuring.move_unit`."""
    old = unit_of(by, unit_id, at)
    _region_of(by, region, at)
    was = queries.superior_name(unit_id)
    restructuring.move_unit(unit_id=unit_id, region=region, parent_id=parent_id)
    before = {"region": old.region, "parent": was}
    _note(by, Deed.MOVE_UNIT, old, at, before=before, after={"region": region, "parent": queries.superior_name(unit_id)})


@transaction.atomic
def close_unit(*, by: Actor, unit_id: int, successor_id: int | None, at: datetime) -> None:
    """Close a unit; what it holds goes to the successor. Refused as `centers.abolish_unit`, and `not_own_unit`."""
    old = unit_of(by, unit_id, at)
    if unit_id == by.unit:
        raise Refused("not_own_unit")
    heir = queries.unit(successor_id) if successor_id else None
    centers.abolish_unit(unit_id=unit_id, at=at, successor_id=successor_id)
    _note(by, Deed.CLOSE_UNIT, old, at, before={"name": old.name}, after={"successor": heir.name if heir else ""})


@transaction.atomic
def hang_plaque(*, by: Actor, unit_id: int, name: str, on: date, at: datetime) -> None:
    """Give a center another name it works under. Refused as `centers.hang_plaque`, and `required`."""
    unit = unit_of(by, unit_id, at)
    if not name.strip():
        raise Refused("required", field="name")
    centers.hang_plaque(center_id=unit_id, name=name.strip(), on=on)
    _note(by, Deed.HANG_PLAQUE, unit, at, after={"plaque": name.strip(), "on": on.isoformat()})


@transaction.atomic
def take_down_plaque(*, by: Actor, plaque_id: int, at: datetime) -> None:
    """Take a plaque down today. Refused `no_such_plaque`."""
    row = Plaque.objects.filter(pk=plaque_id).first()
    if row is None:
        raise Refused("no_such_plaque")
    unit = unit_of(by, row.center_id, at)
    restructuring.take_down_plaque(plaque_id=plaque_id, on=day_of(at))
    _note(by, Deed.TAKE_DOWN_PLAQUE, unit, at, before={"plaque": row.name})


@transaction.atomic
def move_in(*, by: Actor, unit_id: int, resident_id: int | None, mode: str, counter: str, since: date, at: datetime) -> None:
    """Bring a department into a center within reach. Refused as `centers.move_in`."""
    center = unit_of(by, unit_id, at)
    resident = queries.unit(resident_id) if resident_id else None
    if resident is None:
        raise Refused("required", field="resident")
    centers.move_in(center_id=unit_id, unit_id=resident.id, mode=mode, since=since, counter=counter.strip())
    _note(by, Deed.MOVE_IN, center, at, after={"resident": resident.name, "mode": mode, "counter": counter.strip()})


@transaction.atomic
def move_out(*, by: Actor, residency_id: int, at: datetime) -> None:
    """End a department's presence in a center. Refused `no_such_residency`."""
    row = Residency.objects.filter(pk=residency_id).select_related("unit").first()
    if row is None:
        raise Refused("no_such_residency")
    center = unit_of(by, row.center_id, at)
    restructuring.move_out(residency_id=residency_id, on=day_of(at))
    _note(by, Deed.MOVE_OUT, center, at, before={"resident": row.unit.name, "mode": row.mode})


@transaction.atomic
def create_post(*, by: Actor, unit_id: int, role: Role, at: datetime, name: str = "") -> int:
    """Create a post and return its number. Refused as `centers.create_post`, and `post_of_center` (a role only centers have)."""
    unit = unit_of(by, unit_id, at)
    if role in CENTER_ROLES and unit.kind is not UnitKind.CENTER:
        raise Refused("post_of_center", field="role")
    post = centers.create_post(unit_id=unit_id, role=role, name=name.strip())
    _note(by, Deed.CREATE_POST, unit, at, after={"post": post.name, "role": role.value})
    return post.pk


@transaction.atomic
def close_post(*, by: Actor, post_id: int, at: datetime) -> None:
    """Close a post that nobody holds. Refused as `restructuring.close_post`."""
    post, unit = post_of(by, post_id, at)
    restructuring.close_post(post_id=post_id, at=at)
    _note(by, Deed.CLOSE_POST, unit, at, before={"post": post.name, "role": post.role})


def _region_of(by: Actor, region: str, at: datetime) -> None:
    if not tree.is_code(region) or not tree.within(region, realm(by, at)):
        raise Refused("no_such_region", field="region", code=region)
