"""Changing what stands: names and places of units, plaques, residencies and posts that end, lines struck from a duty list."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import connection, transaction

from yiwang.kernel import tree
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.regions import queries as regions
from yiwang.regions.pinyin import spell

from .cache import changed
from .models import Appointment, Center, DutyItem, Plaque, Post, Residency, Unit
from .promises import refusing

_PHONE = re.compile(r"[0-9][0-9 ()+-]{2,28}[0-9]")

BELOW = """
    WITH RECURSIVE lower(id, line) AS (
        SELECT u.id, CASE WHEN u.parent_id IS NULL THEN '{}'::bigint[] ELSE u.parent_id || p.line END
        FROM centers_unit u LEFT JOIN centers_unit p ON p.id = u.parent_id WHERE u.id = %s
        UNION ALL
        SELECT u.id, u.parent_id || l.line FROM centers_unit u JOIN lower l ON u.parent_id = l.id WHERE u.valid_to IS NULL
    )
    UPDATE centers_unit u SET line = lower.line FROM lower WHERE lower.id = u.id
"""


@transaction.atomic
def rename_unit(*, unit_id: int, name: str, short: str = "", phone: str = "") -> Unit:
    """Give a unit another name or telephone; its number, orders and history stay.

    Refused `no_such_unit`, `required`, `unit_name_taken`, `bad_phone`.
    """
    unit = _locked(unit_id)
    if not name.strip():
        raise Refused("required", field="name")
    if phone and not _PHONE.fullmatch(phone):
        raise Refused("bad_phone", field="phone")
    spelled = spell(name.strip())
    unit.phone = phone
    unit.name, unit.short = name.strip(), short.strip() or name.strip()[:40]
    unit.pinyin, unit.initials = spelled.pinyin, spelled.initials
    with refusing():
        unit.save(update_fields=["name", "short", "phone", "pinyin", "initials"])
    changed()
    return unit


@transaction.atomic
def move_unit(*, unit_id: int, region: str, parent_id: int | None) -> Unit:
    """Put a unit into another region or under another superior; a center stays where it was built.

    Refused: `no_such_unit`, `no_such_region`, `center_stays`, `superior_below` (itself or somebody below it), `superior_elsewhere`
    (a superior stands in the same region or above), `unit_name_taken`.
    """
    unit = _locked(unit_id)
    row = regions.region(region)
    if row is None or row.valid_to is not None:
        raise Refused("no_such_region", field="region", code=region)
    if region != unit.region_id and Center.objects.filter(unit=unit).exists():
        raise Refused("center_stays", field="region")
    parent = _locked(parent_id, field="parent") if parent_id else None
    if parent is not None and unit.id in (parent.id, *parent.line):
        raise Refused("superior_below", field="parent")
    if parent is not None and parent.region_id not in tree.lineage(region):
        raise Refused("superior_elsewhere", field="parent")
    unit.region_id, unit.parent = region, parent
    with refusing():
        unit.save(update_fields=["region", "parent"])
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [unit.id])
    changed()
    return unit


@transaction.atomic
def take_down_plaque(*, plaque_id: int, on: date) -> Plaque:
    """Take a plaque down. Refused `no_such_plaque`."""
    row = Plaque.objects.select_for_update(of=("self",)).filter(pk=plaque_id, taken_down_on=None).first()
    if row is None:
        raise Refused("no_such_plaque")
    row.taken_down_on = max(on, row.hung_on)
    row.save(update_fields=["taken_down_on"])
    return row


@transaction.atomic
def move_out(*, residency_id: int, on: date) -> Residency:
    """End a department's presence in a center. Refused `no_such_residency`."""
    row = Residency.objects.select_for_update(of=("self",)).filter(pk=residency_id, until=None).first()
    if row is None:
        raise Refused("no_such_residency")
    row.until = max(on, row.since)
    row.save(update_fields=["until"])
    changed()
    return row


@transaction.atomic
def close_post(*, post_id: int, at: datetime) -> Post:
    """Close a post that nobody holds any more. Refused `no_such_post`, `post_held`."""
    row = Post.objects.select_for_update(of=("self",)).filter(pk=post_id, closed_on=None).first()
    if row is None:
        raise Refused("no_such_post", field="post")
    if Appointment.objects.filter(post=row).exclude(ends__lte=at).exists():
        raise Refused("post_held", field="post")
    row.closed_on = day_of(at)
    row.save(update_fields=["closed_on"])
    changed()
    return row


@transaction.atomic
def strike_duty(*, duty_id: int, on: date) -> DutyItem:
    """End a line of a duty list on a day; a line that had not begun is taken back, and the one it was to follow goes on.

    Refused `no_such_duty`.
    """
    row = DutyItem.objects.select_for_update(of=("self",)).filter(pk=duty_id, until=None).first()
    if row is None:
        raise Refused("no_such_duty")
    planned, row.until = row.since > on, max(on, row.since)
    row.save(update_fields=["until"])
    if planned:
        whose = {"unit": row.unit, "unit_kind": row.unit_kind, "branch": row.branch, "level": row.level, "category": row.category}
        before = DutyItem.objects.filter(until=row.since, **whose).exclude(pk=row.pk).order_by("-since").first()
        if before is not None:
            before.until = None
            before.save(update_fields=["until"])
    changed()
    return row


def _locked(unit_id: int | None, *, field: str = "unit") -> Unit:
    unit = Unit.objects.select_for_update(of=("self",)).filter(pk=unit_id, valid_to=None).first()
    if unit is None:
        raise Refused("no_such_unit", field=field, unit=unit_id)
    return unit
