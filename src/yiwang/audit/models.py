"""The access log: who looked at what of a person, when, under which post and why; chained by county, appended only."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Access(models.Model):
    """One look at personal data, done or refused, or its erasure. Deeds, never content."""

    big = True

    pk = models.CompositePrimaryKey("county", "seq")
    county = models.CharField(max_length=6)
    seq = models.BigIntegerField(help_text="1, 2, 3 … within the county, without gaps")
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    role = models.TextField()
    place = models.CharField(max_length=12, default="", db_collation="C", help_text="region of the unit, for the officer of that place")
    matter = models.TextField(help_text="public number of the matter")
    part = models.TextField(help_text="what was looked at, such as party.1 or file.<id>")
    reason = models.TextField(help_text="code of the preset reason")
    outcome = models.TextField(help_text="shown, refused or erased")
    odd = ArrayField(models.TextField(), help_text="why the audit officer should know")
    prev = models.BinaryField()
    head = models.BinaryField()

    class Meta:
        db_table = "access_log"
        indexes = [
            models.Index("at", "county", "seq", name="access_log_newest"),  # the officer's list
            models.Index("user_id", "at", name="access_log_user"),  # looks of one user: oddity, and the officer's list
            models.Index("matter", "at", name="access_log_matter"),  # who looked at this matter: the officer, and the person themselves
            models.Index("at", name="access_log_odd", condition=~models.Q(odd=[])),  # the officer's list of odd ones
        ]
        constraints = [models.CheckConstraint(condition=models.Q(outcome__in=["shown", "refused", "erased"]), name="access_log_outcome")]


class OddSeen(models.Model):
    """Up to when an audit officer has looked at what is odd; what came later is marked as new to them."""

    user_id = models.BigIntegerField(primary_key=True)
    until = models.DateTimeField()

    class Meta:
        db_table = "access_odd_seen"


class Change(models.Model):
    """One change of the organisation, its people or its rules by an officer; see `changes`."""

    seq = models.BigIntegerField(primary_key=True, help_text="1, 2, 3 … without gaps")
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    place = models.CharField(max_length=12, db_collation="C", help_text="region of what was changed; empty: holds everywhere")
    deed = models.TextField()
    subject = models.TextField(help_text="what was changed, such as unit.12")
    name = models.TextField(help_text="what it was called then")
    before = models.JSONField()
    after = models.JSONField()
    prev = models.BinaryField()
    head = models.BinaryField()

    class Meta:
        db_table = "administration_log"
        indexes = [
            models.Index("subject", "seq", name="administration_log_subject"),  # the history of one thing
            models.Index("place", "seq", name="administration_log_place"),  # the officer's list
        ]
