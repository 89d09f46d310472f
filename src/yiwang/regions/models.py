"""The tree of administrative divisions as rows with validity dates, and the changes that link old codes to new ones."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from yiwang.kernel import tree


class Region(models.Model):
    """One node of the tree. The parent is the code's prefix; a code that is gone keeps its row with `valid_to`."""

    code = models.CharField(max_length=12, primary_key=True, db_collation="C")
    level = models.SmallIntegerField()
    name = models.CharField(max_length=60, db_collation="C")
    pinyin = models.CharField(max_length=240, db_collation="C")
    """Full pinyin without spaces: dongyingshi. The key of order and of search by sound."""
    initials = models.CharField(max_length=60, db_collation="C")
    """First letters: dys."""
    valid_from = models.DateField(null=True)
    """None: in force before our records begin."""
    valid_to = models.DateField(null=True)
    """First day it is no longer in force."""
    cities = models.IntegerField(default=0)
    counties = models.IntegerField(default=0)
    townships = models.IntegerField(default=0)
    villages = models.IntegerField(default=0)
    """How many regions in force lie below, by level: counted when the tree changes, read in one row."""

    class Meta:
        verbose_name = "行政区划"
        constraints = [
            models.CheckConstraint(
                name="region_level_is_length",
                condition=models.Q(
                    level=models.Case(
                        *(
                            models.When(Exact(Length("code"), size), then=level)
                            for level, size in zip(tree.LEVELS, tree.LENGTHS, strict=True)
                        ),
                        default=0,
                    )
                ),
            ),
            models.CheckConstraint(
                name="region_ends_after_start",
                condition=models.Q(valid_to=None) | models.Q(valid_from=None) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        ]
        indexes = [
            models.Index("level", "code", name="region_level_code"),  # children and counts of a subtree by level
            models.Index("level", "initials", "code", name="region_level_initials"),  # search by first letters
            models.Index("level", "pinyin", "code", name="region_level_pinyin"),  # search by sound
            models.Index("level", "name", name="region_level_name"),  # search by the beginning of the name
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def parent_code(self) -> str:
        """Code of the region above, "" for a province."""
        return tree.parent_of(self.code)


class RegionChange(models.Model):
    """One change of a code or name on a day: the link between predecessor and successor. Never altered once stored."""

    class Kind(models.TextChoices):
        """What happened."""

        RECODE = "recode", "改码"
        RENAME = "rename", "更名"
        FOUND = "found", "新设"
        ABOLISH = "abolish", "撤销"
        MERGE = "merge", "并入"
        SPLIT = "split", "析置"

    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField(db_column="on_day")
    old_code = models.CharField(max_length=12, db_collation="C", blank=True)
    new_code = models.CharField(max_length=12, db_collation="C", blank=True)
    old_name = models.CharField(max_length=60, blank=True)
    new_name = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "区划变更"
        constraints = [
            models.UniqueConstraint("on", "old_code", "new_code", name="region_change_once"),
            models.CheckConstraint(name="region_change_of_something", condition=~models.Q(old_code="", new_code="")),
        ]
        indexes = [
            models.Index("old_code", "on", name="region_change_old"),  # what became of a code
            models.Index("new_code", "on", name="region_change_new"),  # what a code was before
        ]

    def __str__(self) -> str:
        """Return the change as an arrow."""
        return f"{self.on} {self.old_code or '—'} → {self.new_code or '—'}"


class RegionLoad(models.Model):
    """A list of divisions that was loaded: where the tree comes from, and why loading the same again does nothing."""

    digest = models.CharField(max_length=64)
    under = models.CharField(max_length=12, blank=True)
    """Only this subtree of the list was taken."""
    on = models.DateField(db_column="on_day")
    file = models.CharField(max_length=200)
    read = models.IntegerField()

    class Meta:
        verbose_name = "区划载入"
        constraints = [models.UniqueConstraint("digest", "under", name="region_load_once")]
