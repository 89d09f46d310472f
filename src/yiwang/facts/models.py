"""The table of facts: signed measures, appended only, partitioned by the month of their time-ordered id."""

from __future__ import annotations

from django.db import models


class Fact(models.Model):
    """One signed measure with all its dimensions; a correction is two rows, the old one negative, on the original day."""

    big = True

    pk = models.CompositePrimaryKey("county", "id")
    county = models.CharField(max_length=6)
    id = models.UUIDField(help_text="uuidv7 of the moment of the deed: the folder reads in this order")
    day = models.DateField(help_text="the day counted for, in Asia/Shanghai; a correction names the original one")
    measure = models.TextField()
    delta = models.BigIntegerField()
    dims = models.JSONField(help_text="dimension → value: region, unit, category, nature … never anything of a person")

    pending = models.BooleanField(default=True, db_default=True, help_text="not yet added up by the folder of `picture`")

    class Meta:
        db_table = "fact"
