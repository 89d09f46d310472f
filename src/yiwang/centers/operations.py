"""Changing the organisation: founding units, opening centers, filling posts, writing duty lists. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec
from django.db import connection, transaction

from yiwang.accounts.models import User
from yiwang.kernel.calendar import day_of
from yiwang.kernel.refusals import Refused
from yiwang.regions import queries as regions
from yiwang.regions.pinyin import spell

from .cache import changed
from .domain.words import Role, UnitKind
from .models import Appointment, Center, DutyItem, Plaque, Post, Residency, Unit
from .promises import refusing

OFFICERS = frozenset({Role.AUDITOR, Role.SECURITY, Role.SYSTEM_ADMIN})
"""三员: nobody may be two of them, and none of them holds a post that reads content."""


class NewUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit to be founded."""

    kind: UnitKind
    name: str
    region: str
    short: str = ""
    branch: str = ""
    parent: int | None = None


def found_unit(
    *, kind: UnitKind, name: str, region: str, at: datetime, short: str = "", branch: str = "", parent: int | None = None
) -> Unit:
    """Found a unit in a region, under a superior of its line if it has one.

    Refused: `no_such_region`, `no_such_unit` (parent), `unit_name_taken`.
    """
    new = NewUnit(kind=kind, name=name, region=region, short=short, branch=branch, parent=parent)
    return found_units(new=[new], at=at)[0]


@transaction.atomic
def found_units(*, new: Sequence[NewUnit], at: datetime) -> list[Unit]:
    """Found many units at once, in the order given; all or none. Refused as `found_unit`."""
    parents = Unit.objects.in_bulk({unit.parent for unit in new if unit.parent})
    known = regions.regions(list({unit.region for unit in new}))
    rows = [_founded(unit, known, parents, day_of(at)) for unit in new]
    with refusing():
        Unit.objects.bulk_create(rows, batch_size=2000)
    changed()
    return rows


def _founded(unit: NewUnit, known: dict[str, regions.RegionRow], parents: dict[int, Unit], day: date) -> Unit:
    if unit.region not in known or known[unit.region].valid_to is not None:
        raise Refused("no_such_region", field="region", code=unit.region)
    if not unit.name.strip():
        raise Refused("required", field="name")
    superior = parents.get(unit.parent) if unit.parent else None
    if unit.parent and (superior is None or superior.valid_to is not None):
        raise Refused("no_such_unit", field="parent", unit=unit.parent)
    spelled = spell(unit.name)
    return Unit(
        kind=unit.kind.value,
        branch=unit.branch,
        name=unit.name,
        short=unit.short or unit.name,
        region_id=unit.region,
        parent=superior,
        line=[superior.id, *superior.line] if superior else [],
        valid_from=day,
        pinyin=spelled.pinyin,
        initials=spelled.initials,
    )


def open_center(*, region: str, at: datetime, built_on: date, name: str = "", main: bool = True) -> Center:
    """Open the main center of a region, or a sub-center (which needs a name). Refused `main_center_exists`, `no_such_region`."""
    if not main and not name:
        raise Refused("required", field="name")
    return open_centers(regions_names=[(region, name)], at=at, built_on=built_on, main=main)[0]


@transaction.atomic
def open_centers(*, regions_names: Iterable[tuple[str, str]], at: datetime, built_on: date, main: bool = True) -> list[Center]:
    """Open one center for each (region, name); an empty name becomes the region's own: 东城街道综治中心. All or none."""
    asked = list(regions_names)
    known = regions.regions([code for code, _ in asked])
    for code, _ in asked:
        if code not in known:
            raise Refused("no_such_region", field="region", code=code)
    new = [
        NewUnit(
            kind=UnitKind.CENTER,
            region=code,
            name=name or f"{known[code].name}综治中心",
            short=f"{_brief(known[code].name)}中心" if main else name[:40],
        )
        for code, name in asked
    ]
    units = found_units(new=new, at=at)
    centers = [Center(unit=unit, region_id=unit.region_id, main=main, built_on=built_on) for unit in units]
    with refusing():
        Center.objects.bulk_create(centers, batch_size=2000)
    return centers


def _brief(name: str) -> str:
    for ending in ("社区居民委员会", "村民委员会", "居民委员会", "村委会", "居委会"):
        name = name.removesuffix(ending) or name
    return name


@transaction.atomic
def hang_plaque(*, center_id: int, name: str, on: date) -> Plaque:
    """Give a center another name it works under. Refused `plaque_exists`, `no_such_center`."""
    center = _center(center_id)
    with refusing():
        return Plaque.objects.create(center=center, name=name, hung_on=on)


@transaction.atomic
def move_in(*, center_id: int, unit_id: int, mode: str, since: date, counter: str = "") -> Residency:
    """Bring a department into a center, permanently, by rotation, on call or linked. Refused `already_resident`, `no_such_unit`."""
    if mode not in Residency.Mode.values:
        raise Refused("bad_choice", field="mode")
    with refusing():
        row = Residency.objects.create(center=_center(center_id), unit=_unit(unit_id), mode=mode, counter=counter, since=since)
    changed()
    return row


@transaction.atomic
def create_post(*, unit_id: int, role: Role, name: str = "") -> Post:
    """Create a post at a unit; without a name it bears that of its role. Refused `post_exists`, `no_such_unit`, `bad_choice`."""
    if role in {Role.PERSON, Role.SYSTEM}:
        raise Refused("bad_choice", field="role")
    with refusing():
        return Post.objects.create(unit=_unit(unit_id), role=role.value, name=name or role.zh)


@transaction.atomic
def appoint(*, user_id: int, post_id: int, starts: datetime, ends: datetime | None = None, seconded_from: int | None = None) -> Appointment:
    """Appoint a user to a post. One may hold several, but the three officers stay apart from each other and from every other post.

    Refused: `no_such_user`, `no_such_post`, `already_appointed`, `ends_before_start`, `officers_apart`.
    """
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id, is_active=True).first()
    if user is None:
        raise Refused("no_such_user", field="user")
    post = Post.objects.filter(pk=post_id, closed_on=None).first()
    if post is None:
        raise Refused("no_such_post", field="post")
    keep_officers_apart(user_id=user_id, role=Role(post.role), starts=starts, ends=ends)  # type: ignore[call-arg]
    with refusing():
        row = Appointment.objects.create(user=user, post=post, starts=starts, ends=ends, seconded_from_id=seconded_from)
    changed()
    return row


def keep_officers_apart(*, user_id: int, role: Role, starts: datetime, ends: datetime | None) -> None:
    """Refuse a post that would make one person an officer and anything else at the same time; the user row is locked."""
    others = Appointment.objects.filter(user_id=user_id).exclude(ends__lte=starts)
    if ends is not None:
        others = others.filter(starts__lt=ends)
    for other in others.values_list("post__role", flat=True):
        if other != role.value and (role in OFFICERS or other in OFFICERS):
            raise Refused("officers_apart", field="post", role=role.value, other=other)


@transaction.atomic
def end_appointment(*, appointment_id: int, at: datetime) -> None:
    """End an appointment; from that moment its holder acts under it no more. Refused `no_such_appointment`, `ends_before_start`."""
    row = Appointment.objects.select_for_update(of=("self",)).filter(pk=appointment_id).first()
    if row is None or (row.ends is not None and row.ends <= at):
        raise Refused("no_such_appointment", field="appointment")
    row.ends = at
    with refusing():
        row.save(update_fields=["ends"])
    Appointment.objects.filter(stands_in_for=row, starts__lt=at).exclude(ends__lte=at).update(ends=at)
    changed()


@transaction.atomic
def abolish_unit(*, unit_id: int, at: datetime, successor_id: int | None = None) -> None:
    """End a unit. What it held goes to the successor, else its superior, else the center of its place; its posts close.

    Refused: `no_such_unit`, `no_successor` (nobody would take over what it holds).
    """
    unit = _unit(unit_id, lock=True)
    successor = _unit(successor_id) if successor_id else None
    heir = successor or unit.parent
    if heir is None and not Center.objects.filter(main=True, closed_on=None).exclude(unit=unit).exists():
        raise Refused("no_successor", field="successor")
    if successor is not None and successor.id == unit.id:
        raise Refused("no_successor", field="successor")
    day = day_of(at)
    unit.valid_to, unit.successor = max(day, unit.valid_from), successor
    unit.save(update_fields=["valid_to", "successor"])
    Center.objects.filter(unit=unit, closed_on=None).update(closed_on=day)
    Residency.objects.filter(unit=unit, until=None).update(until=day)
    DutyItem.objects.filter(unit=unit, until=None).update(until=day)
    Appointment.objects.filter(post__unit=unit, ends=None, starts__lt=at).update(ends=at)
    Post.objects.filter(unit=unit, closed_on=None).update(closed_on=day)
    _hang_children_under(unit, heir)
    changed()


def _hang_children_under(unit: Unit, heir: Unit | None) -> None:
    """Put the units below the one that ended under its heir, and bring every line below up to date."""
    Unit.objects.filter(parent=unit, valid_to=None).update(parent=heir)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE lower(id, line) AS (
                SELECT u.id, CASE WHEN u.parent_id IS NULL THEN '{}'::bigint[] ELSE u.parent_id || p.line END
                FROM centers_unit u LEFT JOIN centers_unit p ON p.id = u.parent_id WHERE u.line[1] = %s AND u.valid_to IS NULL
                UNION ALL
                SELECT u.id, u.parent_id || l.line FROM centers_unit u JOIN lower l ON u.parent_id = l.id WHERE u.valid_to IS NULL
            )
            UPDATE centers_unit u SET line = lower.line FROM lower WHERE lower.id = u.id
            """,
            [unit.id],
        )


@transaction.atomic
def set_duty(
    *,
    category: str,
    mode: str,
    since: date,
    unit_id: int | None = None,
    unit_kind: UnitKind | None = None,
    branch: str = "",
    level: int | None = None,
    source: str = "",
) -> DutyItem:
    """Write a line of a duty list, for one unit or for all units of a kind, branch and level; an older line on the same ends.

    Refused: `bad_choice` (mode), `duty_of_whom` (neither a unit nor a kind and level), `no_such_unit`.
    """
    if mode not in DutyItem.Mode.values:
        raise Refused("bad_choice", field="mode")
    if (unit_id is None) == (unit_kind is None or level is None):
        raise Refused("duty_of_whom", field="unit")
    if unit_id is not None:
        whose = {"unit": _unit(unit_id)}
    else:
        whose = {"unit_kind": unit_kind.value if unit_kind else "", "branch": branch, "level": level}
    DutyItem.objects.filter(category=category, until=None, since__lte=since, **({"unit": None} | whose)).update(until=since)
    with refusing():
        row = DutyItem.objects.create(category=category, mode=mode, since=since, source=source, **whose)
    changed()
    return row


def _unit(unit_id: int | None, *, lock: bool = False) -> Unit:
    rows = Unit.objects.select_for_update(of=("self",)) if lock else Unit.objects
    unit = rows.filter(pk=unit_id, valid_to=None).first()
    if unit is None:
        raise Refused("no_such_unit", field="unit", unit=unit_id)
    return unit


def _center(center_id: int) -> Center:
    center = Center.objects.filter(pk=center_id, closed_on=None).first()
    if center is None:
        raise Refused("no_such_center", field="center", unit=center_id)
    return center


def staff_changed() -> None:
    """Tell all processes that an account was closed or opened again, so that its appointments are judged anew."""
    changed()
