"""The organisation as rows: units in their lines, centers, plaques, residencies, posts, appointments and duty lists, all in time."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from yiwang.regions.models import Region

from .domain.words import Role, UnitKind

UNIT_KINDS = [(kind.value, kind.zh) for kind in UnitKind]
ROLES = [(role.value, role.zh) for role in Role if role not in {Role.PERSON, Role.SYSTEM}]


class Unit(models.Model):
    """Whatever can hold an order. It stands in a region and, but for centers, in a line of superiors."""

    kind = models.CharField(max_length=24, choices=UNIT_KINDS)
    branch = models.CharField(max_length=30, blank=True)
    """Its system (系统), the same word at every level: "human_resources", "housing", "police"; duty lists speak of it."""
    name = models.CharField(max_length=100)
    short = models.CharField(max_length=40)
    phone = models.CharField(max_length=30, blank=True)
    """The office's own telephone, told to people in replies."""
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    line = ArrayField(models.BigIntegerField(), default=list)
    """Superior units, nearest first: the parent and its own line, kept with the parent."""
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    """First day it no longer exists."""
    pinyin = models.CharField(max_length=300, db_collation="C")
    initials = models.CharField(max_length=100, db_collation="C")

    class Meta:
        verbose_name = "单位"
        constraints = [
            models.CheckConstraint(name="unit_kind_known", condition=Q(kind__in=[kind for kind, _ in UNIT_KINDS])),
            models.CheckConstraint(name="unit_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))),
            models.CheckConstraint(name="unit_not_its_own_successor", condition=Q(successor=None) | ~Q(successor=F("id"))),
            models.CheckConstraint(name="unit_successor_only_when_ended", condition=Q(successor=None) | Q(valid_to__isnull=False)),
            models.CheckConstraint(name="unit_not_its_own_parent", condition=Q(parent=None) | ~Q(parent=F("id"))),
            models.UniqueConstraint("region", "name", name="unit_name_once_in_region", condition=Q(valid_to=None)),
        ]
        indexes = [
            models.Index("region", "kind", name="unit_by_place"),  # units of a subtree: choices for a dispatch
            GinIndex("line", name="unit_line"),  # everything below a unit: blocks of an accusation
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Center(models.Model):
    """The center that a unit of that kind is: the main one of its region, or a sub-center (园区分中心)."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True, related_name="center")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    """The unit's region again, so that "one main center per region" is a promise of the database."""
    main = models.BooleanField(default=True)
    built_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        verbose_name = "综治中心"
        constraints = [
            models.UniqueConstraint("region", name="center_one_main_in_region", condition=Q(main=True, closed_on=None)),
            models.CheckConstraint(name="center_closes_after_building", condition=Q(closed_on=None) | Q(closed_on__gte=F("built_on"))),
        ]


class Plaque(models.Model):
    """Another name the same center works under (牌子)."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="plaques")
    name = models.CharField(max_length=60)
    hung_on = models.DateField()
    taken_down_on = models.DateField(null=True)

    class Meta:
        verbose_name = "牌子"
        constraints = [
            models.UniqueConstraint("center", "name", name="plaque_once", condition=Q(taken_down_on=None)),
            models.CheckConstraint(name="plaque_dates", condition=Q(taken_down_on=None) | Q(taken_down_on__gte=F("hung_on"))),
        ]


class Residency(models.Model):
    """A department's presence in a center (入驻)."""

    class Mode(models.TextChoices):
        """How it is present."""

        PERMANENT = "permanent", "常驻"
        ROTATING = "rotating", "轮驻"
        ON_CALL = "on_call", "随叫随驻"
        LINKED = "linked", "线上"

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="residencies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="residencies")
    mode = models.CharField(max_length=10, choices=Mode)
    counter = models.CharField(max_length=40, blank=True)
    """What the counter is called, if it has one."""
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = "入驻"
        constraints = [
            models.UniqueConstraint("center", "unit", name="residency_once", condition=Q(until=None)),
            models.CheckConstraint(name="residency_mode_known", condition=Q(mode__in=["permanent", "rotating", "on_call", "linked"])),
            models.CheckConstraint(name="residency_not_in_itself", condition=~Q(center=F("unit"))),
            models.CheckConstraint(name="residency_dates", condition=Q(until=None) | Q(until__gte=F("since"))),
        ]


class Post(models.Model):
    """A role at a unit; several people may hold it at once (three window clerks)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=ROLES)
    name = models.CharField(max_length=60)
    closed_on = models.DateField(null=True)

    class Meta:
        verbose_name = "岗位"
        constraints = [
            models.UniqueConstraint("unit", "name", name="post_once", condition=Q(closed_on=None)),
            models.CheckConstraint(name="post_role_known", condition=Q(role__in=[role for role, _ in ROLES])),
        ]


class Appointment(models.Model):
    """Who holds which post, from when until when (任职)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    seconded_from = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    """The unit that lends this person (借调)."""
    stands_in_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="substitutes")
    """The appointment whose holder is absent: this one acts for them for a time (代班)."""
    reason = models.CharField(max_length=100, blank=True)
    """Why somebody stands in."""

    class Meta:
        verbose_name = "任职"
        constraints = [
            models.CheckConstraint(name="appointment_ends_after_start", condition=Q(ends=None) | Q(ends__gt=F("starts"))),
            models.CheckConstraint(name="appointment_stands_in_for_a_time", condition=Q(stands_in_for=None) | Q(ends__isnull=False)),
            ExclusionConstraint(
                name="appointment_one_substitute",
                condition=Q(stands_in_for__isnull=False),
                expressions=[
                    ("stands_in_for", RangeOperators.EQUAL),
                    (
                        Func(F("starts"), F("ends"), RangeBoundary(), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            ExclusionConstraint(
                name="appointment_no_overlap",
                condition=Q(stands_in_for=None),
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (
                        Func(F("starts"), F("ends"), RangeBoundary(), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class DutyItem(models.Model):
    """One line of a duty list (事项清单): who must handle which category; for one unit, or for all of a kind, branch and level."""

    class Mode(models.TextChoices):
        """基本履职, 配合履职, 上级收回."""

        MAIN = "main", "基本履职"
        ASSIST = "assist", "配合履职"
        WITHDRAWN = "withdrawn", "上级收回"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="duties")
    unit_kind = models.CharField(max_length=24, blank=True)
    branch = models.CharField(max_length=30, blank=True)
    level = models.SmallIntegerField(null=True)
    category = models.CharField(max_length=12, db_collation="C")
    """A category or the root of a subtree of them; the longest that fits decides."""
    mode = models.CharField(max_length=10, choices=Mode)
    source = models.CharField(max_length=200, blank=True)
    """The document that assigns the duty, cited when a dispatch is contested."""
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = "事项清单条目"
        constraints = [
            models.CheckConstraint(
                name="duty_of_unit_or_kind",
                condition=Q(unit__isnull=False, unit_kind="", branch="", level=None)
                | (Q(unit=None, level__range=(1, 5)) & ~Q(unit_kind="")),
            ),
            models.CheckConstraint(name="duty_mode_known", condition=Q(mode__in=["main", "assist", "withdrawn"])),
            models.UniqueConstraint("unit", "category", name="duty_once_for_unit", condition=Q(until=None, unit__isnull=False)),
            models.UniqueConstraint(
                "unit_kind", "branch", "level", "category", name="duty_once_for_kind", condition=Q(until=None, unit=None)
            ),
        ]


class NetVersion(models.Model):
    """One row whose mark changes with every change of the organisation: processes compare it and drop what they remember."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    mark = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="net_version_one_row", condition=Q(id=1))]
