"""The counts: sums of facts by place, period and one dimension at a time."""

from __future__ import annotations

from django.db import models


class Period(models.IntegerChoices):
    """Over how long a row counts."""

    EVER = 0, "累计"
    MONTH = 1, "月"
    DAY = 2, "日"


class Count(models.Model):
    """One sum. `dim` "" is the total; otherwise `value` is what the facts say of that dimension (a category by its top)."""

    pk = models.CompositePrimaryKey("region", "period", "dim", "start", "measure", "value")
    region = models.CharField(max_length=6, db_collation="C")
    """"" the country, 2 digits a province, 4 a city, 6 a county; below that the facts themselves are read."""
    period = models.SmallIntegerField(choices=Period)
    start = models.DateField()
    """First day of the period; 1970-01-01 for ever."""
    measure = models.CharField(max_length=20)
    dim = models.CharField(max_length=12)
    value = models.CharField(max_length=40)
    n = models.BigIntegerField()

    class Meta:
        verbose_name = "计数"
        constraints = [
            models.CheckConstraint(name="picture_count_period_known", condition=models.Q(period__in=[0, 1, 2])),
        ]
