"""Lines of duty lists, written and struck by the system officer."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from django.db import transaction

from yiwang.audit.changes import record_change
from yiwang.centers import operations as centers
from yiwang.centers import restructuring
from yiwang.centers.domain.actor import Actor
from yiwang.centers.domain.words import UnitKind
from yiwang.centers.models import DutyItem
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.policy import queries as packs

from ..access import the_whole, unit_of, viewer
from ..domain.words import Deed


class Whose(msgspec.Struct, frozen=True, kw_only=True):
    """Whose list: one unit's, or that of all units of a kind, branch and level."""

    unit: int | None = None
    kind: str = ""
    branch: str = ""
    level: int | None = None


@transaction.atomic
def set_duty(*, by: Actor, whose: Whose, category: str, mode: str, since: date, source: str, at: datetime) -> None:
    """Write a line that holds from a day on; what held before ends that day.

    Refused as `centers.set_duty`, and `no_such_category`, `required` (the document that assigns it), `in_the_past`, `rules_of_all`.
    """
    place, name, subject = _whose(by, whose, at)
    if packs.pack("categories", at).body.get(category) is None:
        raise Refused("no_such_category", field="category")
    if not source.strip():
        raise Refused("required", field="source")
    if since < day_of(at):
        raise Refused("in_the_past", field="since")
    scope = {"unit_id": whose.unit} if whose.unit else {"unit": None, "unit_kind": whose.kind, "branch": whose.branch, "level": whose.level}
    old = DutyItem.objects.filter(category=category, until=None, **scope).first()
    kind = UnitKind(whose.kind) if whose.kind else None  # type: ignore[call-arg]
    centers.set_duty(
        category=category,
        mode=mode,
        since=since,
        unit_id=whose.unit,
        unit_kind=kind,
        branch=whose.branch,
        level=whose.level,
        source=source.strip(),
    )
    record_change(
        by=viewer(by),
        deed=Deed.SET_DUTY,
        subject=subject,
        name=name,
        place=place,
        before={"category": category, "mode": old.mode} if old else {},
        after={"category": category, "mode": mode, "since": since.isoformat(), "source": source.strip()},
        at=at,
    )


@transaction.atomic
def strike_duty(*, by: Actor, duty_id: int, at: datetime) -> None:
    """End a line today, or take back one that has not begun. Refused `no_such_duty`, `rules_of_all`."""
    row = DutyItem.objects.filter(pk=duty_id, until=None).first()
    if row is None:
        raise Refused("no_such_duty")
    place, name, subject = _whose(by, Whose(unit=row.unit_id, kind=row.unit_kind, branch=row.branch, level=row.level), at)
    restructuring.strike_duty(duty_id=duty_id, on=day_of(at))
    before = {"category": row.category, "mode": row.mode, "since": row.since.isoformat(), "source": row.source}
    record_change(by=viewer(by), deed=Deed.STRIKE_DUTY, subject=subject, name=name, place=place, before=before, at=at)


def _whose(by: Actor, whose: Whose, at: datetime) -> tuple[str, str, str]:
    """Return place, name and subject of a list after the check of reach; a list of all units of a kind is everybody's."""
    if whose.unit is not None:
        unit = unit_of(by, whose.unit, at)
        return unit.region, unit.name, f"unit.{unit.id}"
    the_whole(by, at)
    if whose.kind not in set(UnitKind) or whose.level not in range(1, 6):
        raise Refused("duty_of_whom", field="unit")
    return "", f"{whose.kind}/{whose.branch}/{whose.level}", f"duties.{whose.kind}.{whose.branch}.{whose.level}"
